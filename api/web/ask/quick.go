package ask

import (
	"cmp"
	"net/http"
	"net/url"
	"strconv"
	"unicode/utf8"

	"evidencedesk/api/rest"
	"evidencedesk/api/web/page"
	"evidencedesk/api/web/ui"
	"evidencedesk/internal/evidence"
	"evidencedesk/internal/vocabulary"
)

// usualTypes are the purposes that the quick form offers as radios: the commonest ones in the services that published their figures.
func usualTypes() []string {
	return []string{"patient_care", "guideline_policy_pathway", "service_development_management", "research_publication", "teaching"}
}

type quickPage struct {
	Start    ui.Form
	Guard    *ui.GuardNotice
	Hidden   []ui.Hidden
	Earlier  *rest.RequestView
	Alike    []alike
	Question ui.Textarea
	Type     choice
	Urgency  ui.Radios
	Why      ui.Input
	Library  *ui.Select
	Phone    string
	Drafts   string
	Served   string // the visitor's organisation, where another library serves it than theirs
	Staff    bool
	Buttons  ui.ButtonGroup
}

// quick is the form with one box, on its way.
type quick struct {
	*page.Visit

	f       *page.Form
	earlier *rest.RequestView
}

// openQuick reads the earlier request that this one goes on from, if any.
func openQuick(v *page.Visit) (*quick, error) {
	q := &quick{Visit: v, f: v.Form()}
	id := cmp.Or(q.f.Get("follow_on_from"), v.Query("again"))
	if id == "" {
		return q, nil
	}
	r, err := earlierRequest(v, evidence.RequestID(id))
	q.earlier = &r
	return q, err
}

func showQuick(v *page.Visit) error {
	if !page.Asking(v) {
		return v.Go("/account/access")
	}
	q, err := openQuick(v)
	if err != nil {
		return err
	}
	if q.earlier != nil {
		q.f.Default("question", q.earlier.Question)
		q.f.Default("type", q.earlier.Type)
	}
	view, err := q.view(nil)
	if err != nil {
		return err
	}
	return v.Show("quick", view)
}

// takeQuick sends the question, or makes a draft of it for those who want to say more or to come back. What is like it is shown once
// before it is sent.
func takeQuick(v *page.Visit) error {
	if !page.Asking(v) {
		return v.Go("/account/access")
	}
	q, err := openQuick(v)
	if err != nil {
		return err
	}
	b, err := q.body()
	if err != nil {
		return err
	}
	if v.Form().Has("more") || v.Form().Has("later") {
		return q.draft(b)
	}
	q.need(b)
	if q.f.Failed() {
		return q.again()
	}
	if !q.f.Has("seen") && !suspected(q.f, b.Question) {
		if found, _ := lookAlikes(v, b, sameText); len(found) > 0 {
			view, err := q.view(found)
			if err != nil {
				return err
			}
			return v.Show("quick", view)
		}
	}
	var opened rest.OpenedResult
	if err := v.Post("/requests", ready(b, v, ""), &opened); err != nil {
		if q.f.Refused(err) {
			return q.again()
		}
		return err
	}
	return v.Go(sentAt(opened))
}

// body is the submission that the form asks for, with what the profile says of the visitor.
func (q *quick) body() (rest.SubmitBody, error) {
	b := rest.SubmitBody{}
	if q.earlier != nil {
		b = goOn(carried(q.Visit, *q.earlier), q.f.Get("question"))
	}
	b.Question, b.Type = q.f.Get("question"), chosen(q.f, "type")
	b.Urgency, b.WhyUrgent = q.f.Get("urgency"), q.f.Get("why_urgent")
	if q.f.Has("library") {
		b.Library = evidence.LibraryID(q.f.Get("library"))
	}
	if b.StaffGroup != "" {
		return b, nil
	}
	var me rest.Profile
	err := q.Read("/me/profile", &me)
	b.StaffGroup = me.StaffGroup
	return b, err
}

func (q *quick) need(b rest.SubmitBody) {
	if utf8.RuneCountInString(b.Question) < evidence.MinQuestion {
		q.f.Wrong("question", tooShort)
	}
	if b.Type == "" && q.f.Error("type_more") == "" {
		q.f.Wrong("type", "Choose what it is for.")
	}
	reasonNeeded(q.Visit, q.f, b.Urgency, b.WhyUrgent)
	if len(askable(q.Visit)) > 1 && b.Library == "" {
		q.f.Wrong("library", "Choose the library that you ask.")
	}
}

