package figures

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/google/uuid"

	"evidencedesk/internal/evidence"
	"evidencedesk/internal/metric"
	"evidencedesk/internal/report"
)

// scope is a report.Scope whose identifiers are identifiers.
type scope struct {
	report.Scope

	libraries    []uuid.UUID
	organisation *uuid.UUID
}

func scopeOf(s report.Scope) (scope, error) {
	is := scope{Scope: s, libraries: make([]uuid.UUID, len(s.Libraries))}
	for i, l := range s.Libraries {
		id, err := uuid.Parse(l)
		if err != nil {
			return is, evidence.InvalidField("library", "unknown", "Name a library whose figures you may see.")
		}
		is.libraries[i] = id
	}
	if s.Organisation == "" {
		return is, nil
	}
	id, err := uuid.Parse(s.Organisation)
	if err != nil {
		return is, evidence.InvalidField("organisation", "unknown", "Name an organisation by its identifier.")
	}
	is.organisation = &id
	return is, nil
}

// counting is a statement over the facts. Its parts are constants of the metrics; every value is an argument.
type counting struct {
	where []string
	args  []any
}

func (c *counting) arg(v any) string {
	c.args = append(c.args, v)
	return "$" + strconv.Itoa(len(c.args))
}

func (c *counting) and(condition string, v any) {
	c.where = append(c.where, fmt.Sprintf(condition, c.arg(v)))
}

// within limits a statement to what a scope takes in.
func (c *counting) within(is scope, over metric.Over) {
	row := "f"
	if over == metric.Asks {
		row = "a"
	}
	c.and(row+".library_id = ANY(%s::uuid[])", is.libraries)
	if is.organisation != nil {
		c.and("f.organisation_id = %s", *is.organisation)
	}
	for _, filter := range [][2]string{{"specialty", is.Specialty}, {"staff_group", is.StaffGroup}, {"purpose", is.Purpose}} {
		if filter[1] != "" {
			c.and("f."+filter[0]+" = %s", filter[1])
		}
	}
}

func (c *counting) between(day string, first, last report.Date) string {
	return fmt.Sprintf("%s BETWEEN %s AND %s", day, c.arg(midnight(first)), c.arg(midnight(last)))
}

func midnight(d report.Date) time.Time { return d.In(time.UTC) }

// rowsOf is where the rows of a metric are. Whoever was asked needs the request's own row only where something is said of it.
func rowsOf(over metric.Over, told bool) string {
	switch {
	case over != metric.Asks:
		return "request_fact f"
	case told:
		return "ask_fact a JOIN request_fact f ON f.request_id = a.request_id"
	}
	return "ask_fact a"
}

// statement counts the metrics of a part in one period: a row of the answer for everything, and for each group. It
// keeps to one period because what is neither grouped nor told apart needs no hashing and no sorting, which costs more than another
// statement does.
func (p part) statement(is scope, period report.Period) (string, []any) {
	c := &counting{}
	day, by, over := p.metrics[0].Day, p.by, p.metrics[0].Over
	c.within(is, over)
	c.where = append(c.where, c.between(day, period.From(), period.To()))
	if only := sameRows(p.metrics); only != "" {
		c.where = append(c.where, only) // so that an index of these rows can be used
	}
	from := " FROM " + rowsOf(over, len(by) > 0 || is.Narrowed()) + " WHERE " + strings.Join(c.where, " AND ")
	if len(by) == 0 && len(p.metrics) == 1 && once(p.metrics[0]) { // hashed, which is several times faster than sorted
		return "SELECT 0, '', count(*), 0::bigint, NULL::float8[] FROM (SELECT DISTINCT " + p.metrics[0].Value + from + ") d", c.args
	}
	which, group, sets := "0", "''", []string{"()"}
	for i := len(by) - 1; i >= 0; i-- {
		grouped := "CASE WHEN GROUPING(" + by[i].Key(day) + ") = 0 THEN "
		which = grouped + strconv.Itoa(i+1) + " ELSE " + which + " END"
		group = grouped + by[i].Text(day) + " ELSE " + group + " END"
		sets = append(sets, "("+by[i].Key(day)+")")
	}
	columns := []string{which, group}
	for _, m := range p.metrics {
		columns = append(columns, valuesOf(m)...)
	}
	groups := ""
	if len(by) > 0 {
		groups = " GROUP BY GROUPING SETS (" + strings.Join(sets, ", ") + ")"
	}
	return "SELECT " + strings.Join(columns, ", ") + from + groups, c.args
}

// sameRows is the condition that all metrics put on their rows, if they put one.
func sameRows(all []metric.Metric) string {
	for _, m := range all {
		if m.Where != all[0].Where {
			return ""
		}
	}
	return all[0].Where
}

// valuesOf are the columns of a metric: how many rows counted, how many of them hit, and values in minutes.
func valuesOf(m metric.Metric) []string {
	only := " FILTER (WHERE " + m.Rows() + ")"
	number, hits, minutes := "count(*)"+only, "0::bigint", "NULL::float8[]"
	switch {
	case once(m):
		number = "count(DISTINCT " + m.Value + ")" + only
	case m.Kind == report.Share:
		hits = "count(*) FILTER (WHERE " + m.Hits() + ")"
	case ranked(m):
		minutes = quantiles(m) + only
	case m.Kind == report.Hours:
		minutes = "ARRAY[sum(" + m.Value + ")" + only + "::float8]"
	}
	return []string{number, hits, minutes}
}

// once reports whether a metric counts what it counts once, however often it comes.
func once(m metric.Metric) bool { return m.Kind == report.Count && m.Value != "" }

// ranked reports whether a metric puts its minutes in order.
func ranked(m metric.Metric) bool { return m.Kind == report.Quantile || m.Nine }

// quantiles are the median, the quartiles and what nine of ten keep within. Whichever of them a metric shows, all are written, so that
// the database ranks once what two metrics show.
func quantiles(m metric.Metric) string {
	return "percentile_cont(ARRAY[0.5, 0.25, 0.75, 0.9]::float8[]) WITHIN GROUP (ORDER BY " + m.Value + ")"
}
