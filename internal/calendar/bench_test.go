package calendar_test

import (
	"testing"

	"evidencedesk/internal/calendar"
)

func BenchmarkAdd(b *testing.B) {
	c := build(b, lunch())
	start := at(b, "2026-03-23 14:00")
	for _, bench := range []struct {
		name    string
		minutes int
	}{{"3days", 3 * 420}, {"10days", 10 * 420}, {"6months", 130 * 420}, {"4years", 1000 * 420}} {
		b.Run(bench.name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if _, err := c.Add(start, bench.minutes); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

func BenchmarkBetween(b *testing.B) {
	c := build(b, lunch())
	start := at(b, "2024-01-02 14:00")
	for _, bench := range []struct {
		name string
		days int
	}{{"10days", 10}, {"1year", 365}, {"5years", 5 * 365}} {
		b.Run(bench.name, func(b *testing.B) {
			b.ReportAllocs()
			end := start.AddDate(0, 0, bench.days)
			for b.Loop() {
				c.Between(start, end)
			}
		})
	}
}

func BenchmarkExplain(b *testing.B) {
	c := build(b, lunch())
	clock := calendar.Clock{
		Start: at(b, "2026-03-23 14:00"), Budget: 10 * 420,
		Pauses: pauses(b, "2026-03-24 10:00", "2026-03-30 11:00"),
	}
	now := at(b, "2026-04-02 12:00")
	b.ReportAllocs()
	for b.Loop() {
		if _, err := c.Explain(clock, calendar.Rule{Code: "routine"}, now); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkNew(b *testing.B) {
	holidays := bundled(b)
	for b.Loop() {
		if _, err := calendar.New(lunch(), holidays); err != nil {
			b.Fatal(err)
		}
	}
}
