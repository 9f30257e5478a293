package postgres_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"evidencedesk/internal/evidence"
	"evidencedesk/internal/postgres"
)

func TestPublicationsAreListed(t *testing.T) {
	d := newDesk(t)
	search := d.addSearch(d.librarian, medline())
	a := d.putIn(search.ID, put{title: "Cots", year: 2020, authors: []string{"Zed, A"}, abstract: "Of 100% wool."}, put{title: "beds", year: 2024, doi: "10.1000/beds"},
		put{title: "Alarms", authors: []string{"Adams, B"}})
	d.putIn("", put{title: "Beds again", group: a[1]}, put{title: "Doors", year: 2022})
	d.decide(d.librarian, a[0], postgres.DecisionContent{Verdict: postgres.Exclude, Reason: "wrong_setting"})
	d.decide(d.librarian, a[2], postgres.DecisionContent{Verdict: postgres.Include})

	for name, c := range map[string]struct {
		q     postgres.PublicationQuery
		want  string
		total int
	}{
		"all":           {postgres.PublicationQuery{}, "Cots beds Alarms Doors ", 4},
		"by title":      {postgres.PublicationQuery{Sort: "title"}, "Alarms beds Cots Doors ", 4},
		"newest":        {postgres.PublicationQuery{Sort: "newest"}, "beds Doors Cots Alarms ", 4},
		"by author":     {postgres.PublicationQuery{Sort: "author"}, "beds Doors Alarms Cots ", 4},
		"undecided":     {postgres.PublicationQuery{Verdict: "undecided"}, "beds Doors ", 2},
		"included":      {postgres.PublicationQuery{Verdict: "include"}, "Alarms ", 1},
		"excluded":      {postgres.PublicationQuery{Verdict: "exclude"}, "Cots ", 1},
		"maybe":         {postgres.PublicationQuery{Verdict: "maybe"}, "", 0},
		"a source":      {postgres.PublicationQuery{Source: "medline"}, "Cots beds Alarms ", 3},
		"another":       {postgres.PublicationQuery{Source: "cinahl"}, "", 0},
		"words":         {postgres.PublicationQuery{Text: "zed WOOL"}, "Cots ", 1},
		"no pattern":    {postgres.PublicationQuery{Text: "100% wool"}, "Cots ", 1},
		"an identifier": {postgres.PublicationQuery{Text: "10.1000/BEDS"}, "beds ", 1},
		"nothing":       {postgres.PublicationQuery{Text: "%"}, "Cots ", 1},
	} {
		p := d.publications(c.q)
		if got := shown(p.Items); got != c.want || p.Total != c.total {
			t.Errorf("%s: %q of %d, want %q of %d", name, got, p.Total, c.want, c.total)
		}
		if diff := cmp.Diff(postgres.SelectionCounts{Publications: 4, Undecided: 2, Included: 1, Excluded: 1}, p.Counts); diff != "" {
			t.Errorf("%s: counts: %s", name, diff)
		}
		q, walked := c.q, ""
		for q.Limit = 1; ; q.Cursor = p.Next {
			if p = d.publications(q); p.Next == "" {
				break
			}
			walked += shown(p.Items)
		}
		if walked += shown(p.Items); walked != c.want {
			t.Errorf("%s, one by one: %q", name, walked)
		}
	}
	p := d.publication(a[1])
	want := []postgres.FoundIn{
		{Import: p.Found[0].Import, Name: "medline.nbib", Origin: "file", Search: search.ID, Source: "medline", Platform: "ovid", Records: 1},
		{Import: p.Found[1].Import, Name: "medline.nbib", Origin: "file", Records: 1},
	}
	if diff := cmp.Diff(want, p.Found); diff != "" {
		t.Error(diff)
	}
}

func TestAListOfPublicationsNamesWhatIsWrong(t *testing.T) {
	d := newDesk(t)
	_, err := d.content.Publications(t.Context(), d.as(d.librarian), postgres.PublicationQuery{Verdict: "x", Sort: "y", Cursor: "z", Limit: 0, Text: string(make([]byte, 300))})
	var got []string
	for _, f := range refusal(t, err, evidence.Invalid).Fields {
		got = append(got, f.Field)
	}
	if diff := cmp.Diff([]string{"verdict", "sort", "q", "limit", "cursor"}, got); diff != "" {
		t.Error(diff)
	}
	page := d.publications(postgres.PublicationQuery{})
	if page.Items == nil || page.Total != 0 || page.Next != "" {
		t.Errorf("nothing imported: %+v", page)
	}
}

