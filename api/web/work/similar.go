package work

import (
	"slices"
	"strconv"

	"evidencedesk/api/rest"
	"evidencedesk/api/web/page"
	"evidencedesk/api/web/ui"
	"evidencedesk/api/web/workbench"
	"evidencedesk/internal/evidence"
	"evidencedesk/internal/postgres"
)

// similarSlug is the last part of the address of the page of similar work.
const similarSlug = "similar"

// similarPage lists earlier requests like this one, and asks what is used of them.
type similarPage struct {
	Top  []ui.Component
	List []similar
}

// similar is an earlier request like this one.
type similar struct {
	Link ui.Link
	Note string
	Said string // what became of it
	Asks bool

	Earlier string
	Back    string // the page to go back to, when it is another one than that of similar work
	Start   ui.Form
	Use     ui.Select
	Save    ui.Button
}

func showSimilar(v *page.Visit) error {
	b, err := workbench.Load(v, v.Param("id"))
	if err != nil {
		return err
	}
	return similarView(v, b, v.Form(), v.Show)
}

// takeSimilar keeps what became of one earlier request.
func takeSimilar(v *page.Visit) error {
	b, err := workbench.Load(v, v.Param("id"))
	if err != nil {
		return err
	}
	f := v.Form()
	earlier := f.Get("earlier")
	outcome := f.Get(useField(earlier))
	if outcome == "" {
		f.Wrong(useField(earlier), "Choose what you use of it.")
		return similarView(v, b, f, v.Again)
	}
	err = v.Put(b.API(similarSlug, earlier), f.Version(), rest.SimilarUseBody{Outcome: postgres.SimilarOutcome(outcome)}, nil)
	var now postgres.SimilarUse
	switch {
	case page.Stale(err, &now):
		f.Top = "Somebody said so of this request since you opened the page. What they chose is shown below: choose again if it is wrong."
		return similarView(v, b, f, v.Conflict)
	case err != nil:
		return err
	}
	back := b.URL(similarSlug)
	if f.Get("back") == overviewSlug {
		back = b.URL()
	}
	return v.Go(back, "It is recorded what you use of the earlier request.")
}

// overviewSlug names the overview as the page to go back to.
const overviewSlug = "overview"

// mostAtClaim is how many similar requests the overview shows.
const mostAtClaim = 3

// atClaim reports whether the work on a request begins: then it is worth knowing what was done before.
func atClaim(b *workbench.Bench) bool {
	return !b.Erased && (b.Stage == evidence.Submitted || b.Stage == evidence.Triage)
}

// mostSimilar are the requests that are most like one at claim, for the overview, asking what is used of them.
func mostSimilar(v *page.Visit, b *workbench.Bench, f *page.Form) ([]similar, error) {
	if !atClaim(b) {
		return nil, nil
	}
	found, err := similarTo(v, b)
	if err != nil {
		return nil, err
	}
	found.Items = found.Items[:min(len(found.Items), mostAtClaim)]
	list := similarRows(v, b, f, found)
	for i := range list {
		list[i].Back = overviewSlug
	}
	return list, nil
}

func similarView(v *page.Visit, b *workbench.Bench, f *page.Form, show func(string, page.View) error) error {
	found, err := similarTo(v, b)
	if err != nil {
		return err
	}
	view := b.View("Similar earlier work", similarPage{Top: b.Top(workbench.Brief), List: similarRows(v, b, f, found)})
	view.Form = f
	return show("similar", view)
}

// similarTo finds finished requests like this one, that the visitor may see.
func similarTo(v *page.Visit, b *workbench.Bench) (found rest.SimilarList, err error) {
	if b.Question == "" {
		return found, nil
	}
	return found, v.Read(b.API(similarSlug), &found)
}

// similarRows shows them; with a form, each asks what is used of it of those who may say.
func similarRows(v *page.Visit, b *workbench.Bench, f *page.Form, found rest.SimilarList) []similar {
	asks := f != nil && b.Stage.Open() && v.Me.Actor(b.Library).Is(evidence.Librarian, evidence.Trainee)
	var list []similar
	for _, r := range found.Items {
		one := similar{Link: ui.Link{Href: "/requests/" + string(r.ID), Text: r.Question}, Note: join(r.Reference, r.LibraryName), Asks: asks}
		if r.Relation == postgres.RelationLibrary {
			one.Link.Href = "/work/" + string(r.ID)
		}
		if !r.DeliveredAt.IsZero() {
			one.Note = join(one.Note, ui.TimeDate.Write(r.DeliveredAt.In(v.Zone)))
		}
		version := 1
		if i := slices.IndexFunc(found.Uses, func(u postgres.SimilarUse) bool { return u.Earlier == r.ID }); i >= 0 {
			version, one.Said = found.Uses[i].Version, useWords(found.Uses[i].Outcome)
		}
		if asks {
			one.ask(b, f, r, version)
		}
		list = append(list, one)
	}
	return list
}

func (s *similar) ask(b *workbench.Bench, f *page.Form, r rest.SimilarRow, version int) {
	s.Start, s.Earlier = f.Start(b.URL(similarSlug)), string(r.ID)
	s.Start.Version = strconv.Itoa(version)
	s.Use = f.Select(useField(string(r.ID)), "What you use of "+r.Reference, []ui.Option{
		{Text: "Choose"},
		{Value: string(postgres.SimilarReused), Text: "Its answer is given again"},
		{Value: string(postgres.SimilarAdapted), Text: "Its work is the start of this"},
		{Value: string(postgres.SimilarNew), Text: "Nothing: the work is done anew"},
	})
	s.Save = ui.Button{Text: "Save", More: " what you use of " + r.Reference, Variant: ui.Secondary, Small: true}
}

// useField is the field of an earlier request on the page.
func useField(earlier string) string { return "outcome-" + earlier }

func useWords(o postgres.SimilarOutcome) string {
	switch o {
	case postgres.SimilarReused:
		return "Its answer is given again."
	case postgres.SimilarAdapted:
		return "Its work is the start of this."
	case postgres.SimilarNew:
		return "Read; the work is done anew."
	}
	return ""
}

// findPage is where staff look for earlier work by a question of their own.
type findPage struct {
	Start  ui.Form
	Text   ui.Textarea
	Button ui.Button
	Asked  bool
	List   []similar
}

func showFind(v *page.Visit) error { return v.Show("find", findView(v.Form(), false, nil)) }

// takeFind looks for it. The text is sent, so that it stands in no address.
func takeFind(v *page.Visit) error {
	f := v.Form()
	var found rest.SimilarList
	if err := v.Post("/requests/similar", rest.SimilarBody{Text: f.Get("text")}, &found); err != nil {
		f.Say("text:required", "Write what you look for")
		if f.Refused(err) {
			return v.Again("find", findView(f, false, nil))
		}
		return err
	}
	return v.Show("find", findView(f, true, similarRows(v, nil, nil, found)))
}

func findView(f *page.Form, asked bool, list []similar) page.View {
	p := findPage{Start: f.Start("/queue/similar"), Text: f.Text("text", "What you look for", evidence.MaxQuestion), Button: ui.Button{Text: "Find"}, Asked: asked, List: list}
	return page.View{Title: "Find earlier work", Current: "/queue", Form: f, Data: p}
}
