package vocabulary

import (
	"slices"
	"strings"
)

// checkShape makes sure that a term carries what its vocabulary is for, that the numbers are sound, and that nothing
// belongs to another vocabulary.
func (t Term) checkShape(f *faults, id string) {
	where := id + ": " + t.Code
	belongs := func(present bool, to, what string) {
		if present && id != to {
			f.add("%s: %s belongs to %s", where, what, to)
		}
	}
	belongs(t.Search != nil, SearchTypes, "search")
	belongs(t.Urgency != nil, Urgencies, "urgency")
	belongs(len(t.Elements) > 0 || t.Combine != "", Frameworks, "elements")
	belongs(t.Band != nil, LimitAges, "band")
	belongs(t.Years != 0, LimitDates, "years")
	belongs(t.MaxResults != 0, ResultCounts, "max_results")
	belongs(t.Effort != "" || t.HasSummary, Products, "effort")
	belongs(len(t.SetBy) > 0, Outcomes, "set_by")
	belongs(len(t.Prompts) > 0, PressElements, "prompts")
	belongs(t.Answer != nil, ImpactQuestions, "answer")
	belongs(t.MidpointMinutes != nil, TimeSavedBands, "midpoint_minutes")
	belongs(t.Outline != nil, SummaryOutlines, "outline")
	belongs(t.Disclaimer != nil, Disclaimers, "disclaimer")
	belongs(t.Region != nil, RegionalStaffRatios, "region")
	belongs(len(t.Phrases) > 0, DistressingTopics, "phrases")
	amounts := t.Years >= 0 && t.MaxResults >= 0 && (t.MidpointMinutes == nil || *t.MidpointMinutes >= 0)
	if own := ownRule(id); !amounts || (own != nil && !own(t)) {
		f.add("%s: incomplete or contradicts itself", where)
	}
}

// ownRule is what the terms of one vocabulary must satisfy beyond the rules for all; nil for most.
func ownRule(id string) func(Term) bool {
	return map[string]func(Term) bool{
		SearchTypes:       func(t Term) bool { return t.Search != nil && t.Search.sound() },
		Urgencies:         func(t Term) bool { return t.Urgency != nil && t.Urgency.sound() },
		Frameworks:        Term.soundFramework,
		LimitAges:         func(t Term) bool { return t.Band != nil && t.Band.sound() },
		StaffGroups:       func(t Term) bool { return len(t.Refs[StaffGroupsCoarse]) > 0 },
		Sources:           func(t Term) bool { return len(t.Refs[SourceKinds]) == 1 && len(t.Refs[Platforms]) > 0 },
		Outcomes:          func(t Term) bool { return len(t.SetBy) > 0 },
		DeliverOutcomes:   func(t Term) bool { return len(t.Refs[Outcomes]) == 1 },
		DistressingTopics: func(t Term) bool { return len(t.Phrases) > 0 && !slices.Contains(t.Phrases, "") },
		PressElements:     func(t Term) bool { return len(t.Prompts) > 0 && !slices.Contains(t.Prompts, "") },
		ImpactQuestions:   func(t Term) bool { return t.Answer != nil && t.Answer.sound() },
		// The field uses the names of products inconsistently, so each is shown with its definition.
		Products:        func(t Term) bool { return t.Definition != "" },
		SummaryOutlines: func(t Term) bool { return t.Outline != nil && t.Outline.sound() },
		Disclaimers:     Term.soundDisclaimer,
		RegionalStaffRatios: func(t Term) bool {
			return t.Region != nil && t.Region.QualifiedWTE > 0 && t.Region.WorkforceWTE > 0 && t.Region.Published > 0
		},
	}[id]
}

// sound: a range with its midpoint, or none at all; a known policy; a first question before the second.
func (r SearchRule) sound() bool {
	h := r.SuggestedHours
	if (h == nil) != (r.Upper == UpperNone) {
		return false
	}
	if h != nil && (h.Low < 0 || h.High <= h.Low || h.Default != (h.Low+h.High)/2) {
		return false
	}
	if r.FirstAskDays <= 0 || (r.SecondAskDays != 0 && r.SecondAskDays <= r.FirstAskDays) || r.MinElapsedDays < 0 {
		return false
	}
	return slices.Contains([]UpperBound{UpperSuggested, UpperMaximum, UpperNone}, r.Upper) &&
		slices.Contains([]CheckPolicy{CheckNone, CheckStrategy, CheckSummary, CheckBoth}, r.CheckRequired)
}

// sound: either a promise in minutes or an agreement.
func (r UrgencyRule) sound() bool {
	return (r.PromiseWorkingMinutes > 0) != r.ByAgreement && r.PromiseWorkingMinutes >= 0 && r.MinElapsedDays >= 0 &&
		r.StartWithinWorkingMinutes >= 0 && r.StartWithinWorkingMinutes <= r.PromiseWorkingMinutes
}

// soundFramework: elements with distinct keys, at least one of them searched; a formula uses every searched key.
func (t Term) soundFramework() bool {
	if t.Code == "none" {
		return len(t.Elements) == 0 && t.Combine == ""
	}
	keys, searched := map[string]bool{}, 0
	for _, e := range t.Elements {
		if !isCode(e.Key) || e.Label == "" || keys[e.Key] {
			return false
		}
		keys[e.Key] = true
		if e.Search {
			searched++
		}
	}
	return len(t.Elements) >= 2 && searched > 0 && (t.Combine == "" || sameKeys(t.Combine, keys))
}

// sameKeys reports whether a formula of keys, AND, OR and brackets names exactly the keys given.
func sameKeys(formula string, keys map[string]bool) bool {
	named := map[string]bool{}
	for _, word := range strings.Fields(strings.NewReplacer("(", " ", ")", " ").Replace(formula)) {
		switch {
		case word == "AND" || word == "OR":
		case keys[word]:
			named[word] = true
		default:
			return false
		}
	}
	return len(named) == len(keys)
}

func (b AgeBand) sound() bool {
	return (b.Unit == "months" || b.Unit == "years") && b.From >= 0 && (b.To == nil || *b.To >= b.From)
}

// sound: a kind that is known, with the vocabularies that it needs and no others.
func (a AnswerForm) sound() bool {
	switch a.Kind {
	case "one", "many":
		return a.Vocabulary != "" && a.Columns == ""
	case "matrix":
		return a.Vocabulary != "" && a.Columns != ""
	case "text", "consent":
		return a.Vocabulary == "" && a.Columns == ""
	}
	return false
}
