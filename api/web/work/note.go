package work

import (
	"net/url"
	"strings"

	"evidencedesk/api/rest"
	"evidencedesk/api/web/page"
	"evidencedesk/api/web/ui"
	"evidencedesk/api/web/workbench"
	"evidencedesk/internal/evidence"
	"evidencedesk/internal/postgres"
)

// Fields of a message that is written from a template.
const (
	textField = "text"
	sentField = "_sent" // the message that goes with a command has been sent
)

// templates reads the texts that the library of the request begins its messages of one kind with.
func templates(v *page.Visit, b *workbench.Bench, kind string) ([]rest.Template, error) {
	var all struct{ Items []rest.Template }
	if b.Relation != postgres.RelationLibrary {
		return nil, nil
	}
	if err := v.Read("/libraries/"+url.PathEscape(string(b.Library))+"/templates", &all); err != nil {
		return nil, err
	}
	var of []rest.Template
	for _, t := range all.Items {
		if t.Kind == kind {
			of = append(of, t)
		}
	}
	return of, nil
}

// offer puts a list of templates before a text, and the one that was chosen into it. What is there already stays.
func offer(v *page.Visit, b *workbench.Bench, f *page.Form, list []rest.Template, into string) []ui.Component {
	if len(list) == 0 {
		return nil
	}
	options := []ui.Option{{Text: "Choose a text"}}
	for _, t := range list {
		options = append(options, ui.Option{Value: t.ID, Text: t.Name})
		if f.Has(useButton) && f.Get(templateField) == t.ID {
			f.Set(into, strings.TrimSpace(f.Get(into)+"\n\n"+filled(v, b, t.Text)))
			f.Set(templateField, "") // so that a second press does not add it again
		}
	}
	return []ui.Component{
		f.Select(templateField, "Begin with a text of the library", options),
		ui.Button{Text: "Use it", More: ": put the text into the message", Variant: ui.Secondary, Small: true, Name: useButton, Value: "1"},
	}
}

// filled is a template with its places filled in.
func filled(v *page.Visit, b *workbench.Bench, text string) string {
	due := "a date to be agreed"
	if !b.DueBy.IsZero() {
		due = v.Day(b.DueBy)
	}
	return strings.NewReplacer(
		"{requester}", b.RequesterName, "{reference}", b.Reference, "{question}", b.Question, "{librarian}", v.Me.Name,
		"{library}", b.LibraryName, "{due}", due,
	).Replace(text)
}

// noteFields asks for a message to the requester that goes with the command.
func (d *desk) noteFields() error {
	switch {
	case d.act.note == "":
		return nil
	case d.form.Has(sentField):
		d.add(ui.Hidden{Name: sentField, Value: "1"}, ui.InsetText{Text: "Your message to the requester was sent a moment ago. It will not be sent again."})
		return nil
	}
	list, err := templates(d.Visit, d.bench, d.act.note)
	if err != nil {
		return err
	}
	d.add(offer(d.Visit, d.bench, d.form, list, textField)...)
	text := d.form.Text(textField, "Message to the requester", evidence.MaxMessage, "It goes to the conversation, before this is done. Do not include anything that could identify a patient.")
	text.Optional = true
	d.add(text)
	return nil
}

// tell sends the message that goes with the command. It is sent first, because nothing can be written to a request that has ended,
// and it is kept in mind, so that a command that is refused does not send it twice.
func (d *desk) tell() error {
	text := d.form.Get(textField)
	if d.act.note == "" || text == "" || d.form.Has(sentField) {
		return nil
	}
	body := rest.MessageBody{NewMessage: postgres.NewMessage{Kind: postgres.MessageUpdate, Text: text}}
	if err := d.Post(d.bench.API("messages"), body, nil); err != nil {
		return err
	}
	d.form.Set(sentField, "1")
	d.form.Values().Del(page.ConfirmField) // said of the message; the command carries no text
	return nil
}
