package e2e_test

import (
	"errors"
	"testing"

	"go.temporal.io/api/workflowservice/v1"
	"go.temporal.io/sdk/client"

	"evidencedesk/internal/evidence"
	"evidencedesk/worker"
	"evidencedesk/workflows"
)

// TestTheHouseIsKept finds the schedule that the worker made, lets a night come and sees what it did.
func TestTheHouseIsKept(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	l := d.newLibrary(t)
	r := l.submit()
	r.give(l.asker, evidence.Withdraw, m{"reason": "no_longer_needed"})
	if _, err := d.admin.Exec(d.Context(), `UPDATE request_state SET closed_at = closed_at - interval '3 years' WHERE request_id = $1`, r.id); err != nil {
		t.Fatal(err)
	}
	schedule := d.temporal().ScheduleClient().GetHandle(d.Context(), workflows.HousekeepingID)
	eventually(t, "the housekeeping is scheduled", func() error {
		_, err := schedule.Describe(d.Context())
		return err
	})
	d.must(schedule.Pause(d.Context(), client.SchedulePauseOptions{}))
	d.must(worker.EnsureSchedule(d.Context(), d.temporal())) // as the next worker does
	described, err := schedule.Describe(d.Context())
	d.must(err)
	if !described.Schedule.State.Paused || len(described.Schedule.Spec.Calendars) != 1 {
		t.Errorf("the schedule is %+v, %+v", described.Schedule.State, described.Schedule.Spec)
	}
	d.must(schedule.Trigger(d.Context(), client.ScheduleTriggerOptions{}))
	d.becomes(t, "the closed request says who asked", 0, `SELECT count(*) FROM request WHERE id = $1 AND erased_at IS NULL`, r.id)
	eventually(t, "the night has ended", func() error {
		ended, err := d.temporal().ListWorkflow(d.Context(), &workflowservice.ListWorkflowExecutionsRequest{
			Query: `WorkflowType = '` + workflows.HousekeepingType + `' AND ExecutionStatus = 'Completed'`,
		})
		if err == nil && len(ended.GetExecutions()) != 1 {
			err = errors.New("no workflow has completed")
		}
		return err
	})
	if n := d.count(t, `SELECT count(*) FROM request_text WHERE request_id = $1 AND background <> ''`, r.id); n != 0 {
		t.Error("the background is still there")
	}
	if v := r.as(l.librarian); v.Requester != "" {
		t.Error("the library is still told who asked")
	}
}
