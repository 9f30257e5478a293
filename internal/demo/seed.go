package demo

import (
	"context"
	"errors"
	"fmt"
	"time"

	"evidencedesk/internal/apiclient"
	"evidencedesk/internal/evidence"
	"evidencedesk/internal/vocabulary"
)

// Seed tells the stories of all requests to the API at the address base, as the people whose tokens are kept in the
// file; see [Tell].
func Seed(ctx context.Context, base, file string, progress func(done, total int)) error {
	keep, err := OpenKeep(file, time.Now())
	if err != nil {
		return err
	}
	return Tell(ctx, apiclient.New(base, nil, ""), keep, progress)
}

// Tell tells the stories to the API at which the client points, one request after the other. Requests that the keep knows
// as told are left out, so it may be called at every start; a story that was interrupted is told again from its first
// step, which repeats nothing. What stands beside the requests is told once as well. Progress, which may be nil, hears how
// many requests are done after each that was told.
//
// A story that the API refuses does not stop the others; the error names each. Without an answer from the API, or with
// a cancelled context, telling stops at once.
func Tell(ctx context.Context, api *apiclient.Client, keep *Keep, progress func(done, total int)) error {
	t, err := newTelling(api, keep)
	if err != nil {
		return err
	}
	failed := []error{t.before(ctx)}
	if err := failed[0]; err != nil && !refused(err) {
		return err
	}
	for i, r := range t.data.Requests {
		if keep.told(r.Key) {
			continue
		}
		switch err := t.tell(ctx, r, i); {
		case err == nil:
		case refused(err):
			failed = append(failed, err)
		default:
			return errors.Join(append(failed, err)...)
		}
		if progress != nil {
			progress(i+1, len(t.data.Requests))
		}
	}
	return errors.Join(append(failed, t.beside(ctx))...)
}

// telling tells all stories.
type telling struct {
	api        *apiclient.Client
	keep       *Keep
	data       Data
	vocabulary *vocabulary.Catalogue
	diary      diary
}

func newTelling(api *apiclient.Client, keep *Keep) (*telling, error) {
	data, err := Load()
	if err != nil {
		return nil, err
	}
	v, err := vocabulary.Load()
	if err != nil {
		return nil, err
	}
	d, err := newDiary(keep.Began(), v)
	return &telling{api: api, keep: keep, data: data, vocabulary: v, diary: d}, err
}

// tell tells the story of one request to its end.
func (t *telling) tell(ctx context.Context, r Request, number int) error {
	s, steps, dates, err := t.prepare(r, number)
	if err != nil {
		return err
	}
	for i, one := range steps {
		if err := s.play(ctx, one, dates[i]); err != nil {
			return err
		}
	}
	return t.keep.tell(s.request.Key, s.id)
}

// prepare gives the steps of a request with their dates. Its number is its place among all.
func (t *telling) prepare(r Request, number int) (*scene, []step, []time.Time, error) {
	s := &scene{telling: t, request: r, number: number, needs: t.checks(r)}
	steps := story(r, s.needs)
	if steps == nil {
		return nil, nil, nil, fmt.Errorf("demo: request %s has the unknown story %q", r.Key, r.Story)
	}
	dates, err := t.diary.date(r, steps)
	if err != nil {
		return nil, nil, nil, err
	}
	s.received = dates[0]
	if r.DecisionDays > 0 {
		s.decision, err = t.diary.ahead(r.DecisionDays)
	}
	return s, steps, dates, err
}

// checks says what of a request a second librarian reads before delivery: what its type asks for, and all of a trainee's.
func (t *telling) checks(r Request) checks {
	kind, _ := t.vocabulary.SearchType(r.Type)
	needs := checks{
		strategy: kind.CheckRequired == vocabulary.CheckStrategy || kind.CheckRequired == vocabulary.CheckBoth,
		summary:  kind.CheckRequired == vocabulary.CheckSummary || kind.CheckRequired == vocabulary.CheckBoth,
	}
	needs.summary = needs.summary || t.person(r.Owner).works(r.Library, evidence.Trainee)
	return needs
}

func (t *telling) person(key string) Person {
	for _, p := range t.data.People {
		if p.Key == key {
			return p
		}
	}
	return Person{}
}

// request finds a request of the demonstration.
func (t *telling) request(key string) (Request, error) {
	for _, r := range t.data.Requests {
		if r.Key == key {
			return r, nil
		}
	}
	return Request{}, fmt.Errorf("demo: there is no request %q", key)
}

// opened gives the identifier of a request of the demonstration. Where the keep does not know it, the first step, repeated,
// gives the same answer.
func (t *telling) opened(ctx context.Context, key string) (evidence.RequestID, error) {
	if id := t.keep.request(key); id != "" {
		return id, nil
	}
	for i, r := range t.data.Requests {
		if r.Key != key {
			continue
		}
		s, steps, dates, err := t.prepare(r, i)
		if err != nil {
			return "", err
		}
		err = s.play(ctx, steps[0], dates[0])
		return s.id, err
	}
	return "", fmt.Errorf("demo: there is no request %q", key)
}
