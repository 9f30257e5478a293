package postgres_test

import (
	"errors"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"evidencedesk/activities"
	"evidencedesk/internal/evidence"
)

func TestAFollowUpFromDeliveryToTheEnd(t *testing.T) {
	d := newDesk(t)
	d.stage(evidence.Delivered, evidence.Answered)
	f := d.follow(d.request)
	// Delivered on Monday 2 March 2026 at noon: two weeks later is a Monday, and the morning after that is Tuesday, nine o'clock.
	want := time.Date(2026, 3, 17, 9, 0, 0, 0, time.UTC)
	if !f.state.Due.Ask.Equal(want) || f.state.Stage != evidence.ImpactScheduled {
		t.Fatalf("%s, asking at %s, want %s", f.state.Stage, f.state.Due.Ask, want)
	}
	f.pass(evidence.ImpactAskDue)
	f.expect(evidence.ImpactAsked, map[evidence.PersonID]evidence.AskState{d.requester: evidence.AskAsked})
	f.pass(evidence.ImpactRemindDue)
	f.expect(evidence.ImpactReminded, map[evidence.PersonID]evidence.AskState{d.requester: evidence.AskReminded})
	f.pass(evidence.ImpactGiveUpDue)
	f.expect(evidence.ImpactNoResponse, map[evidence.PersonID]evidence.AskState{d.requester: evidence.AskNoResponse})
	answer := f.save(d.requester, yes())
	f.give(evidence.ImpactCommand{Name: evidence.ImpactAnswer, Ask: f.of(d.requester).ID, Answer: answer})
	f.expect(evidence.ImpactAnswered, map[evidence.PersonID]evidence.AskState{d.requester: evidence.AskAnswered})
	if diff := cmp.Diff(slices.Concat(owedTo(evidence.NoticeImpactAsked, d.requester), owedTo(evidence.NoticeImpactReminder, d.requester)), d.owed()); diff != "" {
		t.Errorf("notices: %s", diff)
	}
	for _, n := range d.claim(10, time.Minute) {
		if n.Ask != f.of(d.requester).ID {
			t.Error("the letter has no link to the ask")
		}
	}
}

func TestAStepOfAFollowUpIsWrittenOnce(t *testing.T) {
	d := newDesk(t)
	d.stage(evidence.Delivered, evidence.Answered)
	f := d.follow(d.request)
	d.now = f.state.Due.Ask
	step := f.decide(evidence.ImpactCommand{Name: evidence.ImpactAskDue})
	const attempts = 8
	states := make([]evidence.ImpactState, attempts)
	var wg sync.WaitGroup
	for i := range attempts {
		wg.Go(func() {
			var err error
			if states[i], err = f.store.Apply(d.Context(), step); err != nil {
				t.Error(err)
			}
		})
	}
	wg.Wait()
	for _, s := range states {
		if diff := cmp.Diff(states[0], s); diff != "" {
			t.Error(diff)
		}
	}
	if n := d.count(`SELECT count(*) FROM ask`); n != 1 || len(d.owed()) != 1 {
		t.Errorf("%d asks, %d notices", n, len(d.owed()))
	}
	f.state = states[0]
	f.pass(evidence.ImpactRemindDue)
	late, err := f.store.Apply(t.Context(), step)
	if diff := cmp.Diff(f.state, late); err != nil || diff != "" {
		t.Errorf("an old step does not give the newest state: %v %s", err, diff)
	}
	gap := f.decide(evidence.ImpactCommand{Name: evidence.ImpactGiveUpDue})
	gap.Next.Seq++
	if _, err := f.store.Apply(t.Context(), gap); !activities.IsConflict(err) {
		t.Errorf("a gap: %v", err)
	}
}

func TestWhoIsAskedAndWhoIsNot(t *testing.T) {
	d := newDesk(t)
	left, gone, busy := d.colleague, d.outsider, d.passerby
	d.merged(left)
	d.merged(gone)
	d.merged(busy)
	d.merged(d.requester) // asked once, although two of the requests are theirs
	d.exec(`INSERT INTO opt_out VALUES ($1, now())`, left)
	d.forgotten(gone)
	d.stage(evidence.Delivered, evidence.Answered)
	other := d.ask()
	d.exec(`UPDATE request_state SET requester = $2 WHERE request_id = $1`, other, busy)
	earlier := d.follow(other)
	earlier.pass(evidence.ImpactAskDue)
	f := d.follow(d.request)
	f.pass(evidence.ImpactAskDue)
	f.expect(evidence.ImpactAsked, map[evidence.PersonID]evidence.AskState{
		d.requester: evidence.AskAsked, left: evidence.AskOptedOut, gone: evidence.AskNotAsked, busy: evidence.AskNotAsked,
	})
	if f.of(busy).Reason != evidence.NotAskedRecent || f.of(gone).Reason != evidence.NotAskedErased || !f.of(left).Left {
		t.Errorf("the reasons are wrong: %+v", f.state.Asks)
	}
	if diff := cmp.Diff(owedTo(evidence.NoticeImpactAsked, d.requester, busy), d.owed()); diff != "" {
		t.Errorf("notices: %s", diff)
	}
}

