package wellbeing

import "time"

// LeastPeople is how many different people have to stand behind a figure about a team before a manager is told it.
const LeastPeople = 5

// KeepCheckIns is how long the answer to a check-in is kept; then it is deleted.
const KeepCheckIns = 90 * 24 * time.Hour

// PromptFor is how long after delivery somebody is offered a check-in.
const PromptFor = 30 * 24 * time.Hour

// ShownMonths is how many months that are over are told of.
const ShownMonths = 12

// Band is a share told so roughly that it says nothing certain of any one of five people: below a quarter may be nobody or one,
// three quarters and more may be all or all but one.
type Band int

// The bands, in quarters.
const (
	BelowQuarter Band = iota
	BelowHalf
	BelowThreeQuarters
	ThreeQuartersAndMore
)

// Words says the band inside a sentence.
func (b Band) Words() string {
	words := [...]string{"fewer than a quarter", "a quarter to a half", "half to three quarters", "three quarters or more"}
	if b < 0 || int(b) >= len(words) {
		return "not known"
	}
	return words[b]
}

// MonthOf is the first day of the calendar month of an instant, by UTC.
func MonthOf(at time.Time) time.Time {
	at = at.UTC()
	return time.Date(at.Year(), at.Month(), 1, 0, 0, 0, 0, time.UTC)
}

// Since is the first of the months that are told of at an instant; the month that still runs is none of them, so that no two days
// can be compared.
func Since(now time.Time, months int) time.Time { return MonthOf(now).AddDate(0, -months, 0) }

// Hours knows when a library is open.
type Hours interface{ IsOpen(t time.Time) bool }

// OutOfHours counts the instants at which the library was closed.
func OutOfHours(hours Hours, at []time.Time) int {
	n := 0
	for _, t := range at {
		if !hours.IsOpen(t) {
			n++
		}
	}
	return n
}

// Few reports whether a count is too small to be told: one to four.
func Few(n int) bool { return n > 0 && n < LeastPeople }
