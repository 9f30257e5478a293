package demo_test

import (
	"testing"
	"time"

	"evidencedesk/internal/calendar"
	"evidencedesk/internal/demo"
)

// beginnings are instants at which somebody may start the service for the first time.
func beginnings() map[string]time.Time {
	return map[string]time.Time{
		"a Sunday":                  time.Date(2026, 11, 22, 16, 0, 0, 0, time.UTC),
		"early on a Monday":         time.Date(2026, 11, 23, 6, 30, 0, 0, time.UTC),
		"in working hours":          time.Date(2026, 11, 25, 14, 20, 0, 0, time.UTC),
		"the Tuesday after Easter":  time.Date(2027, 3, 30, 8, 0, 0, 0, time.UTC),
		"after the clocks went on":  time.Date(2027, 3, 28, 12, 0, 0, 0, time.UTC),
		"on New Year's Day":         time.Date(2027, 1, 1, 0, 5, 0, 0, time.UTC),
		"in a summer of the future": time.Date(2028, 7, 19, 23, 50, 0, 0, time.UTC),
	}
}

func TestStoriesAreOrderedInTime(t *testing.T) {
	t.Parallel()
	for name, began := range beginnings() {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			plan, err := demo.Plan(began)
			if err != nil {
				t.Fatal(err)
			}
			for key, steps := range plan {
				names, before := map[string]bool{}, time.Time{}
				for _, s := range steps {
					if s.At.Before(before) || !s.At.Before(began) {
						t.Errorf("%s: %s at %v, after %v, beginning %v", key, s.Step, s.At, before, began)
					}
					if names[s.Step] {
						t.Errorf("%s: %s twice", key, s.Step)
					}
					names[s.Step], before = true, s.At
				}
			}
		})
	}
}

func TestOldStoriesKeepWorkingHours(t *testing.T) {
	t.Parallel()
	holidays, err := calendar.BundledHolidays()
	if err != nil {
		t.Fatal(err)
	}
	hours, err := calendar.New(calendar.DefaultSpec(), holidays)
	if err != nil {
		t.Fatal(err)
	}
	for name, began := range beginnings() {
		plan, err := demo.Plan(began)
		if err != nil {
			t.Fatal(err)
		}
		for _, r := range load(t).Requests {
			steps := plan[r.Key]
			last := steps[len(steps)-1].At
			if r.Story == "delivered_old" && began.Sub(last) < 30*24*time.Hour {
				t.Errorf("%s: %s was delivered %v before, less than 30 days", name, r.Key, began.Sub(last))
			}
			if last.After(began.Add(-2 * 24 * time.Hour)) {
				continue // may have been moved before the beginning
			}
			for _, s := range steps {
				// An interval that has ended is half-open: 17:00 belongs to the day that is over.
				if !hours.IsOpen(s.At) && !hours.IsOpen(s.At.Add(-time.Second)) {
					t.Errorf("%s: %s, %s at %v", name, r.Key, s.Step, s.At)
				}
			}
		}
	}
}

func TestEveryRequestHasAStory(t *testing.T) {
	t.Parallel()
	plan, err := demo.Plan(time.Date(2026, 11, 25, 14, 20, 0, 0, time.UTC))
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range load(t).Requests {
		if len(plan[r.Key]) == 0 {
			t.Errorf("%s has no steps", r.Key)
		}
	}
}
