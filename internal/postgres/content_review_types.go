package postgres

import (
	"time"

	"evidencedesk/internal/evidence"
)

// The states of a finding.
const (
	FindingOpen      = "open"
	FindingFixed     = "fixed"     // its author says that it is met
	FindingDeclined  = "declined"  // its author says why it is not met
	FindingVerified  = "verified"  // a second reader has seen that it is met, or agrees that it need not be
	FindingWithdrawn = "withdrawn" // who raised it takes it back
)

const (
	maxFindings       = 200 // of a request, in all its checks
	mustBeMet         = "revision_required"
	shouldBeMet       = "revision_suggested"
	smallestRecurring = 5 // fewer would tell of people, not of habits
)

// CheckFindingContent is one thing that a second reader wants changed: in a strategy by its PRESS element, and where it can be named
// the search and the line; in a summary by its part.
type CheckFindingContent struct {
	Element  string `json:"element,omitempty" maxLength:"64" doc:"For a strategy: a code of press_elements"`
	Search   string `json:"search,omitempty" format:"uuid" doc:"For a strategy: the search that is meant"`
	Line     *int   `json:"line,omitempty" minimum:"1" maximum:"9999" doc:"The number of the line in that search"`
	Section  string `json:"section,omitempty" maxLength:"200" doc:"For a summary: the part that is meant, in words"`
	Severity string `json:"severity" enum:"revision_suggested,revision_required" doc:"A code of press_verdicts"`
	Text     string `json:"text" minLength:"1" maxLength:"10000"`
}

// FindingStep is what somebody did about a finding.
type FindingStep struct {
	State string            `json:"state" enum:"open,fixed,declined,verified,withdrawn"`
	By    evidence.PersonID `json:"by" format:"uuid"`
	At    time.Time         `json:"at"`
	Note  string            `json:"note,omitempty"`
}

// CheckFinding is a finding with what became of it, over all rounds of checking.
type CheckFinding struct {
	ID      string           `json:"id" format:"uuid"`
	Version int              `json:"version"`
	Subject evidence.Subject `json:"subject" enum:"strategy,summary"`
	Check   int              `json:"check" doc:"The step of the request that sent the check in which it was raised"`
	CheckFindingContent
	State     string            `json:"state" enum:"open,fixed,declined,verified,withdrawn"`
	Steps     []FindingStep     `json:"steps" nullable:"false" doc:"What was done about it, in its order"`
	RaisedBy  evidence.PersonID `json:"raised_by" format:"uuid"`
	CreatedAt time.Time         `json:"created_at"`
	UpdatedAt time.Time         `json:"updated_at"`
	Erased    bool              `json:"erased,omitempty"`
}

// Blocks reports whether work cannot be approved because of it.
func (f CheckFinding) Blocks() bool {
	return f.Severity == mustBeMet && f.State != FindingVerified && f.State != FindingWithdrawn
}

// FindingAnswer is what the author of the work did about a finding.
type FindingAnswer struct {
	State string `json:"state" enum:"fixed,declined"`
	Note  string `json:"note,omitempty" maxLength:"10000" doc:"Required to decline"`
}

// FindingJudgement is what a second reader thinks of that.
type FindingJudgement struct {
	State string `json:"state" enum:"verified,open,withdrawn"`
	Note  string `json:"note,omitempty" maxLength:"10000"`
}

// CheckedStrategy is the searches exactly as they were sent for checking.
type CheckedStrategy struct {
	Digest   string              `json:"digest"`
	Version  int                 `json:"version"`
	Searches []Search            `json:"searches" nullable:"false"`
	Authors  []evidence.PersonID `json:"authors" nullable:"false"`
	FrozenBy evidence.PersonID   `json:"frozen_by" format:"uuid"`
	FrozenAt time.Time           `json:"frozen_at"`
	Erased   bool                `json:"erased,omitempty"`
	Moved    bool                `json:"moved,omitempty" doc:"The searches say something else now"`
	Now      []Search            `json:"now,omitempty" doc:"If so, what they say"`
}

// SecondReader is a librarian who could check the work on a request.
type SecondReader struct {
	Person     evidence.PersonID `json:"person" format:"uuid"`
	Name       string            `json:"name"`
	Checks     int               `json:"checks" doc:"Checks that were sent to them or that they have begun"`
	Requests   int               `json:"requests" doc:"Open requests that they own"`
	Experience int               `json:"experience" doc:"Requests of the same specialty that they answered or checked"`
	Seen       bool              `json:"seen" doc:"They were here in the last 14 days"`
	Reasons    []string          `json:"reasons" nullable:"false" doc:"Why they stand where they stand, in words"`
}

// TypeCheck is what has to be checked for a type of search.
type TypeCheck struct {
	Type     string               `json:"type" doc:"A code of search_types"`
	Label    string               `json:"label"`
	Policy   evidence.CheckPolicy `json:"policy" enum:"none,strategy,summary,both"`
	Standard evidence.CheckPolicy `json:"standard" enum:"none,strategy,summary,both" doc:"Where a library has decided nothing"`
}

// LibraryChecks is what a library wants checked before delivery, in the order of the types of search.
type LibraryChecks struct {
	Version   int               `json:"version" doc:"Send it as If-Match"`
	Types     []TypeCheck       `json:"types" nullable:"false"`
	UpdatedBy evidence.PersonID `json:"updated_by,omitempty" format:"uuid"`
	UpdatedAt time.Time         `json:"updated_at,omitzero"`
}

func (l LibraryChecks) version() int { return l.Version }

// RecurringError is how often checks of a library found something in an element.
type RecurringError struct {
	Subject  evidence.Subject `json:"subject" enum:"strategy,summary"`
	Element  string           `json:"element,omitempty" doc:"A code of press_elements; none for summaries"`
	Severity string           `json:"severity" enum:"revision_suggested,revision_required"`
	Findings int              `json:"findings" doc:"At least 5: smaller numbers are not told"`
}
