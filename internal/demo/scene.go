package demo

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"net/http"
	"time"

	"evidencedesk/internal/apiclient"
	"evidencedesk/internal/evidence"
)

// scene is one step of a request's story while it is played: when, and with which actors.
type scene struct {
	*telling

	request  Request
	number   int                // its place among all
	id       evidence.RequestID // empty until it is submitted
	received time.Time
	decision time.Time
	needs    checks

	step string
	at   time.Time
}

// body is a JSON object on its way to the API.
type body map[string]any

// key names a call of this step, the same at every telling.
func (s *scene) key(part string) apiclient.Option {
	return apiclient.IdempotencyKey("demo-" + s.request.Key + "-" + s.step + part)
}

// owner is who works on the request.
func (s *scene) owner() string { return s.request.Owner }

// desk is who writes down what came in by phone or mail: the owner, or a librarian while there is none.
func (s *scene) desk() string {
	if s.request.Owner != "" {
		return s.request.Owner
	}
	return s.librarian("")
}

// second is a librarian of the same library who did not do the work.
func (s *scene) second() string { return s.librarian(s.request.Owner) }

func (s *scene) librarian(other string) string {
	for _, p := range s.data.People {
		if p.Key != other && p.works(s.request.Library, evidence.Librarian) {
			return p.Key
		}
	}
	return ""
}

func (s *scene) path(below ...string) string { return apiclient.RequestPath(s.id, below...) }

// give gives a command that happened at the time of the step. Where the story was interrupted for so long that the engine
// has noted something since, the command can no longer be recorded as earlier: then it happens now.
func (s *scene) give(ctx context.Context, person string, name evidence.Name, b body) error {
	dated := body{"occurred_at": s.at}
	maps.Copy(dated, b)
	_, _, err := s.as(person).Command(ctx, s.id, name, dated, s.key(""))
	if !refused(err) {
		return err
	}
	undated := body{}
	maps.Copy(undated, b)
	delete(undated, "promise_due") // it may have passed; the API proposes another
	_, _, lateErr := s.as(person).Command(ctx, s.id, name, undated, s.key("-late"))
	if refused(lateErr) && !tooLate(err) {
		return err // it was not about the time
	}
	return lateErr
}

func refused(err error) bool {
	p, ok := apiclient.ProblemOf(err)
	return ok && p.Status < http.StatusInternalServerError
}

func tooLate(err error) bool {
	p, ok := apiclient.ProblemOf(err)
	return ok && p.Names("occurred_at", "out-of-order")
}

// open opens the request and remembers what it is called.
func (s *scene) open(ctx context.Context, path string, b body) error {
	var opened apiclient.Opened
	if _, err := s.as(s.desk()).Do(ctx, http.MethodPost, apiclient.V1+path, b, &opened, s.key("")); err != nil {
		return err
	}
	if opened.ID == "" {
		return errors.New("demo: the API opened a request without an identifier")
	}
	s.id = opened.ID
	return nil
}

// post makes a row under the request.
func (s *scene) post(ctx context.Context, person, resource string, b body) error {
	_, err := s.as(person).Do(ctx, http.MethodPost, s.path(resource), b, nil, s.key("-"+resource))
	return err
}

// count says how many rows a list under the request has. Rows are not posted again once a story has gone past them.
func (s *scene) count(ctx context.Context, person, resource string) (int, error) {
	var list struct {
		Items []struct{} `json:"items"`
	}
	_, err := s.as(person).Get(ctx, s.path(resource), &list)
	return len(list.Items), err
}

// spend notes time that ended with the step.
func (s *scene) spend(ctx context.Context, person, stage string, minutes int) error {
	b := body{"stage": stage, "minutes": minutes, "started_at": s.at.Add(-time.Duration(minutes) * time.Minute)}
	_, err := s.as(person).Do(ctx, http.MethodPost, s.path("time-entries"), b, nil, s.key("-time-"+stage))
	return err
}

// play plays the step.
func (s *scene) play(ctx context.Context, one step, at time.Time) error {
	s.step, s.at = one.name, at
	if err := one.play(s, ctx); err != nil {
		return fmt.Errorf("demo: request %s, step %s: %w", s.request.Key, one.name, err)
	}
	return nil
}
