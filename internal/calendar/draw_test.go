package calendar_test

import (
	"slices"
	"time"

	"pgregory.net/rapid"

	"evidencedesk/internal/calendar"
)

func drawSpec(t *rapid.T) calendar.Spec {
	spec := calendar.Spec{Version: 1, Name: "Random"}
	spec.Zone = rapid.SampledFrom([]string{
		"Europe/London", "UTC", "America/New_York", "Australia/Lord_Howe", "America/Havana",
	}).Draw(t, "zone")
	spec.Nation = rapid.SampledFrom(append(calendar.Nations(), calendar.NationNone)).Draw(t, "nation")
	w := &spec.Week
	for _, list := range []*[]calendar.Period{&w.Monday, &w.Tuesday, &w.Wednesday, &w.Thursday, &w.Friday, &w.Saturday, &w.Sunday} {
		*list = drawPeriods(t, 0)
	}
	if rapid.Bool().Draw(t, "all day Thursday") || len(w.Thursday) == 0 {
		w.Thursday = []calendar.Period{hours("00:00", "24:00")}
	}
	return spec
}

// drawPeriods cuts a day at random minutes, preferring those around the changes of the clock.
func drawPeriods(t *rapid.T, atLeast int) []calendar.Period {
	minute := rapid.OneOf(rapid.IntRange(0, 1440), rapid.IntRange(0, 200), rapid.SampledFrom([]int{0, 60, 90, 120, 180, 1380, 1440}))
	cuts := rapid.SliceOfNDistinct(minute, 2*atLeast, 6, rapid.ID).Draw(t, "cuts")
	slices.Sort(cuts)
	list := []calendar.Period{}
	for i := 0; i+1 < len(cuts); i += 2 {
		list = append(list, hours(clockText(cuts[i]), clockText(cuts[i+1])))
		if i+2 < len(cuts) && rapid.Bool().Draw(t, "touch") {
			list = append(list, hours(clockText(cuts[i+1]), clockText(cuts[i+2])))
			i++
		}
	}
	return list
}

func clockText(minute int) string {
	if minute == 1440 {
		return "24:00"
	}
	return time.Date(2000, 1, 1, 0, minute, 0, 0, time.UTC).Format("15:04")
}

// drawStart gives an instant in 2024 to 2028; half of them lie within three days of a change of the clock.
func drawStart(t *rapid.T, zone *time.Location, step time.Duration) time.Time {
	first, last := time.Date(2024, 1, 1, 0, 0, 0, 0, time.UTC), time.Date(2028, 12, 1, 0, 0, 0, 0, time.UTC)
	start := time.Unix(rapid.Int64Range(first.Unix(), last.Unix()).Draw(t, "start"), 0)
	if _, change := start.In(zone).ZoneBounds(); !change.IsZero() && rapid.Bool().Draw(t, "near change") {
		start = change.Add(time.Duration(rapid.IntRange(-3*86_400, 4*3600).Draw(t, "offset")) * time.Second)
	}
	return start.Truncate(step).UTC()
}

// drawPauses gives up to five pauses in the steps after start; some touch, some are empty, the last may stay open.
func drawPauses(t *rapid.T, start time.Time, step time.Duration, steps int) []calendar.Pause {
	cuts := rapid.SliceOfN(rapid.IntRange(-steps/10, steps), 0, 10).Draw(t, "pauses")
	slices.Sort(cuts)
	var list []calendar.Pause
	for i := 0; i+1 < len(cuts); i += 2 {
		list = append(list, calendar.Pause{
			From: start.Add(time.Duration(cuts[i]) * step), To: start.Add(time.Duration(cuts[i+1]) * step), Reason: "on_hold",
		})
	}
	if n := len(list); n > 0 && rapid.Bool().Draw(t, "open end") {
		list[n-1].To = time.Time{}
	}
	return list
}

func drawExceptions(t *rapid.T, spec *calendar.Spec, start time.Time) {
	taken := map[string]bool{}
	for range rapid.IntRange(0, 4).Draw(t, "exceptions") {
		date := start.AddDate(0, 0, rapid.IntRange(-1, 14).Draw(t, "day")).Format(time.DateOnly)
		if taken[date] {
			continue
		}
		taken[date] = true
		if rapid.Bool().Draw(t, "closure") {
			spec.Closures = append(spec.Closures, calendar.Closure{Date: date, Reason: "x"})
		} else {
			spec.SpecialOpenings = append(spec.SpecialOpenings, calendar.SpecialOpening{Date: date, Periods: drawPeriods(t, 1)})
		}
	}
}
