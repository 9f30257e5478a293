package rest_test

import (
	"context"
	"encoding/json"
	"fmt"
	"log/slog"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"

	"evidencedesk/api/auth"
	"evidencedesk/api/rest"
	"evidencedesk/internal/evidence"
	"evidencedesk/internal/postgres"
	"evidencedesk/internal/testenv"
	"evidencedesk/internal/vocabulary"
)

// room is the content resources over a real database: one request that is being searched for, and somebody of every
// relation to it. Everybody's token is their name.
type room struct {
	*testing.T

	db      *testenv.Database
	content *postgres.Content
	deps    rest.Deps
	handler http.Handler
	request evidence.RequestID
	people  roomPeople
}

// roomPeople signs people in by their token's text.
type roomPeople map[string]auth.Principal

func (p roomPeople) TokenPrincipal(_ context.Context, hash []byte) (auth.Principal, error) {
	for name, who := range p {
		if string(auth.Hash(roomToken(name))) == string(hash) {
			return who, nil
		}
	}
	return auth.Principal{}, evidence.Refuse(evidence.Unauthenticated, "")
}

func roomToken(name string) string {
	return auth.Prefix + name + strings.Repeat("A", 43-len(name))
}

// noPatterns is a library without hospital numbers of its own.
type noPatterns struct{}

func (noPatterns) HospitalPatterns(context.Context, evidence.LibraryID) ([]string, error) {
	return nil, nil
}

func newRoom(t *testing.T) *room {
	t.Helper()
	t.Parallel()
	codes, err := vocabulary.Load()
	if err != nil {
		t.Fatal(err)
	}
	r := &room{T: t, db: testenv.Postgres(t), people: roomPeople{}, request: evidence.RequestID(newUUID())}
	key := []byte("0123456789abcdef0123456789abcdef")
	r.content = postgres.NewContent(r.db.App, codes, key, nil)
	r.deps = rest.Deps{
		Tokens: r.people, Vocabulary: codes, Sites: noPatterns{}, Overrides: r.content, Content: rest.ContentDeps{Store: r.content},
		Log: slog.New(slog.DiscardHandler), Now: time.Now, Key: key, Limits: rest.Limits{PerPerson: 1e6, PersonBurst: 1e6, PerClient: 1e6, ClientBurst: 1e6},
	}
	r.handler = rest.New(r.deps)
	r.furnish()
	return r
}

func (r *room) furnish() {
	here, there := newUUID(), newUUID()
	for i, library := range []string{here, there} {
		r.exec(`INSERT INTO library (id, code, name, nation, email) VALUES ($1, $2, 'A library', 'scotland', 'library@example.org')`, library, fmt.Sprintf("library-%d", i))
	}
	for name, role := range map[string]evidence.Role{
		"librarian": evidence.Librarian, "colleague": evidence.Librarian, "trainee": evidence.Trainee, "manager": evidence.Manager,
		"requester": evidence.Requester, "delegate": evidence.Requester, "copied": evidence.Requester, "stranger": evidence.Requester,
		"admin": evidence.Admin, "lead": evidence.SystemLead,
	} {
		r.join(name, here, role)
	}
	r.join("reviewer", there, evidence.Librarian)
	r.join("elsewhere", there, evidence.Librarian)
	r.exec(`INSERT INTO request (id, reference, library_id, requester, type, created_at) VALUES ($1, 'ED-2026-000001', $2, $3, 'audit', now())`,
		r.request, here, r.who("requester"))
	r.exec(`INSERT INTO request_state (request_id, library_id, stage, owner, requester, urgency, type, running, received_at, stage_since, seq, at, change_seq,
		change_xid) VALUES ($1, $2, 'searching', $3, $4, 'routine', 'audit', true, now(), now(), 1, now(), 1, pg_current_xact_id())`,
		r.request, here, r.who("librarian"), r.who("requester"))
	for name, relation := range map[string]string{"delegate": "delegate", "copied": "copied", "reviewer": "reviewer"} {
		r.exec(`INSERT INTO request_person VALUES ($1, $2, $3)`, r.request, r.who(name), relation)
	}
}

