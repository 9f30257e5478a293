package impact

import (
	"slices"

	"evidencedesk/internal/metric"
	"evidencedesk/internal/report"
)

// Sections of the report, as addresses and sentences name them.
const (
	Activity   = "activity"
	Months     = "months"
	Timeliness = "timeliness"
	Response   = "response"
	Matrix     = "matrix"
	Uses       = "uses"
	Quality    = "quality"
	GiftOfTime = metric.GiftOfTime
	StaffRatio = metric.StaffRatio
)

// groupDimensions are those by which a report is told apart, the months first. What a filter has narrowed to one group is not.
func groupDimensions(a Ask) []metric.Dimension {
	all := []metric.Dimension{metric.ByMonth}
	narrowed := map[metric.Dimension]bool{
		metric.ByLibrary: len(a.Scope.Libraries) < 2, metric.ByOrganisation: a.Scope.Organisation != "", metric.BySpecialty: a.Scope.Specialty != "",
		metric.ByStaffGroup: a.Scope.StaffGroup != "", metric.ByPurpose: a.Scope.Purpose != "",
	}
	for _, by := range []metric.Dimension{metric.ByLibrary, metric.ByOrganisation, metric.BySpecialty, metric.ByStaffGroup, metric.ByPurpose} {
		if !narrowed[by] {
			all = append(all, by)
		}
	}
	return all
}

// yearColumns are a figure now, a year before and the change.
func (d draft) yearColumns(kind report.Kind) []report.Column {
	then := d.Period.LastYear()
	all := []report.Column{
		{ID: "now", Heading: d.Period.Title(), Kind: kind},
		{ID: "before", Heading: then.Title(), Kind: kind, Period: then},
	}
	if kind == report.Count {
		all = append(all, report.Column{ID: "change", Heading: "Change", Kind: report.Change})
	}
	return all
}

// compared is a row of a metric with the year before.
func (d draft) compared(id string) report.Row {
	m, _ := d.registry.Find(id)
	row := report.Row{ID: id, Heading: m.Title, Cells: []report.Cell{d.figure(id, now), d.figure(id, before)}}
	if m.Kind == report.Count {
		row.Cells = append(row.Cells, changeOf(row.Cells[now], row.Cells[before]))
	}
	return row
}

func changeOf(n, b report.Cell) report.Cell {
	c := report.ChangeOf(n.N, b.N)
	c.Metric, c.Counts = n.Metric, n.Counts
	return c
}

func (d draft) activity() report.Section {
	t := report.Table{Caption: "Requests, and the same time last year", Columns: d.yearColumns(report.Count)}
	for _, id := range []string{"received", "requesters", "delivered", "live", "rerun", "ended_without", "open"} {
		t.Rows = append(t.Rows, d.compared(id))
	}
	return report.Section{ID: Activity, Heading: "Activity", Table: t}
}

// groupColumns are what is shown of each group.
func (d draft) groupColumns() []report.Column {
	received, _ := d.registry.Find("received")
	answered, _ := d.registry.Find("delivered")
	met, _ := d.registry.Find("met_agreed")
	then := answered.Column()
	then.ID, then.Heading, then.Period = "delivered_before", "Answered in "+d.Period.LastYear().Title(), d.Period.LastYear()
	return []report.Column{received.Column(), answered.Column(), then, met.Column()}
}

func (d draft) groupCells(get func(id string, period int) report.Cell) []report.Cell {
	return []report.Cell{get("received", now), get("delivered", now), get("delivered", before), get("met_agreed", now)}
}

// group is the section of a dimension. Its rows add up to the whole.
func (d draft) group(by metric.Dimension) report.Section {
	t := report.Table{Caption: "Requests " + byWords(by), Columns: d.groupColumns()}
	for _, g := range d.groupsOf(by) {
		t.Rows = append(t.Rows, report.Row{
			ID: g, Heading: d.Names.GroupName(by, g), Group: string(by) + "=" + g,
			Cells: d.groupCells(func(id string, period int) report.Cell { return d.grouped(id, period, by, g) }),
		})
	}
	sortByFirst(t.Rows)
	t.Total = &report.Row{ID: "all", Heading: "All", Cells: d.groupCells(d.figure)}
	return report.Section{ID: string(by), Heading: "Activity " + byWords(by), Table: t}
}

// groupsOf are the groups of a dimension in which anything was counted, now or a year before.
func (d draft) groupsOf(by metric.Dimension) []string {
	all := slices.Concat(d.groups[now].Groups(by), d.groups[before].Groups(by))
	slices.Sort(all)
	return slices.Compact(all)
}

// months is how the figures went. Each month is a period of its own, and one that is still to come has no figure.
func (d draft) months() report.Section {
	received, _ := d.registry.Find("received")
	answered, _ := d.registry.Find("delivered")
	columns := []report.Column{received.Column(), answered.Column()}
	t := report.Table{Caption: "Requests by month", Columns: columns}
	for _, month := range d.Period.Months() {
		if report.DateOf(d.Now).Before(month.From()) {
			break
		}
		code := month.String()
		t.Rows = append(t.Rows, report.Row{
			ID: code, Heading: month.Title(), Group: string(metric.ByMonth) + "=" + code,
			Cells: []report.Cell{d.grouped("received", now, metric.ByMonth, code), d.grouped("delivered", now, metric.ByMonth, code)},
		})
	}
	t.Total = &report.Row{ID: "all", Heading: "All", Cells: []report.Cell{d.figure("received", now), d.figure("delivered", now)}}
	return report.Section{ID: Months, Heading: "Activity by month", Table: t}
}
