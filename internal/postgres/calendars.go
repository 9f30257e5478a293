package postgres

import (
	"context"
	"encoding/json"
	"sync"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5/pgxpool"

	"evidencedesk/internal/calendar"
	"evidencedesk/internal/evidence"
	"evidencedesk/internal/postgres/sqlc"
)

// Calendars keeps when libraries are open and gives the calendars made of that. It is safe for concurrent use.
type Calendars struct {
	q   *sqlc.Queries
	now func() time.Time

	mu       sync.Mutex
	made     map[evidence.LibraryID]madeCalendar
	holidays []calendar.Holiday
	readAt   time.Time // when the holidays were read
}

type madeCalendar struct {
	version int
	readAt  time.Time // of its holidays
	cal     *calendar.Calendar
}

// holidaysFor is how long the bank holidays are remembered: they change a few times a year.
const holidaysFor = 5 * time.Minute

// NewCalendars makes the store over the application's pool. now is nil for the clock.
func NewCalendars(pool *pgxpool.Pool, now func() time.Time) *Calendars {
	return &Calendars{q: sqlc.New(pool), now: clock(now), made: map[evidence.LibraryID]madeCalendar{}}
}

// Spec gives the opening hours in force. Errors: NotFound for a library that does not exist.
func (s *Calendars) Spec(ctx context.Context, library evidence.LibraryID) (calendar.Spec, error) {
	key, err := rowUUID(string(library))
	if err != nil {
		return calendar.Spec{}, err
	}
	row, err := s.q.NewestCalendar(ctx, key)
	if err != nil {
		return calendar.Spec{}, processError(err)
	}
	return calendar.ParseSpec(row.Spec)
}

// Replace puts the next version in force and returns it. Errors: VersionStale with the version in force when that is not
// the one that was read; NotFound; Invalid with every field that no calendar can be made of.
func (s *Calendars) Replace(ctx context.Context, library evidence.LibraryID, by evidence.PersonID, version int, spec calendar.Spec) (calendar.Spec, error) {
	key, err := rowUUID(string(library))
	if err != nil {
		return calendar.Spec{}, err
	}
	holidays, err := s.Holidays(ctx)
	if err != nil {
		return calendar.Spec{}, err
	}
	spec.Version = version + 1
	if _, err := calendar.New(spec, holidays); err != nil {
		return calendar.Spec{}, err
	}
	current, err := s.q.NewestCalendarVersion(ctx, key)
	if err != nil {
		return calendar.Spec{}, processError(err)
	}
	if int(current) != version {
		return calendar.Spec{}, &evidence.Error{Code: evidence.VersionStale, Seq: int(current)}
	}
	n, err := s.q.InsertCalendar(ctx, sqlc.InsertCalendarParams{
		Library: key, Version: current + 1, Spec: jsonOf(spec), Person: idOrNil(string(by)), Now: s.now(),
	})
	if err == nil && n == 0 {
		return calendar.Spec{}, &evidence.Error{Code: evidence.VersionStale, Seq: int(current) + 1}
	}
	return spec, err
}

// Holidays gives the bank holidays that are known, by nation and date.
func (s *Calendars) Holidays(ctx context.Context) ([]calendar.Holiday, error) {
	rows, err := s.q.ListHolidays(ctx)
	return each(rows, func(r sqlc.BankHoliday) calendar.Holiday {
		return calendar.Holiday{
			Nation: calendar.Nation(r.Nation), Date: r.Date.Time.Format(time.DateOnly), Name: r.Name, Status: calendar.Status(r.Status),
		}
	}), err
}

// Calendar gives the calendar in force, made once for each version: one short query when nothing has changed. A change of
// bank holidays shows within five minutes. Errors: NotFound.
func (s *Calendars) Calendar(ctx context.Context, library evidence.LibraryID) (*calendar.Calendar, error) {
	key, err := rowUUID(string(library))
	if err != nil {
		return nil, err
	}
	version, err := s.q.NewestCalendarVersion(ctx, key)
	if err != nil {
		return nil, processError(err)
	}
	holidays, readAt, err := s.knownHolidays(ctx)
	if err != nil {
		return nil, err
	}
	s.mu.Lock()
	made := s.made[library]
	s.mu.Unlock()
	if made.version == int(version) && made.readAt.Equal(readAt) {
		return made.cal, nil
	}
	return s.make(ctx, key, holidays, readAt)
}

func (s *Calendars) make(ctx context.Context, library uuid.UUID, holidays []calendar.Holiday, readAt time.Time) (*calendar.Calendar, error) {
	row, err := s.q.NewestCalendar(ctx, library)
	if err != nil {
		return nil, processError(err)
	}
	var spec calendar.Spec
	if err := json.Unmarshal(row.Spec, &spec); err != nil {
		return nil, err
	}
	cal, err := calendar.New(spec, holidays)
	if err != nil {
		return nil, err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.made[evidence.LibraryID(library.String())] = madeCalendar{version: int(row.Version), readAt: readAt, cal: cal}
	return cal, nil
}

// knownHolidays reads the bank holidays anew when they have been remembered for long enough.
func (s *Calendars) knownHolidays(ctx context.Context) ([]calendar.Holiday, time.Time, error) {
	now := s.now()
	s.mu.Lock()
	list, readAt := s.holidays, s.readAt
	s.mu.Unlock()
	if age := now.Sub(readAt); list != nil && age >= 0 && age < holidaysFor {
		return list, readAt, nil
	}
	list, err := s.Holidays(ctx)
	if err != nil {
		return nil, readAt, err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.holidays, s.readAt = list, now
	return list, now, nil
}
