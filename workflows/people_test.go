package workflows_test

import (
	"strings"
	"time"

	"evidencedesk/internal/evidence"
)

// The people of the tests.
const (
	requester evidence.PersonID = "0199a000-0000-7000-8000-000000000001"
	delegate  evidence.PersonID = "0199a000-0000-7000-8000-000000000002"
	owner     evidence.PersonID = "0199a000-0000-7000-8000-000000000003"
	colleague evidence.PersonID = "0199a000-0000-7000-8000-000000000004"
	manager   evidence.PersonID = "0199a000-0000-7000-8000-000000000005"
)

const (
	request evidence.RequestID = "0199b000-0000-7000-8000-00000000000a"
	library evidence.LibraryID = "0199c000-0000-7000-8000-00000000000b"
	partner evidence.RequestID = "0199b000-0000-7000-8000-00000000000c"
	partA   evidence.RequestID = "0199b000-0000-7000-8000-00000000000d"
	partB   evidence.RequestID = "0199b000-0000-7000-8000-00000000000e"
)

// began is a Monday at nine, in winter time.
func began() time.Time { return time.Date(2026, 11, 23, 9, 0, 0, 0, time.UTC) }

const day = 24 * time.Hour

// workingDay is a working day of the calendar that never closes.
const workingDay = evidence.WorkingDay * time.Minute

func by(p evidence.PersonID) evidence.Actor {
	switch p {
	case owner, colleague:
		return evidence.Actor{Person: p, Roles: []evidence.Role{evidence.Librarian}}
	case manager:
		return evidence.Actor{Person: p, Roles: []evidence.Role{evidence.Manager}}
	}
	return evidence.Actor{Person: p, Roles: []evidence.Role{evidence.Requester}}
}

// cmd makes a command whose ID is its name, its giver's last digit and the suffixes.
func cmd(n evidence.Name, p evidence.PersonID, a evidence.Args, suffix ...string) evidence.Command {
	id := append([]string{string(n), string(p[len(p)-1:])}, suffix...)
	return evidence.Command{ID: strings.Join(id, "-"), Name: n, Actor: by(p), Args: a}
}

func engine(n evidence.Name, a evidence.Args, id string) evidence.Command {
	return evidence.Command{ID: id, Name: n, Actor: evidence.Engine(), Args: a}
}

func reason(r string) evidence.Args { return evidence.Args{Reason: r} }

func accepted(now time.Time, policy evidence.CheckPolicy) evidence.Args {
	return evidence.Args{
		Type: "patient_care", Product: "search_with_summary", Estimate: 195, PromiseDue: now.Add(5 * workingDay), Policy: policy,
	}
}

func completed() evidence.Args {
	return evidence.Args{Searches: []string{"0199d000-0000-7000-8000-000000000001"}, Digest: "digest-strategy"}
}

func checked(s evidence.Subject) evidence.Args {
	return evidence.Args{Subject: s, Version: 1, Digest: "digest-" + string(s), Authors: []evidence.PersonID{owner}}
}

func approved(s evidence.Subject) evidence.Args {
	return evidence.Args{Version: 1, Digest: "digest-" + string(s), Press: "0199d000-0000-7000-8000-000000000002"}
}

func delivered(version int) evidence.Args {
	return evidence.Args{Version: version, Digest: "digest-summary", Authors: []evidence.PersonID{owner}, Outcome: evidence.Answered}
}

// opened is a request as submission leaves it, stored with seq 1.
func opened(p pace, at time.Time) evidence.State {
	c := evidence.Command{ID: "submit", Name: evidence.Submit, Actor: by(requester), Args: evidence.Args{Opening: &evidence.Opening{
		Request: request, Library: library, Requester: requester, Delegates: []evidence.PersonID{delegate},
		Urgency: "routine", Type: "patient_care", Product: "search_with_summary",
	}}}
	return opening(p, c, at)
}

// live is a request answered live, for which the impact is asked after all.
func live(p pace, at time.Time) evidence.State {
	return opening(p, evidence.Command{ID: "live", Name: evidence.AnswerLive, Actor: by(owner), Args: evidence.Args{
		Outcome: evidence.AnsweredLive, Opening: &evidence.Opening{
			Request: request, Library: library, Requester: requester, Urgency: "urgent", Type: "patient_care", FollowUp: true,
		},
	}}, at)
}

func opening(p pace, c evidence.Command, at time.Time) evidence.State {
	d, err := evidence.Decide(evidence.State{}, c, at)
	if err != nil {
		panic(err)
	}
	t := evidence.Of(evidence.State{}, c, d, at)
	return t.Next.Settle(p.settle(t))
}
