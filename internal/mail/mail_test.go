package mail_test

import (
	"strings"
	"testing"

	"evidencedesk/internal/evidence"
	"evidencedesk/internal/mail"
)

func site() mail.Site { return mail.Site{BaseURL: "https://desk.example", Key: []byte("key")} }

// noticeKinds lists every notice that the process and the follow-up can owe.
func noticeKinds() []evidence.NoticeKind {
	return []evidence.NoticeKind{
		evidence.NoticeAcknowledged, evidence.NoticeClarification, evidence.NoticeAnswered, evidence.NoticeReminder,
		evidence.NoticeLapseWarning, evidence.NoticeLapsed, evidence.NoticeDueSoon, evidence.NoticeDue, evidence.NoticeOverdue,
		evidence.NoticeReview, evidence.NoticeReferralDue, evidence.NoticeDelivered, evidence.NoticeCorrected,
		evidence.NoticeReopened, evidence.NoticeClosed, evidence.NoticeWithdrawn, evidence.NoticeDeadlineChanged,
		evidence.NoticeOnHold, evidence.NoticeReferred, evidence.NoticeMerged, evidence.NoticeAssigned, evidence.NoticeCheckAsked,
		evidence.NoticeChecked, evidence.NoticePartnerAnswered, evidence.NoticeMessage, evidence.NoticeImpactAsked, evidence.NoticeImpactReminder, evidence.NoticeImpactAgain, evidence.NoticeWatchFound, evidence.NoticeWatchUpdate, evidence.NoticeWatchRetracted,
		evidence.NoticeCaseAsked, evidence.NoticeReportReady, evidence.NoticeDirectoryStale, evidence.NoticeReportPrepared,
	}
}

// TestEveryNoticeHasWords composes each: a subject without anything of the request, a greeting and one link.
func TestEveryNoticeHasWords(t *testing.T) {
	t.Parallel()
	if len(mail.Kinds()) != len(noticeKinds()) {
		t.Errorf("%d kinds have words, want %d", len(mail.Kinds()), len(noticeKinds()))
	}
	for _, kind := range noticeKinds() {
		l, err := site().Compose(mail.Notice{Key: "k", Kind: kind, Request: "r1", Reference: "ED-2026-000123", To: "ann@example.org", Name: "Ann Example"})
		if err != nil {
			t.Error(err)
			continue
		}
		if !strings.HasSuffix(l.Subject, " (ED-2026-000123)") || strings.ContainsAny(l.Subject, "\r\n") || len(l.Subject) > 90 {
			t.Errorf("%s: subject %q", kind, l.Subject)
		}
		link := "https://desk.example/requests/r1\n"
		if kind == evidence.NoticeWatchFound {
			link = "https://desk.example/work/r1/watch\n"
		}
		if kind == evidence.NoticeCaseAsked {
			link = "https://desk.example/my-case-studies\n"
		}
		if !strings.HasPrefix(l.Text, "Dear Ann Example,\n") || strings.Count(l.Text, link) != 1 {
			t.Errorf("%s: %s", kind, l.Text)
		}
		if l.To != "ann@example.org" || l.Key != "k" {
			t.Errorf("%s: %+v", kind, l)
		}
	}
	if _, err := site().Compose(mail.Notice{Kind: "unheard_of"}); err == nil {
		t.Error("an unknown kind was composed")
	}
}

// TestAskLink needs no sign-in and tells nobody which request it is about.
func TestAskLink(t *testing.T) {
	t.Parallel()
	l, err := site().Compose(mail.Notice{Kind: evidence.NoticeImpactAsked, Request: "r1", Ask: "a1", To: "ann@example.org"})
	if err != nil {
		t.Fatal(err)
	}
	token := mail.AskToken([]byte("key"), "a1")
	if !strings.Contains(l.Text, "https://desk.example/follow-ups/"+token+"\n") || strings.Contains(l.Text, "r1") || strings.Contains(l.Text, "Dear") {
		t.Error(l.Text)
	}
	if len(token) != 43 || token == mail.AskToken([]byte("other"), "a1") || token == mail.AskToken([]byte("key"), "a2") {
		t.Errorf("token %s", token)
	}
}

// TestALetterAsksTheFirstQuestion with a link for each answer, and can be answered with "unsubscribe" by the reader's program.
func TestALetterAsksTheFirstQuestion(t *testing.T) {
	t.Parallel()
	s := site()
	s.First = mail.Question{Text: "What did you use?", Answers: []mail.Answer{{Code: "summary", Label: "Summary of evidence"}, {Code: "other", Label: "Other"}}}
	link := "https://desk.example/follow-ups/" + mail.AskToken(s.Key, "a1")
	for _, kind := range []evidence.NoticeKind{evidence.NoticeImpactAsked, evidence.NoticeImpactReminder, evidence.NoticeImpactAgain} {
		l, err := s.Compose(mail.Notice{Kind: kind, Request: "r1", Ask: "a1", To: "ann@example.org"})
		if err != nil {
			t.Fatal(err)
		}
		for _, want := range []string{"What did you use?\n", "Summary of evidence:\n" + link + "?answer=summary\n", "Other:\n" + link + "?answer=other\n", link + "/opt-out\n"} {
			if !strings.Contains(l.Text, want) {
				t.Errorf("%s says nothing of %q:\n%s", kind, want, l.Text)
			}
		}
		if l.Unsubscribe != link+"/opt-out" {
			t.Errorf("unsubscribe at %s", l.Unsubscribe)
		}
	}
	if l, err := s.Compose(mail.Notice{Kind: evidence.NoticeDelivered, Request: "r1"}); err != nil || l.Unsubscribe != "" || strings.Contains(l.Text, "first question") {
		t.Errorf("a letter that does not ask: %+v %v", l, err)
	}
}
