package e2e_test

import (
	"errors"
	"fmt"
	"maps"
	"net/http"
	"strings"
	"testing"
	"time"

	"evidencedesk/internal/apiclient"
	"evidencedesk/internal/evidence"
)

// m is a JSON object on its way to the API.
type m map[string]any

// and gives the object with more in it.
func (b m) and(more m) m {
	both := m{}
	maps.Copy(both, b)
	maps.Copy(both, more)
	return both
}

// request is one request with its library.
type request struct {
	*library

	id        evidence.RequestID
	reference string
}

// submission is a complete one: every field of free text is filled in.
func (l *library) submission() m {
	return m{
		"library": l.id, "type": "patient_care", "urgency": "routine", "specialty": words("cardiology"), "staff_group": "medical_dental",
		"question":   words("Does early mobilisation shorten the stay of adults after hip surgery?"),
		"background": words("We plan a change of the pathway."), "exclusions": words("Animal studies."), "known_papers": words("The national audit."),
		"on_behalf_of": words("The pathway team"), "why_urgent": words("The board meets."),
		"framework": m{"code": "pico", "elements": m{"population": words("Adults after hip surgery"), "intervention": words("Early mobilisation")}},
		"limits":    m{"dates": "last_10", "languages": "english_only", "species": "humans"},
	}
}

// submit opens a request of the asker, now.
func (l *library) submit() *request {
	l.Helper()
	return l.submitAs(l.asker, l.submission())
}

// receive opens one that a librarian wrote down later.
func (l *library) receive(at time.Time, more m) *request {
	l.Helper()
	return l.submitAs(l.librarian, l.submission().and(m{"requester": m{"person": l.asker.id}, "channel": "phone", "occurred_at": at}).and(more))
}

func (l *library) submitAs(p *person, body m, options ...apiclient.Option) *request {
	l.Helper()
	opened, answer, err := p.Submit(l.Context(), body, options...)
	if err != nil {
		l.Fatalf("submit: %v", err)
	}
	if answer.Status != http.StatusCreated || answer.Header.Get("Location") != apiclient.RequestPath(opened.ID) {
		l.Errorf("submit: status %d, location %q", answer.Status, answer.Header.Get("Location"))
	}
	return l.known(opened.ID, opened.Reference)
}

func (l *library) known(id evidence.RequestID, reference string) *request {
	return &request{library: l, id: id, reference: reference}
}

// give gives a command that must be carried out.
func (r *request) give(p *person, name evidence.Name, body m, options ...apiclient.Option) apiclient.Result {
	r.Helper()
	result, answer, err := p.Command(r.Context(), r.id, name, body.and(nil), options...)
	if err != nil {
		r.Fatalf("%s: %v", name, err)
	}
	if want := fmt.Sprintf(`"%d"`, result.Seq); answer.ETag != want {
		r.Errorf("%s: ETag %s, want %s", name, answer.ETag, want)
	}
	return result
}

// refuse gives a command that must be refused with the code, and leave no trace.
func (r *request) refuse(p *person, name evidence.Name, body m, code evidence.Code, options ...apiclient.Option) *apiclient.Problem {
	r.Helper()
	before := r.seq()
	_, _, err := p.Command(r.Context(), r.id, name, body.and(nil), options...)
	problem, ok := apiclient.ProblemOf(err)
	if !ok || problem.Code != code {
		r.Fatalf("%s: %v, want %s", name, err, code)
	}
	if after := r.seq(); after != before {
		r.Errorf("%s was refused and is number %d", name, after)
	}
	return problem
}

func (r *request) seq() int {
	r.Helper()
	return r.desk.count(r, "SELECT seq FROM request_state WHERE request_id = $1", r.id)
}

