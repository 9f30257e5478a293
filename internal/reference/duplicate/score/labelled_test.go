package score_test

import (
	"os"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"

	"evidencedesk/internal/reference/duplicate/score"
)

const labelledSets = "../../../../../shared/data/dedupe" // beside the repository

// below are the bars that a set misses and what is reached there. Haematology's labels call the correction of a paper, four trials in
// different patients, and talks and the papers after them one publication: pairs that nobody should link without asking.
var below = map[string]float64{
	"haematology: certain alone, removable: sensitivity": 0.87,
	"haematology: certain alone, pairs: sensitivity":     0.79,
}

func TestLabelledSetsReachTheBars(t *testing.T) {
	t.Parallel()
	if _, err := os.Stat(labelledSets); err != nil {
		t.Skip("the labelled sets are not beside the repository")
	}
	sets, err := score.ReadFolder(os.DirFS(labelledSets))
	if err != nil {
		t.Fatal(err)
	}
	for _, set := range sets {
		for _, b := range score.Measure(set).Bars() {
			least, known := below[set.Name+": "+b.Name]
			if !b.Met && (!known || b.Value < least) {
				t.Errorf("%s: %s is %.4f", set.Name, b.Name, b.Value)
			}
		}
	}
}

const columns = "ID,title,year,author,journal,volume,number,pages,doi\n"

// Three records of one paper, of which one cannot be recognised; two editorials; and a paper of its own.
const records = columns +
	`r1,"Early rehabilitation after hip-fracture surgery in older adults",2015,"Berg, A and Lund, B",Annals of Emergency Practice,12,3,20-31,10.1/x
r2,"Early rehabilitation after hip fracture surgery in older adults.",2015,"Berg A and Lund B",Ann Emerg Pract,12,3,20-31,
r3,"Mobilisering",2015,,,,,,
r4,Editorial,2015,"Holm, C",Annals of Emergency Practice,12,3,19,
r5,Editorial,2015,"Dahl, D",Annals of Emergency Practice,12,4,40,
r6,"Falls on hospital wards and the staff who prevent them",2011,"Eng, E",Annals of Emergency Practice,8,1,5-9,
`

func TestCountsUnderThreeDefinitions(t *testing.T) {
	t.Parallel()
	sets, err := score.ReadFolder(fstest.MapFS{
		"small-records.csv": {Data: []byte(records)},
		"small-groups.csv":  {Data: []byte("merged_ids\nr1;r2;r3\n")},
		"other.txt":         {Data: []byte("not a set")},
	})
	if err != nil {
		t.Fatal(err)
	}
	r := score.Measure(sets[0])
	want := score.Figures{
		Members:   score.Counts{TP: 2, FN: 1, TN: 3},
		Removable: score.Counts{TP: 1, FN: 1, TN: 4},
		Pairs:     &score.Counts{TP: 1, FN: 2, TN: 12},
	}
	if diff := cmp.Diff(want, r.Certain); diff != "" {
		t.Error(diff)
	}
	if len(r.Missed) != 1 || r.Missed[0] != [2]string{"r1", "r3"} {
		t.Errorf("missed %v, want r1 and r3", r.Missed)
	}
}

// The labels call r1 and r2 two publications, although they say the same.
func TestContradictoryLabelsAreNamed(t *testing.T) {
	t.Parallel()
	same := strings.Replace(records, `r2,"Early rehabilitation after hip fracture surgery in older adults.",2015,"Berg A and Lund B",Ann Emerg Pract`,
		`r2,"Early rehabilitation after hip-fracture surgery in older adults.",2015,"Berg, A and Lund, B",Annals of Emergency Practice`, 1)
	sets, err := score.ReadFolder(fstest.MapFS{
		"small-records.csv": {Data: []byte(same)},
		"small-groups.csv":  {Data: []byte("merged_ids\n")},
	})
	if err != nil {
		t.Fatal(err)
	}
	r := score.Measure(sets[0])
	if len(r.FalseMerges) != 1 || r.FalseMerges[0].Contradictory == "" || r.Real() != 0 {
		t.Errorf("false merges %+v, want one that the labels contradict themselves about", r.FalseMerges)
	}
}

// What a label means is read from the set: on every member, or on what can be removed.
func TestTheMeaningOfLabelsIsRead(t *testing.T) {
	t.Parallel()
	head := strings.Replace(columns, "\n", ",source,label\n", 1)
	lines := strings.Split(strings.TrimSpace(strings.TrimPrefix(records, columns)), "\n")
	label := func(labels ...string) []byte {
		out := head
		for i, l := range labels {
			out += lines[i] + "," + l + ",\n"
		}
		return []byte(out)
	}
	sets, err := score.ReadFolder(fstest.MapFS{
		"members-labelled.csv":   {Data: label("duplicate", "duplicate", "unique", "unique")},
		"removable-labelled.csv": {Data: label("unique", "duplicate", "unique", "unique")},
	})
	if err != nil {
		t.Fatal(err)
	}
	if !sets[0].MarksMembers || sets[1].MarksMembers {
		t.Errorf("marks members: %v and %v, want true and false", sets[0].MarksMembers, sets[1].MarksMembers)
	}
}
