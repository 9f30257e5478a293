package work

import (
	"fmt"

	"evidencedesk/api/rest"
	"evidencedesk/api/web/page"
	"evidencedesk/api/web/questionnaire"
	"evidencedesk/api/web/ui"
	"evidencedesk/api/web/workbench"
	"evidencedesk/internal/apiclient"
	"evidencedesk/internal/evidence"
	"evidencedesk/internal/vocabulary"
)

const toldPath = "told"

// toldPage is who was asked what difference the answer made and what they said, with the form for what they told us.
type toldPage struct {
	Top       []ui.Component
	Asks      ui.Table
	Answers   []toldAnswer
	About     string
	Start     ui.Form
	Guard     *ui.GuardNotice
	Who       []ui.Component
	Questions []questionnaire.Question
}

// toldAnswer is what one person said.
type toldAnswer struct {
	Heading string
	List    ui.SummaryList
}

func showTold(v *page.Visit) error {
	b, list, err := heard(v)
	if err != nil {
		return err
	}
	v.Form().Default("person", string(b.Requester))
	v.Form().Default("round", "1")
	return tell(v, b, list, v.Show)
}

func heard(v *page.Visit) (*workbench.Bench, rest.HeardList, error) {
	var list rest.HeardList
	b, err := workbench.Load(v, v.Param("id"))
	if err != nil {
		return nil, list, err
	}
	return b, list, v.Read(b.API("follow-ups"), &list)
}

func tell(v *page.Visit, b *workbench.Bench, list rest.HeardList, show func(string, page.View) error) error {
	f := v.Form()
	p := toldPage{Top: b.Top(toldPath), Asks: asksTable(v, list), About: list.Warning}
	for _, h := range list.Items {
		if h.Answers != nil {
			p.Answers = append(p.Answers, said(v, list, h))
		}
	}
	if !b.DeliveredAt.IsZero() {
		if people := tellers(b, list); len(people) > 1 {
			p.Who = append(p.Who, f.Radios("person", "Who told you?", people))
		}
		p.Who = append(p.Who, f.Radios("round", "When was it?", []ui.Item{
			{Value: "1", Label: "In the weeks after the answer"}, {Value: "2", Label: "About three months later: what came of it in the end"},
		}))
		p.Questions = questionnaire.Fields(f, list.Questionnaire)
		p.Start, p.Guard = f.Start(b.URL(toldPath)), f.Guard()
	}
	view := b.View("What difference did it make?", p)
	view.Form = f
	return show("told", view)
}

// tellers are those who may have told us: the requester, and whoever else was asked.
func tellers(b *workbench.Bench, list rest.HeardList) []ui.Item {
	people := []ui.Item{{Value: string(b.Requester), Label: b.RequesterName}}
	seen := map[evidence.PersonID]bool{b.Requester: true}
	for _, h := range list.Items {
		if !seen[h.Person] {
			people = append(people, ui.Item{Value: string(h.Person), Label: h.Name})
		}
		seen[h.Person] = true
	}
	return people
}

func asksTable(v *page.Visit, list rest.HeardList) ui.Table {
	t := ui.Table{
		Caption: "Who was asked", CaptionHidden: true, Compact: true, Stack: true, Empty: "Nobody has been asked yet.",
		Columns: []ui.Column{{Text: "Who", RowHeader: true}, {Text: "When"}, {Text: "Asked"}, {Text: "What became of it"}, {Text: "May we quote it?"}},
	}
	for _, h := range list.Items {
		asked, quote := "Not asked", ""
		if !h.AskedAt.IsZero() {
			asked = v.Day(h.AskedAt)
		}
		switch {
		case h.MayQuote && h.QuoteAs == "name":
			quote = "Yes, by name"
		case h.MayQuote:
			quote = "Yes, by role only"
		case !h.WithdrawnAt.IsZero():
			quote = "Withdrawn on " + v.Day(h.WithdrawnAt)
		case h.Answers != nil:
			quote = "No"
		}
		when := "First time"
		if h.Round > 1 {
			when = "After three months"
		}
		t.Rows = append(t.Rows, ui.Row{Cells: []ui.Cell{ui.TextCell(h.Name), ui.TextCell(when), ui.TextCell(asked), ui.TextCell(became(v, h)), ui.TextCell(quote)}})
	}
	return t
}

// became says what became of an ask.
func became(v *page.Visit, h rest.HeardView) string {
	switch {
	case h.How == "phone":
		return fmt.Sprintf("Told %s, who wrote it down on %s", h.RecordedName, v.Day(h.AnsweredAt))
	case h.State == evidence.AskAnswered:
		return "Answered on " + v.Day(h.AnsweredAt)
	case h.State == evidence.AskReminded:
		return "Reminded"
	case h.State == evidence.AskNoResponse:
		return "No answer"
	case h.State == evidence.AskOptedOut:
		return "Does not want to be asked"
	case h.Reason == evidence.NotAskedRecent:
		return "Asked about another request in the last 30 days"
	case h.Reason == evidence.NotAskedSampled:
		return "This request is not in the share that you ask about"
	case h.State == evidence.AskNotAsked:
		return "Cannot be asked any more"
	}
	return "Waiting for an answer"
}

// said lists what one person answered.
func said(v *page.Visit, list rest.HeardList, h rest.HeardView) toldAnswer {
	one := toldAnswer{Heading: h.Name}
	if h.Round > 1 {
		one.Heading += ", after three months"
	}
	add := func(key, value string) {
		if value != "" {
			one.List.Rows = append(one.List.Rows, ui.SummaryRow{Key: key, Value: value})
		}
	}
	for _, q := range list.Questions {
		add(q.Label, answerWords(v, q.Code, *h.Answers))
	}
	for _, q := range list.Local {
		add(q.Label, localWords(q, h.Answers.Local[q.Code]))
	}
	add("Time saved", v.Label(vocabulary.TimeSavedBands, h.TimeSaved))
	return one
}

func takeTold(v *page.Visit) error {
	b, list, err := heard(v)
	if err != nil {
		return err
	}
	f := v.Form()
	body, answered := questionnaire.Typed(f, list.Questionnaire)
	if !answered {
		f.Wrong(questionnaire.Field(list.Questions[0].Code), "Write down the answer to at least one question.")
		return tell(v, b, list, v.Again)
	}
	if person := f.Get("person"); person != "" {
		body["person"] = person
	}
	if f.Get("round") == "2" {
		body["round"] = 2
	}
	err = v.Post(b.API("follow-ups"), body, &rest.FollowUpResult{})
	switch code := apiclient.CodeOf(err); {
	case err == nil:
		return v.Go(b.URL(toldPath), "It is written down. They will not be asked about it any more.")
	case code == evidence.AlreadyAnswered:
		f.Top = "They have answered already, and the first answer counts. What you wrote was not kept."
		return tell(v, b, list, v.Conflict)
	case code == evidence.Expired:
		f.Top = "The time for answers is over. What you wrote was not kept."
		return tell(v, b, list, v.Conflict)
	case f.Refused(err):
		return tell(v, b, list, v.Again)
	}
	return err
}
