package rest_test

import (
	"bytes"
	"context"
	"log/slog"
	"net/http"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"

	"evidencedesk/api/auth"
	"evidencedesk/api/rest"
	"evidencedesk/internal/calendar"
	"evidencedesk/internal/evidence"
	"evidencedesk/internal/metric"
	"evidencedesk/internal/postgres"
	"evidencedesk/internal/postgres/figures"
	"evidencedesk/internal/testenv"
	"evidencedesk/internal/vocabulary"
	"evidencedesk/workflows"
)

// house is the whole API over a real database. The engine is the real process without Temporal: it decides and applies.
type house struct {
	*testing.T

	http.Handler

	db        *testenv.Database
	requests  *postgres.Requests
	reader    *postgres.Reader
	people    *postgres.People
	libraries *postgres.Libraries
	followUps *postgres.FollowUps
	ids       map[string]evidence.PersonID
	tokens    map[string]string
	key       []byte
	sent      atomic.Int64 // statements
	log       bytes.Buffer
	mu        sync.Mutex
	commands  sync.Mutex
}

// newHouse has two libraries with somebody of every role in each, named role@library.
func newHouse(t *testing.T) *house {
	t.Helper()
	codes, err := vocabulary.Load()
	if err != nil {
		t.Fatal(err)
	}
	h := &house{T: t, db: testenv.Postgres(t), ids: map[string]evidence.PersonID{}, tokens: map[string]string{}, key: bytes.Repeat([]byte("k"), 32)}
	pool := h.counting()
	calendars, content := postgres.NewCalendars(pool, nil), postgres.NewContent(pool, codes, h.key, nil)
	h.people, h.libraries, h.reader = postgres.NewPeople(pool, nil), postgres.NewLibraries(pool, nil), postgres.NewReader(pool)
	h.requests = postgres.NewRequests(pool, calendars, codes, content, nil)
	h.followUps = postgres.NewFollowUps(pool, calendars, h.key, "2026-11", nil)
	tokens := postgres.NewTokens(pool, nil)
	h.furnish(tokens)
	h.Handler = rest.New(rest.Deps{
		Tokens: auth.Stored(tokens), Vocabulary: codes, Sites: h.libraries, Overrides: content, Engine: h, Starter: h, Opener: h.requests,
		Answers: content, Standings: h.reader, Keys: h.requests, People: h.people, Messages: content, Texts: content, Policies: content, Links: h.requests,
		Calendars: calendars, Wishes: h.reader, Shares: h.reader, Queues: h.reader, Details: h.reader, Deadlines: h.reader,
		Directory: h.libraries, Similarity: h.reader, Surveys: h.followUps, Impact: noImpact{}, CalendarStore: calendars, Recomputer: h,
		Content: rest.ContentDeps{Store: content}, Desk: deskOver(pool, h, calendars, content), Figures: figuresOver(h, pool, codes), Wellbeing: postgres.NewWellbeing(pool, codes, nil), Entries: postgres.NewEntries(pool, nil), Staffing: postgres.NewStaffing(pool, codes, nil), SignIn: signInOver(pool, h), Ready: pool.Ping, Now: time.Now, Key: h.key,
		Log:    slog.New(slog.NewJSONHandler(h, nil)),
		Limits: rest.Limits{PerPerson: 1e6, PersonBurst: 1e6, PerClient: 1e6, ClientBurst: 1e6},
	})
	return h
}

// signInOver is who belongs to a library and who is signed in, over a database.
func signInOver(pool *pgxpool.Pool, h *house) rest.SignInDeps {
	return rest.SignInDeps{Members: h.people, Access: postgres.NewSignIns(pool, nil), Sessions: postgres.NewSessions(pool, time.Hour, nil)}
}

// figuresOver is what reports count, over a database.
func figuresOver(h *house, pool *pgxpool.Pool, codes *vocabulary.Catalogue) rest.FigureDeps {
	metrics, err := metric.Load(codes)
	h.must(err)
	return rest.FigureDeps{Store: figures.New(pool), Metrics: metrics, Published: postgres.NewPublishedReports(pool, nil)}
}

// deskOver is what people work with beside a request, over a database.
func deskOver(pool *pgxpool.Pool, h *house, calendars *postgres.Calendars, content *postgres.Content) rest.DeskDeps {
	return rest.DeskDeps{
		Questions: content, Timers: content, Presences: postgres.NewPresences(pool, nil), Views: postgres.NewViews(pool, nil),
		Templates: postgres.NewTemplates(pool, nil), Settings: h.libraries, Previews: calendars, Loads: h.reader,
		Tasks: postgres.NewTasks(pool, nil), Shared: h.reader, Profiles: h.people, Notices: postgres.NewNotices(pool),
	}
}

// counting is the application's pool, which counts the statements that it is sent.
func (h *house) counting() *pgxpool.Pool {
	h.Helper()
	c := h.db.App.Config()
	c.ConnConfig.Tracer = counter{&h.sent}
	pool, err := pgxpool.NewWithConfig(context.Background(), c)
	h.must(err)
	h.Cleanup(pool.Close)
	return pool
}

type counter struct{ sent *atomic.Int64 }

