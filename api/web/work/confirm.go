package work

import (
	"strconv"

	"evidencedesk/api/web/page"
	"evidencedesk/api/web/ui"
)

// question is what a page asks before something goes that does not come back.
type question struct {
	reference           string
	title, text, button string
	back, backTo        string
	version             int // of what goes; 0: it has none
	facts               ui.SummaryList
}

// confirmPage is that page.
type confirmPage struct {
	Reference, Title, Text string
	Facts                  ui.SummaryList
	Start                  ui.Form
	Buttons                ui.ButtonGroup
}

// confirm asks. Asked again because it was changed in between, it shows what is there now and takes its version.
func confirm(v *page.Visit, show func(string, page.View) error, q question) error {
	f := v.Form()
	if q.version > 0 {
		if f.Has(page.VersionField) && f.Version() != q.version {
			f.Top = "It was changed in between, so nothing was removed. Look at it again."
		}
		f.Set(page.VersionField, strconv.Itoa(q.version))
	}
	return show("confirm", page.View{
		Title: q.title + ": " + q.reference, Current: "/queue", Back: q.back, BackTo: q.backTo, Form: f,
		Data: confirmPage{
			Reference: q.reference, Title: q.title, Text: q.text, Facts: q.facts, Start: f.Start(""),
			Buttons: ui.ButtonGroup{Items: []ui.Component{
				ui.Button{Text: q.button, Variant: ui.Warning, PreventDoubleClick: true}, ui.Link{Href: q.back, Text: "Go back without doing this"},
			}},
		},
	})
}
