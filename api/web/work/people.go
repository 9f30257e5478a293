package work

import (
	"time"

	"evidencedesk/api/web/page"
	"evidencedesk/api/web/ui"
	"evidencedesk/api/web/workbench"
	"evidencedesk/internal/postgres"
)

// people is who has to do with a request.
func people(b *workbench.Bench) ui.SidePanel {
	panel := ui.SidePanel{Heading: "People"}
	add := func(label, name string) {
		if name != "" {
			panel.Facts = append(panel.Facts, ui.Fact{Label: label, Value: ui.Text(name)})
		}
	}
	add("Requester", b.Asked())
	add("On behalf of", b.OnBehalfOf)
	for _, p := range b.People {
		switch p.Relation {
		case "delegate":
			add("Asks for them", p.Name)
		case "copied":
			add("Copied in", p.Name)
		case "reviewer":
			add("Invited to check", p.Name)
		}
	}
	add("Librarian", b.Librarian())
	add("Library", b.LibraryName)
	return panel
}

// linkWords say what another request is to this one: when the other is the older, and when it is the newer.
func linkWords(kind postgres.LinkKind, older bool) string {
	words := map[postgres.LinkKind][2]string{
		"follow_on":     {"Follows on from", "Followed on by"},
		"full_search":   {"Full search after", "Full search"},
		"referred_from": {"Referred here from", "Referred on as"},
		"split_from":    {"Part of", "Part"},
		"rerun_of":      {"Runs again", "Run again as"},
		"merged":        {"Merged into", "Merged from"},
	}[kind]
	if older {
		return words[0]
	}
	return words[1]
}

// links are the requests that belong to this one, and the libraries that it was referred to.
func links(b *workbench.Bench) []ui.Component {
	var list []ui.Component
	for _, l := range b.Links {
		s := page.StatusFor(l.Stage, l.Outcome, true)
		list = append(list, ui.Parts{
			ui.Text(linkWords(l.Kind, l.Older)), ui.Link{Href: "/work/" + string(l.Request), Text: l.Reference}, ui.Tag{Text: s.Words, Colour: s.Colour},
		})
	}
	for _, r := range b.Referrals {
		line := ui.Parts{ui.Text("Referred to " + r.LibraryName)}
		for _, at := range []struct {
			words string
			time  time.Time
		}{{"delivered", r.DeliveredAt}, {"promised for", r.PartnerDue}, {"expected", r.Expected}} {
			if !at.time.IsZero() {
				line = append(line, ui.Text(at.words), ui.Time{At: at.time, Style: ui.TimeDate})
				break
			}
		}
		if r.Request != "" {
			line = append(line, ui.Link{Href: "/work/" + string(r.Request), Text: "See it", More: " at " + r.LibraryName})
		}
		list = append(list, line)
	}
	return list
}
