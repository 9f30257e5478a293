package demo_test

import (
	"bytes"
	"context"
	"log/slog"
	"net/http"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"evidencedesk/api/auth"
	"evidencedesk/api/rest"
	"evidencedesk/internal/apiclient"
	"evidencedesk/internal/demo"
	"evidencedesk/internal/evidence"
	"evidencedesk/internal/metric"
	"evidencedesk/internal/postgres"
	"evidencedesk/internal/postgres/figures"
	"evidencedesk/internal/testenv"
	"evidencedesk/workflows"
)

func TestMain(m *testing.M) { testenv.Main(m) }

// engine gives commands to the process and to the real store, without Temporal in between.
type engine struct {
	requests *postgres.Requests
	reader   *postgres.Reader
}

// Do implements rest.Engine.
func (e engine) Do(ctx context.Context, id evidence.RequestID, c evidence.Command) (workflows.Ack, error) {
	if s, ok, err := e.reader.Applied(ctx, id, c.ID); err != nil || ok {
		return workflows.AckOf(c.ID, s), err
	}
	s, err := e.reader.State(ctx, id)
	if err != nil {
		return workflows.Ack{}, err
	}
	now := time.Now().UTC()
	d, err := evidence.Decide(s, c, now)
	if err != nil {
		return workflows.Ack{}, err
	}
	tr := evidence.Of(s, c, d, now)
	clock, err := e.requests.Apply(ctx, tr)
	return workflows.AckOf(c.ID, tr.Next.Settle(clock)), err
}

// Start implements rest.Starter: a request needs no workflow here.
func (e engine) Start(context.Context, evidence.State) error { return nil }

// service is the API over a database of its own, with the people of the demonstration in it.
type service struct {
	db     *testenv.Database
	reader *postgres.Reader
	api    http.Handler
	log    *bytes.Buffer
}

func newService(t *testing.T, keep *demo.Keep) *service {
	t.Helper()
	db := testenv.Postgres(t)
	c, key := codes(t), bytes.Repeat([]byte{7}, 32)
	calendars, content := postgres.NewCalendars(db.App, nil), postgres.NewContent(db.App, c, key, nil)
	requests, reader := postgres.NewRequests(db.App, calendars, c, content, nil), postgres.NewReader(db.App)
	people, libraries, tokens := postgres.NewPeople(db.App, nil), postgres.NewLibraries(db.App, nil), postgres.NewTokens(db.App, nil)
	if err := demo.Introduce(t.Context(), demo.Stores{Libraries: libraries, People: people, Tokens: tokens}, keep); err != nil {
		t.Fatal(err)
	}
	metrics, err := metric.Load(c)
	if err != nil {
		t.Fatal(err)
	}
	r := &service{db: db, reader: reader, log: &bytes.Buffer{}}
	e := engine{requests, reader}
	r.api = rest.New(rest.Deps{
		Tokens: auth.Stored(tokens), Vocabulary: c, Sites: libraries, Overrides: content, Engine: e, Starter: e, Opener: requests, Answers: content,
		Standings: reader, Keys: requests, People: people, Messages: content, Texts: content, Policies: content, Links: requests, Calendars: calendars, Wishes: reader,
		Shares: reader, Queues: reader, Details: reader, Deadlines: reader, Directory: libraries, Similarity: reader, Wellbeing: postgres.NewWellbeing(db.App, c, nil), Entries: postgres.NewEntries(db.App, nil),
		Surveys: postgres.NewFollowUps(db.App, calendars, key, "2026-11", nil), Staffing: postgres.NewStaffing(db.App, c, nil),
		Figures: rest.FigureDeps{Store: figures.New(db.App), Metrics: metrics, Published: postgres.NewPublishedReports(db.App, nil)},
		Content: rest.ContentDeps{Store: content, StartImport: testenv.ReadAtOnce(t, content.Imports())}, Ready: db.App.Ping, Log: slog.New(slog.NewTextHandler(r.log, nil)), Now: time.Now, Key: key,
		Limits: rest.Limits{PerPerson: 10_000, PersonBurst: 100_000, PerClient: 10_000, ClientBurst: 100_000},
	})
	return r
}

