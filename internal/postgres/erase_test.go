package postgres_test

import (
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"evidencedesk/internal/evidence"
	"evidencedesk/internal/postgres"
)

func TestErasureLeavesNoWordOfThePerson(t *testing.T) {
	d := newDesk(t)
	f := d.told()
	link := f.link(d.requester)
	if len(d.everywhere(secret)) < 15 {
		t.Fatalf("the test wrote only into %v", d.everywhere(secret))
	}
	steps, asks := d.count(`SELECT count(*) FROM transition`), d.count(`SELECT count(*) FROM ask WHERE state IN ('asked', 'answered')`)
	done := d.eraseNow(d.requester)
	if done.Again || done.Requests != 1 || !done.At.Equal(d.now) || !strings.HasPrefix(done.Pseudonym, "Erased person ") {
		t.Errorf("%+v", done)
	}
	for _, text := range []string{secret, "zebede"} { // and what the text index made of it
		if left := d.everywhere(text); len(left) != 0 {
			t.Errorf("%s stands in %v", text, left)
		}
	}
	p, err := d.people().Person(t.Context(), d.requester)
	if diff := cmp.Diff(postgres.Person{ID: d.requester, Name: done.Pseudonym, Erased: true}, p); err != nil || diff != "" {
		t.Errorf("%v %s", err, diff)
	}
	if d.count(`SELECT count(*) FROM transition`) != steps || d.count(`SELECT count(*) FROM ask WHERE state IN ('asked', 'answered')`) != asks ||
		d.count(`SELECT count(*) FROM survey_answer WHERE answers <> '{}' AND time_saved <> ''`) != 1 {
		t.Error("steps or counts are gone")
	}
	if _, err := d.tokens().Principal(t.Context(), hashOf("theirs")); evidence.CodeOf(err) != evidence.Unauthenticated {
		t.Errorf("the token leads to %v", err)
	}
	if _, err := f.store.AskByToken(t.Context(), link); evidence.CodeOf(err) != evidence.NotFound {
		t.Errorf("the link leads to %v", err)
	}
	if n := d.count(`SELECT count(*) FROM notice WHERE person_id = $1 AND state = 'no_recipient'`, d.requester); n != 1 ||
		d.count(`SELECT count(*) FROM notice WHERE person_id = $1 AND state = 'queued'`, d.requester) != 0 {
		t.Errorf("%d notices are dropped", n)
	}
}

func TestErasingAgainChangesNothing(t *testing.T) {
	d := newDesk(t)
	d.told()
	first := d.eraseNow(d.requester)
	before := d.count(`SELECT version FROM summary`)
	d.now = d.now.Add(time.Hour)
	second := d.eraseNow(d.requester)
	if !second.Again || second.Pseudonym != first.Pseudonym || !second.At.Equal(first.At) || d.count(`SELECT version FROM summary`) != before {
		t.Errorf("%+v, then %+v", first, second)
	}
	if n := d.count(`SELECT count(*) FROM erasure`); n != 1 {
		t.Errorf("%d erasures are noted", n)
	}
	if _, err := d.erasures().Erase(t.Context(), postgres.Erasure{Person: evidence.PersonID(d.id())}); evidence.CodeOf(err) != evidence.NotFound {
		t.Errorf("nobody: %v", err)
	}
}

