package e2e_test

import (
	"errors"
	"fmt"
	"net/http"
	"testing"
	"time"

	"go.temporal.io/api/serviceerror"

	"evidencedesk/internal/apiclient"
	"evidencedesk/internal/evidence"
	"evidencedesk/workflows"
)

// TestTemporalAbsentAtSubmission takes a request while Temporal is away. It is carried on when Temporal is back.
func TestTemporalAbsentAtSubmission(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	l := d.newLibrary(t)
	claimed := l.bring(evidence.Triage)
	d.apiLinks.engine.sever()
	d.workerLinks.engine.sever()
	opened, answer, err := l.asker.Submit(l.Context(), l.submission())
	if err != nil || answer.Status != http.StatusCreated || opened.Scheduled {
		t.Fatalf("submitted without Temporal: %d, scheduled %v (%v)", answer.Status, opened.Scheduled, err)
	}
	r := l.known(opened.ID, opened.Reference)
	if _, err := d.temporal().DescribeWorkflowExecution(d.Context(), workflows.RequestWorkflowID(r.id), ""); !errors.As(err, new(*serviceerror.NotFound)) {
		t.Fatalf("there is a workflow already (%v)", err)
	}
	// A command says that it was not sent; what needs no engine goes on.
	key := apiclient.IdempotencyKey("away-" + random())
	claimed.away(l.librarian, evidence.Accept, evidence.EngineUnavailable, key)
	claimed.post(l.librarian, "messages", m{"kind": "note", "text": words("Temporal is away.")}, nil)
	if v := r.as(l.asker); v.Stage != evidence.Submitted || v.PromiseDue.IsZero() {
		t.Errorf("it stands in %s, due %s", v.Stage, v.PromiseDue)
	}
	d.workerLinks.engine.restore() // the relay needs no API
	eventually(t, "the workflow is there", func() error {
		_, err := d.temporal().DescribeWorkflowExecution(d.Context(), workflows.RequestWorkflowID(r.id), "")
		return err
	})
	d.apiLinks.engine.restore()
	r.insist(l.librarian, evidence.Claim, nil)
	claimed.insist(l.librarian, evidence.Accept, nil, key)
}

// away gives a command once that cannot be carried out now.
func (r *request) away(p *person, name evidence.Name, code evidence.Code, options ...apiclient.Option) {
	r.Helper()
	_, answer, err := p.Command(r.Context(), r.id, name, nil, append(options, apiclient.Once())...)
	if apiclient.CodeOf(err) != code || answer.Status != http.StatusServiceUnavailable {
		r.Fatalf("%s is answered %v, want %s", name, err, code)
	}
}

// insist repeats a command with the same key until its outcome is known.
func (r *request) insist(p *person, name evidence.Name, body m, options ...apiclient.Option) (result apiclient.Result) {
	r.Helper()
	options = append([]apiclient.Option{apiclient.IdempotencyKey("insist-" + random())}, options...)
	eventually(r, string(name)+" is carried out", func() (err error) {
		result, _, err = p.Command(r.Context(), r.id, name, body.and(nil), options...)
		if problem, ok := apiclient.ProblemOf(err); ok && problem.Status < http.StatusInternalServerError {
			r.Fatalf("%s: %v", name, err)
		}
		return err
	})
	return result
}

