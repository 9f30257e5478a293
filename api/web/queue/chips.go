package queue

import (
	"slices"

	"evidencedesk/api/rest"
	"evidencedesk/api/web/page"
	"evidencedesk/api/web/ui"
	"evidencedesk/internal/evidence"
	"evidencedesk/internal/vocabulary"
)

// people is the names that a list needs: those who work in the visitor's libraries, and the libraries.
type people struct {
	staff     []rest.StaffRow
	libraries map[evidence.LibraryID]string // only when the visitor works in several
}

func (p people) name(id string) string {
	i := slices.IndexFunc(p.staff, func(s rest.StaffRow) bool { return string(s.Person) == id })
	if i < 0 {
		return "somebody else"
	}
	return p.staff[i].Name
}

// chips are the filters that are on. Each leads to the list without it.
func (f filter) chips(v *page.Visit, p people) ui.Chips {
	c := ui.Chips{}
	add := func(text string, without func(*filter)) {
		c.Items = append(c.Items, ui.Link{Text: text, Href: f.with(without).href()})
	}
	many := func(field string, list []string, words func(string) string, of func(*filter) *[]string) {
		for _, value := range list {
			add(field+": "+words(value), func(f *filter) {
				held := of(f)
				*held = slices.DeleteFunc(*held, func(s string) bool { return s == value })
			})
		}
	}
	if f.Library != "" {
		add("Library: "+p.library(f.Library), func(f *filter) { f.Library = "" })
	}
	many("Status", f.Stages, stageWords, func(f *filter) *[]string { return &f.Stages })
	if f.Owner != "" {
		add(p.owner(f.Owner), func(f *filter) { f.Owner = "" })
	}
	many("How soon", f.Urgencies, labels(v, vocabulary.Urgencies), func(f *filter) *[]string { return &f.Urgencies })
	many("For", f.Types, labels(v, vocabulary.SearchTypes), func(f *filter) *[]string { return &f.Types })
	many("Product", f.Products, labels(v, vocabulary.Products), func(f *filter) *[]string { return &f.Products })
	if f.Specialty != "" {
		add("Specialty: "+f.Specialty, func(f *filter) { f.Specialty = "" })
	}
	if f.Due != "" {
		add(dueWords(f.Due), func(f *filter) { f.Due = "" })
	}
	for i, e := range f.Extra {
		add(extraWords(e[0]), func(f *filter) { f.Extra = slices.Delete(f.Extra, i, i+1) })
	}
	if len(c.Items) > 0 {
		c.Clear = &ui.Link{Text: "Clear all filters", Href: f.cleared().href()}
	}
	return c
}

func labels(v *page.Visit, vocabularyID string) func(string) string {
	return func(code string) string { return v.Label(vocabularyID, code) }
}

func stageWords(s string) string {
	if words := page.StatusFor(evidence.Stage(s), "", true).Words; words != "" {
		return words
	}
	return "Unknown"
}

func (p people) library(id string) string {
	if name := p.libraries[evidence.LibraryID(id)]; name != "" {
		return name
	}
	return "yours"
}

func (p people) owner(id string) string {
	switch id {
	case "me":
		return "Librarian: me"
	case "none":
		return "Not taken"
	}
	return "Librarian: " + p.name(id)
}

func dueWords(due string) string {
	switch due {
	case "overdue":
		return "Overdue"
	case "today":
		return "Due today or overdue"
	}
	return "Due this week or overdue"
}

func extraWords(name string) string {
	switch name {
	case "mine":
		return "What I asked"
	case "check":
		return "Checks waiting for me"
	case "requester":
		return "One requester"
	}
	return "Changed lately"
}