func TestWhoeverIsNeededIsNotErased(t *testing.T) {
	d := newDesk(t)
	second := d.ask()
	d.exec(`UPDATE request_state SET stage = 'merged', running = false, owner = NULL WHERE request_id = $1`, second)
	for name, c := range map[string]struct {
		who        evidence.PersonID
		asks, owns int
	}{"requester": {d.requester, 2, 0}, "owner": {d.librarian, 0, 1}} {
		_, err := d.erasures().Erase(t.Context(), postgres.Erasure{Person: c.who})
		var refusal *evidence.Error
		if !errors.As(err, &refusal) || refusal.Code != evidence.NotAllowedInStage || refusal.Detail == "" {
			t.Errorf("%s: %v", name, err)
		}
		list, err := d.erasures().Holding(t.Context(), c.who)
		asks, owns := 0, 0
		for _, h := range list {
			if h.Asks {
				asks++
			}
			if h.Owns {
				owns++
			}
		}
		if err != nil || asks != c.asks || owns != c.owns || list[0].Reference == "" {
			t.Errorf("%s: %+v, %v", name, list, err)
		}
		if p, _ := d.people().Person(t.Context(), c.who); p.Erased {
			t.Errorf("%s is erased", name)
		}
	}
	if _, err := d.erasures().Erase(t.Context(), postgres.Erasure{Person: d.requester, Anyway: true}); err != nil {
		t.Fatal(err)
	}
	if got := d.as(d.librarian); got.Library() != d.library {
		t.Error("the open request is gone")
	}
}

func TestAHandedOnRequestStays(t *testing.T) {
	d := newDesk(t)
	d.words(d.request)
	if _, err := d.post(d.requester, postgres.MessageUpdate, secret); err != nil {
		t.Fatal(err)
	}
	if _, err := d.post(d.librarian, postgres.MessageUpdate, "for the next requester"); err != nil {
		t.Fatal(err)
	}
	d.exec(`UPDATE request_state SET requester = $2 WHERE request_id = $1`, d.request, d.outsider)
	if done := d.eraseNow(d.requester); done.Requests != 0 {
		t.Errorf("%+v", done)
	}
	if n := d.count(`SELECT count(*) FROM request_text WHERE erased_at IS NULL AND question <> ''`); n != 1 {
		t.Error("the question of somebody who still waits for its answer is gone")
	}
	if n := d.count(`SELECT count(*) FROM message WHERE erased_at IS NULL`); n != 1 || d.holding("message") != 0 {
		t.Errorf("%d messages stay", n)
	}
}

func TestAReportThatOthersNeedStays(t *testing.T) {
	d := newDesk(t)
	d.words(d.request)
	d.merged(d.outsider)
	d.write(d.librarian, "the bottom line")
	d.stage(evidence.Closed, evidence.Answered)
	d.eraseNow(d.requester)
	if n := d.count(`SELECT count(*) FROM summary WHERE body = 'the bottom line'`); n != 1 {
		t.Error("the report of whoever asked the same is gone")
	}
	if d.holding("request_text") != 0 || d.holding("request") != 0 {
		t.Error("the question of the erased person is still there")
	}
	d.forgotten(d.outsider)
	d.eraseNow(d.requester)
	if n := d.count(`SELECT count(*) FROM summary WHERE body <> ''`); n != 0 {
		t.Error("nobody needs the report any more, and it is still there")
	}
}

func TestALibrariansWorkStays(t *testing.T) {
	d := newDesk(t)
	d.write(d.librarian, "the bottom line")
	for _, kind := range []postgres.MessageKind{postgres.MessageNote, postgres.MessageUpdate} {
		if _, err := d.post(d.librarian, kind, secret); err != nil {
			t.Fatal(err)
		}
	}
	d.must(d.content.AddTime(t.Context(), d.as(d.librarian), postgres.TimeContent{Stage: "search", Minutes: 7, StartedAt: d.now, Note: secret}, postgres.Creation{}))
	d.exec(`UPDATE request_state SET owner = $2 WHERE request_id = $1`, d.request, d.colleague)
	d.eraseNow(d.librarian)
	if d.count(`SELECT count(*) FROM summary WHERE body = 'the bottom line'`) != 1 || d.count(`SELECT sum(minutes) FROM time_entry`) != 7 {
		t.Error("work for somebody else is gone")
	}
	if left := d.everywhere(secret); len(left) != 0 {
		t.Errorf("words stand in %v", left)
	}
	if roles, err := d.people().Roles(t.Context(), d.librarian, d.library); err != nil || len(roles) != 0 {
		t.Errorf("holds %v, %v", roles, err)
	}
}

