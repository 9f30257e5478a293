// Package gift works out the gift of time: the hours that answers saved those who asked, what these hours are worth, and what they
// cost the library (domain rule 7.10). It is cautious: who was not asked or did not answer counts as nothing saved, a staff group
// without a rate is worth nothing, and every delivered request is a cost. It is pure: the answers and the rates come in.
package gift

import (
	"cmp"
	"fmt"
	"math"
	"slices"

	"evidencedesk/internal/evidence"
	"evidencedesk/internal/report"
)

// mostRate is the highest hourly rate that is taken, in pence.
const mostRate = 100_000

// Rates are what an hour costs, in pence, employer's costs included.
type Rates struct {
	Librarian int            `json:"librarian" minimum:"0" maximum:"100000" doc:"Pence an hour of library staff; 0 while it is not set"`
	Groups    map[string]int `json:"groups,omitempty" doc:"Pence an hour by code of staff_groups; a group that is not named is worth nothing"`
	AsOf      string         `json:"as_of,omitempty" maxLength:"10" doc:"The day of which the rates are, 2026-04-01"`
	Source    string         `json:"source,omitempty" maxLength:"200" doc:"Where the rates are from"`
}

// Set reports whether a library has entered its rates.
func (r Rates) Set() bool { return r.AsOf != "" }

// Check says what is wrong with rates. known tells the staff groups.
func (r Rates) Check(known func(group string) bool, today report.Date) []evidence.FieldError {
	var wrong []evidence.FieldError
	add := func(field, code, detail string) {
		wrong = append(wrong, evidence.FieldError{Field: field, Code: code, Detail: detail})
	}
	limit := fmt.Sprintf("Use an hourly rate from £0 to £%d.", mostRate/100)
	if r.Librarian < 0 || r.Librarian > mostRate {
		add("librarian", "out-of-range", limit)
	}
	for group, rate := range r.Groups {
		switch {
		case !known(group):
			add("groups."+group, "unknown", "Use a code of staff_groups.")
		case rate < 0 || rate > mostRate:
			add("groups."+group, "out-of-range", limit)
		}
	}
	switch day, err := report.ParseDate(r.AsOf); {
	case r.AsOf == "":
		add("as_of", "required", "Say of which day the rates are.")
	case err != nil:
		add("as_of", "malformed", "Give a real date, such as 2026-04-01.")
	case today.Before(day):
		add("as_of", "in-the-future", "It cannot be later than today.")
	}
	if r.Source == "" {
		add("source", "required", "Say where the rates are from.")
	}
	slices.SortFunc(wrong, func(a, b evidence.FieldError) int { return cmp.Compare(a.Field, b.Field) })
	return wrong
}

// Saved is how many people of a staff group gave the same answer about the time they were saved.
type Saved struct {
	Group  string
	Band   string
	People int
}

// Input is what is counted in a period.
type Input struct {
	Saved     []Saved
	Midpoints map[string]int // minutes by band; a band without one is not known and counts as nothing
	Rates     Rates
	Minutes   float64 // of library staff on everything that was delivered
	Asked     int     // people
	Delivered int     // requests
}

// Line is the part of a band or of a staff group.
type Line struct {
	Code     string  `json:"code" doc:"A code of time_saved_bands or of staff_groups"`
	People   int     `json:"people"`
	Midpoint int     `json:"midpoint_minutes,omitempty" doc:"Of a band"`
	Rate     int     `json:"rate_pence,omitempty" doc:"An hour, of a staff group"`
	Minutes  int     `json:"minutes"`
	Value    float64 `json:"value_pence,omitempty"`
	Unpriced bool    `json:"unpriced,omitempty" doc:"The group has no rate: its time is worth nothing here"`
}

// Result is the gift of time in a period.
type Result struct {
	Answered  int     `json:"answered" doc:"People who answered at all"`
	Told      int     `json:"told" doc:"People who said how much time was saved"`
	Asked     int     `json:"asked" doc:"People"`
	Delivered int     `json:"delivered" doc:"Requests"`
	Minutes   int     `json:"minutes" doc:"Saved"`
	Value     float64 `json:"value_pence"`
	Staff     float64 `json:"staff_minutes" doc:"Of library staff on everything delivered in the period"`
	Cost      float64 `json:"cost_pence"`
	HasRatio  bool    `json:"has_ratio" doc:"False where nothing was spent or no rate is set"`
	Ratio     float64 `json:"ratio" doc:"Value divided by cost"`
	Bands     []Line  `json:"bands" nullable:"false"`
	Groups    []Line  `json:"groups" nullable:"false"`
}

const minutesInHour = 60

// Work works it out.
func Work(in Input) Result {
	r := Result{Asked: in.Asked, Delivered: in.Delivered, Staff: max(in.Minutes, 0)}
	bands, groups := map[string]*Line{}, map[string]*Line{}
	for _, s := range in.Saved {
		if s.People <= 0 {
			continue
		}
		midpoint, told := in.Midpoints[s.Band]
		minutes := s.People * max(midpoint, 0)
		r.Answered += s.People
		if told {
			r.Told += s.People
		}
		r.Minutes += minutes
		at(bands, s.Band).take(s.People, minutes)
		at(groups, s.Group).take(s.People, minutes)
	}
	r.Bands, r.Groups = sorted(bands), sorted(groups)
	for i, b := range r.Bands {
		r.Bands[i].Midpoint = in.Midpoints[b.Code]
	}
	for i, g := range r.Groups {
		rate := in.Rates.Groups[g.Code]
		r.Groups[i].Rate, r.Groups[i].Unpriced = rate, rate <= 0
		r.Groups[i].Value = float64(g.Minutes) * float64(max(rate, 0)) / minutesInHour
		r.Value += r.Groups[i].Value
	}
	r.Cost = r.Staff / minutesInHour * float64(max(in.Rates.Librarian, 0))
	if ratio := r.Value / r.Cost; r.Cost > 0 && !math.IsInf(ratio, 0) {
		r.HasRatio, r.Ratio = true, ratio
	}
	return r
}

func at(lines map[string]*Line, code string) *Line {
	if lines[code] == nil {
		lines[code] = &Line{Code: code}
	}
	return lines[code]
}

func (l *Line) take(people, minutes int) { l.People, l.Minutes = l.People+people, l.Minutes+minutes }

func sorted(lines map[string]*Line) []Line {
	list := make([]Line, 0, len(lines))
	for _, l := range lines {
		list = append(list, *l)
	}
	slices.SortFunc(list, func(a, b Line) int { return cmp.Compare(a.Code, b.Code) })
	return list
}

// Method says in sentences how it is worked out. midpoints names the version of the bands.
func Method(midpoints string) []string {
	return []string{
		"Hours saved are the middle of the answer that each person chose to \"About how long would this have taken you?\", added up. More than 8 hours counts as 8. The middles are those of version " + midpoints + " of the list.",
		"Who was not asked, did not answer or did not know counts as no time saved. A person counts once for each request, with the first answer.",
		"Value is the hours of each staff group times the hourly rate that the library set for it. A group without a rate is worth nothing.",
		"Cost is the time of library staff on every request delivered in the period, whether or not anybody was asked about it, times the library's rate. A request on which no time was noted counts with the usual time of its type of search.",
		"The ratio is value divided by cost. It counts time only: what patients gained is left out.",
		"Figures of others are shown as context. They are never multiplied with the library's own.",
	}
}
