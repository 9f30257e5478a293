package postgres_test

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"evidencedesk/internal/evidence"
	"evidencedesk/internal/postgres"
	"evidencedesk/internal/reference"
	"evidencedesk/internal/reference/duplicate"
)

// paired is a request with four records and what the rules are to have said of them: 0 and 1 certain, 1 and 2 doubtful, 3 alone.
type paired struct {
	*desk

	imports *postgres.Imports
	ids     []string
}

func newPaired(t *testing.T) *paired {
	t.Helper()
	p := &paired{desk: newDesk(t)}
	p.imports = p.content.Imports()
	i := p.upload(risFile("Larval therapy", "Honey dressings", "Silver dressings", "Compression hosiery"))
	p.readOnly(i.ID)
	if err := p.imports.Compared(t.Context(), i.ID, func(it duplicate.Item, fresh bool) {
		if !fresh {
			t.Error("it is not fresh")
		}
		p.ids = append(p.ids, it.ID)
	}); err != nil {
		t.Fatal(err)
	}
	pairs := []duplicate.Pair{
		{A: p.ids[0], B: p.ids[1], Certainty: duplicate.Certain, Rule: "same-doi", Fields: []duplicate.Field{"doi", "title"}},
		{A: p.ids[1], B: p.ids[2], Certainty: duplicate.Doubtful, Rule: "alike", Fields: []duplicate.Field{"title"}},
	}
	if err := p.imports.Link(t.Context(), i.ID, pairs); err != nil {
		t.Fatal(err)
	}
	return p
}

func (p *paired) key(a, b int) postgres.PairKey {
	p.Helper()
	k, err := postgres.NewPairKey(p.ids[a], p.ids[b])
	if err != nil {
		p.Fatal(err)
	}
	return k
}

// groups numbers for each record the one that stands for it.
func (p *paired) groups() []int {
	p.Helper()
	list := make([]int, len(p.ids))
	for i, id := range p.ids {
		g, err := p.imports.Group(p.Context(), p.as(p.reviewer), id)
		if err != nil {
			p.Fatal(err)
		}
		for j, other := range p.ids {
			if other == g.Lead {
				list[i] = j
			}
		}
	}
	return list
}

func (p *paired) judge(a, b int, verdict string, want ...int) postgres.RecordPair {
	p.Helper()
	p.now = p.now.Add(time.Minute)
	judged, err := p.imports.Judge(p.Context(), p.as(p.librarian), p.key(a, b), verdict)
	if err != nil {
		p.Fatal(err)
	}
	if diff := cmp.Diff(want, p.groups()); diff != "" {
		p.Errorf("%d and %d %s:\n%s", a, b, verdict, diff)
	}
	return judged
}

func (p *paired) counts(doubtful, linked, apart int) {
	p.Helper()
	got, err := p.imports.CountPairs(p.Context(), p.as(p.librarian))
	if diff := cmp.Diff(postgres.PairCounts{Doubtful: doubtful, Linked: linked, Apart: apart}, got); err != nil || diff != "" {
		p.Errorf("%v\n%s", err, diff)
	}
}

func TestPeopleOverruleTheRules(t *testing.T) {
	p := newPaired(t)
	p.counts(1, 1, 0)
	p.judge(1, 2, "same", 0, 0, 0, 3)
	p.counts(0, 2, 0)
	judged := p.judge(0, 1, "different", 0, 1, 1, 3)
	if judged.Verdict != "different" || judged.DecidedBy != p.librarian || judged.Together || judged.Certainty != "certain" {
		t.Errorf("%+v", judged)
	}
	p.counts(0, 1, 1)
	p.judge(0, 1, "", 0, 0, 0, 3)
	p.judge(1, 2, "", 0, 0, 2, 3)
	p.counts(1, 1, 0)

	list, more, err := p.imports.Pairs(t.Context(), p.as(p.librarian), postgres.PairsDoubtful, postgres.PairKey{}, 5)
	if err != nil || more || len(list) != 1 || list[0].A.Title != "Honey dressings" || list[0].B.File != "results.ris" || list[0].Agree[0] != "title" || list[0].Together {
		t.Errorf("%+v, %v", list, err)
	}
	rest, _, err := p.imports.Pairs(t.Context(), p.as(p.librarian), postgres.PairsDoubtful, p.key(1, 2), 5)
	if err != nil || len(rest) != 0 {
		t.Errorf("after the last: %d, %v", len(rest), err)
	}
	_, err = p.imports.Judge(t.Context(), p.as(p.librarian), p.key(0, 3), "same")
	refusal(t, err, evidence.NotFound)
	_, err = p.imports.Judge(t.Context(), p.as(p.manager), p.key(0, 1), "same")
	refusal(t, err, evidence.NotPermitted)
}

