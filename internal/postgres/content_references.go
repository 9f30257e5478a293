package postgres

import (
	"context"
	"fmt"
	"slices"

	"github.com/google/uuid"

	"evidencedesk/internal/evidence"
	"evidencedesk/internal/postgres/sqlc"
)

// MaxReportReferences is how many references the list of one request holds: what a report shows, not what an import
// brings ([evidence.MaxReferences]).
const MaxReportReferences = 5_000

// AddReferences appends references to the list, in their order.
func (c *Content) AddReferences(ctx context.Context, a Access, list []ReferenceContent, k Creation) ([]Reference, error) {
	if err := a.works(); err != nil {
		return nil, err
	}
	list, err := c.checkedReferences(list)
	if err != nil {
		return nil, err
	}
	ids, err := c.create(ctx, a.person, a.request, k, len(list), func(q *sqlc.Queries, ids []uuid.UUID) error {
		return c.appendReferences(ctx, q, a, list, ids)
	})
	if err != nil {
		return nil, err
	}
	rows, err := c.q.ReferencesByID(ctx, sqlc.ReferencesByIDParams{Request: a.request, Ids: ids})
	return each(rows, referenceOf), contentError(err)
}

func (c *Content) checkedReferences(list []ReferenceContent) ([]ReferenceContent, error) {
	check := c.checker()
	if len(list) == 0 {
		check.wrong("references", "required", "Send at least one.")
	}
	check.many("references", len(list), MaxReportReferences)
	list = slices.Clone(list)
	for i := range list {
		list[i].DOI = plainDOI(list[i].DOI)
		check.reference(fmt.Sprintf("references[%d].", i), list[i])
	}
	return list, check.err()
}

func (c *Content) appendReferences(ctx context.Context, q *sqlc.Queries, a Access, list []ReferenceContent, ids []uuid.UUID) error {
	return c.appendFound(ctx, q, a, list, ids, make([]*uuid.UUID, len(list)))
}

// appendFound holds the lock of the list, so that places are given out once. Each has the record that it came from, if any.
func (c *Content) appendFound(ctx context.Context, q *sqlc.Queries, a Access, list []ReferenceContent, ids []uuid.UUID, records []*uuid.UUID) error {
	if _, err := q.LockReferenceList(ctx, a.request); err != nil {
		return err
	}
	places, err := q.ReferencePlaces(ctx, a.request)
	if err != nil {
		return err
	}
	if int(places.Held)+len(list) > MaxReportReferences {
		return evidence.InvalidField("references", "too-many", fmt.Sprintf("A list holds %d; there are %d already.", MaxReportReferences, places.Held))
	}
	rows := make([]sqlc.InsertReferencesParams, len(list))
	for i, r := range list {
		rows[i] = sqlc.InsertReferencesParams{
			ID: ids[i], RequestID: a.request, Version: 1, Position: places.Last + fit(i) + 1, Type: r.Type, Title: r.Title,
			Authors: texts(r.Authors), Journal: r.Journal, Year: narrow(r.Year), Volume: r.Volume, Issue: r.Issue, Pages: r.Pages, Doi: r.DOI,
			Pmid: r.PMID, Pmcid: r.PMCID, Url: r.URL, Abstract: r.Abstract, Note: r.Note, Tier: r.Tier, Theme: r.Theme, KeyPaper: r.KeyPaper, RecordID: records[i], Writers: []uuid.UUID{a.person},
			Trainee: a.trainee(), CreatedAt: c.now(), UpdatedBy: a.person, UpdatedAt: c.now(),
		}
	}
	_, err = q.InsertReferences(ctx, rows)
	return err
}

// SaveReference changes a reference that is at this version. It keeps its place.
func (c *Content) SaveReference(ctx context.Context, a Access, id string, version int, r ReferenceContent) (Reference, error) {
	key, err := rowUUID(id)
	if err != nil {
		return Reference{}, err
	}
	if err := a.works(); err != nil {
		return Reference{}, err
	}
	r.DOI = plainDOI(r.DOI)
	check := c.checker()
	check.reference("", r)
	if err := check.err(); err != nil {
		return Reference{}, err
	}
	row, err := c.q.UpdateReference(ctx, sqlc.UpdateReferenceParams{
		ID: key, Request: a.request, Version: fit(version), Type: r.Type, Title: r.Title, Authors: texts(r.Authors), Journal: r.Journal,
		Year: narrow(r.Year), Volume: r.Volume, Issue: r.Issue, Pages: r.Pages, Doi: r.DOI, Pmid: r.PMID, Pmcid: r.PMCID, Url: r.URL, Abstract: r.Abstract,
		Note: r.Note, Tier: r.Tier, Theme: r.Theme, KeyPaper: r.KeyPaper, Person: a.person, Trainee: a.trainee(), Now: c.now(),
	})
	return written(referenceOf(row), err, version, func() (Reference, error) { return c.reference(ctx, a, key) })
}

