// Package casestudy is the life of a case study as one pure function: from something that could become one, over a draft that the
// requester approves word by word, to what is published, judged nationally and retold as a vignette.
//
// The criteria are the national reviewers' (value and impact case studies): three that get a case listed, two more that can escalate it.
package casestudy

import (
	"errors"
	"slices"
	"strings"

	"evidencedesk/internal/evidence"
)

// Stage is where a case stands.
type Stage string

// The stages. What comes after Published says how the national reviewers judged what was published.
const (
	Candidate Stage = "candidate" // somebody thinks that it could become one
	Draft     Stage = "draft"
	Asked     Stage = "asked"    // the requester reads the text
	Approved  Stage = "approved" // and agreed to exactly this one
	Published Stage = "published"
	Submitted Stage = "submitted" // to the national list
	Returned  Stage = "returned"
	Accepted  Stage = "accepted"
	Escalated Stage = "escalated" // to the national leads
	Vignette  Stage = "vignette"
	Dropped   Stage = "dropped"
)

// Stages lists every stage in the order of the life.
func Stages() []Stage {
	return []Stage{Candidate, Draft, Asked, Approved, Published, Submitted, Returned, Accepted, Escalated, Vignette, Dropped}
}

// Command is a step that somebody takes.
type Command string

// The commands.
const (
	Begin    Command = "begin"
	Ask      Command = "ask-approval"
	Approve  Command = "approve"
	Decline  Command = "decline-approval"
	TakeBack Command = "withdraw-approval" // also of what is published: it comes down
	Publish  Command = "publish"
	TakeDown Command = "take-down"
	Submit   Command = "submit"
	Return   Command = "return"
	Accept   Command = "accept"
	Escalate Command = "escalate"
	Retell   Command = "make-vignette"
	Drop     Command = "drop"
	PickUp   Command = "pick-up"
)

// Commands lists every command.
func Commands() []Command {
	return []Command{Begin, Ask, Approve, Decline, TakeBack, Publish, TakeDown, Submit, Return, Accept, Escalate, Retell, Drop, PickUp}
}

// Who is what somebody is to a case.
type Who struct {
	Worker   bool // works in the library
	Leader   bool // librarian or manager there: no trainee
	Approver bool // the requester whose words and work it tells
}

// Criteria that a person checks, each with a sentence. The first three get a case listed, the others can escalate it.
const (
	Achieved = "achieved"
	Impact   = "impact"
	Role     = "role"
	Champion = "champion"
	Saving   = "saving"
)

// Core are the criteria without which a case is not submitted.
func Core() []string { return []string{Achieved, Impact, Role} }

// Extra are the criteria that can escalate a case.
func Extra() []string { return []string{Champion, Saving} }

// State is what decides about a case.
type State struct {
	Stage    Stage
	Live     bool     // a version of it is published
	Whole    bool     // every part of the story is written
	Short    bool     // the vignette's words are written
	Met      []string // the criteria that hold for the text as it is
	Champion bool     // there is a quotation of somebody named as a champion whose consent stands
	Same     bool     // the text that the approver read is the one that was asked about
}

type rule struct {
	from  []Stage
	to    Stage
	may   func(Who) bool
	ready func(State) error
}

func worker(w Who) bool   { return w.Worker }
func leader(w Who) bool   { return w.Leader }
func approver(w Who) bool { return w.Approver }

func rules() map[Command]rule {
	live := []Stage{Published, Submitted, Returned, Accepted, Escalated, Vignette}
	return map[Command]rule{
		Begin:    {from: []Stage{Candidate}, to: Draft, may: worker},
		Ask:      {from: []Stage{Draft, Returned}, to: Asked, may: worker, ready: whole},
		Approve:  {from: []Stage{Asked}, to: Approved, may: approver, ready: same},
		Decline:  {from: []Stage{Asked}, to: Draft, may: approver},
		TakeBack: {from: append([]Stage{Draft, Asked, Approved}, live...), to: Draft, may: approver},
		Publish:  {from: []Stage{Approved}, to: Published, may: leader},
		TakeDown: {from: append([]Stage{Draft, Asked, Approved}, live...), to: Draft, may: leader, ready: isLive},
		Submit:   {from: []Stage{Published}, to: Submitted, may: leader, ready: core},
		Return:   {from: []Stage{Submitted}, to: Returned, may: leader},
		Accept:   {from: []Stage{Submitted}, to: Accepted, may: leader},
		Escalate: {from: []Stage{Accepted}, to: Escalated, may: leader, ready: extra},
		Retell:   {from: []Stage{Published, Accepted, Escalated}, to: Vignette, may: leader, ready: short},
		Drop:     {from: []Stage{Candidate, Draft, Asked, Approved}, to: Dropped, may: worker, ready: notLive},
		PickUp:   {from: []Stage{Dropped}, to: Candidate, may: worker},
	}
}

// Decide says in which stage a command leaves a case, or refuses it with an *evidence.Error: NotPermitted, NotAllowedInStage, or
// Invalid with what is missing.
func Decide(s State, c Command, w Who) (Stage, error) {
	r, ok := rules()[c]
	switch {
	case !ok:
		return "", evidence.InvalidField("command", "unknown", "There is no such step.")
	case !r.may(w):
		return "", evidence.Refuse(evidence.NotPermitted, "This step is for somebody else.")
	case !slices.Contains(r.from, s.Stage):
		return "", evidence.Refuse(evidence.NotAllowedInStage, "The case study is "+s.Stage.Words()+".")
	case c == TakeBack && s.Stage == Draft && !s.Live:
		return "", evidence.Refuse(evidence.NotAllowedInStage, "Nothing of it is approved or published.")
	}
	if r.ready != nil {
		if err := r.ready(s); err != nil {
			return "", err
		}
	}
	return r.to, nil
}

// Allowed lists the commands that somebody may give now.
func Allowed(s State, w Who) []Command {
	list := []Command{}
	for _, c := range Commands() {
		if _, err := Decide(s, c, w); err == nil {
			list = append(list, c)
		}
	}
	return list
}

// Missing says what a command still needs from somebody who may give it in this stage; empty when nothing or when it is not for now.
func Missing(s State, c Command, w Who) string {
	_, err := Decide(s, c, w)
	var e *evidence.Error
	if errors.As(err, &e) && e.Code == evidence.Invalid && len(e.Fields) > 0 {
		return e.Fields[0].Detail
	}
	return ""
}

// Change is the stage after a change of the text: what was approved was another text, so it is a draft again. What is published stays
// as it was approved until another version takes its place.
func Change(s Stage) (Stage, error) {
	switch s {
	case Dropped:
		return "", evidence.Refuse(evidence.NotAllowedInStage, "The case study is "+s.Words()+". Pick it up again first.")
	case Candidate:
		return Candidate, nil
	default:
		return Draft, nil
	}
}

// Words say where a case stands.
func (s Stage) Words() string {
	words := map[Stage]string{
		Asked: "with the requester for approval", Published: "published", Submitted: "submitted to the national list",
		Returned: "returned by the national reviewers", Accepted: "on the national list", Escalated: "escalated to the national leads",
		Vignette: "published with a vignette", Candidate: "a candidate", Draft: "a draft", Approved: "approved", Dropped: "dropped",
	}
	if w := words[s]; w != "" {
		return w
	}
	return strings.ReplaceAll(string(s), "_", " ")
}
