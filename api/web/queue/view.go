package queue

import (
	"net/url"
	"strconv"
	"strings"

	"evidencedesk/api/rest"
	"evidencedesk/api/web/page"
	"evidencedesk/api/web/ui"
	"evidencedesk/internal/evidence"
)

// viewForm is the page on which a view is saved or changed.
type viewForm struct {
	Heading  string
	Versions *ui.Versions // when somebody else saved first
	Start    ui.Form
	Guard    *ui.GuardNotice
	Query    string
	Shows    []string // what is on the list, in words
	Change   *ui.Link // to other filters
	Fields   []ui.Component
	Save     ui.Button
	Cancel   ui.Link
	Delete   *ui.Link
}

// newView asks for a name for the list that the address carries.
func newView(v *page.Visit) error {
	f := v.Form()
	f.Default("query", queryFilter(v.Query("query")).query())
	return showNew(v, f, v.Show)
}

func addView(v *page.Visit) error {
	f := v.Form()
	var saved rest.SavedView
	err := v.Post("/views", viewBody(v, f), &saved)
	switch {
	case err == nil:
		return v.Go(queryFilter(saved.Query).href(), "You saved this list as a view.")
	case refusedView(f, err):
		return showNew(v, f, v.Again)
	}
	return err
}

func showNew(v *page.Visit, f *page.Form, show func(string, page.View) error) error {
	m, err := viewModel(v, f, true)
	if err != nil {
		return err
	}
	m.Heading, m.Save = "Save this list as a view", ui.Button{Text: "Save view", PreventDoubleClick: true}
	m.Start, m.Guard = f.Start("/queue/views/new"), f.Guard()
	return show("view", page.View{Title: m.Heading, Current: address, Back: queryFilter(m.Query).href(), BackTo: "Back to the queue", Form: f, Data: m})
}

// editView shows a view to change its name, with whom it is shared, or what it lists when the address carries another query.
func editView(v *page.Visit) error {
	stored, err := readView(v)
	if err != nil {
		return err
	}
	f := v.Form()
	query := stored.Query
	if q, given := v.GetQuery("query"); given {
		query = q
	}
	f.Default("query", queryFilter(query).query())
	fill(f, stored)
	return showEdit(v, f, stored, v.Show, nil)
}

// fill puts what is stored into a form that was not typed into.
func fill(f *page.Form, stored rest.View) {
	f.Default("name", stored.Name)
	f.Default("library", string(stored.Library))
	f.Default(page.VersionField, strconv.Itoa(stored.Version))
	if stored.Shared {
		f.Default("shared", "true")
	}
}

func saveView(v *page.Visit) error {
	f := v.Form()
	var saved rest.SavedView
	var theirs rest.View
	err := v.Put("/views/"+url.PathEscape(v.Param("id")), f.Version(), viewBody(v, f), &saved)
	switch {
	case err == nil:
		return v.Go(queryFilter(saved.Query).href(), "You changed this view.")
	case page.Stale(err, &theirs):
		both := bothViews(v, f, theirs)
		f.Set(page.VersionField, strconv.Itoa(theirs.Version))
		return showEdit(v, f, theirs, v.Conflict, both)
	case refusedView(f, err):
		stored, err := readView(v)
		if err != nil {
			return err
		}
		return showEdit(v, f, stored, v.Again, nil)
	}
	return err
}

func readView(v *page.Visit) (rest.View, error) {
	var stored rest.View
	err := v.Read("/views/"+url.PathEscape(v.Param("id")), &stored)
	if err == nil && !mayChange(v, stored) {
		err = page.ErrNotFound
	}
	return stored, err
}

