package work

import (
	"net/http"
	"slices"
	"time"

	"evidencedesk/api/rest"
	"evidencedesk/api/web/page"
	"evidencedesk/api/web/ui"
	"evidencedesk/api/web/workbench"
	"evidencedesk/internal/evidence"
	"evidencedesk/internal/postgres"
	"evidencedesk/internal/vocabulary"
)

// recent is how many steps the overview shows of the history.
const recent = 5

// overviewPage is what the overview shows.
type overviewPage struct {
	Top      []ui.Component
	Alert    *ui.InsetText
	Topic    *ui.Link // a topic that can weigh on whoever searches
	Claim    *ui.Form
	Next     ui.TaskList
	Ended    string // instead of tasks, when there is nothing to do
	Refine   *ui.Link
	Brief    ui.SummaryList
	Steps    ui.Timeline
	History  ui.Link
	AtClaim  bool
	Earlier  []similar // at claim: the requests that are most like this one
	Similar  ui.Link
	Clock    ui.ClockPanel
	Timer    ui.Timer
	LogPanel ui.SidePanel
	LogStart ui.Form
	Log      []ui.Component
	TimeLink ui.Link
	People   ui.SidePanel
	Links    *ui.SidePanel
	Linked   []ui.Component
	Groups   []choices
}

// choices are what else can be done, under one heading.
type choices struct {
	Heading string
	Links   []ui.Link
}

func overview(v *page.Visit) error {
	b, err := workbench.Load(v, v.Param("id"))
	if err != nil {
		return err
	}
	b.Meet()
	var steps struct{ Items []rest.StepView }
	if err := v.Read(b.API("transitions"), &steps); err != nil {
		return err
	}
	var timer rest.Timer
	if err := v.Read(b.API("timer"), &timer); err != nil {
		return err
	}
	f := v.Form()
	p := overviewPage{
		Top: b.Top(workbench.Overview), Alert: alert(b), Next: ui.TaskList{ID: "next", Tasks: tasks(v, b)}, Ended: ended(b), Brief: briefOf(v, b),
		Steps: timeline(v, newest(steps.Items, recent)), History: ui.Link{Href: b.URL(workbench.History), Text: "See the full history"},
		AtClaim: atClaim(b), Similar: ui.Link{Href: b.URL(similarSlug), Text: "See all similar earlier work"},
		Clock: clockPanel(v, b, steps.Items), Timer: timerOf(v, b, timer), LogPanel: ui.SidePanel{Heading: "Time"}, LogStart: f.Start(b.URL(workbench.Time)), Log: quickLog(v, f),
		TimeLink: ui.Link{Href: b.URL(workbench.Time), Text: "See the time spent so far"}, People: people(b), Groups: menu(b),
	}
	if p.Earlier, err = mostSimilar(v, b, f); err != nil {
		return err
	}
	if p.Topic, err = topicLink(v, b); err != nil {
		return err
	}
	if b.Can(evidence.Claim) {
		start := f.Start(b.URL(string(evidence.Claim)))
		p.Claim = &start
	}
	if refinable(b) {
		p.Refine = &ui.Link{Href: b.URL("brief", "refine"), Text: "Refine the question"}
	}
	if linked := links(b); len(linked) > 0 {
		p.Links, p.Linked = &ui.SidePanel{Heading: "Other requests"}, linked
	}
	return v.Show("overview", b.View("Overview", p))
}

// alert is what has to be known before anything is done.
func alert(b *workbench.Bench) *ui.InsetText {
	switch {
	case b.MustAgree:
		return &ui.InsetText{Text: "The promise falls after the decision. Agree another date before the work goes on."}
	case b.Erased:
		return &ui.InsetText{Text: "The text of this request was erased. What was counted stays."}
	}
	return nil
}

// ended says why there is nothing to do.
func ended(b *workbench.Bench) string {
	if b.Stage == evidence.Closed {
		return "This request is closed: " + page.Lower(page.OutcomeWords(b.Outcome)) + "."
	}
	return ""
}

// briefOf is the question in short.
func briefOf(v *page.Visit, b *workbench.Bench) ui.SummaryList {
	rows := []ui.SummaryRow{{Key: "Question", Value: b.Question, Empty: "Erased"}}
	rows = append(rows, elementRows(v, b.Framework)...)
	rows = append(rows,
		ui.SummaryRow{Key: "Type of search", Value: v.Label(vocabulary.SearchTypes, b.Type)},
		ui.SummaryRow{Key: "Urgency", Value: v.Label(vocabulary.Urgencies, b.Urgency)},
		ui.SummaryRow{Key: "Limits", Value: limitWords(v, b.Limits), Empty: "None"},
		ui.SummaryRow{Key: "They will get", Value: v.Label(vocabulary.Products, b.Product), Empty: "Not agreed yet"},
	)
	return ui.SummaryList{Rows: rows, Dense: true}
}

