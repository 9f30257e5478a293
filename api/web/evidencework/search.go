package evidencework

import (
	"net/http"
	"slices"
	"strconv"

	"evidencedesk/api/rest"
	"evidencedesk/api/web/page"
	"evidencedesk/api/web/ui"
	"evidencedesk/api/web/workbench"
	"evidencedesk/internal/postgres"
	"evidencedesk/internal/strategy"
)

// searchDesk is the desk with the searches of the request, of which one may be on it.
type searchDesk struct {
	*desk
	all   []postgres.Search
	one   *postgres.Search // nil: a new one
	staff []rest.StaffRow

	action string   // where its form sends; this page when empty
	pasted []string // what was read of a history that was pasted
}

func openSearch(v *page.Visit) (*searchDesk, error) {
	d, err := open(v, workbench.Searches)
	if err != nil {
		return nil, err
	}
	if !d.Edit {
		return nil, page.ErrNotFound // there is nothing to edit for whoever only reads
	}
	d.meet(true)
	s := &searchDesk{desk: d}
	var list items[postgres.Search]
	if err := v.Read(d.API("searches"), &list); err != nil {
		return nil, err
	}
	s.all = list.Items
	if id := v.Param("search"); id != "" {
		if s.one = s.find(id); s.one == nil {
			return nil, page.ErrNotFound
		}
	}
	s.staff, err = d.colleagues()
	return s, err
}

func (s *searchDesk) find(id string) *postgres.Search {
	i := slices.IndexFunc(s.all, func(o postgres.Search) bool { return o.ID == id })
	if i < 0 {
		return nil
	}
	return &s.all[i]
}

func showNewSearch(v *page.Visit) error {
	s, err := openSearch(v)
	if err != nil {
		return err
	}
	f := v.Form()
	if from := s.find(v.Query("copy")); from != nil {
		s.fill(f, s.copied(*from))
	}
	f.Default("kind", v.Query("kind"))
	return v.Show("search", s.searchView(f, nil))
}

// copied is a search to start another from, on another source: its lines without their counts, its limits and filters, and where they
// are from.
func (s *searchDesk) copied(from postgres.Search) postgres.SearchContent {
	c := postgres.SearchContent{Limits: from.Limits, Filters: from.Filters, AdaptedFromSearch: from.ID, AdaptedFrom: s.Reference + ", " + s.sourceOn(from)}
	for _, l := range from.Lines {
		l.Hits = nil
		c.Lines = append(c.Lines, l)
	}
	return c
}

func takeNewSearch(v *page.Visit) error {
	s, err := openSearch(v)
	if err != nil {
		return err
	}
	f := v.Form()
	body := rest.SearchBody{SearchContent: s.read(f)}
	if f.Failed() {
		return v.Again("search", s.searchView(f, nil))
	}
	var saved rest.SavedSearch
	if err := v.Post(s.API("searches"), body, &saved); err != nil {
		return s.refused(f, err)
	}
	return v.Go(s.URL("searches")+"#"+anchor(len(s.all)), "You recorded a search."+suspicion(saved.Warnings)+advice(saved.Search))
}

func showSearch(v *page.Visit) error {
	s, err := openSearch(v)
	if err != nil {
		return err
	}
	f := v.Form()
	s.fill(f, s.one.SearchContent)
	f.Default(page.VersionField, strconv.Itoa(s.one.Version))
	return v.Show("search", s.searchView(f, nil))
}

func takeSearch(v *page.Visit) error {
	s, err := openSearch(v)
	if err != nil {
		return err
	}
	f := v.Form()
	body := rest.SearchBody{SearchContent: s.read(f)}
	if f.Failed() {
		return v.Again("search", s.searchView(f, nil))
	}
	var saved rest.SavedSearch
	if err := v.Put(s.API("searches", s.one.ID), f.Version(), body, &saved); err != nil {
		return s.refused(f, err)
	}
	at := slices.IndexFunc(s.all, func(o postgres.Search) bool { return o.ID == s.one.ID })
	return v.Go(s.URL("searches")+"#"+anchor(at), "You saved the search."+suspicion(saved.Warnings)+advice(saved.Search))
}

// advice counts what is worth another look in the lines that were saved.
func advice(s postgres.Search) string {
	n := len(strategy.Lint(linesOf(s.Lines), strategy.Platform(s.Platform)))
	if n == 0 {
		return ""
	}
	return " There is " + page.Count(n, "thing") + " to look at beside its lines."
}

// refused shows the form again: with what is wrong, or beside what somebody else saved in between.
func (s *searchDesk) refused(f *page.Form, err error) error {
	var current postgres.Search
	if page.Stale(err, &current) {
		versions := s.versions(f, current)
		f.Set(page.VersionField, strconv.Itoa(current.Version))
		return s.visit.Conflict("search", s.searchView(f, versions))
	}
	if p, ok := refusal(err); ok && p.Status == http.StatusNotFound {
		return err
	}
	f.Say("run_at:in-the-future", "Give the day on which it was run, not one to come.")
	atLines(f, err)
	if !f.Refused(err) {
		return err
	}
	return s.visit.Again("search", s.searchView(f, nil))
}

// versions sets what somebody else saved beside what was typed.
func (s *searchDesk) versions(f *page.Form, current postgres.Search) *ui.Versions {
	mine := postgres.Search{ID: current.ID, SearchContent: s.read(f)}
	v := &ui.Versions{
		Heading: "Somebody saved this search while you were editing it",
		Theirs:  "Saved by " + s.name(current.UpdatedBy) + " at " + ui.TimeShort.Write(current.UpdatedAt.In(s.visit.Zone)), Yours: "Yours, not saved",
	}
	add := func(label, theirs, yours string) {
		if theirs != yours {
			v.Fields = append(v.Fields, ui.VersionedField{Label: label, Theirs: theirs, Yours: yours})
		}
	}
	add("Source", s.sourceOn(current), s.sourceOn(mine))
	add("Dates covered", current.Coverage, mine.Coverage)
	add("Lines", strategy.Write(linesOf(current.Lines)), strategy.Write(linesOf(mine.Lines)))
	theirs, yours := s.searchFacts(current, s.all), s.searchFacts(mine, s.all)
	for _, key := range keysOf(theirs, yours) {
		add(key, valueOf(theirs, key), valueOf(yours, key))
	}
	return v
}

func keysOf(lists ...ui.SummaryList) []string {
	var list []string
	for _, l := range lists {
		for _, r := range l.Rows {
			if !slices.Contains(list, r.Key) {
				list = append(list, r.Key)
			}
		}
	}
	return list
}

func valueOf(list ui.SummaryList, key string) string {
	for _, r := range list.Rows {
		if r.Key == key {
			return r.Value
		}
	}
	return ""
}
