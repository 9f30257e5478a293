package report

import "slices"

// Scope is whose figures are asked for: libraries by their identifiers (none is every library that the asker may see) and what
// narrows them. An empty field narrows nothing; the others are codes of the vocabularies.
type Scope struct {
	Libraries    []string `json:"libraries"`
	Organisation string   `json:"organisation,omitempty"`
	Specialty    string   `json:"specialty,omitempty"`
	StaffGroup   string   `json:"staff_group,omitempty"`
	Purpose      string   `json:"purpose,omitempty"`
}

// Narrowed reports whether a filter is set.
func (s Scope) Narrowed() bool {
	return s.Organisation+s.Specialty+s.StaffGroup+s.Purpose != ""
}

// Equal reports whether both scopes ask for the same figures, in whatever order they name their libraries.
func (s Scope) Equal(other Scope) bool {
	return s.Organisation == other.Organisation && s.Specialty == other.Specialty && s.StaffGroup == other.StaffGroup &&
		s.Purpose == other.Purpose && slices.Equal(ordered(s.Libraries), ordered(other.Libraries))
}

func ordered(names []string) []string {
	return slices.Compact(slices.Sorted(slices.Values(names)))
}
