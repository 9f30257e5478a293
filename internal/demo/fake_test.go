package demo_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/uuid"

	"evidencedesk/internal/demo"
	"evidencedesk/internal/evidence"
	"evidencedesk/internal/vocabulary"
)

// desk is an API in memory: the real process and the real bodies over maps, with a clock that the test moves.
type desk struct {
	t     *testing.T
	codes *vocabulary.Catalogue
	mux   *http.ServeMux

	mu       sync.Mutex
	now      time.Time
	people   map[string]demo.Person // by bearer token
	requests map[evidence.RequestID]*record
	done     map[string]kept // by Idempotency-Key of a person
	calls    int
	rows     map[string]int     // what was taken beside the requests, by address
	written  []*study           // case studies
	fail     func(call int) int // status with which to fail the call: before it is done, or after it when negative
}

// record is one request with what was written about it.
type record struct {
	opened     string // key of the call that opened it
	state      evidence.State
	searches   []json.RawMessage
	references []json.RawMessage
	summary    json.RawMessage
	version    int
	reviews    []map[string]any
	times      int
	messages   int
	imports    []json.RawMessage
	known      []json.RawMessage
	heard      string           // what its requester said that it changed
	published  []map[string]any // what the records of the imports amount to
	decided    int
	applied    []evidence.Name
	dates      []time.Time
}

type kept struct {
	body   string
	status int
	answer []byte
}

func newDesk(t *testing.T, keep *demo.Keep) *desk {
	t.Helper()
	d := &desk{
		t: t, codes: codes(t), now: keep.Began().Add(time.Minute), people: map[string]demo.Person{},
		requests: map[evidence.RequestID]*record{}, done: map[string]kept{}, rows: map[string]int{},
	}
	for _, p := range load(t).People {
		d.people[keep.Token(p.Key)] = p
	}
	d.mux = http.NewServeMux()
	d.routes()
	return d
}

// ServeHTTP repeats the answer to a key, refuses a key with another body, and fails when it is told to.
func (d *desk) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.calls++
	failure := 0
	if d.fail != nil {
		failure = d.fail(d.calls)
	}
	if failure > 0 {
		answer(w, failure, map[string]any{"code": evidence.Internal})
		return
	}
	person, ok := d.people[strings.TrimPrefix(r.Header.Get("Authorization"), "Bearer ")]
	if !ok {
		answer(w, http.StatusUnauthorized, map[string]any{"code": evidence.Unauthenticated})
		return
	}
	out := &memory{header: http.Header{}, status: http.StatusOK}
	d.serve(out, r, person.Key+" "+r.URL.Path+" "+r.Header.Get("Idempotency-Key"))
	if failure < 0 {
		answer(w, -failure, map[string]any{"code": evidence.Internal})
		return
	}
	w.Header().Set("ETag", out.header.Get("ETag"))
	w.WriteHeader(out.status)
	_, _ = w.Write(out.body.Bytes())
}

func (d *desk) serve(out *memory, r *http.Request, key string) {
	sent, err := io.ReadAll(r.Body)
	if err != nil {
		d.t.Error(err)
	}
	r.Body = io.NopCloser(bytes.NewReader(sent))
	if len(sent) > 0 && sent[0] != '{' && r.Header.Get("Content-Type") != "application/octet-stream" {
		d.t.Errorf("%s: the body is %s, no object", key, sent)
	}
	before, repeated := d.done[key]
	switch {
	case r.Method != http.MethodPost:
		d.mux.ServeHTTP(out, r)
		return
	case repeated && before.body != string(sent):
		d.t.Errorf("%s: the same key with another body", key)
		answer(out, http.StatusUnprocessableEntity, map[string]any{"code": evidence.IdempotencyKeyReused})
		return
	case repeated && before.status < http.StatusBadRequest:
		out.status = before.status
		out.body.Write(before.answer)
		return
	}
	d.mux.ServeHTTP(out, r)
	d.done[key] = kept{string(sent), out.status, out.body.Bytes()}
}

func (d *desk) actor(r *http.Request, library evidence.LibraryID) evidence.Actor {
	p := d.people[strings.TrimPrefix(r.Header.Get("Authorization"), "Bearer ")]
	a := evidence.Actor{Person: demo.PersonID(p.Key)}
	for code, roles := range p.Roles {
		if demo.LibraryID(code) == library {
			a.Roles = roles
		}
	}
	return a
}

// apply asks the process and keeps what it says.
func (d *desk) apply(rec *record, c evidence.Command) error {
	c.ID = uuid.NewString()
	decision, err := evidence.Decide(rec.state, c, d.now)
	if err != nil {
		return err
	}
	rec.state = d.settle(evidence.Of(rec.state, c, decision, d.now))
	rec.applied, rec.dates = append(rec.applied, c.Name), append(rec.dates, rec.state.At)
	return nil
}

// settle lets a promise of the urgency run in plain time: enough for the process to go on.
func (d *desk) settle(tr evidence.Transition) evidence.State {
	c := tr.Next.Clock
	switch tr.Clock.Do {
	case evidence.ClockStart, evidence.ClockResume, evidence.ClockRebase:
		u, _ := d.codes.Urgency(tr.Next.Urgency)
		c.Running, c.Budget, c.Since = true, u.PromiseMinutes, tr.Next.At
		c.PromiseDue = tr.Next.At.Add(time.Duration(u.PromiseMinutes) * time.Minute)
	case evidence.ClockAgree:
		c.PromiseDue = tr.Clock.At
	case evidence.ClockStop, evidence.ClockEnd:
		c.Running, c.PromiseDue = false, time.Time{}
	case evidence.ClockKeep, evidence.ClockAgain:
	}
	return tr.Next.Settle(c)
}

// note has the engine record something on every request that is open, as its timers do when a promise has passed.
func (d *desk) note() {
	d.mu.Lock()
	defer d.mu.Unlock()
	for _, rec := range d.requests {
		_ = d.apply(rec, evidence.Command{Name: evidence.DueSoon, Actor: evidence.Engine()})
	}
}

func (d *desk) by(key string) *record {
	d.mu.Lock()
	defer d.mu.Unlock()
	for _, rec := range d.requests {
		if strings.Contains(rec.opened, "demo-"+key+"-") {
			return rec
		}
	}
	return nil
}

// memory keeps what a handler writes.
type memory struct {
	header http.Header
	status int
	body   bytes.Buffer
}

func (m *memory) Header() http.Header         { return m.header }
func (m *memory) WriteHeader(status int)      { m.status = status }
func (m *memory) Write(b []byte) (int, error) { return m.body.Write(b) }

func answer(w http.ResponseWriter, status int, body any) {
	w.WriteHeader(status)
	_ = json.NewEncoder(w).Encode(body)
}

func refuse(w http.ResponseWriter, err error) {
	var refusal *evidence.Error
	if e, ok := err.(*evidence.Error); ok { //nolint:errorlint // the process returns it bare
		refusal = e
	} else {
		refusal = &evidence.Error{Code: evidence.Malformed, Detail: err.Error()}
	}
	answer(w, refusal.Code.Row().Status, map[string]any{
		"code": refusal.Code, "detail": refusal.Detail, "stage": refusal.Stage, "errors": refusal.Fields,
	})
}

// strictly decodes a body into one of the API's own types, refusing fields that it does not have.
func strictly(r *http.Request, into any) error {
	decoder := json.NewDecoder(r.Body)
	decoder.DisallowUnknownFields()
	if err := decoder.Decode(into); err != nil {
		return fmt.Errorf("%s: %w", r.URL.Path, err)
	}
	return nil
}
