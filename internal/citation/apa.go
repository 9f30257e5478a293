package citation

import (
	"strings"

	"evidencedesk/internal/reference"
)

// apaAuthors are printed; when there are more, the first nineteen, an ellipsis and the last (APA 7, 9.8).
const apaAuthors = 20

// apa prints "Alder, J., & Birch, K. (2024). Title. Journal, 12(3), 45–49. https://doi.org/…".
func apa(r reference.Record, letter string) []Run {
	l := &line{}
	own := !periodical(r) && r.Type != reference.Chapter && r.Type != reference.ConferencePaper
	when := yearOf(r, letter)
	if when == "" {
		when = "n.d." + after(letter, "-") + letter
	}
	if len(r.Authors) == 0 {
		l.apaTitle(r, own)
		l.part()
		l.add("(" + when + ")")
	} else {
		l.add(apaPeople(r.Authors))
		l.part()
		l.add("(" + when + ")")
		if r.Title != "" {
			l.add(". ")
			l.apaTitle(r, own)
		}
	}
	switch {
	case periodical(r):
		l.apaJournal(r)
	case own:
		l.apaPublisher(r)
	default:
		l.apaInside(r)
	}
	l.stop()
	if to := address(r); to != "" {
		l.add(" ")
		l.link(to, to)
	}
	return l.runs
}

func apaPeople(list []string) string {
	written := names(list, func(n name) string { return n.inverted(" ") })
	switch n := len(written); {
	case n > apaAuthors:
		return strings.Join(written[:apaAuthors-1], ", ") + ", … " + written[n-1]
	case n > 1:
		return strings.Join(written[:n-1], ", ") + ", & " + written[n-1]
	}
	return strings.Join(written, "")
}

func (l *line) apaTitle(r reference.Record, own bool) {
	if r.Title == "" {
		return
	}
	if !own {
		l.add(r.Title)
		return
	}
	l.italic(r.Title)
	switch {
	case r.Type == reference.Thesis:
		l.add(" [Thesis" + after(publisher(r), ", ") + publisher(r) + "]")
	case edition(r.Edition, "ed.") != "":
		l.add(" (" + edition(r.Edition, "ed.") + ")")
	}
}

func (l *line) apaJournal(r reference.Record) {
	if r.Journal+r.Volume+r.Issue+r.Pages == "" {
		return
	}
	l.part()
	l.italic(r.Journal)
	if r.Volume != "" {
		l.italic(after(r.Journal, ", ") + r.Volume)
	}
	if r.Issue != "" {
		l.add("(" + r.Issue + ")")
	}
	if r.Pages != "" {
		l.add(after(r.Journal+r.Volume+r.Issue, ", ") + pages(r.Pages, false))
	}
}

// apaPublisher leaves out a publisher that is the author (APA 7, 9.29).
func (l *line) apaPublisher(r reference.Record) {
	by := publisher(r)
	if by == "" || r.Type == reference.Thesis || len(r.Authors) == 1 && strings.EqualFold(r.Authors[0], by) {
		return
	}
	l.part()
	l.add(by)
}

func (l *line) apaInside(r reference.Record) {
	if book := within(r); book != "" || len(r.Editors) > 0 {
		l.part()
		l.add("In ")
		if n := len(r.Editors); n > 0 {
			l.add(apaEditors(names(r.Editors, func(n name) string { return n.spoken(" ") })))
			if n == 1 {
				l.add(" (Ed.)")
			} else {
				l.add(" (Eds.)")
			}
			l.add(after(book, ", "))
		}
		l.italic(book)
	}
	var inner []string
	if e := edition(r.Edition, "ed."); e != "" {
		inner = append(inner, e)
	}
	if r.Pages != "" {
		text, sign := pages(r.Pages, false), "p. "
		if several(text) {
			sign = "pp. "
		}
		inner = append(inner, sign+text)
	}
	if len(inner) > 0 {
		l.add(" (" + strings.Join(inner, ", ") + ")")
	}
	l.apaPublisher(r)
}

func apaEditors(list []string) string {
	if len(list) == 2 {
		return list[0] + " & " + list[1]
	}
	return enumerate(list, ", & ")
}
