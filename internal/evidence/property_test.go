package evidence_test

import (
	"encoding/json"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"evidencedesk/internal/evidence"
)

// world is a random life of one request, with the audit rows that a store would keep.
type world struct {
	state evidence.State
	now   time.Time
	audit []evidence.Transition
	after []evidence.State // settled, one per audit row
}

func (w *world) try(c evidence.Command) error {
	before := marshal(w.state)
	d, err := evidence.Decide(w.state, c, w.now)
	if marshal(w.state) != before {
		panic("Decide changed its argument")
	}
	if err != nil {
		return err
	}
	tr := evidence.Of(w.state, c, d, w.now)
	w.state = settle(w.state, tr)
	w.audit, w.after = append(w.audit, tr), append(w.after, w.state)
	return nil
}

func marshal(v any) string {
	b, err := json.Marshal(v)
	if err != nil {
		panic(err)
	}
	return string(b)
}

func anyActor(t *rapid.T) evidence.Actor {
	return rapid.SampledFrom([]evidence.Actor{
		asAnn, asSec, asLib, asOther, asLearner, asBoss, asGuest, asNobody, evidence.Engine(),
		actor(lib, evidence.Librarian, evidence.Manager), actor(ann, evidence.Requester, evidence.Librarian),
	}).Draw(t, "actor")
}

func anyCommand(t *rapid.T, w *world) evidence.Command {
	who := anyActor(t)
	names := evidence.Allowed(w.state, who, w.now)
	if len(names) == 0 || rapid.IntRange(0, 3).Draw(t, "allowed") == 0 {
		names = nil
		for _, r := range evidence.Process() {
			names = append(names, r.Name)
		}
	}
	name := rapid.SampledFrom(names).Draw(t, "command")
	c := evidence.Command{Name: name, Actor: who, Args: args(name, w.state.Stage, w.now)}
	if rapid.Bool().Draw(t, "other args") {
		c.Args.Digest = rapid.SampledFrom([]string{"d1", "d2"}).Draw(t, "digest")
		c.Args.Version = rapid.IntRange(1, 2).Draw(t, "version")
		c.Args.Authors = []evidence.PersonID{rapid.SampledFrom([]evidence.PersonID{lib, other, learner}).Draw(t, "author")}
		c.Args.Trainee = slices.Contains(c.Args.Authors, learner)
		c.Args.Policy = rapid.SampledFrom([]evidence.CheckPolicy{"none", "strategy", "summary", "both"}).Draw(t, "policy")
		c.Args.BackTo = rapid.SampledFrom([]evidence.Stage{evidence.Searching, evidence.Summarising, evidence.Triage}).Draw(t, "back")
		c.Args.Subject = rapid.SampledFrom([]evidence.Subject{evidence.Strategy, evidence.Summary}).Draw(t, "subject")
	}
	if rapid.IntRange(0, 9).Draw(t, "late") == 0 {
		c.At = w.now.Add(-time.Duration(rapid.IntRange(-60, 600).Draw(t, "minutes ago")) * time.Minute)
	}
	if rapid.IntRange(0, 9).Draw(t, "if") == 0 {
		c.Seq = w.state.Seq - rapid.IntRange(0, 1).Draw(t, "behind")
	}
	return c
}

func TestRandomLives(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		w := &world{now: start}
		o := args(evidence.Submit, "", start)
		if rapid.Bool().Draw(t, "decision") {
			o.Opening.DecisionAt = start.Add(time.Duration(rapid.IntRange(1, 400).Draw(t, "hours")) * time.Hour)
		}
		if err := w.try(evidence.Command{ID: "open", Name: evidence.Submit, Actor: asAnn, Args: o}); err != nil {
			t.Fatal(err)
		}
		for range rapid.IntRange(1, 60).Draw(t, "length") {
			w.now = w.now.Add(time.Duration(rapid.IntRange(0, 3000).Draw(t, "minutes")) * time.Minute)
			c, before := anyCommand(t, w), w.state
			err := w.try(c)
			if err != nil && evidence.CodeOf(err) == evidence.Internal {
				t.Fatalf("%s: a refusal without a code: %v", c.Name, err)
			}
			if err == nil {
				holds(t, before, c, w.state)
			}
		}
		replays(t, w)
	})
}