func (c counter) TraceQueryStart(ctx context.Context, _ *pgx.Conn, d pgx.TraceQueryStartData) context.Context {
	if !strings.HasPrefix(d.SQL, "SET ROLE") { // once for each connection
		c.sent.Add(1)
	}
	return ctx
}

func (counter) TraceQueryEnd(context.Context, *pgx.Conn, pgx.TraceQueryEndData) {}

// statements counts what a call sends to the database.
func (h *house) statements(who, path string) int64 {
	h.Helper()
	h.did(who, "GET", path, nil) // whatever is remembered is remembered now
	before := h.sent.Load()
	h.did(who, "GET", path, nil)
	return h.sent.Load() - before
}

// Write takes the log.
func (h *house) Write(line []byte) (int, error) {
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.log.Write(line)
}

func (h *house) must(err error) {
	h.Helper()
	if err != nil {
		h.Fatal(err)
	}
}

func (h *house) furnish(tokens *postgres.Tokens) {
	h.Helper()
	ctx := h.Context()
	for code, id := range map[string]evidence.LibraryID{"here": here, "there": there, "outside": outside} {
		_, err := h.libraries.Add(ctx, postgres.Library{ID: id, Code: code, Name: "Library " + code, Nation: calendar.EnglandAndWales, Email: code + "@example.nhs.uk", Outside: code == "outside"})
		h.must(err)
		organisation, err := h.libraries.AddOrganisation(ctx, id, postgres.Organisation{Name: "Trust " + code, Area: "North", Trust: "Trust " + code, County: "Shire"})
		h.must(err)
		if code == "outside" {
			continue
		}
		for _, role := range evidence.Roles() {
			h.join(tokens, string(role)+"@"+code, id, role, organisation)
		}
		h.join(tokens, "second@"+code, id, evidence.Librarian, organisation)
		h.join(tokens, "stranger@"+code, id, evidence.Requester, organisation)
	}
}

func (h *house) join(tokens *postgres.Tokens, name string, library evidence.LibraryID, role evidence.Role, organisation string) {
	h.Helper()
	ctx := h.Context()
	id, err := h.people.Add(ctx, postgres.NewPerson{Name: name, Email: name + ".nhs.uk", StaffGroup: "medical_dental", Organisation: organisation})
	h.must(err)
	h.must(h.people.GiveRole(ctx, id, library, role))
	token, hash := auth.NewToken()
	_, err = tokens.Issue(ctx, id, hash, "test", time.Time{})
	h.must(err)
	h.ids[name], h.tokens[name] = id, token
}

// Do is the engine. A request takes one command after the other, as its workflow does.
func (h *house) Do(ctx context.Context, id evidence.RequestID, c evidence.Command) (workflows.Ack, error) {
	h.commands.Lock()
	defer h.commands.Unlock()
	if s, ok, err := h.reader.Applied(ctx, id, c.ID); err != nil || ok {
		return workflows.AckOf(c.ID, s), err
	}
	s, err := h.reader.State(ctx, id)
	if err != nil {
		return workflows.Ack{}, err
	}
	now := time.Now().UTC().Truncate(time.Microsecond)
	d, err := evidence.Decide(s, c, now)
	if err != nil {
		return workflows.Ack{}, err
	}
	clock, err := h.requests.Apply(ctx, evidence.Of(s, c, d, now))
	return workflows.AckOf(c.ID, d.Next.Settle(clock)), err
}

func (h *house) Start(context.Context, evidence.State) error { return nil }

func (h *house) RecomputeLibrary(ctx context.Context, library evidence.LibraryID) (int, error) {
	ids, err := h.libraries.OpenRequests(ctx, library)
	return len(ids), err
}

// noImpact is an engine that takes every answer.
type noImpact struct{}

func (noImpact) AnswerImpact(context.Context, evidence.RequestID, workflows.ImpactAnswer) (workflows.ImpactAck, error) {
	return workflows.ImpactAck{}, nil
}

func (noImpact) OptOut(context.Context, evidence.RequestID, workflows.ImpactOptOut) (workflows.ImpactAck, error) {
	return workflows.ImpactAck{}, nil
}

// as calls the API as somebody.
func (h *house) as(who, method, path string, body any) answer {
	return send(h, call{method: method, path: "/api/v1" + path, token: h.tokens[who], body: body})
}

// did is as, for what must succeed.
func (h *house) did(who, method, path string, body any) answer {
	h.Helper()
	a := h.as(who, method, path, body)
	if a.status >= http.StatusBadRequest {
		h.Fatalf("%s %s %s: %d %s", who, method, path, a.status, a.body)
	}
	return a
}

// submitted is a new request of requester@here.
func (h *house) submitted() evidence.RequestID {
	h.Helper()
	var r struct{ ID evidence.RequestID }
	h.did("requester@here", "POST", "/requests", map[string]any{
		"question": "Does pulmonary rehabilitation help adults with bronchiectasis?", "type": "patient_care", "urgency": "routine",
		"framework": map[string]any{"code": "pico", "elements": map[string]string{"population": "adults with bronchiectasis"}},
		"limits":    map[string]any{"dates": "last_5", "ages": []string{"adult"}}, "output": map[string]any{"formats": []string{"word"}},
	}).into(h.T, &r)
	return r.ID
}
