package work

import (
	"slices"
	"strings"

	"evidencedesk/api/rest"
	"evidencedesk/api/web/page"
	"evidencedesk/internal/postgres"
	"evidencedesk/internal/vocabulary"
)

// answerWords is the answer to a question of the questionnaire in words; empty when there is none.
func answerWords(v *page.Visit, question string, a rest.SurveyAnswers) string {
	all := func(id string, codes []string) string {
		words := make([]string, len(codes))
		for i, c := range codes {
			words[i] = v.Label(id, c)
		}
		return strings.Join(words, "; ")
	}
	switch question {
	case "q1_services":
		return all(vocabulary.ImpactServices, a.Services)
	case "q2_uses":
		return all(vocabulary.ImpactUses, a.Uses)
	case "q3_how":
		return a.How
	case "q4_benefits":
		var rows []string
		benefits, _ := v.Vocabulary.Get(vocabulary.ImpactBenefits)
		for _, b := range benefits.Terms {
			if when := a.Benefits[b.Code]; len(when) > 0 {
				rows = append(rows, b.Label+" ("+page.Lower(all(vocabulary.ImpactHorizons, when))+")")
			}
		}
		return strings.Join(rows, "; ")
	case "q5_detail":
		return a.Detail
	case "q6_role":
		if a.Role != "" {
			return v.Label(vocabulary.StaffGroups, a.Role)
		}
	}
	return ""
}

// localWords is the answer to one of the library's own questions in words.
func localWords(q postgres.LocalQuestion, given []string) string {
	words := slices.Clone(given)
	for i, code := range words {
		for _, o := range q.Options {
			if o.Code == code {
				words[i] = o.Label
			}
		}
	}
	return strings.Join(words, "; ")
}
