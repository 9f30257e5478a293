// Package score measures the search for duplicates on labelled sets, under the three definitions in use.
//
// Published figures count different things under one name: every member of a group of duplicates, only the records that could be
// removed, or pairs. All three are given, each for the certain pairs alone and for the certain pairs with the doubtful ones that a
// person who makes no mistakes would confirm.
package score

import (
	"evidencedesk/internal/reference/duplicate"
)

// The bars.
const (
	LeastSensitivity        = 0.98
	LeastSpecificity        = 0.998
	LeastCertainSensitivity = 0.90
	MostDoubtful            = 3.0 // pairs for 100 records
)

// Set is a labelled set.
type Set struct {
	Name  string
	Items []duplicate.Item
	// Truth is the publication of each record. Where the labels give no groups it is derived: see Derived.
	Truth map[string]string
	// Derived: the labels give no groups. Each labelled record was put to the record whose text is most like its own (shared
	// runs of three letters), and no pairs are counted.
	Derived      bool
	Labelled     map[string]bool // as duplicates; nil where groups exist
	MarksMembers bool            // the label is on every member of a group, not only on what can be removed
	Disputed     map[string]bool // records whose two labels say opposite things
}

// Counts is a table of four.
type Counts struct{ TP, FP, FN, TN int }

// Sensitivity is the share of the true ones that were found; 1 when there are none.
func (c Counts) Sensitivity() float64 { return share(c.TP, c.TP+c.FN) }

// Specificity is the share of the false ones that were left alone; 1 when there are none.
func (c Counts) Specificity() float64 { return share(c.TN, c.TN+c.FP) }

// Precision is the share of what was found that is true; 1 when nothing was found.
func (c Counts) Precision() float64 { return share(c.TP, c.TP+c.FP) }

func share(part, whole int) float64 {
	if whole == 0 {
		return 1
	}
	return float64(part) / float64(whole)
}

// Figures are the counts under the three definitions. Pairs is nil where no groups exist.
type Figures struct {
	Members   Counts
	Removable Counts
	Pairs     *Counts
}

// FalseMerge is a certain pair that the labels call two publications.
type FalseMerge struct {
	Pair          duplicate.Pair
	A, B          string // titles
	Contradictory string // why the labels contradict themselves; empty: they do not
}

// Result is what one set gave.
type Result struct {
	Set         *Set
	Certain     Figures
	Confirmed   Figures // certain, and doubtful as a perfect person answers
	Doubtful    int     // pairs that a person is asked about
	FalseMerges []FalseMerge
	Rules       map[duplicate.Rule]Tally
	Missed      [][2]string // pairs of one publication with nothing between them; where groups exist
}

// Tally is how often a rule was right.
type Tally struct{ Right, Wrong int }

// DoubtfulRate is the doubtful pairs for 100 records.
func (r Result) DoubtfulRate() float64 { return 100 * share(r.Doubtful, len(r.Set.Items)) }

// Real are the false merges that the labels do not contradict themselves about.
func (r Result) Real() int {
	n := 0
	for _, m := range r.FalseMerges {
		if m.Contradictory == "" {
			n++
		}
	}
	return n
}

// Measure compares the items of a set and counts.
func Measure(set *Set) Result {
	found := duplicate.Find(set.Items)
	r := Result{Set: set, Rules: map[duplicate.Rule]Tally{}}
	var certain, confirmed []duplicate.Pair
	for _, p := range found.Pairs {
		same := set.Truth[p.A] == set.Truth[p.B]
		r.tally(p.Rule, same)
		if p.Certainty == duplicate.Certain {
			certain = append(certain, p)
		}
		if p.Certainty == duplicate.Certain || same {
			confirmed = append(confirmed, p)
		}
	}
	r.Doubtful = len(duplicate.Questions(found.Pairs))
	r.Certain = set.figures(duplicate.Groups(certain))
	r.Confirmed = set.figures(duplicate.Groups(confirmed))
	r.FalseMerges = set.falseMerges(certain)
	r.Missed = set.missed(duplicate.Groups(confirmed))
	return r
}

func (r *Result) tally(rule duplicate.Rule, right bool) {
	t := r.Rules[rule]
	if right {
		t.Right++
	} else {
		t.Wrong++
	}
	r.Rules[rule] = t
}

// Bar is one demand and what was reached.
type Bar struct {
	Name  string
	Value float64
	Met   bool
}

// Bars are the demands on a set.
func (r Result) Bars() []Bar {
	bars := append(r.Confirmed.bars("with confirmed", LeastSensitivity, LeastSpecificity),
		r.Certain.bars("certain alone", LeastCertainSensitivity, 0)...)
	return append(bars,
		Bar{"false certain merges = 0", float64(r.Real()), r.Real() == 0},
		Bar{"doubtful pairs for 100 records <= 3", r.DoubtfulRate(), r.DoubtfulRate() <= MostDoubtful})
}

func (f Figures) bars(name string, sensitivity, specificity float64) []Bar {
	var bars []Bar
	add := func(definition string, c Counts) {
		bars = append(bars, Bar{name + ", " + definition + ": sensitivity", c.Sensitivity(), c.Sensitivity() >= sensitivity})
		if specificity > 0 {
			bars = append(bars, Bar{name + ", " + definition + ": specificity", c.Specificity(), c.Specificity() >= specificity})
		}
	}
	add("members", f.Members)
	add("removable", f.Removable)
	if f.Pairs != nil {
		add("pairs", *f.Pairs)
	}
	return bars
}
