package ask

import (
	"unicode/utf8"

	"evidencedesk/api/web/ui"
	"evidencedesk/internal/evidence"
)

// noPatient stands at every box for free text.
const noPatient = "Do not include anything that could identify a patient."

// tooShort says what a question needs.
const tooShort = "Write your question in a sentence of at least 15 characters."

type questionFields struct {
	Served   string // the visitor's organisation, where another library serves it than theirs
	Question ui.Textarea
	More     ui.Details
	Other    []ui.Textarea
}

// question asks what the requester wants to know.
func question() step {
	return step{
		name: "question", title: "What do you want to know?", about: "Your question", fields: []string{"question", "background", "known_papers", "follow_on_from"},
		fill: func(a *answers) {
			a.f.Default("question", a.b.Question)
			a.f.Default("background", a.b.Background)
			a.f.Default("known_papers", a.b.KnownPapers)
		},
		take: func(a *answers) {
			a.b.Question, a.b.Background, a.b.KnownPapers = a.f.Get("question"), a.f.Get("background"), a.f.Get("known_papers")
		},
		need: func(a *answers) {
			if utf8.RuneCountInString(a.b.Question) < evidence.MinQuestion {
				a.f.Wrong("question", tooShort)
			}
		},
		model: func(a *answers) (any, error) {
			m := questionFields{
				Question: a.f.Text("question", "Your question, in your own words", evidence.MaxQuestion,
					"For example: do falls alarms help older people in hospital? "+noPatient),
				Other: []ui.Textarea{
					a.f.Text("background", "Why you are asking", evidence.MaxNote, "What led to the question and what it will change. "+noPatient),
					a.f.Text("known_papers", "Papers that you know already", evidence.MaxNote, "One on each line: a title, a DOI or a PubMed number. A good search has to find them."),
				},
			}
			m.More = ui.Details{Summary: "Add why you are asking, or papers that you know"}
			for i := range m.Other {
				m.Other[i].Optional = true
				m.More.Open = m.More.Open || m.Other[i].Value != "" || m.Other[i].Error != ""
			}
			var err error
			m.Served, err = servedElsewhere(a.Visit)
			return m, err
		},
		rows: func(a *answers) []ui.SummaryRow {
			return []ui.SummaryRow{
				{Key: "Question", Value: a.b.Question},
				{Key: "Why you are asking", Value: a.b.Background},
				{Key: "Papers you know", Value: a.b.KnownPapers},
			}
		},
	}
}
