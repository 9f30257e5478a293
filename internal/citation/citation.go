// Package citation prints bibliographic records the way readers of reports expect them: as an entry of a reference list, and as a
// mark in the text. It knows the styles Vancouver, Harvard, APA and NLM. What comes out are runs of text, so that a page, a Word
// document and a PDF say the same.
//
// What a record does not say is left out together with the signs around it; nothing is guessed.
package citation

import (
	"net/url"
	"strings"
	"unicode/utf8"

	"evidencedesk/internal/reference"
)

// Style is a way of citing.
type Style string

// The styles. Vancouver and NLM number the references, Harvard and APA name author and year.
const (
	Vancouver Style = "vancouver" // ICMJE, Recommendations: sample references
	Harvard   Style = "harvard"   // as Pears and Shields, Cite Them Right, describe it
	APA       Style = "apa"       // Publication Manual of the American Psychological Association, 7th edition
	NLM       Style = "nlm"       // Citing Medicine, 2nd edition: all authors, PubMed identifiers
)

// Styles lists them, the usual one first.
func Styles() []Style { return []Style{Vancouver, Harvard, APA, NLM} }

// Known gives the style of a code; Vancouver for a code that names none, such as that of "as exported".
func Known(code string) Style {
	for _, s := range Styles() {
		if string(s) == code {
			return s
		}
	}
	return Vancouver
}

// Numbered reports whether the style cites by number. The others cite by author and year.
func (s Style) Numbered() bool { return s == Vancouver || s == NLM }

// Run is a piece of text in one appearance.
type Run struct {
	Text   string `json:"text"`
	Italic bool   `json:"italic,omitempty"`
	Link   string `json:"link,omitempty"` // an address of http or https
}

// Entry prints a record as an entry of a reference list. The letter tells apart what one author wrote in one year ("a" makes 2024
// into 2024a); the numbered styles do not use it. Without a title, an author and a journal there is nothing to print.
func Entry(s Style, r reference.Record, letter string) []Run {
	r = tidy(r)
	switch s {
	case Harvard:
		return harvard(r, letter)
	case APA:
		return apa(r, letter)
	case NLM:
		return vancouver(r, true)
	case Vancouver:
	}
	return vancouver(r, false)
}

// Text is what runs say, without their appearance.
func Text(runs []Run) string {
	var b strings.Builder
	for _, r := range runs {
		b.WriteString(r.Text)
	}
	return b.String()
}

// tidy takes what every source adds off the fields: spaces, and the full stop after a title.
func tidy(r reference.Record) reference.Record {
	for _, field := range []*string{
		&r.Title, &r.Journal, &r.Abbreviation, &r.BookTitle, &r.Volume, &r.Issue, &r.Pages, &r.Edition, &r.Publisher, &r.Place, &r.DOI, &r.PMID,
	} {
		*field = strings.Join(strings.Fields(*field), " ")
	}
	for _, field := range []*string{&r.Title, &r.Journal, &r.BookTitle, &r.Publisher, &r.Edition} {
		if strings.HasSuffix(*field, ".") && !strings.HasSuffix(*field, "..") {
			*field = strings.TrimSuffix(*field, ".")
		}
	}
	r.Authors, r.Editors = people(r.Authors), people(r.Editors)
	if len(r.URLs) > 0 && !web(r.URLs[0]) {
		r.URLs = nil
	}
	return r
}

func people(list []string) []string {
	out := make([]string, 0, len(list))
	for _, name := range list {
		if name = strings.Join(strings.Fields(name), " "); name != "" {
			out = append(out, name)
		}
	}
	return out
}

// web reports whether an address can be followed safely.
func web(address string) bool {
	u, err := url.Parse(address)
	return err == nil && (u.Scheme == "https" || u.Scheme == "http") && u.Host != ""
}

// DOILink is the address of a DOI at its resolver (ISO 26324, DOI Handbook 3.5).
func DOILink(doi string) string {
	return "https://doi.org/" + strings.NewReplacer("%2F", "/", "+", "%20").Replace(url.QueryEscape(doi))
}

// line is an entry in the making.
type line struct{ runs []Run }

func (l *line) add(text string) { l.put(Run{Text: text}) }

func (l *line) italic(text string) { l.put(Run{Text: text, Italic: true}) }

func (l *line) link(text, to string) { l.put(Run{Text: text, Link: to}) }

func (l *line) put(r Run) {
	if r.Text == "" {
		return
	}
	if n := len(l.runs); n > 0 && l.runs[n-1].Italic == r.Italic && l.runs[n-1].Link == r.Link && r.Link == "" {
		l.runs[n-1].Text += r.Text
		return
	}
	l.runs = append(l.runs, r)
}

// last is the last sign so far; 0 at the beginning.
func (l *line) last() rune {
	if len(l.runs) == 0 {
		return 0
	}
	r, _ := utf8.DecodeLastRuneInString(strings.TrimRight(l.runs[len(l.runs)-1].Text, "’'\""))
	return r
}

// part begins a new part after a full stop, where something stands before it.
func (l *line) part() {
	if l.stop(); len(l.runs) > 0 {
		l.add(" ")
	}
}

// stop ends a part with a full stop unless it has an end of its own.
func (l *line) stop() {
	if len(l.runs) == 0 || strings.ContainsRune(".?!", l.last()) {
		return
	}
	l.add(".")
}

// comma begins a new part after a comma.
func (l *line) comma() {
	if len(l.runs) > 0 {
		l.add(", ")
	}
}

// Name is what people call the style.
func (s Style) Name() string {
	switch s {
	case Harvard:
		return "Harvard"
	case APA:
		return "APA"
	case NLM:
		return "NLM"
	case Vancouver:
	}
	return "Vancouver"
}
