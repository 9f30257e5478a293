package postgres_test

import (
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"evidencedesk/internal/evidence"
	"evidencedesk/internal/postgres"
)

// asked gives the desk's request its first text.
func (d *desk) question() postgres.QuestionVersion {
	d.Helper()
	d.exec(`INSERT INTO request_text (request_id, version, library_id, question, framework, framework_text, created_by, created_at)
		VALUES ($1, 1, $2, 'Does honey help wounds to heal?', 'pico', '{"population":"adults"}', $3, $4)`, d.request, d.library, d.requester, d.now)
	return postgres.QuestionVersion{
		Version: 1, By: d.requester, ByName: "Somebody", At: d.now,
		QuestionText: postgres.QuestionText{Question: "Does honey help wounds to heal?", Framework: "pico", FrameworkText: map[string]string{"population": "adults"}},
	}
}

func (d *desk) refine(p evidence.PersonID, version int, question string) (postgres.QuestionVersion, error) {
	d.Helper()
	return d.content.SaveQuestion(d.Context(), d.as(p), version, postgres.QuestionText{Question: question, Framework: "spider", Background: "A new one"})
}

func TestEveryVersionOfAQuestionStays(t *testing.T) {
	d := newDesk(t)
	first := d.question()
	watched := d.count(`SELECT change_seq::int FROM request_state WHERE request_id = $1`, d.request)
	d.now = d.now.Add(time.Hour)
	second, err := d.refine(d.librarian, 1, "Does honey help burns of adults to heal?")
	if err != nil || second.Version != 2 || second.By != d.librarian || second.Framework != "spider" {
		t.Fatalf("%+v, %v", second, err)
	}
	if again, err := d.refine(d.manager, 2, second.Question); err != nil || again.Version != 2 || again.By != d.librarian {
		t.Errorf("the same text again: %+v, %v", again, err)
	}
	all, err := d.content.QuestionVersions(t.Context(), d.as(d.copied))
	if diff := cmp.Diff([]postgres.QuestionVersion{second, first}, all); diff != "" || err != nil {
		t.Errorf("%v %s", err, diff)
	}
	if d.count(`SELECT text_version FROM request WHERE id = $1`, d.request) != 2 ||
		d.count(`SELECT change_seq::int FROM request_state WHERE request_id = $1`, d.request) <= watched {
		t.Error("the request does not read like it, or nobody who watches it hears of it")
	}
	d.exec(`UPDATE request_state SET owner = $2 WHERE request_id = $1`, d.request, d.colleague)
	if all, err = d.content.QuestionVersions(t.Context(), d.as(d.copied)); err != nil || all[0].By != "" || all[0].ByName != "" || all[1].By != d.requester {
		t.Errorf("of the staff, only the owner is named: %+v, %v", all, err)
	}
	_, err = d.refine(d.requester, 1, "Does honey help at all, I wonder?")
	if current := staleRow[postgres.QuestionVersion](t, err); current.Version != 2 || current.Question != second.Question {
		t.Errorf("beside what was typed: %+v", current)
	}
}

func TestWhoRefinesAQuestion(t *testing.T) {
	d := newDesk(t)
	d.question()
	version := 1
	save := func(who evidence.PersonID, want evidence.Code) {
		t.Helper()
		_, err := d.refine(who, version, "Does honey help, version "+string(rune('a'+version))+"?")
		if want == "" && err == nil {
			version++
			return
		}
		if err == nil || evidence.CodeOf(err) != want {
			t.Errorf("%v, want %q", err, want)
		}
	}
	for _, p := range []evidence.PersonID{d.librarian, d.manager, d.requester, d.delegate} {
		save(p, "")
	}
	for _, p := range []evidence.PersonID{d.colleague, d.trainee, d.reviewer, d.copied} {
		save(p, evidence.NotPermitted)
	}
	d.transition(evidence.Deliver, d.id(), evidence.Args{Version: 1}, evidence.State{}) // and reopened
	save(d.requester, evidence.NotAllowedInStage)
	save(d.delegate, evidence.NotAllowedInStage)
	save(d.librarian, "")
	d.share("anyone_nhs")
	d.stage(evidence.Delivered, evidence.Answered)
	for _, p := range []evidence.PersonID{d.librarian, d.manager, d.requester} {
		save(p, evidence.NotAllowedInStage)
	}
	if _, err := d.content.QuestionVersions(t.Context(), d.as(d.passerby)); evidence.CodeOf(err) != evidence.NotPermitted {
		t.Errorf("whom it is shared with reads the versions: %v", err)
	}
}

func TestTwoRefineAtOnce(t *testing.T) {
	d := newDesk(t)
	d.question()
	var both sync.WaitGroup
	errs := make([]error, 8)
	for i := range errs {
		both.Go(func() { _, errs[i] = d.refine(d.librarian, 1, "Does honey help, attempt "+string(rune('a'+i))+"?") })
	}
	both.Wait()
	won := 0
	for _, err := range errs {
		if err == nil {
			won++
		} else {
			staleRow[postgres.QuestionVersion](t, err)
		}
	}
	if n := d.count(`SELECT count(*) FROM request_text WHERE request_id = $1`, d.request); won != 1 || n != 2 {
		t.Errorf("%d won, %d versions", won, n)
	}
}

func TestAnErasedQuestionSaysNothing(t *testing.T) {
	d := newDesk(t)
	d.question()
	d.exec(`UPDATE request SET erased_at = now() WHERE id = $1`, d.request)
	all, err := d.content.QuestionVersions(t.Context(), d.as(d.librarian))
	if err != nil || len(all) != 1 || all[0].By != "" || all[0].ByName != "" || all[0].Question == "" {
		t.Errorf("%+v, %v", all, err)
	}
}
