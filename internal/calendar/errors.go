package calendar

import "fmt"

// Codes of [Error].
const (
	CodeInvalid       = "calendar-invalid"     // the opening hours or holidays given to New are wrong
	CodePausesInvalid = "pauses-invalid"       // the pauses of a clock overlap or run backwards
	CodeNotReached    = "deadline-not-reached" // no due instant within SearchYears
	CodeMinutesRange  = "minutes-out-of-range" // a negative or absurd number of minutes
	CodeInstantRange  = "instant-out-of-range" // an instant before 1900 or after 2199
)

// Problem is one thing wrong with one field. Field is the JSON path, such as "week.monday[1].to" or
// "holidays[3].date"; Message is a sentence for a person and never repeats the value that was given.
type Problem struct {
	Field   string `json:"field"`
	Code    string `json:"code"`
	Message string `json:"message"`
}

// Error is every error of this package. Problems is filled for CodeInvalid and CodePausesInvalid and lists all
// that was found (at most maxProblems), in the order of the fields.
type Error struct {
	Code     string    `json:"code"`
	Message  string    `json:"message"`
	Problems []Problem `json:"problems,omitempty"`
}

// Error gives the code and message, and the first problem with the number of others.
func (e *Error) Error() string {
	if len(e.Problems) == 0 {
		return e.Code + ": " + e.Message
	}
	first := e.Problems[0]
	text := fmt.Sprintf("%s: %s: %s", e.Code, first.Field, first.Message)
	if more := len(e.Problems) - 1; more > 0 {
		text += fmt.Sprintf(" (and %d more)", more)
	}
	return text
}

// maxProblems keeps the answer to a hopeless specification short.
const maxProblems = 50

// problems collects what is wrong while a value is read.
type problems []Problem

func (p *problems) add(field, code, message string) {
	if len(*p) < maxProblems {
		*p = append(*p, Problem{Field: field, Code: code, Message: message})
	}
}

// err is nil when nothing was collected.
func (p problems) err(code, message string) error {
	if len(p) == 0 {
		return nil
	}
	return &Error{Code: code, Message: message, Problems: p}
}

func errInstantRange() error {
	return &Error{Code: CodeInstantRange, Message: "the instant is before 1900 or after 2199"}
}
