package e2e_test

import (
	"errors"
	"fmt"
	"net/http"
	"testing"

	enumspb "go.temporal.io/api/enums/v1"
	"go.temporal.io/api/serviceerror"
	"go.temporal.io/sdk/client"

	"evidencedesk/internal/apiclient"
	"evidencedesk/internal/evidence"
	"evidencedesk/internal/report"
)

// TestReportsComeOnTime plans a report, has it made at once, late, and again after Temporal lost its schedule, and then paused and
// ended: each run reports its nominal period, once, and letters hold a link alone.
func TestReportsComeOnTime(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	l := d.newLibrary(t)
	r := l.submit()
	r.give(l.asker, evidence.Withdraw, m{"reason": "no_longer_needed"})
	p := l.planReport()
	p.atOnce()
	p.late()
	p.lost()
	p.pausedAndEnded()
}

// atOnce has a report made that somebody asks for.
func (p *reportPlan) atOnce() {
	p.Helper()
	p.run(p.january(3))
	p.told(p.reports(p.january(3)))
}

// late lets three turns pass without a worker. Each is made when the worker is back, about the month before its own time; and the
// same turns once more make nothing.
func (p *reportPlan) late() {
	p.Helper()
	p.desk.worker.stop()
	turns := client.ScheduleBackfillOptions{Backfill: []client.ScheduleBackfill{{
		Start: p.due(8).AddDate(0, 0, -1), End: p.due(6).AddDate(0, 0, 1), Overlap: enumspb.SCHEDULE_OVERLAP_POLICY_ALLOW_ALL,
	}}}
	p.must(p.handle().Backfill(p.Context(), turns))
	p.turns(3)
	p.desk.worker.start()
	p.told(p.reports(p.january(3), about(p.due(8)), about(p.due(7)), about(p.due(6))))
	p.must(p.handle().Backfill(p.Context(), turns))
	p.over(p.turns(6))
	p.told(p.reports(p.january(3), about(p.due(8)), about(p.due(7)), about(p.due(6))))
}

// turns waits until the schedule has started so many workflows.
func (p *reportPlan) turns(want int) (started []client.ScheduleActionResult) {
	p.Helper()
	eventually(p, "the schedule has taken its turns", func() error {
		s, err := p.handle().Describe(p.Context())
		if err == nil && s.Info.NumActions != want {
			err = fmt.Errorf("%d, want %d", s.Info.NumActions, want)
		}
		if err == nil {
			started = s.Info.RecentActions
		}
		return err
	})
	return started
}

// over waits until those workflows have ended.
func (p *reportPlan) over(started []client.ScheduleActionResult) {
	p.Helper()
	for _, one := range started {
		run := one.StartWorkflowResult
		p.must(p.desk.temporal().GetWorkflow(p.Context(), run.WorkflowID, run.FirstExecutionRunID).Get(p.Context(), nil))
	}
}

// lost takes the schedule away with a turn that was due and a run that was asked for, as a namespace that is restored without them.
// The next worker makes all of it again. Taken away once more, nothing is left to make.
func (p *reportPlan) lost() {
	p.Helper()
	missed := p.lastDue()
	periods := []report.Period{p.january(3), about(p.due(8)), about(p.due(7)), about(p.due(6)), about(missed), p.january(4)}
	p.exec("UPDATE report_schedule SET runs_since = now() - interval '1 year' WHERE id = $1", p.id)
	p.desk.worker.stop()
	p.run(p.january(4))
	p.exec("UPDATE report_run SET started_at = now() WHERE schedule_id = $1 AND started_at IS NULL", p.id) // in what was lost
	for _, turns := range []int{1, 0} {
		p.must(p.handle().Delete(p.Context()))
		p.desk.worker.start()
		p.followed(false)
		p.told(p.reports(periods...))
		p.over(p.turns(turns))
		p.desk.worker.stop()
	}
	p.desk.worker.start()
}

// pausedAndEnded pauses the plan, so that not even a turn that Temporal takes makes anything; then it ends, and its schedule goes.
func (p *reportPlan) pausedAndEnded() {
	p.Helper()
	before := p.desk.count(p, "SELECT count(*) FROM report_run WHERE schedule_id = $1", p.id)
	p.save(http.MethodPut, p.body(evidence.SchedulePaused))
	p.followed(true)
	p.must(p.handle().Trigger(p.Context(), client.ScheduleTriggerOptions{}))
	p.over(p.turns(1))
	if n := p.desk.count(p, "SELECT count(*) FROM report_run WHERE schedule_id = $1", p.id); n != before {
		p.Errorf("what is paused has made %d reports", n-before)
	}
	p.save(http.MethodDelete, nil)
	eventually(p, "the schedule is gone", func() error {
		_, err := p.handle().Describe(p.Context())
		if missing := new(serviceerror.NotFound); !errors.As(err, &missing) {
			return fmt.Errorf("it is there: %w", err)
		}
		return nil
	})
	if n := p.desk.count(p, "SELECT count(*) FROM report_recipient WHERE email IS NOT NULL"); n != 0 {
		p.Error("an ended plan keeps an address")
	}
	if n := p.desk.count(p, "SELECT count(*) FROM published_report WHERE schedule_id = $1", p.id); n != before {
		p.Errorf("%d reports are left of %d", n, before)
	}
}

func (p *reportPlan) save(method string, body any) {
	p.Helper()
	now, err := p.manager.Get(p.Context(), p.path(), nil)
	p.must(err)
	_, err = p.manager.Do(p.Context(), method, p.path(), body, nil, apiclient.IfMatch(now.ETag))
	p.must(err)
}

func (p *reportPlan) exec(statement string, args ...any) {
	p.Helper()
	_, err := p.desk.admin.Exec(p.Context(), statement, args...)
	p.must(err)
}
