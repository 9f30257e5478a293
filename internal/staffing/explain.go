package staffing

// Tally is a year as it was returned: what was delivered, what was entered by hand for an activity, and by which rule.
type Tally struct {
	Groups  []Group
	Entered int
	Rule    ReturnRule
}

// Part is one reason why a figure is another one than a year before.
type Part struct {
	Code   string `json:"code" doc:"A code of search_types or of staff_groups"`
	Before int    `json:"before" doc:"A year before, counted by this year's rule"`
	Now    int    `json:"now"`
	Change int    `json:"change"`
}

// Explanation takes apart why an activity came to another figure than a year before. Rule, Entered and the changes of Types add up
// to Change exactly, and so do Rule, Entered and those of StaffGroups.
type Explanation struct {
	Activity    string `json:"activity"`
	Before      int    `json:"before"`
	Now         int    `json:"now"`
	Change      int    `json:"change"`
	Rule        int    `json:"rule" doc:"Because the counting rule is another one: the year before by this year's rule, less as it was returned"`
	Entered     int    `json:"entered" doc:"Because another figure was entered by hand"`
	Types       []Part `json:"types" nullable:"false"`
	StaffGroups []Part `json:"staff_groups" nullable:"false"`
}

// Explain compares two years.
func Explain(activity string, now, before Tally) Explanation {
	e := Explanation{
		Activity: activity, Now: now.total(activity), Before: before.total(activity), Entered: now.Entered - before.Entered,
		Rule: now.Rule.Count(activity, before.Groups) - before.Rule.Count(activity, before.Groups),
	}
	e.Change = e.Now - e.Before
	e.Types = parts(activity, now, before.Groups, func(g Group) string { return g.Purpose })
	e.StaffGroups = parts(activity, now, before.Groups, func(g Group) string { return g.StaffGroup })
	return e
}

func (t Tally) total(activity string) int { return t.Rule.Count(activity, t.Groups) + t.Entered }

// parts counts both years by one rule and lays them side by side.
func parts(activity string, now Tally, before []Group, of func(Group) string) []Part {
	rows := map[string]*Part{}
	add := func(groups []Group, to func(*Part) *int) {
		for _, g := range groups {
			if !now.Rule.counts(activity, g) {
				continue
			}
			code := of(g)
			if rows[code] == nil {
				rows[code] = &Part{Code: code}
			}
			*to(rows[code]) += g.Requests
		}
	}
	add(now.Groups, func(p *Part) *int { return &p.Now })
	add(before, func(p *Part) *int { return &p.Before })
	list := make([]Part, 0, len(rows))
	for _, code := range ordered(rows) {
		p := *rows[code]
		p.Change = p.Now - p.Before
		list = append(list, p)
	}
	return list
}
