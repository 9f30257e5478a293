package postgres

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/jackc/pgx/v5/pgtype"

	"evidencedesk/internal/evidence"
	"evidencedesk/internal/metric"
	"evidencedesk/internal/postgres/sqlc"
	"evidencedesk/internal/vocabulary"
)

// OutcomesFramework keeps what a library shows for the outcomes framework: what is evidence for which outcome, how it assesses itself
// year by year, and what it means to improve. A year is a national one, April to March, named by the year in which it ends.
type OutcomesFramework struct{ *Content }

// OutcomesFramework is the store over the same pool.
func (c *Content) OutcomesFramework() OutcomesFramework { return OutcomesFramework{c} }

// Editions are the vocabularies of the framework, newest first.
func Editions() []string { return []string{vocabulary.Outcomes2021, vocabulary.Outcomes2019} }

// OutcomeTag says that something is evidence for an outcome.
type OutcomeTag struct {
	ID       string            `json:"id" format:"uuid"`
	Outcome  string            `json:"outcome" doc:"A code of the outcomes, such as outcome_2"`
	Kind     string            `json:"kind" enum:"request,metric,quote,case"`
	Target   string            `json:"target" doc:"The identifier of the request, quotation or case; of a metric its name"`
	About    string            `json:"about" doc:"The reference of the request, the title of the case, the name of the metric"`
	Place    string            `json:"place,omitempty" doc:"The request or case study in which it is"`
	Note     string            `json:"note,omitempty"`
	Dated    string            `json:"dated" format:"date" doc:"Of what it is evidence of"`
	TaggedBy evidence.PersonID `json:"tagged_by" format:"uuid"`
	TaggedAt time.Time         `json:"tagged_at"`
}

// NewOutcomeTag is a tag as somebody sets it.
type NewOutcomeTag struct {
	Outcome, Kind, Target, Note string
	Dated                       string // only of a metric; YYYY-MM-DD, today if empty
}

// firstOfYear is the first day of the national year that ends in year, lastOfYear the last one.
func firstOfYear(year int) time.Time { return time.Date(year-1, time.April, 1, 0, 0, 0, 0, time.UTC) }

func lastOfYear(year int) time.Time { return time.Date(year, time.March, 31, 0, 0, 0, 0, time.UTC) }

// MaxTags is how many tags a list holds.
const MaxTags = 5000

// Tags lists what is evidence, by outcome, the newest first. Outcome may be empty; year 0 is every year.
func (o OutcomesFramework) Tags(ctx context.Context, library evidence.LibraryID, outcome string, year int) ([]OutcomeTag, error) {
	l, err := rowUUID(string(library))
	if err != nil {
		return nil, err
	}
	p := sqlc.OutcomeTagsParams{Library: l, Outcome: outcome, Most: MaxTags}
	if year != 0 {
		p.FromDay, p.ToDay = pgtype.Date{Time: firstOfYear(year), Valid: true}, pgtype.Date{Time: lastOfYear(year), Valid: true}
	}
	rows, err := o.q.OutcomeTags(ctx, p)
	return each(rows, func(r sqlc.OutcomeTagsRow) OutcomeTag {
		t := r.OutcomeTag
		return OutcomeTag{
			ID: t.ID.String(), Outcome: t.Outcome, Kind: t.Kind, Target: t.Target, About: r.About, Place: r.Place, Note: t.Note, Dated: dateText(t.Dated),
			TaggedBy: personOf(t.TaggedBy), TaggedAt: t.TaggedAt.UTC(),
		}
	}), contentError(err)
}

// AddTag says that something of the library is evidence for an outcome. Errors: Invalid for what is not there, and for what is
// evidence for that outcome already.
func (o OutcomesFramework) AddTag(ctx context.Context, library evidence.LibraryID, by evidence.PersonID, n NewOutcomeTag) (OutcomeTag, error) {
	l, p, err := idsOf(string(library), string(by))
	if err != nil {
		return OutcomeTag{}, err
	}
	n.Note, n.Target = strings.TrimSpace(n.Note), strings.TrimSpace(n.Target)
	k := o.checker()
	k.neededCode("outcome", n.Outcome, vocabulary.Outcomes2021)
	k.one("kind", n.Kind, "request", "metric", "quote", "case")
	k.needed("kind", n.Kind, evidence.MaxCode)
	k.needed("target", n.Target, evidence.MaxCode)
	k.text("note", n.Note, evidence.MaxNote)
	if err := k.err(); err != nil {
		return OutcomeTag{}, err
	}
	dated, err := o.dated(ctx, l.String(), n)
	if err != nil {
		return OutcomeTag{}, err
	}
	id := rowID()
	added, err := o.q.InsertOutcomeTag(ctx, sqlc.InsertOutcomeTagParams{
		ID: id, Library: l, Outcome: n.Outcome, Kind: n.Kind, Target: n.Target, Note: n.Note, Dated: pgtype.Date{Time: dated, Valid: true}, Person: p, Now: o.now(),
	})
	if err == nil && added == 0 {
		err = evidence.InvalidField("outcome", "taken", "It is evidence for this outcome already.")
	}
	if err != nil {
		return OutcomeTag{}, contentError(err)
	}
	return OutcomeTag{
		ID: id.String(), Outcome: n.Outcome, Kind: n.Kind, Target: n.Target, About: n.Target, Note: n.Note, Dated: dated.Format(time.DateOnly), TaggedBy: by, TaggedAt: o.now(),
	}, nil
}

