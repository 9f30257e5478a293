package strategy

import (
	"fmt"
	"strings"
)

// searchSection is one search in full.
func (l Ledger) searchSection(i int, s Search) AppendixSection {
	sec := AppendixSection{Heading: fmt.Sprintf("Search %d: %s", i+1, s.Name()), Strategy: s.Lines}
	say := func(label, text string) {
		if text != "" {
			sec.Paragraphs = append(sec.Paragraphs, label+": "+sentence(text))
		}
	}
	say("Kind of source", s.KindName)
	if s.RunAt.IsZero() {
		say("Date run", "not yet run")
	} else {
		say("Date run", l.day(s.RunAt))
	}
	say("Dates covered", s.Coverage)
	say("Searched at once with", s.Group)
	say("How it was searched", s.Method)
	say("Limits", s.limitWords(l.Statements[itemLimits]))
	for _, f := range s.Filters {
		say("Published filter", f.words())
	}
	say("Adapted from", s.AdaptedFrom)
	if s.RerunOf > 0 {
		say("Update", fmt.Sprintf("this runs search %d again", s.RerunOf))
	}
	say("Alerts", s.Alerts)
	say("Records", s.recordWords())
	for _, u := range s.AI {
		say("Use of AI", l.aiWords(u))
	}
	say("Note", s.Note)
	return sec
}

// limitWords lists the limits with their reasons; "none" where none is recorded (PRISMA-S item 9 wants that said).
func (s Search) limitWords(stated string) string {
	var list []string
	for _, limit := range s.Limits {
		list = append(list, limit.Kind+prefixed(": ", limit.Value)+prefixed(" (", strings.TrimRight(limit.Reason, ". "), ")"))
	}
	switch {
	case len(list) > 0:
		return strings.Join(list, "; ")
	case stated != "":
		return stated
	}
	return "none"
}

func (s Search) recordWords() string {
	var parts []string
	if s.Found != nil {
		parts = append(parts, grouped(*s.Found)+" found")
	}
	if s.Exported != nil {
		parts = append(parts, grouped(*s.Exported)+" exported")
	}
	return strings.Join(parts, ", ")
}

// aiWords says of a tool what national guidance wants said: version, date, prompt, and who looked at the result.
func (l Ledger) aiWords(u AIUse) string {
	words := u.Stage + prefixed(": ", u.Tool+prefixed(" ", u.Version))
	if !u.AccessedAt.IsZero() {
		words += ", used on " + l.day(u.AccessedAt)
	}
	if u.Checked {
		words += ", output checked by a librarian"
	}
	return words + prefixed(". Prompt: ", strings.TrimRight(u.Prompt, ". ")) + prefixed(". ", u.Link) + prefixed(". ", u.Note)
}

// processSection says what was done beside the single searches.
func (l Ledger) processSection() AppendixSection {
	sec := AppendixSection{Heading: "Process"}
	say := func(label, text string) {
		if text != "" {
			sec.Paragraphs = append(sec.Paragraphs, label+": "+sentence(text))
		}
	}
	for _, r := range l.Reviews {
		words := "read by a second librarian on " + l.day(r.At) + prefixed(", ", strings.ToLower(r.Verdict))
		if r.Elements > 0 {
			words += fmt.Sprintf(" (%d of the 6 elements of PRESS 2015 judged)", r.Elements)
		}
		say("Peer review", words)
	}
	if len(l.Reviews) == 0 {
		say("Peer review", orElse(l.Statements[itemPeerReview], "none is recorded"))
	}
	say("Duplicates", strings.TrimPrefix(orElse(l.dedupSentence(), "no removal of duplicates is recorded"), "Duplicates: "))
	for n := range ItemCount + 1 {
		if n != itemPeerReview && n != itemDedup && n != itemLimits {
			say(orElse(l.Names[n], fmt.Sprintf("Item %d", n)), l.Statements[n])
		}
	}
	return sec
}

func orElse(text, other string) string {
	if text == "" {
		return other
	}
	return text
}

// Markdown writes the methods as Markdown: headings of the second level, each strategy as a table.
func (m Methods) Markdown() string {
	var b strings.Builder
	b.WriteString(escapeMarkdown(m.Summary) + "\n")
	for _, s := range m.Sections {
		fmt.Fprintf(&b, "\n## %s\n", escapeMarkdown(s.Heading))
		for _, p := range s.Paragraphs {
			fmt.Fprintf(&b, "\n%s\n", escapeMarkdown(p))
		}
		if len(s.Strategy) == 0 {
			continue
		}
		b.WriteString("\n| Line | Search | Results |\n| ---: | --- | ---: |\n")
		for _, line := range s.Strategy {
			fmt.Fprintf(&b, "| %d | %s | %s |\n", line.N, escapeMarkdown(line.Text), hitWords(line.Hits))
		}
	}
	return b.String()
}

// Text writes the methods as plain text, one line of a strategy on each line.
func (m Methods) Text() string {
	var b strings.Builder
	b.WriteString(m.Summary + "\n")
	for _, s := range m.Sections {
		fmt.Fprintf(&b, "\n%s\n%s\n", s.Heading, strings.Repeat("-", len([]rune(s.Heading))))
		for _, p := range s.Paragraphs {
			b.WriteString(p + "\n")
		}
		for i, line := range s.Strategy {
			if i == 0 {
				b.WriteByte('\n')
			}
			fmt.Fprintf(&b, "%d. %s%s\n", line.N, oneLine(line.Text), prefixed(" (", hitWords(line.Hits), ")"))
		}
	}
	return b.String()
}

func hitWords(n *int) string {
	if n == nil {
		return ""
	}
	return grouped(*n)
}

func oneLine(s string) string { return strings.Join(strings.Fields(s), " ") }

// escapeMarkdown keeps truncation signs, brackets and pipes of a search from becoming markup.
func escapeMarkdown(s string) string {
	var b strings.Builder
	for _, r := range oneLine(s) {
		if strings.ContainsRune("\\`*_{}[]<>#|~&", r) {
			b.WriteByte('\\')
		}
		b.WriteRune(r)
	}
	return b.String()
}
