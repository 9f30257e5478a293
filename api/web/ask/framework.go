package ask

import (
	"maps"

	"evidencedesk/api/rest"
	"evidencedesk/api/web/ui"
	"evidencedesk/internal/vocabulary"
)

// none is the code of the question as it is, without a framework.
const none = "none"

// usualFrameworks are offered first: for treatment, risk and experience, services, qualitative questions and scoping reviews
// (Leeds and Charles Sturt guides to question frameworks).
func usualFrameworks() []string { return []string{none, "pico", "peo", "spice", "spider", "pcc"} }

// framework asks whether the question is to be broken into parts. Nobody has to.
func framework() step {
	return step{
		name: "framework", title: "Do you want to break your question into parts?", about: "The parts of your question", fields: []string{"framework.code"},
		fill: func(a *answers) { a.f.Default("framework.code", frameworkCode(a.b)) },
		take: func(a *answers) {
			code := chosen(a.f, "framework.code")
			if code == "" {
				code = none
			}
			// What was written for the parts stays: whoever tries another framework and comes back finds it again.
			kept := &rest.FrameworkBody{Code: code}
			if a.b.Framework != nil {
				kept.Elements = maps.Clone(a.b.Framework.Elements)
			}
			a.b.Framework = kept
		},
		next: func(a *answers) string {
			if hasElements(a) {
				return "framework/" + a.b.Framework.Code
			}
			return "purpose"
		},
		model: func(a *answers) (any, error) {
			return choose(a.f, "framework.code", "How to break it down", "You do not have to. A librarian can do it with you.",
				terms(a.Visit, vocabulary.Frameworks), usualFrameworks(), func(t vocabulary.Term) string { return t.Label + ": " + t.Definition }), nil
		},
		rows: frameworkRows,
	}
}

func frameworkCode(b *rest.SubmitBody) string {
	if b.Framework == nil || b.Framework.Code == "" {
		return none
	}
	return b.Framework.Code
}

// hasElements reports whether the framework that was chosen has parts to fill in.
func hasElements(a *answers) bool {
	f, ok := a.Vocabulary.Framework(frameworkCode(a.b))
	return ok && len(f.Elements) > 0
}

func frameworkRows(a *answers) []ui.SummaryRow {
	f, ok := a.Vocabulary.Framework(frameworkCode(a.b))
	if !ok || len(f.Elements) == 0 {
		return []ui.SummaryRow{{Key: "Framework", Value: label(a.Visit, vocabulary.Frameworks, none)}}
	}
	rows := []ui.SummaryRow{{Key: "Framework", Value: f.Label}}
	for _, e := range f.Elements {
		rows = append(rows, ui.SummaryRow{Key: plainElement(e), Value: a.b.Framework.Elements[e.Key], Actions: []ui.Action{
			{Text: "Change", Href: at(a.Visit, "framework/"+f.Code) + "?from=check#" + ui.IDOf(elementField(e.Key)), More: e.Label},
		}})
	}
	return rows
}
