package mine

import (
	"strconv"

	"evidencedesk/api/rest"
	"evidencedesk/api/web/page"
	"evidencedesk/api/web/ui"
)

// showChange is the form to change what was asked, while the library has not answered.
func showChange(v *page.Visit) error {
	r, err := read(v)
	if err != nil {
		return err
	}
	if !r.changes() {
		return r.gone(v, "The question can no longer be changed. Write to the library instead.")
	}
	return v.Show("change", changePage(v, r, nil))
}

func takeChange(v *page.Visit) error {
	f := v.Form()
	f.Say("question:required", "Write your question.")
	f.Say("question:too-short", "Write a little more: at least 15 characters.")
	var saved rest.SavedQuestion
	err := v.Put("/requests/"+idOf(v)+"/question", f.Version(), rest.QuestionUpdate{QuestionBody: questionTyped(v, f)}, &saved)
	if err == nil {
		return v.Go(here(v, ""), lookAgain("The question was changed. The library works with the new one from now on.", saved.Warnings))
	}
	var theirs rest.QuestionVersion
	stale := page.Stale(err, &theirs)
	if !stale && !f.Refused(err) {
		return err
	}
	r, err := read(v)
	if err != nil {
		return err
	}
	if !stale {
		return v.Again("change", changePage(v, r, nil))
	}
	f.Set(page.VersionField, strconv.Itoa(theirs.Version)) // who saves again has seen it
	return v.Conflict("change", changePage(v, r, &theirs))
}

// questionTyped reads the form. A framework stays the one that was chosen.
func questionTyped(v *page.Visit, f *page.Form) rest.QuestionBody {
	q := rest.QuestionBody{
		Question: f.Get("question"), Background: f.Get("background"), Exclusions: f.Get("exclusions"), KnownPapers: f.Get("known_papers"),
	}
	code := f.Get("framework.code")
	framework, ok := v.Vocabulary.Framework(code)
	if !ok || code == "" {
		return q
	}
	q.Framework = &rest.FrameworkBody{Code: code, Elements: map[string]string{}}
	for _, e := range framework.Elements {
		if text := f.Get(elementField(e.Key)); text != "" {
			q.Framework.Elements[e.Key] = text
		}
	}
	return q
}

func elementField(key string) string { return "framework.elements." + key }

type changeModel struct {
	Reference string
	Start     ui.Form
	Guard     *ui.GuardNotice
	Versions  *ui.Versions
	Framework *ui.Hidden
	Fields    []ui.Textarea
}

// changePage is the form with what is stored now, or with what was typed. Theirs is what somebody else saved in between.
func changePage(v *page.Visit, r one, theirs *rest.QuestionVersion) page.View {
	f := v.Form()
	f.Default(page.VersionField, strconv.Itoa(r.TextVersion))
	m := changeModel{Reference: r.Reference}
	if theirs != nil {
		m.Versions = bothVersions(v, f, *theirs)
	}
	box := func(name, label, stored string, rows int, hint ...string) {
		f.Default(name, stored)
		field := f.Text(name, label, maxMessage, together(append(hint, patientHint)...))
		field.Rows, field.LabelSize = rows, "s"
		field.Optional = name != "question"
		m.Fields = append(m.Fields, field)
	}
	box("question", "Question", r.Question, 4)
	if r.Framework != nil {
		f.Default("framework.code", r.Framework.Code)
	}
	if code := f.Get("framework.code"); code != "" {
		m.Framework = &ui.Hidden{Name: "framework.code", Value: code}
		for _, e := range elements(v, &rest.FrameworkBody{Code: code, Elements: storedElements(r)}) {
			box(elementField(e.key), e.label, e.text, 2)
		}
	}
	box("background", "Background", r.Background, 4, "Why you ask, and what you know already.")
	box("exclusions", "What you do not want", r.Exclusions, 2)
	box("known_papers", "Papers you know", r.KnownPapers, 2, "We check that our search finds them.")
	m.Start, m.Guard = f.Start(""), f.Guard()
	return r.view("Change the question", f, m)
}

func storedElements(r one) map[string]string {
	if r.Framework == nil {
		return nil
	}
	return r.Framework.Elements
}

// bothVersions puts what somebody else saved beside what was typed.
func bothVersions(v *page.Visit, f *page.Form, theirs rest.QuestionVersion) *ui.Versions {
	who := theirs.ByName
	if who == "" {
		who = "somebody else"
	}
	list := &ui.Versions{
		Heading: "Somebody changed the question while you were writing",
		Theirs:  "Saved by " + who + ", " + v.Moment(theirs.At), Yours: "Yours, not saved",
	}
	add := func(label, saved, typed string) {
		if saved != "" || typed != "" {
			list.Fields = append(list.Fields, ui.VersionedField{Label: label, Theirs: saved, Yours: typed})
		}
	}
	add("Question", theirs.Question, f.Get("question"))
	for _, e := range elements(v, theirs.Framework) {
		add(e.label, e.text, f.Get(elementField(e.key)))
	}
	add("Background", theirs.Background, f.Get("background"))
	add("What you do not want", theirs.Exclusions, f.Get("exclusions"))
	add("Papers you know", theirs.KnownPapers, f.Get("known_papers"))
	return list
}