func showEdit(v *page.Visit, f *page.Form, stored rest.View, show func(string, page.View) error, both *ui.Versions) error {
	m, err := viewModel(v, f, false)
	if err != nil {
		return err
	}
	at := "/queue/views/" + stored.ID
	m.Heading, m.Versions, m.Save = "Change a view", both, ui.Button{Text: "Save changes", PreventDoubleClick: true}
	other := queryFilter(m.Query)
	other.Edit = stored.ID
	m.Change = &ui.Link{Href: other.href(), Text: "Choose other filters", More: " for this view"}
	m.Delete = &ui.Link{Href: at + "/delete", Text: "Delete this view"}
	m.Start, m.Guard = f.Start(at), f.Guard()
	return show("view", page.View{Title: m.Heading, Current: address, Back: queryFilter(stored.Query).href(), BackTo: "Back to the queue", Form: f, Data: m})
}

// bothViews sets what somebody else saved beside what was typed.
func bothViews(v *page.Visit, f *page.Form, theirs rest.View) *ui.Versions {
	return &ui.Versions{
		Heading: "Somebody else changed this view", Theirs: "As it is now", Yours: "Yours, not saved",
		Fields: []ui.VersionedField{
			{Label: "Name", Theirs: theirs.Name, Yours: f.Get("name")},
			{Label: "Who sees it", Theirs: whoSees(theirs.Shared), Yours: whoSees(f.Get("shared") == "true")},
			{Label: "What it lists", Theirs: sentence(v, theirs.Query), Yours: sentence(v, f.Get("query"))},
		},
	}
}

func whoSees(shared bool) string {
	if shared {
		return "Everybody in the library"
	}
	return "Only the person who saved it"
}

// viewModel makes the fields. A view stays in its library: that is asked only for a new one, of people who work in several.
func viewModel(v *page.Visit, f *page.Form, fresh bool) (*viewForm, error) {
	query := f.Get("query")
	m := &viewForm{Query: query, Cancel: ui.Link{Text: "Cancel", Href: queryFilter(query).href()}}
	names, err := readPeople(v, "")
	if err != nil {
		return nil, err
	}
	m.Shows = shows(v, names, query)
	name := f.Line("name", "Name of the view", "A few words, such as “Maternity, not taken”. Never a patient's name.")
	m.Fields = append(m.Fields, name)
	switch mine := works(v); {
	case fresh && len(mine) > 1:
		options := []ui.Option{{Text: "Choose a library"}}
		for _, id := range mine {
			options = append(options, ui.Option{Value: string(id), Text: names.library(string(id))})
		}
		m.Fields = append(m.Fields, f.Select("library", "Library", options))
	case !fresh:
		m.Fields = append(m.Fields, ui.Hidden{Name: "library", Value: f.Get("library")})
	}
	m.Fields = append(m.Fields, f.Checkboxes("shared", "Who sees it", []ui.Item{{Value: "true", Label: "Everybody who works in the library may use it"}}))
	return m, nil
}

func viewBody(v *page.Visit, f *page.Form) rest.ViewBody {
	b := rest.ViewBody{
		Name: f.Get("name"), Query: queryFilter(f.Get("query")).query(), Shared: f.Get("shared") == "true", Library: evidence.LibraryID(f.Get("library")),
	}
	if mine := works(v); b.Library == "" && len(mine) == 1 {
		b.Library = mine[0]
	}
	return b
}

func refusedView(f *page.Form, err error) bool {
	f.Say("name:required", "Give the view a name.")
	f.Say("name:too-short", "Give the view a name.")
	f.Say("name:too-long", "Shorten the name to 100 characters.")
	f.Say("library:required", "Choose the library.")
	f.Say("library:malformed", "Choose the library.")
	f.Say("library:unknown", "Choose a library in which you work.")
	return f.Refused(err)
}

// shows says in words what a query lists.
func shows(v *page.Visit, names people, query string) []string {
	f := queryFilter(query)
	var list []string
	for _, chip := range f.chips(v, names).Items {
		list = append(list, chip.Text)
	}
	if f.Text != "" {
		list = append(list, "Words: "+f.Text)
	}
	if len(list) == 0 {
		list = append(list, "All open requests")
	}
	return append(list, "Order: "+orderWords(f.Sort))
}

func sentence(v *page.Visit, query string) string {
	return strings.Join(shows(v, people{}, query), "; ")
}
