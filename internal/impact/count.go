package impact

import (
	"context"
	"strings"

	"evidencedesk/internal/metric"
	"evidencedesk/internal/report"
)

// Count is any metrics by any dimension, as a report of one section, complete.
func (m *Maker) Count(ctx context.Context, a Ask, metrics []metric.Metric, by metric.Dimension) (report.Report, error) {
	q := metric.Query{Scope: a.Scope, Periods: []report.Period{a.Period}, Metrics: metrics}
	if by != metric.Everything {
		q.By = []metric.Dimension{by}
	}
	counted, err := m.counter.Count(ctx, q)
	if err != nil {
		return report.Report{}, err
	}
	d := draft{Ask: a, registry: m.metrics, whole: counted[0], groups: counted}
	cells := func(get func(id string) report.Cell) []report.Cell {
		all := make([]report.Cell, len(metrics))
		for i, one := range metrics {
			all[i] = get(one.ID)
		}
		return all
	}
	t := report.Table{Total: &report.Row{ID: "all", Heading: "All", Cells: cells(func(id string) report.Cell { return d.figure(id, now) })}}
	titles := make([]string, len(metrics))
	for i, one := range metrics {
		t.Columns = append(t.Columns, one.Column())
		titles[i] = one.Title
	}
	for _, g := range counted[0].Groups(by) {
		t.Rows = append(t.Rows, report.Row{
			ID: g, Heading: a.Names.GroupName(by, g), Group: string(by) + "=" + g,
			Cells: cells(func(id string) report.Cell { return d.grouped(id, now, by, g) }),
		})
	}
	if by != metric.ByMonth {
		sortByFirst(t.Rows)
	}
	r := report.Report{
		Version: report.Version, Title: strings.Join(titles, ", "), Libraries: a.Libraries, Scope: a.Scope, Filter: a.Filter, Period: a.Period,
		AsOf: a.Now.UTC(), Complete: true, Sections: []report.Section{{ID: "figures", Heading: strings.Join(titles, ", "), Table: t}},
	}
	Say(&r, report.DateOf(a.Now))
	return r, nil
}
