package citation

import "evidencedesk/internal/reference"

// harvardAuthors are named; when there are more, the first stands for all (Cite Them Right: four or more).
const harvardAuthors = 3

// harvard prints "Alder, J. and Birch, K. (2024) ‘Title’, Journal, 12(3), pp. 45–49. Available at: https://doi.org/…".
func harvard(r reference.Record, letter string) []Run {
	l := &line{}
	own := !periodical(r) && r.Type != reference.Chapter && r.Type != reference.ConferencePaper
	when := yearOf(r, letter)
	if when == "" {
		when = "no date"
	}
	if len(r.Authors) == 0 {
		l.harvardTitle(r, own)
		l.add(" (" + when + ")")
	} else {
		l.harvardPeople(r.Authors)
		l.add(" (" + when + ")")
		if r.Title != "" {
			l.add(" ")
			l.harvardTitle(r, own)
		}
	}
	switch {
	case periodical(r):
		l.harvardJournal(r)
	case own:
		l.harvardImprint(r)
	default:
		l.harvardInside(r)
	}
	l.stop()
	if to := address(r); to != "" {
		l.add(" Available at: ")
		l.link(to, to)
		l.stop()
	}
	return l.runs
}

func (l *line) harvardPeople(list []string) {
	if len(list) > harvardAuthors {
		l.add(parseName(list[0]).inverted("") + " ")
		l.italic("et al.")
		return
	}
	l.add(enumerate(names(list, func(n name) string { return n.inverted("") }), " and "))
}

// harvardEditors stand as they are spoken: "P. Elder and Q. Fir".
func (l *line) harvardEditors(list []string) {
	if len(list) > harvardAuthors {
		l.add(parseName(list[0]).spoken("") + " ")
		l.italic("et al.")
		return
	}
	l.add(enumerate(names(list, func(n name) string { return n.spoken("") }), " and "))
}

func (l *line) harvardTitle(r reference.Record, own bool) {
	if r.Title == "" {
		return
	}
	if own {
		l.italic(r.Title)
	} else {
		l.add("‘" + r.Title + "’")
	}
	switch r.Type {
	case reference.Preprint:
		l.add(" [Preprint]")
	case reference.Thesis:
		l.add(". Thesis")
	default:
	}
}

func (l *line) harvardJournal(r reference.Record) {
	if r.Journal != "" {
		l.comma()
		l.italic(r.Journal)
	}
	number := r.Volume
	if r.Issue != "" {
		number += "(" + r.Issue + ")"
	}
	if number != "" {
		l.comma()
		l.add(number)
	}
	l.harvardPages(r)
}

func (l *line) harvardPages(r reference.Record) {
	if r.Pages == "" {
		return
	}
	text, sign := pages(r.Pages, false), "p. "
	if several(text) {
		sign = "pp. "
	}
	l.comma()
	l.add(sign + text)
}

// harvardImprint is "2nd edn. London: Example Press".
func (l *line) harvardImprint(r reference.Record) {
	if e := edition(r.Edition, "edn"); e != "" {
		l.part()
		l.add(e)
	}
	by := publisher(r)
	if r.Place+by == "" {
		return
	}
	l.part()
	l.add(r.Place)
	if by != "" {
		l.add(after(r.Place, ": ") + by)
	}
}

func (l *line) harvardInside(r reference.Record) {
	if book := within(r); book != "" || len(r.Editors) > 0 {
		l.add(", in ")
		if n := len(r.Editors); n > 0 {
			l.harvardEditors(r.Editors)
			if n == 1 {
				l.add(" (ed.)")
			} else {
				l.add(" (eds)")
			}
			l.add(after(book, " "))
		}
		l.italic(book)
	}
	l.harvardImprint(r)
	l.harvardPages(r)
}
