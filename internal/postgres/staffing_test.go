package postgres_test

import (
	"errors"
	"sync"
	"testing"
	"time"

	"github.com/jackc/pgx/v5/pgconn"

	"evidencedesk/internal/evidence"
	"evidencedesk/internal/postgres"
	"evidencedesk/internal/report"
	"evidencedesk/internal/staffing"
)

// TestFiguresAreOnlyAddedTo tries what the application may not do with what was entered. SQLSTATE 42501 is insufficient_privilege.
func TestFiguresAreOnlyAddedTo(t *testing.T) {
	d := newDesk(t)
	for _, statement := range []string{
		`UPDATE staffing_year SET qualified_wte = 9`, `DELETE FROM staffing_year`, `UPDATE library_rule SET rule = '{}'`, `DELETE FROM library_rule`,
		`UPDATE national_return SET entered = '{}'`, `DELETE FROM national_return`, `UPDATE staff_contract SET person_id = NULL`, `UPDATE staff_leave SET person_id = NULL`,
	} {
		var pg *pgconn.PgError
		if _, err := d.db.App.Exec(t.Context(), statement); !errors.As(err, &pg) || pg.Code != "42501" {
			t.Errorf("%s: %v", statement, err)
		}
	}
}

// TestOneOfTwoCorrectionsWins has two managers correct the same version at once, and two people enter the same day off.
func TestOneOfTwoCorrectionsWins(t *testing.T) {
	d := newDesk(t)
	store := postgres.NewStaffing(d.db.App, codes(t), func() time.Time { return d.now })
	today := report.DateOf(d.now)
	year := postgres.StaffingYear{Year: 2025, WorkforceWTE: 6500, QualifiedWTE: 2, OtherWTE: 1, ContractedHours: 100, AsOf: "2026-03-01", Source: "Finance"}
	const tries = 6
	var saved, off int
	var mu sync.Mutex
	var group sync.WaitGroup
	for range tries {
		group.Go(func() {
			_, err := store.SaveYear(t.Context(), d.library, d.manager, 1, year, today)
			var stale *postgres.StaleError
			_, again := store.AddLeave(t.Context(), d.library, d.manager, d.librarian, postgres.LeaveContent{From: "2026-04-01"}, postgres.Creation{})
			mu.Lock()
			defer mu.Unlock()
			if err == nil {
				saved++
			} else if !errors.As(err, &stale) {
				t.Error(err)
			}
			if again == nil {
				off++
			} else if evidence.CodeOf(again) != evidence.Invalid {
				t.Error(again)
			}
		})
	}
	group.Wait()
	if saved != 1 || off != 1 {
		t.Errorf("%d corrections and %d days off were taken", saved, off)
	}
	if history, err := store.YearHistory(t.Context(), d.library, 2025); err != nil || len(history) != 1 || history[0].EnteredBy != d.manager {
		t.Errorf("%+v %v", history, err)
	}
	if rules, err := store.ReturnRules(t.Context(), d.library); err != nil || len(rules) != 1 || rules[0].Rule.Live != staffing.AsEnquiry {
		t.Errorf("%+v %v", rules, err)
	}
}
