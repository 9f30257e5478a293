package report

import "errors"

// Code names an error to programs.
type Code string

// The errors of this package.
const (
	PeriodUnreadable Code = "period-unreadable" // it is not written as a period is
	PeriodReversed   Code = "period-reversed"   // it ends before it starts
	PeriodFuture     Code = "period-future"     // it has not begun
	PeriodTooLong    Code = "period-too-long"   // more than [MaxDays]
	PeriodUnplanned  Code = "period-unplanned"  // no schedule can be made of it
	ReportVersion    Code = "report-version"    // written by a later version of the program
	ReportUnreadable Code = "report-unreadable" // it is not a report, or one whose figures cannot be
)

// Error is a refusal with a code for programs and a message that tells a person what to do.
type Error struct {
	Code    Code
	Message string
}

func (e *Error) Error() string { return string(e.Code) + ": " + e.Message }

// CodeOf is the code of an error of this package, or "".
func CodeOf(err error) Code {
	var e *Error
	if errors.As(err, &e) {
		return e.Code
	}
	return ""
}
