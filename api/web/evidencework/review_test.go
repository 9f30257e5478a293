package evidencework_test

import (
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"evidencedesk/api/rest"
	"evidencedesk/api/web/page"
	"evidencedesk/api/web/webtest"
	"evidencedesk/internal/evidence"
	"evidencedesk/internal/postgres"
)

// checkSite is a request of Tom's whose strategy or summary Ann may check.
func checkSite(t *testing.T, subject evidence.Subject, readings ...postgres.Review) *webtest.Site {
	t.Helper()
	view := requestIn(evidence.Checking, evidence.Approve, evidence.ReturnForChanges)
	view.Owner, view.OwnerName = tom, "Tom Ellis"
	view.Check = &rest.CheckView{Subject: subject, Version: 5, Digest: "digest-5"}
	s := site(t, view)
	one := searches()[0]
	one.Version, one.Authors, one.RunBy = 5, []evidence.PersonID{tom}, tom
	s.On("GET "+api("checked-strategies", "digest-5"), postgres.CheckedStrategy{Digest: "digest-5", Version: 5, Searches: []postgres.Search{one}, Authors: []evidence.PersonID{tom}})
	s.On("GET "+api("check-findings"), list[postgres.CheckFinding]{})
	s.On("GET "+api("check-reviews"), list[postgres.Review]{Items: readings})
	s.On("GET "+api("summary", "versions", "5"), postgres.SummaryVersion{
		VersionInfo: postgres.VersionInfo{Facts: postgres.Facts{Version: 5, Authors: []evidence.PersonID{tom}}}, SummaryText: cites().SummaryText,
		References: references(), Searches: searches(),
	})
	s.On("GET "+api("reports", "5.json"), reported(cites().SummaryText, 5))
	return s
}

// reading is Ann's reading of the strategy, as far as it has got.
func reading() postgres.Review {
	return postgres.Review{
		ID: first, Version: 2, Subject: evidence.Strategy, SubjectVersion: 5, SubjectDigest: "digest-5", Reviewer: webtest.Me,
		CreatedAt: friday.Add(time.Hour), UpdatedAt: friday.Add(time.Hour),
		ReviewContent: postgres.ReviewContent{Verdict: "minor_revision", Elements: []postgres.PressElement{{Element: "operators", Verdict: "revision_suggested", Comment: "Try adj3"}}},
	}
}

func TestAStrategyIsReadByThePressElements(t *testing.T) {
	t.Parallel()
	s := checkSite(t, evidence.Strategy, reading())
	d := read(t, s.Get(work("review"))).status(200)
	d.says("Check this work", "Being checked is the strategy", "the work of Tom Ellis", "exp Accidental Falls/", "There is no line 9.", "1. Translation of the question",
		"6. Limits and filters", "Does NOT lose anything wanted?", "Were the sources well chosen", "Approve", "Return for changes").
		holds("elements[1].verdict", "revision_suggested").holds("elements[1].comment", "Try adj3").holds("verdict", "minor_revision").
		holds("_version", "2").holds("_checked_version", "5").holds("_checked_digest", "digest-5").lacks("The strategy has changed")
}

func TestASummaryIsReadAsItWasSent(t *testing.T) {
	t.Parallel()
	earlier := reading()
	earlier.Reviewer, earlier.Subject, earlier.SubjectVersion, earlier.SubjectDigest = tom, evidence.Summary, 4, "digest-4"
	s := checkSite(t, evidence.Summary, earlier)
	read(t, s.Get(work("review"))).status(200).says("version 5 of the summary", "Alarms alone do not help", "Your verdict on the whole",
		"Tom Ellis read version 4 of the summary", "Minor revision").lacks("Translation of the question. ")
}

func TestAChangeSinceTheStrategyWasSentIsSaid(t *testing.T) {
	t.Parallel()
	s := checkSite(t, evidence.Strategy)
	sent, changed := searches()[0], searches()[0]
	changed.Version, changed.Lines = 6, []postgres.StrategyLine{{N: 1, Text: "other words"}}
	s.On("GET "+api("checked-strategies", "digest-5"), postgres.CheckedStrategy{
		Digest: "digest-5", Version: 5, Searches: []postgres.Search{sent}, Moved: true, Now: []postgres.Search{changed},
	})
	read(t, s.Get(work("review"))).says("The strategy has changed", "A search was changed after the strategy was sent.", "What changed since it was sent",
		"1. other words", "exp Accidental Falls/")
}