// TestWorkerKilledBetweenProjectionAndCompletion kills the worker after a step was stored and before Temporal heard of it.
// There is one step, and the caller who repeats the call is told.
func TestWorkerKilledBetweenProjectionAndCompletion(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	l := d.newLibrary(t)
	r := l.submit()
	lock, err := d.admin.Begin(d.Context())
	d.must(err)
	_, err = lock.Exec(d.Context(), "SELECT FROM request_state WHERE request_id = $1 FOR UPDATE", r.id)
	d.must(err)
	key := apiclient.IdempotencyKey("held-" + random())
	first := make(chan error, 1)
	go func() {
		_, _, err := l.librarian.Command(l.Context(), r.id, evidence.Claim, nil, key, apiclient.Once())
		first <- err
	}()
	d.becomes(t, "the step waits for the row", 1, `SELECT least(count(*), 1) FROM pg_stat_activity
		WHERE datname = current_database() AND wait_event_type = 'Lock' AND application_name = 'evidencedesk_app'`)
	d.workerLinks.engine.sever()
	d.must(lock.Rollback(d.Context()))
	d.becomes(t, "the step is stored", 1, "SELECT count(*) FROM transition WHERE request_id = $1 AND seq = 2", r.id)
	d.worker.kill()
	d.workerLinks.engine.restore()
	d.worker.start()
	if err := <-first; err != nil && apiclient.CodeOf(err) != evidence.OutcomeUnknown {
		t.Errorf("the caller is told %v", err)
	}
	if a := r.insist(l.librarian, evidence.Claim, nil, key); a.Stage != evidence.Triage || a.Owner != l.librarian.id || a.Seq != 2 {
		t.Errorf("the repeated claim is answered %+v", a)
	}
	// The workflow hears of the step when its attempt has timed out; until then the next one is told to come back.
	if a := r.insist(l.librarian, evidence.Accept, nil); a.Seq != 3 {
		t.Errorf("the next step has number %d", a.Seq)
	}
}

// TestCallerTimedOut gives a command while no worker runs. Its outcome is unknown, and repeating it with the same key
// carries it out once.
func TestCallerTimedOut(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	l := d.newLibrary(t)
	r, asked := l.submit(), l.bring(evidence.Triage)
	d.worker.kill()
	key, question := apiclient.IdempotencyKey("late-"+random()), m{"message": words("Which age group?")}
	r.away(l.librarian, evidence.Claim, evidence.OutcomeUnknown, key)
	_, _, err := l.librarian.Command(l.Context(), asked.id, evidence.Ask, question, key, apiclient.Once())
	if apiclient.CodeOf(err) != evidence.OutcomeUnknown {
		t.Errorf("ask is answered %v", err)
	}
	if n := len(list[any](l, l.asker, asked.path("messages"))); n != 0 {
		t.Errorf("the requester sees %d messages of a command that was not carried out", n)
	}
	d.worker.start()
	for range 2 {
		if a := r.insist(l.librarian, evidence.Claim, nil, key); a.Seq != 2 || a.Owner != l.librarian.id {
			t.Errorf("the claim is answered %+v", a)
		}
		if a := asked.insist(l.librarian, evidence.Ask, question, key); a.Seq != 3 || a.Stage != evidence.Clarifying {
			t.Errorf("ask is answered %+v", a)
		}
	}
	if n := len(list[any](l, l.asker, asked.path("messages"))); n != 1 {
		t.Errorf("the requester sees %d messages, want the question", n)
	}
}

// TestDatabaseAway answers that nothing was changed while PostgreSQL is away, and goes on when it is back. What a slow
// network does to a command is no more than to slow it down.
func TestDatabaseAway(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	l := d.newLibrary(t)
	r := l.submit()
	// A letter that leaves while the ledger is away is never repeated, and stays unconfirmed: that is for another test.
	r.receives(l.asker, evidence.NoticeAcknowledged)
	d.apiLinks.store.sever()
	_, _, err := l.asker.Submit(l.Context(), l.submission(), apiclient.Once())
	if apiclient.CodeOf(err) != evidence.StoreUnavailable {
		t.Errorf("a submission without the database is answered %v", err)
	}
	r.away(l.librarian, evidence.Claim, evidence.StoreUnavailable)
	if _, err := d.client(t, "").Get(l.Context(), "/health/ready", nil, apiclient.Once()); apiclient.CodeOf(err) != evidence.StoreUnavailable {
		t.Errorf("the api says that it is ready: %v", err)
	}
	d.apiLinks.store.restore()
	d.workerLinks.store.sever() // the step is decided, and stored when the database is back
	key := apiclient.IdempotencyKey("dark-" + random())
	r.away(l.librarian, evidence.Claim, evidence.OutcomeUnknown, key)
	d.workerLinks.store.restore()
	if a := r.insist(l.librarian, evidence.Claim, nil, key); a.Seq != 2 {
		t.Errorf("the claim has number %d", a.Seq)
	}
	for _, p := range []*proxy{d.apiLinks.store, d.apiLinks.engine, d.workerLinks.store, d.workerLinks.engine} {
		p.slow(20 * time.Millisecond)
	}
	r.insist(l.librarian, evidence.Accept, nil)
}

