package mine

import (
	"evidencedesk/api/rest"
	"evidencedesk/api/web/page"
	"evidencedesk/api/web/ui"
	"evidencedesk/internal/postgres"
)

// endOfDay is the hour by which something is needed "on" a day.
const endOfDay = 17

// showNeeded is the form to ask for another date. The date itself is agreed with the library, so it goes there as a message.
func showNeeded(v *page.Visit) error {
	r, err := read(v)
	if err != nil {
		return err
	}
	if !r.changes() {
		return r.gone(v, "The date can no longer be changed.")
	}
	return v.Show("needed", neededPage(v, r))
}

func takeNeeded(v *page.Visit) error {
	f := v.Form()
	at := f.Date("needed_by", endOfDay, v.Zone)
	switch {
	case f.Failed():
	case at.IsZero():
		f.Wrong("needed_by", "Give the date by which you need the answer.")
	case at.Before(v.Now()):
		f.Wrong("needed_by", "Give a date that is still to come.")
	}
	if !f.Failed() {
		// What was typed comes first, so that a finding of the identifier guard is where the page says.
		text := f.Get("text")
		if text != "" {
			text += "\n\n"
		}
		body := rest.MessageBody{NewMessage: postgres.NewMessage{Kind: postgres.MessageUpdate, Text: text + "I now need the answer by " + v.Day(at) + "."}}
		var posted rest.PostedMessage
		err := v.Post("/requests/"+idOf(v)+"/messages", body, &posted)
		if err == nil {
			return v.Go(here(v, "#messages"), lookAgain("The library was asked for the new date.", posted.Warnings))
		}
		if !f.Refused(err) {
			return err
		}
	}
	r, err := read(v)
	if err != nil {
		return err
	}
	return v.Again("needed", neededPage(v, r))
}

type neededModel struct {
	Reference string
	Expected  string
	Start     ui.Form
	Guard     *ui.GuardNotice
	Date      ui.DateInput
	Text      ui.Textarea
}

func neededPage(v *page.Visit, r one) page.View {
	f := v.Form()
	m := neededModel{Reference: r.Reference, Start: f.Start("")}
	if !r.PromiseDue.IsZero() {
		m.Expected = v.Day(r.PromiseDue)
	}
	m.Date = f.DateInput("needed_by", "When do you need the answer?", "For example, 27 11 2026")
	m.Text = f.Text("text", "Why has the date changed?", maxMessage/2, patientHint)
	m.Text.Optional = true
	m.Date.LabelSize, m.Text.LabelSize = "s", "s"
	m.Guard = f.Guard()
	return r.view("Change the date you need it by", f, m)
}
