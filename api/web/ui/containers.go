package ui

import (
	"cmp"
	"strings"
)

// Details hides what few people need behind a line. May have markup inside.
type Details struct {
	Summary string
	More    string // words after the summary that only screen readers say
	Text    string
	Open    bool
	Prints  bool // is printed open
	Filters bool // holds filters: no line at its side
	ID      string

	Paragraphs []string // after the text
}

// Expander is a Details in a box of its own, for several below one another. May have markup inside.
type Expander struct {
	Summary string
	Text    string
	Open    bool
	ID      string
}

// Card is a white box, with Href a link as a whole. May have markup inside.
type Card struct {
	Heading   string
	Level     int // of the heading; 2 when 0
	Size      string
	Text      string
	Href      string
	Feature   bool // the heading as a coloured flag
	Secondary bool
	ID        string
	Actions   []Link
	Classes   string
}

// Panel is the green box that says something was sent. Its heading is the h1 of the page. May have markup inside.
type Panel struct {
	Heading string
	Text    string
}

// Fieldset groups fields that belong together. Has markup inside.
type Fieldset struct {
	Legend      string
	Size        string // "s", "m", "l", "xl"
	IsHeading   bool   // the legend is the h1 of the page
	DescribedBy string
	ID          string
}

// SidePanel is a box beside the text. Has markup inside, or shows its facts.
type SidePanel struct {
	Heading string
	ID      string // of the heading; from the heading when empty
	Facts   []Fact
}

// BottomLine is the answer of an evidence summary in two sentences. May have markup inside.
type BottomLine struct {
	Heading   string // "Bottom line" when empty
	Text      string
	Certainty *Tag
	Note      string // beside the certainty
}

// Article is a document on white, such as an evidence summary. Has markup inside.
type Article struct {
	LabelledBy string // id of its heading
}

// Form is a form of the page. Has its fields inside. It carries the hidden fields that every form of ours needs.
type Form struct {
	Action  string
	ID      string
	Get     bool   // searches and filters; otherwise POST
	Key     string // _key: one request however often the button is pressed
	Version string // _version: the version of what is edited
	Files   bool   // multipart/form-data
	Label   string // names the form as a landmark: a search
	Classes string

	// Autosave is where the script posts the form every 30 seconds after a change. The answer is JSON
	// {"message": "Draft saved at 2:41pm", "version": "8"}; the version goes into _version.
	Autosave string
}

// HeadingLevel is the level with its default.
func (c Card) HeadingLevel() int { return level(c.Level) }

// HeadingClass is the class of the heading, which goes with its size.
func (c Card) HeadingClass() string {
	if c.Size == "" {
		return "nhsuk-card__heading"
	}
	return "nhsuk-card__heading nhsuk-heading-" + c.Size
}

// Words is the heading with its default.
func (b BottomLine) Words() string { return cmp.Or(b.Heading, "Bottom line") }

// Words is the heading with its default.
func (w WarningCallout) Words() string { return cmp.Or(w.Heading, "Important") }

// HiddenWords is what screen readers say before a heading that does not itself say that it is important.
func (w WarningCallout) HiddenWords() string {
	if strings.Contains(strings.ToLower(w.Words()), "important") {
		return ""
	}
	return "Important"
}

// HeadingLevel is the level with its default.
func (w WarningCallout) HeadingLevel() int { return level(w.Level) }

func level(n int) int {
	if n < 1 || n > 6 {
		return 2
	}
	return n
}

// HeadingID is the id of the heading.
func (s SidePanel) HeadingID() string { return cmp.Or(s.ID, "side-"+slug(s.Heading)) }

func (Details) template() string    { return "details" }
func (Expander) template() string   { return "expander" }
func (Card) template() string       { return "card" }
func (Panel) template() string      { return "panel" }
func (Fieldset) template() string   { return "fieldset" }
func (SidePanel) template() string  { return "side-panel" }
func (BottomLine) template() string { return "bottom-line" }
func (Article) template() string    { return "article" }
func (Form) template() string       { return "form" }

func (Details) container()    {}
func (Expander) container()   {}
func (Card) container()       {}
func (Panel) container()      {}
func (Fieldset) container()   {}
func (SidePanel) container()  {}
func (BottomLine) container() {}
func (Article) container()    {}
func (Form) container()       {}
