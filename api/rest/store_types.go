package rest

import (
	"time"

	"evidencedesk/internal/evidence"
)

type QueueQuery struct {
	Person           evidence.PersonID
	Libraries        []evidence.LibraryID
	Mine             bool
	Now              time.Time
	Stages           []evidence.Stage
	Owner            evidence.PersonID
	Unowned          bool
	Urgencies, Types []string
	Specialty        string
	Due              string
	Text             string
	Sort             string
	Cursor           string
	Limit            int
}

type QueuePage struct {
	Rows []RequestRow
	Next string
}

// RequestRow is a request as lists show it.
type RequestRow struct {
	ID         evidence.RequestID `json:"id" format:"uuid"`
	Reference  string             `json:"reference"`
	Library    evidence.LibraryID `json:"library" format:"uuid"`
	Stage      evidence.Stage     `json:"stage"`
	Outcome    evidence.Outcome   `json:"outcome,omitempty"`
	Owner      evidence.PersonID  `json:"owner,omitempty" format:"uuid"`
	Requester  evidence.PersonID  `json:"requester,omitempty" format:"uuid"`
	Urgency    string             `json:"urgency"`
	Type       string             `json:"type"`
	Specialty  string             `json:"specialty,omitempty"`
	Question   string             `json:"question"`
	PromiseDue time.Time          `json:"promise_due,omitzero"`
	DecisionAt time.Time          `json:"decision_at,omitzero"`
	DueBy      time.Time          `json:"due_by,omitzero"`
	ReceivedAt time.Time          `json:"received_at"`
	StageSince time.Time          `json:"stage_since"`
	Seq        int                `json:"seq"`
}

type RequestDetail struct {
	RequestRow
	State    evidence.State `json:"-"`
	Relation string         `json:"relation" enum:"library,own,review,shared" doc:"What you are to it"`
}

type Transition struct {
	Seq        int               `json:"seq"`
	Command    evidence.Name     `json:"command"`
	From       evidence.Stage    `json:"from,omitempty"`
	To         evidence.Stage    `json:"to"`
	Actor      evidence.PersonID `json:"actor,omitempty" format:"uuid"`
	At         time.Time         `json:"at"`
	RecordedAt time.Time         `json:"recorded_at"`
	Reason     string            `json:"reason,omitempty"`
}

type Ask struct {
	ID          string
	Request     evidence.RequestID
	Library     evidence.LibraryID
	LibraryName string
	Reference   string
	State       evidence.AskState
	AskedAt     time.Time
	OpenUntil   time.Time
}

type SurveyAnswer struct {
	Version   string
	Answers   SurveyAnswers
	TimeSaved string
	MayQuote  bool
}