func TestErasureWhileAnAskIsOpen(t *testing.T) {
	d := newDesk(t)
	d.stage(evidence.Delivered, evidence.Answered)
	f := d.asked()
	d.eraseNow(d.requester)
	f.pass(evidence.ImpactRemindDue)
	f.pass(evidence.ImpactGiveUpDue)
	f.expect(evidence.ImpactNoResponse, map[evidence.PersonID]evidence.AskState{d.requester: evidence.AskNoResponse})
	if n := d.count(`SELECT count(*) FROM notice WHERE kind = 'impact_reminder'`); n != 0 {
		t.Error("a pseudonym is reminded")
	}
}

func TestErasuresAreCarriedOutAgainAfterARestore(t *testing.T) {
	d := newDesk(t)
	d.told()
	open := d.ask() // at the time of the backup a request is open
	live, backup := d.copies()

	d.db = live
	d.exec(`UPDATE request_state SET requester = $2 WHERE request_id = $1`, open, d.outsider) // later it was handed on
	newcomer := d.person(string(d.library), evidence.Requester)
	d.eraseNow(newcomer)
	d.now = d.now.Add(time.Minute)
	first := d.eraseNow(d.requester)
	var ledger strings.Builder
	if n, err := d.erasures().ExportLedger(t.Context(), &ledger); err != nil || n != 2 {
		t.Fatalf("%d lines, %v", n, err)
	}
	if strings.Contains(ledger.String(), secret) || strings.Count(ledger.String(), "\n") != 2 {
		t.Fatalf("the ledger is %q", ledger.String())
	}

	d.db = backup
	d.now = d.now.Add(24 * time.Hour)
	if !slices.Contains(d.everywhere(secret), "person") {
		t.Fatal("the backup knows of the erasure")
	}
	done, err := d.erasures().Replay(t.Context(), strings.NewReader(ledger.String()))
	if diff := cmp.Diff(postgres.Replayed{Erased: 1, Missing: 1}, done); err != nil || diff != "" {
		t.Fatalf("%v %s", err, diff)
	}
	if left := d.everywhere(secret); len(left) != 0 {
		t.Errorf("after the restore it stands in %v", left)
	}
	p, err := d.people().Person(t.Context(), d.requester)
	if err != nil || p.Name != first.Pseudonym {
		t.Errorf("the pseudonym became %q, was %q (%v)", p.Name, first.Pseudonym, err)
	}
	if n := d.count(`SELECT count(*) FROM erasure WHERE person_id = $1 AND at = $2`, d.requester, first.At); n != 1 {
		t.Error("the erasure has another date")
	}
	done, err = d.erasures().Replay(t.Context(), strings.NewReader(ledger.String()+ledger.String()))
	if diff := cmp.Diff(postgres.Replayed{Already: 2, Missing: 2}, done); err != nil || diff != "" {
		t.Errorf("once more: %v %s", err, diff)
	}
}

func TestALedgerThatCannotBeRead(t *testing.T) {
	d := newDesk(t)
	good := `{"person":"` + string(d.outsider) + `","at":"2026-03-02T12:00:00Z"}` + "\n"
	for name, ledger := range map[string]string{
		"cut off": good + `{"person":"`, "no person": good + `{"at":"2026-03-02T12:00:00Z"}`, "no date": good + `{"person":"` + string(d.outsider) + `"}`,
		"something else": good + secret,
	} {
		done, err := d.erasures().Replay(t.Context(), strings.NewReader(ledger))
		if err == nil || !strings.Contains(err.Error(), "erasure 2") || strings.Contains(err.Error(), secret) || done.Erased+done.Already != 1 {
			t.Errorf("%s: %+v, %v", name, done, err)
		}
	}
}