// newest gives the last steps, the newest first.
func newest(steps []rest.StepView, most int) []rest.StepView {
	last := slices.Clone(steps[max(0, len(steps)-most):])
	slices.Reverse(last)
	return last
}

// clockPanel says where the deadline stands.
func clockPanel(v *page.Visit, b *workbench.Bench, steps []rest.StepView) ui.ClockPanel {
	panel := ui.ClockPanel{Link: &ui.Link{Href: b.URL("deadline"), Text: "How the deadline came about"}}
	fact := func(label string, at time.Time) {
		if !at.IsZero() {
			panel.Facts = append(panel.Facts, ui.Fact{Label: label, Value: ui.Time{At: at}})
		}
	}
	switch {
	case !b.Stage.Open() && b.Stage != evidence.Merged:
		panel.State = &ui.Tag{Text: "Stopped", Colour: "grey"}
	case b.Running:
		panel.State = &ui.Tag{Text: "Running", Colour: "green"}
	default:
		panel.State = &ui.Tag{Text: "Paused", Colour: "yellow"}
		panel.Why = pausedBecause(v, b, steps)
		fact("Paused since", b.StageSince)
	}
	fact("Promised for", b.PromiseDue)
	fact("Decision", b.DecisionAt)
	fact("Asked for by", b.NeededBy)
	fact("Look at it again on", b.ReviewAt)
	fact("Received", b.ReceivedAt)
	fact("Delivered", b.DeliveredAt)
	return panel
}

// pausedBecause says why the clock is stopped.
func pausedBecause(v *page.Visit, b *workbench.Bench, steps []rest.StepView) string {
	switch b.Stage { //nolint:exhaustive // in the others the clock runs
	case evidence.Clarifying:
		return "Because a question waits for the requester's answer."
	case evidence.Merged:
		return "Because it is answered together with another request."
	case evidence.OnHold:
		for _, s := range slices.Backward(steps) {
			if s.Command == evidence.Hold {
				return "By agreement: " + page.Lower(reasonWords(v, s)) + "."
			}
		}
		return "By agreement."
	}
	return ""
}

// quickLog is the short form for time that was just spent.
func quickLog(v *page.Visit, f *page.Form) []ui.Component {
	minutes := ui.Input{Field: f.Field("minutes", "Minutes"), Width: 4}
	minutes.InputMode, minutes.Autocomplete = "numeric", "off"
	return []ui.Component{
		ui.Hidden{Name: madeField, Value: v.Now().UTC().Format(time.RFC3339)},
		minutes,
		f.Select("stage", "What for", v.Pick(vocabulary.TimeEntryStages, "Choose what for")),
		ui.Button{Text: "Log time", Variant: ui.Secondary, Small: true, PreventDoubleClick: true},
	}
}

// menu lists everything that the process takes from the visitor now.
func menu(b *workbench.Bench) []choices {
	pages := map[evidence.Name]act{}
	for _, a := range acts() {
		pages[a.name] = a
	}
	var list []choices
	for _, g := range groups() {
		one := choices{Heading: g.heading}
		for _, name := range g.names {
			if !b.Can(name) {
				continue
			}
			switch a, ok := pages[name]; {
			case ok:
				one.Links = append(one.Links, ui.Link{Href: b.URL(a.slug()), Text: a.link})
			case name == evidence.Approve:
				one.Links = append(one.Links, ui.Link{Href: b.URL(workbench.Review), Text: "Check it"})
			}
		}
		if len(one.Links) > 0 {
			list = append(list, one)
		}
	}
	if b.DeliveredVersion > 0 && b.Relation == postgres.RelationLibrary {
		list = append(list, choices{Heading: "The answer", Links: []ui.Link{
			{Href: b.URL("watch"), Text: "Watch the report"},
			{Href: "/cases/new?library=" + string(b.Library) + "&request=" + string(b.ID), Text: "Make a case study"},
			{Href: "/outcomes/tag?library=" + string(b.Library) + "&kind=request&target=" + string(b.ID), Text: "Use as evidence for an outcome"},
		}})
	}
	return list
}

// meet answers the script of a page that is open with who else has the request open.
func meet(v *page.Visit) error {
	others, err := workbench.Meet(v, v.Param("id"), v.PostForm("doing") == "writing")
	if err != nil {
		return err
	}
	v.JSON(http.StatusOK, map[string]string{"message": workbench.Others(others).Words()})
	return nil
}
