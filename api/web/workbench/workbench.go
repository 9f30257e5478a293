// Package workbench is what every page of a request for library staff begins with: the request as the API gives it, its
// header with the tabs, who else has it open, and the place that says when it has changed.
//
// A page reads the request once with Load, builds its View with View, and writes {{ui .Bench.Top}} first in its template,
// where the h1 stands. The pages of the process have the name of their command: /work/{id}/deliver, /work/{id}/complete-search.
package workbench

import (
	"cmp"
	"net/http"
	"net/url"
	"slices"
	"strconv"

	"evidencedesk/api/rest"
	"evidencedesk/api/web/page"
	"evidencedesk/api/web/ui"
	"evidencedesk/internal/evidence"
	"evidencedesk/internal/postgres"
)

// Names of the tabs, which are the last part of their addresses.
const (
	Overview   = ""
	Brief      = "brief"
	Searches   = "searches"
	Select     = "select"
	Records    = "records"
	References = "references"
	Summary    = "summary"
	Review     = "review"
	Messages   = "messages"
	Time       = "time"
	History    = "history"
)

// Bench is a request on the desk of somebody who works on it.
type Bench struct {
	rest.RequestView

	visit  *page.Visit
	others []rest.Present
}

// Load reads the request of the address's :id. Whoever may see it but does not work on it is told that there is no such page:
// their own page of it is another one.
func Load(v *page.Visit, id string) (*Bench, error) {
	b := &Bench{visit: v}
	if err := v.Read("/requests/"+url.PathEscape(id), &b.RequestView); err != nil {
		return nil, err
	}
	if b.Relation != postgres.RelationLibrary && b.Relation != postgres.RelationReview {
		return nil, page.ErrNotFound
	}
	return b, nil
}

// Meet notes that the visitor has the request open, and finds out who else has, for pages that people read or write in for a
// while. Without an answer the page goes without: nobody waits for it.
func (b *Bench) Meet() {
	if b.visit.Request.Method != http.MethodGet {
		return
	}
	b.others, _ = Meet(b.visit, string(b.ID), false)
}

// Meet notes that the visitor reads or writes at a request, and lists who else does.
func Meet(v *page.Visit, id string, writing bool) ([]rest.Present, error) {
	body := rest.PresenceBody{Doing: "reading"}
	if writing {
		body.Doing = "writing"
	}
	var others struct{ Items []rest.Present }
	err := v.Post("/requests/"+url.PathEscape(id)+"/presence", body, &others)
	return others.Items, err
}

// Others is the line that says who else has the request open. The script of the page keeps it fresh.
func (b *Bench) Others(writing bool) ui.Presence {
	return ui.Presence{People: present(b.others), Address: b.URL("presence"), Writing: writing}
}

// Others is the same line for the script.
func Others(list []rest.Present) ui.Presence { return ui.Presence{People: present(list)} }

func present(list []rest.Present) []ui.Present {
	people := make([]ui.Present, len(list))
	for i, p := range list {
		people[i] = ui.Present{Name: p.Name, Writing: p.Doing == "writing"}
	}
	return people
}

// URL is the address of one of the request's pages; parts are joined with slashes, none is the overview.
func (b *Bench) URL(parts ...string) string {
	at := "/work/" + string(b.ID)
	for _, p := range parts {
		if p != "" {
			at += "/" + url.PathEscape(p)
		}
	}
	return at
}

// API is the address of one of the request's resources below /api/v1, for Read, Post, Put and Delete.
func (b *Bench) API(parts ...string) string {
	at := "/requests/" + string(b.ID)
	for _, p := range parts {
		at += "/" + url.PathEscape(p)
	}
	return at
}

// Can reports whether the process takes the command from the visitor now.
func (b *Bench) Can(name evidence.Name) bool { return slices.Contains(b.AllowedCommands, name) }

// Mine reports whether the visitor owns the request.
func (b *Bench) Mine() bool { return b.Owner != "" && b.Owner == b.visit.Me.Person }

// Works reports whether the visitor is a librarian or trainee of the library of the request, who may write its content.
func (b *Bench) Works() bool {
	return b.Relation == postgres.RelationLibrary && b.visit.Me.Actor(b.Library).Is(evidence.Librarian, evidence.Trainee)
}

// Manages reports whether the visitor is a manager of the library of the request.
func (b *Bench) Manages() bool {
	return b.Relation == postgres.RelationLibrary && b.visit.Me.Actor(b.Library).Is(evidence.Manager)
}

// Open reports whether what belongs to the request may still be changed.
func (b *Bench) Open() bool { return b.Stage.Open() || b.Stage == evidence.Delivered }

// longest is how much of a question a heading holds, in characters.
const longest = 110

// Title is the question, or its beginning.
func (b *Bench) Title() string {
	return cmp.Or(page.Shorten(b.Question, longest), "A question that was erased")
}

// View is the frame of a page of the request: `what` is what the page shows, such as "Messages".
func (b *Bench) View(what string, data any) page.View {
	return page.View{Title: what + ": " + b.Reference, Current: "/queue", Wide: true, Data: data}
}

// Asked is who asked, as staff read it.
func (b *Bench) Asked() string {
	switch {
	case b.RequesterName == "":
		return "Not known any more"
	case b.OrganisationName != "":
		return b.RequesterName + ", " + b.OrganisationName
	}
	return b.RequesterName
}

// Librarian is who owns the request, in words.
func (b *Bench) Librarian() string {
	switch {
	case b.Owner == "":
		return "Nobody yet"
	case b.Mine():
		return b.OwnerName + " (you)"
	}
	return b.OwnerName
}

// Status is the tag that says where the request stands.
func (b *Bench) Status() ui.Tag {
	s := page.StatusFor(b.Stage, b.Outcome, true)
	return ui.Tag{Text: s.Words, Colour: s.Colour}
}

// Due is the deadline that counts, in words and colour, with its date.
func (b *Bench) Due() ui.Component {
	switch {
	case b.Stage == evidence.Delivered || b.Stage == evidence.Closed || b.Stage == evidence.Split:
		return ui.Text("No deadline any more")
	case b.DueBy.IsZero() && !b.Running && b.Stage.Open():
		return ui.Text("Clock paused")
	}
	s := page.Due(b.DueBy, b.visit.Now(), b.Running, b.visit.Zone)
	return ui.Due{Text: s.Words, Colour: s.Colour, At: b.DueBy}
}

// Live is the place that says when the request has changed since the page was made. It counts the steps of the process.
func (b *Bench) Live() ui.Live {
	made := ui.TimeClock.Write(b.visit.Now().In(b.visit.Zone))
	return ui.Live{
		ID: "live", Source: b.URL("events"), Since: strconv.Itoa(b.Seq), Text: "This page is from " + made + ".", Still: "Nothing has changed since " + made + ".",
		Link: "Load it again", Href: b.visit.Request.URL.Path, One: "This request has changed.", Many: "This request has changed {n} times.", Show: "Show it",
	}
}
