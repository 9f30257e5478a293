package calendar_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"evidencedesk/internal/calendar"
)

func TestNewNamesTheField(t *testing.T) {
	t.Parallel()
	cases := []struct {
		name  string
		edit  func(*calendar.Spec)
		field string
		code  string
	}{
		{"no version", func(s *calendar.Spec) { s.Version = 0 }, "version", "out-of-range"},
		{"long name", func(s *calendar.Spec) { s.Name = strings.Repeat("é", 201) }, "name", "too-long"},
		{"no zone", func(s *calendar.Spec) { s.Zone = "" }, "zone", "unknown"},
		{"machine zone", func(s *calendar.Spec) { s.Zone = "Local" }, "zone", "unknown"},
		{"unknown zone", func(s *calendar.Spec) { s.Zone = "Europe/Bath" }, "zone", "unknown"},
		{"a path for a zone", func(s *calendar.Spec) { s.Zone = "../../etc/passwd" }, "zone", "unknown"},
		{"unknown nation", func(s *calendar.Spec) { s.Nation = "wales" }, "nation", "unknown"},
		{"no nation", func(s *calendar.Spec) { s.Nation = "" }, "nation", "unknown"},
		{"reversed period", func(s *calendar.Spec) {
			s.Week.Monday = []calendar.Period{hours("09:00", "12:00"), hours("17:00", "13:00")}
		}, "week.monday[1].to", "reversed"},
		{"empty period", func(s *calendar.Spec) {
			s.Week.Sunday = []calendar.Period{hours("09:00", "09:00")}
		}, "week.sunday[0].to", "reversed"},
		{"overlapping periods", func(s *calendar.Spec) {
			s.Week.Tuesday = []calendar.Period{hours("09:00", "12:00"), hours("11:59", "17:00")}
		}, "week.tuesday[1].from", "overlap"},
		{"periods out of order", func(s *calendar.Spec) {
			s.Week.Tuesday = []calendar.Period{hours("13:00", "17:00"), hours("09:00", "12:00")}
		}, "week.tuesday[1].from", "overlap"},
		{"time without a nought", func(s *calendar.Spec) {
			s.Week.Friday = []calendar.Period{hours("9:00", "17:00")}
		}, "week.friday[0].from", "format"},
		{"beginning at 24:00", func(s *calendar.Spec) {
			s.Week.Friday = []calendar.Period{hours("24:00", "24:00")}
		}, "week.friday[0].from", "format"},
		{"after 24:00", func(s *calendar.Spec) {
			s.Week.Friday = []calendar.Period{hours("22:00", "24:01")}
		}, "week.friday[0].to", "format"},
		{"too many periods", func(s *calendar.Spec) {
			s.Week.Friday = make([]calendar.Period, 25)
		}, "week.friday", "too-many"},
		{"never open", func(s *calendar.Spec) { s.Week = calendar.Week{} }, "week", "never-open"},
		{"closure of no date", func(s *calendar.Spec) {
			s.Closures = []calendar.Closure{{Date: "2026-02-29"}}
		}, "closures[0].date", "format"},
		{"closure of another century", func(s *calendar.Spec) {
			s.Closures = []calendar.Closure{{Date: "1999-12-31"}}
		}, "closures[0].date", "format"},
		{"closure twice", func(s *calendar.Spec) {
			s.Closures = []calendar.Closure{{Date: "2026-02-27"}, {Date: "2026-02-27"}}
		}, "closures[1].date", "duplicate"},
		{"too many closures", func(s *calendar.Spec) {
			s.Closures = make([]calendar.Closure, calendar.MaxDates+1)
		}, "closures", "too-many"},
		{"long reason", func(s *calendar.Spec) {
			s.Closures = []calendar.Closure{{Date: "2026-02-27", Reason: strings.Repeat("a", 201)}}
		}, "closures[0].reason", "too-long"},
		{"closed and open on one date", func(s *calendar.Spec) {
			s.Closures = []calendar.Closure{{Date: "2026-02-27"}}
			s.SpecialOpenings = []calendar.SpecialOpening{{Date: "2026-02-27", Periods: []calendar.Period{hours("09:00", "10:00")}}}
		}, "special_openings[0].date", "duplicate"},
		{"special opening without hours", func(s *calendar.Spec) {
			s.SpecialOpenings = []calendar.SpecialOpening{{Date: "2026-02-27"}}
		}, "special_openings[0].periods", "required"},
		{"special opening reversed", func(s *calendar.Spec) {
			s.SpecialOpenings = []calendar.SpecialOpening{{Date: "2026-02-27", Periods: []calendar.Period{hours("10:00", "09:00")}}}
		}, "special_openings[0].periods[0].to", "reversed"},
		{"closed for more than a year", func(s *calendar.Spec) {
			for d := time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC); len(s.Closures) < 370; d = d.AddDate(0, 0, 1) {
				s.Closures = append(s.Closures, calendar.Closure{Date: d.Format(time.DateOnly)})
			}
		}, "closures", "never-open"},
	}
	for _, tc := range cases {
		t.Run(tc.name, func(t *testing.T) {
			t.Parallel()
			spec := office(calendar.EnglandAndWales)
			tc.edit(&spec)
			_, err := calendar.New(spec, bundled(t))
			wantProblem(t, err, tc.field, tc.code)
		})
	}
}

