package postgres

import (
	"context"
	"strings"
	"time"

	"github.com/google/uuid"

	"evidencedesk/internal/capacity"
	"evidencedesk/internal/evidence"
	"evidencedesk/internal/gift"
	"evidencedesk/internal/postgres/sqlc"
	reports "evidencedesk/internal/report"
	"evidencedesk/internal/staffing"
)

// EmbeddedRoleContent is a librarian's role in a specialty.
type EmbeddedRoleContent struct {
	Title     string  `json:"title" minLength:"1" maxLength:"200" doc:"Of the role, not the name of a person"`
	Specialty string  `json:"specialty" minLength:"1" maxLength:"200" doc:"As requests name it"`
	Hours     float64 `json:"hours" doc:"A week"`
	From      string  `json:"from" maxLength:"10" doc:"First day, 2026-04-01"`
	Until     string  `json:"until,omitempty" maxLength:"10" doc:"Last day; absent while it lasts"`
}

// EmbeddedRole is a row of the register.
type EmbeddedRole struct {
	ID      string `json:"id" format:"uuid"`
	Version int    `json:"version"`
	EmbeddedRoleContent
	UpdatedAt time.Time `json:"updated_at"`
}

func (r EmbeddedRole) version() int { return r.Version }

func (r EmbeddedRole) role() staffing.Role {
	from, _ := reports.ParseDate(r.From)
	until, _ := reports.ParseDate(r.Until)
	return staffing.Role{Specialty: r.Specialty, Hours: r.Hours, From: from, Until: until}
}

// Roles lists the register by specialty.
func (s *Staffing) Roles(ctx context.Context, library evidence.LibraryID) ([]EmbeddedRole, error) {
	l, err := rowUUID(string(library))
	if err != nil {
		return nil, err
	}
	rows, err := s.q.ListEmbeddedRoles(ctx, l)
	return each(rows, embeddedRoleOf), contentError(err)
}

func (s *Staffing) role(ctx context.Context, library, id uuid.UUID) (EmbeddedRole, error) {
	row, err := s.q.GetEmbeddedRole(ctx, sqlc.GetEmbeddedRoleParams{Library: library, ID: id})
	return embeddedRoleOf(row), contentError(err)
}

// AddRole adds one. Errors: Invalid.
func (s *Staffing) AddRole(ctx context.Context, library evidence.LibraryID, by evidence.PersonID, c EmbeddedRoleContent, k Creation) (EmbeddedRole, error) {
	l, p, err := idsOf(string(library), string(by))
	if err != nil {
		return EmbeddedRole{}, err
	}
	c, span, err := s.checkRole(c)
	if err != nil {
		return EmbeddedRole{}, err
	}
	ids, err := creator{s.pool, s.now}.create(ctx, p, l, k, 1, func(q *sqlc.Queries, ids []uuid.UUID) error {
		if n, err := q.CountEmbeddedRoles(ctx, l); err != nil || n >= MaxRoles {
			return tooMany(err, "title", MaxRoles)
		}
		return q.InsertEmbeddedRole(ctx, sqlc.InsertEmbeddedRoleParams{
			ID: ids[0], Library: l, Title: c.Title, Specialty: c.Specialty, Hours: rounded(c.Hours), FromOn: span.from, UntilOn: span.until, Person: p, Now: s.now(),
		})
	})
	if err != nil {
		return EmbeddedRole{}, err
	}
	return s.role(ctx, l, ids[0])
}

// SaveRole changes the role that is at this version.
func (s *Staffing) SaveRole(ctx context.Context, library evidence.LibraryID, by evidence.PersonID, id string, version int, c EmbeddedRoleContent) (EmbeddedRole, error) {
	l, key, err := idsOf(string(library), id)
	if err != nil {
		return EmbeddedRole{}, err
	}
	c, span, err := s.checkRole(c)
	if err != nil {
		return EmbeddedRole{}, err
	}
	row, err := s.q.UpdateEmbeddedRole(ctx, sqlc.UpdateEmbeddedRoleParams{
		Library: l, ID: key, Version: fit(version), Title: c.Title, Specialty: c.Specialty, Hours: rounded(c.Hours), FromOn: span.from, UntilOn: span.until,
		Person: *idOrNil(string(by)), Now: s.now(),
	})
	return written(embeddedRoleOf(row), err, version, func() (EmbeddedRole, error) { return s.role(ctx, l, key) })
}