func TestNobodyChecksTheirOwnWork(t *testing.T) {
	t.Parallel()
	view := requestIn(evidence.Checking)
	view.Check = &rest.CheckView{Subject: evidence.Strategy, Version: 5, Digest: "digest-5"}
	s := site(t, view)
	s.On("GET "+api("checked-strategies", "digest-5"), postgres.CheckedStrategy{Digest: "digest-5", Version: 5, Searches: searches()})
	s.On("GET "+api("check-findings"), list[postgres.CheckFinding]{})
	s.On("GET "+api("check-reviews"), list[postgres.Review]{})
	read(t, s.Get(work("review"))).status(200).says("You own this request.", "exp Accidental Falls/").lacks("Approve", "Your reading")
	view.Owner = tom
	s.On("GET /requests/"+request, view)
	read(t, s.Get(work("review"))).says("You wrote part of this work.")
	read(t, s.Post(work("review"), url.Values{"comment": {"Kept"}})).status(409).says("Nothing was saved")

	mine := checkSite(t, evidence.Strategy)
	mine.On("POST "+api("check-reviews"), rest.SavedReview{Review: reading()})
	mine.Refuse("POST "+api("approve"), 403, evidence.OwnWork)
	read(t, mine.Post(work("review"), url.Values{"_do": {"approve"}, "comment": {"Kept"}})).status(409).says("You wrote part of this work").holds("comment", "Kept")
}

func TestAReadingIsSavedThenDecided(t *testing.T) {
	t.Parallel()
	s := checkSite(t, evidence.Strategy)
	s.On("POST "+api("check-reviews"), rest.SavedReview{Review: reading()})
	s.On("POST "+api("approve"), rest.CommandResult{})
	s.On("POST "+api("return-for-changes"), rest.CommandResult{})
	form := url.Values{
		"_key": {"key-of-the-form"}, "_checked_version": {"5"}, "_checked_digest": {"digest-5"}, "verdict": {"accept"}, "comment": {"Clear."},
		"elements[0].verdict": {"no_revision"}, "elements[5].comment": {"Cite the filter"},
	}
	redirected(t, s.Post(work("review"), form)).to(work("review"))
	_, body := sent[rest.ReviewBody](t, s, "POST", api("check-reviews"))
	want := postgres.ReviewContent{Verdict: "accept", Comment: "Clear.", Elements: []postgres.PressElement{
		{Element: "translation", Verdict: "no_revision"},
		{Element: "operators"},
		{Element: "subject_headings"},
		{Element: "text_words"},
		{Element: "syntax"},
		{Element: "limits", Comment: "Cite the filter"},
	}}
	if diff := cmp.Diff(want, body.ReviewContent); diff != "" {
		t.Error(diff)
	}

	form.Set("_do", "approve")
	redirected(t, s.Post(work("review"), form)).to(work())
	call, approval := sent[rest.ApproveBody](t, s, "POST", api("approve"))
	if approval.Version != 5 || approval.Digest != "digest-5" || call.Key != "key-of-the-form" {
		t.Errorf("approved %+v with key %s", approval, call.Key)
	}

	form.Set("_do", "return")
	read(t, s.Post(work("review"), form)).status(422).says("Choose what has to change most.").holds("comment", "Clear.")
	form.Set("reason", "strategy_error")
	redirected(t, s.Post(work("review"), form)).to(work())
	if _, reason := sent[rest.ReasonBody](t, s, "POST", api("return-for-changes")); reason.Reason != "strategy_error" {
		t.Errorf("returned with %+v", reason)
	}
}

