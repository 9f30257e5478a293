package postgres

import (
	"context"
	"math"
	"strings"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5/pgtype"
	"github.com/jackc/pgx/v5/pgxpool"

	"evidencedesk/internal/evidence"
	"evidencedesk/internal/postgres/sqlc"
	reports "evidencedesk/internal/report"
	"evidencedesk/internal/staffing"
)

// Staffing keeps who works in a library and for how many people, by which rules that is judged, and what is returned to the national
// statistics. Figures, rules and returns are kept as they were at each version.
type Staffing struct {
	pool  *pgxpool.Pool
	q     *sqlc.Queries
	codes Codes
	now   func() time.Time
}

// NewStaffing makes the store over the application's pool. now is nil for the clock.
func NewStaffing(pool *pgxpool.Pool, codes Codes, now func() time.Time) *Staffing {
	return &Staffing{pool: pool, q: sqlc.New(pool), codes: codes, now: clock(now)}
}

// unsaid is the version of figures, rules and returns that nobody entered.
const unsaid = 1

// Limits of the registers.
const (
	MaxSource  = 200
	MaxRoles   = 200
	maxWeek    = 60 // hours of one contract or role
	hundredths = 100
)

// StaffingYear is what was entered for a year, as it was at a version. WTE are whole-time equivalents.
type StaffingYear struct {
	Year            int               `json:"year" doc:"The April with which it begins"`
	Version         int               `json:"version" doc:"1: nothing was entered"`
	WorkforceWTE    float64           `json:"workforce_wte" doc:"Of the organisations served"`
	QualifiedWTE    float64           `json:"qualified_wte" doc:"Librarians and knowledge specialists"`
	OtherWTE        float64           `json:"other_wte" doc:"Other library staff"`
	ContractedHours float64           `json:"contracted_hours" doc:"A week, everybody together"`
	AsOf            string            `json:"as_of,omitempty" format:"date" doc:"The day of which the figures are"`
	Source          string            `json:"source,omitempty"`
	EnteredBy       evidence.PersonID `json:"entered_by,omitempty" format:"uuid"`
	EnteredAt       time.Time         `json:"entered_at,omitzero"`
}

// Figures are those that a ratio is made of.
func (y StaffingYear) Figures() staffing.Year {
	return staffing.Year{Start: y.Year, Workforce: y.WorkforceWTE, Qualified: y.QualifiedWTE, Other: y.OtherWTE, Hours: y.ContractedHours}
}

// Years gives the newest figures of each year, the latest first.
func (s *Staffing) Years(ctx context.Context, library evidence.LibraryID) ([]StaffingYear, error) {
	l, err := rowUUID(string(library))
	if err != nil {
		return nil, err
	}
	rows, err := s.q.StaffingYears(ctx, l)
	return each(rows, staffingYearOf), contentError(err)
}

// YearHistory gives every version of a year's figures, the newest first; none where nothing was entered.
func (s *Staffing) YearHistory(ctx context.Context, library evidence.LibraryID, year int) ([]StaffingYear, error) {
	l, err := rowUUID(string(library))
	if err != nil {
		return nil, err
	}
	rows, err := s.q.StaffingYearHistory(ctx, sqlc.StaffingYearHistoryParams{Library: l, Year: fit(year)})
	return each(rows, staffingYearOf), contentError(err)
}

// SaveYear enters or corrects the figures of a year of which this version was read; 1 is that there were none. Errors: Invalid names
// each figure that cannot be.
func (s *Staffing) SaveYear(ctx context.Context, library evidence.LibraryID, by evidence.PersonID, version int, y StaffingYear, today reports.Date) (StaffingYear, error) {
	l, person, err := idsOf(string(library), string(by))
	if err != nil {
		return StaffingYear{}, err
	}
	y.Source = strings.TrimSpace(y.Source)
	k := checker{codes: s.codes, now: s.now()}
	k.fields = append(k.fields, y.Figures().Check(today)...)
	asOf := k.day("as_of", y.AsOf, true)
	if asOf.Valid && today.Before(calendarDay(asOf)) {
		k.wrong("as_of", "in-the-future", "It cannot be later than today.")
	}
	k.needed("source", y.Source, MaxSource)
	if err := k.err(); err != nil {
		return StaffingYear{}, err
	}
	stale := func() (StaffingYear, error) { return s.year(ctx, l, y.Year) }
	if err := current(version, stale); err != nil {
		return StaffingYear{}, err
	}
	row, err := s.q.InsertStaffingYear(ctx, sqlc.InsertStaffingYearParams{
		Library: l, Year: fit(y.Year), Version: fit(version + 1), Workforce: rounded(y.WorkforceWTE), Qualified: rounded(y.QualifiedWTE),
		Other: rounded(y.OtherWTE), Hours: rounded(y.ContractedHours), AsOf: asOf, Source: y.Source, Person: person, Now: s.now(),
	})
	return written(staffingYearOf(row), err, version, stale)
}

func (y StaffingYear) version() int { return y.Version }

func (s *Staffing) year(ctx context.Context, library uuid.UUID, year int) (StaffingYear, error) {
	rows, err := s.q.StaffingYearHistory(ctx, sqlc.StaffingYearHistoryParams{Library: library, Year: fit(year)})
	if err != nil || len(rows) == 0 {
		return StaffingYear{Year: year, Version: unsaid}, err
	}
	return staffingYearOf(rows[0]), nil
}

// current refuses a version that is not the newest.
func current[T versioned](version int, read func() (T, error)) error {
	now, err := read()
	switch {
	case err != nil:
		return contentError(err)
	case now.version() != version:
		return &StaleError{Version: now.version(), Current: now}
	}
	return nil
}

func staffingYearOf(r sqlc.StaffingYear) StaffingYear {
	return StaffingYear{
		Year: int(r.Year), Version: int(r.Version), WorkforceWTE: r.WorkforceWte, QualifiedWTE: r.QualifiedWte, OtherWTE: r.OtherWte,
		ContractedHours: r.ContractedHours, AsOf: dayText(r.AsOf), Source: r.Source, EnteredBy: personOf(r.EnteredBy), EnteredAt: r.EnteredAt.UTC(),
	}
}

// rounded keeps two decimals, as whole-time equivalents are told.
func rounded(n float64) float64 { return math.Round(n*hundredths) / hundredths }

// day reads a date; none is allowed unless it is needed.
func (k *checker) day(field, text string, needed bool) pgtype.Date {
	if text == "" {
		if needed {
			k.wrong(field, "required", "Give a date.")
		}
		return pgtype.Date{}
	}
	d, err := reports.ParseDate(text)
	if err != nil || d.Year < firstContract {
		k.wrong(field, "malformed", "Give a real date, such as 2026-11-27.")
		return pgtype.Date{}
	}
	return dateRow(d)
}

// firstContract is the earliest year from which somebody at work today can have been there.
const firstContract = 1950

func dateRow(d reports.Date) pgtype.Date {
	return pgtype.Date{Time: d.In(time.UTC), Valid: !d.IsZero()}
}

func calendarDay(d pgtype.Date) reports.Date {
	if !d.Valid {
		return reports.Date{}
	}
	return reports.DateOf(d.Time)
}

func dayText(d pgtype.Date) string {
	if !d.Valid {
		return ""
	}
	return calendarDay(d).String()
}
