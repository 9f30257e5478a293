package report_test

import (
	"encoding/json"
	"testing"
	"time"

	"pgregory.net/rapid"

	"evidencedesk/internal/report"
)

func TestPeriods(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct{ code, from, to, title, before, lastYear string }{
		{"2026-09", "2026-09-01", "2026-09-30", "September 2026", "2026-08", "2025-09"},
		{"2026-01", "2026-01-01", "2026-01-31", "January 2026", "2025-12", "2025-01"},
		{"2028-02", "2028-02-01", "2028-02-29", "February 2028", "2028-01", "2027-02"},
		{"2026-Q3", "2026-07-01", "2026-09-30", "July to September 2026", "2026-Q2", "2025-Q3"},
		{"2026-Q1", "2026-01-01", "2026-03-31", "January to March 2026", "2025-Q4", "2025-Q1"},
		{"2026", "2026-01-01", "2026-12-31", "2026", "2025", "2025"},
		{"2025-26", "2025-04-01", "2026-03-31", "April 2025 to March 2026", "2024-25", "2024-25"},
		{"1999-00", "1999-04-01", "2000-03-31", "April 1999 to March 2000", "1998-99", "1998-99"},
		{"2011-2012", "2011-04-01", "2012-03-31", "April 2011 to March 2012", "2010-2011", "2010-2011"},
		{"2011-12", "2011-12-01", "2011-12-31", "December 2011", "2011-11", "2010-12"},
		{"2026-09-01..2026-09-14", "2026-09-01", "2026-09-14", "1 to 14 September 2026", "2026-08-18..2026-08-31", "2025-09-01..2025-09-14"},
		{"2026-08-28..2026-09-03", "2026-08-28", "2026-09-03", "28 August to 3 September 2026", "2026-08-21..2026-08-27", "2025-08-28..2025-09-03"},
		{"2026-12-20..2027-01-05", "2026-12-20", "2027-01-05", "20 December 2026 to 5 January 2027", "2026-12-03..2026-12-19", "2025-12-20..2026-01-05"},
		{"2028-02-29..2028-02-29", "2028-02-29", "2028-02-29", "29 February 2028", "2028-02-28..2028-02-28", "2027-02-28..2027-02-28"},
		{"2028-02-29..2028-03-31", "2028-02-29", "2028-03-31", "29 February to 31 March 2028", "2028-01-28..2028-02-28", "2027-03-01..2027-03-31"},
	} {
		t.Run(tt.code, func(t *testing.T) {
			t.Parallel()
			p := custom(t, tt.code)
			got := [...]string{p.String(), p.From().String(), p.To().String(), p.Title(), p.Before().String(), p.LastYear().String()}
			if want := [...]string{tt.code, tt.from, tt.to, tt.title, tt.before, tt.lastYear}; got != want {
				t.Errorf("got  %q\nwant %q", got, want)
			}
		})
	}
}

func TestPeriodRefusals(t *testing.T) {
	t.Parallel()
	for code, want := range map[string]report.Code{
		"": report.PeriodUnreadable, "2026-13": report.PeriodUnreadable, "2026-00": report.PeriodUnreadable, "2026-9": report.PeriodUnreadable,
		"2026-Q5": report.PeriodUnreadable, "2025-27": report.PeriodUnreadable, "2025-2027": report.PeriodUnreadable, "26": report.PeriodUnreadable,
		"+026": report.PeriodUnreadable, "2026-+9": report.PeriodUnreadable, "1776": report.PeriodUnreadable, "2199-2200": report.PeriodUnreadable,
		"2026-02-29..2026-03-01": report.PeriodUnreadable, "2026-09-01..": report.PeriodUnreadable, "2026-09-01": report.PeriodUnreadable,
		"2026-09-14..2026-09-01": report.PeriodReversed, "2010-01-01..2026-01-01": report.PeriodTooLong,
	} {
		if _, err := report.ParsePeriod(code); report.CodeOf(err) != want {
			t.Errorf("%q: %v, want %s", code, err, want)
		}
	}
	today := report.Date{Year: 2026, Month: 9, Day: 14}
	if err := report.Month(2026, 10).Check(today); report.CodeOf(err) != report.PeriodFuture {
		t.Errorf("a month to come: %v", err)
	}
	if err := report.Month(2026, 9).Check(today); err != nil || !report.Month(2026, 9).Underway(today) || report.Month(2026, 8).Underway(today) {
		t.Errorf("the month that is under way: %v", err)
	}
	if _, err := report.At(time.Now(), time.UTC, report.Chosen); report.CodeOf(err) != report.PeriodUnplanned {
		t.Errorf("a schedule of a chosen period: %v", err)
	}
}

