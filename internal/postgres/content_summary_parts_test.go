package postgres_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"evidencedesk/internal/evidence"
	"evidencedesk/internal/postgres"
)

// keep saves a summary over whatever is there.
func (d *desk) keep(s postgres.SummaryText) (postgres.Summary, error) {
	d.Helper()
	a := d.as(d.librarian)
	before, err := d.content.Summary(d.Context(), a)
	if err != nil {
		d.Fatal(err)
	}
	return d.content.SaveSummary(d.Context(), a, before.Version, s)
}

// frozen saves a summary and freezes it.
func (d *desk) frozen(s postgres.SummaryText) postgres.SummaryVersion {
	d.Helper()
	if _, err := d.keep(s); err != nil {
		d.Fatal(err)
	}
	f, err := d.content.Freeze(d.Context(), d.as(d.librarian))
	if err != nil {
		d.Fatal(err)
	}
	v, err := d.content.Version(d.Context(), d.as(d.librarian), f.Version)
	if err != nil {
		d.Fatal(err)
	}
	return v
}

func TestTheSummaryKeepsItsTableAndRatings(t *testing.T) {
	d := newDesk(t)
	refs := d.addReference(d.librarian, "One", "Two")
	text := postgres.SummaryText{
		Text: "Alarms ring [2].",
		EvidenceTable: []postgres.EvidenceRow{
			{Reference: refs[1].ID, Design: "Trial", Setting: "Wards", Number: "412", Comparison: "Alarm or none", Outcomes: "Falls", Finding: "No difference", Limits: "Short", Note: "See tables"},
			{Reference: refs[0].ID},
		},
		Certainties: []postgres.Certainty{
			{Outcome: "Falls", Level: "low", RatedBy: "source", SourceReference: refs[0].ID, Reason: "Few events"},
			{Outcome: "Injuries", Level: "very_low", RatedBy: "librarian", Reason: "One small trial"},
		},
	}
	saved, err := d.keep(text)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(text, saved.SummaryText); diff != "" {
		t.Error(diff)
	}
	if again, err := d.keep(text); err != nil || again.Version != saved.Version {
		t.Errorf("saved again: version %d, was %d, %v", again.Version, saved.Version, err)
	}
	first := d.frozen(text)
	if diff := cmp.Diff(text, first.SummaryText); diff != "" {
		t.Error(diff)
	}
	changed := text
	changed.EvidenceTable = changed.EvidenceTable[:1]
	if second := d.frozen(changed); second.Version != 2 || second.Digest == first.Digest {
		t.Errorf("a row less: version %d", second.Version)
	}
}

func TestWhatIsWrongWithTableAndRatings(t *testing.T) {
	d := newDesk(t)
	id, other := d.id(), d.id()
	tests := map[string]postgres.SummaryText{
		"evidence_table[0].reference":     {EvidenceTable: []postgres.EvidenceRow{{Reference: "1"}}},
		"evidence_table[1].reference":     {EvidenceTable: []postgres.EvidenceRow{{Reference: id}, {Reference: id}}},
		"evidence_table[0].finding":       {EvidenceTable: []postgres.EvidenceRow{{Reference: id, Finding: strings.Repeat("é", 2001)}}},
		"evidence_table":                  {EvidenceTable: make([]postgres.EvidenceRow, 201)},
		"certainties":                     {Certainties: make([]postgres.Certainty, 21)},
		"certainties[0].level":            {Certainties: []postgres.Certainty{{Outcome: "Falls", RatedBy: "librarian", Reason: "x"}}},
		"certainties[0].rated_by":         {Certainties: []postgres.Certainty{{Level: "high"}}},
		"certainties[0].source_reference": {Certainties: []postgres.Certainty{{Level: "high", RatedBy: "source"}}},
		"certainties[0].reason":           {Certainties: []postgres.Certainty{{Level: "high", RatedBy: "librarian"}}},
		"certainties[1].outcome":          {Certainties: []postgres.Certainty{{Outcome: "Falls", Level: "high", RatedBy: "source", SourceReference: id}, {Outcome: " falls", Level: "low", RatedBy: "source", SourceReference: other}}},
		"certainties[1].source_reference": {Certainties: []postgres.Certainty{{Level: "low", RatedBy: "source", SourceReference: id}, {Outcome: "Falls", Level: "low", RatedBy: "librarian", SourceReference: id, Reason: "x"}}},
		"certainties[0].outcome":          {Certainties: []postgres.Certainty{{Outcome: strings.Repeat("a", 201), Level: "low", RatedBy: "source", SourceReference: id}}},
		"evidence_table[0].n":             {EvidenceTable: []postgres.EvidenceRow{{Reference: id, Number: "\x00"}}},
		"certainties[2].source_reference": {Certainties: []postgres.Certainty{{Level: "low", RatedBy: "source", SourceReference: id}, {Outcome: "a", Level: "low", RatedBy: "source", SourceReference: id}, {Outcome: "b", Level: "low", RatedBy: "source", SourceReference: "x"}}},
	}
	for field, text := range tests {
		text.Text = "x"
		_, err := d.keep(text)
		e := refusal(t, err, evidence.Invalid)
		if e.Fields[0].Field != field {
			t.Errorf("%s: %+v", field, e.Fields)
		}
	}
	if s, err := d.content.Summary(t.Context(), d.as(d.librarian)); err != nil || s.Version != 1 {
		t.Errorf("something was stored: %+v, %v", s, err)
	}
}

