package document

import (
	"slices"
	"strconv"
	"strings"

	"evidencedesk/internal/citation"
	"evidencedesk/internal/reference"
)

// bottomLine is the answer in a few lines, with the certainty of the whole where somebody stated it.
func (b *builder) bottomLine() {
	blocks := b.text.read(b.BottomLine)
	if len(blocks) == 0 {
		return
	}
	for _, c := range b.Certainties {
		if c.Outcome == "" {
			runs := append([]Run{{Text: "Certainty: " + levelWords(c.Level) + ".", Strong: true}, {Text: " " + levelMeaning(c.Level) + " "}}, b.rater(c)...)
			blocks = append(blocks, Block{Kind: Paragraph, Runs: runs})
		}
	}
	b.add(Part{ID: "bottom-line", Blocks: []Block{{Kind: Callout, Tone: Answer, Caption: "Bottom line", Blocks: blocks}}})
}

func levelWords(level string) string { return strings.ReplaceAll(level, "_", " ") }

// levelMeaning explains the four levels of GRADE (Guyatt and others, GRADE guidelines 3, 2011).
func levelMeaning(level string) string {
	switch level {
	case "high":
		return "The true effect is very likely close to what the studies found."
	case "moderate":
		return "The true effect is probably close to what the studies found, but may be substantially different."
	case "low":
		return "The true effect may be substantially different from what the studies found."
	case "very_low":
		return "The true effect is probably substantially different from what the studies found."
	}
	return ""
}

// rater says whose rating it is.
func (b *builder) rater(c Certainty) []Run {
	runs := []Run{{Text: "Rated by the librarian."}}
	if c.Source > 0 && c.Source <= len(b.marks) {
		runs = append([]Run{{Text: "As rated by "}}, b.text.cites.runs([]int{c.Source}, "["+strconv.Itoa(c.Source)+"]", Run{})...)
		runs = append(runs, Run{Text: "."})
	}
	if c.Reason != "" {
		runs = append(runs, Run{Text: " " + sentence(c.Reason)})
	}
	return runs
}

// sentence begins with a capital letter and ends with a full stop.
func sentence(text string) string {
	text = strings.TrimSpace(text)
	if r := []rune(text); len(r) > 0 {
		text = strings.ToUpper(string(r[:1])) + string(r[1:])
	}
	if text == "" || strings.ContainsRune(".?!", rune(text[len(text)-1])) {
		return text
	}
	return text + "."
}

// certainty is the rating of each outcome. Without a bottom line the rating of the whole stands here too.
func (b *builder) certainty() {
	t := Block{Kind: Table, Caption: "Certainty of the evidence by outcome", Head: []string{"Outcome", "Certainty", "What that means", "Who rated it and why"}, RowHeads: true}
	for _, c := range b.Certainties {
		if c.Outcome == "" && b.BottomLine != "" {
			continue
		}
		t.Rows = append(t.Rows, [][]Run{plain(orElse(c.Outcome, "The answer as a whole")), plain(sentence(levelWords(c.Level))), plain(levelMeaning(c.Level)), b.rater(c)})
	}
	if len(t.Rows) > 0 {
		b.add(Part{ID: "certainty", Heading: "How certain the evidence is", Blocks: []Block{t}})
	}
}

// evidence is the evidence table, without the columns in which nothing was filled in.
func (b *builder) evidence() {
	type column struct {
		head string
		of   func(Evidence) string
	}
	columns := []column{
		{"Design", func(e Evidence) string { return e.Design }},
		{"Setting and population", func(e Evidence) string { return e.Setting }},
		{"Number", func(e Evidence) string { return e.Number }},
		{"Intervention and comparison", func(e Evidence) string { return e.Comparison }},
		{"Outcomes", func(e Evidence) string { return e.Outcomes }},
		{"Main finding", func(e Evidence) string { return e.Finding }},
		{"Limits its authors state", func(e Evidence) string { return e.Limits }},
		{"Librarian’s note", func(e Evidence) string { return e.Caveat }},
	}
	columns = slices.DeleteFunc(columns, func(c column) bool {
		return !slices.ContainsFunc(b.Evidence, func(e Evidence) bool { return c.of(e) != "" })
	})
	if len(b.Evidence) == 0 || len(columns) == 0 {
		return
	}
	t := Block{Kind: Table, Caption: "Evidence table", Head: []string{"Reference"}, RowHeads: true}
	for _, c := range columns {
		t.Head = append(t.Head, c.head)
	}
	for _, e := range b.Evidence {
		if e.Reference < 1 || e.Reference > len(b.References) {
			continue
		}
		row := [][]Run{b.rowHead(e.Reference)}
		for _, c := range columns {
			row = append(row, lined(c.of(e)))
		}
		t.Rows = append(t.Rows, row)
	}
	b.add(Part{ID: "evidence-table", Heading: "Evidence table", Blocks: []Block{t}})
}

// lined keeps the lines of a cell.
func lined(text string) []Run {
	if text == "" {
		return []Run{}
	}
	return asTyped(text)[0].Runs
}

// rowHead names a reference at the beginning of its row: author and year, and its number in the numbered styles.
func (b *builder) rowHead(n int) []Run {
	runs := []Run{b.text.cites.mark(n, Run{})}
	if b.Style.Numbered() {
		runs[0].Text = "[" + runs[0].Text + "]"
		return append(runs, Run{Text: " " + b.authorYear(n)})
	}
	return runs
}

// authorYear names a reference as the styles with authors do.
func (b *builder) authorYear(n int) string {
	return citation.Marks(citation.Harvard, []reference.Record{b.References[n-1].Record})[0].Text
}