// view is a request as the API shows it.
type view struct {
	ID            evidence.RequestID `json:"id"`
	Stage         evidence.Stage     `json:"stage"`
	Outcome       evidence.Outcome   `json:"outcome"`
	Owner         evidence.PersonID  `json:"owner"`
	Requester     evidence.PersonID  `json:"requester"`
	RequesterName string             `json:"requester_name"`
	Question      string             `json:"question"`
	Background    string             `json:"background"`
	Erased        bool               `json:"erased"`
	Seq           int                `json:"seq"`
	Urgency       string             `json:"urgency"`
	Running       bool               `json:"running"`
	PromiseDue    time.Time          `json:"promise_due"`
	DeliveredAt   time.Time          `json:"delivered_at"`
	FirstAt       time.Time          `json:"first_delivered_at"`
	FollowUp      string             `json:"follow_up"`
	QuestionOpen  bool               `json:"question_open"`
	Allowed       []evidence.Name    `json:"allowed_commands"`
	Check         struct {
		Subject evidence.Subject `json:"subject"`
		Version int              `json:"version"`
		Digest  string           `json:"digest"`
	} `json:"check"`
	Links []struct {
		Kind    string             `json:"kind"`
		Request evidence.RequestID `json:"request"`
		Stage   evidence.Stage     `json:"stage"`
	} `json:"links"`
	Referrals []struct {
		Request evidence.RequestID `json:"request"`
	} `json:"referrals"`
}

// as reads the request as somebody.
func (r *request) as(p *person) view {
	r.Helper()
	var v view
	_, err := p.Get(r.Context(), r.path(), &v)
	if err != nil {
		r.Fatalf("read %s: %v", r.reference, err)
	}
	return v
}

// unseen insists that the request does not exist for somebody.
func (r *request) unseen(p *person) {
	r.Helper()
	_, err := p.Get(r.Context(), r.path(), nil)
	if apiclient.CodeOf(err) != evidence.NotFound {
		r.Errorf("somebody who is not to see it is answered %v", err)
	}
}

func (r *request) path(below ...string) string { return apiclient.RequestPath(r.id, below...) }

// stands waits until the request is in a stage, which the engine may bring it to.
func (r *request) stands(stage evidence.Stage) view {
	r.Helper()
	var v view
	eventually(r, r.reference+" comes to "+string(stage), func() error {
		if v = r.as(r.librarian); v.Stage != stage {
			return fmt.Errorf("it is in %s", v.Stage)
		}
		return nil
	})
	return v
}

// post makes a row below the request.
func (r *request) post(p *person, resource string, body m, out any) {
	r.Helper()
	if _, err := p.Do(r.Context(), http.MethodPost, r.path(resource), body, out); err != nil {
		r.Fatalf("%s: %v", resource, err)
	}
}

// list reads the rows of a resource.
func list[T any](tb testing.TB, p *person, path string) []T {
	tb.Helper()
	var page struct {
		Items []T `json:"items"`
	}
	if _, err := p.Get(tb.Context(), path, &page); err != nil {
		tb.Fatalf("%s: %v", path, err)
	}
	return page.Items
}

// letters are the letters to somebody, the newest first.
func (d *desk) letters(tb testing.TB, p *person, about string) (bodies []string) {
	tb.Helper()
	all, err := d.box.Messages(1000)
	if err != nil {
		tb.Fatal(err)
	}
	for _, letter := range all {
		if strings.Contains(strings.Join(letter.To, " "), p.email) && strings.Contains(letter.Subject+letter.Body, about) {
			bodies = append(bodies, letter.Subject+"\n"+letter.Body)
		}
	}
	return bodies
}

// receives waits until a notice of a kind has been sent to somebody.
func (r *request) receives(p *person, kind evidence.NoticeKind) {
	r.Helper()
	eventually(r, string(kind)+" is sent", func() error {
		if r.desk.count(r, "SELECT count(*) FROM notice WHERE request_id = $1 AND person_id = $2 AND kind = $3 AND state = 'sent'", r.id, p.id, kind) == 0 {
			return errors.New("it has not been sent")
		}
		return nil
	})
}
