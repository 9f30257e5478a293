package calendar_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/rickar/cal/v2"
	"github.com/rickar/cal/v2/gb"

	"evidencedesk/internal/calendar"
)

// Every bank holiday must follow from a rule or be a proclamation named here. Rules that rickar/cal knows come from
// there; the others are worked out below.
func TestBundledHolidaysFollowTheRules(t *testing.T) {
	t.Parallel()
	proclaimed := map[calendar.Nation][]string{calendar.Scotland: {"2026-06-15"}} // Royal Proclamation of 3 February 2026
	for _, nation := range calendar.Nations() {
		t.Run(string(nation), func(t *testing.T) {
			t.Parallel()
			var got, want []string
			for _, h := range bundled(t) {
				if h.Nation == nation {
					got = append(got, h.Date)
				}
			}
			for year := 2024; year <= 2028; year++ {
				want = append(want, byRule(nation, year)...)
			}
			want = append(want, proclaimed[nation]...)
			slices.Sort(want)
			if diff := cmp.Diff(want, got); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func byRule(nation calendar.Nation, year int) []string {
	common := []*cal.Holiday{gb.NewYear, gb.GoodFriday, gb.EarlyMay, gb.SpringHoliday, gb.ChristmasDay, gb.BoxingDay}
	var dates []time.Time
	if nation == calendar.Scotland {
		common = append(common, gb.SummerHolidayScotland)
		dates = append(dates, secondOfJanuary(year), monday(year, time.November, 30))
	} else {
		common = append(common, gb.EasterMonday, gb.SummerHoliday)
	}
	if nation == calendar.NorthernIreland {
		dates = append(dates, monday(year, time.March, 17), monday(year, time.July, 12))
	}
	for _, h := range common {
		_, observed := h.Calc(year)
		dates = append(dates, observed)
	}
	var list []string
	for _, d := range dates {
		list = append(list, d.Format(time.DateOnly))
	}
	return list
}

// monday moves a date on a weekend to the Monday after it.
func monday(year int, month time.Month, dayOfMonth int) time.Time {
	d := time.Date(year, month, dayOfMonth, 0, 0, 0, 0, time.UTC)
	for d.Weekday() == time.Saturday || d.Weekday() == time.Sunday {
		d = d.AddDate(0, 0, 1)
	}
	return d
}

// secondOfJanuary moves past a weekend and past New Year's Day observed.
func secondOfJanuary(year int) time.Time {
	first, second := monday(year, time.January, 1), monday(year, time.January, 2)
	if second.Equal(first) {
		return second.AddDate(0, 0, 1)
	}
	return second
}

func TestBundledHolidaysAreWellFormed(t *testing.T) {
	t.Parallel()
	holidays := bundled(t)
	perYear := map[string]int{}
	for i, h := range holidays {
		d, err := time.Parse(time.DateOnly, h.Date)
		if err != nil || d.Weekday() == time.Saturday || d.Weekday() == time.Sunday {
			t.Errorf("%s %s: not a weekday", h.Nation, h.Date)
		}
		if h.Name == "" || strings.Contains(h.Name, "'") || h.Status != calendar.Published {
			t.Errorf("%s %s: name %q, status %q", h.Nation, h.Date, h.Name, h.Status)
		}
		if i > 0 && holidays[i-1].Nation == h.Nation && holidays[i-1].Date >= h.Date {
			t.Errorf("%s %s: out of order", h.Nation, h.Date)
		}
		perYear[fmt.Sprintf("%s %d", h.Nation, d.Year())]++
	}
	for year := 2024; year <= 2028; year++ {
		for nation, n := range map[calendar.Nation]int{calendar.EnglandAndWales: 8, calendar.Scotland: 9, calendar.NorthernIreland: 10} {
			if nation == calendar.Scotland && year == 2026 {
				n++
			}
			if got := perYear[fmt.Sprintf("%s %d", nation, year)]; got != n {
				t.Errorf("%s %d has %d bank holidays, want %d", nation, year, got, n)
			}
		}
	}
}