// dated is the day of what is tagged, which must be the library's.
func (o OutcomesFramework) dated(ctx context.Context, library string, n NewOutcomeTag) (day time.Time, err error) {
	l, target, idErr := idsOf(library, n.Target)
	missing := evidence.InvalidField("target", "unknown", "There is no such thing in your library.")
	if n.Kind == "metric" {
		if n.Dated == "" {
			return o.now(), nil
		}
		if day, err = time.Parse(time.DateOnly, n.Dated); err != nil {
			return day, evidence.InvalidField("dated", "malformed", "Write the day as 2026-11-27.")
		}
		return day, nil
	}
	if idErr != nil {
		return day, missing
	}
	switch n.Kind {
	case "request":
		var d pgtype.Date
		d, err = o.q.TagTargetRequest(ctx, sqlc.TagTargetRequestParams{Request: target, Library: l})
		day = d.Time
	case "case":
		day, err = o.q.TagTargetCase(ctx, sqlc.TagTargetCaseParams{ID: target, Library: l})
	default:
		var d pgtype.Date
		d, err = o.q.TagTargetQuote(ctx, sqlc.TagTargetQuoteParams{ID: target, Library: l})
		day = d.Time
	}
	if isMissing(err) {
		return day, missing
	}
	return day, contentError(err)
}

// RemoveTag takes a tag away. Errors: NotFound.
func (o OutcomesFramework) RemoveTag(ctx context.Context, library evidence.LibraryID, id string) error {
	l, key, err := idsOf(string(library), id)
	if err != nil {
		return err
	}
	n, err := o.q.DeleteOutcomeTag(ctx, sqlc.DeleteOutcomeTagParams{ID: key, Library: l})
	if err == nil && n == 0 {
		return evidence.Refuse(evidence.NotFound, "")
	}
	return contentError(err)
}

// OutcomeSuggestion is something that could be evidence, with the outcomes for which it usually is. A person accepts it or does not.
type OutcomeSuggestion struct {
	Kind     string   `json:"kind" enum:"request,metric"`
	Target   string   `json:"target"`
	About    string   `json:"about"`
	Purpose  string   `json:"purpose,omitempty" doc:"A code of search_types"`
	Dated    string   `json:"dated,omitempty" format:"date"`
	Outcomes []string `json:"outcomes" nullable:"false"`
	Why      string   `json:"why"`
}

// mostSuggested is how many requests are suggested at once.
const mostSuggested = 50

// Suggestions lists what was delivered in a year and is not yet evidence of anything: requests for outcomes 2 and 3, checked ones and
// those asked again for 5, followed up ones for 6; the staff ratio for 4 and the people who asked for 1 as metrics (our own reading of the framework).
func (o OutcomesFramework) Suggestions(ctx context.Context, library evidence.LibraryID, year int) ([]OutcomeSuggestion, error) {
	l, err := rowUUID(string(library))
	if err != nil {
		return nil, err
	}
	tags, err := o.Tags(ctx, library, "", year)
	if err != nil {
		return nil, err
	}
	list := []OutcomeSuggestion{}
	for _, m := range []struct{ id, outcome, why string }{
		{metric.Requesters, "outcome_1", "People who asked, by staff group, show whom the service reaches."},
		{metric.StaffRatio, "outcome_4", "The staff ratio shows whether the team has the capacity it needs."},
	} {
		if !slices.ContainsFunc(tags, func(t OutcomeTag) bool { return t.Kind == "metric" && t.Target == m.id }) {
			list = append(list, OutcomeSuggestion{Kind: "metric", Target: m.id, About: m.id, Outcomes: []string{m.outcome}, Why: m.why})
		}
	}
	rows, err := o.q.TaggableRequests(ctx, sqlc.TaggableRequestsParams{
		Library: l, FromDay: pgtype.Date{Time: firstOfYear(year), Valid: true}, ToDay: pgtype.Date{Time: lastOfYear(year), Valid: true}, Most: mostSuggested,
	})
	for _, r := range rows {
		s := OutcomeSuggestion{
			Kind: "request", Target: r.RequestID.String(), About: r.Reference, Purpose: r.Purpose, Dated: dateText(r.DeliveredOn), Outcomes: []string{"outcome_2", "outcome_3"}, Why: "An answer that was asked for and delivered.",
		}
		if r.Checked || r.Rerun {
			s.Outcomes, s.Why = append(s.Outcomes, "outcome_5"), s.Why+" It was checked by a second librarian, or asked again."
		}
		if r.Answered {
			s.Outcomes, s.Why = append(s.Outcomes, "outcome_6"), s.Why+" The requester said what difference it made."
		}
		list = append(list, s)
	}
	return list, contentError(err)
}

func checkYear(year int) error {
	const first, last = 2000, 2199
	if year < first || year > last {
		return evidence.InvalidField("year", "out-of-range", fmt.Sprintf("Use a year from %d to %d.", first, last))
	}
	return nil
}
