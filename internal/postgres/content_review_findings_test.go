package postgres_test

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"evidencedesk/internal/evidence"
	"evidencedesk/internal/postgres"
)

// sendStrategy sends the searches as they stand to a second librarian.
func (d *desk) sendStrategy() postgres.Strategy {
	d.Helper()
	s, err := d.content.FreezeStrategy(d.Context(), d.as(d.librarian))
	if err != nil {
		d.Fatal(err)
	}
	d.check(evidence.Check{Subject: evidence.Strategy, Version: s.Version, Digest: s.Digest, Authors: s.Authors})
	return s
}

func TestAFindingIsMetThenVerified(t *testing.T) {
	d := newDesk(t)
	search := d.addSearch(d.librarian, medline())
	d.sendStrategy()
	ctx, line, absent := t.Context(), search.Lines[0].N, 4711
	reader := d.as(d.colleague)
	_, err := d.content.AddFinding(ctx, reader, postgres.CheckFindingContent{Element: "syntax", Search: search.ID, Line: &absent, Severity: "no_revision", Text: "x"}, postgres.Creation{})
	if n := len(refusal(t, err, evidence.Invalid).Fields); n != 2 {
		t.Fatalf("%d fields are wrong, want the line and the severity: %v", n, err)
	}
	_, err = d.content.AddFinding(ctx, d.as(d.librarian), postgres.CheckFindingContent{Element: "syntax", Severity: "revision_required", Text: "x"}, postgres.Creation{})
	refusal(t, err, evidence.OwnWork)
	f, err := d.content.AddFinding(ctx, reader, postgres.CheckFindingContent{Element: "syntax", Search: search.ID, Line: &line, Severity: "revision_required", Text: "A bracket is missing."}, postgres.Creation{})
	if err != nil || f.State != postgres.FindingOpen || !f.Blocks() {
		t.Fatalf("%+v, %v", f, err)
	}
	d.must(d.content.AddReview(ctx, reader, postgres.ReviewContent{Elements: press("no_revision")}))
	_, err = d.content.Press(ctx, reader)
	if e := refusal(t, err, evidence.Invalid).Fields[0]; e.Field != "findings" || e.Code != "unverified" {
		t.Fatalf("approved with an open finding: %v", e)
	}
	_, err = d.content.JudgeFinding(ctx, reader, f.ID, 1, postgres.FindingJudgement{State: "verified"})
	refusal(t, err, evidence.Invalid) // nobody answered it
	_, err = d.content.AnswerFinding(ctx, d.as(d.librarian), f.ID, 1, postgres.FindingAnswer{State: "fixed"})
	refusal(t, err, evidence.NotAllowedInStage) // not before it is returned

	d.stage(evidence.Searching, "")
	author := d.as(d.librarian)
	_, err = d.content.AnswerFinding(ctx, author, f.ID, 1, postgres.FindingAnswer{State: "declined"})
	if e := refusal(t, err, evidence.Invalid).Fields[0]; e.Field != "note" {
		t.Error(e)
	}
	if f, err = d.content.AnswerFinding(ctx, author, f.ID, 1, postgres.FindingAnswer{State: "fixed", Note: "Added."}); err != nil {
		t.Fatal(err)
	}
	_, err = d.content.AnswerFinding(ctx, author, f.ID, 1, postgres.FindingAnswer{State: "fixed"})
	if current := staleRow[postgres.CheckFinding](t, err); current.Version != 2 {
		t.Errorf("%+v", current)
	}

	d.sendStrategy()
	reader = d.as(d.colleague)
	d.must(d.content.AddReview(ctx, reader, postgres.ReviewContent{Elements: press("no_revision")}))
	_, err = d.content.Press(ctx, reader)
	refusal(t, err, evidence.Invalid) // fixed is not verified
	if f, err = d.content.JudgeFinding(ctx, reader, f.ID, 2, postgres.FindingJudgement{State: "open", Note: "Not yet."}); err != nil {
		t.Fatal(err)
	}
	// Another second reader may verify it.
	third := d.as(d.person(string(d.library), evidence.Librarian))
	_, err = d.content.JudgeFinding(ctx, third, f.ID, 3, postgres.FindingJudgement{State: "withdrawn"})
	refusal(t, err, evidence.NotPermitted)
	if f, err = d.content.JudgeFinding(ctx, third, f.ID, 3, postgres.FindingJudgement{State: "verified"}); err != nil {
		t.Fatal(err)
	}
	if id, err := d.content.Press(ctx, reader); id == "" || err != nil {
		t.Errorf("%q, %v", id, err)
	}
	var states []string
	for _, s := range f.Steps {
		states = append(states, s.State+" "+s.Note)
	}
	if diff := cmp.Diff([]string{"fixed Added.", "open Not yet.", "verified "}, states); diff != "" {
		t.Error(diff)
	}
}

