package e2e_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"github.com/google/go-cmp/cmp"
	enumspb "go.temporal.io/api/enums/v1"
	"go.temporal.io/api/serviceerror"

	"evidencedesk/internal/evidence"
	"evidencedesk/workflows"
)

// audit checks that every place that knows where a request stands says the same: the steps folded through Decide, the
// projection and the workflow. It also checks that nothing is owed any more and that no letter was sent twice.
func (d *desk) audit() {
	d.Helper()
	d.becomes(d, "the outbox is empty", 0, "SELECT count(*) FROM outbox WHERE done_at IS NULL")
	d.noLetterOnItsWay()
	for _, id := range d.everyRequest() {
		eventually(d, "the places agree about "+string(id), func() error { return d.agree(id) })
	}
	letters, err := d.box.Messages(1000)
	d.must(err)
	sent := d.count(d, "SELECT count(*) FROM notice WHERE state = 'sent'")
	perhaps := d.count(d, "SELECT count(*) FROM notice WHERE state = 'unconfirmed'")
	if sent < 500 && (len(letters) < sent || len(letters) > sent+perhaps) {
		d.Errorf("%d notices were sent, %d may have been, and %d letters came", sent, perhaps, len(letters))
	}
}

// noLetterOnItsWay waits until every letter has met its end. A worker that was killed while it sent one leaves it on its
// way for minutes before it counts as unconfirmed; that time is made to pass. Should somebody still be sending it, the
// ledger takes the word of the sender.
func (d *desk) noLetterOnItsWay() {
	d.Helper()
	eventually(d, "no letter is on its way", func() error {
		_, err := d.admin.Exec(d.Context(), `UPDATE notice SET locked_until = now()
			WHERE state = 'sending' AND locked_until BETWEEN now() AND now() + interval '4 minutes 45 seconds'`)
		d.must(err)
		if n := d.count(d, "SELECT count(*) FROM notice WHERE state IN ('queued', 'sending')"); n != 0 {
			return fmt.Errorf("%d are", n)
		}
		return nil
	})
}

func (d *desk) everyRequest() (ids []evidence.RequestID) {
	d.Helper()
	rows, err := d.admin.Query(d.Context(), "SELECT request_id::text FROM request_state ORDER BY request_id")
	d.must(err)
	defer rows.Close()
	for rows.Next() {
		var id string
		d.must(rows.Scan(&id))
		ids = append(ids, evidence.RequestID(id))
	}
	d.must(rows.Err())
	return ids
}

// agree compares the places. A deadline may fire in between, so what differs may agree a moment later.
func (d *desk) agree(id evidence.RequestID) error {
	s, err := d.fold(id)
	if err != nil {
		return err
	}
	if err := d.projected(s); err != nil {
		return err
	}
	described, err := d.temporal().DescribeWorkflowExecution(d.Context(), workflows.RequestWorkflowID(id), "")
	if missing := new(serviceerror.NotFound); errors.As(err, &missing) && s.Done(time.Now()) {
		return nil // it ended before Temporal was lost
	}
	if err != nil {
		return err
	}
	running := described.GetWorkflowExecutionInfo().GetStatus() == enumspb.WORKFLOW_EXECUTION_STATUS_RUNNING
	if running == s.Done(time.Now()) {
		return fmt.Errorf("the request is in %s %s and its workflow runs: %v", s.Stage, s.Outcome, running)
	}
	answer, err := d.temporal().QueryWorkflow(d.Context(), workflows.RequestWorkflowID(id), "", workflows.SnapshotQuery)
	if err != nil {
		return err
	}
	var snapshot evidence.State
	if err := answer.Get(&snapshot); err != nil {
		return err
	}
	if diff := cmp.Diff(s, snapshot); diff != "" {
		return fmt.Errorf("the workflow differs from the audit:\n%s", diff)
	}
	return nil
}

// fold decides every step again, with what the audit keeps of it.
func (d *desk) fold(id evidence.RequestID) (s evidence.State, err error) {
	rows, err := d.admin.Query(d.Context(), `SELECT seq, command, command_id, coalesce(actor::text, ''), actor_roles, at, recorded_at, args, state
		FROM transition WHERE request_id = $1 ORDER BY seq`, id)
	if err != nil {
		return s, err
	}
	defer rows.Close()
	for rows.Next() {
		var seq int
		var name, command, actor string
		var roles []string
		var at, recorded time.Time
		var args, raw []byte
		if err := rows.Scan(&seq, &name, &command, &actor, &roles, &at, &recorded, &args, &raw); err != nil {
			return s, err
		}
		c := evidence.Command{ID: command, Name: evidence.Name(name), Actor: evidence.Actor{Person: evidence.PersonID(actor), System: actor == ""}}
		for _, r := range roles {
			c.Actor.Roles = append(c.Actor.Roles, evidence.Role(r))
		}
		if at.Before(recorded) {
			c.At = at
		}
		if err := json.Unmarshal(args, &c.Args); err != nil {
			return s, err
		}
		next, err := evidence.Decide(s, c, recorded)
		if err != nil {
			return s, fmt.Errorf("step %d, %s, would be refused: %w", seq, name, err)
		}
		var stored evidence.State
		if err := json.Unmarshal(raw, &stored); err != nil {
			return s, err
		}
		s = next.Next.Settle(stored.Clock)
		if diff := cmp.Diff(stored, s); diff != "" || s.Seq != seq {
			return s, fmt.Errorf("step %d, %s, leads elsewhere:\n%s", seq, name, diff)
		}
	}
	return s, rows.Err()
}

// projected compares the narrow row of the queue.
func (d *desk) projected(s evidence.State) error {
	var stage, outcome, owner, requester string
	var seq int
	var running bool
	var due *time.Time
	err := d.admin.QueryRow(d.Context(), `SELECT stage, coalesce(outcome, ''), coalesce(owner::text, ''), requester::text, seq, running, promise_due
		FROM request_state WHERE request_id = $1`, s.Request).Scan(&stage, &outcome, &owner, &requester, &seq, &running, &due)
	if err != nil {
		return err
	}
	got := []any{stage, outcome, owner, requester, seq, running, due != nil}
	want := []any{string(s.Stage), string(s.Outcome), string(s.Owner), string(s.Requester), s.Seq, s.Clock.Running, !s.Clock.PromiseDue.IsZero()}
	if diff := cmp.Diff(want, got); diff != "" {
		return fmt.Errorf("the projection differs from the audit:\n%s", diff)
	}
	if due != nil && !due.Equal(s.Clock.PromiseDue) {
		return fmt.Errorf("the projection promises %s, the audit %s", due, s.Clock.PromiseDue)
	}
	return nil
}
