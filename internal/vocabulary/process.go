package vocabulary

// SearchType is a type of search as the process reads it. Minutes are minutes of work, days are calendar days.
type SearchType struct {
	Code             string
	Label            string
	LowMinutes       int // 0 when the estimate is agreed from case to case
	HighMinutes      int // 0 likewise
	DefaultMinutes   int // the midpoint; 0 likewise: the librarian must give an estimate
	Upper            UpperBound
	MinElapsedDays   int
	CheckRequired    CheckPolicy
	FirstAskDays     int // from delivery to the first question about impact
	SecondAskDays    int // 0: no second question
	OffByDefault     bool
	Prioritised      bool
	NormallyDeclined bool
}

// MaxMinutes returns the estimate that must not be exceeded; false when there is no such maximum.
func (t SearchType) MaxMinutes() (int, bool) {
	return t.HighMinutes, t.Upper == UpperMaximum
}

// SearchType returns a type of search.
func (c *Catalogue) SearchType(code string) (SearchType, bool) {
	t, ok := c.Term(SearchTypes, code)
	if !ok {
		return SearchType{}, false
	}
	s := SearchType{
		Code: t.Code, Label: t.Label, Upper: t.Search.Upper, MinElapsedDays: t.Search.MinElapsedDays,
		CheckRequired: t.Search.CheckRequired, FirstAskDays: t.Search.FirstAskDays, SecondAskDays: t.Search.SecondAskDays,
		OffByDefault: t.OffByDefault, Prioritised: t.Search.Prioritised, NormallyDeclined: t.Search.NormallyDeclined,
	}
	if h := t.Search.SuggestedHours; h != nil {
		s.LowMinutes, s.HighMinutes, s.DefaultMinutes = minutes(h.Low), minutes(h.High), minutes(h.Default)
	}
	return s, true
}

// Urgency is an urgency as the process reads it. Minutes are working minutes of the library's calendar.
type Urgency struct {
	Code               string
	Label              string
	PromiseMinutes     int  // from receipt to delivery; 0 when by agreement
	StartWithinMinutes int  // from receipt to the start of the work; 0: no such promise
	SameDay            bool // due by the close of the working day of receipt, and never after PromiseMinutes
	ByAgreement        bool
	MinElapsedDays     int // calendar days
	NeedsReason        bool
	BypassesQueue      bool
}

// Urgency returns an urgency.
func (c *Catalogue) Urgency(code string) (Urgency, bool) {
	t, ok := c.Term(Urgencies, code)
	if !ok {
		return Urgency{}, false
	}
	return Urgency{
		Code: t.Code, Label: t.Label,
		PromiseMinutes: t.Urgency.PromiseWorkingMinutes, StartWithinMinutes: t.Urgency.StartWithinWorkingMinutes,
		SameDay: t.Urgency.SameWorkingDay, ByAgreement: t.Urgency.ByAgreement, MinElapsedDays: t.Urgency.MinElapsedDays,
		NeedsReason: t.Urgency.NeedsReason, BypassesQueue: t.Urgency.BypassesQueue,
	}, true
}

// Framework is a question framework with its elements in their order.
type Framework struct {
	Code     string
	Label    string
	Elements []FrameworkElement
	Combine  string // keys of elements with AND, OR and brackets; empty: all with AND
}

// Framework returns a question framework; "none" has no elements.
func (c *Catalogue) Framework(code string) (Framework, bool) {
	t, ok := c.Term(Frameworks, code)
	return Framework{Code: t.Code, Label: t.Label, Elements: t.Elements, Combine: t.Combine}, ok
}

// Has reports whether the framework has an element of this key.
func (f Framework) Has(key string) bool {
	for _, e := range f.Elements {
		if e.Key == key {
			return true
		}
	}
	return false
}

// CoarseStaffGroups returns the coarser groups to which a staff group may belong, the likeliest first. More than one
// means that the finer list cannot tell; none means that the code is unknown.
func (c *Catalogue) CoarseStaffGroups(code string) []string {
	t, _ := c.Term(StaffGroups, code)
	return t.Refs[StaffGroupsCoarse]
}

func minutes(hours float64) int { return int(hours * 60) }
