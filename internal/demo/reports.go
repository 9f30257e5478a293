package demo

import (
	"context"
	"net/http"
	"time"

	"evidencedesk/internal/apiclient"
	"evidencedesk/internal/evidence"
	"evidencedesk/internal/report"
)

// reported is what a library plans to report, and the report that it has published.
type reported struct {
	Library   string `json:"library"`
	Schedules []struct {
		Title     string            `json:"title"`
		Kind      report.PeriodKind `json:"kind"`
		Day       int               `json:"day"`
		Publishes bool              `json:"publishes"`
		People    []string          `json:"people"`
	} `json:"schedules"`
	Published struct {
		Title    string `json:"title"`
		Reviewer string `json:"reviewer"`
		Note     string `json:"note"`
	} `json:"published"`
}

func (t *telling) reports(ctx context.Context) error {
	var r reported
	if err := read("reports.json", &r); err != nil {
		return err
	}
	for i, s := range r.Schedules {
		var people []evidence.PersonID
		for _, key := range s.People {
			people = append(people, PersonID(key))
		}
		plan := body{"title": s.Title, "kind": s.Kind, "day": s.Day, "publishes": s.Publishes, "state": evidence.ScheduleActive, "people": people}
		if err := t.add(ctx, r.Library, "report-schedules", numbered("report-schedule", i), plan, nil); err != nil {
			return err
		}
	}
	return t.publishReport(ctx, r)
}

// publishReport publishes the report of the last quarter that is over, and notes that it was reviewed.
func (t *telling) publishReport(ctx context.Context, r reported) error {
	quarter := report.PeriodOf(report.Quarterly, report.PeriodOf(report.Quarterly, t.today()).From().AddDays(-1))
	var published struct {
		ID string    `json:"id"`
		At time.Time `json:"published_at"`
	}
	err := t.add(ctx, r.Library, "published-reports", "published-report", body{"title": r.Published.Title, "period": quarter.String()}, &published)
	if p, ok := apiclient.ProblemOf(err); ok && p.Names("period", "published") {
		return nil // by somebody who was faster; then it is theirs
	}
	if err != nil {
		return err
	}
	receipt := body{
		"reviewer": r.Published.Reviewer, "note": r.Published.Note,
		"reviewed_on": report.DateOf(published.At.In(t.diary.hours.Location())).String(),
	}
	_, err = t.manager(r.Library).Do(ctx, http.MethodPost, apiclient.V1+"/published-reports/"+published.ID+"/reviews", receipt, nil,
		apiclient.IdempotencyKey("demo-report-review"))
	return wrong("review", err)
}
