package outcomes

import (
	"strings"

	"evidencedesk/api/rest"
	"evidencedesk/api/web/page"
	"evidencedesk/api/web/ui"
	"evidencedesk/internal/postgres"
	"evidencedesk/internal/vocabulary"
)

// suggestionsPage is what could be evidence; a person ticks what is.
type suggestionsPage struct {
	Year   string
	Start  ui.Form
	Boxes  []ui.Checkboxes
	Save   ui.Button
	Cancel ui.Link
}

// suggestionField is the one field of the page: kind|target|outcome.
const suggestionField = "accept"

func showSuggestions(v *page.Visit) error { return at(v).suggestions(v, v.Show) }

func (p place) suggestions(v *page.Visit, show shower) error {
	var all rows[postgres.OutcomeSuggestion]
	if err := v.Read(p.ofYear("/suggestions"), &all); err != nil {
		return err
	}
	f := v.Form()
	m := suggestionsPage{
		Year: yearWords(p.year), Save: ui.Button{Text: "Use what is ticked", PreventDoubleClick: true}, Cancel: ui.Link{Text: "Cancel", Href: p.href("")}, Start: f.Start(p.href("/suggestions")),
	}
	for i, s := range all.Items {
		label := s.About
		if s.Purpose != "" {
			label += ", " + v.Label(vocabulary.SearchTypes, s.Purpose) + ", " + s.Dated
		}
		var items []ui.Item
		for _, outcome := range s.Outcomes {
			items = append(items, ui.Item{Value: s.Kind + "|" + s.Target + "|" + outcome, Label: outcomeTitle(v, outcome)})
		}
		box := f.Checkboxes(suggestionField, label, items, s.Why)
		box.ID, box.Small = suggestionField+"-"+string(rune('a'+i%26))+strings.Repeat("x", i/26), true
		m.Boxes = append(m.Boxes, box)
	}
	return show("suggestions", page.View{Title: "What could be evidence", Current: "/team", Back: p.href(""), BackTo: "Outcomes framework", Form: f, Data: m})
}

func takeSuggestions(v *page.Visit) error {
	p, f := at(v), v.Form()
	added := 0
	for i, value := range f.All(suggestionField) {
		parts := strings.Split(value, "|")
		if len(parts) != 3 {
			continue
		}
		err := v.PostPart(i, p.api("/outcome-tags"), rest.OutcomeTagBody{Kind: parts[0], Target: parts[1], Outcome: parts[2]}, &postgres.OutcomeTag{})
		if err != nil && !f.Refused(err) {
			return err
		}
		if err == nil {
			added++
		}
	}
	switch {
	case f.Failed() && added == 0:
		return p.suggestions(v, v.Again)
	case added == 0:
		f.Wrong(suggestionField, "Tick what is evidence.")
		return p.suggestions(v, v.Again)
	}
	return v.Go(p.href("/evidence"), page.Count(added, "piece")+" of evidence added.")
}
