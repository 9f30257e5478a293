package ask

import (
	"encoding/json"
	"maps"
	"slices"
	"strconv"
	"strings"

	"evidencedesk/api/rest"
	"evidencedesk/api/web/info"
	"evidencedesk/api/web/page"
	"evidencedesk/api/web/ui"
	"evidencedesk/internal/evidence"
	"evidencedesk/internal/guard"
)

type checkPage struct {
	Start   ui.Form
	Sending []ui.Hidden
	Cards   []ui.SummaryCard
	Missing []ui.Link
	Again   []string // what may still identify a patient
	Alike   []alike
	Looked  bool
	Hub     ui.Link
	Send    ui.Button
	Later   string
	Delete  ui.Link
}

// check shows every answer before it is sent.
func check(v *page.Visit) error {
	a, err := open(v)
	if err != nil {
		return err
	}
	view, err := checkView(a)
	if err != nil {
		return err
	}
	return v.Show("check", view)
}

// checkView is the page of the answers. It carries the submission as it is shown, so that exactly that is sent, however often the
// button is pressed.
func checkView(a *answers) (page.View, error) {
	library, err := library(a)
	if err != nil {
		return page.View{}, err
	}
	raw, err := json.Marshal(a.b)
	if err != nil {
		return page.View{}, err
	}
	a.f.Default(page.VersionField, strconv.Itoa(a.d.Version))
	m := checkPage{
		Start: a.f.Start(at(a.Visit, "send")), Sending: []ui.Hidden{{Name: "submission", Value: string(raw)}},
		Cards: cards(a, library), Missing: missing(a), Again: lookAgain(a.b), Hub: hub(library, a.b.Question),
		Send: ui.Button{Text: "Send request", PreventDoubleClick: true}, Later: savedPage(a.Visit),
		Delete: ui.Link{Href: at(a.Visit, "delete"), Text: "Delete this request"},
	}
	m.Alike, m.Looked = lookAlikes(a.Visit, *a.b, sameTopic)
	return page.View{Title: "Check your answers", Back: at(a.Visit, steps()[last()-1].name), Plain: true, Form: a.f, Data: m}, nil
}

// library is the library that is asked; without its name and address while that is open.
func library(a *answers) (info.Library, error) {
	id := askedLibrary(a.Visit, a.b)
	if id == "" {
		return info.Library{}, nil
	}
	list, err := info.Of(a.Visit, id)
	if err != nil || len(list) == 0 {
		return info.Library{}, err
	}
	return list[0], nil
}

// cards are the answers by step, each with a way to change it.
func cards(a *answers, library info.Library) []ui.SummaryCard {
	var list []ui.SummaryCard
	for _, s := range steps() {
		rows := s.rows(a)
		if s.name == "about-you" && library.Name != "" {
			rows = append(rows, ui.SummaryRow{Key: "Library", Value: library.Name})
		}
		for i := range rows {
			if rows[i].Actions == nil {
				rows[i].Actions = []ui.Action{{Text: "Change", Href: at(a.Visit, s.name) + "?from=check", More: strings.ToLower(rows[i].Key[:1]) + rows[i].Key[1:]}}
			}
		}
		list = append(list, ui.SummaryCard{Heading: s.about, ID: "answers-" + s.name, List: ui.SummaryList{Rows: rows}})
	}
	return list
}

// missing are the steps that still need an answer.
func missing(a *answers) []ui.Link {
	var list []ui.Link
	for _, s := range steps() {
		if s.lacks(a) {
			list = append(list, ui.Link{Href: at(a.Visit, s.name) + "?from=check", Text: s.title})
		}
	}
	return list
}

// lacks reports whether a step still needs an answer.
func (s step) lacks(a *answers) bool {
	if s.need == nil {
		return false
	}
	other := *a
	other.f = &page.Form{}
	s.need(&other)
	return other.f.Failed()
}

// lookAgain says where a text may point at a patient though nothing in it has to be taken out: the API takes it, people should look.
func lookAgain(b *rest.SubmitBody) []string {
	all := texts(b)
	var list []guard.Text
	for _, field := range slices.Sorted(maps.Keys(all)) {
		list = append(list, guard.Text{Field: field, Value: all[field]})
	}
	var words []string
	for _, f := range guard.ScanAll(list, guard.Options{}) {
		said := slices.ContainsFunc(b.Confirm, func(c rest.Confirmation) bool { return c.Field == f.Field && c.Start == f.Start && c.Kind == f.Kind })
		s, ok := owner(f.Field)
		if said || !ok {
			continue
		}
		if line := s.about + ": this may be " + page.KindWords(string(f.Kind)) + "."; !slices.Contains(words, line) {
			words = append(words, line)
		}
	}
	return words
}

// ready is a submission as it is sent. What was written for another framework than the one chosen stays behind.
func ready(b rest.SubmitBody, v *page.Visit, draft string) rest.SubmitBody {
	b.Draft = draft
	if b.Framework == nil {
		return b
	}
	f, ok := v.Vocabulary.Framework(b.Framework.Code)
	if !ok || len(f.Elements) == 0 {
		b.Framework = nil
		return b
	}
	body := rest.FrameworkBody{Code: f.Code, Elements: map[string]string{}}
	for _, e := range f.Elements {
		if text := b.Framework.Elements[e.Key]; text != "" {
			body.Elements[e.Key] = text
		}
	}
	b.Framework = &body
	return b
}

// savedPage is where the drafts of the visitor are listed.
func savedPage(v *page.Visit) string {
	if v.Me.Is(evidence.Requester) && !v.IsStaff() {
		return "/requests"
	}
	return "/ask/drafts"
}
