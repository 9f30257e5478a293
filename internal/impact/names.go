package impact

import (
	"evidencedesk/internal/metric"
	"evidencedesk/internal/report"
	"evidencedesk/internal/vocabulary"
)

// GroupNames says what the groups of a report are called.
type GroupNames struct {
	Words *vocabulary.Catalogue
	Named map[string]string // libraries and organisations by their identifiers
}

// GroupName is the label of a code, or the name of a library or an organisation. Specialties are words already.
func (n GroupNames) GroupName(by metric.Dimension, group string) string {
	switch {
	case group == "":
		return "Not said"
	case by.Vocabulary() != "":
		return n.Words.Label(by.Vocabulary(), group)
	case by == metric.ByMonth:
		if month, err := report.ParsePeriod(group); err == nil {
			return month.Title()
		}
	case by == metric.ByLibrary || by == metric.ByOrganisation:
		if name := n.Named[group]; name != "" {
			return name
		}
		return "Another organisation"
	}
	return group
}

// Filter says in words what narrows a scope.
func (n GroupNames) Filter(s report.Scope) []string {
	var all []string
	for _, f := range []struct {
		by    metric.Dimension
		name  string
		value string
	}{
		{metric.ByOrganisation, "Organisation", s.Organisation},
		{metric.BySpecialty, "Specialty", s.Specialty},
		{metric.ByStaffGroup, "Staff group", s.StaffGroup},
		{metric.ByPurpose, "Type of search", s.Purpose},
	} {
		if f.value != "" {
			all = append(all, f.name+": "+n.GroupName(f.by, f.value))
		}
	}
	return all
}
