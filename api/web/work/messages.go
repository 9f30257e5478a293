package work

import (
	"cmp"
	"net/url"
	"strings"

	"evidencedesk/api/rest"
	"evidencedesk/api/web/page"
	"evidencedesk/api/web/ui"
	"evidencedesk/api/web/workbench"
	"evidencedesk/internal/apiclient"
	"evidencedesk/internal/evidence"
	"evidencedesk/internal/postgres"
	"evidencedesk/internal/vocabulary"
)

// Whom a message is for.
const (
	toRequester = "update"
	toLibrary   = "note"
)

// messagesPage is the conversation.
type messagesPage struct {
	Top    []ui.Component
	Thread ui.Messages
	Empty  bool
	Next   *ui.Link
	Write  bool
	Start  ui.Form
	Guard  *ui.GuardNotice
	Fields []ui.Component
	Files  ui.Link
	Answer *ui.Link
}

func showMessages(v *page.Visit) error {
	b, err := workbench.Load(v, v.Param("id"))
	if err != nil {
		return err
	}
	return messagePage(v, b, v.Show)
}

func messagePage(v *page.Visit, b *workbench.Bench, show func(string, page.View) error) error {
	var thread struct {
		Items []postgres.Message
		Next  string
	}
	path := b.API("messages")
	if after := v.Query("after"); after != "" {
		path += "?cursor=" + url.QueryEscape(after)
	}
	if err := v.Read(path, &thread); err != nil {
		return err
	}
	p := messagesPage{
		Top: b.Top(workbench.Messages), Thread: conversation(v, b, thread.Items), Empty: len(thread.Items) == 0, Write: b.Open(),
		Files: ui.Link{Href: b.URL("files"), Text: page.Count(b.Contents.Attachments, "file") + " of this request"},
	}
	if thread.Next != "" {
		p.Next = &ui.Link{Href: b.URL(workbench.Messages) + "?after=" + url.QueryEscape(thread.Next), Text: "Newer messages"}
	}
	if b.Can(evidence.Answer) {
		p.Answer = &ui.Link{Href: b.URL("answer-for"), Text: "Write down an answer that came in another way"}
	}
	if p.Write {
		if err := p.write(v, b); err != nil {
			return err
		}
	}
	view := b.View("Messages", p)
	view.Form = v.Form()
	return show("messages", view)
}

// write adds the form for a new message.
func (p *messagesPage) write(v *page.Visit, b *workbench.Bench) error {
	f := v.Form()
	list, err := templates(v, b, "message")
	if err != nil {
		return err
	}
	f.Default("kind", toRequester)
	if b.Relation != postgres.RelationLibrary {
		f.Set("kind", toLibrary) // an invited reviewer writes to the library only
	}
	p.Fields = offer(v, b, f, list, textField)
	if b.Relation == postgres.RelationLibrary {
		who := f.Radios("kind", "Who is this for?", []ui.Item{
			{Value: toRequester, Label: cmp.Or(b.RequesterName, "The requester")}, {Value: toLibrary, Label: "Library staff only", Hint: "The requester never sees it."},
		})
		who.Inline = true
		p.Fields = append(p.Fields, who)
	} else {
		p.Fields = append(p.Fields, ui.InsetText{Text: "Your note is for the library only."}, ui.Hidden{Name: "kind", Value: toLibrary})
	}
	p.Fields = append(p.Fields, f.Text(textField, "Message", evidence.MaxMessage, "Do not include anything that could identify a patient."))
	if b.Can(evidence.Ask) {
		p.Fields = append(p.Fields, f.Checkboxes(pauseField, "", []ui.Item{{
			Value: "yes", Label: "I need an answer before I can go on", Hint: "This pauses the clock until they answer.",
		}}))
	}
	p.Fields = append(p.Fields, ui.Button{Text: "Send", PreventDoubleClick: true})
	p.Start, p.Guard = f.Start(b.URL(workbench.Messages)), f.Guard()
	return nil
}

