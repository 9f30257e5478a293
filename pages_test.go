package main

import (
	"context"
	"encoding/base64"
	"io"
	"log/slog"
	"net/http"
	"net/http/cookiejar"
	"net/http/httptest"
	"net/url"
	"path/filepath"
	"regexp"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"
	"golang.org/x/net/html"

	"evidencedesk/api/rest"
	"evidencedesk/internal/apiclient"
	"evidencedesk/internal/config"
	"evidencedesk/internal/demo"
	"evidencedesk/internal/evidence"
	"evidencedesk/internal/testenv"
	"evidencedesk/workflows"
)

func TestMain(m *testing.M) { testenv.Main(m) }

// maxStatements is how many SQL statements one page may cost.
const maxStatements = 10

// statements counts what is sent to the database.
type statements struct{ n atomic.Int64 }

func (s *statements) TraceQueryStart(ctx context.Context, _ *pgx.Conn, q pgx.TraceQueryStartData) context.Context {
	switch strings.ToLower(strings.TrimSpace(q.SQL)) {
	case "begin", "commit", "rollback", "begin read only", "begin isolation level repeatable read read only": // no work of their own
	default:
		s.n.Add(1)
	}
	return ctx
}

func (s *statements) TraceQueryEnd(context.Context, *pgx.Conn, pgx.TraceQueryEndData) {}

// atOnce carries commands out in the process, as the workflow would.
type atOnce struct{ p *parts }

// Do implements rest.Engine.
func (e atOnce) Do(ctx context.Context, id evidence.RequestID, c evidence.Command) (workflows.Ack, error) {
	s, err := e.p.reader.State(ctx, id)
	if err != nil {
		return workflows.Ack{}, err
	}
	now := time.Now().UTC()
	d, err := evidence.Decide(s, c, now)
	if err != nil {
		return workflows.Ack{}, err
	}
	clock, err := e.p.requests.Apply(ctx, evidence.Of(s, c, d, now))
	if err != nil {
		return workflows.Ack{}, err
	}
	return workflows.AckOf(c.ID, d.Next.Settle(clock)), nil
}

// Start implements rest.Starter: there is no workflow to start.
func (atOnce) Start(context.Context, evidence.State) error { return nil }

// house is the API and the pages over a real database with the demonstration in it.
type house struct {
	server *httptest.Server
	count  *statements
}

