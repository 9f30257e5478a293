package mine

import (
	"net/url"

	"evidencedesk/api/web/page"
	"evidencedesk/api/web/ui"
	"evidencedesk/internal/evidence"
	"evidencedesk/internal/postgres"
	"evidencedesk/internal/vocabulary"
)

// thread is the messages of a request, oldest first.
type thread struct {
	Items []postgres.Message `json:"items"`
	Next  string             `json:"next"`
}

const threadPage = "200" // messages

func readThread(v *page.Visit) (t thread, err error) {
	query := url.Values{"limit": {threadPage}}
	if cursor := v.Query("messages"); cursor != "" {
		query.Set("cursor", cursor)
	}
	err = v.Read("/requests/"+idOf(v)+"/messages?"+query.Encode(), &t)
	return t, err
}

// shown are the messages as the page has them. Notes among staff are for the workbench.
func (t thread) shown(v *page.Visit, r one) ui.Messages {
	var list ui.Messages
	for _, m := range t.Items {
		if m.Kind == postgres.MessageNote {
			continue
		}
		shown := ui.Message{ID: "message-" + m.ID, From: author(v, r, m), At: m.CreatedAt, Text: m.Text, Yours: m.Author == r.me}
		if m.Erased {
			shown.Text = "This message was erased."
		}
		list.Items = append(list.Items, shown)
	}
	return list
}

// more leads to the messages after these; nil when there are none.
func (t thread) more(r one) *ui.Pagination {
	if t.Next == "" {
		return nil
	}
	return &ui.Pagination{
		Label: "Messages", NextHref: address(r.ID, "?messages="+url.QueryEscape(t.Next)+"#messages"), NextTitle: "Newer messages",
		Total: "The oldest " + threadPage + " messages are shown",
	}
}

// question is the newest question of the library; empty when it is not among these messages.
func (t thread) question() string {
	text := ""
	for _, m := range t.Items {
		if m.Kind == postgres.MessageQuestion && !m.Erased {
			text = m.Text
		}
	}
	return text
}

// author names who wrote a message, as far as the visitor is told.
func author(v *page.Visit, r one, m postgres.Message) string {
	name := nameOf(r, m.Author)
	switch {
	case m.Channel != "":
		return "Your answer, written down by the library (" + v.Label(vocabulary.Channels, m.Channel) + ")"
	case m.Author == r.me:
		return "You"
	case name != "" && m.Author == r.Owner:
		return name + ", librarian"
	case name != "":
		return name
	case m.Kind == postgres.MessageAnswer:
		return "A colleague"
	}
	return r.LibraryName
}

// nameOf names somebody who has to do with the request; empty for others.
func nameOf(r one, person evidence.PersonID) string {
	switch person {
	case r.Owner:
		return r.OwnerName
	case r.Requester:
		return r.RequesterName
	}
	for _, p := range r.People {
		if p.Person == person {
			return p.Name
		}
	}
	return ""
}
