package postgres

import (
	"context"
	"fmt"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5/pgtype"

	"evidencedesk/internal/capacity"
	"evidencedesk/internal/evidence"
	"evidencedesk/internal/postgres/sqlc"
	reports "evidencedesk/internal/report"
)

// ContractContent is how many hours a week somebody works for a library.
type ContractContent struct {
	Hours float64 `json:"hours" doc:"A week"`
	From  string  `json:"from" maxLength:"10" doc:"First day, 2026-04-01"`
	Until string  `json:"until,omitempty" maxLength:"10" doc:"Last day; absent while it lasts"`
}

// Contract is a row of the register.
type Contract struct {
	ID      string            `json:"id" format:"uuid"`
	Version int               `json:"version"`
	Person  evidence.PersonID `json:"person" format:"uuid"`
	Name    string            `json:"name"`
	ContractContent
}

func (c Contract) version() int { return c.Version }

// LeaveContent is whole days on which somebody does not work. Why is not asked.
type LeaveContent struct {
	From  string `json:"from" maxLength:"10" doc:"First day, 2026-12-21"`
	Until string `json:"until,omitempty" maxLength:"10" doc:"Last day; the first if absent"`
}

// Leave is a row of the register.
type Leave struct {
	ID     string            `json:"id" format:"uuid"`
	Person evidence.PersonID `json:"person" format:"uuid"`
	Name   string            `json:"name"`
	LeaveContent
}

// Contracts lists those of a library by name, or of one person.
func (s *Staffing) Contracts(ctx context.Context, library evidence.LibraryID, whose evidence.PersonID) ([]Contract, error) {
	l, err := rowUUID(string(library))
	if err != nil {
		return nil, err
	}
	rows, err := s.q.ListContracts(ctx, sqlc.ListContractsParams{Library: l, Whose: idOrNil(string(whose))})
	return each(rows, func(r sqlc.ListContractsRow) Contract { return contractOf(sqlc.GetContractRow(r)) }), contentError(err)
}

func (s *Staffing) contract(ctx context.Context, library, id uuid.UUID) (Contract, error) {
	row, err := s.q.GetContract(ctx, sqlc.GetContractParams{Library: library, ID: id})
	return contractOf(row), contentError(err)
}

func contractOf(r sqlc.GetContractRow) Contract {
	return Contract{
		ID: r.ID.String(), Version: int(r.Version), Person: personOf(r.PersonID), Name: r.Name,
		ContractContent: ContractContent{Hours: r.Hours, From: dayText(r.FromOn), Until: dayText(r.UntilOn)},
	}
}

// AddContract adds the hours of somebody who works in the library. Errors: Invalid, also for days on which another contract runs.
func (s *Staffing) AddContract(ctx context.Context, library evidence.LibraryID, by, whose evidence.PersonID, c ContractContent, k Creation) (Contract, error) {
	l, p, person, err := s.ofTeam(ctx, library, by, whose)
	if err != nil {
		return Contract{}, err
	}
	days, err := s.checkContract(c)
	if err != nil {
		return Contract{}, err
	}
	ids, err := creator{s.pool, s.now}.create(ctx, p, l, k, 1, func(q *sqlc.Queries, ids []uuid.UUID) error {
		return q.InsertContract(ctx, sqlc.InsertContractParams{
			ID: ids[0], Library: l, Person: person, Hours: rounded(c.Hours), FromOn: days.from, UntilOn: days.until, Writer: p, Now: s.now(),
		})
	})
	if err != nil {
		return Contract{}, overlapError(err)
	}
	return s.contract(ctx, l, ids[0])
}

// SaveContract changes the contract that is at this version.
func (s *Staffing) SaveContract(ctx context.Context, library evidence.LibraryID, by evidence.PersonID, id string, version int, c ContractContent) (Contract, error) {
	l, key, err := idsOf(string(library), id)
	if err != nil {
		return Contract{}, err
	}
	days, err := s.checkContract(c)
	if err != nil {
		return Contract{}, err
	}
	_, err = s.q.UpdateContract(ctx, sqlc.UpdateContractParams{
		Library: l, ID: key, Version: fit(version), Hours: rounded(c.Hours), FromOn: days.from, UntilOn: days.until, Writer: *idOrNil(string(by)), Now: s.now(),
	})
	read := func() (Contract, error) { return s.contract(ctx, l, key) }
	if err != nil {
		return written(Contract{}, overlapError(err), version, read)
	}
	return read()
}

// RemoveContract takes out the contract that is at this version: one that was entered by mistake.
func (s *Staffing) RemoveContract(ctx context.Context, library evidence.LibraryID, id string, version int) error {
	l, key, err := idsOf(string(library), id)
	if err != nil {
		return err
	}
	_, err = s.q.DeleteContract(ctx, sqlc.DeleteContractParams{Library: l, ID: key, Version: fit(version)})
	return removed(err, version, func() (Contract, error) { return s.contract(ctx, l, key) })
}

func (s *Staffing) checkContract(c ContractContent) (span, error) {
	k := checker{codes: s.codes}
	k.hours(c.Hours)
	days := k.span(c.From, c.Until, false)
	return days, k.err()
}

// ofTeam reads the identifiers of a library, of who writes and of whom it is about, who has to work there.
func (s *Staffing) ofTeam(ctx context.Context, library evidence.LibraryID, by, whose evidence.PersonID) (l, writer, person uuid.UUID, err error) {
	if l, writer, err = idsOf(string(library), string(by)); err != nil {
		return l, writer, person, err
	}
	unknown := evidence.InvalidField("person", "unknown", "Choose somebody who works in the library.")
	if person, err = rowUUID(string(whose)); err != nil {
		return l, writer, person, unknown
	}
	works, err := s.q.WorksIn(ctx, sqlc.WorksInParams{Library: l, Person: person})
	if err == nil && !works {
		err = unknown
	}
	return l, writer, person, err
}

// span is the days of a row.
type span struct{ from, until pgtype.Date }

// span reads the first and the last day of something; one that needs a last day has its first for it.
func (k *checker) span(from, until string, ends bool) span {
	s := span{from: k.day("from", from, true), until: k.day("until", until, false)}
	if ends && until == "" {
		s.until = s.from
	}
	if s.from.Valid && s.until.Valid && s.until.Time.Before(s.from.Time) {
		k.wrong("until", "out-of-range", "It cannot end before it begins.")
	}
	return s
}

func (k *checker) hours(n float64) {
	if !(n > 0 && n <= maxWeek) {
		k.wrong("hours", "out-of-range", fmt.Sprintf("Use hours a week, more than 0 and at most %d.", maxWeek))
	}
}

func overlapError(err error) error {
	switch {
	case violates(err, "staff_contract_one"):
		return evidence.InvalidField("from", "overlaps", "Another contract of this person runs on some of these days. End that one first.")
	case violates(err, "staff_leave_one"):
		return evidence.InvalidField("from", "overlaps", "Some of these days are entered as leave already.")
	}
	return err
}

func (c Contract) capacity() capacity.Contract {
	return capacity.Contract{Stretch: stretch(c.From, c.Until), Hours: c.Hours}
}

func stretch(from, until string) capacity.Stretch {
	first, _ := reports.ParseDate(from)
	last, _ := reports.ParseDate(until)
	return capacity.Stretch{From: first, Until: last}
}

// yearsBack is how far back the usual time of a type of search is looked for.
const yearsBack = 2

// Since is the day from which the usual time of a type is counted.
func Since(today reports.Date) reports.Date {
	return reports.DateOf(today.In(time.UTC).AddDate(-yearsBack, 0, 0))
}
