package duplicate_test

import (
	"testing"

	"evidencedesk/internal/reference"
	"evidencedesk/internal/reference/duplicate"
)

// paper is the record that the others are compared with.
func paper() reference.Record {
	return reference.Record{
		Type: reference.Article, Title: "Early mobilisation after hip surgery in older adults: a randomised trial", Year: 2015,
		Authors: []string{"Müller, Anna B.", "Lund, Bo", "Okafor, Chidi"}, Journal: "New England Journal of Medicine", Volume: "372",
		Issue: "4", Pages: "1008-1012", DOI: "10.1000/hip.1", PMID: "25000001",
	}
}

// change is what another database, or another publication, has instead.
type change func(*reference.Record)

func TestRules(t *testing.T) {
	t.Parallel()
	noID := func(r *reference.Record) { r.DOI, r.PMID = "", "" }
	noPlace := func(r *reference.Record) { r.Volume, r.Issue, r.Pages = "", "", "" }
	title := func(s string) change { return func(r *reference.Record) { r.Title = s } }
	tests := map[string]struct {
		both, other []change
		rule        duplicate.Rule // empty: nothing speaks for the pair
		certain     bool
	}{
		"exported twice": {nil, nil, duplicate.RuleIdentical, true},
		"medline's form": {nil, []change{func(r *reference.Record) {
			r.DOI, r.PMID, r.Journal, r.Pages, r.Title = "", "", "N Engl J Med", "1008-12", r.Title+" [see comment]."
			r.Authors = []string{"Muller AB", "Lund B", "Okafor C"}
		}}, duplicate.RulePlace, true},
		"american spelling in capitals": {
			nil, []change{noID, title("EARLY MOBILI" + "ZATION AFTER HIP SURGERY IN OLDER ADULTS: A RANDOMI" + "ZED TRIAL")}, duplicate.RulePlace, true,
		},
		"same pubmed number, pages before print": {
			nil, []change{func(r *reference.Record) { r.DOI, r.Pages = "", "1-5" }}, duplicate.RulePMID, true,
		},
		"same doi and nothing else but the title": {
			nil, []change{noPlace, func(r *reference.Record) { r.PMID = "" }}, duplicate.RuleDOI, true,
		},
		"title, authors, journal, year": {[]change{noID}, []change{noPlace}, duplicate.RuleTitle, true},
		"same pages of proceedings under two names": {
			[]change{noID, func(r *reference.Record) { r.Volume, r.Issue = "", "" }},
			[]change{func(r *reference.Record) { r.Journal = "ICHS 2015" }},
			duplicate.RulePlace, true,
		},
		"subtitle lost at the same place": {
			[]change{noID}, []change{title("Early mobilisation after hip surgery in older adults")}, duplicate.RulePlace, true,
		},
		"article number for a page": {
			[]change{noID, func(r *reference.Record) { r.Pages = "e2048" }},
			[]change{func(r *reference.Record) { r.Pages, r.Issue = "", "2048" }},
			duplicate.RulePlace, true,
		},
		"a supplement's one doi": {
			[]change{func(r *reference.Record) { r.PMID, r.Pages = "", "S12" }},
			[]change{title("Falls on hospital wards after stroke and the cost of prevention")},
			"", false,
		},
		"parts of a series": {
			[]change{noID, title("Rehabilitation after hip surgery. Part 1")},
			[]change{title("Rehabilitation after hip surgery. Part II"), func(r *reference.Record) { r.Pages = "1013-1019" }},
			"", false,
		},
		"two doses": {
			[]change{noID, noPlace, title("Effect of vitamin D 10 mg on falls in older adults")},
			[]change{title("Effect of vitamin D 20 mg on falls in older adults")},
			"", false,
		},
		"opposites": {
			[]change{noID, noPlace, title("Early rehabilitation after hyperglycaemia in older men")},
			[]change{title("Early rehabilitation after hypoglycaemia in older men")},
			duplicate.RuleSimilar, false,
		},
		"editorials of one volume": {
			[]change{noID, title("Editorial")}, []change{func(r *reference.Record) { r.Pages, r.Issue = "1090", "5" }}, "", false,
		},
		"one editorial in two databases": {
			[]change{noID, title("Editorial")}, []change{func(r *reference.Record) { r.Pages = "1008-12" }}, duplicate.RulePlace, true,
		},
		"two letters on one page": {
			[]change{noID, title("Letter to the editor")}, []change{func(r *reference.Record) { r.Authors = []string{"Ray, D"} }}, "", false,
		},
		"correction": {
			[]change{noID}, []change{
				title("Erratum: Early mobilisation after hip surgery in older adults: a randomised trial"),
				func(r *reference.Record) { r.Pages = "1500" },
			}, duplicate.RuleNotice, false,
		},
		"the talk before the paper": {
			[]change{noID}, []change{func(r *reference.Record) {
				r.Year, r.Journal, r.Volume, r.Issue, r.Pages = 2014, "Age and Ageing", "43", "S1", "S19"
			}}, "", false,
		},
		"preprint": {
			nil,
			[]change{noPlace, func(r *reference.Record) {
				r.Type, r.DOI, r.PMID, r.Journal = reference.Preprint, "10.1101/9", "", "medRxiv"
			}},
			"", false,
		},
		"two dois at one place": {
			nil, []change{func(r *reference.Record) { r.DOI, r.PMID = "10.1000/other", "" }}, duplicate.RuleContradicted, false,
		},
		"two pubmed numbers at one place": {
			nil, []change{func(r *reference.Record) { r.DOI, r.PMID = "", "25000002" }}, duplicate.RuleContradicted, false,
		},
		"another first page": {
			[]change{noID}, []change{func(r *reference.Record) { r.Pages = "1108" }}, duplicate.RuleContradicted, false,
		},
		"translated title": {
			[]change{noID}, []change{title("Frühe Mobilisierung nach Operationen der Hüfte")}, duplicate.RulePlaceOnly, false,
		},
		"no title": {[]change{noID}, []change{title("")}, duplicate.RulePlaceOnly, false},
		"year before print": {
			[]change{noID}, []change{noPlace, func(r *reference.Record) { r.Year = 2014 }}, duplicate.RuleTitleOnly, false,
		},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			a, b := paper(), paper()
			for _, c := range test.both {
				c(&a)
				c(&b)
			}
			for _, c := range test.other {
				c(&b)
			}
			got, found := duplicate.Compare(duplicate.Item{ID: "a", Record: a}, duplicate.Item{ID: "b", Record: b})
			if got.Rule != test.rule || (got.Certainty == duplicate.Certain) != test.certain || found != (test.rule != "") {
				t.Errorf("%s %s, agreeing %v, against %v; want %q, certain %v",
					got.Certainty, got.Rule, got.Fields, got.Against, test.rule, test.certain)
			}
		})
	}
}

func TestHugeFieldsAreBounded(t *testing.T) {
	t.Parallel()
	huge := make([]byte, 0, 1<<20)
	for i := range cap(huge) / 8 {
		huge = append(huge, "ab[c1 -"...)
		huge = append(huge, byte('a'+i%26))
	}
	r := reference.Record{Title: string(huge), Authors: []string{string(huge)}, Journal: string(huge), Pages: string(huge), Abstract: string(huge)}
	other := r
	other.Title = "x" + other.Title
	result := duplicate.Find([]duplicate.Item{{ID: "a", Record: r}, {ID: "b", Record: r}, {ID: "c", Record: other}})
	if len(result.Pairs) == 0 || result.Pairs[0].Rule != duplicate.RuleIdentical {
		t.Errorf("pairs %+v, want the copies linked", result.Pairs)
	}
}
