package postgres_test

import (
	"context"
	"errors"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"evidencedesk/internal/calendar"
	"evidencedesk/internal/evidence"
	"evidencedesk/internal/postgres"
)

func (d *desk) calendars() *postgres.Calendars {
	return postgres.NewCalendars(d.db.App, func() time.Time { return d.now })
}

func TestACalendarIsReplacedByWhoReadIt(t *testing.T) {
	d := newDesk(t)
	library := d.addLibrary(postgres.Library{Code: "north", Name: "North", Nation: calendar.Scotland})
	calendars := d.calendars()
	before, err := calendars.Spec(t.Context(), library)
	if err != nil || before.Version != 1 || before.Nation != calendar.Scotland {
		t.Fatalf("%+v, %v", before, err)
	}
	spec := before
	spec.Name, spec.Week.Monday = "Shorter Mondays", []calendar.Period{{From: "10:00", To: "12:00"}}
	after, err := calendars.Replace(t.Context(), library, d.manager, 1, spec)
	if err != nil || after.Version != 2 {
		t.Fatalf("%+v, %v", after, err)
	}
	stored, err := calendars.Spec(t.Context(), library)
	if diff := cmp.Diff(after, stored); err != nil || diff != "" {
		t.Errorf("%v %s", err, diff)
	}
	var stale *evidence.Error
	if _, err := calendars.Replace(t.Context(), library, d.manager, 1, spec); !errors.As(err, &stale) || stale.Code != evidence.VersionStale || stale.Seq != 2 {
		t.Errorf("an old version: %v", err)
	}
	var wrong *calendar.Error
	spec.Zone = "Nowhere/At_all"
	if _, err := calendars.Replace(t.Context(), library, d.manager, 2, spec); !errors.As(err, &wrong) {
		t.Errorf("no zone: %v", err)
	}
	if _, err := calendars.Spec(t.Context(), evidence.LibraryID(d.id())); evidence.CodeOf(err) != evidence.NotFound {
		t.Errorf("no library: %v", err)
	}
}

func TestOneOfSeveralReplacesACalendar(t *testing.T) {
	d := newDesk(t)
	library := d.addLibrary(postgres.Library{Code: "north", Name: "North", Nation: calendar.EnglandAndWales})
	calendars := d.calendars()
	spec, err := calendars.Spec(t.Context(), library)
	if err != nil {
		t.Fatal(err)
	}
	var won atomic.Int32
	var wg sync.WaitGroup
	for range 8 {
		wg.Go(func() {
			_, err := calendars.Replace(d.Context(), library, d.manager, 1, spec)
			switch {
			case err == nil:
				won.Add(1)
			case evidence.CodeOf(err) != evidence.VersionStale:
				t.Error(err)
			}
		})
	}
	wg.Wait()
	if won.Load() != 1 {
		t.Errorf("%d replaced it", won.Load())
	}
}

func TestACalendarIsMadeOnceForEachVersion(t *testing.T) {
	d := newDesk(t)
	library := d.addLibrary(postgres.Library{Code: "north", Name: "North", Nation: calendar.EnglandAndWales})
	calendars := d.calendars()
	get := func() *calendar.Calendar {
		t.Helper()
		c, err := calendars.Calendar(t.Context(), library)
		if err != nil {
			t.Fatal(err)
		}
		return c
	}
	first := get()
	if get() != first {
		t.Error("made anew although nothing changed")
	}
	boxing := time.Date(2026, 12, 28, 12, 0, 0, 0, time.UTC) // the substitute day of Boxing Day
	if first.IsOpen(boxing) {
		t.Error("the bank holidays are not counted")
	}
	spec, err := calendars.Spec(t.Context(), library)
	if err != nil {
		t.Fatal(err)
	}
	spec.SpecialOpenings = []calendar.SpecialOpening{{Date: "2026-12-28", Periods: []calendar.Period{{From: "09:00", To: "13:00"}}, Reason: "on duty"}}
	if _, err := calendars.Replace(t.Context(), library, d.manager, 1, spec); err != nil {
		t.Fatal(err)
	}
	second := get()
	if second == first || !second.IsOpen(boxing) {
		t.Error("the new version is not in force")
	}
	d.exec(`INSERT INTO bank_holiday VALUES ('england-and-wales', '2026-07-01', 'A proclaimed day', 'published')`)
	proclaimed := time.Date(2026, 7, 1, 12, 0, 0, 0, time.UTC)
	d.now = d.now.Add(5 * time.Minute)
	if get().IsOpen(proclaimed) {
		t.Error("a proclaimed holiday is not seen after five minutes")
	}
	if _, err := calendars.Calendar(t.Context(), evidence.LibraryID(d.id())); evidence.CodeOf(err) != evidence.NotFound {
		t.Errorf("no library: %v", err)
	}
}

func TestMigratingAddsTheBankHolidaysAndKeepsOthers(t *testing.T) {
	d := newDesk(t)
	bundled, err := calendar.BundledHolidays()
	if err != nil {
		t.Fatal(err)
	}
	known, err := d.calendars().Holidays(t.Context())
	if err != nil || len(known) != len(bundled) {
		t.Fatalf("%d holidays, want %d (%v)", len(known), len(bundled), err)
	}
	published := bundled[0]
	for _, h := range bundled {
		if h.Status == calendar.Published {
			published = h
			break
		}
	}
	d.exec(`UPDATE bank_holiday SET status = 'derived', name = 'guessed' WHERE nation = $1 AND date = $2`, published.Nation, published.Date)
	d.exec(`UPDATE bank_holiday SET name = 'as we call it' WHERE nation = 'scotland' AND status = 'published'`)
	d.exec(`INSERT INTO bank_holiday VALUES ('scotland', '2026-07-01', 'A proclaimed day', 'published')`)
	if err := postgres.Migrate(context.Background(), d.db.URL); err != nil {
		t.Fatal(err)
	}
	if n := d.count(`SELECT count(*) FROM bank_holiday WHERE nation = $1 AND date = $2 AND status = 'published' AND name = $3`, published.Nation, published.Date, published.Name); n != 1 {
		t.Error("a derived date did not become published")
	}
	if n := d.count(`SELECT count(*) FROM bank_holiday WHERE date = '2026-07-01'`); n != 1 || d.count(`SELECT count(*) FROM bank_holiday WHERE name = 'as we call it'`) == 0 {
		t.Error("what somebody entered is gone")
	}
}