func TestNobodyVerifiesTheirOwnAnswer(t *testing.T) {
	d := newDesk(t)
	d.addSearch(d.librarian, medline())
	d.sendStrategy()
	ctx := t.Context()
	_, err := d.content.AddFinding(ctx, d.as(d.reviewer), postgres.CheckFindingContent{Element: "limits", Severity: "revision_suggested", Text: "Why?"}, postgres.Creation{})
	refusal(t, err, evidence.NotPermitted) // who was not invited to this check
	f, err := d.content.AddFinding(ctx, d.as(d.colleague), postgres.CheckFindingContent{Element: "limits", Severity: "revision_suggested", Text: "Why?"}, postgres.Creation{})
	if err != nil || f.Blocks() {
		t.Fatalf("%+v, %v", f, err)
	}
	d.stage(evidence.Searching, "")
	third := d.person(string(d.library), evidence.Librarian)
	d.must(d.content.AnswerFinding(ctx, d.as(third), f.ID, 1, postgres.FindingAnswer{State: "fixed"}))
	d.sendStrategy()
	_, err = d.content.JudgeFinding(ctx, d.as(third), f.ID, 2, postgres.FindingJudgement{State: "verified"})
	refusal(t, err, evidence.OwnWork)
}

func TestFindingsOfASummaryNameItsParts(t *testing.T) {
	d := newDesk(t)
	d.check(evidence.Check{Subject: evidence.Summary, Version: 1, Digest: "x", Authors: []evidence.PersonID{d.librarian}})
	ctx, a := t.Context(), d.as(d.colleague)
	_, err := d.content.AddFinding(ctx, a, postgres.CheckFindingContent{Element: "syntax", Severity: "revision_required", Text: "x"}, postgres.Creation{})
	refusal(t, err, evidence.Invalid)
	f, err := d.content.AddFinding(ctx, a, postgres.CheckFindingContent{Section: "Bottom line", Severity: "revision_required", Text: "Too strong."}, postgres.Creation{})
	if err != nil {
		t.Fatal(err)
	}
	_, err = d.content.Press(ctx, a)
	refusal(t, err, evidence.Invalid)
	f, err = d.content.SaveFinding(ctx, a, f.ID, 1, postgres.CheckFindingContent{Section: "Bottom line", Severity: "revision_required", Text: "Much too strong."})
	if err != nil || f.Text != "Much too strong." {
		t.Fatalf("%+v, %v", f, err)
	}
	d.must(d.content.JudgeFinding(ctx, a, f.ID, 2, postgres.FindingJudgement{State: "withdrawn"}))
	if _, err := d.content.Press(ctx, a); err != nil {
		t.Error(err)
	}
}

func TestWhatIsCheckedIsWhatWasSent(t *testing.T) {
	d := newDesk(t)
	search := d.addSearch(d.librarian, medline())
	sent := d.sendStrategy()
	ctx := t.Context()
	got, err := d.content.CheckedStrategy(ctx, d.as(d.colleague), sent.Digest)
	if err != nil || got.Moved || len(got.Searches) != 1 || got.Version != sent.Version {
		t.Fatalf("%+v, %v", got, err)
	}
	other := medline()
	other.Lines[0].Text = "other words"
	d.must(d.content.SaveSearch(ctx, d.as(d.librarian), search.ID, search.Version, other))
	got, err = d.content.CheckedStrategy(ctx, d.as(d.colleague), sent.Digest)
	if err != nil || !got.Moved || got.Searches[0].Lines[0].Text != search.Lines[0].Text || got.Now[0].Lines[0].Text != "other words" {
		t.Fatalf("%+v, %v", got, err)
	}
	_, err = d.content.CheckedStrategy(ctx, d.as(d.requester), sent.Digest)
	refusal(t, err, evidence.NotPermitted)
	_, err = d.content.CheckedStrategy(ctx, d.as(d.colleague), "another")
	refusal(t, err, evidence.NotFound)
}

