package score

import (
	"slices"

	"evidencedesk/internal/guard"
)

// Bars of the project: what each kind must reach, by the action its rule asks for.
const (
	BlockRecall    = 1.0
	BlockPrecision = 0.95
	WarnRecall     = 0.9
	WarnPrecision  = 0.8
)

// Count is the tally for one kind.
type Count struct {
	Found, Missed, False int
	Traps, Sprung        int // texts written as a trap for the kind, and how many fired
}

// Recall is the share of labelled identifiers found; 1 where there were none.
func (c Count) Recall() float64 { return share(c.Found, c.Missed) }

// Precision is the share of findings that were right; 1 where there were none.
func (c Count) Precision() float64 { return share(c.Found, c.False) }

func share(part, rest int) float64 {
	if part+rest == 0 {
		return 1
	}
	return float64(part) / float64(part+rest)
}

func (c Count) plus(o Count) Count {
	return Count{c.Found + o.Found, c.Missed + o.Missed, c.False + o.False, c.Traps + o.Traps, c.Sprung + o.Sprung}
}

// Mistake is one miss or false alarm, by place only.
type Mistake struct {
	Line, Start, End int
	Kind             guard.Kind
	Miss             bool
}

// Result is the tally over a file.
type Result struct {
	Texts    int
	Kinds    map[guard.Kind]Count
	Mistakes []Mistake
}

// Scan looks for identifiers in a text.
type Scan func(text string) []guard.Finding

// Measure scans every item. A label is found when a finding of its family
// overlaps it; a finding is a false alarm when it overlaps no label of its
// family. A label without a position is found by any finding of its family.
func Measure(items []Item, scan Scan) Result {
	r := Result{Texts: len(items), Kinds: make(map[guard.Kind]Count)}
	for _, item := range items {
		r.add(item, scan(item.Text))
	}
	return r
}

func (r *Result) add(item Item, findings []guard.Finding) {
	for _, s := range item.Spans {
		hit := slices.ContainsFunc(findings, func(f guard.Finding) bool { return s.matches(f) })
		r.tally(Mistake{item.Line, s.Start, s.End, s.Kind, true}, hit)
	}
	for _, k := range item.Kinds {
		hit := slices.ContainsFunc(findings, func(f guard.Finding) bool { return family(f.Kind) == family(k) })
		r.tally(Mistake{item.Line, 0, 0, k, true}, hit)
	}
	for _, f := range findings {
		right := slices.ContainsFunc(item.Spans, func(s Span) bool { return s.matches(f) }) ||
			slices.ContainsFunc(item.Kinds, func(k guard.Kind) bool { return family(k) == family(f.Kind) })
		if !right {
			r.falseAlarm(Mistake{item.Line, f.Start, f.End(), f.Kind, false})
		}
	}
	for _, k := range item.Traps {
		c := r.Kinds[k]
		c.Traps++
		if slices.ContainsFunc(findings, func(f guard.Finding) bool { return f.Kind == k }) {
			c.Sprung++
		}
		r.Kinds[k] = c
	}
}

func (s Span) matches(f guard.Finding) bool {
	return family(s.Kind) == family(f.Kind) && f.Start < s.End && s.Start < f.End()
}

func (r *Result) tally(m Mistake, hit bool) {
	c := r.Kinds[m.Kind]
	if hit {
		c.Found++
	} else {
		c.Missed++
		r.Mistakes = append(r.Mistakes, m)
	}
	r.Kinds[m.Kind] = c
}

func (r *Result) falseAlarm(m Mistake) {
	c := r.Kinds[m.Kind]
	c.False++
	r.Kinds[m.Kind] = c
	r.Mistakes = append(r.Mistakes, m)
}

// Merge adds the counts of another result.
func (r *Result) Merge(o Result) {
	if r.Kinds == nil {
		r.Kinds = make(map[guard.Kind]Count)
	}
	r.Texts += o.Texts
	for k, c := range o.Kinds {
		r.Kinds[k] = r.Kinds[k].plus(c)
	}
}

// ByAction adds up the kinds whose rule asks for the action on its own.
func (r *Result) ByAction(a guard.Action) Count {
	var sum Count
	for k, c := range r.Kinds {
		if guard.BaseAction(k) == a {
			sum = sum.plus(c)
		}
	}
	return sum
}

// BelowBar lists the kinds that do not reach the bar of their action. Kinds
// that only nudge have none, and street and contact details, which not every
// labelled file knows, have one only where the file labels them.
func (r *Result) BelowBar() []guard.Kind {
	var below []guard.Kind
	for k, c := range r.Kinds {
		recall, precision := 0.0, 0.0
		switch guard.BaseAction(k) {
		case guard.ActionBlock:
			recall, precision = BlockRecall, BlockPrecision
		case guard.ActionWarn:
			recall, precision = WarnRecall, WarnPrecision
		default: // a nudge has no bar
		}
		if (k == guard.KindAddress || k == guard.KindPatientContact) && c.Found+c.Missed+c.Traps == 0 {
			continue
		}
		if c.Recall() < recall || c.Precision() < precision {
			below = append(below, k)
		}
	}
	slices.Sort(below)
	return below
}