func TestNobodyIsAskedTwiceIn30DaysHoweverMuchAtOnce(t *testing.T) {
	d := newDesk(t)
	const requests = 8
	list := make([]*impact, requests)
	for i := range list {
		list[i] = d.follow(d.ask())
	}
	d.now = list[0].state.Due.Ask
	steps := make([]evidence.ImpactTransition, requests)
	for i, f := range list {
		steps[i] = f.decide(evidence.ImpactCommand{Name: evidence.ImpactAskDue})
	}
	var wg sync.WaitGroup
	for i, f := range list {
		wg.Go(func() {
			s, err := f.store.Apply(d.Context(), steps[i])
			if err != nil {
				t.Error(err)
			}
			f.state = s
		})
	}
	wg.Wait()
	asked := 0
	for _, f := range list {
		switch a := f.of(d.requester); {
		case a.State == evidence.AskAsked:
			asked++
		case a.State != evidence.AskNotAsked || a.Reason != evidence.NotAskedRecent:
			t.Errorf("%+v", a)
		}
	}
	if asked != 1 || len(d.owed()) != 1 {
		t.Errorf("asked %d times, with %d letters", asked, len(d.owed()))
	}
}

func TestThirtyDaysLaterSomebodyIsAskedAgain(t *testing.T) {
	d := newDesk(t)
	first := d.follow(d.request)
	first.pass(evidence.ImpactAskDue)
	asked := first.state.AskedAt
	for _, c := range []struct {
		after time.Duration
		want  evidence.AskState
	}{{evidence.AskEvery - time.Second, evidence.AskNotAsked}, {evidence.AskEvery, evidence.AskAsked}} {
		f := d.follow(d.ask())
		f.state.At = time.Time{}
		d.now = asked.Add(c.after)
		f.give(evidence.ImpactCommand{Name: evidence.ImpactAskDue})
		if got := f.of(d.requester).State; got != c.want {
			t.Errorf("%s later: %s, want %s", c.after, got, c.want)
		}
	}
}

func TestAReopenedRequestIsNotAskedAbout(t *testing.T) {
	d := newDesk(t)
	f := d.follow(d.request)
	f.give(evidence.ImpactCommand{Name: evidence.ImpactSuspend})
	f.expect(evidence.ImpactSuspended, nil)
	if len(f.state.Deadlines()) != 0 {
		t.Errorf("still due: %+v", f.state.Deadlines())
	}
	d.now = d.now.Add(72 * time.Hour)
	f.give(evidence.ImpactCommand{Name: evidence.ImpactAnchor, Anchor: d.now, Type: "teaching"})
	if wait := f.state.Due.Ask.Sub(d.now); wait < evidence.AskOthersAfter || f.state.Stage != evidence.ImpactScheduled {
		t.Errorf("%s, asked after %s", f.state.Stage, wait)
	}
}

func TestOpenFollowUpsComeInPages(t *testing.T) {
	d := newDesk(t)
	var want []evidence.RequestID
	list := make([]*impact, 5)
	for i := range list {
		list[i] = d.follow(d.ask())
		want = append(want, list[i].request)
	}
	list[1].give(evidence.ImpactCommand{Name: evidence.ImpactStop})
	want = slices.Delete(want, 1, 2)
	open := func() (ids []evidence.RequestID) {
		t.Helper()
		for after := evidence.RequestID(""); ; {
			page, err := d.followUps().OpenFollowUps(t.Context(), after, 2)
			if err != nil {
				t.Fatal(err)
			}
			if len(page) == 0 {
				return ids
			}
			for _, s := range page {
				ids = append(ids, s.Request)
			}
			after = ids[len(ids)-1]
		}
	}
	if got := open(); !slices.Equal(got, want) {
		t.Errorf("open: %v, want %v", got, want)
	}
	list[0].pass(evidence.ImpactAskDue)
	d.now = list[0].state.Due.End
	if got := open(); slices.Contains(got, list[0].request) {
		t.Error("one whose time for answers is over is open")
	}
}

func TestAFollowUpThatIsNotThere(t *testing.T) {
	d := newDesk(t)
	if _, err := d.followUps().FollowUp(t.Context(), d.request); evidence.CodeOf(err) != evidence.NotFound {
		t.Errorf("%v", err)
	}
	var refusal *evidence.Error
	if _, err := d.followUps().FollowUp(t.Context(), "no identifier"); !errors.As(err, &refusal) || strings.Contains(err.Error(), "identifier") {
		t.Errorf("%v", err)
	}
}
