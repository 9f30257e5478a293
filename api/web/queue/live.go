package queue

import (
	"errors"
	"time"

	"evidencedesk/api/rest"
	"evidencedesk/api/web/page"
	"evidencedesk/api/web/ui"
	"evidencedesk/internal/apiclient"
	"evidencedesk/internal/evidence"
	"evidencedesk/internal/postgres"
	"evidencedesk/internal/vocabulary"
)

// liveForm is the page on which a question and its answer are written down together, with one hand if need be.
type liveForm struct {
	Start    ui.Form
	Guard    *ui.GuardNotice
	Library  *ui.Select
	Who      who
	Channel  ui.Select
	Question ui.Textarea
	Type     ui.Select
	Answer   ui.Textarea
	Sources  ui.Textarea
	Minutes  ui.Input
	Also     ui.Checkboxes
	Full     ui.Details
	Urgency  ui.Select
	Why      ui.Input
	Earlier  earlier
}

const (
	minutesField = "minutes"
	sourcesField = "references"
	mostMinutes  = 1440 // of one time entry
	spentOn      = "search"
)

// Librarians is for those who may answer at once.
func Librarians(v *page.Visit) bool { return v.SignedIn && v.Me.Is(evidence.Librarian) }

func showLive(v *page.Visit) error { return livePage(v, v.Form(), v.Show) }

// takeLive records the answered question. What was typed on the page before comes along when its button led here.
func takeLive(v *page.Visit) error {
	f := v.Form()
	if do := f.Get("_do"); do == doFind || do == doLive {
		return livePage(v, f, v.Show)
	}
	body, minutes := answered(v, f)
	if f.Failed() {
		return livePage(v, f, v.Again)
	}
	var opened rest.OpenedResult
	if err := v.Post("/requests/live", body, &opened); err != nil {
		sayLive(f)
		if f.Refused(aboutSources(err, f)) {
			return livePage(v, f, v.Again)
		}
		return err
	}
	said := "You logged " + opened.Reference + " with its answer."
	if opened.FullSearch != "" {
		said += " The full search is a request of its own, in the queue."
	}
	if noted := noteTime(v, opened.ID, body.OccurredAt, minutes); noted != nil {
		said += " The time could not be noted: add it to the request's time."
	}
	return v.Go("/work/"+string(opened.ID), said)
}

// noteTime notes the time spent; nothing for none.
func noteTime(v *page.Visit, id evidence.RequestID, at time.Time, minutes int) error {
	if minutes == 0 {
		return nil
	}
	if at.IsZero() {
		at = v.Now().Add(-time.Duration(minutes) * time.Minute)
	}
	entry := rest.TimeBody{TimeContent: postgres.TimeContent{Stage: spentOn, Minutes: minutes, StartedAt: at.UTC()}}
	var saved rest.SavedTime
	return v.Post("/requests/"+string(id)+"/time-entries", entry, &saved)
}

// answered reads the form. A question that was answered at once was urgent in the sense of the vocabulary; the full search that
// may follow is as urgent as the form says.
func answered(v *page.Visit, f *page.Form) (body rest.LiveBody, minutes int) {
	body.SubmitBody = submission(v, f)
	body.Answer = postgres.SummaryText{Text: f.Get("answer.text"), Product: "quick_answer"}
	if body.Answer.Text == "" {
		f.Wrong("answer.text", "Write the answer.")
	}
	body.References = sources(f.Get(sourcesField))
	body.FullSearch, body.FollowUp = f.Get("full_search") == "true", f.Get("follow_up") == "true"
	if f.Get("outcome") != "" {
		body.Outcome = evidence.NothingFound
	}
	if !body.FullSearch {
		body.Urgency = atOnce(v)
		if body.WhyUrgent == "" {
			body.WhyUrgent = "Answered at once: " + v.Label(vocabulary.Channels, body.Channel)
		}
	}
	return body, f.Int(minutesField, 1, mostMinutes)
}

// atOnce is the urgency of what goes past the queue.
func atOnce(v *page.Visit) string {
	for _, item := range v.Choices(vocabulary.Urgencies) {
		if u, ok := v.Vocabulary.Urgency(item.Value); ok && u.BypassesQueue {
			return u.Code
		}
	}
	return ""
}

func sayLive(f *page.Form) {
	sayLog(f)
	f.Say("answer.text:required", "Write the answer.")
	f.Say("answer.text:too-long", "Shorten the answer to 10,000 characters.")
}

// aboutSources moves what is wrong with a reference to the box in which it is a line.
func aboutSources(err error, f *page.Form) error {
	var p *apiclient.Problem
	if !errors.As(err, &p) {
		return err
	}
	lines := sourceLines(f.Get(sourcesField))
	for i, e := range p.Errors {
		if n, ok := lineOf(e.Field); ok && n < len(lines) {
			p.Errors[i].Detail = "Check this source: " + page.Shorten(lines[n], mostWords)
			p.Errors[i].Field = sourcesField
		}
	}
	return err
}

func livePage(v *page.Visit, f *page.Form, show func(string, page.View) error) error {
	m := liveForm{Start: f.Start("/queue/live")}
	var err error
	if m.Library, err = libraryAsked(v, f); err != nil {
		return err
	}
	if m.Who, err = whoAsked(v, f); err != nil {
		return err
	}
	m.Channel = f.Select("channel", "How it reached you", v.Pick(vocabulary.Channels, "Choose one"))
	m.Question = f.Text("question", "What was asked", evidence.MaxNote, "Never name or describe a patient.")
	m.Question.Rows = 3
	m.Type = f.Select("type", "What it is for", v.Pick(vocabulary.SearchTypes, "Choose one"))
	m.Answer = f.Text("answer.text", "Your answer", evidence.MaxNote)
	m.Sources = f.Text(sourcesField, "Sources", evidence.MaxNote, "One on each line: a title, an address, a DOI or a PubMed number.")
	m.Sources.Rows, m.Sources.Optional = 3, true
	m.Minutes = ui.Input{Field: f.Field(minutesField, "Minutes it took"), Width: 4, Suffix: "minutes"}
	m.Minutes.InputMode, m.Minutes.Optional = "numeric", true
	m.Also = also(f)
	m.Full = ui.Details{Summary: "How soon the full search is needed", ID: "full", Open: f.Get("full_search") != "" || f.Error("why_urgent") != ""}
	m.Urgency = urgency(v, f, "How soon the full search is needed")
	m.Why = f.Line("why_urgent", "Why it is urgent", "Only when it is needed now or today.")
	m.Why.Optional = true
	m.Earlier = received(f)
	m.Guard = f.Guard()
	return show("live", page.View{Title: "Log a question that you answered", Current: "/queue/log", Back: "/queue/log", BackTo: "Log a request", Form: f, Data: m})
}

// also is what else may be true of the answer: boxes with a name each.
func also(f *page.Form) ui.Checkboxes {
	item := func(name, value, label string) ui.Item {
		return ui.Item{Name: name, Value: value, Label: label, Checked: f.Get(name) == value, ID: ui.IDOf(name)}
	}
	c := f.Checkboxes("also", "Also", []ui.Item{
		item("full_search", "true", "It needs a full search too"),
		item("outcome", string(evidence.NothingFound), "Nothing was found"),
		item("follow_up", "true", "Ask them later what difference it made"),
	})
	c.LabelSize = "s"
	return c
}
