package staffing

import (
	"net/url"
	"strings"

	"evidencedesk/api/rest"
	"evidencedesk/api/web/page"
	"evidencedesk/api/web/ui"
	"evidencedesk/internal/apiclient"
	"evidencedesk/internal/capacity"
	"evidencedesk/internal/chart"
	"evidencedesk/internal/report"
	"evidencedesk/internal/vocabulary"
)

// replay shows a year as it was and as it would have been under another policy. The policy stands in the address, so that a link keeps it.
func replay(v *page.Visit) error {
	p, err := at(v, staff()...)
	if err != nil {
		return err
	}
	f := v.Form()
	for name, values := range v.Request.URL.Query() {
		f.Values()[name] = values
	}
	var r rest.ReplayView
	err = v.Read(p.api("/replay?"+asked(v).Encode()), &r)
	if err != nil && !refusedReplay(f, err) {
		return err
	}
	m := figuresPage{Title: "Replay a year", Lede: replayFinding(r), Filter: p.policy(v, r), Method: r.Method}
	if err != nil {
		m.Lede = "Check what is asked for below."
		m.Place, m.Tabs = p, p.tabs(replayAt)
		return v.Again("figures", page.View{Title: m.Title, Current: p.current(), Wide: true, Form: f, Data: m})
	}
	m.Parts = []part{outcomes(r), backlog(r)}
	return p.figures(v, replayAt, m)
}

// refusedReplay moves what is wrong with a list of promises to the box of the promise.
func refusedReplay(f *page.Form, err error) bool {
	if problem, ok := apiclient.ProblemOf(err); ok {
		for _, e := range problem.Errors {
			if strings.HasPrefix(e.Field, "promises") {
				f.Wrong("days.urgent", "Give working days from 0 to 260 for each promise.")
			}
		}
	}
	return f.Refused(err)
}

// promises are what a policy may promise for: urgencies and types of search.
func promises(v *page.Visit) []ui.Item {
	return append(v.Choices(vocabulary.Urgencies), v.Choices(vocabulary.SearchTypes)...)
}

// asked is the question to the API: the boxes that hold something.
func asked(v *page.Visit) url.Values {
	q, f := url.Values{}, v.Form()
	for _, name := range []string{"period", "weekly", "readers", "check_minutes", "check_days"} {
		if s := f.Get(name); s != "" {
			q.Set(name, s)
		}
	}
	var list []string
	for _, one := range promises(v) {
		if s := f.Get("days." + one.Value); s != "" {
			list = append(list, one.Value+":"+s)
		}
	}
	if len(list) > 0 {
		q.Set("promises", strings.Join(list, ","))
	}
	if types := f.All("types"); len(types) > 0 && f.Get("readers") == string(capacity.ReadTypes) {
		q.Set("types", strings.Join(types, ","))
	}
	return q
}

func (p place) policy(v *page.Visit, r rest.ReplayView) *filter {
	f := v.Form()
	f.Default("readers", string(capacity.ReadAsItWas))
	f.Default("check_minutes", "45")
	f.Default("check_days", "1")
	form := p.periods(v, replayAt, r.Period)
	form.Start.Label, form.Show = "Policy", ui.Button{Text: "Replay"}
	hint := "Leave it empty for the hours that it took."
	if r.Average > 0 {
		hint = "Leave it empty for the " + decimal(r.Average) + " hours a week that it took."
	}
	form.Fields = append(form.Fields, number(f, "weekly", "Hours of searching in an ordinary week", "hours", hint),
		f.Radios("readers", "A second librarian reads", []ui.Item{
			{Value: string(capacity.ReadAsItWas), Label: "What was read"},
			{Value: string(capacity.ReadNone), Label: "Nothing"},
			{Value: string(capacity.ReadAll), Label: "Every answer"},
			{Value: string(capacity.ReadTypes), Label: "These types of search"},
		}),
		f.Checkboxes("types", "Types of search that are read", v.Choices(vocabulary.SearchTypes), "With “These types of search”."),
		number(f, "check_minutes", "Time for a check", "minutes"), number(f, "check_days", "Working days for which an answer waits for its check", "days"))
	for _, one := range promises(v) {
		form.Fields = append(form.Fields, number(f, "days."+one.Value, "Promise: "+one.Label, "working days", "Leave it empty to keep what was promised."))
	}
	return form
}

func replayFinding(r rest.ReplayView) string {
	if r.Requests == 0 {
		return "There was nothing to answer in this period."
	}
	return "Under this policy " + report.Percent(r.Changed.Met, r.Changed.Promised) + " of promises would have been met, against " +
		report.Percent(r.Same.Met, r.Same.Promised) + " in a replay of what was."
}

func outcomes(r rest.ReplayView) part {
	t := table("Promises met, "+r.Title, "", "Which", "Promised", "Met", "Share met", "Open at the end", "Hours worked", "Hours there were")
	stacks := []chart.Interval{}
	for _, one := range []struct {
		name string
		out  capacity.Outcome
		was  bool
	}{{"As it was recorded", r.Was, true}, {"Replayed as it was", r.Same, false}, {"Under this policy", r.Changed, false}} {
		worked, there := hours(float64(one.out.Worked)), hours(float64(one.out.Capacity))
		if one.was {
			worked, there = "not modelled", "not modelled"
		}
		share := report.ShareOf(one.out.Met, one.out.Promised)
		add(t, one.name, one.out.Promised, one.out.Met, ui.Cell{Text: report.Percent(one.out.Met, one.out.Promised)}, one.out.Open, worked, there)
		stacks = append(stacks, chart.Interval{
			Label: one.name, Text: report.Percent(one.out.Met, one.out.Promised), Share: share.Proportion(), Low: share.Low, High: share.High, Absent: one.out.Promised == 0,
		})
	}
	return part{
		Heading: "Promises met", Table: t,
		Text:  []string{page.Count(r.Requests, "request") + ", of which " + ui.Number(r.Guessed) + " with the usual time of their type. The replay has " + decimal(r.Weekly) + " hours in an ordinary week."},
		Chart: draw("met", "Share of promises met", func(f chart.Frame) (chart.SVG, error) { return chart.Intervals(f, stacks) }),
	}
}

func backlog(r rest.ReplayView) part {
	t := table("Open requests at the end of each week", "", "Week ending", "As it was", "Replayed as it was", "Under this policy")
	lines := chart.LineChart{Series: []chart.Series{{Name: "As it was"}, {Name: "Replayed"}, {Name: "Policy"}}}
	for i, point := range r.Changed.Backlog {
		if i >= len(r.Was.Backlog) || i >= len(r.Same.Backlog) {
			break
		}
		counts := [3]int{r.Was.Backlog[i].Open, r.Same.Backlog[i].Open, point.Open}
		add(t, page.DateWords(point.Date), counts[0], counts[1], counts[2])
		lines.Labels = append(lines.Labels, point.Date)
		for j, n := range counts {
			lines.Series[j].Values = append(lines.Series[j].Values, chart.Value{Size: float64(max(n, 0)), Text: ui.Number(n)})
		}
	}
	one := part{Heading: "Backlog", Table: t}
	if len(lines.Labels) > 0 {
		one.Chart = draw("backlog", "Open requests at the end of each week", func(f chart.Frame) (chart.SVG, error) { return chart.Lines(f, lines) })
	}
	return one
}
