package staffing

import (
	"math"
	"strconv"

	"evidencedesk/api/rest"
	"evidencedesk/api/web/page"
	"evidencedesk/api/web/ui"
	"evidencedesk/internal/chart"
	"evidencedesk/internal/report"
	"evidencedesk/internal/vocabulary"
)

// giftOfTime shows the hours that answers saved, what they are worth and what they cost.
func giftOfTime(v *page.Visit) error {
	p, err := at(v, staff()...)
	if err != nil {
		return err
	}
	var g rest.GiftView
	if err := v.Read(p.inPeriod(v, "/gift-of-time"), &g); err != nil {
		return err
	}
	m := figuresPage{
		Title: "Gift of time", Lede: giftFinding(g), Filter: p.periods(v, giftAt, g.Period), Method: g.Method, Stats: giftStats(g),
		Parts: []part{bandPart(v, g), groupPart(v, g), studies(g)},
	}
	m.Method = append(m.Method, ratesSentence(g))
	if p.boss {
		m.Links = []ui.Link{{Href: p.href(ratesAt), Text: "Set the hourly rates"}}
	}
	return p.figures(v, giftAt, m)
}

func giftFinding(g rest.GiftView) string {
	r := g.Result
	if r.Answered == 0 {
		return "Nobody has said yet how much time was saved."
	}
	saved := hours(float64(r.Minutes)) + " hours were saved, as " + page.Count(r.Told, "person") + " told us"
	if r.Told != 1 {
		saved = hours(float64(r.Minutes)) + " hours were saved, as " + ui.Number(r.Told) + " people told us"
	}
	if !r.HasRatio {
		return saved + ". There is no ratio: no cost is known."
	}
	return saved + ": £" + strconv.FormatFloat(r.Ratio, 'f', 2, 64) + " for each £1 of staff time."
}

func ratesSentence(g rest.GiftView) string {
	if !g.Rates.Rule.Set() {
		return "Rates: none were set yet, so that nothing is worth anything and nothing costs anything."
	}
	return "Rates: version " + strconv.Itoa(g.Rates.Version) + ", of " + page.DateWords(g.Rates.Rule.AsOf) + ", from " + g.Rates.Rule.Source +
		". Library staff: £" + pounds(g.Rates.Rule.Librarian) + " an hour."
}

func giftStats(g rest.GiftView) ui.Stats {
	r := g.Result
	ratio := "no ratio"
	if r.HasRatio {
		ratio = "1:" + strconv.FormatFloat(r.Ratio, 'f', 2, 64)
	}
	return ui.Stats{Items: []ui.Stat{
		{Label: "Hours saved", Value: hours(float64(r.Minutes))},
		{Label: "Value", Value: report.Pounds(r.Value)},
		{Label: "Cost", Value: report.Pounds(r.Cost), Note: hours(r.Staff) + " hours of staff; no time noted on " + page.Count(g.Untimed, "request")},
		{Label: "Value for each £1", Value: ratio},
		{Label: "Answered of asked", Value: report.Percent(min(r.Answered, r.Asked), r.Asked), Note: ui.Number(r.Answered) + " of " + ui.Number(r.Asked) + " people"},
		{Label: "Answered of delivered", Value: report.Percent(min(r.Answered, r.Delivered), r.Delivered), Note: ui.Number(r.Answered) + " answers, " + page.Count(r.Delivered, "request")},
	}}
}

func bandPart(v *page.Visit, g rest.GiftView) part {
	t := table("What people said", "Nobody has answered yet.", "How long it would have taken", "People", "Counted as", "Hours")
	bars := chart.BarChart{Now: "People"}
	for _, b := range g.Result.Bands {
		name, counted := v.Label(vocabulary.TimeSavedBands, b.Code), page.Minutes(b.Midpoint)
		if b.Code == "" {
			name = "Not said"
		}
		if b.Midpoint == 0 {
			counted = "nothing"
		}
		add(t, name, b.People, counted, hours(float64(b.Minutes)))
		bars.Bars = append(bars.Bars, chart.Bar{Label: name, Now: chart.Value{Size: float64(b.People), Text: ui.Number(b.People)}})
	}
	one := part{Heading: "What people said", Table: t}
	if len(bars.Bars) > 0 {
		one.Chart = draw("bands", "How long it would have taken, as people said", func(f chart.Frame) (chart.SVG, error) { return chart.Bars(f, bars) })
	}
	return one
}

func groupPart(v *page.Visit, g rest.GiftView) part {
	t := table("Value by staff group", "Nobody has answered yet.", "Staff group", "People", "Hours", "Rate an hour", "Value")
	for _, one := range g.Result.Groups {
		rate := "£" + pounds(one.Rate)
		if one.Unpriced {
			rate = "none set"
		}
		name := v.Label(vocabulary.StaffGroups, one.Code)
		if one.Code == "" {
			name = "Not said"
		}
		add(t, name, one.People, hours(float64(one.Minutes)), rate, report.Pounds(one.Value))
	}
	return part{Heading: "Value by staff group", Text: []string{"Complete, for this library only: small groups are shown, so do not pass the table on."}, Table: t}
}

func studies(g rest.GiftView) part {
	t := table("What others found", "", "Finding", "*About", "*Source")
	for _, s := range g.Context {
		add(t, s.Label, s.Definition, s.Source)
	}
	return part{Heading: "For context", Text: []string{g.Warning}, Table: t}
}

// pounds writes pence as they are typed: 31.50.
func pounds(pence int) string { return strconv.FormatFloat(float64(pence)/100, 'f', 2, 64) } //nolint:mnd // pence in a pound

// pence reads pounds; nothing is 0.
func pence(f *page.Form, name string) int {
	if f.Get(name) == "" {
		return 0
	}
	return int(math.Round(float(f, name) * 100)) //nolint:mnd // pence in a pound
}
