package work

import (
	"slices"

	"evidencedesk/api/rest"
	"evidencedesk/api/web/page"
	"evidencedesk/api/web/ui"
	"evidencedesk/internal/evidence"
	"evidencedesk/internal/postgres"
	"evidencedesk/internal/vocabulary"
)

// searchActs end the searching and go back to it.
func searchActs() []act {
	return []act{
		{
			name: evidence.CompleteSearch, link: "Finish searching", title: "Finish searching", button: "Finish searching", done: "is ready to be written up.",
			about:  []string{"Choose the searches that the report describes. You can go back to searching at any time before you send the answer."},
			fields: completeFields, body: completeBody,
		},
		{
			name: evidence.ResumeSearch, link: "Go back to searching", title: "Go back to searching", button: "Go back to searching", done: "is being searched again.",
			about: []string{"What you have written stays."},
		},
	}
}

func completeFields(d *desk) error {
	var all struct{ Items []postgres.Search }
	if err := d.Read(d.bench.API("searches"), &all); err != nil {
		return err
	}
	if len(all.Items) == 0 {
		d.add(ui.InsetText{Text: "No search has been recorded yet."}, ui.Link{Href: d.bench.URL("searches", "new"), Text: "Record a search"})
		return nil
	}
	items := make([]ui.Item, len(all.Items))
	every := make([]string, len(all.Items))
	for i, s := range all.Items {
		items[i] = ui.Item{Value: s.ID, Label: searched(d.Visit, s), Hint: searchHint(d.Visit, s)}
		every[i] = s.ID
	}
	d.form.DefaultAll("searches", every)
	d.add(d.form.Checkboxes("searches", "Searches in the report", items))
	return nil
}

// searched names the source of a search as people know it.
func searched(v *page.Visit, s postgres.Search) string {
	name := s.SourceName
	if name == "" {
		name = v.Label(vocabulary.Sources, s.Source)
	}
	if s.Platform != "" {
		name += " (" + v.Label(vocabulary.Platforms, s.Platform) + ")"
	}
	return name
}

func searchHint(v *page.Visit, s postgres.Search) string {
	var run, lines, found string
	if s.RunAt != nil {
		run = "run on " + v.Day(*s.RunAt)
	}
	if len(s.Lines) > 0 {
		lines = page.Count(len(s.Lines), "line")
	}
	if s.RecordsRetrieved != nil {
		found = page.Count(*s.RecordsRetrieved, "record")
	}
	return join(run, lines, found)
}

func completeBody(d *desk) any {
	chosen := slices.DeleteFunc(slices.Clone(d.form.All("searches")), func(s string) bool { return s == "" })
	if len(chosen) == 0 {
		d.form.Wrong("searches", "Choose at least one search. If there is none, record one first.")
	}
	return rest.CompleteSearchBody{Timed: d.timed(), Searches: chosen}
}
