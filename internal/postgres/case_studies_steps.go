package postgres

import (
	"context"
	"fmt"
	"slices"

	"github.com/google/uuid"

	"evidencedesk/internal/casestudy"
	"evidencedesk/internal/evidence"
	"evidencedesk/internal/postgres/sqlc"
)

// CaseMove is a step with what it needs beside its name.
type CaseMove struct {
	Command  casestudy.Command
	Audience string // publish: library, organisation or beyond
	Digest   string // approve: of the text that was read
	Reply    string // decline-approval: why
}

// Step carries out a step of a case. Errors: NotFound; NotPermitted; NotAllowedInStage; Invalid with what is missing;
// ChangedAfterCheck when the approver read another text.
func (c CaseStudies) Step(ctx context.Context, library evidence.LibraryID, who evidence.Actor, id string, m CaseMove) (CaseStudy, error) {
	if m.Command == casestudy.Publish && !slices.Contains([]string{"library", "organisation", "beyond"}, m.Audience) {
		return CaseStudy{}, evidence.InvalidField("audience", "required", "Say for whom it is published.")
	}
	if err := c.step(ctx, library, who, id, m); err != nil {
		return CaseStudy{}, err
	}
	return c.Case(ctx, library, who, id)
}

func (c CaseStudies) step(ctx context.Context, library evidence.LibraryID, who evidence.Actor, id string, m CaseMove) error {
	key, p, err := idsOf(id, string(who.Person))
	if err != nil {
		return err
	}
	return c.tx(ctx, func(q *sqlc.Queries) error {
		row, err := q.LockCaseStudy(ctx, key)
		if err != nil {
			return err
		}
		if row.LibraryID.String() != string(library) {
			return evidence.Refuse(evidence.NotFound, "")
		}
		quotes, err := c.quotes(ctx, q, key)
		if err != nil {
			return err
		}
		s := caseOf(row, "", "", quotes)
		same, err := c.same(ctx, q, row, m)
		if err != nil {
			return err
		}
		to, err := casestudy.Decide(s.state(same), m.Command, whoOf(who, s.Approver))
		if err != nil {
			return err
		}
		move := sqlc.MoveCaseStudyParams{
			ID: key, Stage: string(to), Person: p, Now: c.now(), Asked: row.AskedVersion, Approved: row.ApprovedVersion, Published: row.PublishedVersion,
			PublishedAt: row.PublishedAt, Audience: row.Audience, Reply: "",
		}
		if err := c.effect(ctx, q, s, m, &move); err != nil {
			return err
		}
		if err := q.MoveCaseStudy(ctx, move); err != nil {
			return err
		}
		if err := q.InsertCaseStep(ctx, sqlc.InsertCaseStepParams{
			ID: key, Seq: row.Seq + 1, Command: string(m.Command), FromStage: row.Stage, ToStage: string(to), Version: row.Version, Person: p, Now: c.now(),
		}); err != nil || m.Command != casestudy.Ask {
			return err
		}
		return tellApprover(ctx, q, row)
	})
}

// tellApprover owes the requester one letter for this asking. Nobody who was erased is written to.
func tellApprover(ctx context.Context, q *sqlc.Queries, row sqlc.CaseStudy) error {
	owed := owedNotices{request: row.RequestID, step: fmt.Sprintf("case-%s-%d", row.ID, row.Seq+1), kind: evidence.NoticeCaseAsked}
	owed.add(row.Approver, uuid.Nil)
	return owed.queue(ctx, q)
}

// same reports whether the approver read the text that they are asked about.
func (c CaseStudies) same(ctx context.Context, q *sqlc.Queries, row sqlc.CaseStudy, m CaseMove) (bool, error) {
	if m.Command != casestudy.Approve || row.AskedVersion == nil {
		return true, nil
	}
	asked, err := q.CaseVersion(ctx, sqlc.CaseVersionParams{ID: row.ID, Version: *row.AskedVersion})
	return asked.Digest == m.Digest && *row.AskedVersion == row.Version, err
}

// effect is what a step does beside moving the case.
func (c CaseStudies) effect(ctx context.Context, q *sqlc.Queries, s CaseStudy, m CaseMove, move *sqlc.MoveCaseStudyParams) error {
	version, now := fit(s.Version), move.Now
	switch m.Command {
	case casestudy.Ask:
		move.Asked, move.Approved = &version, nil
		return q.FreezeCase(ctx, sqlc.FreezeCaseParams{
			ID: move.ID, Version: version, Texts: jsonOf(s.Text), Digest: c.digest(s.Text, s.Quotes), Person: move.Person, Now: now,
			Quotes: each(s.Quotes, func(q CaseQuote) uuid.UUID { return q.id }),
		})
	case casestudy.Approve:
		move.Approved, move.Asked = move.Asked, nil
		return q.ApproveCaseVersion(ctx, sqlc.ApproveCaseVersionParams{ID: move.ID, Version: *move.Approved, Now: &now})
	case casestudy.Decline:
		move.Asked, move.Reply = nil, m.Reply
		check := c.checker()
		check.text("reply", m.Reply, evidence.MaxNote)
		return check.err()
	case casestudy.Publish:
		move.Published, move.PublishedAt, move.Audience = move.Approved, &now, &m.Audience
	case casestudy.TakeBack:
		move.Asked, move.Approved, move.Published, move.PublishedAt, move.Audience = nil, nil, nil, nil, nil
	case casestudy.TakeDown:
		move.Asked, move.Published, move.PublishedAt, move.Audience = nil, nil, nil, nil
	case casestudy.Drop:
		move.Asked, move.Approved = nil, nil
	default: // the others only move it
	}
	return nil
}

// CheckCase notes what a person checked of the text that is at this version, each with a sentence. Errors: NotFound; Invalid;
// [StaleError] with the [CaseStudy].
func (c CaseStudies) CheckCase(ctx context.Context, library evidence.LibraryID, who evidence.Actor, id string, version int, list []CaseCriterion) (CaseStudy, error) {
	now, err := c.Case(ctx, library, who, id)
	if err != nil {
		return now, err
	}
	if now.Version != version {
		return now, &StaleError{Version: now.Version, Current: now}
	}
	check := c.checker()
	codes := slices.Concat(casestudy.Core(), casestudy.Extra())
	for i := range list {
		if !slices.Contains(codes, list[i].Code) || slices.ContainsFunc(list[:i], func(o CaseCriterion) bool { return o.Code == list[i].Code }) {
			check.wrong("criteria", "unknown", "Name each criterion once.")
		}
		field := "note_" + list[i].Code
		check.text(field, list[i].Note, evidence.MaxNote)
		if list[i].Met && blank(list[i].Note) {
			check.wrong(field, "required", "Say in a sentence where the text makes it clear.")
		}
		list[i].By, list[i].At, list[i].Version = who.Person, c.now(), version
	}
	if err := check.err(); err != nil {
		return now, err
	}
	key, p, err := idsOf(id, string(who.Person))
	if err != nil {
		return now, err
	}
	err = c.q.UpdateCaseCriteria(ctx, sqlc.UpdateCaseCriteriaParams{ID: key, Criteria: listOf(list), Person: p, Now: c.now()})
	if err != nil {
		return now, contentError(err)
	}
	return c.Case(ctx, library, who, id)
}