func TestADecisionThatCannotBeTakenIsExplained(t *testing.T) {
	t.Parallel()
	s := checkSite(t, evidence.Strategy, reading())
	s.On("PUT "+api("check-reviews", first), rest.SavedReview{Review: reading()})
	form := url.Values{"_do": {"approve"}, "_version": {"2"}, "_checked_version": {"4"}, "_checked_digest": {"digest-4"}, "elements[0].verdict": {"no_revision"}, "comment": {"Kept"}}

	s.Refuse("POST "+api("approve"), 422, evidence.Invalid, page.FieldProblem{Field: "press", Code: "incomplete"})
	d := read(t, s.Post(work("review"), form)).status(422).says("Give a verdict on each of the six elements").holds("comment", "Kept")
	if strings.Count(d.body, "Give a verdict on each of the six elements") != 2 {
		t.Error("it is not said once in the summary and once at the element")
	}
	if !strings.Contains(d.body, `href="#elements-1--verdict"`) {
		t.Error("it does not lead to the element that is missing")
	}
	s.Refuse("POST "+api("approve"), 409, evidence.ChangedAfterCheck)
	read(t, s.Post(work("review"), form)).status(409).says("What you read is not what is being checked any more").
		holds("_checked_version", "5").holds("_checked_digest", "digest-5").holds("comment", "Kept")

	s.OnFunc("POST "+api("approve"), func(webtest.Call) webtest.Answer {
		return webtest.Answer{Status: 409, Body: map[string]any{"status": 409, "code": evidence.ChangedAfterCheck, "detail": "It is another one. What changed: the lines of a search."}}
	})
	read(t, s.Post(work("review"), form)).status(409).says("Read the new version below, then decide. What changed: the lines of a search.")

	current := reading()
	current.Version, current.Comment = 3, "From the other window"
	s.OnFunc("PUT "+api("check-reviews", first), stale(current))
	read(t, s.Post(work("review"), form)).status(409).says("From the other window", "Kept").holds("_version", "3")
}

func TestAReadingOfAnEarlierCheckIsNotChanged(t *testing.T) {
	t.Parallel()
	s := checkSite(t, evidence.Strategy, reading())
	s.Refuse("PUT "+api("check-reviews", first), 409, evidence.NotAllowedInStage)
	s.On("POST "+api("check-reviews"), rest.SavedReview{Review: reading()})
	redirected(t, s.Post(work("review"), url.Values{"_version": {"2"}, "comment": {"Once more"}})).to(work("review"))
	if _, body := sent[rest.ReviewBody](t, s, "POST", api("check-reviews")); body.Comment != "Once more" {
		t.Errorf("saved %+v", body)
	}
}

func TestWithoutACheckThePageSaysWhatIsNeeded(t *testing.T) {
	t.Parallel()
	s := site(t, requestIn(evidence.Summarising, evidence.SubmitForCheck, evidence.WaiveCheck))
	s.On("GET "+api("check-findings"), list[postgres.CheckFinding]{})
	s.On("GET "+api("check-reviews"), list[postgres.Review]{Items: []postgres.Review{reading()}})
	d := read(t, s.Get(work("review"))).status(200).says("Nothing is being checked now.", "both strategy and summary", "Send the summary for checking", "Waive the check",
		"Ann Walker read the strategy", "Try adj3")
	if !strings.Contains(d.body, `href="`+work("submit-for-check")+`"`) {
		t.Error("no way to send it")
	}
}

func TestThePagesAreForStaff(t *testing.T) {
	t.Parallel()
	s := site(t, requestIn(evidence.Summarising)).As(evidence.Requester)
	for _, path := range []string{"searches", "references", "summary", "review"} {
		read(t, s.Get(work(path))).status(403)
	}
	s.As()
	redirected(t, s.Get(work("summary"))).to("/sign-in?next=" + url.QueryEscape(work("summary")))
	form := typed()
	redirected(t, s.Post(work("summary"), form)).to("/sign-in?next=" + url.QueryEscape(work("summary")))
	s.As(evidence.Librarian)
	s.On("GET "+api("references"), list[postgres.Reference]{})
	s.On("GET "+api("summary"), cites())
	s.Stashed[work("summary")].Set("text", "Typed before the sign-in")
	read(t, s.Get(work("summary"))).says("You had been signed out").holds("text", "Typed before the sign-in")
}
