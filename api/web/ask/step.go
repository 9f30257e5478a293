package ask

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"evidencedesk/api/web/page"
	"evidencedesk/api/web/ui"
)

// step is one question of the longer way, or a few that belong together.
type step struct {
	name   string   // the last part of its address
	page   string   // its template; the name when empty
	title  string   // the h1
	about  string   // heading of its answers on the page that checks them
	number int      // its place among the steps
	fields []string // the fields that it asks for, or what their paths begin with
	skip   bool     // every answer is optional

	fill  func(*answers)                  // gives the form what is stored, where nothing was typed
	take  func(*answers)                  // puts what was typed into the submission, and notes what cannot be read
	need  func(*answers)                  // notes what has to be answered before going on; nil: nothing
	model func(*answers) (any, error)     // the fields in the order of the page
	rows  func(*answers) []ui.SummaryRow  // the answers in words
	next  func(*answers) (address string) // nil: the next step
}

// steps are the questions in their order.
func steps() []step {
	list := []step{question(), framework(), purpose(), limits(), when(), aboutYou(), people(), sharing()}
	for i := range list {
		list[i].number = i + 1
	}
	return list
}

// last is the number of the last step.
func last() int { return len(steps()) }

// shown is a step as its template shows it.
type shown struct {
	Caption  string
	Title    string
	Start    ui.Form
	Guard    *ui.GuardNotice
	Versions *ui.Versions
	Fields   any
	Buttons  ui.ButtonGroup
	Skip     *ui.Link
}

func (s step) get(v *page.Visit) error {
	a, err := open(v)
	if err != nil {
		return err
	}
	s.prefill(a)
	view, err := s.view(a, v.Request.URL.RequestURI())
	if err != nil {
		return err
	}
	return v.Show(s.template(), view)
}

func (s step) prefill(a *answers) {
	s.fill(a)
	a.f.Default(page.VersionField, strconv.Itoa(a.d.Version))
}

func (s step) post(v *page.Visit) error {
	a, err := open(v)
	if err != nil {
		return err
	}
	stored := *a.b
	s.take(a)
	if !a.f.Has("later") && !a.f.Has("more") && s.need != nil {
		s.need(a)
	}
	if a.f.Failed() {
		return s.again(a, v.Request.URL.RequestURI())
	}
	var theirs draft
	err = a.save()
	switch {
	case err == nil:
		return v.Go(s.after(a))
	case page.Stale(err, &theirs):
		return s.conflict(a, theirs)
	case a.f.Refused(err):
		*a.b = stored // what the page says beside the form is what is stored
		return s.again(a, v.Request.URL.RequestURI())
	}
	return err
}

// after is where an answer leads.
func (s step) after(a *answers) string {
	switch {
	case a.f.Has("later"):
		return savedAt(a.Visit)
	case a.f.Has("more"):
		return a.Request.URL.RequestURI()
	case a.Query("from") == "check" && s.template() == "framework" && hasElements(a):
		return at(a.Visit, s.next(a)) + "?from=check"
	case a.Query("from") == "check":
		return at(a.Visit, "check")
	case s.next != nil:
		return at(a.Visit, s.next(a))
	}
	return at(a.Visit, follow(s.number))
}

// follow is the page after the step of a number.
func follow(number int) string {
	if number >= last() {
		return "check"
	}
	return steps()[number].name
}

// back is the page before the step.
func (s step) back(a *answers) string {
	switch {
	case a.Query("from") == "check":
		return at(a.Visit, "check")
	case s.number == 1:
		return "/ask"
	case s.page == "elements":
		return at(a.Visit, s.name)
	case s.name == "purpose" && hasElements(a):
		return at(a.Visit, "framework/"+a.b.Framework.Code)
	}
	return at(a.Visit, steps()[s.number-2].name)
}

func (s step) template() string {
	if s.page != "" {
		return s.page
	}
	return s.name
}

// again shows the question again with what is wrong.
func (s step) again(a *answers, action string) error {
	view, err := s.view(a, action)
	if err != nil {
		return err
	}
	return a.Again(s.template(), view)
}

// conflict shows the question beside what another window has saved since.
func (s step) conflict(a *answers, theirs draft) error {
	a.f.Set(page.VersionField, strconv.Itoa(theirs.Version))
	a.f.Top = "Your answers were changed in another window. Nothing is lost: keep your version, or copy what you need from the other."
	other := *a
	other.b = &theirs.Submission
	view, err := s.view(a, a.Request.URL.RequestURI())
	if err != nil {
		return err
	}
	model, _ := view.Data.(shown)
	model.Versions = &ui.Versions{
		Heading: "Two versions of this page", Theirs: "Saved at " + ui.TimeShort.Write(theirs.UpdatedAt.In(a.Zone)), Yours: "Yours, not saved yet",
		Fields: versions(s.rows(&other), s.rows(a)),
	}
	view.Data = model
	return a.Conflict(s.template(), view)
}

// versions puts the answers of two versions side by side.
func versions(theirs, yours []ui.SummaryRow) []ui.VersionedField {
	var list []ui.VersionedField
	put := func(row ui.SummaryRow, value func(*ui.VersionedField) *string) {
		i := slices.IndexFunc(list, func(f ui.VersionedField) bool { return f.Label == row.Key })
		if i < 0 {
			i = len(list)
			list = append(list, ui.VersionedField{Label: row.Key})
		}
		*value(&list[i]) = row.Value
	}
	for _, row := range theirs {
		put(row, func(f *ui.VersionedField) *string { return &f.Theirs })
	}
	for _, row := range yours {
		put(row, func(f *ui.VersionedField) *string { return &f.Yours })
	}
	return list
}

// view is the page of the step; its form goes to the action.
func (s step) view(a *answers, action string) (page.View, error) {
	fields, err := s.model(a)
	if err != nil {
		return page.View{}, err
	}
	caption := fmt.Sprintf("Step %d of %d", s.number, last())
	model := shown{
		Caption: caption, Title: s.title, Start: a.f.Start(action), Guard: a.f.Guard(), Fields: fields,
		Buttons: ui.ButtonGroup{Items: []ui.Component{
			ui.Button{Text: "Save and continue", PreventDoubleClick: true},
			ui.Button{Text: "Save and come back later", Variant: ui.Secondary, Name: "later", Value: "yes"},
		}},
	}
	if m, ok := fields.(interface{ extra() []ui.Component }); ok {
		model.Buttons.Items = append(model.Buttons.Items, m.extra()...)
	}
	if s.skip && a.Query("from") == "" {
		model.Skip = &ui.Link{Href: at(a.Visit, follow(s.number)), Text: "Skip this"}
	}
	return page.View{
		Title: fmt.Sprintf("%s (step %d of %d)", s.title, s.number, last()), Back: s.back(a), Plain: true, Form: a.f, Data: model,
	}, nil
}

// owner is the step that asks for a field, for what the API finds wrong when everything is sent.
func owner(field string) (step, bool) {
	for _, s := range append(steps(), elements()) {
		if slices.ContainsFunc(s.fields, func(own string) bool {
			return own == field || strings.HasPrefix(field, own+".") || strings.HasPrefix(field, own+"[")
		}) {
			return s, true
		}
	}
	return step{}, false
}

// savedAt is where somebody goes who comes back later.
func savedAt(v *page.Visit) string {
	v.Sessions.Notice(v.Request.Context(), "Your answers are saved. Come back to them when you like.")
	return savedPage(v)
}
