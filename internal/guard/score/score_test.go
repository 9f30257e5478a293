package score_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"evidencedesk/internal/guard"
	"evidencedesk/internal/guard/score"
)

func TestReadForgives(t *testing.T) {
	t.Parallel()
	want := []score.Span{{Start: 4, End: 10, Kind: guard.KindDateOfBirth}}
	for _, line := range []string{
		`{"id":"1","text":"DOB 3/3/51","spans":[{"start":4,"length":6,"kind":"date_of_birth"}]}`,
		`{"id":"1","question":"DOB 3/3/51","spans":[{"start":4,"end":10,"label":"DOB"}]}`,
		`{"text":"DOB 3/3/51","entities":[{"start":4,"end":10,"type":"Date of birth"}]}`,
		`{"text":"DOB 3/3/51","labels":[{"start":4,"end":10,"label":"birth-date"}]}`,
		"\ufeff" + `{"text":"DOB 3/3/51","spans":[{"start":4,"len":6,"kind":"dob"}],"other":1}`,
	} {
		items, err := score.Read(strings.NewReader("\n" + line + "\n\n"))
		if err != nil {
			t.Errorf("%s: %v", line, err)
			continue
		}
		if diff := cmp.Diff(want, items[0].Spans); diff != "" || items[0].Text != "DOB 3/3/51" || items[0].Line != 2 {
			t.Errorf("%s: %+v", line, items[0])
		}
	}
}

func TestReadKindsWithoutPlaces(t *testing.T) {
	t.Parallel()
	items, err := score.Read(strings.NewReader(`{"id":"R1","question":"x","labels":{"pid":["name","nhs_number"],"style":"terse"}}`))
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]guard.Kind{guard.KindName, guard.KindNHSNumber}, items[0].Kinds); diff != "" {
		t.Error(diff)
	}
}

func TestReadErrorsNameTheLineOnly(t *testing.T) {
	t.Parallel()
	for _, bad := range []string{`{"text":"secret words"`, `{"text":"secret words","spans":[{"start":1,"length":2,"kind":"shoe size"}]}`, `{"text":"secret words","spans":[{"start":1,"kind":"dob"}]}`} {
		_, err := score.Read(strings.NewReader("{}\n" + bad))
		if err == nil || !strings.HasPrefix(err.Error(), "line 2: ") || strings.Contains(err.Error(), "secret") {
			t.Errorf("%s: %v", bad, err)
		}
	}
}

func TestMeasure(t *testing.T) {
	t.Parallel()
	items := []score.Item{
		{Line: 1, Spans: []score.Span{{0, 5, guard.KindName}, {10, 20, guard.KindNHSNumber}, {30, 40, guard.KindDateOfBirth}}},
		{Line: 2, Kinds: []guard.Kind{guard.KindPostcode, guard.KindName}, Traps: []guard.Kind{guard.KindHospitalNumber}},
	}
	findings := map[int][]guard.Finding{
		0: {{Start: 4, Length: 3, Kind: guard.KindName}, {Start: 12, Length: 2, Kind: guard.KindCHINumber}, {Start: 5, Length: 2, Kind: guard.KindPostcode}},
		1: {{Start: 0, Length: 2, Kind: guard.KindPostcode}, {Start: 3, Length: 2, Kind: guard.KindHospitalNumber}},
	}
	next := -1
	result := score.Measure(items, func(string) []guard.Finding { next++; return findings[next] })
	want := map[guard.Kind]score.Count{
		guard.KindName:           {Found: 1, Missed: 1},
		guard.KindNHSNumber:      {Found: 1},
		guard.KindDateOfBirth:    {Missed: 1},
		guard.KindPostcode:       {Found: 1, False: 1},
		guard.KindHospitalNumber: {False: 1, Traps: 1, Sprung: 1},
	}
	if diff := cmp.Diff(want, result.Kinds); diff != "" {
		t.Error(diff)
	}
	below := []guard.Kind{guard.KindDateOfBirth, guard.KindHospitalNumber, guard.KindName, guard.KindPostcode}
	if diff := cmp.Diff(below, result.BelowBar()); diff != "" {
		t.Error(diff)
	}
	if c := result.ByAction(guard.ActionBlock); c.Found != 1 || c.Missed != 1 || c.False != 1 || c.Recall() != 0.5 {
		t.Errorf("block: %+v", c)
	}
}