func wantProblem(t *testing.T, err error, field, code string) {
	t.Helper()
	var coded *calendar.Error
	if !errors.As(err, &coded) || coded.Code != calendar.CodeInvalid || len(coded.Problems) != 1 {
		t.Fatalf("New: %v, want one problem of %s", err, field)
	}
	if got := coded.Problems[0]; got.Field != field || got.Code != code || got.Message == "" {
		t.Errorf("problem %+v, want field %s and code %s", got, field, code)
	}
}

func TestNewChecksHolidays(t *testing.T) {
	t.Parallel()
	good := calendar.Holiday{Nation: calendar.Scotland, Date: "2026-01-01", Name: "New Year’s Day", Status: calendar.Published}
	edit := func(change func(*calendar.Holiday)) []calendar.Holiday {
		bad := good
		bad.Date = "2026-01-02"
		change(&bad)
		return []calendar.Holiday{good, bad}
	}
	cases := []struct {
		name        string
		rows        []calendar.Holiday
		field, code string
	}{
		{"none loaded", nil, "nation", "no-data"},
		{"bad date", edit(func(h *calendar.Holiday) { h.Date = "2 January" }), "holidays[1].date", "format"},
		{"twice", edit(func(h *calendar.Holiday) { h.Date = good.Date }), "holidays[1].date", "duplicate"},
		{"no name", edit(func(h *calendar.Holiday) { h.Name = "" }), "holidays[1].name", "required"},
		{"no status", edit(func(h *calendar.Holiday) { h.Status = "" }), "holidays[1].status", "unknown"},
	}
	for _, tc := range cases {
		t.Run(tc.name, func(t *testing.T) {
			t.Parallel()
			_, err := calendar.New(office(calendar.Scotland), tc.rows)
			wantProblem(t, err, tc.field, tc.code)
		})
	}
	t.Run("rows of other nations are not read", func(t *testing.T) {
		t.Parallel()
		rows := []calendar.Holiday{good, {Nation: calendar.EnglandAndWales, Date: "rubbish"}}
		if _, err := calendar.New(office(calendar.Scotland), rows); err != nil {
			t.Error(err)
		}
	})
}

func TestNewListsEveryProblem(t *testing.T) {
	t.Parallel()
	spec := calendar.Spec{Zone: "Nowhere", Nation: "x"}
	spec.Week.Monday = []calendar.Period{hours("a", "b")}
	_, err := calendar.New(spec, nil)
	var coded *calendar.Error
	if !errors.As(err, &coded) {
		t.Fatal(err)
	}
	var fields []string
	for _, p := range coded.Problems {
		fields = append(fields, p.Field)
	}
	want := []string{"version", "nation", "zone", "week.monday[0].from", "week.monday[0].to"}
	if diff := cmp.Diff(want, fields); diff != "" {
		t.Error(diff)
	}
	if text := err.Error(); !strings.Contains(text, "version") || !strings.Contains(text, "and 4 more") {
		t.Errorf("Error() = %q", text)
	}
}

func TestSpecSurvivesJSON(t *testing.T) {
	t.Parallel()
	spec := exceptions()
	spec.Week.Saturday, spec.Week.Sunday = []calendar.Period{}, []calendar.Period{}
	raw, err := json.Marshal(spec)
	if err != nil {
		t.Fatal(err)
	}
	back, err := calendar.ParseSpec(raw)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(spec, back); diff != "" {
		t.Error(diff)
	}
	for _, bad := range []string{"", "[]", `{"zon":"UTC"}`, string(raw) + "x", `{"version":1.5}`} {
		if _, err := calendar.ParseSpec([]byte(bad)); err == nil {
			t.Errorf("ParseSpec took %.20q", bad)
		}
	}
}

// The calendar keeps nothing of the Spec that its owner could change.
func TestCalendarDoesNotAlias(t *testing.T) {
	t.Parallel()
	spec := office(calendar.EnglandAndWales)
	c := build(t, spec)
	spec.Week.Monday[0].From = "16:00"
	if !c.IsOpen(at(t, "2026-06-08 10:00")) {
		t.Error("the calendar changed with its Spec")
	}
}

func FuzzSpec(f *testing.F) {
	for _, spec := range []calendar.Spec{office(calendar.Scotland), lunch(), weekend(), night(), exceptions()} {
		raw, err := json.Marshal(spec)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(raw)
	}
	f.Add([]byte(`{"version":1,"zone":"America/New_York","nation":"none","week":{"sunday":[{"from":"02:00","to":"03:00"}]}}`))
	holidays := bundled(f)
	start := time.Date(2026, 10, 25, 0, 30, 0, 0, time.UTC)
	f.Fuzz(func(t *testing.T, raw []byte) {
		spec, err := calendar.ParseSpec(raw)
		if err != nil {
			return
		}
		c, err := calendar.New(spec, holidays)
		if err != nil {
			var coded *calendar.Error
			if !errors.As(err, &coded) || len(coded.Problems) == 0 || fmt.Sprint(err) == "" {
				t.Fatalf("New: %v", err)
			}
			return
		}
		next, err := c.NextOpen(start)
		if err != nil || !c.IsOpen(next) {
			t.Fatalf("a valid calendar does not open: %v", err)
		}
		due, err := c.Add(start, 90)
		if err == nil && (c.Between(start, due) != 90 || !c.IsOpen(due.Add(-time.Second))) {
			t.Fatalf("Add and Between differ at %s", due)
		}
		if _, err := c.Explain(calendar.Clock{Start: start, Budget: 90}, calendar.Rule{}, start.AddDate(0, 0, 3)); err != nil {
			var coded *calendar.Error
			if !errors.As(err, &coded) || coded.Code != calendar.CodeNotReached {
				t.Fatal(err)
			}
		}
	})
}