// stages gives the stage in which each request of the demonstration stands.
func (r *service) stages(t *testing.T) map[string]int {
	t.Helper()
	rows, err := r.db.Admin.Query(t.Context(), "SELECT stage, count(*) FROM request_state GROUP BY stage")
	if err != nil {
		t.Fatal(err)
	}
	stages := map[string]int{}
	for rows.Next() {
		var stage string
		var n int
		if err := rows.Scan(&stage, &n); err != nil {
			t.Fatal(err)
		}
		stages[stage] = n
	}
	return stages
}

// TestTheRealAPITakesEveryStory tells all stories to the real API over the real store, twice.
func TestTheRealAPITakesEveryStory(t *testing.T) {
	keep, err := demo.OpenKeep(t.TempDir()+"/demo.json", time.Now())
	if err != nil {
		t.Fatal(err)
	}
	r := newService(t, keep)
	api := apiclient.New("http://desk.test", apiclient.InProcess(r.api), "")
	if err := demo.Tell(t.Context(), api, keep, nil); err != nil {
		t.Fatalf("%v\n%s", err, r.log)
	}
	want := map[string]int{
		"submitted": 6, "triage": 4, "clarifying": 3, "searching": 5, "summarising": 2, "checking": 2, "on_hold": 1, "referred": 2, "merged": 1,
		"split": 1, "delivered": 14 + 80, "closed": 3,
	}
	got := r.stages(t)
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("stages:\n%s", diff)
	}
	r.records(t)
	var transitions, searches, times int
	for table, n := range map[string]*int{"transition": &transitions, "search_record": &searches, "time_entry": &times} {
		if err := r.db.Admin.QueryRow(t.Context(), "SELECT count(*) FROM "+table).Scan(n); err != nil {
			t.Fatal(err)
		}
	}
	t.Logf("%d transitions, %d searches, %d time entries", transitions, searches, times)
	keep.Forget()
	if err := demo.Tell(t.Context(), api, keep, nil); err != nil {
		t.Fatalf("again: %v", err)
	}
	var after int
	if err := r.db.Admin.QueryRow(t.Context(), "SELECT (SELECT count(*) FROM transition) + (SELECT count(*) FROM search_record) + (SELECT count(*) FROM time_entry)").Scan(&after); err != nil {
		t.Fatal(err)
	}
	if before := transitions + searches + times; after != before {
		t.Errorf("telling again made %d rows", after-before)
	}
}

// records checks that the demonstration has records in every state that the pages show, and what stands beside the requests.
func (r *service) records(t *testing.T) {
	t.Helper()
	for query, least := range map[string]int{
		"SELECT count(*) FROM import WHERE state = 'ready'":                              3,
		"SELECT count(*) FROM import WHERE state <> 'ready'":                             0,
		"SELECT count(*) FROM record":                                                    40,
		"SELECT count(*) FROM record_pair WHERE certainty = 'certain'":                   5,
		"SELECT count(*) FROM record_pair WHERE certainty = 'doubtful' AND verdict = ''": 2,
		"SELECT count(*) FROM record_pair WHERE verdict = 'different'":                   1,
		"SELECT count(*) FROM record_decision WHERE verdict = 'include'":                 5,
		"SELECT count(*) FROM record_decision WHERE verdict = 'exclude'":                 10,
		"SELECT count(*) FROM test_paper":                                                5,
		"SELECT count(*) FROM survey_answer":                                             8,
		"SELECT count(*) FROM case_study WHERE stage = 'published'":                      1,
		"SELECT count(*) FROM case_study WHERE stage = 'draft'":                          1,
		"SELECT count(*) FROM case_study WHERE stage = 'candidate'":                      1,
		"SELECT count(*) FROM outcome_tag":                                               7,
		"SELECT count(*) FROM staffing_year":                                             5,
		"SELECT count(*) FROM report_schedule":                                           2,
		"SELECT count(*) FROM report_review":                                             1,
		"SELECT count(*) FROM topic_flag WHERE state = 'confirmed'":                      4,
	} {
		var n int
		if err := r.db.Admin.QueryRow(t.Context(), query).Scan(&n); err != nil {
			t.Fatal(err)
		}
		if n < least || least == 0 && n > 0 {
			t.Errorf("%s: %d", query, n)
		}
	}
}
