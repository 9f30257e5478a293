package metric

import (
	"fmt"
	"regexp"

	"evidencedesk/internal/report"
	"evidencedesk/internal/vocabulary"
)

// The two horizons of the impact matrix, with the column of ask_fact that holds the benefits of each.
const (
	Immediate = "immediate"
	Probable  = "probable"
)

// FamilyUse and FamilyImpact are the definitions that the rows of a table share.
const (
	FamilyUse    = "used_for"
	FamilyImpact = "impact_"
)

// code is what may stand in SQL: a code of our own vocabularies.
var code = regexp.MustCompile(`^[a-z][a-z0-9_]*$`)

// asks are the metrics that count people asked what difference an answer made, and what they said.
func asks(words *vocabulary.Catalogue) ([]Metric, error) {
	all := answers()
	benefits, ok := words.Get("impact_benefits")
	if !ok {
		return nil, fmt.Errorf("metric: no vocabulary %q", "impact_benefits")
	}
	for _, term := range benefits.Terms {
		if !code.MatchString(term.Code) {
			return nil, fmt.Errorf("metric: the code %q cannot be counted", term.Code)
		}
		all = append(all, impact(term, Immediate, "immediately"), impact(term, Probable, "probably in future"))
	}
	uses, ok := words.Get("impact_uses")
	if !ok {
		return nil, fmt.Errorf("metric: no vocabulary %q", "impact_uses")
	}
	for _, term := range uses.Terms {
		if !code.MatchString(term.Code) {
			return nil, fmt.Errorf("metric: the code %q cannot be counted", term.Code)
		}
		all = append(all, Metric{
			ID: FamilyUse + "_" + term.Code, Family: FamilyUse, Title: term.Label, Kind: report.Share, Day: answered, Base: "answers",
			Hit: "'" + term.Code + "' = ANY(a.used_for)",
		})
	}
	for i := range all {
		all[i].Over = Asks
		if all[i].Unit == "" {
			all[i].Unit = "answers"
		}
	}
	return append(all, reach()), nil
}

func impact(term vocabulary.Term, horizon, when string) Metric {
	return Metric{
		ID: FamilyImpact + horizon + "_" + term.Code, Family: FamilyImpact + horizon, Title: term.Label + ", " + when, Kind: report.Share,
		Day: answered, Hit: "'" + term.Code + "' = ANY(a." + horizon + ")", Base: "answers",
	}
}

func answers() []Metric {
	return []Metric{
		{ID: "asked", Title: "People asked", Kind: report.Count, Day: asked, Unit: "people"},
		{ID: "response", Title: "Answered, of those asked", Kind: report.Share, Day: asked, Hit: "a.answered_on IS NOT NULL", Base: "asked", Unit: "people"},
		{ID: "answers", Title: "Answers to the questionnaire", Kind: report.Count, Day: answered},
		{ID: "informed", Title: "Better informed decisions", Kind: report.Share, Day: answered, Hit: "a.decision_informed", Base: "answers"},
		{
			ID: "time_saved", Title: "Time that people say they saved", Kind: report.Hours, Day: answered, Where: "a.minutes_saved IS NOT NULL",
			Value: "a.minutes_saved",
		},
		{ID: "may_quote", Title: "May be quoted", Kind: report.Share, Day: answered, Hit: "a.may_quote", Base: "answers"},
	}
}

// reach is the response as a share of all answers delivered, most of which nobody was asked about.
func reach() Metric {
	return Metric{
		ID: "reach", Title: "With an answer to the questionnaire, of all requests answered", Unit: "requests", Over: Requests, Kind: report.Share,
		Day: delivered, Hit: "f.heard", Base: "delivered",
	}
}