// RemoveRole takes out the role that is at this version: one that was entered by mistake. One that ended gets a last day.
func (s *Staffing) RemoveRole(ctx context.Context, library evidence.LibraryID, id string, version int) error {
	l, key, err := idsOf(string(library), id)
	if err != nil {
		return err
	}
	_, err = s.q.DeleteEmbeddedRole(ctx, sqlc.DeleteEmbeddedRoleParams{Library: l, ID: key, Version: fit(version)})
	return removed(err, version, func() (EmbeddedRole, error) { return s.role(ctx, l, key) })
}

func (s *Staffing) checkRole(c EmbeddedRoleContent) (EmbeddedRoleContent, span, error) {
	c.Title, c.Specialty = strings.TrimSpace(c.Title), strings.TrimSpace(c.Specialty)
	k := checker{codes: s.codes}
	k.needed("title", c.Title, MaxSource)
	k.needed("specialty", c.Specialty, MaxSource)
	k.hours(c.Hours)
	days := k.span(c.From, c.Until, false)
	return c, days, k.err()
}

func embeddedRoleOf(r sqlc.EmbeddedRole) EmbeddedRole {
	return EmbeddedRole{
		ID: r.ID.String(), Version: int(r.Version), UpdatedAt: r.UpdatedAt.UTC(),
		EmbeddedRoleContent: EmbeddedRoleContent{Title: r.Title, Specialty: r.Specialty, Hours: r.Hours, From: dayText(r.FromOn), Until: dayText(r.UntilOn)},
	}
}

// Worked is what was delivered in a period, by specialty and type of search, and the time noted on it.
type Worked struct {
	Specialty, Type            string
	Requests, Untimed, Minutes int
}

// Whole is the time noted, and the usual time of the type for what was not timed.
func (w Worked) Whole(usual map[string]capacity.Forecast) float64 {
	return float64(w.Minutes) + float64(w.Untimed)*usual[w.Type].Usual
}

// SpecialtyWork counts what was delivered in a period.
func (s *Staffing) SpecialtyWork(ctx context.Context, library evidence.LibraryID, p reports.Period) ([]Worked, error) {
	l, err := rowUUID(string(library))
	if err != nil {
		return nil, err
	}
	rows, err := s.q.SpecialtyWork(ctx, sqlc.SpecialtyWorkParams{Library: l, FromOn: dateRow(p.From()), ToOn: dateRow(p.To())})
	return each(rows, func(r sqlc.SpecialtyWorkRow) Worked {
		return Worked{Specialty: r.Specialty, Type: r.Purpose, Requests: int(r.Requests), Untimed: int(r.Untimed), Minutes: int(r.Minutes)}
	}), contentError(err)
}

// Demands lays what was delivered in a period against the register of roles.
func Demands(work []Worked, roles []EmbeddedRole, p reports.Period, rule staffing.RatioRule, usual map[string]capacity.Forecast) []staffing.Demand {
	return staffing.Demands(each(work, func(w Worked) staffing.Work {
		return staffing.Work{Specialty: w.Specialty, Requests: w.Requests, Minutes: w.Whole(usual), Untimed: w.Untimed}
	}), each(roles, EmbeddedRole.role), p, rule)
}

// SavedTime is what people said about what was delivered in a period, and how many were asked.
func (s *Staffing) SavedTime(ctx context.Context, library evidence.LibraryID, p reports.Period) (saved []gift.Saved, asked int, err error) {
	l, err := rowUUID(string(library))
	if err != nil {
		return nil, 0, err
	}
	rows, err := s.q.SavedTime(ctx, sqlc.SavedTimeParams{Library: l, FromOn: dateRow(p.From()), ToOn: dateRow(p.To())})
	if err != nil {
		return nil, 0, contentError(err)
	}
	n, err := s.q.AskedAbout(ctx, sqlc.AskedAboutParams{Library: l, FromOn: dateRow(p.From()), ToOn: dateRow(p.To())})
	return each(rows, func(r sqlc.SavedTimeRow) gift.Saved {
		return gift.Saved{Group: r.StaffGroup, Band: r.TimeSaved, People: int(r.People)}
	}), int(n), contentError(err)
}
