package e2e_test

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
	"time"

	"go.temporal.io/sdk/client"

	"evidencedesk/internal/apiclient"
	"evidencedesk/internal/evidence"
	"evidencedesk/internal/postgres"
	"evidencedesk/internal/report"
	"evidencedesk/workflows"
)

// reportPlan is a planned report of a library, monthly and published at once.
type reportPlan struct {
	*library

	id    evidence.ReportScheduleID
	day   int
	zone  *time.Location
	chief *person // who is sent the link and does not belong to the library
}

// planReport plans a report whose last turn was days ago, and whose next is days ahead.
func (l *library) planReport() *reportPlan {
	l.Helper()
	zone, err := time.LoadLocation("Europe/London")
	l.must(err)
	const ago, everyMonthHas = 10, 28
	p := &reportPlan{library: l, zone: zone, day: min(time.Now().In(zone).AddDate(0, 0, -ago).Day(), everyMonthHas), chief: &person{email: "chief." + random() + "@" + canary + ".test"}}
	var s postgres.ReportSchedule
	_, err = l.manager.Do(l.Context(), http.MethodPost, l.plans(), p.body(evidence.ScheduleActive), &s)
	l.must(err)
	p.id = s.ID
	if s.Zone != zone.String() {
		l.Errorf("it goes by the clock of %s", s.Zone)
	}
	p.followed(false)
	return p
}

func (l *library) plans() string {
	return apiclient.V1 + "/libraries/" + string(l.id) + "/report-schedules"
}

func (p *reportPlan) path() string { return p.plans() + "/" + string(p.id) }

func (p *reportPlan) body(state evidence.ScheduleState) m {
	return m{
		"title": words("For the board"), "kind": "month", "day": p.day, "publishes": true, "state": state,
		"people": []evidence.PersonID{p.colleague.id}, "emails": []string{p.chief.email},
	}
}

func (p *reportPlan) handle() client.ScheduleHandle {
	return p.desk.temporal().ScheduleClient().GetHandle(p.Context(), workflows.ManagerReportID(p.id))
}

// followed waits until Temporal has the schedule as the plan says.
func (p *reportPlan) followed(paused bool) *client.ScheduleDescription {
	p.Helper()
	var s *client.ScheduleDescription
	eventually(p, "Temporal follows the plan", func() (err error) {
		if s, err = p.handle().Describe(p.Context()); err == nil && s.Schedule.State.Paused != paused {
			err = fmt.Errorf("paused is %t", s.Schedule.State.Paused)
		}
		return err
	})
	p.desk.becomes(p, "the order is carried out", 1, "SELECT count(*) FROM report_schedule WHERE id = $1 AND synced = version", p.id)
	return s
}

// due is when the plan was due so many months before this one, by the library's clock.
func (p *reportPlan) due(months int) time.Time {
	const hour = 6
	now := time.Now().In(p.zone)
	return time.Date(now.Year(), now.Month()-time.Month(months), p.day, hour, 0, 0, 0, p.zone)
}

// lastDue is when it was due last.
func (p *reportPlan) lastDue() time.Time {
	if due := p.due(0); !due.After(time.Now()) {
		return due
	}
	return p.due(1)
}

// about is the month that is reported at a nominal time.
func about(due time.Time) report.Period {
	last := due.AddDate(0, 0, -due.Day())
	return report.Month(last.Year(), last.Month())
}

// reports waits until the runs have ended, and insists that there is one published report of each of the periods, and no other.
func (p *reportPlan) reports(of ...report.Period) (ids []string) {
	p.Helper()
	var runs []postgres.ReportRun
	eventually(p, "the runs have ended", func() error {
		runs = list[postgres.ReportRun](p, p.librarian, p.path()+"/runs")
		if n := len(slices.DeleteFunc(slices.Clone(runs), func(r postgres.ReportRun) bool { return r.EndedAt == nil })); n < len(of) || n < len(runs) {
			return fmt.Errorf("%d of %d, want %d", n, len(runs), len(of))
		}
		return nil
	})
	var made []string
	for _, r := range runs {
		made, ids = append(made, r.Outcome+" "+r.Period.String()), append(ids, r.Report)
	}
	var want []string
	for _, period := range of {
		want = append(want, evidence.ReportPublished+" "+period.String())
	}
	slices.Sort(made)
	slices.Sort(want)
	if !slices.Equal(made, want) {
		p.Fatalf("the runs are %v, want %v", made, want)
	}
	if n := p.desk.count(p, "SELECT count(*) FROM published_report WHERE library_id = $1", p.library.id); n != len(of) {
		p.Errorf("%d reports are published, want %d", n, len(of))
	}
	return ids
}

// told insists that each recipient is sent one letter about each report, which holds a link to it and no figure.
func (p *reportPlan) told(ids []string) {
	p.Helper()
	for _, to := range []*person{p.colleague, p.chief} {
		for _, id := range ids {
			p.desk.becomes(p, "the letters are sent", 2, "SELECT count(*) FROM notice WHERE report_id = $1 AND state = 'sent'", id)
			link := "http://desk.test/published/" + id
			bodies := p.desk.letters(p, to, link+"\r\n")
			if len(bodies) != 1 || strings.ContainsAny(strings.ReplaceAll(bodies[0], link, ""), "0123456789%") {
				p.Errorf("letters about a report: %q", bodies)
			}
		}
		if all := p.desk.letters(p, to, "/published/"); len(all) != len(ids) {
			p.Errorf("%d letters about %d reports", len(all), len(ids))
		}
	}
}

func (p *reportPlan) run(period report.Period) {
	p.Helper()
	_, err := p.manager.Do(p.Context(), http.MethodPost, p.path()+"/runs", m{"period": period}, nil)
	p.must(err)
}

// january is a month of an earlier year, which no turn of the schedule reports.
func (p *reportPlan) january(ago int) report.Period {
	return report.Month(time.Now().Year()-ago, time.January)
}
