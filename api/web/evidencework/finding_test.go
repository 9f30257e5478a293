package evidencework_test

import (
	"net/url"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"evidencedesk/api/rest"
	"evidencedesk/api/web/page"
	"evidencedesk/api/web/webtest"
	"evidencedesk/internal/evidence"
	"evidencedesk/internal/postgres"
)

// finding is Ann's of an earlier round, which Tom says is fixed.
func finding() postgres.CheckFinding {
	line := 1
	return postgres.CheckFinding{
		ID: second, Version: 2, Subject: evidence.Strategy, Check: 4, State: postgres.FindingFixed, RaisedBy: webtest.Me, CreatedAt: friday.Add(-48 * time.Hour),
		UpdatedAt:           friday,
		CheckFindingContent: postgres.CheckFindingContent{Element: "syntax", Search: first, Line: &line, Severity: "revision_required", Text: "A <b>bracket</b> is missing"},
		Steps:               []postgres.FindingStep{{State: postgres.FindingFixed, By: tom, At: friday, Note: "Added it"}},
	}
}

func TestAFindingIsRaisedOnALine(t *testing.T) {
	t.Parallel()
	s := checkSite(t, evidence.Strategy)
	s.On("POST "+api("check-findings"), rest.SavedCheckFinding{CheckFinding: finding()})
	at := work("review", "findings", "new")
	one := searches()[0]
	read(t, s.Get(work("review"))).says("Raise a finding")
	read(t, s.Get(at)).status(200).says("Which element is it about?", "The strategy as a whole", "line 1", "The work cannot be approved before you have verified it.")
	read(t, s.Post(at, url.Values{"text": {"Kept"}})).status(422).says("Choose the element.", "Choose how much it matters.").holds("text", "Kept")
	redirected(t, s.Post(at, url.Values{
		"element": {"syntax"}, "line": {one.ID + "/1"}, "severity": {"revision_required"}, "text": {"A bracket is missing"},
	})).to(work("review"))
	_, body := sent[rest.CheckFindingBody](t, s, "POST", api("check-findings"))
	line := 1
	want := postgres.CheckFindingContent{Element: "syntax", Search: one.ID, Line: &line, Severity: "revision_required", Text: "A bracket is missing"}
	if diff := cmp.Diff(want, body.CheckFindingContent); diff != "" {
		t.Error(diff)
	}
}

func TestAFindingOfASummaryNamesAPart(t *testing.T) {
	t.Parallel()
	s := checkSite(t, evidence.Summary)
	s.On("POST "+api("check-findings"), rest.SavedCheckFinding{CheckFinding: finding()})
	at := work("review", "findings", "new")
	read(t, s.Get(at)).status(200).says("Which part of the summary?").lacks("Which element")
	redirected(t, s.Post(at, url.Values{"section": {"Bottom line"}, "severity": {"revision_suggested"}, "text": {"Too strong"}})).to(work("review"))
	if _, body := sent[rest.CheckFindingBody](t, s, "POST", api("check-findings")); body.Section != "Bottom line" || body.Element != "" {
		t.Errorf("%+v", body)
	}
}

func TestAFindingIsVerified(t *testing.T) {
	t.Parallel()
	s := checkSite(t, evidence.Strategy)
	s.On("GET "+api("check-findings"), list[postgres.CheckFinding]{Items: []postgres.CheckFinding{finding()}})
	at := work("review", "findings", second)
	s.On("PUT "+api("check-findings", second, "judgement"), rest.SavedCheckFinding{CheckFinding: finding()})
	read(t, s.Get(work("review"))).says("A <b>bracket</b> is missing", "Fixed, to be verified", "Revision required")
	read(t, s.Get(at)).status(200).says("Tom Ellis fixed it", "Added it", "What do you find now?", "Take it back").holds("_version", "2")
	read(t, s.Post(at, url.Values{"note": {"Kept"}})).status(422).says("Choose one.").holds("note", "Kept")
	redirected(t, s.Post(at, url.Values{"_version": {"2"}, "state": {"verified"}})).to(work("review"))
	call, body := sent[rest.FindingJudgementBody](t, s, "PUT", api("check-findings", second, "judgement"))
	if call.Match != `"2"` || body.State != "verified" {
		t.Errorf("%+v %+v", call, body)
	}
	now := finding()
	now.Version, now.State = 3, postgres.FindingDeclined
	s.OnFunc("PUT "+api("check-findings", second, "judgement"), stale(now))
	read(t, s.Post(at, url.Values{"_version": {"2"}, "state": {"verified"}, "note": {"Kept"}})).status(409).says("Somebody else changed this finding", "Declined").
		holds("_version", "3").holds("note", "Kept")
	read(t, s.Get(work("review", "findings", first))).status(404)
}

func TestItsAuthorAnswersAFinding(t *testing.T) {
	t.Parallel()
	s := site(t, requestIn(evidence.Searching, evidence.SubmitForCheck))
	open := finding()
	open.State, open.Steps, open.Version, open.RaisedBy = postgres.FindingOpen, nil, 1, tom
	s.On("GET "+api("check-findings"), list[postgres.CheckFinding]{Items: []postgres.CheckFinding{open}})
	s.On("GET "+api("check-reviews"), list[postgres.Review]{})
	s.On("PUT "+api("check-findings", second, "answer"), rest.SavedCheckFinding{CheckFinding: open})
	at := work("review", "findings", second)
	read(t, s.Get(work("review"))).says("Open: its author answers").lacks("Raise a finding")
	read(t, s.Get(at)).status(200).says("What did you do about it?", "Fixed", "Declined")
	redirected(t, s.Post(at, url.Values{"_version": {"1"}, "state": {"fixed"}, "note": {"Done"}})).to(work("review"))
	if _, body := sent[rest.FindingAnswerBody](t, s, "PUT", api("check-findings", second, "answer")); body.State != "fixed" || body.Note != "Done" {
		t.Errorf("%+v", body)
	}
	s.Refuse("PUT "+api("check-findings", second, "answer"), 422, evidence.Invalid, page.FieldProblem{Field: "note", Code: "required"})
	read(t, s.Post(at, url.Values{"_version": {"1"}, "state": {"declined"}})).status(422).says("Say why it is not changed.")
	read(t, s.Get(work("review", "findings", "new"))).status(404)
}

func TestAnUnverifiedFindingKeepsWorkFromBeingApproved(t *testing.T) {
	t.Parallel()
	s := checkSite(t, evidence.Strategy, reading())
	s.On("PUT "+api("check-reviews", first), rest.SavedReview{Review: reading()})
	s.Refuse("POST "+api("approve"), 422, evidence.Invalid, page.FieldProblem{Field: "findings", Code: "unverified"})
	read(t, s.Post(work("review"), url.Values{"_do": {"approve"}, "_version": {"2"}, "comment": {"Kept"}})).status(409).
		says("A finding that has to be met is not verified.").holds("comment", "Kept")
}
