package calendar

import "fmt"

// shorten cuts every list to MaxLines. Sums stay what they were: the line in the middle carries the minutes of
// those it stands for.
func (e *Explanation) shorten() {
	var cut [4]bool
	e.Counted, cut[0] = fold(e.Counted, joinIntervals)
	e.Planned, cut[1] = fold(e.Planned, joinIntervals)
	e.Pauses, cut[2] = fold(e.Pauses, joinPauses)
	e.SkippedDays, cut[3] = fold(e.SkippedDays, joinSkipped)
	if cut != [4]bool{} {
		e.Shortened = true
		e.Notices = append(e.Notices, Notice{NoticeShortened, fmt.Sprintf(
			"A list has more than %d lines. Its middle is given as one line; the totals are exact.", MaxLines)})
	}
}

// fold keeps the two ends of a long list and joins its middle.
func fold[T any](list []T, join func([]T) T) ([]T, bool) {
	if len(list) <= MaxLines {
		return list, false
	}
	head, tail := MaxLines/2, len(list)-(MaxLines-MaxLines/2-1)
	short := append(make([]T, 0, MaxLines), list[:head]...)
	short = append(short, join(list[head:tail]))
	return append(short, list[tail:]...), true
}

func joinIntervals(list []Interval) Interval {
	first, last := list[0], list[len(list)-1]
	line := Interval{From: first.From, To: last.To, Date: first.Date, Merged: len(list)}
	for _, each := range list {
		line.Minutes += each.Minutes
	}
	return line
}

func joinPauses(list []PauseLine) PauseLine {
	first, last := list[0], list[len(list)-1]
	line := PauseLine{From: first.From, To: last.To, Reason: SkippedSeveral, Merged: len(list)}
	line.Text = fmt.Sprintf("%d pauses between these times", len(list))
	for _, each := range list {
		line.Minutes += each.Minutes
	}
	return line
}

func joinSkipped(list []SkippedDay) SkippedDay {
	return SkippedDay{
		Date: list[0].Date, Until: list[len(list)-1].Date, Reason: SkippedSeveral, Merged: len(list),
		Text: fmt.Sprintf("%d closed days between these dates", len(list)),
	}
}
