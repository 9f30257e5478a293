package main

import (
	"fmt"
	"strings"
	"time"

	"evidencedesk/internal/evidence"
)

// arrows are the moves a diagram can show, found by asking the process itself: each stage is reached by a short life, then
// every command is tried in it.
func diagram() string {
	var b strings.Builder
	b.WriteString("stateDiagram-v2\n    [*] --> submitted: submit\n    [*] --> delivered: answer-live\n")
	for _, from := range evidence.Stages() {
		moves := map[evidence.Stage][]string{}
		var order []evidence.Stage
		for _, r := range evidence.Process() {
			to, ok := move(from, r)
			if !ok || to == from {
				continue
			}
			if moves[to] == nil {
				order = append(order, to)
			}
			moves[to] = append(moves[to], string(r.Name))
		}
		for _, to := range order {
			fmt.Fprintf(&b, "    %s --> %s: %s\n", from, to, strings.Join(moves[to], ", "))
		}
	}
	b.WriteString("    closed --> [*]\n")
	return b.String()
}

var now = time.Date(2026, 1, 5, 9, 0, 0, 0, time.UTC)

func move(from evidence.Stage, r evidence.Rule) (evidence.Stage, bool) {
	if len(r.From) == 0 {
		return "", false
	}
	for _, a := range []evidence.Actor{
		{Person: "owner", Roles: []evidence.Role{evidence.Librarian}},
		{Person: "second", Roles: []evidence.Role{evidence.Librarian, evidence.Manager}},
		{Person: "requester"},
		evidence.Engine(),
	} {
		d, err := evidence.Decide(example(from), evidence.Command{Name: r.Name, Actor: a, Args: full(from)}, now)
		if err == nil {
			return d.Next.Stage, true
		}
	}
	return "", false
}

// example is a request in a stage, as it would be there.
func example(s evidence.Stage) evidence.State {
	state := evidence.State{
		V: evidence.StateVersion, Seq: 1, Request: "r", Library: "l", Stage: s, Owner: "owner", Requester: "requester", Urgency: "routine",
		ReceivedAt: now, At: now, Clock: evidence.Clock{Running: true}, DeliveredAt: now, ClosedAt: now,
	}
	switch s {
	case evidence.Submitted:
		state.Owner = ""
	case evidence.Clarifying:
		state.Clock.Running, state.Question, state.ReturnTo = false, "m", evidence.Triage
	case evidence.OnHold:
		state.Clock.Running, state.HeldFrom = false, evidence.Searching
	case evidence.Checking:
		state.Check = &evidence.Check{Subject: evidence.Summary, Version: 1, Digest: "d", From: evidence.Summarising, Authors: []evidence.PersonID{"owner"}}
	case evidence.Merged:
		state.Before, state.Survivor = &evidence.Before{Stage: evidence.Triage}, "s"
	case evidence.Split:
		state.Children = []evidence.RequestID{"p"}
	case evidence.Referred:
		state.Partner = &evidence.Partner{Request: "p"}
	case evidence.Closed:
		state.Outcome, state.Question = evidence.Lapsed, "m"
	case evidence.Triage, evidence.Searching, evidence.Summarising, evidence.Delivered:
	}
	return state
}

// full carries every argument that any command needs.
func full(from evidence.Stage) evidence.Args {
	a := evidence.Args{
		Reason: "c", Person: "other", Urgency: "urgent", Type: "audit", Product: "quick_answer", Estimate: 60,
		PromiseDue: now.Add(time.Hour), Policy: evidence.CheckNone, Message: "m", Channel: "phone", Searches: []string{"s"},
		Subject: evidence.Summary, Version: 1, Digest: "d", Authors: []evidence.PersonID{"owner"}, Press: "p", Outcome: evidence.Answered,
		ReviewAt: now.Add(time.Hour), Survivor: "s", Children: []evidence.RequestID{"a", "b"}, Request: "p", Consent: true,
		BackTo: evidence.Summarising, Left: true,
	}
	if from == evidence.Searching {
		a.Subject = evidence.Strategy
	}
	return a
}
