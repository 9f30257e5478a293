package calendar_test

import (
	"errors"
	"testing"
	"time"

	"evidencedesk/internal/calendar"
)

// pauses reads pairs of instants; an empty second one is a pause that lasts.
func pauses(t testing.TB, pairs ...string) []calendar.Pause {
	t.Helper()
	var list []calendar.Pause
	for i := 0; i < len(pairs); i += 2 {
		p := calendar.Pause{From: at(t, pairs[i]), Reason: "clarifying", Text: "Waiting for an answer"}
		if pairs[i+1] != "" {
			p.To = at(t, pairs[i+1])
		}
		list = append(list, p)
	}
	return list
}

func TestDue(t *testing.T) {
	t.Parallel()
	const monday = "2026-06-08 09:00"
	cases := []struct {
		name      string
		start     string
		budget    int
		pauses    []string
		due       string // empty when stopped
		remaining int
	}{
		{"no pause", monday, 60, nil, "2026-06-08 10:00", 0},
		{"a pause moves the due instant", monday, 60, []string{"2026-06-08 09:30", "2026-06-08 10:00"}, "2026-06-08 10:30", 0},
		{"a pause while closed moves nothing", monday, 540, []string{"2026-06-08 17:00", "2026-06-09 09:00"}, "2026-06-09 10:00", 0},
		{"a pause after the due instant", monday, 60, []string{"2026-06-08 12:00", ""}, "2026-06-08 10:00", 0},
		{"used up as the pause begins", monday, 60, []string{"2026-06-08 10:00", ""}, "2026-06-08 10:00", 0},
		{"stopped", monday, 60, []string{"2026-06-08 09:20", ""}, "", 40},
		{"stopped in the night", monday, 600, []string{"2026-06-08 20:00", ""}, "", 120},
		{"stopped before the start", monday, 60, []string{"2026-06-08 08:00", ""}, "", 60},
		{"a begun minute is still left", monday, 60, []string{"2026-06-08 09:20:01", ""}, "", 40},
		{"seconds of several parts add up", monday, 60, []string{
			"2026-06-08 09:20:30", "2026-06-08 09:30", "2026-06-08 09:40:30", "",
		}, "", 29},
		{"a pause before the start", monday, 60, []string{"2026-06-08 07:00", "2026-06-08 09:15"}, "2026-06-08 10:15", 0},
		{"pauses that touch", monday, 60, []string{
			"2026-06-08 09:30", "2026-06-08 10:00", "2026-06-08 10:00", "2026-06-08 10:10",
		}, "2026-06-08 10:40", 0},
		{"an empty pause", monday, 60, []string{"2026-06-08 09:30", "2026-06-08 09:30"}, "2026-06-08 10:00", 0},
		{"zero budget", "2026-06-08 08:00", 0, nil, "2026-06-08 09:00", 0},
		{"zero budget in a pause", monday, 0, []string{"2026-06-08 09:00", "2026-06-08 11:00"}, "2026-06-08 11:00", 0},
		{"zero budget stopped", monday, 0, []string{"2026-06-08 08:00", ""}, "", 0},
		{"overdue from the start", monday, -30, []string{"2026-06-08 09:00", ""}, monday, 0},
		{"Easter question: asked on Thursday, answered on Tuesday", "2026-04-02 15:00", 180, []string{
			"2026-04-02 16:00", "2026-04-07 11:00",
		}, "2026-04-07 13:00", 0},
		{"a pause longer than the search", monday, 60, []string{"2026-06-08 09:30", "2034-06-08 09:00"}, "2034-06-08 09:30", 0},
	}
	for _, tc := range cases {
		t.Run(tc.name, func(t *testing.T) {
			t.Parallel()
			c := build(t, office(calendar.EnglandAndWales))
			got, err := c.Due(calendar.Clock{Start: at(t, tc.start), Budget: tc.budget, Pauses: pauses(t, tc.pauses...)})
			if err != nil {
				t.Fatal(err)
			}
			if tc.due == "" {
				if !got.Stopped || !got.Due.IsZero() || got.Remaining != tc.remaining {
					t.Errorf("Due = %+v, want stopped with %d", got, tc.remaining)
				}
				return
			}
			if want := at(t, tc.due); got.Stopped || !got.Due.Equal(want) || got.Remaining != 0 {
				t.Errorf("Due = %+v, want %s", got, want.UTC())
			}
		})
	}
}

func TestRemaining(t *testing.T) {
	t.Parallel()
	c := build(t, office(calendar.EnglandAndWales))
	clock := calendar.Clock{
		Start: at(t, "2026-06-08 09:00"), Budget: 120,
		Pauses: pauses(t, "2026-06-08 10:00", "2026-06-09 10:00"),
	}
	for when, want := range map[string]int{
		"2026-06-07 12:00":    120, // before the start
		"2026-06-08 09:00":    120,
		"2026-06-08 09:30":    90,
		"2026-06-08 12:00":    60, // paused
		"2026-06-09 10:00":    60,
		"2026-06-09 11:00":    0,
		"2026-06-09 11:00:59": 0,
		"2026-06-09 11:01":    -1, // overdue
		"2026-06-10 09:00":    -360,
	} {
		if got, err := c.Remaining(clock, at(t, when)); err != nil || got != want {
			t.Errorf("Remaining at %s = %d, %v, want %d", when, got, err, want)
		}
	}
	clock.Budget = -30
	if got, err := c.Remaining(clock, at(t, "2026-06-08 09:30")); err != nil || got != -60 {
		t.Errorf("Remaining of an overdue clock = %d, %v, want -60", got, err)
	}
	if _, err := c.Remaining(clock, time.Time{}); err == nil {
		t.Error("Remaining took the zero time")
	}
}

func TestClockRefuses(t *testing.T) {
	t.Parallel()
	cases := []struct {
		name   string
		pauses []string
		field  string
		code   string
	}{
		{"reversed", []string{"2026-06-08 10:00", "2026-06-08 09:59"}, "pauses[0].to", "reversed"},
		{"overlap", []string{"2026-06-08 10:00", "2026-06-08 11:00", "2026-06-08 10:59", "2026-06-08 12:00"}, "pauses[1].from", "overlap"},
		{"out of order", []string{"2026-06-09 10:00", "2026-06-09 11:00", "2026-06-08 10:00", ""}, "pauses[1].from", "overlap"},
		{"after one that lasts", []string{"2026-06-08 10:00", "", "2026-06-08 11:00", "2026-06-08 12:00"}, "pauses[1].from", "overlap"},
		{"too early", []string{"1850-06-08 10:00", ""}, "pauses[0]", "out-of-range"},
	}
	for _, tc := range cases {
		t.Run(tc.name, func(t *testing.T) {
			t.Parallel()
			c := build(t, office(calendar.EnglandAndWales))
			clock := calendar.Clock{Start: at(t, "2026-06-08 09:00"), Budget: 60, Pauses: pauses(t, tc.pauses...)}
			_, err := c.Due(clock)
			var coded *calendar.Error
			if !errors.As(err, &coded) || coded.Code != calendar.CodePausesInvalid || len(coded.Problems) == 0 {
				t.Fatalf("Due: %v", err)
			}
			if p := coded.Problems[0]; p.Field != tc.field || p.Code != tc.code {
				t.Errorf("problem %+v, want %s at %s", p, tc.code, tc.field)
			}
			if _, err := c.Explain(clock, calendar.Rule{}, clock.Start); !errors.As(err, &coded) {
				t.Errorf("Explain: %v", err)
			}
		})
	}
}