// TestTheRulesNeverUndoAWord compares everything again after people spoke.
func TestTheRulesNeverUndoAWord(t *testing.T) {
	p := newPaired(t)
	p.judge(0, 1, "different", 0, 1, 2, 3)
	again := p.upload(risFile("Yet another"))
	p.readOnly(again.ID)
	if err := p.imports.Compared(t.Context(), again.ID, func(duplicate.Item, bool) {}); err != nil {
		t.Fatal(err)
	}
	if err := p.imports.Link(t.Context(), again.ID, []duplicate.Pair{
		{A: p.ids[0], B: p.ids[1], Certainty: duplicate.Certain, Rule: "surer-still"},
		{A: p.ids[1], B: p.ids[2], Certainty: duplicate.Certain, Rule: "alike"},
	}); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]int{0, 1, 1, 3}, p.groups()); diff != "" {
		t.Error(diff)
	}
}

func TestJoiningByHand(t *testing.T) {
	p := newPaired(t)
	made, err := p.imports.Join(t.Context(), p.as(p.trainee), p.key(3, 0))
	if err != nil || made.Certainty != "none" || !made.Together || made.Explanation == "" {
		t.Fatalf("%+v, %v", made, err)
	}
	g, err := p.imports.Group(t.Context(), p.as(p.librarian), p.ids[3])
	if err != nil || g.Total != 3 || len(g.Links) != 2 || g.Lead != p.ids[0] || g.Records[0].ID != g.Lead {
		t.Errorf("%+v, %v", g, err)
	}
	p.judge(0, 3, "", 0, 0, 2, 3)
	if p.count(`SELECT count(*) FROM record_pair WHERE certainty = 'none'`) != 0 {
		t.Error("a pair of nobody is left")
	}
	mine := p.request
	p.request = p.ask()
	other := p.imported(risFile("Elsewhere"))
	var theirs string
	if err := p.db.Admin.QueryRow(t.Context(), `SELECT id::text FROM record WHERE import_id = $1`, other.ID).Scan(&theirs); err != nil {
		t.Fatal(err)
	}
	p.request = mine
	k, err := postgres.NewPairKey(p.ids[0], theirs)
	if err != nil {
		t.Fatal(err)
	}
	_, err = p.imports.Join(t.Context(), p.as(p.librarian), k)
	refusal(t, err, evidence.NotFound)
}

func TestTakingOneOut(t *testing.T) {
	p := newPaired(t)
	p.judge(1, 2, "same", 0, 0, 0, 3)
	if err := p.imports.TakeOut(t.Context(), p.as(p.librarian), p.ids[1]); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]int{0, 1, 2, 3}, p.groups()); diff != "" {
		t.Error(diff)
	}
	p.counts(0, 0, 2)
	refusal(t, p.imports.TakeOut(t.Context(), p.as(p.librarian), p.ids[3]), evidence.NotFound)
	refusal(t, p.imports.TakeOut(t.Context(), p.as(p.manager), p.ids[1]), evidence.NotPermitted)
}

// TestDecisionsOfRecordsThatMeet keeps the earlier one in charge and says that they differ.
func TestDecisionsOfRecordsThatMeet(t *testing.T) {
	p := newPaired(t)
	decide := func(record int, verdict string, at time.Duration) {
		p.exec(`INSERT INTO record_decision (record_id, request_id, version, verdict, decided_by, decided_at) VALUES ($1, $2, 1, $3, $4, $5)`,
			p.ids[record], p.request, verdict, p.librarian, p.now.Add(at))
	}
	decide(0, "include", time.Hour)
	decide(2, "exclude", time.Minute)
	p.judge(1, 2, "same", 2, 2, 2, 3)
	g, err := p.imports.Group(t.Context(), p.as(p.librarian), p.ids[0])
	if err != nil || !g.Conflict || g.Records[0].Decision != "exclude" {
		t.Errorf("%+v, %v", g, err)
	}
	p.judge(1, 2, "", 0, 0, 2, 3)
	if g, err = p.imports.Group(t.Context(), p.as(p.librarian), p.ids[0]); err != nil || g.Conflict || g.Records[0].Decision != "include" {
		t.Errorf("%+v, %v", g, err)
	}
}

func TestExports(t *testing.T) {
	p := newPaired(t)
	p.exec(`INSERT INTO record_decision (record_id, request_id, version, verdict, decided_by, decided_at) VALUES ($1, $2, 1, 'include', $3, now())`,
		p.ids[3], p.request, p.librarian)
	for which, want := range map[string]int{postgres.ExportAll: 4, postgres.ExportUnique: 3, postgres.ExportIncluded: 1} {
		n := 0
		if err := p.imports.Export(t.Context(), p.as(p.reviewer), which, func(r reference.Record) error {
			n++
			return nil
		}); err != nil || n != want {
			t.Errorf("%s: %d, %v", which, n, err)
		}
	}
	err := p.imports.Export(t.Context(), p.as(p.requester), postgres.ExportAll, nil)
	refusal(t, err, evidence.NotPermitted)
}
