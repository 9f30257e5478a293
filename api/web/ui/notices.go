package ui

import (
	"cmp"
	"strings"
)

// ErrorSummary lists what is wrong, at the top of main, before the h1. ErrorsOf makes it from the fields.
type ErrorSummary struct {
	Heading string // "There is a problem" when empty
	Text    string
	Items   []ErrorItem
}

// ErrorItem is one error and the id of its field.
type ErrorItem struct {
	Target string // without "#"; empty: no link
	Text   string
}

// NotificationBanner tells of what has just been done (Success) or has to be done. One a page.
type NotificationBanner struct {
	Success bool
	Title   string // "Success" or "Important" when empty
	Heading string
	Text    string
	Link    *Link
	ID      string // of the title; only where a page has two
}

// InsetText sets a paragraph apart. May have markup inside.
type InsetText struct {
	Text string
	ID   string
}

// WarningCallout warns. May have markup inside.
type WarningCallout struct {
	Heading string // "Important" when empty
	Level   int    // of the heading; 2 when 0
	Text    string
}

// Live is a place whose words change when something new arrives. Its box is always there, so nothing moves: at first it says how
// old the page is, with a link that loads it again; the script replaces both.
type Live struct {
	ID     string
	Source string // address of server-sent events, whose data is the number of changes since the page was made
	Since  string // the number that the page was made at; sent as ?since=
	Text   string // "This list is from 2:41pm."
	Still  string // with scripts, as long as nothing is new: "Nothing has changed since 2:41pm."; the link is hidden then
	Link   string // "Show the newest"
	Href   string // this page again
	One    string // "1 new request."
	Many   string // "{n} new requests."
	Show   string // the link then: "Show it"
}

// Status is an empty or filled line that screen readers say when its words change.
type Status struct {
	ID   string
	Text string
}

// DraftStatus says when a form with Autosave was last saved.
type DraftStatus struct {
	Text   string // "Draft saved at 2:41pm"; may be empty
	Failed string // shown when saving fails; a default when empty
}

// Presence says who else has the page open. The script posts to Address every minute and shows the text it gets.
type Presence struct {
	People  []Present
	Address string // POST; answers {"message": "..."}
	Writing bool   // what is posted as "doing": reading or writing
}

// Present is somebody else with the page open.
type Present struct {
	Name    string
	Writing bool
}

// SessionWarning tells people before their session ends. It needs a script; without one the form is kept and comes back after
// sign-in.
type SessionWarning struct {
	Seconds int    // until the session ends, from when the page is made
	Before  int    // seconds before the end at which to say so; 300 when 0
	Text    string // "You will be signed out at 5:20pm. What you typed is kept."
	Href    string // stays signed in
	Link    string // "Stay signed in"
}

// Title is the heading with its default.
func (e ErrorSummary) Title() string { return cmp.Or(e.Heading, "There is a problem") }

// TitleID is the id of the title with its default.
func (n NotificationBanner) TitleID() string { return cmp.Or(n.ID, "nhsuk-notification-banner-title") }

// TitleText is the title with its default.
func (n NotificationBanner) TitleText() string {
	if n.Success {
		return cmp.Or(n.Title, "Success")
	}
	return cmp.Or(n.Title, "Important")
}

// FailedText is what is shown when saving fails.
func (d DraftStatus) FailedText() string {
	return cmp.Or(d.Failed, "The draft could not be saved. Keep this page open: we try again every 30 seconds.")
}

// Doing is what is posted.
func (p Presence) Doing() string {
	if p.Writing {
		return "writing"
	}
	return "reading"
}

// Words says who has the page open; empty when nobody else has.
func (p Presence) Words() string {
	words := make([]string, len(p.People))
	for i, other := range p.People {
		words[i] = other.Name + " has this open."
		if other.Writing {
			words[i] = other.Name + " is writing here."
		}
	}
	return strings.Join(words, " ")
}

// Lead is how many seconds before the end it is said.
func (s SessionWarning) Lead() int {
	if s.Before == 0 {
		return 300
	}
	return s.Before
}

func (ErrorSummary) template() string       { return "error-summary" }
func (NotificationBanner) template() string { return "notification-banner" }
func (InsetText) template() string          { return "inset-text" }
func (WarningCallout) template() string     { return "warning-callout" }
func (Live) template() string               { return "live" }
func (Status) template() string             { return "status" }
func (DraftStatus) template() string        { return "draft-status" }
func (Presence) template() string           { return "presence" }
func (SessionWarning) template() string     { return "session-warning" }

func (InsetText) container()      {}
func (WarningCallout) container() {}
