package citation

import (
	"regexp"
	"strings"

	"evidencedesk/internal/reference"
)

// vancouverAuthors are printed before "et al" (ICMJE, Recommendations; NLM's samples: the first six).
const vancouverAuthors = 6

// vancouver prints an entry as ICMJE's samples have it. Whole lists all authors, the date as far as it is known and the PubMed
// identifier, as Citing Medicine does.
func vancouver(r reference.Record, whole bool) []Run {
	l := &line{}
	l.add(medlineList(r.Authors, whole))
	if r.Title != "" {
		l.part()
		l.add(r.Title + medium(r))
	}
	switch {
	case periodical(r):
		l.journal(r, whole)
	case r.Type == reference.Chapter || r.Type == reference.ConferencePaper:
		l.inside(r)
	case r.Type == reference.Preprint || r.Type == reference.Other || r.Type == "":
		l.plainSource(r)
	default:
		l.imprint(r)
	}
	l.stop()
	l.found(r, whole)
	return l.runs
}

func medlineList(list []string, whole bool) string {
	if !whole && len(list) > vancouverAuthors {
		list = append(list[:vancouverAuthors:vancouverAuthors], "et al")
	}
	return strings.Join(names(list, name.medline), ", ")
}

// medium tells what is no ordinary print (Citing Medicine, chapters 5, 22 and 25).
func medium(r reference.Record) string {
	switch r.Type {
	case reference.Thesis:
		return " [thesis]"
	case reference.Preprint:
		return " [Preprint]"
	case reference.WebPage:
		return " [Internet]"
	case reference.Report, reference.Guideline:
		if r.DOI != "" || len(r.URLs) > 0 {
			return " [Internet]"
		}
	default:
	}
	return ""
}

// journal is "Example J. 2024;12(3):45–9".
func (l *line) journal(r reference.Record, whole bool) {
	title := r.Journal
	if r.Abbreviation != "" {
		title = strings.ReplaceAll(r.Abbreviation, ".", "")
	}
	if title != "" {
		l.part()
		l.add(title)
	}
	when := yearOf(r, "")
	if whole && when != "" && dateForm.MatchString(r.Date) && strings.HasPrefix(r.Date, when) {
		when = r.Date
	}
	issue := ""
	if r.Issue != "" {
		issue = "(" + r.Issue + ")"
	}
	if when+r.Volume+issue+r.Pages == "" {
		return
	}
	l.part()
	l.add(when)
	if r.Volume+issue != "" {
		l.add(after(when, ";") + r.Volume + issue)
	}
	if r.Pages != "" {
		l.add(after(when+r.Volume+issue, ":") + pages(r.Pages, true))
	}
}

// dateForm is a date as MEDLINE has it: 2024 Mar 5.
var dateForm = regexp.MustCompile(`^[0-9]{4} (?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)(?:-[A-Z][a-z]{2})?(?: [0-9]{1,2})?$`)

// after is a sign that stands only after something.
func after(before, sign string) string {
	if before == "" {
		return ""
	}
	return sign
}

// imprint is "2nd ed. London: Example Press; 2024".
func (l *line) imprint(r reference.Record) {
	if e := edition(r.Edition, "ed."); e != "" {
		l.part()
		l.add(e)
	}
	by, when := publisher(r), yearOf(r, "")
	if r.Place+by+when == "" {
		return
	}
	l.part()
	l.add(r.Place)
	if by != "" {
		l.add(after(r.Place, ": ") + by)
	}
	if when != "" {
		l.add(after(r.Place+by, "; ") + when)
	}
}

// inside is "In: Crane M, editor. The book. London: Example Press; 2024. p. 45–9".
func (l *line) inside(r reference.Record) {
	if book := within(r); book != "" || len(r.Editors) > 0 {
		l.part()
		l.add("In: ")
		if n := len(r.Editors); n > 0 {
			l.add(medlineList(r.Editors, false) + ", editor")
			if n > 1 {
				l.add("s")
			}
			if book != "" {
				l.part()
			}
		}
		l.add(book)
	}
	l.imprint(r)
	if r.Pages != "" {
		l.part()
		l.add("p. " + pages(r.Pages, true))
	}
}

// plainSource is "Example Archive; 2024".
func (l *line) plainSource(r reference.Record) {
	r.Edition = ""
	l.imprint(r)
}

// found says where a record can be read.
func (l *line) found(r reference.Record, whole bool) {
	switch {
	case r.DOI != "":
		l.add(" doi:")
		l.link(r.DOI, DOILink(r.DOI))
	case len(r.URLs) > 0:
		l.add(" Available from: ")
		l.link(r.URLs[0], r.URLs[0])
	}
	if whole && r.PMID != "" {
		if r.DOI != "" {
			l.add(".")
		}
		l.add(" PubMed PMID: ")
		l.link(r.PMID, "https://pubmed.ncbi.nlm.nih.gov/"+r.PMID+"/")
		l.add(".")
	}
}
