package worker

import (
	"context"
	"time"

	enumspb "go.temporal.io/api/enums/v1"
	"go.temporal.io/sdk/client"

	"evidencedesk/internal/evidence"
)

// missed are the nominal times of a plan that its schedule would have to make up for if it had to be made now: Temporal may have lost
// it, or have been away since the library planned the report. What was due before the plan ran on these days was not missed, nor is
// anything while it is paused.
func (p *planned) missed(ctx context.Context, o evidence.ReportOrder) ([]time.Time, error) {
	if o.State != evidence.ScheduleActive {
		return nil, nil
	}
	due, err := nominalTimes(o, p.now())
	if err != nil || len(due) == 0 {
		return nil, err
	}
	return p.orders.MissedRuns(ctx, o.ID, due)
}

// nominalTimes are when a plan was due up to now, the earliest first, as far back as runs are caught up.
func nominalTimes(o evidence.ReportOrder, now time.Time) (due []time.Time, err error) {
	zone, err := time.LoadLocation(o.Zone)
	if err != nil {
		return nil, err
	}
	from := now.Add(-reportCatchUp)
	if o.Since.After(from) {
		from = o.Since
	}
	from = from.In(zone)
	at := time.Date(from.Year(), from.Month(), o.Day, reportHour, 0, 0, 0, zone)
	for ; !at.After(now); at = at.AddDate(0, 1, 0) {
		if !at.Before(from) && (int(at.Month())-o.First)%o.Months == 0 {
			due = append(due, at)
		}
	}
	return due, nil
}

// backfills make a schedule run for each of its nominal times, one after the other. A time is a range of its own, as long as the
// spreading may put it off, so that nothing in between is run again.
func backfills(missed []time.Time) (ranges []client.ScheduleBackfill) {
	for _, due := range missed {
		ranges = append(ranges, client.ScheduleBackfill{Start: due, End: due.Add(reportJitter), Overlap: enumspb.SCHEDULE_OVERLAP_POLICY_BUFFER_ALL})
	}
	return ranges
}
