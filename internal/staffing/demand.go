package staffing

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"evidencedesk/internal/report"
)

// Work is what was delivered for a specialty.
type Work struct {
	Specialty string // as it was written; letter case and space around it say nothing
	Requests  int
	Minutes   float64 // noted, with what is taken for requests on which nothing was noted
	Untimed   int     // of the requests, those on which no time was noted
}

// Role is a librarian who is embedded in a specialty.
type Role struct {
	Specialty string
	Hours     float64     // a week
	From      report.Date // first day
	Until     report.Date // last day; zero while it lasts
}

// Verdict says what a specialty needs.
type Verdict string

// The verdicts.
const (
	RolePays  Verdict = "role_pays" // no role, and enough demand for one
	Stretched Verdict = "stretched" // more demand than embedded hours
	Covered   Verdict = "covered"   // within the embedded hours
	Small     Verdict = "small"     // no role, and too little demand for one
	Unnamed   Verdict = "unnamed"   // requests that name no specialty
)

// Demand is the demand of a specialty against the hours embedded in it.
type Demand struct {
	Specialty string  `json:"specialty" doc:"In small letters; empty for requests that name none"`
	Requests  int     `json:"requests"`
	Untimed   int     `json:"untimed" doc:"Requests on which no time was noted"`
	Hours     float64 `json:"hours" doc:"Of work a week"`
	Embedded  float64 `json:"embedded" doc:"Hours a week, averaged over the period"`
	Index     float64 `json:"index" doc:"Hours divided by embedded hours; 0 without a role"`
	Verdict   Verdict `json:"verdict" enum:"role_pays,stretched,covered,small,unnamed"`
}

const (
	daysPerWeek   = 7
	minutesInHour = 60
	perCent       = 100
)

// Demands lays the work of a period against the embedded roles, the largest demand first.
func Demands(work []Work, roles []Role, period report.Period, rule RatioRule) []Demand {
	weeks := float64(period.Days()) / daysPerWeek
	rows := map[string]*Demand{}
	row := func(specialty string) *Demand {
		key := strings.ToLower(strings.TrimSpace(specialty))
		if rows[key] == nil {
			rows[key] = &Demand{Specialty: key}
		}
		return rows[key]
	}
	for _, w := range work {
		d := row(w.Specialty)
		d.Requests, d.Untimed = d.Requests+w.Requests, d.Untimed+w.Untimed
		d.Hours += w.Minutes / minutesInHour / weeks
	}
	for _, r := range roles {
		if share := r.in(period); share > 0 {
			row(r.Specialty).Embedded += r.Hours * share
		}
	}
	list := make([]Demand, 0, len(rows))
	for _, key := range ordered(rows) {
		d := *rows[key]
		d.judge(rule)
		list = append(list, d)
	}
	slices.SortStableFunc(list, func(a, b Demand) int { return cmp.Compare(b.Hours, a.Hours) })
	return list
}

// in is which part of a period a role lasted, from 0 to 1.
func (r Role) in(p report.Period) float64 {
	from, to := p.From(), p.To()
	if from.Before(r.From) {
		from = r.From
	}
	if !r.Until.IsZero() && r.Until.Before(to) {
		to = r.Until
	}
	if to.Before(from) {
		return 0
	}
	return float64(from.DaysUntil(to)+1) / float64(p.Days())
}

func (d *Demand) judge(rule RatioRule) {
	if d.Embedded > 0 {
		d.Index = d.Hours / d.Embedded
	}
	switch {
	case d.Specialty == "":
		d.Verdict = Unnamed
	case d.Embedded > 0 && d.Index*perCent > float64(rule.Stretch):
		d.Verdict = Stretched
	case d.Embedded > 0:
		d.Verdict = Covered
	case d.Hours*perCent >= rule.FullTime*float64(rule.Share):
		d.Verdict = RolePays
	default:
		d.Verdict = Small
	}
}

// DemandMethod says in sentences how demand is laid against embedded hours.
func DemandMethod(rule RatioRule) []string {
	return []string{
		"The hours of a specialty are the time noted on the requests that were delivered for it, divided by the weeks of the period. A request on which no time was noted counts with the usual time of its type of search.",
		"Embedded hours are the contracted hours a week of the roles in the register, counted for the days of the period on which they lasted.",
		fmt.Sprintf("A role would pay where a specialty without one needs at least %d%% of a whole-time equivalent (%.1f of %.1f hours a week).",
			rule.Share, rule.FullTime*float64(rule.Share)/perCent, rule.FullTime),
		fmt.Sprintf("A role is stretched where the hours of demand are more than %d%% of the embedded hours.", rule.Stretch),
		"Only requests are seen here. Teaching, ward rounds and other work of embedded librarians are not, and specialties are compared as people wrote them.",
	}
}
