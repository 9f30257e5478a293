// Package capacity lays work against time: what is due this week against the hours that people have, how long a type of search
// usually takes, and what last year would have been like under other rules. It is pure and gives the same answer to the same
// question.
package capacity

import (
	"fmt"

	"evidencedesk/internal/report"
)

// EnoughOwn is how many requests of a type a library must have timed before the guidance's figures no longer count.
const EnoughOwn = 10

// Own is how long a type of search took a library, in minutes.
type Own struct {
	Timed         int // requests on which time was noted
	Median, Upper float64
}

// Guidance is how long the National Searching Guidance allows for a type, in minutes; the zero value where it gives no range.
type Guidance struct{ Low, High float64 }

// Basis says where a forecast is from.
type Basis string

// The bases of a forecast.
const (
	FromOwn      Basis = "own"
	FromBoth     Basis = "both"
	FromGuidance Basis = "guidance"
	FromNothing  Basis = "nothing" // agreed from case to case, and none was timed yet
)

// Forecast is how long a request of a type will take, in minutes.
type Forecast struct {
	Usual  float64 `json:"usual_minutes" doc:"Half take no longer"`
	Upper  float64 `json:"upper_minutes" doc:"Three quarters take no longer"`
	Timed  int     `json:"timed" doc:"Own requests it comes from"`
	Weight int     `json:"own_weight" doc:"Per cent that own figures count"`
	Basis  Basis   `json:"basis" enum:"own,both,guidance,nothing"`
}

// Predict mixes what a library knows with what the guidance says: own figures count a tenth for each request that was timed, and alone
// from ten on. The guidance's usual time is the middle of its range, its upper one the upper end.
func Predict(own Own, g Guidance) Forecast {
	timed := max(own.Timed, 0)
	f := Forecast{Timed: timed}
	guided := g.High > 0
	weight := float64(min(timed, EnoughOwn)) / EnoughOwn
	switch {
	case timed == 0 && !guided:
		f.Basis = FromNothing
		return f
	case !guided || timed >= EnoughOwn:
		f.Basis, weight = FromOwn, 1
	case timed == 0:
		f.Basis = FromGuidance
	default:
		f.Basis = FromBoth
	}
	f.Usual = weight*own.Median + (1-weight)*(g.Low+g.High)/2
	f.Upper = max(f.Usual, weight*own.Upper+(1-weight)*g.High)
	f.Weight = int(weight*100 + 0.5)
	return f
}

// Stretch is some days, both ends included; a zero end lasts on.
type Stretch struct{ From, Until report.Date }

// Has reports whether a day lies in it.
func (s Stretch) Has(d report.Date) bool {
	return !d.Before(s.From) && (s.Until.IsZero() || !s.Until.Before(d))
}

// Contract is how many hours a week somebody works for a library.
type Contract struct {
	Stretch

	Hours float64
}

// Available is how many minutes somebody has in a week, given the days of it on which the library opens and how many those
// usually are: contracted hours in equal parts on the usual days, less days on which the library is closed or the person on leave.
func Available(contracts []Contract, leave []Stretch, open []report.Date, usual int) (minutes float64, away int) {
	if usual <= 0 {
		return 0, 0
	}
	for _, d := range open {
		gone := false
		for _, l := range leave {
			gone = gone || l.Has(d)
		}
		for _, c := range contracts {
			switch {
			case !c.Has(d):
			case gone:
				away++
			default:
				minutes += c.Hours * 60 / float64(usual)
			}
		}
	}
	return minutes, away
}

// Left is how much of a request is still to be done: its estimate, or the forecast where there is none, less what was noted.
func Left(estimate, noted int, f Forecast) float64 {
	whole := float64(estimate)
	if estimate <= 0 {
		whole = f.Usual
	}
	return max(whole-float64(noted), 0)
}

// Method says in sentences how the week is worked out.
func Method() []string {
	return []string{
		"Hours due are what is left of the open requests that are due by the end of the week or overdue: the estimate that was agreed, or the usual time of the type of search, less the time noted so far.",
		"Hours available are the contracted hours of the week in equal parts on the days on which the library usually opens, less days on which it is closed and days of leave.",
		fmt.Sprintf("The usual time of a type of search is the median of the library's own requests in two years. Until %d of them were timed, each counts %d%% and the middle of the range in the National Searching Guidance the rest. "+
			"The longer time is the third quarter (75%%) of the own times, mixed with the upper end of that range in the same way.", EnoughOwn, 100/EnoughOwn),
		"The coming weeks are forecast from the last 52: as many requests a week of each type as were delivered then, with the usual time of each.",
		"All working time is set against searches. Time for teaching, meetings and other work has to be taken off by whoever reads this.",
	}
}
