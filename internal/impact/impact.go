package impact

import (
	"context"
	"net/url"
	"time"

	"evidencedesk/internal/metric"
	"evidencedesk/internal/report"
)

// Counter counts figures.
type Counter interface {
	// Count counts each query, all of them at one moment.
	Count(ctx context.Context, queries ...metric.Query) ([]metric.Figures, error)
}

// Names say what groups are called.
type Names interface {
	// GroupName is what a group of a dimension is called: the label of a code, the name of a library or an organisation.
	GroupName(by metric.Dimension, group string) string
}

// Ask says which report is wanted.
type Ask struct {
	Title     string
	Libraries []string // names
	Scope     report.Scope
	Filter    []string // the scope in words
	Period    report.Period
	Names     Names
	Now       time.Time // in the library's own zone
}

// More makes further parts of a report, with their sentences.
type More interface {
	Sections(ctx context.Context, a Ask) ([]report.Section, error)
}

// Maker makes reports.
type Maker struct {
	counter Counter
	metrics *metric.Registry
	more    []More
}

// New makes a Maker.
func New(counter Counter, metrics *metric.Registry, more ...More) *Maker {
	return &Maker{counter, metrics, more}
}

// The places of the periods in a query.
const (
	now = iota
	before
)

// Make counts a report as the library's own staff see it: complete. See [Leave] for one that leaves the library.
func (m *Maker) Make(ctx context.Context, a Ask) (report.Report, error) {
	d := draft{Ask: a, registry: m.metrics}
	dimensions := groupDimensions(a)
	counted, err := m.counter.Count(ctx,
		metric.Query{Scope: a.Scope, Periods: []report.Period{a.Period, a.Period.LastYear()}, Metrics: m.metrics.All()},
		metric.Query{Scope: a.Scope, Periods: []report.Period{a.Period}, Metrics: m.metrics.Some("received", "delivered", "met_agreed"), By: dimensions},
		metric.Query{Scope: a.Scope, Periods: []report.Period{a.Period.LastYear()}, Metrics: m.metrics.Some("delivered"), By: dimensions[1:]})
	if err != nil {
		return report.Report{}, err
	}
	d.whole, d.groups = counted[0], counted[1:]
	r := report.Report{
		Version: report.Version, Title: a.Title, Libraries: a.Libraries, Scope: a.Scope, Filter: a.Filter, Period: a.Period, AsOf: a.Now.UTC(),
		Complete: true, Sections: d.sections(),
	}
	for _, more := range m.more {
		further, err := more.Sections(ctx, a)
		if err != nil {
			return report.Report{}, err
		}
		r.Sections = append(r.Sections, further...)
	}
	Say(&r, report.DateOf(a.Now))
	return r, nil
}

// Leave is a report as it may leave the library: small groups are hidden, also by what earlier reports have shown, and the
// sentences speak only of what is left. The cases behind its numbers stay in the library.
func Leave(r report.Report, today report.Date, earlier ...report.Published) report.Report {
	shown := report.Suppress(r, report.FewerThanFive(), earlier...)
	for i := range shown.Sections {
		forEachCell(&shown.Sections[i].Table, func(c *report.Cell) { c.Cases = "" })
	}
	Say(&shown, today)
	return shown
}

func forEachCell(t *report.Table, do func(*report.Cell)) {
	for i := range t.Rows {
		for j := range t.Rows[i].Cells {
			do(&t.Rows[i].Cells[j])
		}
	}
	if t.Total != nil {
		for j := range t.Total.Cells {
			do(&t.Total.Cells[j])
		}
	}
}

// draft is a report in the making.
type draft struct {
	Ask

	registry *metric.Registry
	whole    metric.Figures
	groups   []metric.Figures // now, and before
}

func (d draft) sections() []report.Section {
	all := []report.Section{d.activity()}
	if len(d.Period.Months()) > 1 {
		all = append(all, d.months())
	}
	for _, by := range groupDimensions(d.Ask) {
		if by != metric.ByMonth {
			all = append(all, d.group(by))
		}
	}
	return append(all, d.timeliness(), d.response(), d.matrix(), d.uses(), d.quality())
}

// figure is the cell of a metric, with the way to the cases behind it.
func (d draft) figure(id string, period int) report.Cell {
	c := d.whole.Cell(metric.Key{Metric: id, Period: period})
	return d.cell(c, id, period, metric.Everything, "")
}

// grouped is the cell of a metric for a group.
func (d draft) grouped(id string, period int, by metric.Dimension, group string) report.Cell {
	c := d.groups[period].Cell(metric.Key{Metric: id, By: by, Group: group})
	return d.cell(c, id, period, by, group)
}

func (d draft) cell(c report.Cell, id string, period int, by metric.Dimension, group string) report.Cell {
	m, _ := d.registry.Find(id)
	column := m.Column()
	c.Metric, c.Counts, c.Base = id, column.Counts, column.Base
	p := d.Period
	if period == before {
		p = p.LastYear()
	}
	if by == metric.ByMonth { // a month is a period of its own
		if month, err := report.ParsePeriod(group); err == nil {
			p, by, group = month, metric.Everything, ""
		}
	}
	c.Cases = CasesQuery(d.Scope, p, id, by, group)
	return c
}

// CasesQuery is the query of the address that lists the cases behind a figure.
func CasesQuery(s report.Scope, p report.Period, id string, by metric.Dimension, group string) string {
	q := url.Values{"period": {p.String()}, "metric": {id}}
	if len(s.Libraries) == 1 {
		q.Set("library", s.Libraries[0])
	}
	for name, v := range map[string]string{
		"organisation": s.Organisation, "specialty": s.Specialty, "staff_group": s.StaffGroup, "purpose": s.Purpose, "by": string(by),
	} {
		if v != "" {
			q.Set(name, v)
		}
	}
	if by != metric.Everything {
		q.Set("group", group)
	}
	return q.Encode()
}