func open(t *testing.T) *house {
	t.Helper()
	ctx, h := t.Context(), &house{count: &statements{}}
	c := config.Config{
		DatabaseURL: testenv.Postgres(t).URL, PublicURL: "http://127.0.0.1", MACKey: base64.StdEncoding.EncodeToString(make([]byte, 32)),
		SMTPAddress: "127.0.0.1:9", SMTPTLS: "none", MailFrom: "desk@example.test", RateLimit: 1e6, SessionIdle: time.Hour, SessionLife: time.Hour,
		Brand: config.Brand{Mode: "neutral", Service: "Evidence Desk"},
	}
	p, err := wire(ctx, c, slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(p.close)
	traced := p.pool.Config()
	traced.ConnConfig.Tracer = h.count
	p.pool.Close()
	if p.pool, err = pgxpool.NewWithConfig(ctx, traced); err != nil {
		t.Fatal(err)
	}
	p.stores()
	file := filepath.Join(t.TempDir(), "tokens.json")
	signIns, err := demo.People(ctx, p.demoStores(), file)
	if err != nil {
		t.Fatal(err)
	}
	people, err := p.demoPeople(ctx, signIns)
	if err != nil {
		t.Fatal(err)
	}
	deps := p.restDeps()
	deps.Engine, deps.Starter = atOnce{p}, atOnce{p}
	deps.Content.StartImport = testenv.ReadAtOnce(t, p.content.Imports())
	api := rest.New(deps)
	site, err := p.pages(api, people)
	if err != nil {
		t.Fatal(err)
	}
	keep, err := demo.OpenKeep(file, time.Now())
	if err != nil {
		t.Fatal(err)
	}
	// Stories that need the engine's timers or a partner's relay stop where those would act.
	if err := demo.Tell(ctx, apiclient.New("http://desk.test", apiclient.InProcess(api), ""), keep, nil); err != nil {
		t.Logf("told as far as it goes without an engine: %v", err)
	}
	h.server = httptest.NewServer(site.handler)
	t.Cleanup(h.server.Close)
	return h
}

// visitor is a browser without scripts.
type visitor struct {
	t    *testing.T
	h    *house
	http *http.Client
}

func (h *house) signIn(t *testing.T, who string) *visitor {
	t.Helper()
	jar, err := cookiejar.New(nil)
	if err != nil {
		t.Fatal(err)
	}
	v := &visitor{t: t, h: h, http: &http.Client{Jar: jar}}
	_, page := v.get("/sign-in")
	form := regexp.MustCompile(`name="person" value="([0-9a-f-]+)">\s*<button[^>]*>\s*Sign in as ` + who + `\s*<`).FindSubmatch(page)
	if form == nil {
		t.Fatalf("nobody can sign in as %s", who)
	}
	r, err := http.NewRequestWithContext(t.Context(), http.MethodPost, h.server.URL+"/sign-in/demo", strings.NewReader(url.Values{"person": {string(form[1])}}.Encode()))
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	answer, err := v.http.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	_ = answer.Body.Close()
	if answer.StatusCode != http.StatusOK {
		t.Fatalf("signing in as %s gave %d", who, answer.StatusCode)
	}
	return v
}

func (v *visitor) get(path string) (status int, body []byte) {
	v.t.Helper()
	r, err := http.NewRequestWithContext(v.t.Context(), http.MethodGet, v.h.server.URL+path, nil)
	if err != nil {
		v.t.Fatal(err)
	}
	answer, err := v.http.Do(r)
	if err != nil {
		v.t.Fatal(err)
	}
	defer func() { _ = answer.Body.Close() }()
	body, err = io.ReadAll(answer.Body)
	if err != nil {
		v.t.Fatal(err)
	}
	return answer.StatusCode, body
}

var (
	identifier = regexp.MustCompile(`[0-9a-f]{8}-[0-9a-f-]{27}|/[0-9]+\b`)
	noPage     = regexp.MustCompile(`^/(mailbox|assets|api|openapi)|\.ris$|/events`)
)

// crawl visits one page of every pattern that links lead to.
func (v *visitor) crawl(visit func(path string), from ...string) {
	seen := map[string]bool{}
	for len(from) > 0 {
		path, _, _ := strings.Cut(from[0], "#")
		from = from[1:]
		at, err := url.Parse(path)
		if err != nil || !strings.HasPrefix(path, "/") || noPage.MatchString(path) {
			continue
		}
		pattern := identifier.ReplaceAllString(at.Path, ":id")
		for name := range at.Query() {
			pattern += "?" + name
		}
		if seen[pattern] {
			continue
		}
		seen[pattern] = true
		visit(path)
		_, body := v.get(path)
		from = append(from, links(body)...)
	}
}

func links(page []byte) []string {
	var list []string
	z := html.NewTokenizer(strings.NewReader(string(page)))
	for z.Next() != html.ErrorToken {
		token := z.Token()
		for _, a := range token.Attr {
			if token.Data == "a" && a.Key == "href" {
				list = append(list, a.Val)
			}
		}
	}
	return list
}

// statementsOf is how many statements a page may cost. A report counts every kind of row of each of two years, and staffing reads registers, rules
// and facts: they are looked at now and then, not all day. A request that is linked to others costs one more for those and one for its referrals.
func statementsOf(path string) int64 {
	const report, registers, links = 32, 15, 2
	switch {
	case strings.HasPrefix(path, "/reports/impact"):
		return report
	case strings.HasPrefix(path, "/staffing"):
		return registers
	case strings.HasPrefix(path, "/work/"):
		return maxStatements + links
	}
	return maxStatements
}

func TestAPageCostsAtMostTenStatements(t *testing.T) {
	h := open(t)
	for who, from := range map[string][]string{
		"clinician": {"/", "/ask", "/requests", "/account"}, "librarian": {"/queue", "/queue/log", "/queue/live"},
		"manager": {"/team", "/settings", "/reports"}, "administrator": {"/settings"},
	} {
		t.Run(who, func(t *testing.T) {
			v, pages, most := h.signIn(t, who), 0, int64(0)
			v.crawl(func(path string) {
				v.get(path) // the first visit also prepares statements and answers redirects
				before := h.count.n.Load()
				status, _ := v.get(path)
				cost := h.count.n.Load() - before
				pages, most = pages+1, max(most, cost)
				if status >= http.StatusInternalServerError {
					t.Errorf("%s answers %d", path, status)
				}
				if limit := statementsOf(path); cost > limit {
					t.Errorf("%s costs %d statements, at most %d", identifier.ReplaceAllString(path, ":id"), cost, limit)
				}
			}, from...)
			t.Logf("%d pages, at most %d statements", pages, most)
		})
	}
}

var workAt = regexp.MustCompile(`^/work/[0-9a-f-]{36}$`)

// TestEveryRequestOfTheQueueOpens looks at each request of the demonstration, in whatever stage it is, and not at the first of them alone.
func TestEveryRequestOfTheQueueOpens(t *testing.T) {
	h := open(t)
	v, requests := h.signIn(t, "librarian"), map[string]bool{}
	for _, list := range []string{"/queue", "/queue?sort=received", "/queue?owner=me", "/queue?owner=none", "/queue?stage=on_hold,clarifying,referred,delivered"} {
		_, body := v.get(list)
		for _, link := range links(body) {
			if workAt.MatchString(link) {
				requests[link] = true
			}
		}
	}
	if len(requests) < 20 {
		t.Fatalf("the queue shows %d requests", len(requests))
	}
	for path := range requests {
		for _, page := range []string{"", "/searches", "/records", "/select", "/summary", "/summary/preview"} {
			before := h.count.n.Load()
			status, _ := v.get(path + page)
			if cost := h.count.n.Load() - before; status >= http.StatusInternalServerError || cost > statementsOf(path+page) {
				t.Errorf("%s answers %d after %d statements", path+page, status, cost)
			}
		}
	}
}