// holds checks what must be true after every accepted command.
func holds(t *rapid.T, before evidence.State, c evidence.Command, s evidence.State) {
	if s.Seq != before.Seq+1 {
		t.Fatalf("%s: number %d after %d", c.Name, s.Seq, before.Seq)
	}
	if s.At.Before(before.At) {
		t.Fatalf("%s: time ran backwards", c.Name)
	}
	if c.Name == evidence.Claim && before.Owner != "" {
		t.Fatalf("claimed from %s", before.Owner)
	}
	if s.Owner != before.Owner && !slices.Contains([]evidence.Name{evidence.Claim, evidence.Release, evidence.Reassign}, c.Name) {
		t.Fatalf("%s changed the owner", c.Name)
	}
	if s.Stage == evidence.Triage && s.Owner == "" || s.Stage == evidence.Submitted && s.Owner != "" {
		t.Fatalf("%s: %s with owner %q", c.Name, s.Stage, s.Owner)
	}
	if slices.Contains([]evidence.Name{evidence.DueSoon, evidence.Due, evidence.Overdue}, c.Name) && !before.Clock.Running {
		t.Fatalf("%s fired on a stopped clock", c.Name)
	}
	for _, d := range s.Clock.Deadlines {
		if !s.Clock.Running && slices.Contains([]evidence.Name{evidence.DueSoon, evidence.Due, evidence.Overdue}, d.Name) {
			t.Fatalf("after %s the stopped clock still has %s", c.Name, d.Name)
		}
	}
	stopped := slices.Contains([]evidence.Stage{evidence.Clarifying, evidence.OnHold, evidence.Merged, evidence.Split, evidence.Delivered, evidence.Closed}, s.Stage)
	if stopped == s.Clock.Running {
		t.Fatalf("after %s: clock running %v in %s", c.Name, s.Clock.Running, s.Stage)
	}
	if (s.Stage == evidence.Checking) != (s.Check != nil) && s.Stage != evidence.OnHold && s.Stage != evidence.Merged {
		t.Fatalf("after %s: check %v in %s", c.Name, s.Check, s.Stage)
	}
	fourEyes(t, before, c)
}

// fourEyes is written without the code under test: it looks only at what the command says and what the state held.
func fourEyes(t *rapid.T, before evidence.State, c evidence.Command) {
	switch c.Name {
	case evidence.Approve, evidence.ReturnForChanges:
		if c.Actor.Person == before.Owner || slices.Contains(before.Check.Authors, c.Actor.Person) {
			t.Fatalf("%s checked own work", c.Actor.Person)
		}
	case evidence.WaiveCheck:
		if c.Args.Trainee || slices.Contains(c.Args.Authors, c.Actor.Person) || c.Actor.Person == before.Owner {
			t.Fatalf("%s waived %v", c.Actor.Person, c.Args.Authors)
		}
	case evidence.Deliver, evidence.Correct:
		needed := before.Policy == evidence.CheckSummary || before.Policy == evidence.CheckBoth || c.Args.Trainee
		ok := slices.ContainsFunc(before.Passed, func(p evidence.Check) bool {
			return p.Subject == evidence.Summary && p.Digest == c.Args.Digest && p.Version == c.Args.Version && (!p.Waived || !c.Args.Trainee)
		})
		if needed && !ok {
			t.Fatalf("%s without a check of %s", c.Name, c.Args.Digest)
		}
	}
}

// replays folds Decide over the audit rows, taking only the clocks from them.
func replays(t *rapid.T, w *world) {
	var s evidence.State
	for i, tr := range w.audit {
		d, err := evidence.Decide(s, tr.Command, tr.RecordedAt)
		if err != nil {
			t.Fatalf("row %d, %s: %v", i+1, tr.Command.Name, err)
		}
		s = d.Next.Settle(w.after[i].Clock)
	}
	if diff := cmp.Diff(w.state, s); diff != "" {
		t.Fatalf("the audit replays to something else:\n%s", diff)
	}
	var back evidence.State
	if err := json.Unmarshal([]byte(marshal(s)), &back); err != nil || cmp.Diff(s, back) != "" {
		t.Fatalf("the state does not survive JSON: %v", err)
	}
}
