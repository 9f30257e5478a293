package workflows_test

import (
	"fmt"
	"hash/fnv"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"go.temporal.io/sdk/testsuite"
	"pgregory.net/rapid"

	"evidencedesk/internal/evidence"
	"evidencedesk/workflows"
)

// TestModel gives random commands, some twice, some with stale versions, over random times, and compares the workflow
// with the model: Decide alone, told the deadlines that have passed. It holds the invariants of the process besides.
func TestModel(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(rt *rapid.T) {
		d := newDesk(t)
		d.stubFollowUp()
		m := &model{t: rt, state: opened(realPace(), d.started), answers: map[string]workflows.Ack{}}
		for i := range rapid.IntRange(1, 50).Draw(rt, "steps") {
			wait := time.Duration(rapid.SampledFrom([]int{1, 1, 7, 7, 61, 61, 300, 300, 1000, 4000, 20000}).Draw(rt, "minutes")) * time.Minute
			draw := drawCommand(rt, i)
			d.after(wait+time.Second, func() { m.give(d, draw) })
		}
		d.cancel(40 * day)
		_ = d.run(workflows.RequestInput{State: m.state})
		m.invariants(d.store.rows)
	})
}

// model is what should happen.
type model struct {
	t       *rapid.T
	state   evidence.State
	answers map[string]workflows.Ack
	sent    []evidence.Command
}

// drawn is a command that is completed by the state at the time it is given.
type drawn struct {
	id     string
	person evidence.PersonID
	name   evidence.Name // any; only in the one of four cases in which useful is false
	useful bool          // choose among what the person may do now, so that lives get long
	choice int
	ends   bool // may end the request
	repeat int  // send an earlier command again, counted from the newest; -1: a new one
	stale  bool
}

func engineCommands() []evidence.Name {
	return []evidence.Name{evidence.CloseMerged, evidence.ChildEnded, evidence.PartnerEnded, evidence.Recompute}
}

func drawCommand(rt *rapid.T, i int) drawn {
	names := engineCommands()
	for _, r := range evidence.Process() {
		if r.ByPeople() {
			names = append(names, r.Name)
		}
	}
	d := drawn{
		id:     fmt.Sprintf("c%d", i),
		person: rapid.SampledFrom([]evidence.PersonID{owner, owner, owner, colleague, requester, delegate, manager}).Draw(rt, "person"),
		name:   rapid.SampledFrom(names).Draw(rt, "name"),
		useful: rapid.IntRange(0, 3).Draw(rt, "useful") > 0,
		choice: spread(i, rapid.Uint64().Draw(rt, "choice")),
		ends:   rapid.IntRange(0, 9).Draw(rt, "ends") == 0,
		repeat: rapid.IntRange(0, 12).Draw(rt, "again") - 9,
		stale:  rapid.IntRange(0, 9).Draw(rt, "stale") == 0,
	}
	return d
}

// spread makes an even choice of a draw, which rapid prefers to be small, and of the step it is for.
func spread(step int, draw uint64) int {
	h := fnv.New32a()
	_, _ = fmt.Fprint(h, step, draw)
	return int(h.Sum32())
}

func (m *model) command(d drawn, now time.Time) evidence.Command {
	if d.repeat >= 0 && d.repeat < len(m.sent) {
		return m.sent[len(m.sent)-1-d.repeat]
	}
	c := evidence.Command{ID: d.id, Name: d.name, Actor: by(d.person)}
	allowed := slices.DeleteFunc(evidence.Allowed(m.state, c.Actor, now), func(n evidence.Name) bool {
		ends := []evidence.Name{evidence.Withdraw, evidence.Decline, evidence.Signpost, evidence.SplitRequest, evidence.Release, evidence.Merge}
		return !d.ends && slices.Contains(ends, n)
	})
	if d.useful && len(allowed) > 0 {
		c.Name = allowed[d.choice%len(allowed)]
	}
	if waits := m.state.Stage == evidence.Referred || m.state.Stage == evidence.Split; d.useful && waits && d.choice%2 == 0 {
		c.Name = map[evidence.Stage]evidence.Name{evidence.Referred: evidence.PartnerEnded, evidence.Split: evidence.ChildEnded}[m.state.Stage]
	}
	if slices.Contains(engineCommands(), c.Name) {
		c.Actor = evidence.Engine()
	}
	c.Args = m.args(c.Name, now)
	if d.stale {
		c.Seq = m.state.Seq + 1
	}
	m.sent = append(m.sent, c)
	return c
}

