package postgres

import (
	"context"
	"slices"
	"strings"

	"github.com/google/uuid"

	"evidencedesk/internal/evidence"
	"evidencedesk/internal/postgres/sqlc"
	"evidencedesk/internal/vocabulary"
)

// AddFinding raises a finding in the check that is under way.
func (c *Content) AddFinding(ctx context.Context, a Access, f CheckFindingContent, k Creation) (CheckFinding, error) {
	u, err := c.reviewing(ctx, a)
	if err != nil {
		return CheckFinding{}, err
	}
	if err := c.checkFinding(ctx, a, u, f); err != nil {
		return CheckFinding{}, err
	}
	ids, err := c.create(ctx, a.person, a.request, k, 1, func(q *sqlc.Queries, ids []uuid.UUID) error {
		if n, err := q.CountReviewFindings(ctx, a.request); err != nil || n >= maxFindings {
			return tooMany(err, "text", maxFindings)
		}
		return q.InsertReviewFinding(ctx, sqlc.InsertReviewFindingParams{
			ID: ids[0], Request: a.request, Subject: string(u.Subject), CheckSeq: fit(u.seq), Element: f.Element, Search: idOrNil(f.Search),
			Line: narrow(f.Line), Section: f.Section, Severity: f.Severity, Body: f.Text, Person: a.person, Now: c.now(),
		})
	})
	if err != nil {
		return CheckFinding{}, err
	}
	return c.finding(ctx, a, ids[0])
}

// SaveFinding rewords one's own finding that is at this version, in the check in which it was raised.
func (c *Content) SaveFinding(ctx context.Context, a Access, id string, version int, f CheckFindingContent) (CheckFinding, error) {
	u, err := c.reviewing(ctx, a)
	if err != nil {
		return CheckFinding{}, err
	}
	before, key, err := c.readFinding(ctx, a, id)
	switch {
	case err != nil:
		return CheckFinding{}, err
	case before.RaisedBy != a.actor.Person:
		return CheckFinding{}, a.refuse("Only who raised a finding rewords it.")
	case before.Check != u.seq || before.State != FindingOpen:
		return CheckFinding{}, &evidence.Error{Code: evidence.NotAllowedInStage, Detail: "It was answered, or is of an earlier check.", Stage: a.stage}
	}
	if err := c.checkFinding(ctx, a, u, f); err != nil {
		return CheckFinding{}, err
	}
	row, err := c.q.UpdateReviewFinding(ctx, sqlc.UpdateReviewFindingParams{
		ID: key, Request: a.request, Version: fit(version), Element: f.Element, Search: idOrNil(f.Search), Line: narrow(f.Line),
		Section: f.Section, Severity: f.Severity, Body: f.Text, Now: c.now(),
	})
	return c.stepped(ctx, a, key, version, row, err)
}

// AnswerFinding says that a finding is met, or why it is not. It is for those who work on the request, once it was returned.
func (c *Content) AnswerFinding(ctx context.Context, a Access, id string, version int, answer FindingAnswer) (CheckFinding, error) {
	if err := a.works(); err != nil {
		return CheckFinding{}, err
	}
	if a.stage == evidence.Checking {
		return CheckFinding{}, &evidence.Error{Code: evidence.NotAllowedInStage, Detail: "It is " + a.stage.Words() + ".", Stage: a.stage}
	}
	before, key, err := c.readFinding(ctx, a, id)
	if err != nil {
		return CheckFinding{}, err
	}
	check := c.checker()
	check.oneOf("state", answer.State, "Say whether it is fixed or declined.", FindingFixed, FindingDeclined)
	check.text("note", answer.Note, evidence.MaxNote)
	if answer.State == FindingDeclined && blank(answer.Note) {
		check.wrong("note", "required", "Say why it is not changed.")
	}
	if !slices.Contains([]string{FindingOpen, FindingFixed, FindingDeclined}, before.State) {
		check.wrong("state", "not-allowed", "It is settled.")
	}
	if err := check.err(); err != nil {
		return CheckFinding{}, err
	}
	return c.step(ctx, a, key, version, answer.State, answer.Note)
}

// JudgeFinding verifies what was done about a finding, opens it again, or takes one's own back, while its subject is being checked.
// Nobody verifies what they answered themselves.
func (c *Content) JudgeFinding(ctx context.Context, a Access, id string, version int, j FindingJudgement) (CheckFinding, error) {
	u, err := c.reviewing(ctx, a)
	if err != nil {
		return CheckFinding{}, err
	}
	before, key, err := c.readFinding(ctx, a, id)
	if err != nil {
		return CheckFinding{}, err
	}
	self := a.actor.Person
	answered := slices.ContainsFunc(before.Steps, func(s FindingStep) bool {
		return s.By == self && (s.State == FindingFixed || s.State == FindingDeclined)
	})
	switch {
	case before.Subject != u.Subject:
		return CheckFinding{}, &evidence.Error{Code: evidence.NotAllowedInStage, Detail: "The " + string(before.Subject) + " is not being checked.", Stage: a.stage}
	case answered:
		return CheckFinding{}, &evidence.Error{Code: evidence.OwnWork, Stage: a.stage}
	case j.State == FindingWithdrawn && before.RaisedBy != self:
		return CheckFinding{}, a.refuse("Only who raised a finding takes it back.")
	}
	check := c.checker()
	check.oneOf("state", j.State, "Say what you found.", FindingVerified, FindingOpen, FindingWithdrawn)
	check.text("note", j.Note, evidence.MaxNote)
	if j.State == FindingVerified && before.State == FindingOpen && before.Check == u.seq {
		check.wrong("state", "not-allowed", "Return the work first: nobody has answered this finding.")
	}
	if err := check.err(); err != nil {
		return CheckFinding{}, err
	}
	if before.State == j.State && before.Version == version {
		return before, nil
	}
	return c.step(ctx, a, key, version, j.State, j.Note)
}

