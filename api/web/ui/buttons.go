package ui

import "cmp"

// Variant is what a button looks like. A page has one primary button.
type Variant string

// The variants.
const (
	Primary    Variant = ""
	Secondary  Variant = "secondary"
	Warning    Variant = "warning"
	LinkButton Variant = "link" // looks like a link, is a button: a small action inside a row
)

// Button sends its form, or with Href goes somewhere.
type Button struct {
	Text    string // a verb
	More    string // words after the text that only screen readers say, such as ": ED-2026-000123"
	Variant Variant
	Small   bool
	Href    string
	Name    string
	Value   string
	ID      string
	Classes string
	Plain   bool   // type="button": does nothing without a script
	To      string // sends the form to another address (formaction)
	Form    string // id of the form it belongs to, where that stands elsewhere

	// PreventDoubleClick ignores a second click within a second. Every POST form is guarded against a double submit anyway.
	PreventDoubleClick bool
	Print              bool   // prints the page; shown only when scripts run
	CopyFrom           string // copies the text of the element with this id; shown only when scripts run
	CopyDone           string // what is then said; "Copied" when empty
	InsertFrom         string // inserts the number that the list with this id has chosen into the text; shown only when scripts run
}

// ButtonGroup puts buttons and links in a row.
type ButtonGroup struct{ Items []Component }

// Link goes somewhere.
type Link struct {
	Href    string
	Text    string
	More    string // words after the text that only screen readers say
	Classes string
}

// ActionLink is the one large link of a start page.
type ActionLink struct {
	Href string
	Text string
}

// BackLink goes back one page. It stands before main, in <nav aria-label="Back">.
type BackLink struct {
	Href string
	Text string // "Back" when empty
}

// Breadcrumb says where a page is, without the page itself.
type Breadcrumb struct {
	Items []Link
	Label string // "Breadcrumb" when empty
}

// SkipLink goes to the main text. It is the first thing in the page.
type SkipLink struct {
	Href string // "#maincontent" when empty
	Text string // "Skip to main content" when empty
}

// BackText is the text with its default.
func (b BackLink) BackText() string { return cmp.Or(b.Text, "Back") }

// Name is the name of the landmark.
func (b Breadcrumb) Name() string { return cmp.Or(b.Label, "Breadcrumb") }

// Goal is where the link goes.
func (s SkipLink) Goal() string { return cmp.Or(s.Href, "#maincontent") }

// Words is the text of the link.
func (s SkipLink) Words() string { return cmp.Or(s.Text, "Skip to main content") }

// Done is what is said after copying or inserting.
func (b Button) Done() string {
	if b.InsertFrom != "" {
		return "Inserted"
	}
	return cmp.Or(b.CopyDone, "Copied")
}

// Speaks reports whether the button says what it did.
func (b Button) Speaks() bool { return b.CopyFrom != "" || b.InsertFrom != "" }

// OnlyScript reports whether the button needs a script to do anything.
func (b Button) OnlyScript() bool { return b.Print || b.Speaks() }

// Type is the type of the button element.
func (b Button) Type() string {
	if b.Plain || b.OnlyScript() {
		return "button"
	}
	return "submit"
}

// Parent is the last entry, which phones show as a way back.
func (b Breadcrumb) Parent() *Link {
	if len(b.Items) == 0 {
		return nil
	}
	return &b.Items[len(b.Items)-1]
}

func (Button) template() string      { return "button" }
func (ButtonGroup) template() string { return "button-group" }
func (Link) template() string        { return "link" }
func (ActionLink) template() string  { return "action-link" }
func (BackLink) template() string    { return "back-link" }
func (Breadcrumb) template() string  { return "breadcrumb" }
func (SkipLink) template() string    { return "skip-link" }
