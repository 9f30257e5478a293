package mine_test

import (
	"net/http"
	"strings"
	"testing"

	"evidencedesk/api/rest"
	webpage "evidencedesk/api/web/page"
	"evidencedesk/api/web/webtest"
	"evidencedesk/internal/casestudy"
	"evidencedesk/internal/evidence"
	"evidencedesk/internal/postgres"
)

const (
	caseID   = "00000000-0000-4000-8000-0000000000e1"
	quoteID  = "00000000-0000-4000-8000-0000000000e2"
	goneID   = "00000000-0000-4000-8000-0000000000e3"
	caseAPI  = "/me/case-studies/" + caseID
	casePath = "/my-case-studies/" + caseID
)

// caseShown is a case study as its requester reads it.
func caseShown(stage casestudy.Stage, commands ...casestudy.Command) postgres.CaseShown {
	s := postgres.CaseShown{
		ID: caseID, LibraryName: "Northmoor Health Libraries", Stage: stage, Version: 3, Digest: "digest-of-3", Commands: commands,
		Text: postgres.CaseText{Title: "Fewer falls", Challenge: "Many <script>alert(1)</script> fell.", Role: "We searched.", Intervention: "Rounds changed.", Outcome: "Fewer fell."},
		Quotes: []postgres.CaseQuote{
			{ID: quoteID, Text: "It changed us.", Speaker: "Ward sister", Name: "A. Sister"}, {ID: goneID, Speaker: "Nurse", Withdrawn: true},
		},
	}
	day := at(9, 9)
	if stage != casestudy.Asked {
		s.ApprovedAt = &day
	}
	if stage == casestudy.Published {
		s.PublishedAt = &day
	}
	return s
}

func asking() postgres.CaseShown {
	return caseShown(casestudy.Asked, casestudy.Approve, casestudy.Decline)
}

func TestMyCaseStudies(t *testing.T) {
	t.Parallel()
	row := func(id string, stage casestudy.Stage, published int) postgres.CaseRow {
		return postgres.CaseRow{ID: id, Reference: "ED-2026-000123", Title: "Fewer <script>alert(1)</script> falls", LibraryName: "Northmoor", Stage: stage, Published: published}
	}
	untitled := row(goneID, casestudy.Approved, 0)
	untitled.Title = ""
	s := site(t).On("GET /me/case-studies", items[postgres.CaseRow]{Items: []postgres.CaseRow{row(caseID, casestudy.Asked, 2), untitled, row(quoteID, casestudy.Published, 3)}})
	p := look(t, s.Get("/my-case-studies"), http.StatusOK)
	p.says("Waits for you", "You approved it", "Published", "A case study without a title", "ED-2026-000123")
	p.leadsTo(casePath, "/my-case-studies/"+goneID)
	look(t, site(t).On("GET /me/case-studies", items[postgres.CaseRow]{Items: []postgres.CaseRow{}}).Get("/my-case-studies"), http.StatusOK).
		says("No library has asked you to approve a case study.")
	if w := site(t).As().Get("/my-case-studies"); w.Code != http.StatusSeeOther || !strings.Contains(w.Header().Get("Location"), "sign-in") {
		t.Errorf("somebody unknown gets %d, %s", w.Code, w.Header().Get("Location"))
	}
}

func TestACaseStudyIsReadBeforeItIsApproved(t *testing.T) {
	t.Parallel()
	p := look(t, site(t).On("GET "+caseAPI, asking()).Get(casePath), http.StatusOK)
	p.says("Case study of Northmoor Health Libraries", "Many <script>alert(1)</script> fell.", "A. Sister, Ward sister", "Quotation withdrawn.", "Yes, exactly this text", "What should be different?")
	p.saysNot("Change your mind", "This text is published.")
	p.leadsTo(casePath + "/quotes/" + quoteID)
	p.leadsNotTo(casePath + "/quotes/" + goneID)
	if p.value("digest") != "digest-of-3" || p.value("command") != "" {
		t.Errorf("it approves %q with %q chosen", p.value("digest"), p.value("command"))
	}
	missing := site(t)
	missing.Refuse("GET "+caseAPI, http.StatusNotFound, evidence.NotFound)
	look(t, missing.Get(casePath), http.StatusNotFound)
}

func TestApprovingAndDecliningACaseStudy(t *testing.T) {
	t.Parallel()
	for command, c := range map[casestudy.Command]struct{ form, body, said string }{
		casestudy.Approve:  {"", `{"command":"approve","digest":"digest-of-3"}`, "You approved this text"},
		casestudy.Decline:  {"Name no ward.", `{"command":"decline-approval","digest":"digest-of-3","reply":"Name no ward."}`, "reads what you wrote"},
		casestudy.TakeBack: {"", `{"command":"withdraw-approval"}`, "no longer is"},
	} {
		s := site(t).On("GET "+caseAPI, asking()).On("POST "+caseAPI+"/approval", nil)
		typed := form("command", string(command), "reply", c.form)
		if command != casestudy.TakeBack {
			typed.Set("digest", "digest-of-3")
		}
		goes(t, s.Post(casePath, typed), "/my-case-studies")
		if call := sent(t, s.Calls()); call.Body != c.body || call.Key != "key-of-the-form" {
			t.Errorf("%s sends %s with the key %s", command, call.Body, call.Key)
		}
		if len(s.Notices) != 1 || !strings.Contains(s.Notices[0], c.said) {
			t.Errorf("%s is told %q", command, s.Notices)
		}
	}
}