// CheckFindings lists the findings of all checks of the request, the oldest first, for the people who work on it.
func (c *Content) CheckFindings(ctx context.Context, a Access) ([]CheckFinding, error) {
	if err := a.reads(); err != nil {
		return nil, err
	}
	rows, err := c.q.ListReviewFindings(ctx, a.request)
	return each(rows, checkFindingOf), contentError(err)
}

// checkFinding refuses a finding that does not fit what is being checked.
func (c *Content) checkFinding(ctx context.Context, a Access, u underWay, f CheckFindingContent) error {
	check := c.checker()
	check.needed("text", f.Text, evidence.MaxNote)
	check.oneOf("severity", f.Severity, "Say how much it matters.", shouldBeMet, mustBeMet)
	check.text("section", f.Section, evidence.MaxName)
	if u.Subject != evidence.Strategy {
		if f.Element != "" || f.Search != "" || f.Line != nil {
			check.wrong("element", "not-allowed", "Only a strategy is read by the PRESS elements.")
		}
		return check.err()
	}
	check.neededCode("element", f.Element, vocabulary.PressElements)
	if f.Section != "" {
		check.wrong("section", "not-allowed", "A strategy has searches and lines.")
	}
	if f.Search == "" {
		if f.Line != nil {
			check.wrong("search", "required", "Name the search that the line is of.")
		}
		return check.err()
	}
	strategy, err := c.CheckedStrategy(ctx, a, u.Digest)
	if err != nil {
		return err
	}
	check.place(strategy.Searches, f)
	return check.err()
}

// place refuses a search or a line that what was sent does not have.
func (k *checker) place(searches []Search, f CheckFindingContent) {
	i := slices.IndexFunc(searches, func(s Search) bool { return s.ID == f.Search })
	switch {
	case i < 0:
		k.wrong("search", "unknown", "Name a search of the strategy that is being checked.")
	case f.Line != nil && !slices.ContainsFunc(searches[i].Lines, func(l StrategyLine) bool { return l.N == *f.Line }):
		k.wrong("line", "unknown", "That search has no such line.")
	}
}

// step adds what was done to a finding that is at this version.
func (c *Content) step(ctx context.Context, a Access, id uuid.UUID, version int, state, note string) (CheckFinding, error) {
	now := c.now()
	row, err := c.q.StepReviewFinding(ctx, sqlc.StepReviewFindingParams{
		State: state, Step: jsonOf(FindingStep{State: state, By: a.actor.Person, At: now, Note: strings.TrimSpace(note)}), Now: now,
		Request: a.request, ID: id, Version: fit(version),
	})
	return c.stepped(ctx, a, id, version, row, err)
}

func (c *Content) stepped(ctx context.Context, a Access, id uuid.UUID, version int, row sqlc.ReviewFinding, err error) (CheckFinding, error) {
	if err == nil {
		return checkFindingOf(row), nil
	}
	return written(CheckFinding{}, err, version, func() (CheckFinding, error) { return c.finding(ctx, a, id) })
}

func (c *Content) readFinding(ctx context.Context, a Access, id string) (CheckFinding, uuid.UUID, error) {
	key, err := rowUUID(id)
	if err != nil {
		return CheckFinding{}, key, err
	}
	f, err := c.finding(ctx, a, key)
	return f, key, err
}

func (c *Content) finding(ctx context.Context, a Access, id uuid.UUID) (CheckFinding, error) {
	row, err := c.q.GetReviewFinding(ctx, sqlc.GetReviewFindingParams{Request: a.request, ID: id})
	if err != nil {
		return CheckFinding{}, contentError(err)
	}
	return checkFindingOf(row), nil
}

func checkFindingOf(r sqlc.ReviewFinding) CheckFinding {
	return CheckFinding{
		ID: r.ID.String(), Version: int(r.Version), Subject: evidence.Subject(r.Subject), Check: int(r.CheckSeq), State: r.State,
		Steps: fromJSON[[]FindingStep](r.Steps), RaisedBy: personOf(r.RaisedBy), CreatedAt: r.CreatedAt.UTC(), UpdatedAt: r.UpdatedAt.UTC(),
		Erased: r.ErasedAt != nil,
		CheckFindingContent: CheckFindingContent{
			Element: r.Element, Search: string(personOrNone(r.SearchID)), Line: widen(r.Line), Section: r.Section, Severity: r.Severity, Text: r.Body,
		},
	}
}
