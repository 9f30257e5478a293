// Package staffing judges how many people work in a library: against the size of the workforce, against the demand of each
// specialty, and by what they are counted to have done. It is pure: the figures and the rules come in.
package staffing

import (
	"cmp"
	"fmt"
	"math"
	"slices"

	"evidencedesk/internal/evidence"
	"evidencedesk/internal/report"
)

// FirstYear is the earliest year for which figures are taken.
const FirstYear = 1990

// What a year may hold: more is a slip of the pen. The NHS in England has about 1.5 million whole-time equivalents.
const (
	mostWorkforce = 3_000_000
	mostStaff     = 5_000 // whole-time equivalents of one service
	mostHours     = 60    // a week for one whole-time equivalent
)

// Year is the staffing of a library in a year from April to March. WTE are whole-time equivalents.
type Year struct {
	Start     int     // the year of its April
	Workforce float64 // WTE of the organisations served
	Qualified float64 // WTE of qualified librarians and knowledge specialists
	Other     float64 // WTE of other library staff
	Hours     float64 // contracted a week, everybody together
}

// Check says what is wrong with the figures; the names of fields are those of the API.
func (y Year) Check(today report.Date) []evidence.FieldError {
	var wrong faults
	if y.Start < FirstYear || y.Start >= report.MaxYear {
		wrong.add("year", "out-of-range", fmt.Sprintf("Use a year from %d.", FirstYear))
	} else if err := report.NationalYear(y.Start).Check(today); err != nil {
		wrong.add("year", "in-the-future", "The year has not begun.")
	}
	wrong.amount("workforce_wte", y.Workforce, mostWorkforce)
	wrong.amount("qualified_wte", y.Qualified, mostStaff)
	wrong.amount("other_wte", y.Other, mostStaff)
	wrong.amount("contracted_hours", y.Hours, mostStaff*mostHours)
	if len(wrong) > 0 {
		return wrong
	}
	if staff := y.Qualified + y.Other; y.Hours > staff*mostHours {
		wrong.add("contracted_hours", "out-of-range", fmt.Sprintf("That is more than %d hours a week for each whole-time equivalent.", mostHours))
	}
	if y.Workforce > 0 && y.Qualified > y.Workforce {
		wrong.add("qualified_wte", "out-of-range", "There cannot be more librarians than staff they serve.")
	}
	return wrong
}

type faults []evidence.FieldError

func (f *faults) add(field, code, detail string) {
	*f = append(*f, evidence.FieldError{Field: field, Code: code, Detail: detail})
}

func (f *faults) amount(field string, n, most float64) {
	switch {
	case math.IsNaN(n) || math.IsInf(n, 0):
		f.add(field, "malformed", "Use a number.")
	case n < 0:
		f.add(field, "out-of-range", "It cannot be less than 0.")
	case n > most:
		f.add(field, "out-of-range", fmt.Sprintf("Use a number up to %.0f.", most))
	}
}

// State says whether there is a ratio.
type State string

// There is no ratio without librarians, and nothing at all without a workforce.
const (
	Known  State = "known"
	None   State = "none"
	NoData State = "no_data"
)

// Ratio is how many staff there are for one qualified librarian.
type Ratio struct {
	State  State   `json:"state" enum:"known,none,no_data" doc:"none: there is no qualified librarian; no_data: the workforce is not known"`
	N      float64 `json:"n" doc:"Of 1:N, not rounded; 0 where there is none"`
	Needed float64 `json:"needed" doc:"Qualified whole-time equivalents at the ratio aimed at"`
	Gap    float64 `json:"gap" doc:"Needed less qualified; negative where there are more than needed"`
}

// Ratio judges a year against one librarian for so many staff (domain rule 7.9).
func (y Year) Ratio(aim int) Ratio {
	if y.Workforce <= 0 || aim <= 0 {
		return Ratio{State: NoData}
	}
	r := Ratio{State: None, Needed: y.Workforce / float64(aim)}
	r.Gap = r.Needed - y.Qualified
	if y.Qualified > 0 {
		r.State, r.N = Known, y.Workforce/y.Qualified
	}
	return r
}

// String is the ratio as people read it.
func (r Ratio) String() string {
	switch r.State {
	case Known:
		return report.OneTo(r.N)
	case None:
		return "none"
	default:
		return report.NoDataWord
	}
}

// RatioRule is how a library judges its staffing.
type RatioRule struct {
	Aim      int     `json:"aim" minimum:"1" maximum:"100000" doc:"Staff for one qualified librarian that are aimed at"`
	FullTime float64 `json:"full_time" minimum:"1" maximum:"60" doc:"Hours a week of one whole-time equivalent"`
	Share    int     `json:"share" minimum:"1" maximum:"100" doc:"Per cent of a whole-time equivalent from which the demand of a specialty without a librarian would pay a role"`
	Stretch  int     `json:"stretch" minimum:"50" maximum:"1000" doc:"Per cent of the embedded hours above which a role is stretched"`
}

// StandardRatio is the rule of a library that has none of its own: the ratio of the national policy of November 2019, and
// thresholds of our own.
func StandardRatio() RatioRule { return RatioRule{Aim: 1250, FullTime: 37.5, Share: 20, Stretch: 100} }

// Check says what is wrong with a rule.
func (r RatioRule) Check() []evidence.FieldError {
	var wrong faults
	wrong.within("aim", float64(r.Aim), 1, 100_000)
	wrong.within("full_time", r.FullTime, 1, mostHours)
	wrong.within("share", float64(r.Share), 1, 100)
	wrong.within("stretch", float64(r.Stretch), 50, 1000)
	return wrong
}

func (f *faults) within(field string, n, low, high float64) {
	if !(n >= low && n <= high) {
		f.add(field, "out-of-range", fmt.Sprintf("Use a number from %.0f to %.0f.", low, high))
	}
}

// ordered gives the keys of a map in order.
func ordered[K cmp.Ordered, V any](m map[K]V) []K {
	keys := make([]K, 0, len(m))
	for k := range m {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	return keys
}
