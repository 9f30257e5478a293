package duplicate

import "slices"

// largestGroup is how many different records of one publication are believed. Twenty databases, each exported twice, stay far
// below.
const largestGroup = 100

// breakChains keeps contradictions out of the groups. A record without a DOI can agree with two whose DOIs differ; a chain of
// such pairs would link what nobody would link. Rules are taken in their order, the strongest first. Where the pairs of a rule
// would join two records that contradict each other, all pairs of that rule in that group become doubtful: which of them is wrong
// cannot be told.
func (r *run) breakChains() {
	joined := newSets[int]()
	for _, rule := range certainRules {
		r.joinBy(rule.code, joined)
	}
}

func (r *run) joinBy(code Rule, joined *sets[int]) {
	tried := joined.clone()
	var edges []int
	for i, e := range r.pairs {
		if e.Certainty == Certain && e.Rule == code {
			tried.join(e.a, e.b)
			edges = append(edges, i)
		}
	}
	broken := map[int]bool{} // by the root of the group
	for _, group := range tried.groups() {
		if len(group) > 2 && r.contradictory(group) {
			broken[group[0]] = true
		}
	}
	for _, i := range edges {
		e := &r.pairs[i]
		if broken[tried.root(e.a)] && joined.root(e.a) != joined.root(e.b) {
			e.Certainty, e.Rule = Doubtful, RuleChain
			continue
		}
		joined.join(e.a, e.b)
	}
}

func (r *run) contradictory(group []int) bool {
	if len(group) > largestGroup {
		return true
	}
	for j, b := range group {
		if slices.ContainsFunc(group[:j], func(a int) bool { return contradict(r.all[a], r.all[b]) }) {
			return true
		}
	}
	return false
}

// contradict is what two records of one group may not be: of different identifiers, parts, kinds or people.
func contradict(a, b *features) bool {
	if equal(a.pmid, b.pmid) == differ || compareDOIs(a.doi, b.doi) == differ || preprint(a) != preprint(b) {
		return true
	}
	if compareNames(&a.names, &b.names) == differ {
		return true
	}
	t := compareTitles(&a.title, &b.title)
	return t.kind || t.numbers || t.alike == titleDiffers
}
