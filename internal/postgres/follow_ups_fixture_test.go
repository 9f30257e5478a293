package postgres_test

import (
	"crypto/sha256"
	"testing"
	"time"

	"github.com/google/uuid"

	"evidencedesk/activities"
	"evidencedesk/internal/evidence"
	"evidencedesk/internal/mail"
	"evidencedesk/internal/postgres"
)

var _ activities.FollowUpStore = (*postgres.FollowUps)(nil)

const linkKey = "0123456789abcdef0123456789abcdef"

// impact is the follow-up of one request, driven as its workflow does.
type impact struct {
	*desk

	store   *postgres.FollowUps
	request evidence.RequestID
	state   evidence.ImpactState
}

func (d *desk) followUps() *postgres.FollowUps {
	return postgres.NewFollowUps(d.db.App, usual{}, []byte(linkKey), "2026-11", func() time.Time { return d.now })
}

// follow begins the follow-up of a request that was delivered now.
func (d *desk) follow(request evidence.RequestID) *impact {
	d.Helper()
	f := &impact{desk: d, store: d.followUps(), request: request}
	f.state = evidence.ImpactState{Request: request, Library: d.library, Type: "patient_care", Anchor: d.now}
	f.give(evidence.ImpactCommand{Name: evidence.ImpactAnchor})
	return f
}

func (f *impact) decide(c evidence.ImpactCommand) evidence.ImpactTransition {
	f.Helper()
	c.ID = string(c.Name) + "/" + uuid.NewString()
	t, err := evidence.DecideImpact(f.state, c, f.now)
	if err != nil {
		f.Fatalf("%s: %v", c.Name, err)
	}
	return t
}

func (f *impact) apply(t evidence.ImpactTransition) {
	f.Helper()
	var err error
	if f.state, err = f.store.Apply(f.Context(), t); err != nil {
		f.Fatalf("%s: %v", t.Command.Name, err)
	}
}

func (f *impact) give(c evidence.ImpactCommand) {
	f.Helper()
	f.apply(f.decide(c))
}

// pass lets time go to a deadline and carries it out.
func (f *impact) pass(name evidence.Name) {
	f.Helper()
	for _, due := range f.state.Deadlines() {
		if due.Name == name {
			f.now = due.At
			f.give(evidence.ImpactCommand{Name: name})
			return
		}
	}
	f.Fatalf("%s is not due: %+v", name, f.state)
}

// of gives the ask of a person.
func (f *impact) of(p evidence.PersonID) evidence.ImpactAsk {
	f.Helper()
	for _, a := range f.state.Asks {
		if a.Person == p {
			return a
		}
	}
	f.Fatalf("%s was not considered", p)
	return evidence.ImpactAsk{}
}

// link is the hash of what a person's letter leads to.
func (f *impact) link(p evidence.PersonID) []byte {
	f.Helper()
	sum := sha256.Sum256([]byte(mail.AskToken([]byte(linkKey), f.of(p).ID)))
	return sum[:]
}

func (f *impact) expect(stage evidence.ImpactStage, states map[evidence.PersonID]evidence.AskState) {
	f.Helper()
	stored, err := f.store.FollowUp(f.Context(), f.request)
	if err != nil || stored.Stage != stage || len(stored.Asks) != len(states) {
		f.Errorf("the follow-up is %s with %d asks, want %s with %d (%v)", stored.Stage, len(stored.Asks), stage, len(states), err)
	}
	for p, want := range states {
		if got := f.of(p).State; got != want {
			f.Errorf("%s is %s, want %s", p, got, want)
		}
		if n := f.count(`SELECT count(*) FROM ask WHERE request_id = $1 AND person_id = $2 AND state = $3`, f.request, p, want); n != 1 {
			f.Errorf("the row of %s is not %s", p, want)
		}
	}
}

func yes() postgres.SurveyAnswer {
	return postgres.SurveyAnswer{
		Questionnaire: "2026-11", Codes: map[string]any{"q2_uses": []string{"patient_care"}, "q4_benefits": map[string]string{"safety": "immediate"}},
		Texts: map[string]string{"q3_how": "We changed the protocol."}, TimeSaved: "1_to_2_hours", QuoteConsent: true,
	}
}

func (f *impact) save(p evidence.PersonID, v postgres.SurveyAnswer) string {
	f.Helper()
	id, err := f.store.SaveAnswer(f.Context(), f.of(p).ID, v)
	if err != nil {
		f.Fatal(err)
	}
	return id
}

// refuses checks that an answer would not be taken.
func (f *impact) refuses(t *testing.T, p evidence.PersonID, v postgres.SurveyAnswer, code evidence.Code) {
	t.Helper()
	if _, err := f.store.SaveAnswer(t.Context(), f.of(p).ID, v); evidence.CodeOf(err) != code {
		t.Errorf("an answer gives %v, want %s", err, code)
	}
}
