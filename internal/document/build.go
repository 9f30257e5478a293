package document

import (
	"strconv"
	"strings"
	"time"

	"evidencedesk/internal/citation"
	"evidencedesk/internal/reference"
)

// maxTitle is how much of a question stands in the title, in characters.
const maxTitle = 140

// Build makes the report. It is pure: the same input gives the same report.
func Build(in Input) Report {
	if in.Zone == nil {
		in.Zone = time.UTC
	}
	b := &builder{Input: in}
	records := make([]reference.Record, len(in.References))
	for i, r := range in.References {
		records[i] = r.Record
	}
	b.marks = citation.Marks(in.Style, records)
	b.text = newReader(citer{in.Style, b.marks})
	r := Report{
		Reference: in.Reference, Kind: in.Kind, Title: b.title(), Version: in.Version, Draft: in.Draft, Style: in.Style, Library: in.Library.Name,
		Facts: b.facts(), Listed: len(in.References), references: in.References, searches: in.Searches,
	}
	if r.Kind == "" {
		r.Kind = "Answer"
	}
	if !in.FrozenAt.IsZero() {
		r.Dated = in.FrozenAt.In(in.Zone).Format(time.DateOnly)
	}
	r.Parts = b.parts()
	return r
}

type builder struct {
	Input

	marks []citation.Mark
	text  *reader
	list  []Part
}

func (b *builder) parts() []Part {
	b.notices()
	b.add(Part{ID: "facts", Blocks: factList(b.facts())})
	if b.Erased {
		b.add(Part{ID: "erased", Blocks: []Block{says("The text of this report was erased.")}})
		return b.list
	}
	b.question()
	b.bottomLine()
	b.add(Part{ID: "scope", Heading: "Scope and limits", Blocks: factList(b.Limits)})
	b.add(Part{ID: "summary", Heading: orElse(b.Heading, "What the evidence says"), Blocks: b.text.read(b.Text)})
	for i, s := range b.Sections {
		b.add(Part{ID: "part-" + strconv.Itoa(i+1), Heading: s.Heading, Blocks: b.text.read(s.Text)})
	}
	b.certainty()
	b.evidence()
	b.referenceList()
	b.methods()
	b.about()
	return b.list
}

// add adds a part that says something.
func (b *builder) add(p Part) {
	if len(p.Blocks) > 0 {
		b.list = append(b.list, p)
	}
}

func (b *builder) title() string {
	text := strings.Join(strings.Fields(b.Question), " ")
	if b.Erased || text == "" {
		return "A request whose text was erased"
	}
	if r := []rune(text); len(r) > maxTitle {
		cut := string(r[:maxTitle])
		if i := strings.LastIndexByte(cut, ' '); i > 0 {
			cut = cut[:i]
		}
		return strings.TrimRight(cut, " ,;:.") + "…"
	}
	return text
}

// day writes a day as people do.
func (b *builder) day(t time.Time) string { return t.In(b.Zone).Format("2 January 2006") }

func (b *builder) facts() []Fact {
	var list []Fact
	add := func(label, text, link string) {
		if text != "" {
			list = append(list, Fact{label, text, link})
		}
	}
	add("Request", b.Reference, "")
	add("Asked by", b.Requester, "")
	by := b.Library.Name
	if b.Searcher != "" {
		by = b.Searcher + ", " + by
	}
	add("Prepared by", by, "")
	if b.Library.Email != "" {
		add("E-mail", b.Library.Email, "mailto:"+b.Library.Email)
	}
	add("Telephone", b.Library.Phone, "")
	switch {
	case b.Draft:
		add("Version", "Draft, not checked", "")
	case b.SentAt.IsZero():
		add("Version", strconv.Itoa(b.Version)+", of "+b.day(b.FrozenAt), "")
	default:
		add("Version", strconv.Itoa(b.Version)+", sent on "+b.day(b.SentAt), "")
	}
	add("Searched to", b.searchedTo(), "")
	return list
}

// searchedTo is the day of the latest search; a source that was searched on an earlier day is named with the methods.
func (b *builder) searchedTo() string {
	var last time.Time
	for _, s := range b.Searches {
		if s.RunAt.After(last) {
			last = s.RunAt
		}
	}
	if last.IsZero() {
		return ""
	}
	return b.day(last)
}

// notices say at once what a reader has to know before anything else.
func (b *builder) notices() {
	warn := func(id, heading string, runs ...Run) {
		b.add(Part{ID: id, Blocks: []Block{{Kind: Callout, Tone: Warning, Caption: heading, Blocks: []Block{{Kind: Paragraph, Runs: runs}}}}})
	}
	if b.Draft {
		warn("draft", "Draft, not checked", Run{Text: "This is the working copy. It may change, and nobody has approved it."})
	}
	if n := b.Newer; n != nil {
		what := "A newer version was sent on "
		if n.Wrong {
			what = "A corrected version was sent on "
		}
		newest := Run{Text: "Read version " + strconv.Itoa(n.Version), Link: versionLink(b.Address, n.Version)}
		warn("newer", "This is not the newest version", Run{Text: what + b.day(n.At) + "." + because(n.Reason) + " "}, newest, Run{Text: " instead."})
	}
	if c := b.Corrects; c != nil && b.Newer == nil {
		heading := "This report was brought up to date"
		if c.Wrong {
			heading = "This report was corrected"
		}
		old := Run{Text: "version " + strconv.Itoa(c.Version), Link: versionLink(b.Address, c.Version)}
		warn("corrected", heading, Run{Text: "On " + b.day(c.At) + " it took the place of "}, old, Run{Text: "." + because(c.Reason) + parts(c.Changed) + " Use this one from now on."})
	}
}

// versionLink is the address of another version, beside that of this one.
func versionLink(address string, version int) string {
	i := strings.LastIndexByte(address, '/')
	if i < 0 {
		return ""
	}
	return address[:i+1] + strconv.Itoa(version)
}

func parts(changed string) string {
	if changed == "" {
		return ""
	}
	return " What changed: " + changed + "."
}

func because(reason string) string {
	if reason == "" {
		return ""
	}
	return " Reason: " + strings.ToLower(reason[:1]) + reason[1:] + "."
}

// question is what was asked, where the title does not say all of it.
func (b *builder) question() {
	var blocks []Block
	if b.title() != strings.TrimSpace(b.Question) || len(b.Framework) > 0 {
		blocks = asParagraphs(b.Question)
	}
	b.add(Part{ID: "question", Heading: "The question", Blocks: append(blocks, factList(b.Framework)...)})
}

// asParagraphs shows plain text: an empty line parts paragraphs.
func asParagraphs(text string) []Block {
	var list []Block
	for _, paragraph := range strings.Split(strings.ReplaceAll(text, "\r\n", "\n"), "\n\n") {
		if strings.TrimSpace(paragraph) != "" {
			list = append(list, asTyped(strings.Trim(paragraph, "\n"))...)
		}
	}
	return list
}

func factList(facts []Fact) []Block {
	if len(facts) == 0 {
		return nil
	}
	return []Block{{Kind: Facts, Facts: facts}}
}

func orElse(text, other string) string {
	if text == "" {
		return other
	}
	return text
}
