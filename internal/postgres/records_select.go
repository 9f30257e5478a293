package postgres

import (
	"context"
	"fmt"
	"slices"

	"github.com/google/uuid"

	"evidencedesk/internal/evidence"
	"evidencedesk/internal/postgres/sqlc"
	"evidencedesk/internal/vocabulary"
)

// MaxDecisions is for how many records one decision may be taken at once.
const MaxDecisions = 500

// DecideRecord decides on the publication of a record whose decision is at this version. Included, it becomes the last
// reference of the report, which from then on says its theme, its tier and whether it is a key paper; with any other verdict
// that reference leaves the report. Errors: NotPermitted, NotFound; Invalid; a [StaleError] with the [Publication].
func (c *Content) DecideRecord(ctx context.Context, a Access, record string, version int, d DecisionContent) (Decided, error) {
	check := c.checker()
	if d.Verdict == Undecided {
		check.wrong("verdict", "required", "Say whether it is in.")
	}
	check.decision(d)
	if err := check.err(); err != nil {
		return Decided{}, err
	}
	return c.decideOne(ctx, a, record, version, decision{
		verdict: d.Verdict, reason: d.Reason, note: &d.Note, theme: &d.Theme, tier: &d.Tier, keyPaper: &d.KeyPaper,
	})
}

// TakeBackDecision makes the publication of a record undecided again. Errors as of [Content.DecideRecord].
func (c *Content) TakeBackDecision(ctx context.Context, a Access, record string, version int) (Decided, error) {
	return c.decideOne(ctx, a, record, version, decision{})
}

func (c *Content) decideOne(ctx context.Context, a Access, record string, version int, d decision) (Decided, error) {
	id, err := rowUUID(record)
	if err != nil {
		return Decided{}, err
	}
	var done Decided
	var lead uuid.UUID
	var stale bool
	err = c.tx(ctx, func(q *sqlc.Queries) error {
		leads, err := c.hold(ctx, q, a, []uuid.UUID{id})
		if err != nil {
			return err
		}
		lead = leads[0].ID
		if stale = decidedVersion(leads[0]) != version; stale {
			return nil
		}
		done.Removed, err = c.decide(ctx, q, a, leads, d)
		return err
	})
	if err != nil {
		return Decided{}, err
	}
	if done.Publication, err = c.publication(ctx, a, lead); err != nil {
		return Decided{}, err
	}
	if stale {
		return Decided{}, &StaleError{Version: done.Publication.Decision.Version, Current: done.Publication}
	}
	around, err := c.around(ctx, c.q, a, lead)
	done.Counts, done.Next = around.counts(), around.next()
	return done, err
}

// decidedVersion is the version of a decision; 1 is that nothing was decided yet.
func decidedVersion(r sqlc.LeadsOfRow) int {
	if r.DecidedVersion == nil {
		return 1
	}
	return int(*r.DecidedVersion)
}

// DecideRecords takes one decision for the publications of up to [MaxDecisions] records, whatever was decided of them
// before. No verdict makes them undecided again; an empty theme or tier, and the notes, stay as they are. Records of other
// requests are passed over. Errors: NotPermitted; NotFound when none is left; Invalid.
func (c *Content) DecideRecords(ctx context.Context, a Access, records []string, d DecisionContent, k Creation) (ManyDecided, error) {
	check := c.checker()
	check.decision(d)
	if len(records) == 0 {
		check.wrong("records", "required", "Choose at least one.")
	}
	check.many("records", len(records), MaxDecisions)
	ids := make([]uuid.UUID, 0, len(records))
	for i, r := range records {
		if !isUUID(r) {
			check.wrong(fmt.Sprintf("records[%d]", i), "malformed", "Use an identifier that this API gave you.")
			continue
		}
		ids = append(ids, uuid.MustParse(r))
	}
	if err := check.err(); err != nil {
		return ManyDecided{}, err
	}
	one := decision{verdict: d.Verdict, reason: d.Reason, theme: orNil(d.Theme), tier: orNil(d.Tier)}
	if d.KeyPaper {
		one.keyPaper = &d.KeyPaper
	}
	var done ManyDecided
	// The identifier that is kept for the key says only that it was done.
	_, err := c.create(ctx, a.person, a.request, k, 1, func(q *sqlc.Queries, _ []uuid.UUID) error {
		leads, err := c.hold(ctx, q, a, ids)
		if err != nil {
			return err
		}
		done.Publications = len(leads)
		done.Removed, err = c.decide(ctx, q, a, leads, one)
		return err
	})
	if err != nil {
		return ManyDecided{}, err
	}
	around, err := c.around(ctx, c.q, a, uuid.Nil)
	done.Counts = around.counts()
	return done, err
}