// TestWhatIsWrongWithAnAnswerKeepsWhatWasTyped answers nothing, writes a patient's number, and approves a text that has changed.
func TestWhatIsWrongWithAnAnswerKeepsWhatWasTyped(t *testing.T) {
	t.Parallel()
	s := site(t).On("GET "+caseAPI, asking())
	p := look(t, s.Post(casePath, form("digest", "digest-of-3", "reply", "Name no ward.")), http.StatusUnprocessableEntity)
	p.says("There is a problem", "Choose yes or no.")
	p.leadsTo("#command")
	if p.value("reply") != "Name no ward." {
		t.Errorf("what was typed is %q", p.value("reply"))
	}
	s.Refuse("POST "+caseAPI+"/approval", http.StatusUnprocessableEntity, evidence.IdentifierSuspected,
		webpage.FieldProblem{Field: "reply", Code: string(evidence.IdentifierSuspected), Start: 0, Length: 12, Kind: "nhs_number"})
	p = look(t, s.Post(casePath, form("command", "decline-approval", "digest", "digest-of-3", "reply", "943 476 5919 is hers.")), http.StatusUnprocessableEntity)
	p.says("may identify a patient")
	p.leadsTo("#reply")
	if p.value("reply") != "943 476 5919 is hers." || p.value("command") != "decline-approval" {
		t.Errorf("kept %q and %q", p.value("command"), p.value("reply"))
	}
	s.OnFunc("POST "+caseAPI+"/approval", func(webtest.Call) webtest.Answer {
		return webtest.Answer{Status: http.StatusConflict, Body: map[string]any{"status": http.StatusConflict, "code": evidence.ChangedAfterCheck, "detail": "The text has changed. Read it again."}}
	})
	newer := asking()
	newer.Digest, newer.Text.Title = "digest-of-4", "Far fewer falls"
	s.On("GET "+caseAPI, newer)
	p = look(t, s.Post(casePath, form("command", "approve", "digest", "digest-of-3")), http.StatusUnprocessableEntity)
	p.says("There is a problem", "Far fewer falls")
	if p.value("digest") != "digest-of-4" {
		t.Errorf("it would approve %q, which is not what it shows", p.value("digest"))
	}
}

func TestAnApprovalIsWithdrawn(t *testing.T) {
	t.Parallel()
	for stage, says := range map[casestudy.Stage]string{casestudy.Approved: "It is not published yet.", casestudy.Published: "This text is published."} {
		p := look(t, site(t).On("GET "+caseAPI, caseShown(stage, casestudy.TakeBack)).Get(casePath), http.StatusOK)
		p.says(says, "Change your mind", "Withdraw my approval")
		p.saysNot("Yes, exactly this text")
		if p.value("command") != "withdraw-approval" {
			t.Errorf("%s: the button says %q", stage, p.value("command"))
		}
	}
	s := site(t).On("GET "+caseAPI, caseShown(casestudy.Published))
	look(t, s.Get(casePath), http.StatusOK).saysNot("Change your mind")
	s.Refuse("POST "+caseAPI+"/approval", http.StatusConflict, evidence.NotAllowedInStage)
	look(t, s.Post(casePath, form("command", "withdraw-approval")), http.StatusUnprocessableEntity).says("There is a problem")
}

func TestAQuotationIsWithdrawn(t *testing.T) {
	t.Parallel()
	at := casePath + "/quotes/" + quoteID
	s := site(t).On("GET "+caseAPI, caseShown(casestudy.Published, casestudy.TakeBack)).On("POST "+caseAPI+"/quotes/"+quoteID+"/withdraw", nil)
	p := look(t, s.Get(at), http.StatusOK)
	p.says("It changed us.", "This cannot be undone.", rest.Attribution(postgres.CaseQuote{Name: "A. Sister", Speaker: "Ward sister"}))
	p.leadsTo(casePath)
	goes(t, s.Get(casePath+"/quotes/"+goneID), casePath) // there is nothing left to withdraw
	s.Calls()
	goes(t, s.Post(at, form()), casePath)
	if call := sent(t, s.Calls()); call.Path != caseAPI+"/quotes/"+quoteID+"/withdraw" || call.Body != "{}" {
		t.Errorf("%+v", call)
	}
	s.Refuse("POST "+caseAPI+"/quotes/"+quoteID+"/withdraw", http.StatusNotFound, evidence.NotFound)
	look(t, s.Post(at, form()), http.StatusNotFound)
}
