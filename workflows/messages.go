package workflows

import (
	"strings"
	"time"

	"evidencedesk/internal/evidence"
)

// TaskQueue is where workflows and activities wait for a worker.
const TaskQueue = "evidence"

// The types of workflow, as the server knows them. They never change.
const (
	EvidenceRequestType = "EvidenceRequest"
	ImpactFollowUpType  = "ImpactFollowUp"
	HousekeepingType    = "Housekeeping"
)

// The messages of a request.
const (
	// CommandUpdate carries an [evidence.Command] and is answered with an [Ack]. The Update ID is the command's ID.
	CommandUpdate = "command"
	// CalendarChangedSignal makes the request compute its dates again. It carries nothing.
	CalendarChangedSignal = "calendar-changed"
	// ReprojectSignal sends the newest transition to the store once more. It carries nothing. It mends a store that lost
	// its newest row; one that lost more answers with a conflict, and then the workflow is to be rebuilt from the store.
	ReprojectSignal = "reproject"
	// SnapshotQuery returns the [evidence.State], or the [evidence.ImpactState] of a follow-up: for operators and tests.
	SnapshotQuery = "snapshot"
)

// The messages of a follow-up.
const (
	// AnswerImpactUpdate carries an [ImpactAnswer] and is answered with an [ImpactAck].
	AnswerImpactUpdate = "answer-impact"
	// OptOutUpdate carries an [ImpactOptOut] and is answered with an [ImpactAck].
	OptOutUpdate = "opt-out"
	// SuspendSignal says that the request was reopened. It carries nothing.
	SuspendSignal = "suspend"
	// AnchorSignal says that the request was delivered again. It carries an [ImpactAnchor].
	AnchorSignal = "anchor"
	// StopSignal says that the reopened request ended without another delivery. It carries nothing.
	StopSignal = "stop"
)

// RequestInput starts a request: with the state of its newest stored transition, whether that is the first one, the last
// one before Temporal was lost, or what a run hands to the next.
type RequestInput struct {
	State evidence.State `json:"state"`

	// What a run hands to the next when it continues as new.
	Continued bool                 `json:"continued,omitempty"`
	Seen      []Ack                `json:"seen,omitempty"` // answers to the newest commands, oldest first
	Last      *evidence.Transition `json:"last,omitempty"` // the newest transition, for ReprojectSignal

	// HistoryLimit is the number of events after which an idle run continues as new; 0 means DefaultHistoryLimit.
	HistoryLimit int `json:"history_limit,omitempty"`
}

// DefaultHistoryLimit is the number of events after which an idle run continues as new.
const DefaultHistoryLimit = 2000

// Remembered is how many answers a request keeps, so that a command sent again gets its old answer.
const Remembered = 50

// Ack is the answer to a command: where the request stands after it.
type Ack struct {
	CommandID  string            `json:"command_id"`
	Seq        int               `json:"seq"`
	Stage      evidence.Stage    `json:"stage"`
	Outcome    evidence.Outcome  `json:"outcome,omitempty"`
	Owner      evidence.PersonID `json:"owner,omitempty"`
	DueBy      time.Time         `json:"due_by,omitzero"`
	PromiseDue time.Time         `json:"promise_due,omitzero"`
	MustAgree  bool              `json:"must_agree,omitempty"`
}

// AckOf makes the answer to a command that led to this state.
func AckOf(commandID string, s evidence.State) Ack {
	return Ack{
		CommandID: commandID, Seq: s.Seq, Stage: s.Stage, Outcome: s.Outcome, Owner: s.Owner,
		DueBy: s.Clock.DueBy(), PromiseDue: s.Clock.PromiseDue, MustAgree: s.MustAgree,
	}
}

// ImpactInput starts a follow-up. A State with Seq 0 is a new one, of which request, library, type and anchor are given.
type ImpactInput struct {
	State        evidence.ImpactState `json:"state"`
	HistoryLimit int                  `json:"history_limit,omitempty"` // as in RequestInput
}

// ImpactAnchor tells a follow-up which delivery to count from.
type ImpactAnchor struct {
	At   time.Time `json:"at"`
	Type string    `json:"type"`
}

// ImpactAnswer says that the answer to an ask has been stored.
type ImpactAnswer struct {
	Ask    string `json:"ask"`
	Answer string `json:"answer"` // the row of the answer; the same one may be sent again
}

// ImpactOptOut says that the person of an ask does not want to be asked again.
type ImpactOptOut struct {
	Ask string `json:"ask"`
}

// ImpactAck is the answer to both: where the follow-up stands.
type ImpactAck struct {
	Seq   int                  `json:"seq"`
	Stage evidence.ImpactStage `json:"stage"`
}

const (
	requestPrefix  = "evidence-request/"
	followUpPrefix = "impact-follow-up/"
)

// RequestWorkflowID names the workflow of a request.
func RequestWorkflowID(id evidence.RequestID) string { return requestPrefix + string(id) }

// FollowUpWorkflowID names the workflow of a request's follow-up.
func FollowUpWorkflowID(id evidence.RequestID) string { return followUpPrefix + string(id) }

// RequestOf is the inverse of [RequestWorkflowID] and [FollowUpWorkflowID]; ok is false for any other name.
func RequestOf(workflowID string) (id evidence.RequestID, ok bool) {
	rest, ok := strings.CutPrefix(workflowID, requestPrefix)
	if !ok {
		rest, ok = strings.CutPrefix(workflowID, followUpPrefix)
	}
	if !ok || rest == "" {
		return "", false
	}
	return evidence.RequestID(rest), true
}