// A run is planned in local time; the period is that before it, whichever side of a change of clocks it falls on.
func TestAt(t *testing.T) {
	t.Parallel()
	london, err := time.LoadLocation("Europe/London")
	if err != nil {
		t.Fatal(err)
	}
	for _, tt := range []struct {
		instant string
		kind    report.PeriodKind
		want    string
	}{
		{"2026-10-01T05:00:00Z", report.Monthly, "2026-09"},
		{"2026-09-30T22:59:59Z", report.Monthly, "2026-08"}, // one second before midnight in London
		{"2026-09-30T23:00:00Z", report.Monthly, "2026-09"}, // midnight in London, by summer time
		{"2026-10-31T23:59:59Z", report.Monthly, "2026-09"},
		{"2026-11-01T00:00:00Z", report.Monthly, "2026-10"},
		{"2028-03-01T00:00:00Z", report.Monthly, "2028-02"},
		{"2026-03-31T22:59:59Z", report.NationalYearly, "2024-25"},
		{"2026-03-31T23:00:00Z", report.NationalYearly, "2025-26"},
		{"2027-01-01T00:00:00Z", report.Yearly, "2026"},
		{"2026-12-31T23:59:59Z", report.Yearly, "2025"},
		{"2026-07-01T06:00:00Z", report.Quarterly, "2026-Q2"},
	} {
		at, err := time.Parse(time.RFC3339, tt.instant)
		if err != nil {
			t.Fatal(err)
		}
		if p, err := report.At(at, london, tt.kind); err != nil || p.String() != tt.want {
			t.Errorf("%s, %s: %s, %v, want %s", tt.instant, tt.kind, p, err, tt.want)
		}
	}
}

func TestPeriodProperties(t *testing.T) {
	t.Parallel()
	kinds := []report.PeriodKind{report.Monthly, report.Quarterly, report.Yearly, report.NationalYearly}
	rapid.Check(t, func(rt *rapid.T) {
		d := report.Date{Year: 1950, Month: 1, Day: 1}.AddDays(rapid.IntRange(0, 80_000).Draw(rt, "day"))
		p := report.PeriodOf(rapid.SampledFrom(kinds).Draw(rt, "kind"), d)
		if rapid.Bool().Draw(rt, "chosen") {
			var err error
			if p, err = report.Custom(d, d.AddDays(rapid.IntRange(0, report.MaxDays-1).Draw(rt, "days"))); err != nil {
				rt.Fatal(err)
			}
		}
		read, err := report.ParsePeriod(p.String())
		if err != nil || read != p {
			rt.Fatalf("%s reads as %s: %v", p, read, err)
		}
		text, err := json.Marshal(p)
		var back report.Period
		if err != nil || json.Unmarshal(text, &back) != nil || back != p {
			rt.Fatalf("%s comes back as %s: %v", p, back, err)
		}
		if !p.Contains(d) || p.Contains(p.From().AddDays(-1)) || p.Contains(p.To().AddDays(1)) {
			rt.Fatalf("%s does not hold its days", p)
		}
		if before := p.Before(); before.To().AddDays(1) != p.From() || before.Kind() != p.Kind() {
			rt.Fatalf("%s is not directly before %s", before, p)
		}
		if last := p.LastYear(); last.To().Before(last.From()) || p.Days()-last.Days() > 2 || last.Days()-p.Days() > 1 {
			rt.Fatalf("%s a year earlier is %s", p, last)
		}
		first, last := p.Months()[0], p.Months()[len(p.Months())-1]
		if !first.Contains(p.From()) || !last.Contains(p.To()) {
			rt.Fatalf("%s has the months %s to %s", p, first, last)
		}
	})
}