func (m *model) args(n evidence.Name, now time.Time) evidence.Args {
	subject := evidence.Summary
	if m.state.Stage == evidence.Searching || m.state.Check != nil && m.state.Check.Subject == evidence.Strategy {
		subject = evidence.Strategy
	}
	a := checked(subject)
	a.Reason, a.Press, a.Type, a.Product, a.Estimate, a.Policy = "code", "press", "audit", "summary", 60, evidence.CheckNone
	a.Message, a.Channel, a.Searches, a.Outcome = "m", "phone", []string{"s"}, evidence.Answered
	a.PromiseDue, a.ReviewAt, a.Person = now.Add(5*workingDay), now.Add(2*day), colleague
	a.Urgency, a.Survivor, a.Children, a.Request = "soon", partner, []evidence.RequestID{partA, partB}, partner
	a.Consent, a.BackTo, a.Left = true, evidence.Summarising, true
	if m.state.Seq%3 == 0 {
		a.Policy = evidence.CheckBoth
	}
	if n == evidence.ChildEnded && len(m.state.Children) > 0 {
		a.Request = m.state.Children[0]
	}
	return a
}

// give gives one command to the workflow and to the model.
func (m *model) give(d *desk, draw drawn) {
	var was evidence.State
	d.query(&was)
	m.catchUp(was)
	now := d.env.Now()
	c := m.command(draw, now)
	want, wantErr := m.expect(c, now)
	answered := false
	compare := func(answer any, err error) {
		answered = true
		if wantErr != nil || err != nil {
			if evidence.CodeOf(wantErr) != refusalOf(err).Code && (wantErr != nil || err != nil) {
				m.t.Errorf("%s of %s in %s: %v, want %v", c.Name, c.ID, m.state.Stage, err, wantErr)
			}
			return
		}
		if diff := cmp.Diff(want, answer.(workflows.Ack)); diff != "" {
			m.t.Errorf("%s of %s: %s", c.Name, c.ID, diff)
		}
	}
	d.env.UpdateWorkflow(workflows.CommandUpdate, fmt.Sprintf("%s/%d", c.ID, d.env.Now().UnixNano()), &testsuite.TestUpdateCallback{
		OnAccept: func() {}, OnReject: func(err error) { compare(nil, err) }, OnComplete: compare,
	}, c)
	d.env.RegisterDelayedCallback(func() {
		if !answered && !d.env.IsWorkflowCompleted() {
			m.t.Errorf("%s of %s was not answered", c.Name, c.ID)
		}
	}, time.Second)
}

// catchUp lets the deadlines that passed since the last command happen to the model, one by one, as Decide has them.
func (m *model) catchUp(is evidence.State) {
	for m.state.Seq < is.Seq {
		next, ok := m.state.NextDeadline()
		if !ok {
			m.t.Fatalf("the workflow is at %d, the model at %d with no deadline to come", is.Seq, m.state.Seq)
		}
		c := engine(next.Name, evidence.Args{}, fmt.Sprintf("timer/%d/%s", m.state.Seq, next.Name))
		if _, err := m.expect(c, next.At); err != nil {
			m.t.Fatalf("%s: %v", c.ID, err)
		}
	}
	if diff := cmp.Diff(m.state, is); diff != "" {
		m.t.Fatalf("the model and the workflow differ: %s", diff)
	}
}

func (m *model) expect(c evidence.Command, now time.Time) (workflows.Ack, error) {
	if ack, ok := m.answers[c.ID]; ok {
		return ack, nil
	}
	decision, err := evidence.Decide(m.state, c, now)
	if err != nil {
		return workflows.Ack{}, err
	}
	t := evidence.Of(m.state, c, decision, now)
	m.state = t.Next.Settle(realPace().settle(t))
	m.answers[c.ID] = workflows.AckOf(c.ID, m.state)
	return m.answers[c.ID], nil
}

// invariants of the audit: numbers without gaps, every row follows from the one before, a stopped clock never fires.
func (m *model) invariants(rows []evidence.Transition) {
	state := opened(realPace(), began())
	for _, row := range rows {
		if row.Next.Seq != state.Seq+1 || row.From != state.Stage {
			m.t.Fatalf("row %d from %s follows %d in %s", row.Next.Seq, row.From, state.Seq, state.Stage)
		}
		due := []evidence.Name{evidence.DueSoon, evidence.Due, evidence.Overdue}
		if slices.Contains(due, row.Command.Name) && !state.Clock.Running {
			m.t.Fatalf("%s fired while the clock stood", row.Command.Name)
		}
		again, err := evidence.Decide(state, row.Command, row.RecordedAt)
		if err != nil {
			m.t.Fatalf("%s cannot be decided again: %v", row.Command.ID, err)
		}
		if diff := cmp.Diff(row.Next, again.Next); diff != "" {
			m.t.Fatalf("%s: %s", row.Command.ID, diff)
		}
		state = row.Next.Settle(realPace().settle(row))
	}
}
