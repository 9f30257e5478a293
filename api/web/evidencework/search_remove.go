package evidencework

import (
	"strconv"

	"evidencedesk/api/web/page"
	"evidencedesk/api/web/ui"
)

// removal is the page that asks before something is taken out.
type removal struct {
	*desk
	Heading string
	Text    string
	Facts   ui.SummaryList
	Start   ui.Form
	Button  ui.Button
	Back    string
}

func showSearchRemoval(v *page.Visit) error {
	s, err := openSearch(v)
	if err != nil {
		return err
	}
	return v.Show("removal", s.removalView(v.Form()))
}

func takeSearchRemoval(v *page.Visit) error {
	s, err := openSearch(v)
	if err != nil {
		return err
	}
	f := v.Form()
	f.Say("is_rerun_of:in-use", "Another search of this request says that it ran this one again. Change that one first.")
	err = v.Delete(s.API("searches", s.one.ID), f.Version())
	switch {
	case err == nil:
		return v.Go(s.URL("searches"), "You removed the search.")
	case page.Stale(err, &struct{}{}):
		f.Set(page.VersionField, strconv.Itoa(s.one.Version))
		f.Top = "Somebody changed this search since you opened the page. It is shown below as it is now: remove it only if you still want to."
		return v.Conflict("removal", s.removalView(f))
	case f.Refused(err):
		return v.Again("removal", s.removalView(f))
	}
	return err
}

func (s *searchDesk) removalView(f *page.Form) page.View {
	f.Default(page.VersionField, strconv.Itoa(s.one.Version))
	facts := s.searchFacts(*s.one, s.all)
	facts.Rows = append(facts.Rows, ui.SummaryRow{Key: "Lines", Value: strconv.Itoa(len(s.one.Lines))})
	p := removal{
		desk: s.desk, Heading: "Remove the search of " + s.sourceOn(*s.one), Facts: facts, Start: f.Start(""), Back: s.URL("searches"),
		Text:   "The search and its lines are taken out of the ledger. Versions of the report that were sent for checking or delivered keep it.",
		Button: ui.Button{Text: "Remove the search", Variant: ui.Warning, PreventDoubleClick: true},
	}
	view := s.View("Remove a search", p)
	view.Form = f
	return view
}