// RemoveReference takes a reference that is at this version out of the list. The others keep their places.
func (c *Content) RemoveReference(ctx context.Context, a Access, id string, version int) error {
	key, err := rowUUID(id)
	if err != nil {
		return err
	}
	if err := a.works(); err != nil {
		return err
	}
	var gone error
	err = c.tx(ctx, func(q *sqlc.Queries) error {
		if _, err := q.LockReferenceList(ctx, a.request); err != nil {
			return err
		}
		_, gone = q.DeleteReference(ctx, sqlc.DeleteReferenceParams{Request: a.request, Person: a.person, ID: key, Version: fit(version)})
		return gone
	})
	if isMissing(gone) {
		return removed(gone, version, func() (Reference, error) { return c.reference(ctx, a, key) })
	}
	return err
}

// References gives the list after a place (0: from the first), at most limit of them; more says that there are others.
// Outside the library they are those of the report that was delivered.
func (c *Content) References(ctx context.Context, a Access, after, limit int) (list []Reference, more bool, err error) {
	if !a.insider() {
		report, err := c.deliveredReport(ctx, a)
		list := slices.DeleteFunc(report.References, func(r Reference) bool { return r.Position <= after })
		list, more = page(list, limit)
		return list, more, err
	}
	rows, err := c.q.ListReferences(ctx, sqlc.ListReferencesParams{Request: a.request, After: fit(after), Most: fit(limit + 1)})
	if err != nil {
		return nil, false, contentError(err)
	}
	rows, more = page(rows, limit)
	return each(rows, referenceOf), more, nil
}

// Reference gives one reference, as [Content.References] does.
func (c *Content) Reference(ctx context.Context, a Access, id string) (Reference, error) {
	key, err := rowUUID(id)
	if err != nil {
		return Reference{}, err
	}
	if a.insider() {
		return c.reference(ctx, a, key)
	}
	report, err := c.deliveredReport(ctx, a)
	if err != nil {
		return Reference{}, err
	}
	for _, r := range report.References {
		if r.ID == key.String() {
			return r, nil
		}
	}
	return Reference{}, evidence.Refuse(evidence.NotFound, "")
}

func (c *Content) reference(ctx context.Context, a Access, id uuid.UUID) (Reference, error) {
	row, err := c.q.GetReference(ctx, sqlc.GetReferenceParams{Request: a.request, ID: id})
	if err != nil {
		return Reference{}, contentError(err)
	}
	return referenceOf(row), nil
}

func texts(list []string) []string {
	if list == nil {
		return []string{}
	}
	return list
}

// idOrNone is an identifier as the API gives it; empty for none.
func idOrNone(id *uuid.UUID) string {
	if id == nil {
		return ""
	}
	return id.String()
}

func referenceOf(r sqlc.Reference) Reference {
	return Reference{
		ID: r.ID.String(), Version: int(r.Version), Position: int(r.Position), Writers: each(r.Writers, personOf), Trainee: r.Trainee,
		CreatedAt: r.CreatedAt.UTC(), UpdatedBy: personOf(r.UpdatedBy), UpdatedAt: r.UpdatedAt.UTC(), Erased: r.ErasedAt != nil,
		ReferenceContent: ReferenceContent{
			Type: r.Type, Title: r.Title, Authors: some(r.Authors), Journal: r.Journal, Year: widen(r.Year), Volume: r.Volume, Issue: r.Issue,
			Pages: r.Pages, DOI: r.Doi, PMID: r.Pmid, PMCID: r.Pmcid, URL: r.Url, Abstract: r.Abstract, Note: r.Note, Tier: r.Tier, Theme: r.Theme, KeyPaper: r.KeyPaper,
		},
		Record: idOrNone(r.RecordID),
	}
}
