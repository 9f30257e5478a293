package postgres

import (
	"context"
	"fmt"

	"github.com/google/uuid"

	"evidencedesk/internal/evidence"
	"evidencedesk/internal/postgres/sqlc"
)

// AddSearch starts a search record. It need not have been run yet.
func (c *Content) AddSearch(ctx context.Context, a Access, s SearchContent, k Creation) (Search, error) {
	s, err := c.checkedSearch(a, s)
	if err != nil {
		return Search{}, err
	}
	ids, err := c.create(ctx, a.person, a.request, k, 1, func(q *sqlc.Queries, ids []uuid.UUID) error {
		if n, err := q.CountSearches(ctx, a.request); err != nil || n >= evidence.MaxListItems {
			return tooMany(err, "source", evidence.MaxListItems)
		}
		_, err := q.InsertSearch(ctx, sqlc.InsertSearchParams{
			ID: ids[0], Request: a.request, Source: s.Source, SourceName: s.SourceName, Platform: s.Platform, Kind: s.Kind, Method: s.Method,
			MultiDbGroup: s.MultiDBGroup, Coverage: s.Coverage, RunAt: s.RunAt, RunBy: idOrNil(string(s.RunBy)), IsRerunOf: idOrNil(s.IsRerunOf),
			AdaptedFrom: s.AdaptedFrom, Lines: listOf(s.Lines), Limits: listOf(s.Limits), Filters: listOf(s.Filters),
			RecordsRetrieved: narrow(s.RecordsRetrieved), RecordsExported: narrow(s.RecordsExported), AiUse: listOf(s.AIUse), Note: s.Note,
			Alerts: s.Alerts, AdaptedFromSearch: idOrNil(s.AdaptedFromSearch), Person: a.person, Trainee: a.trainee(), Now: c.now(),
		})
		return err
	})
	if err != nil {
		return Search{}, err
	}
	return c.search(ctx, a, ids[0])
}

// SaveSearch changes a search record that is at this version.
func (c *Content) SaveSearch(ctx context.Context, a Access, id string, version int, s SearchContent) (Search, error) {
	key, err := rowUUID(id)
	if err != nil {
		return Search{}, err
	}
	if s, err = c.checkedSearch(a, s); err != nil {
		return Search{}, err
	}
	row, err := c.q.UpdateSearch(ctx, sqlc.UpdateSearchParams{
		ID: key, Request: a.request, Version: fit(version), Source: s.Source, SourceName: s.SourceName, Platform: s.Platform, Kind: s.Kind,
		Method: s.Method, MultiDbGroup: s.MultiDBGroup, Coverage: s.Coverage, RunAt: s.RunAt, RunBy: idOrNil(string(s.RunBy)),
		IsRerunOf: idOrNil(s.IsRerunOf), AdaptedFrom: s.AdaptedFrom, Lines: listOf(s.Lines), Limits: listOf(s.Limits),
		Filters: listOf(s.Filters), RecordsRetrieved: narrow(s.RecordsRetrieved), RecordsExported: narrow(s.RecordsExported),
		AiUse: listOf(s.AIUse), Note: s.Note, Alerts: s.Alerts, AdaptedFromSearch: idOrNil(s.AdaptedFromSearch), Person: a.person, Trainee: a.trainee(), Now: c.now(),
	})
	var saved Search
	if err == nil {
		saved = searchOf(row)
	}
	return written(saved, err, version, func() (Search, error) { return c.search(ctx, a, key) })
}

// RemoveSearch takes out a search record that is at this version, unless another says that it re-ran this one.
func (c *Content) RemoveSearch(ctx context.Context, a Access, id string, version int) error {
	key, err := rowUUID(id)
	if err != nil {
		return err
	}
	if err := a.works(); err != nil {
		return err
	}
	_, err = c.q.DeleteSearch(ctx, sqlc.DeleteSearchParams{Request: a.request, Person: a.person, ID: key, Version: fit(version)})
	if violates(err, constraintRerun) {
		return evidence.InvalidField("is_rerun_of", "in-use", "Another search record says that it re-ran this one.")
	}
	return removed(err, version, func() (Search, error) { return c.search(ctx, a, key) })
}

// Searches gives the search records of a request in the order in which they were begun. Outside the library they are
// those of the report that was delivered.
func (c *Content) Searches(ctx context.Context, a Access) ([]Search, error) {
	if !a.insider() {
		report, err := c.deliveredReport(ctx, a)
		return report.Searches, err
	}
	rows, err := c.q.ListSearches(ctx, a.request)
	return each(rows, searchOf), contentError(err)
}

// Search gives one search record, as [Content.Searches] does.
func (c *Content) Search(ctx context.Context, a Access, id string) (Search, error) {
	key, err := rowUUID(id)
	if err != nil {
		return Search{}, err
	}
	if a.insider() {
		return c.search(ctx, a, key)
	}
	report, err := c.deliveredReport(ctx, a)
	if err != nil {
		return Search{}, err
	}
	for _, s := range report.Searches {
		if s.ID == key.String() {
			return s, nil
		}
	}
	return Search{}, evidence.Refuse(evidence.NotFound, "")
}

func (c *Content) search(ctx context.Context, a Access, id uuid.UUID) (Search, error) {
	row, err := c.q.GetSearch(ctx, sqlc.GetSearchParams{Request: a.request, ID: id})
	if err != nil {
		return Search{}, contentError(err)
	}
	return searchOf(row), nil
}

// checkedSearch refuses who may not write and what cannot be stored, and gives the content as it will be read back.
func (c *Content) checkedSearch(a Access, s SearchContent) (SearchContent, error) {
	if err := a.works(); err != nil {
		return s, err
	}
	if s.RunAt != nil && s.RunBy == "" {
		s.RunBy = a.actor.Person
	}
	check := c.checker()
	check.search(s)
	s.RunAt = instant(s.RunAt)
	s.AIUse = append([]AIUse(nil), s.AIUse...)
	for i := range s.AIUse {
		s.AIUse[i].AccessedAt = instant(s.AIUse[i].AccessedAt)
	}
	return s, check.err()
}

func searchOf(r sqlc.SearchRecord) Search {
	return Search{
		ID: r.ID.String(), Version: int(r.Version), Authors: each(r.Authors, personOf), Trainee: r.Trainee,
		CreatedAt: r.CreatedAt.UTC(), UpdatedBy: personOf(r.UpdatedBy), UpdatedAt: r.UpdatedAt.UTC(), Erased: r.ErasedAt != nil,
		SearchContent: SearchContent{
			Source: r.Source, SourceName: r.SourceName, Platform: r.Platform, Kind: r.Kind, Method: r.Method, MultiDBGroup: r.MultiDbGroup,
			Coverage: r.Coverage, RunAt: instant(r.RunAt), RunBy: personOrNone(r.RunBy), IsRerunOf: string(personOrNone(r.IsRerunOf)),
			AdaptedFrom: r.AdaptedFrom, Lines: listFrom[StrategyLine](r.Lines), Limits: listFrom[SearchLimit](r.Limits),
			Filters: listFrom[SearchFilter](r.Filters), RecordsRetrieved: widen(r.RecordsRetrieved), RecordsExported: widen(r.RecordsExported),
			AIUse: listFrom[AIUse](r.AiUse), Note: r.Note, Alerts: r.Alerts, AdaptedFromSearch: string(personOrNone(r.AdaptedFromSearch)),
		},
	}
}

// tooMany refuses one row more than a request may have.
func tooMany(err error, field string, limit int) error {
	if err != nil {
		return err
	}
	return evidence.InvalidField(field, "too-many", fmt.Sprintf("There are %d already.", limit))
}
