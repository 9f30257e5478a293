package manage

import (
	"evidencedesk/api/web/page"
	"evidencedesk/api/web/ui"
	"evidencedesk/internal/evidence"
)

// settings lists what can be set, as far as the visitor may.
func settings(v *page.Visit) error {
	p, err := at(v, keepers()...)
	if err != nil {
		return err
	}
	m := struct {
		Place place
		Cards []ui.Card
	}{Place: p}
	add := func(path, heading, text string) {
		m.Cards = append(m.Cards, ui.Card{Heading: heading, Text: text, Href: p.href(path), Size: "m"})
	}
	if v.Me.Actor(p.ID).Is(evidence.Manager) {
		add(calendarAt, "Opening hours", "When the library is open, closures and bank holidays. Promised dates are counted by them.")
		add(templatesAt, "Templates of messages", "Texts that messages begin with: questions, declines, referrals, deliveries.")
		add(disclaimersAt, "Disclaimers of reports", "What reports say about themselves: for patients, about AI tools, about copyright.")
		add(surveyAt, "Questions about impact", "Questions of your own about the difference answers made, whom you ask, and how many answer.")
		add(wellbeingAt+"/service", "Wellbeing", "Where your librarians find help after work on topics that weigh.")
		add(checksAt, "Checks", "What a second librarian has to check for each type of search, and what checks keep finding.")
	}
	add(peopleAt, "People", "Who belongs to the library and in which roles, and who asks to be let in.")
	add(directoryAt, "Directory", "What the directory says of your library and of others that it keeps records of.")
	add(serviceAt, "The library", "Its name and contacts, whom it serves, where people search by themselves.")
	return v.Show("settings", page.View{Title: "Settings", Current: settingsAt, Data: m})
}
