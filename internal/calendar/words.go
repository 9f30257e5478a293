package calendar

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"
)

// Info names the calendar behind an explanation.
type Info struct {
	Name    string `json:"name"`
	Version int    `json:"version"`
	Zone    string `json:"zone"`
	Nation  Nation `json:"nation"`
	Hours   string `json:"hours"` // the week in plain words
}

func infoOf(spec Spec) Info {
	return Info{
		Name: spec.Name, Version: spec.Version, Zone: spec.Zone, Nation: spec.Nation,
		Hours: weekWords(spec.Week) + holidayWords(spec.Nation),
	}
}

// weekWords puts days with the same hours together: "Monday to Friday 09:00–17:00; Saturday 10:00–13:00".
func weekWords(week Week) string {
	var parts []string
	for i := 1; i <= 7; {
		periods := week.On(time.Weekday(i % 7))
		last := i
		for last < 7 && slices.Equal(week.On(time.Weekday((last+1)%7)), periods) {
			last++
		}
		if len(periods) > 0 {
			parts = append(parts, dayRange(i, last)+" "+periodWords(periods))
		}
		i = last + 1
	}
	return strings.Join(parts, "; ")
}

func dayRange(first, last int) string {
	from, to := time.Weekday(first%7).String(), time.Weekday(last%7).String()
	switch last - first {
	case 0:
		return from
	case 1:
		return from + " and " + to
	case 6:
		return "Every day"
	}
	return from + " to " + to
}

func periodWords(periods []Period) string {
	var parts []string
	for _, p := range periods {
		parts = append(parts, p.From+"–"+p.To)
	}
	return strings.Join(parts, " and ")
}

func holidayWords(nation Nation) string {
	switch nation {
	case EnglandAndWales:
		return "; closed on bank holidays in England and Wales"
	case Scotland:
		return "; closed on bank holidays in Scotland"
	case NorthernIreland:
		return "; closed on bank holidays in Northern Ireland"
	default:
		return ""
	}
}

func specialText(reason string) string {
	if reason == "" {
		return "Special opening"
	}
	return "Special opening: " + reason
}

// summary is the explanation in a few sentences.
func summary(e Explanation) string {
	lines := []string{fmt.Sprintf("Allowed: %s of opening time from %s.",
		duration(max(e.BudgetMinutes, 0)), when(e.Start))}
	if first, ok := firstRun(e); ok && first.After(e.Start) {
		lines = append(lines, fmt.Sprintf("The clock did not run then; counting begins on %s.", when(first)))
	}
	used := fmt.Sprintf("Used: %s. Left: %s.", duration(e.CountedMinutes), duration(max(e.RemainingMinutes, 0)))
	switch {
	case e.Overdue:
		lines = append(lines, fmt.Sprintf("It was due on %s and is %s of opening time late.",
			when(e.Due), duration(max(-e.RemainingMinutes, 0))))
	case e.Due.IsZero():
		lines = append(lines, used, "The clock is stopped"+stoppedSince(e)+"; a due date is set when it runs again.")
	default:
		lines = append(lines, used, fmt.Sprintf("Due on %s.", when(e.Due)))
	}
	if text := leftOut(e); text != "" {
		lines = append(lines, "Not counted: "+text+".")
	}
	return strings.Join(lines, " ")
}

// firstRun is when counting begins, if it does.
func firstRun(e Explanation) (time.Time, bool) {
	for _, line := range slices.Concat(e.Counted, e.Planned) {
		return line.From, true
	}
	return time.Time{}, false
}

// stoppedSince speaks of the pause that still lasts, which is the last one.
func stoppedSince(e Explanation) string {
	if len(e.Pauses) == 0 {
		return ""
	}
	pause := e.Pauses[len(e.Pauses)-1]
	text := " since " + when(pause.From)
	if pause.From.After(e.At) {
		text = " from " + when(pause.From)
	}
	if pause.Text != "" {
		text += " (" + pause.Text + ")"
	}
	return text
}

// leftOut counts what the lists hold: "1 pause, 2 closed weekdays, 1 bank holiday".
func leftOut(e Explanation) string {
	counts := map[string]int{}
	for _, d := range e.SkippedDays {
		counts[d.Reason]++
	}
	var parts []string
	for _, item := range []struct {
		n    int
		noun string
	}{
		{len(e.Pauses), "pause"},
		{counts[SkippedWeekday], "closed weekday"},
		{counts[SkippedHoliday], "bank holiday"},
		{counts[SkippedClosure], "day closed by the service"},
	} {
		if item.n > 0 {
			parts = append(parts, plural(item.n, item.noun))
		}
	}
	return strings.Join(parts, ", ")
}

func plural(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	if rest, isDay := strings.CutPrefix(noun, "day "); isDay {
		return fmt.Sprintf("%d days %s", n, rest)
	}
	return fmt.Sprintf("%d %ss", n, noun)
}

// duration writes minutes as "7 hours 30 minutes".
func duration(minutes int) string {
	hours, rest := minutes/60, minutes%60
	switch {
	case hours == 0:
		return plural(rest, "minute")
	case rest == 0:
		return plural(hours, "hour")
	}
	return plural(hours, "hour") + " " + plural(rest, "minute")
}

func longDate(t time.Time) string { return t.Format("Monday 2 January 2006") }
func when(t time.Time) string     { return longDate(t) + " at " + t.Format("15:04") }

// yearWords lists years in order, at most six of them.
func yearWords(years []int) string {
	var words []string
	for i, year := range years {
		if i == 6 {
			return strings.Join(words, ", ") + " and later years"
		}
		words = append(words, strconv.Itoa(year))
	}
	return strings.Join(words, ", ")
}
