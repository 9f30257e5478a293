package manage

import (
	"slices"

	"evidencedesk/api/web/page"
	"evidencedesk/api/web/ui"
	"evidencedesk/internal/evidence"
)

// kindOfReport is a report and what it will hold.
type kindOfReport struct {
	id, title, about string
	holds            []string
	now              string // what there is until then: words of a link
	to               string // and its address
}

func kindsOfReport() []kindOfReport {
	return []kindOfReport{
		{
			id: "activity", title: "Activity", about: "How many requests came and were answered, for whom and how fast.",
			holds: []string{
				"Requests received and answered, month by month", "By specialty, staff group and organisation", "By type of search and product",
				"How many were answered by the promised date, and by the date first asked for",
			},
			now: "See the queue as it is now", to: "/queue",
		},
		{
			id: "impact", title: "Impact", about: "What difference the answers made, as those who asked tell it.",
			holds: []string{
				"How many were asked, and how many answered", "What the evidence was used for and what came of it", "Time saved", "What people said, where they agreed to be quoted",
				"Groups of fewer than five are put together, so that nobody can be told from the figures",
			},
		},
		{
			id: "capacity", title: "Capacity", about: "How much time requests take, and whether there is enough of it.",
			holds: []string{
				"Time estimated and time noted, by product and by activity", "Open work against opening hours", "Where requests wait, and for how long",
				"Qualified staff against the size of the workforce",
			},
			now: "See who has how much now", to: teamAt,
		},
		{
			id: "outcomes", title: "Outcomes framework", about: "Evidence for each outcome of the Quality and Improvement Outcomes Framework.",
			holds: []string{"Requests, figures and examples for each of the six outcomes, with their dates", "Checks by a second librarian, and what was waived", "A file for the self-evaluation"},
		},
		{
			id: "national", title: "National return", about: "The figures of a year, from April to March, ready to be copied.",
			holds: []string{"Expert searches, by a counting rule that is written down", "By staff group and by product", "A file for each year, with how each figure was counted"},
		},
	}
}

// reportTabs leads to each report.
func reportTabs(here string) ui.Tabs {
	t := ui.Tabs{Label: "Reports", Items: []ui.Tab{{Text: "Overview", Href: reportsAt, Current: here == ""}}}
	for _, r := range kindsOfReport() {
		t.Items = append(t.Items, ui.Tab{Text: r.title, Href: reportsAt + "/" + r.id, Current: here == r.id})
	}
	return t
}

// report says what a report will hold.
func report(v *page.Visit) error {
	all := kindsOfReport()
	i := slices.IndexFunc(all, func(r kindOfReport) bool { return r.id == v.Param("report") })
	if i < 0 {
		return page.ErrNotFound
	}
	m := struct {
		Title, About string
		Tabs         ui.Tabs
		Holds        []string
		Now          *ui.Link
	}{Title: all[i].title, About: all[i].about, Tabs: reportTabs(all[i].id), Holds: all[i].holds}
	if all[i].to != "" && v.Me.Is(evidence.Manager) {
		m.Now = &ui.Link{Href: all[i].to, Text: all[i].now}
	}
	return v.Show("report", page.View{Title: all[i].title + " report", Current: reportsAt, Wide: true, Data: m})
}
