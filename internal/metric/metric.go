package metric

import (
	"slices"

	"evidencedesk/internal/report"
)

// Over says what is counted: the rows that the pieces of SQL of a metric speak of.
type Over string

// What is counted.
const (
	Requests Over = "requests" // f is the row of a request in request_fact
	Asks     Over = "asks"     // a is the row of a person asked, in ask_fact; f that of the request
)

// Metric is one figure. Its pieces of SQL are constants of this package, never anything that somebody sent.
type Metric struct {
	ID     string
	Title  string
	Family string // the definition that it shares with others: see Definition
	Unit   string // what is counted, in the plural: requests
	Over   Over
	Kind   report.Kind // Count, Share, Hours or Quantile
	Day    string      // the date that puts a row into a period
	Where  string      // the rows that count; all if empty
	Hit    string      // of a share: those of them that are the numerator
	Value  string      // minutes to add up or to rank; of a count: what is counted once however often it comes
	Nine   bool        // of hours: not the sum but what nine of ten keep within
	Base   string      // of a share: the count with the same rows, if there is one
}

// The dates that put a row into a period.
const (
	received  = "f.received_on"
	delivered = "f.delivered_on"
	ended     = "f.ended_on"
	asked     = "a.asked_on"
	answered  = "a.answered_on"
)

// Rows is the condition of a metric on the rows that count.
func (m Metric) Rows() string {
	if m.Where == "" {
		return "true"
	}
	return m.Where
}

// Hits is the condition on the rows behind the numerator; of what is no share, those that count.
func (m Metric) Hits() string {
	if m.Hit == "" {
		return m.Rows()
	}
	return m.Rows() + " AND " + m.Hit
}

// Column is the column of a report that shows the metric.
func (m Metric) Column() report.Column {
	base := ""
	if m.Kind == report.Share {
		base = m.Base
		if base == "" {
			base = m.ID + ".of"
		}
	}
	return report.Column{ID: m.ID, Heading: m.Title, Kind: m.Kind, Metric: m.ID, Counts: m.counts(), Base: base, Unit: m.Unit}
}

// counts says which metrics count the same rows: a sum or a quantile that leaves none out counts what its count does.
func (m Metric) counts() string {
	if m.Kind != report.Hours && m.Kind != report.Quantile {
		return m.ID
	}
	return string(m.Over) + ":" + m.Day + ":" + m.Where
}

// Dimension is by what figures are told apart.
type Dimension string

// The dimensions of a report.
const (
	Everything     Dimension = ""
	ByLibrary      Dimension = "library"
	ByOrganisation Dimension = "organisation"
	BySpecialty    Dimension = "specialty"
	ByStaffGroup   Dimension = "staff_group"
	ByPurpose      Dimension = "purpose"
	ByProduct      Dimension = "product"
	ByUrgency      Dimension = "urgency"
	ByChannel      Dimension = "channel"
	ByMonth        Dimension = "month" // by the metric's day
)

// Dimensions are all but Everything.
func Dimensions() []Dimension {
	return []Dimension{ByLibrary, ByOrganisation, BySpecialty, ByStaffGroup, ByPurpose, ByProduct, ByUrgency, ByChannel, ByMonth}
}

// Key is the SQL that tells the groups of a dimension apart, for rows that a day puts into a period. A person who answered
// may have named a staff group of their own, but figures go by that of the request: one request, one group.
func (d Dimension) Key(day string) string {
	switch d { //nolint:exhaustive // the others are columns of their own name
	case ByLibrary, ByOrganisation:
		return "f." + string(d) + "_id"
	case ByMonth:
		return "date_trunc('month', " + day + "::timestamp)"
	}
	return "f." + string(d)
}

// Text is the SQL of a group as text: the identifier, the code, or a month as 2026-09. None is empty.
func (d Dimension) Text(day string) string {
	switch d { //nolint:exhaustive // the others are columns of their own name
	case ByLibrary, ByOrganisation:
		return "coalesce(" + d.Key(day) + "::text, '')"
	case ByMonth:
		return "to_char(" + d.Key(day) + ", 'YYYY-MM')"
	}
	return d.Key(day)
}

// Vocabulary holds the names of the groups, if they are codes.
func (d Dimension) Vocabulary() string {
	return map[Dimension]string{
		ByStaffGroup: "staff_groups", ByPurpose: "search_types", ByProduct: "products", ByUrgency: "urgencies", ByChannel: "channels",
	}[d]
}

// Known reports whether there is such a dimension.
func (d Dimension) Known() bool { return d == Everything || slices.Contains(Dimensions(), d) }