func (r *room) join(name, library string, role evidence.Role) {
	id := newUUID()
	r.exec(`INSERT INTO person (id, name, email) VALUES ($1, 'Somebody', $2)`, id, name+"@example.org")
	r.exec(`INSERT INTO person_role VALUES ($1, $2, $3)`, id, library, role)
	r.people[name] = auth.Principal{
		Person: evidence.PersonID(id), Memberships: map[evidence.LibraryID][]evidence.Role{evidence.LibraryID(library): {role}},
	}
}

func (r *room) who(name string) evidence.PersonID { return r.people[name].Person }

func (r *room) exec(sql string, args ...any) {
	r.Helper()
	if _, err := r.db.Admin.Exec(context.Background(), sql, args...); err != nil {
		r.Fatal(err)
	}
}

func (r *room) count(sql string, args ...any) (n int) {
	r.Helper()
	if err := r.db.Admin.QueryRow(context.Background(), sql, args...).Scan(&n); err != nil {
		r.Fatal(err)
	}
	return n
}

// transition writes a row of the audit, as carrying out a command does.
func (r *room) transition(command evidence.Name, args evidence.Args, state evidence.State) {
	r.Helper()
	rawArgs, err := json.Marshal(args)
	if err != nil {
		r.Fatal(err)
	}
	rawState, err := json.Marshal(state)
	if err != nil {
		r.Fatal(err)
	}
	r.exec(`INSERT INTO transition (request_id, seq, command, command_id, from_stage, to_stage, actor_kind, at, recorded_at, args, state, state_version)
		SELECT $1, n, $2, $3, CASE WHEN n > 1 THEN 'searching' END, 'searching', 'engine', now(), now(), $4, $5, 1
		FROM (SELECT 1 + coalesce(max(seq), 0) AS n FROM transition WHERE request_id = $1) s`, r.request, command, newUUID(), rawArgs, rawState)
}

// deliver sends the report as it stands.
func (r *room) deliver() {
	r.Helper()
	a, err := r.content.Access(r.Context(), r.who("librarian"), r.request)
	if err != nil {
		r.Fatal(err)
	}
	f, err := r.content.Freeze(r.Context(), a)
	if err != nil {
		r.Fatal(err)
	}
	r.transition(evidence.Deliver, evidence.Args{Version: f.Version}, evidence.State{})
	r.exec(`UPDATE request_state SET stage = 'delivered', running = false, outcome = 'answered', first_delivered_at = now(), delivered_at = now()`)
}

// send calls the API below the request, or at an address that begins with a slash and a version.
func (r *room) send(name, method, address, etag string, body any) answer {
	r.Helper()
	if !strings.HasPrefix(address, "/api/") {
		address = path(r.request, "/"+address)
	}
	c := call{method: method, path: address, token: roomToken(name), body: body}
	if etag != "" {
		c.header = map[string]string{"If-Match": etag}
	}
	return send(r.handler, c)
}

// make posts a row and gives its address.
func (r *room) make(name, address string, body any) string {
	r.Helper()
	a := r.send(name, http.MethodPost, address, "", body)
	if a.status != http.StatusCreated {
		r.Fatalf("POST %s: %d %s", address, a.status, a.body)
	}
	return a.header.Get("Location")
}

func newUUID() string { return uuid.Must(uuid.NewV7()).String() }

type m = map[string]any

func aSearch(note string) m    { return m{"source": "medline", "kind": "database", "note": note} }
func aReference(note string) m { return m{"type": "article", "title": "A trial", "note": note} }
func aTime(note string) m {
	return m{"stage": "search", "minutes": 5, "started_at": "2026-03-02T09:00:00Z", "note": note}
}

func aFile(name string) m {
	return m{"name": name, "media_type": "application/pdf", "size": 1, "sha256": strings.Repeat("0a", 32)}
}
func aDraft(question string) m { return m{"submission": m{"question": question}} }
