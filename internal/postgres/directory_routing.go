package postgres

import (
	"context"
	"slices"
	"strings"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"evidencedesk/internal/directory"
	"evidencedesk/internal/evidence"
	"evidencedesk/internal/postgres/sqlc"
)

// Places are where organisations are that some library serves: areas, trusts and counties, each by name.
func (s *Entries) Places(ctx context.Context) (areas, trusts, counties []string, err error) {
	rows, err := s.q.DirectoryPlaces(ctx)
	areas, trusts, counties = []string{}, []string{}, []string{}
	for _, r := range rows {
		switch r.Kind {
		case "area":
			areas = append(areas, r.Place)
		case "trust":
			trusts = append(trusts, r.Place)
		case "county":
			counties = append(counties, r.Place)
		}
	}
	return areas, trusts, counties, contentError(err)
}

// Elsewhere is which libraries serve the organisation of somebody who asks.
type Elsewhere struct {
	Organisation string         `json:"organisation,omitempty" doc:"Of the caller's profile; absent: none, or the directory does not know it"`
	Own          bool           `json:"own,omitempty" doc:"A library of the caller's serves it"`
	Libraries    []ServingEntry `json:"libraries" nullable:"false" doc:"Those that serve it"`
}

// ServingEntry is a record of the directory that serves an organisation.
type ServingEntry struct {
	Entry string `json:"entry" format:"uuid"`
	Name  string `json:"name"`
	Here  bool   `json:"here,omitempty" doc:"Questions can be asked of it here"`
}

// ServedBy says which libraries serve the organisation of a person's profile.
func (s *Entries) ServedBy(ctx context.Context, person evidence.PersonID) (Elsewhere, error) {
	p, err := rowUUID(string(person))
	if err != nil {
		return Elsewhere{}, err
	}
	rows, err := s.q.ServedElsewhere(ctx, p)
	e := Elsewhere{Libraries: []ServingEntry{}}
	for _, r := range rows {
		e.Organisation, e.Own = r.Organisation, e.Own || r.Own
		e.Libraries = append(e.Libraries, ServingEntry{Entry: r.ID.String(), Name: r.Name, Here: !r.Outside})
	}
	return e, contentError(err)
}

// byDirectory is the source of a role that somebody was given to ask the library that serves their organisation, in the ledger of roles.
const byDirectory = "directory"

// Route records that somebody agreed to have their questions go to the library of a record, and lets them ask it. Doing it again
// changes nothing. Errors: NotFound; NotPermitted for a record of a library that does not use this system; Invalid
// for an organisation that it does not serve.
func (s *Entries) Route(ctx context.Context, person evidence.PersonID, entry, organisation string) (evidence.LibraryID, error) {
	e, err := s.Entry(ctx, entry)
	if err != nil {
		return "", err
	}
	if e.Library == "" || !e.Here {
		return "", evidence.Refuse(evidence.NotPermitted, "This library does not use the service: write to it.")
	}
	if !slices.ContainsFunc(e.Served, func(o directory.Served) bool {
		return strings.EqualFold(o.Name, organisation) || organisation != "" && strings.EqualFold(o.Trust, organisation)
	}) {
		return "", evidence.InvalidField("organisation", "unknown", "Name an organisation that the library serves.")
	}
	l, p, err := idsOf(string(e.Library), string(person))
	if err != nil {
		return "", err
	}
	key := uuid.MustParse(e.ID)
	err = pgx.BeginFunc(ctx, s.pool, func(tx pgx.Tx) error {
		q := s.q.WithTx(tx)
		if err := q.InsertRouting(ctx, sqlc.InsertRoutingParams{ID: rowID(), Person: p, Entry: &key, Library: l, Now: s.now()}); err != nil {
			return err
		}
		_, err := q.InsertRole(ctx, sqlc.InsertRoleParams{
			Person: p, Library: l, Role: string(evidence.Requester), Change: rowID(), Source: byDirectory, By: &p, Now: s.now(),
		})
		return err
	})
	return e.Library, contentError(err)
}

// TellKeepers queues a letter to the managers of every library that keeps records which were last checked six months ago or longer,
// once for each record and check. It counts the letters.
func (s *Entries) TellKeepers(ctx context.Context) (letters int, err error) {
	day := s.staleDay()
	err = pgx.BeginFunc(ctx, s.pool, func(tx pgx.Tx) error {
		q := s.q.WithTx(tx)
		rows, err := q.StaleEntries(ctx, dateOf(&day))
		if err != nil || len(rows) == 0 {
			return err
		}
		var ids []uuid.UUID
		keepers := map[uuid.UUID]bool{}
		for _, r := range rows {
			ids = append(ids, r.ID)
			if keepers[r.Keeper] {
				continue
			}
			keepers[r.Keeper] = true
			n, err := q.QueueDirectoryNotices(ctx, sqlc.QueueDirectoryNoticesParams{
				Keeper: r.Keeper, Day: s.now().Format(time.DateOnly), Kind: string(evidence.NoticeDirectoryStale),
			})
			if err != nil {
				return err
			}
			letters += int(n)
		}
		return q.EntriesAlerted(ctx, ids)
	})
	return letters, err
}