// Screening goes through the publications in their order, begins again where some were passed over, and leads back.
func TestScreeningLeadsOn(t *testing.T) {
	d := newDesk(t)
	ids := d.putIn("", put{title: "a"}, put{title: "b"}, put{title: "c"})
	look := func(p evidence.PersonID, record string) postgres.Screen {
		t.Helper()
		s, err := d.content.Screen(t.Context(), d.as(p), record)
		if err != nil {
			t.Fatal(err)
		}
		return s
	}
	if s := look(d.librarian, ""); s.Publication.ID != ids[0] || s.Next != ids[1] || s.Previous != "" || s.Counts.Undecided != 3 {
		t.Errorf("at first %+v", s)
	}
	maybe := postgres.DecisionContent{Verdict: postgres.Maybe}
	if done := d.decide(d.librarian, ids[1], maybe); done.Next != ids[2] {
		t.Errorf("after b: %s", done.Next)
	}
	d.now = d.now.Add(1e9)
	done := d.decide(d.librarian, ids[2], maybe)
	if done.Next != ids[0] {
		t.Errorf("after c, from the beginning: %s", done.Next)
	}
	if s := look(d.librarian, done.Next); s.Previous != ids[2] || s.Next != "" || s.Counts.Maybe != 2 {
		t.Errorf("the last one %+v", s)
	}
	if s := look(d.librarian, ids[2]); s.Previous != ids[1] {
		t.Errorf("back from c: %s", s.Previous)
	}
	if s := look(d.librarian, ids[1]); s.Previous != "" {
		t.Errorf("back from b: %s", s.Previous)
	}
	if s := look(d.colleague, ids[2]); s.Previous != "" {
		t.Errorf("a colleague goes back to what another decided: %s", s.Previous)
	}
	d.decide(d.colleague, ids[0], maybe)
	if s := look(d.librarian, ""); s.Publication != nil || s.Previous != ids[2] || s.Counts.Undecided != 0 {
		t.Errorf("at the end %+v", s)
	}
	if _, err := d.content.Screen(t.Context(), d.as(d.librarian), d.id()); evidence.CodeOf(err) != evidence.NotFound {
		t.Error(err)
	}
}

func TestWhoSeesRecords(t *testing.T) {
	d := newDesk(t)
	id := d.putIn("", put{title: "a"})[0]
	for name, c := range map[string]struct {
		who         evidence.PersonID
		read, write evidence.Code
	}{
		"librarian": {d.librarian, "", ""}, "trainee": {d.trainee, "", ""}, "manager": {d.manager, "", evidence.NotPermitted},
		"reviewer": {d.reviewer, "", evidence.NotPermitted}, "requester": {d.requester, evidence.NotPermitted, evidence.NotPermitted},
	} {
		a := d.as(c.who)
		_, one := d.content.Publication(t.Context(), a, id)
		_, list := d.content.Publications(t.Context(), a, postgres.PublicationQuery{Limit: 1})
		_, screen := d.content.Screen(t.Context(), a, "")
		_, flow := d.content.SelectionFlow(t.Context(), a)
		_, tests := d.content.TestSet(t.Context(), a)
		for i, err := range []error{one, list, screen, flow, tests} {
			if refused(err) != c.read {
				t.Errorf("%s reads %d: %v", name, i, err)
			}
		}
		_, many := d.content.DecideRecords(t.Context(), a, []string{id}, postgres.DecisionContent{Verdict: postgres.Maybe}, postgres.Creation{})
		_, back := d.content.TakeBackDecision(t.Context(), a, id, 2)
		_, add := d.content.AddTestPapers(t.Context(), a, []postgres.TestPaperContent{{Title: "x"}}, postgres.Creation{})
		for i, err := range []error{many, back, add} {
			if refused(err) != c.write {
				t.Errorf("%s writes %d: %v", name, i, err)
			}
		}
	}
	d.stage(evidence.Closed, evidence.Answered)
	if _, err := d.content.DecideRecord(t.Context(), d.as(d.librarian), id, 1, postgres.DecisionContent{Verdict: postgres.Maybe}); evidence.CodeOf(err) != evidence.NotAllowedInStage {
		t.Errorf("closed: %v", err)
	}
}

// refused is the code of a refusal; none for success.
func refused(err error) evidence.Code {
	if err == nil {
		return ""
	}
	return evidence.CodeOf(err)
}
