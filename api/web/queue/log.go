package queue

import (
	"evidencedesk/api/rest"
	"evidencedesk/api/web/page"
	"evidencedesk/api/web/ui"
	"evidencedesk/internal/evidence"
	"evidencedesk/internal/vocabulary"
)

// What the buttons of the page ask for, in the field _do.
const (
	doFind  = "find"  // people; nothing is sent
	doTaken = "taken" // log it and take it
	doLive  = "live"  // go on to answering it at once, with what was typed
)

// logForm is the page on which a request is written down that reached the library by phone, e-mail or on a ward round.
type logForm struct {
	Start    ui.Form
	Guard    *ui.GuardNotice
	Library  *ui.Select
	Who      who
	Channel  ui.Select
	Question ui.Textarea
	Type     ui.Select
	Urgency  ui.Select
	Why      ui.Input
	Earlier  earlier
	Buttons  ui.ButtonGroup
}

// earlier asks when it was received, folded away because it mostly was just now.
type earlier struct {
	Fold ui.Details
	Date ui.DateInput
	Time ui.TimeInput
}

func showLog(v *page.Visit) error { return logPage(v, v.Form(), v.Show) }

// takeLog submits the request, and takes it when that was asked for.
func takeLog(v *page.Visit) error {
	f := v.Form()
	if f.Get("_do") == doFind {
		return logPage(v, f, v.Show)
	}
	body := submission(v, f)
	if f.Failed() {
		return logPage(v, f, v.Again)
	}
	var opened rest.OpenedResult
	if err := v.Post("/requests", body, &opened); err != nil {
		sayLog(f)
		if f.Refused(err) {
			return logPage(v, f, v.Again)
		}
		return err
	}
	if f.Get("_do") != doTaken {
		return v.Go(address, "You logged "+opened.Reference+". It is in the queue.")
	}
	at := "/work/" + string(opened.ID)
	if err := v.Command(opened.ID, evidence.Claim, nil); err != nil {
		return v.Go(at, "You logged "+opened.Reference+", but it could not be taken for you just now: it is in the queue.")
	}
	return v.Go(at, "You logged "+opened.Reference+" and took it.")
}

// submission reads the part that both pages have: who asked what, how and when. What is missing is noted in the form.
func submission(v *page.Visit, f *page.Form) rest.SubmitBody {
	b := rest.SubmitBody{
		Requester: requester(f), QuestionBody: rest.QuestionBody{Question: f.Get("question")}, Type: f.Get("type"), Urgency: f.Get("urgency"),
		WhyUrgent: f.Get("why_urgent"), Channel: f.Get("channel"), Library: evidence.LibraryID(f.Get("library")), OccurredAt: occurred(v, f),
	}
	if b.Channel == "" {
		f.Wrong("channel", "Choose how it reached you.")
	}
	if b.Question == "" {
		f.Wrong("question", "Write what was asked.")
	}
	if b.Type == "" {
		f.Wrong("type", "Choose what it is for.")
	}
	if mine := works(v); b.Library == "" && len(mine) == 1 {
		b.Library = mine[0]
	}
	return b
}

// sayLog gives the words for what the API can find wrong.
func sayLog(f *page.Form) {
	f.Say("question:too-short", "Write the question in at least 15 characters.")
	f.Say("question:too-long", "Shorten the question to 10,000 characters.")
	f.Say("why_urgent:required", "Say why it is urgent.")
	f.Say("library:required", "Choose the library.")
	f.Say("library:malformed", "Choose the library.")
	f.Say("requester.new.email:malformed", "Give an email address such as name@example.nhs.uk.")
}

func logPage(v *page.Visit, f *page.Form, show func(string, page.View) error) error {
	m := logForm{Start: f.Start("/queue/log")}
	var err error
	if m.Library, err = libraryAsked(v, f); err != nil {
		return err
	}
	if m.Who, err = whoAsked(v, f); err != nil {
		return err
	}
	m.Channel = f.Select("channel", "How it reached you", v.Pick(vocabulary.Channels, "Choose one"))
	m.Question = f.Text("question", "What was asked", evidence.MaxNote, "Never name or describe a patient.")
	m.Question.Rows = 4
	m.Type = f.Select("type", "What it is for", v.Pick(vocabulary.SearchTypes, "Choose one"))
	m.Urgency = urgency(v, f, "How soon it is needed")
	m.Why = f.Line("why_urgent", "Why it is urgent", "Only when it is needed now or today.")
	m.Why.Optional = true
	m.Earlier = received(f)
	m.Guard = f.Guard()
	m.Buttons = ui.ButtonGroup{Items: logButtons(v)}
	return show("log", page.View{Title: "Log a request", Current: "/queue/log", Form: f, Data: m})
}

// logButtons go on in three ways; those are left out that are not for the visitor.
func logButtons(v *page.Visit) []ui.Component {
	list := []ui.Component{ui.Button{Text: "Put it in the queue", PreventDoubleClick: true}}
	if v.Me.Is(evidence.Librarian, evidence.Trainee) {
		list = append(list, ui.Button{Text: "Take it myself", Variant: ui.Secondary, Name: "_do", Value: doTaken, PreventDoubleClick: true})
	}
	if Librarians(v) {
		list = append(list, ui.Button{Text: "Answer it now", Variant: ui.Secondary, Name: "_do", Value: doLive, To: "/queue/live"})
	}
	return list
}

// libraryAsked asks for the library of those who work in several; nil for the others.
func libraryAsked(v *page.Visit, f *page.Form) (*ui.Select, error) {
	mine := works(v)
	if len(mine) < 2 { //nolint:mnd // with one there is nothing to choose
		return nil, nil //nolint:nilnil // no field
	}
	var all rows[rest.LibraryRow]
	if err := v.Read("/libraries", &all); err != nil {
		return nil, err
	}
	options := []ui.Option{{Text: "Choose one"}}
	for _, l := range all.Items {
		for _, id := range mine {
			if l.ID == id {
				options = append(options, ui.Option{Value: string(l.ID), Text: l.Name})
			}
		}
	}
	s := f.Select("library", "Library", options)
	return &s, nil
}

// urgency offers the urgencies with what each promises.
func urgency(v *page.Visit, f *page.Form, label string) ui.Select {
	usual, _ := v.Vocabulary.Default(vocabulary.Urgencies)
	f.Default("urgency", usual)
	var options []ui.Option
	for _, item := range v.Choices(vocabulary.Urgencies) {
		u, _ := v.Vocabulary.Urgency(item.Value)
		options = append(options, ui.Option{Value: u.Code, Text: u.Label + ": " + promise(u)})
	}
	return f.Select("urgency", label, options)
}

// workingDay is the length of a working day in minutes, as the urgencies count it.
const workingDay = 480

func promise(u vocabulary.Urgency) string {
	switch {
	case u.ByAgreement:
		return "as agreed"
	case u.SameDay:
		return "today"
	case u.PromiseMinutes < workingDay:
		return "within " + page.Minutes(u.PromiseMinutes)
	}
	return "in " + page.Count(u.PromiseMinutes/workingDay, "working day")
}

// received asks when it came, if not just now.
func received(f *page.Form) earlier {
	e := earlier{
		Date: f.DateInput("occurred_at", "Day", "Leave it empty for today."),
		Time: ui.TimeInput{Field: f.Field("occurred_at.time", "Time", "For example 2:30pm")},
	}
	given := f.Get("occurred_at.day")+f.Get("occurred_at.month")+f.Get("occurred_at.year")+f.Get("occurred_at.time") != ""
	e.Fold = ui.Details{Summary: "It came earlier", ID: "earlier", Open: given}
	return e
}