func TestNothingIsFrozenThatNamesAReferenceItDoesNotHave(t *testing.T) {
	d := newDesk(t)
	d.addReference(d.librarian, "One")
	for name, text := range map[string]postgres.SummaryText{
		"row":    {Text: "x", EvidenceTable: []postgres.EvidenceRow{{Reference: d.id(), Design: "Trial"}}},
		"rating": {Text: "x", Certainties: []postgres.Certainty{{Level: "low", RatedBy: "source", SourceReference: d.id()}}},
	} {
		if _, err := d.keep(text); err != nil { // what was typed is kept: the reference may have gone while somebody wrote
			t.Fatal(err)
		}
		_, err := d.content.Freeze(t.Context(), d.as(d.librarian))
		if e := refusal(t, err, evidence.Invalid); e.Fields[0].Field != "summary" {
			t.Errorf("%s: %+v", name, e)
		}
	}
}

func TestAVersionKeepsWhichSentenceStandsOnWhich(t *testing.T) {
	d := newDesk(t)
	refs := d.addReference(d.librarian, "One", "Two", "Three")
	v := d.frozen(postgres.SummaryText{
		BottomLine: "Alarms ring [2]. They cost money.", Text: "A title. Mats do not [1, 3].", Sections: []postgres.Section{{Heading: "Cost", Text: "Dear [9]. Dearer [3]."}},
	})
	want := []postgres.Support{
		{Section: "bottom_line", Sentence: 1, Refs: []string{refs[1].ID}},
		{Section: "text", Sentence: 2, Refs: []string{refs[0].ID, refs[2].ID}},
		{Section: "sections[0].text", Sentence: 2, Refs: []string{refs[2].ID}},
	}
	if diff := cmp.Diff(want, v.Support); diff != "" {
		t.Error(diff)
	}
	found, err := d.content.Claims(t.Context(), d.as(d.reviewer))
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(want, found.Support); diff != "" || found.Version != 2 || found.Sentences != 6 || found.Supported != 3 {
		t.Errorf("%+v %s", found, diff)
	}
	if _, err := d.content.Claims(t.Context(), d.as(d.requester)); evidence.CodeOf(err) != evidence.NotPermitted {
		t.Errorf("a requester: %v", err)
	}
}

func TestFindingsOfASummary(t *testing.T) {
	t.Parallel()
	refs := []postgres.Reference{{ID: "a"}, {ID: "b"}}
	got := postgres.ClaimsOf(postgres.SummaryText{
		Text: "We found no trials. Mats help [7]. Alarms too [reference removed]. Beds cost.", Sections: []postgres.Section{{Heading: "Closest evidence", Text: "A review [2]."}},
		EvidenceTable: []postgres.EvidenceRow{{Reference: "b"}, {Reference: "z"}},
		Certainties:   []postgres.Certainty{{Level: "low", RatedBy: "source", SourceReference: "z"}},
	}, refs)
	want := postgres.Claims{
		Sentences: 4, Supported: 1, NothingFound: true, Support: []postgres.Support{{Section: "sections[0].text", Sentence: 1, Refs: []string{"b"}}},
		Findings: []postgres.ClaimFinding{
			{Kind: "unsupported", Section: "text", Sentence: 4, Excerpt: "Beds cost."},
			{Kind: "unknown", Section: "text", Sentence: 2, Excerpt: "Mats help [7].", Numbers: []int{7}},
			{Kind: "removed", Section: "text", Sentence: 3, Excerpt: "Alarms too [reference removed]."},
			{Kind: "unused", Reference: "a", Place: 1},
			{Kind: "no_extent"},
			{Kind: "no_reference", Section: "evidence_table[1]"},
			{Kind: "no_source", Section: "certainties[0]"},
		},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	nothing := postgres.ClaimsOf(postgres.SummaryText{Text: "We found nothing.", Sections: []postgres.Section{{Heading: "Where and how we looked", Text: "- Medline"}}}, nil)
	if diff := cmp.Diff(postgres.Claims{NothingFound: true, Findings: []postgres.ClaimFinding{}, Support: []postgres.Support{}}, nothing); diff != "" {
		t.Error(diff)
	}
}