// TestMailDown keeps what is owed until the mail server is back, and then sends it once.
func TestMailDown(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	l := d.newLibrary(t)
	d.mail.sever()
	r := l.submit()
	d.becomes(t, "the server refuses", 1, "SELECT count(*) FROM notice WHERE request_id = $1 AND state = 'queued' AND attempts > 0 AND last_error = 'unreachable'", r.id)
	r.give(l.librarian, evidence.Claim, nil) // the mail holds nothing up
	d.mail.restore()
	// The next attempt is half a minute away; an operator who repaired the server need not wait for it, nor do we.
	_, err := d.admin.Exec(d.Context(), "UPDATE notice SET next_attempt_at = now() WHERE state = 'queued'")
	d.must(err)
	r.receives(l.asker, evidence.NoticeAcknowledged)
	d.worker.stop()
	d.worker.start()
	r.give(l.librarian, evidence.Release, nil)
	d.becomes(t, "nothing waits", 0, "SELECT count(*) FROM notice WHERE state IN ('queued', 'sending')")
	if letters := d.letters(t, l.asker, r.reference); len(letters) != 1 {
		t.Errorf("%d letters came", len(letters))
	}
}

// TestLostTemporal starts again with an empty Temporal. Rebuild brings every open request and follow-up back.
func TestLostTemporal(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	l := d.newLibrary(t)
	open := map[evidence.Stage]*request{}
	for _, stage := range append(evidence.OpenStages(), evidence.Merged, evidence.Delivered) {
		open[stage] = l.bring(stage)
	}
	closed := l.bring(evidence.Triage)
	closed.give(l.librarian, evidence.Decline, m{"reason": "no_capacity"})
	open[evidence.Delivered].followUp(evidence.ImpactScheduled)
	d.becomes(t, "the outbox is empty", 0, "SELECT count(*) FROM outbox WHERE done_at IS NULL")
	d.api.stop()
	d.worker.stop()
	d.namespace = "desk-" + random()
	d.newNamespace(d.namespace)
	d.api.env, d.worker.env = append(d.api.env, "TEMPORAL_NAMESPACE="+d.namespace), append(d.worker.env, "TEMPORAL_NAMESPACE="+d.namespace)
	d.api.start()
	d.worker.start()
	requests := len(open) + 1 // with the survivor of the merge
	// The follow-up is started by its request, or by rebuild if that is faster.
	d.rebuilds(t, fmt.Sprintf("running 0, started %d", requests), "(running 0, started 1|running 1, started 0)")
	d.rebuilds(t, fmt.Sprintf("running %d, started 0", requests), "running 1, started 0")
	open[evidence.Submitted].insist(l.second, evidence.Claim, nil)
	open[evidence.Triage].insist(l.librarian, evidence.Accept, nil)
	open[evidence.Clarifying].insist(l.asker, evidence.Answer, m{"message": words("Adults.")})
	open[evidence.Searching].insist(l.librarian, evidence.Release, nil)
	open[evidence.Summarising].insist(l.librarian, evidence.ResumeSearch, nil)
	open[evidence.Checking].insist(l.second, evidence.Approve, open[evidence.Checking].review(l.second))
	open[evidence.OnHold].insist(l.librarian, evidence.Resume, nil)
	open[evidence.Referred].insist(l.librarian, evidence.Return, m{"reason": "partner_silent", "back_to": evidence.Triage})
	open[evidence.Merged].insist(l.librarian, evidence.Unmerge, nil)
	open[evidence.Delivered].insist(l.asker, evidence.Reopen, m{"reason": "update", "back_to": evidence.Searching})
	open[evidence.Delivered].followUp(evidence.ImpactSuspended)
	closed.refuse(l.librarian, evidence.Claim, nil, evidence.NotAllowedInStage)
}
