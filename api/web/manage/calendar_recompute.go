package manage

import (
	"evidencedesk/api/rest"
	"evidencedesk/api/web/page"
	"evidencedesk/api/web/ui"
	"evidencedesk/internal/evidence"
)

// recomputePage asks whether open requests are to work out their dates again.
type recomputePage struct {
	Place  place
	Moves  moves
	Start  ui.Form
	Button ui.Button
	Cancel ui.Link
}

// askRecompute shows whose dates would move by the calendar in force.
func askRecompute(v *page.Visit) error {
	p, err := at(v, evidence.Manager)
	if err != nil {
		return err
	}
	now, err := p.calendar(v)
	if err != nil {
		return err
	}
	var found rest.CalendarPreview
	if err := v.Post(p.api("/calendar/preview"), now.CalendarBody, &found); err != nil {
		return err
	}
	m := recomputePage{
		Place: p, Moves: movesOf(found), Start: v.Form().Start(p.href(calendarAt + "/recompute")),
		Button: ui.Button{Text: "Work out the dates again", PreventDoubleClick: true}, Cancel: ui.Link{Text: "Cancel", Href: p.href(calendarAt)},
	}
	return v.Show("calendar_recompute", page.View{
		Title: "Work out the dates again", Current: settingsAt, Back: p.href(calendarAt), BackTo: "Opening hours", Data: m,
	})
}

func recompute(v *page.Visit) error {
	p, err := at(v, evidence.Manager)
	if err != nil {
		return err
	}
	words, err := p.recompute(v)
	if err != nil {
		return err
	}
	return v.Go(p.href(calendarAt), words)
}

// recompute has open requests work out their dates again, and says how many were told.
func (p place) recompute(v *page.Visit) (string, error) {
	var told rest.Recomputed
	err := v.Post(p.api("/calendar/recompute"), nil, &told)
	return "The dates of " + page.Count(told.Requests, "open request") + " were worked out again.", err
}