// draft keeps what was typed, for the longer way or for later.
func (q *quick) draft(b rest.SubmitBody) error {
	if q.f.Failed() {
		return q.again()
	}
	if q.earlier != nil {
		whole := carried(q.Visit, *q.earlier)
		whole.Question, whole.Type, whole.Urgency, whole.WhyUrgent, whole.Library = b.Question, b.Type, b.Urgency, b.WhyUrgent, b.Library
		whole.StaffGroup = b.StaffGroup
		b = whole
	}
	id, err := add(q.Visit, &b)
	switch {
	case err != nil && q.f.Refused(err):
		return q.again()
	case err != nil:
		return err
	case q.f.Has("later"):
		return q.Go(savedAt(q.Visit))
	}
	return q.Go("/ask/" + url.PathEscape(id) + "/question")
}

func (q *quick) again() error {
	view, err := q.view(nil)
	if err != nil {
		return err
	}
	return q.Again("quick", view)
}

// view is the page; found are earlier requests like the question, shown once.
func (q *quick) view(found []alike) (page.View, error) {
	usual, _ := q.Vocabulary.Default(vocabulary.Urgencies)
	q.f.Default("urgency", usual)
	m := quickPage{
		Start: q.f.Start("/ask"), Earlier: q.earlier, Alike: found, Staff: q.IsStaff(), Phone: q.Brand.HelpPhone,
		Question: q.f.Text("question", "Your question, in your own words", evidence.MaxQuestion, "For example: do falls alarms help older people in hospital? "+noPatient),
		Type: choose(q.f, "type", "What is it for?", "", terms(q.Visit, vocabulary.SearchTypes), usualTypes(),
			func(t vocabulary.Term) string { return t.Label }),
		Urgency: q.f.Radios("urgency", "How soon do you need it?", urgencies(q.Visit, false)),
		Why:     q.f.Line("why_urgent", "Why is it urgent?", "Only if you chose Now or Urgent"),
	}
	m.Question.LabelSize, m.Type.Radios.LabelSize, m.Urgency.LabelSize = "s", "s", "s"
	m.Urgency.Small, m.Type.Radios.Small, m.Why.Optional, m.Why.Autocomplete = true, true, true, "off"
	for i := range m.Type.Radios.Items {
		m.Type.Radios.Items[i].Hint = ""
	}
	if err := q.ask(&m); err != nil {
		return page.View{}, err
	}
	m.Guard = q.f.Guard()
	m.Hidden = q.hidden(len(found) > 0)
	m.Buttons = quickButtons(len(found) > 0)
	return page.View{Title: "Ask a question", Current: "/ask", Form: q.f, Data: m}, nil
}

func quickButtons(found bool) ui.ButtonGroup {
	send := "Send"
	if found {
		send = "Send anyway"
	}
	return ui.ButtonGroup{Items: []ui.Component{
		ui.Button{Text: send, PreventDoubleClick: true},
		ui.Button{Text: "Save and come back later", Variant: ui.Secondary, Name: "later", Value: "yes"},
		ui.Button{Text: "Answer a few questions instead", Variant: ui.LinkButton, Name: "more", Value: "yes"},
	}}
}

func (q *quick) hidden(found bool) []ui.Hidden {
	var list []ui.Hidden
	if q.earlier != nil {
		list = append(list, ui.Hidden{Name: "follow_on_from", Value: string(q.earlier.ID)})
	}
	if found || q.f.Has("seen") {
		list = append(list, ui.Hidden{Name: "seen", Value: "yes"})
	}
	return list
}

// ask adds what depends on the visitor: the library for those who belong to several, and what they have not sent yet.
func (q *quick) ask(m *quickPage) error {
	if len(askable(q.Visit)) > 1 {
		if err := q.library(m); err != nil {
			return err
		}
	}
	if q.Request.Method != http.MethodGet {
		return nil
	}
	var err error
	if m.Served, err = servedElsewhere(q.Visit); err != nil {
		return err
	}
	saved, err := draftsOf(q.Visit)
	if n := len(saved); n > 0 {
		m.Drafts = strconv.Itoa(n) + " requests that you have not sent"
		if n == 1 {
			m.Drafts = "1 request that you have not sent"
		}
	}
	return err
}