// conversation is the thread as staff read it.
func conversation(v *page.Visit, b *workbench.Bench, list []postgres.Message) ui.Messages {
	who := namesOf(v, b)
	var thread ui.Messages
	for _, m := range list {
		one := ui.Message{
			ID: "m-" + m.ID, At: m.CreatedAt, Text: m.Text, Yours: m.Author == v.Me.Person, LibraryOnly: m.Kind == postgres.MessageNote, From: who.of(m.Author),
		}
		if m.Author == v.Me.Person {
			one.From = "You"
		}
		switch m.Kind {
		case postgres.MessageNote:
			one.From = "note from " + lowerYou(one.From)
		case postgres.MessageQuestion:
			one.From += ", asking " + cmp.Or(b.RequesterName, "the requester")
		case postgres.MessageAnswer:
			if m.Channel != "" {
				one.From += ", writing down the answer of " + cmp.Or(b.RequesterName, "the requester") + " (" + page.Lower(v.Label(vocabulary.Channels, m.Channel)) + ")"
			}
		case postgres.MessageUpdate:
		}
		if m.Erased {
			one.Text = "This text was erased."
		}
		thread.Items = append(thread.Items, one)
	}
	return thread
}

func lowerYou(name string) string {
	if name == "You" {
		return "you"
	}
	return name
}

func takeMessage(v *page.Visit) error {
	b, err := workbench.Load(v, v.Param("id"))
	if err != nil {
		return err
	}
	f := v.Form()
	if f.Has(useButton) {
		return messagePage(v, b, v.Show)
	}
	text, kind := f.Get(textField), postgres.MessageKind(f.Get("kind"))
	asks := f.Get(pauseField) == "yes"
	switch {
	case text == "":
		f.Wrong(textField, "Write your message.")
	case asks && kind == postgres.MessageNote:
		f.Wrong(pauseField, "Only a message to the requester can wait for an answer. Choose who it is for.")
	}
	if f.Failed() {
		return messagePage(v, b, v.Again)
	}
	if asks {
		return askHere(v, b, text)
	}
	body := rest.MessageBody{NewMessage: postgres.NewMessage{Kind: kind, Text: text}}
	var posted rest.PostedMessage
	if err := v.Post(b.API("messages"), body, &posted); err != nil {
		return refusedMessage(v, b, err)
	}
	return v.Go(b.URL(workbench.Messages), sent(kind, posted.Warnings))
}

// asked is the name that the command ask has for the text of the message.
const asked = "message"

// askHere sends the message as a question, which pauses the clock.
func askHere(v *page.Visit, b *workbench.Bench, text string) error {
	said := v.Form().Values()[page.ConfirmField]
	for i, one := range said {
		if tail, ok := strings.CutPrefix(one, textField+"|"); ok {
			said[i] = asked + "|" + tail
		}
	}
	var result rest.CommandResult
	err := v.Post(b.API(string(evidence.Ask)), rest.AskBody{Message: text}, &result)
	if err == nil {
		return v.Go(b.URL(workbench.Messages), "Your question is sent. The clock is paused until they answer.")
	}
	if p, ok := apiclient.ProblemOf(err); ok {
		for i := range p.Errors {
			if p.Errors[i].Field == asked {
				p.Errors[i].Field = textField
			}
		}
	}
	return refusedMessage(v, b, err)
}

func sent(kind postgres.MessageKind, warnings []rest.Finding) string {
	said := "Your message is sent."
	if kind == postgres.MessageNote {
		said = "Your note is saved. Only the library sees it."
	}
	if len(warnings) > 0 {
		said += " Look at it again: some of it may identify a patient."
	}
	return said
}

// refusedMessage shows the conversation again, with what was typed and why it was not sent.
func refusedMessage(v *page.Visit, b *workbench.Bench, err error) error {
	if !v.Form().Refused(err) {
		return err
	}
	now, readErr := workbench.Load(v, string(b.ID))
	if readErr != nil {
		return readErr
	}
	return messagePage(v, now, v.Again)
}