func TestALibraryDecidesWhatIsChecked(t *testing.T) {
	d := newDesk(t)
	ctx := t.Context()
	all, err := d.content.LibraryChecks(ctx, d.library)
	if err != nil || all.Version != 1 || len(all.Types) == 0 {
		t.Fatalf("%+v, %v", all, err)
	}
	kind := all.Types[0].Type
	want := evidence.CheckBoth
	if all.Types[0].Standard == want {
		want = evidence.CheckNone
	}
	saved, err := d.content.SaveLibraryChecks(ctx, d.library, d.manager, 1, map[string]evidence.CheckPolicy{kind: want})
	if err != nil || saved.Version != 2 || saved.Types[0].Policy != want {
		t.Fatalf("%+v, %v", saved, err)
	}
	if got, err := d.content.CheckPolicy(ctx, d.library, kind); got != want || err != nil {
		t.Errorf("%s, %v", got, err)
	}
	if got, err := d.content.CheckPolicy(ctx, d.library, "unheard_of"); got != evidence.CheckBoth || err != nil {
		t.Errorf("an unknown type: %s, %v", got, err)
	}
	_, err = d.content.SaveLibraryChecks(ctx, d.library, d.manager, 1, map[string]evidence.CheckPolicy{})
	if current := staleRow[postgres.LibraryChecks](t, err); current.Version != 2 {
		t.Errorf("%+v", current)
	}
	if same, err := d.content.SaveLibraryChecks(ctx, d.library, d.manager, 2, map[string]evidence.CheckPolicy{kind: want}); err != nil || same.Version != 2 {
		t.Errorf("saying it again: %+v, %v", same, err)
	}
	_, err = d.content.SaveLibraryChecks(ctx, d.library, d.manager, 2, map[string]evidence.CheckPolicy{"unheard_of": "none", kind: "sometimes"})
	if n := len(refusal(t, err, evidence.Invalid).Fields); n != 2 {
		t.Errorf("%d fields are wrong: %v", n, err)
	}
	if n := d.count(`SELECT count(*) FROM library_check_policy`); n != 1 {
		t.Errorf("%d versions", n)
	}
}

func TestSecondReadersAreRankedByLoadAndSubject(t *testing.T) {
	d := newDesk(t)
	d.addSearch(d.librarian, medline())
	author, knows := d.person(string(d.library), evidence.Librarian), d.person(string(d.library), evidence.Librarian)
	d.write(author, "A summary.")
	d.exec(`UPDATE request_state SET specialty = 'cardiology'`)
	here := d.request
	busy := d.ask()
	d.exec(`UPDATE request_state SET owner = $2 WHERE request_id = $1`, busy, d.colleague)
	for _, other := range []evidence.RequestID{d.ask(), d.ask()} {
		d.exec(`UPDATE request_state SET owner = $2, specialty = 'cardiology', stage = 'closed', outcome = 'answered', running = false, closed_at = now(), delivered_at = now(),
			first_delivered_at = now() WHERE request_id = $1`, other, knows)
	}
	d.request = here
	list, err := d.content.SecondReaders(t.Context(), d.as(d.librarian))
	if err != nil || len(list) != 2 || list[0].Person != knows || list[1].Person != d.colleague {
		t.Fatalf("%+v, %v", list, err)
	}
	if list[0].Experience != 2 || list[1].Requests != 1 || len(list[0].Reasons) != 3 {
		t.Errorf("%+v", list)
	}
	_, err = d.content.SecondReaders(t.Context(), d.as(d.requester))
	refusal(t, err, evidence.NotPermitted)
}

func TestSmallNumbersOfFindingsAreNotTold(t *testing.T) {
	d := newDesk(t)
	d.addSearch(d.librarian, medline())
	d.sendStrategy()
	for i, element := range []string{"syntax", "syntax", "syntax", "syntax", "syntax", "limits", "limits", "limits", "limits"} {
		d.must(d.content.AddFinding(t.Context(), d.as(d.colleague), postgres.CheckFindingContent{Element: element, Severity: "revision_suggested", Text: "Look."}, postgres.Creation{}))
		if i == 4 {
			d.now = d.now.Add(time.Hour)
		}
	}
	got, err := d.content.RecurringErrors(t.Context(), d.library, d.now.AddDate(0, -12, 0))
	want := []postgres.RecurringError{{Subject: evidence.Strategy, Element: "syntax", Severity: "revision_suggested", Findings: 5}}
	if diff := cmp.Diff(want, got); diff != "" || err != nil {
		t.Error(diff, err)
	}
}
