package mine

import (
	"evidencedesk/api/rest"
	"evidencedesk/api/web/page"
	"evidencedesk/api/web/ui"
	"evidencedesk/internal/postgres"
)

// showMessage is the form to write to the library.
func showMessage(v *page.Visit) error {
	r, err := read(v)
	if err != nil {
		return err
	}
	if !r.talks() {
		return r.gone(v, "Messages about this request are closed.")
	}
	return v.Show("message", messagePage(v, r))
}

func takeMessage(v *page.Visit) error {
	f := v.Form()
	f.Say("text:required", "Write your message.")
	f.Say("text:too-short", "Write your message.")
	body := rest.MessageBody{NewMessage: postgres.NewMessage{Kind: postgres.MessageUpdate, Text: f.Get("text")}}
	var posted rest.PostedMessage
	err := v.Post("/requests/"+idOf(v)+"/messages", body, &posted)
	if err == nil {
		return v.Go(here(v, "#messages"), lookAgain("Your message was sent.", posted.Warnings))
	}
	if !f.Refused(err) {
		return err
	}
	r, err := read(v)
	if err != nil {
		return err
	}
	return v.Again("message", messagePage(v, r))
}

type messageModel struct {
	Reference string
	Start     ui.Form
	Guard     *ui.GuardNotice
	Text      ui.Textarea
}

func messagePage(v *page.Visit, r one) page.View {
	f := v.Form()
	m := messageModel{Reference: r.Reference, Start: f.Start("")}
	m.Text = messageBox(f)
	m.Text.LabelIsHeading, m.Text.LabelSize, m.Text.Caption = true, "l", "Request "+r.Reference
	m.Guard = f.Guard()
	return r.view("Write to the library", f, m)
}

func messageBox(f *page.Form) ui.Textarea {
	box := f.Text("text", "Write to the library", maxMessage, patientHint)
	box.LabelSize = "s"
	return box
}
