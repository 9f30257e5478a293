package postgres_test

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"evidencedesk/internal/evidence"
	"evidencedesk/internal/metric"
	"evidencedesk/internal/postgres/figures"
	"evidencedesk/internal/report"
	"evidencedesk/internal/vocabulary"
)

// counted is what the test counts again of a life: the numbers of a month.
type counted struct {
	Received, Open, Delivered, Ended, Met, Promised, Checked, Waived, Reopened, Corrected, Late int
	Median, Elapsed                                                                             float64
}

// figuresOf counts by the metrics.
func (o *office) figuresOf(p report.Period) counted {
	o.Helper()
	words, err := vocabulary.Load()
	if err != nil {
		o.Fatal(err)
	}
	metrics, err := metric.Load(words)
	if err != nil {
		o.Fatal(err)
	}
	all, err := figures.New(o.db.App).Count(o.Context(), metric.Query{
		Scope: report.Scope{Libraries: []string{string(o.library)}}, Periods: []report.Period{p}, Metrics: metrics.All(),
	})
	if err != nil {
		o.Fatal(err)
	}
	at := func(id string) report.Cell { return all[0].Cell(metric.Key{Metric: id}) }
	return counted{
		Received: at("received").N, Open: at("open").N, Delivered: at("delivered").N, Ended: at("ended_without").N, Met: at("met_agreed").N,
		Promised: at("met_agreed").Of, Checked: at("checked").N, Waived: at("waived").N, Reopened: at("reopened").N, Corrected: at("corrected").N,
		Late: at("recorded_late").N, Median: at("turnaround").Value, Elapsed: at("elapsed").Value,
	}
}

// countAgain counts the same from what the audit says of each request, without SQL.
func countAgain(lives []factRow, p report.Period) counted {
	var c counted
	var taken, elapsed []float64
	in := func(day string) bool {
		d, err := report.ParseDate(day)
		return err == nil && p.Contains(d)
	}
	for _, f := range lives {
		if in(f.Received) {
			c.Received++
			c.Open += once(f.Ended == "")
			c.Late += once(f.LateRecords > 0)
		}
		if f.Delivered == "" && in(f.Ended) {
			c.Ended++
		}
		if !in(f.Delivered) {
			continue
		}
		c.Delivered++
		c.Met += once(f.MetAgreed == "true")
		c.Promised += once(f.MetAgreed != "")
		c.Checked += once(f.Checked == "approved")
		c.Waived += once(f.Checked == "waived")
		c.Reopened += once(f.Reopened > 0)
		c.Corrected += once(f.Corrected > 0)
		taken, elapsed = append(taken, float64(f.Taken)), append(elapsed, float64(f.Elapsed))
	}
	if len(taken) > 0 {
		c.Median, c.Elapsed = report.Quantiles(taken, 0.5)[0], report.Quantiles(elapsed, 0.5)[0]
	}
	return c
}

// figuresFollow compares the figures of every month that a life touched, and of the whole time, with what the audit says, and
// the cases behind some of them.
func (o *office) figuresFollow(lives map[evidence.RequestID]factRow) {
	o.Helper()
	var rows []factRow
	var days []report.Date
	for _, f := range lives {
		rows = append(rows, f)
		for _, day := range []string{f.Received, f.Delivered, f.Ended} {
			if d, err := report.ParseDate(day); err == nil {
				days = append(days, d)
			}
		}
	}
	slices.SortFunc(days, report.Date.Compare)
	whole, err := report.Custom(days[0], days[len(days)-1])
	if err != nil {
		o.Fatal(err)
	}
	for _, p := range append(whole.Months(), whole) {
		if diff := cmp.Diff(countAgain(rows, p), o.figuresOf(p)); diff != "" {
			o.Errorf("%s (-from the audit +counted):\n%s", p, diff)
		}
	}
	o.casesFollow(lives, whole)
}

// casesFollow lists the cases behind the answers, page by page.
func (o *office) casesFollow(lives map[evidence.RequestID]factRow, p report.Period) {
	o.Helper()
	words, _ := vocabulary.Load()
	metrics, _ := metric.Load(words)
	m, _ := metrics.Find("met_agreed")
	want, got := map[string]string{}, map[string]string{}
	for id, f := range lives {
		if f.MetAgreed == "true" {
			want[string(id)] = f.Delivered
		}
	}
	q := figures.CaseQuery{Person: o.lib.Person, Scope: report.Scope{Libraries: []string{string(o.library)}}, Period: p, Metric: m, Limit: 3}
	for {
		page, err := figures.New(o.db.App).Cases(o.Context(), q)
		if err != nil || len(page.Cases) > 3 {
			o.Fatalf("%d cases: %v", len(page.Cases), err)
		}
		for _, c := range page.Cases {
			got[string(c.Request)] = c.Day.String()
		}
		if q.Cursor = page.Next; q.Cursor == "" {
			break
		}
	}
	if diff := cmp.Diff(want, got); diff != "" {
		o.Errorf("the cases behind the share (-audit +listed):\n%s", diff)
	}
	q.Person = o.ann.Person // a requester sees no cases, whoever asks for them
	if page, err := figures.New(o.db.App).Cases(o.Context(), q); err != nil || len(page.Cases) != 0 {
		o.Errorf("a requester sees %d cases: %v", len(page.Cases), err)
	}
}

// TestFiguresRefuse what no list gave.
func TestFiguresRefuse(t *testing.T) {
	t.Parallel()
	q := figures.CaseQuery{Person: evidence.PersonID(fmt.Sprintf("%036d", 0)), Scope: report.Scope{Libraries: []string{"everybody's"}}, Period: report.Month(2026, time.May)}
	_, err := figures.New(nil).Cases(t.Context(), q)
	refusal(t, err, evidence.Invalid)
}
