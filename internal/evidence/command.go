package evidence

import "time"

// Identifiers are UUIDs in their text form. They are typed so that a person cannot be passed where a request belongs.
type (
	// RequestID identifies a request.
	RequestID string
	// LibraryID identifies a library service.
	LibraryID string
	// PersonID identifies a person; what is known of them stands only in the person table.
	PersonID string
)

// Name names a command. The names of commands that people give are also the last part of their address in the API.
type Name string

// Commands that open a request.
const (
	Submit      Name = "submit"
	AnswerLive  Name = "answer-live"
	OpenChild   Name = "open-child"   // a part of a split request
	OpenPartner Name = "open-partner" // a request referred here by another library
)

// Commands that people give to a request.
const (
	Claim            Name = "claim"
	Release          Name = "release"
	Reassign         Name = "reassign"
	Accept           Name = "accept"
	Ask              Name = "ask"
	Answer           Name = "answer"
	Hold             Name = "hold"
	Resume           Name = "resume"
	CompleteSearch   Name = "complete-search"
	ResumeSearch     Name = "resume-search"
	SubmitForCheck   Name = "submit-for-check"
	Approve          Name = "approve"
	ReturnForChanges Name = "return-for-changes"
	WaiveCheck       Name = "waive-check"
	Deliver          Name = "deliver"
	Correct          Name = "correct"
	Reopen           Name = "reopen"
	Refer            Name = "refer"
	Return           Name = "return"
	Merge            Name = "merge"
	Unmerge          Name = "unmerge"
	SplitRequest     Name = "split"
	Decline          Name = "decline"
	Signpost         Name = "signpost"
	Withdraw         Name = "withdraw"
	AgreeDeadline    Name = "agree-deadline"
	SetUrgency       Name = "set-urgency"
	ChangeRequester  Name = "change-requester"
)

// Commands that the engine gives: a timer, another request, a calendar that changed, an operator.
const (
	DueSoon      Name = "due-soon"
	Due          Name = "due"
	Overdue      Name = "overdue"
	Remind1      Name = "remind-1"
	Remind2      Name = "remind-2"
	LapseWarning Name = "lapse-warning"
	Lapse        Name = "lapse"
	Review       Name = "review"          // the review date of a hold
	ReferralDue  Name = "referral-due"    // the date a partner promised
	Close        Name = "close"           // 30 days after delivery
	Finish       Name = "finish"          // the end of the 30 days in which a lapsed request can be revived; no transition
	CloseMerged  Name = "close-merged"    // the survivor was delivered or closed
	ChildEnded   Name = "child-ended"     // a part of a split request was delivered or closed
	PartnerEnded Name = "partner-ended"   // the partner library delivered or closed
	Recompute    Name = "recompute"       // the library's calendar changed
	Cancel       Name = "operator-cancel" // an operator cancelled the workflow
)

// Role is what a person may be in a library. Owner, delegate and reviewer are not roles but relations to one request.
type Role string

// The roles, scoped per library.
const (
	Requester  Role = "requester"
	Librarian  Role = "librarian"
	Trainee    Role = "trainee" // works like a librarian; the work is always checked by one
	Manager    Role = "manager"
	SystemLead Role = "system_lead"
	Admin      Role = "admin"
)

// Roles lists every role.
func Roles() []Role { return []Role{Requester, Librarian, Trainee, Manager, SystemLead, Admin} }

// Actor is who gives a command: a person with the roles held in the request's library at that time, or the engine.
type Actor struct {
	Person PersonID `json:"person,omitempty"`
	Roles  []Role   `json:"roles,omitempty"`
	System bool     `json:"system,omitempty"`
}

// Engine is the actor of the commands that no person gives.
func Engine() Actor { return Actor{System: true} }

// Command asks for a change to one request.
type Command struct {
	ID    string    `json:"id"` // unique per request; the same ID gives the same answer, however often it is sent
	Name  Name      `json:"name"`
	Actor Actor     `json:"actor"`
	At    time.Time `json:"at,omitzero"`      // when it happened (occurred_at); zero means now
	Seq   int       `json:"if_seq,omitempty"` // refuse with version-stale unless the request is at this number; 0 means any
	Args  Args      `json:"args,omitzero"`
}

// Args carries what commands need beyond their name. Each rule of the process names the fields it requires.
type Args struct {
	Opening    *Opening    `json:"opening,omitempty"`
	Reason     string      `json:"reason,omitempty"` // a code of the vocabulary for this command
	Person     PersonID    `json:"person,omitempty"` // reassign: new owner; change-requester: new requester
	Urgency    string      `json:"urgency,omitempty"`
	Type       string      `json:"type,omitempty"`
	Product    string      `json:"product,omitempty"`
	Estimate   int         `json:"estimate_minutes,omitempty"` // 1 to MaxEstimateMinutes
	PromiseDue time.Time   `json:"promise_due,omitzero"`
	Policy     CheckPolicy `json:"check_policy,omitempty"`
	Message    string      `json:"message,omitempty"`
	Channel    string      `json:"channel,omitempty"` // how an answer or request reached staff: phone, ward_round ...
	Searches   []string    `json:"searches,omitempty"`
	Subject    Subject     `json:"subject,omitempty"`
	Version    int         `json:"version,omitempty"`
	Digest     string      `json:"digest,omitempty"`
	Authors    []PersonID  `json:"authors,omitempty"` // who wrote any part of the version or strategy
	Trainee    bool        `json:"trainee,omitempty"` // any author is a trainee
	Reviewer   PersonID    `json:"reviewer,omitempty"`
	Strategy   string      `json:"strategy,omitempty"` // deliver, correct: the digest of the searches as they are sent
	Replaces   string      `json:"replaces,omitempty"` // correct: the digest of the version that was sent last
	Press      string      `json:"press,omitempty"`    // the PRESS form of a strategy check
	Outcome    Outcome     `json:"outcome,omitempty"`
	ReviewAt   time.Time   `json:"review_at,omitzero"` // hold: review date; refer: the date the partner promised
	Survivor   RequestID   `json:"survivor,omitempty"`
	Children   []RequestID `json:"children,omitempty"`
	Request    RequestID   `json:"request,omitempty"` // the partner's request, or the child or partner that ended
	Outside    bool        `json:"outside,omitempty"` // refer: the partner does not use this system
	Consent    bool        `json:"consent,omitempty"` // refer: the requester agreed
	BackTo     Stage       `json:"back_to,omitempty"` // reopen and return: the stage to go on from
	Left       bool        `json:"left,omitempty"`    // withdraw by a manager: the requester has left
	Offered    string      `json:"offered,omitempty"` // decline and signpost: what was offered instead (a code)
}

// Opening is what a request starts with.
type Opening struct {
	Request    RequestID  `json:"request"`
	Library    LibraryID  `json:"library"`
	Requester  PersonID   `json:"requester"`
	Delegates  []PersonID `json:"delegates,omitempty"`
	Owner      PersonID   `json:"owner,omitempty"`
	Urgency    string     `json:"urgency"`
	Type       string     `json:"type"`
	Product    string     `json:"product,omitempty"`
	ReceivedAt time.Time  `json:"received_at,omitzero"`
	DecisionAt time.Time  `json:"decision_at,omitzero"`
	FollowUp   bool       `json:"follow_up,omitempty"` // answer-live: ask for the impact after all
}