func (k *checker) decision(d DecisionContent) {
	k.one("verdict", string(d.Verdict), string(Include), string(Maybe), string(Exclude))
	k.reason(d.Verdict, d.Reason)
	k.text("note", d.Note, evidence.MaxNote)
	k.text("theme", d.Theme, evidence.MaxName)
	k.one("tier", d.Tier, referenceTiers()...)
}

func (k *checker) reason(v Verdict, reason string) {
	k.code("reason", reason, vocabulary.ExclusionReasons)
	if reason != "" && v != Exclude {
		k.wrong("reason", "not-allowed", "Give a reason only for what is excluded.")
	}
}

// decision is what is decided; what is nil stays as it was.
type decision struct {
	verdict           Verdict
	reason            string
	note, theme, tier *string
	keyPaper          *bool
}

// hold finds the publications of some records and keeps others from deciding on anything in the request meanwhile. The list
// of references is locked first, here as wherever references change.
func (c *Content) hold(ctx context.Context, q *sqlc.Queries, a Access, ids []uuid.UUID) ([]sqlc.LeadsOfRow, error) {
	if err := a.works(); err != nil {
		return nil, err
	}
	if err := q.HoldReferenceList(ctx, a.request); err != nil {
		return nil, err
	}
	leads, err := q.LeadsOf(ctx, sqlc.LeadsOfParams{Request: a.request, Ids: ids})
	if err == nil && len(leads) == 0 {
		err = evidence.Refuse(evidence.NotFound, "")
	}
	return leads, err
}

// decide writes a decision for publications that are held, and brings the report into line with it. It gives the references
// that left the report.
func (c *Content) decide(ctx context.Context, q *sqlc.Queries, a Access, leads []sqlc.LeadsOfRow, d decision) (removed []string, err error) {
	ids := each(leads, func(r sqlc.LeadsOfRow) uuid.UUID { return r.ID })
	if d.verdict == Undecided {
		err = q.TakeBackDecisions(ctx, sqlc.TakeBackDecisionsParams{Request: a.request, Records: ids})
	} else {
		err = q.SaveDecisions(ctx, sqlc.SaveDecisionsParams{
			Records: ids, Request: a.request, Verdict: string(d.verdict), Reason: d.reason, Note: d.note, Theme: d.theme, Tier: d.tier,
			KeyPaper: d.keyPaper, Person: a.person, Now: c.now(),
		})
	}
	if err != nil {
		return nil, err
	}
	if d.verdict == Include {
		return nil, c.include(ctx, q, a, leads, d)
	}
	listed := slices.ContainsFunc(leads, func(r sqlc.LeadsOfRow) bool { return r.Reference != nil })
	if !listed {
		return nil, nil
	}
	if _, err := q.LockReferenceList(ctx, a.request); err != nil {
		return nil, err
	}
	gone, err := q.RemoveSelected(ctx, sqlc.RemoveSelectedParams{Request: a.request, Person: a.person, Records: ids})
	return each(gone, uuid.UUID.String), err
}

// include puts publications into the report that are not there yet, and marks those that are.
func (c *Content) include(ctx context.Context, q *sqlc.Queries, a Access, leads []sqlc.LeadsOfRow, d decision) error {
	var list []ReferenceContent
	var there, ids []uuid.UUID
	var records []*uuid.UUID
	free, err := pmcids(ctx, q, a.request, each(leads, func(r sqlc.LeadsOfRow) uuid.UUID { return r.ID }))
	if err != nil {
		return err
	}
	for _, r := range leads {
		if r.Reference != nil {
			there = append(there, r.ID)
			continue
		}
		content := referenceFrom(r)
		content.PMCID = free[r.ID]
		content.Theme, content.Tier = orElse(d.theme, r.Theme), orElse(d.tier, r.Tier)
		content.KeyPaper = d.keyPaper != nil && *d.keyPaper || d.keyPaper == nil && r.KeyPaper != nil && *r.KeyPaper
		list, ids, records = append(list, content), append(ids, rowID()), append(records, &r.ID)
	}
	if len(there) > 0 {
		err := q.MarkSelected(ctx, sqlc.MarkSelectedParams{
			Theme: d.theme, Tier: d.tier, KeyPaper: d.keyPaper, Person: a.person, Trainee: a.trainee(), Now: c.now(), Request: a.request, Records: there,
		})
		if err != nil {
			return err
		}
	}
	if len(list) == 0 {
		return nil
	}
	return c.appendFound(ctx, q, a, list, ids, records)
}

func orElse(s, otherwise *string) string {
	if s == nil {
		s = otherwise
	}
	return orEmpty(s)
}
