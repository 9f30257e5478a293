package page

import (
	"errors"
	"fmt"
	"time"

	"evidencedesk/api/web/ui"
	"evidencedesk/internal/evidence"
)

// Status is where a request stands, in words and in the colour of a tag.
type Status struct {
	Words  string
	Colour string // of ui.Tag
}

// staffStatus is what staff read of each stage; requesterStatus what the requester reads.
var (
	staffStatus = map[evidence.Stage]Status{
		evidence.Submitted:   {"New", "blue"},
		evidence.Triage:      {"Being looked at", "aqua-green"},
		evidence.Clarifying:  {"Waiting for the requester", "yellow"},
		evidence.Searching:   {"Searching", "aqua-green"},
		evidence.Summarising: {"Summarising", "aqua-green"},
		evidence.Checking:    {"Being checked", "purple"},
		evidence.OnHold:      {"On hold", "grey"},
		evidence.Referred:    {"Referred", "grey"},
		evidence.Merged:      {"Merged", "grey"},
		evidence.Split:       {"Split", "grey"},
		evidence.Delivered:   {"Delivered", "green"},
		evidence.Closed:      {"Closed", "grey"},
	}
	requesterStatus = map[evidence.Stage]Status{
		evidence.Submitted:   {"Received", "blue"},
		evidence.Triage:      {"A librarian is looking at it", "aqua-green"},
		evidence.Clarifying:  {"We have a question for you", "yellow"},
		evidence.Searching:   {"We are searching", "aqua-green"},
		evidence.Summarising: {"We are writing your answer", "aqua-green"},
		evidence.Checking:    {"A second librarian is checking it", "aqua-green"},
		evidence.OnHold:      {"Paused, as agreed", "grey"},
		evidence.Referred:    {"With another library", "aqua-green"},
		evidence.Merged:      {"Answered together with another request", "aqua-green"},
		evidence.Split:       {"Answered in parts", "aqua-green"},
		evidence.Delivered:   {"Your answer is ready", "green"},
		evidence.Closed:      {"Finished", "grey"},
	}
	outcomeWords = map[evidence.Outcome]string{
		evidence.Answered:        "Answered",
		evidence.AnsweredLive:    "Answered at once",
		evidence.NothingFound:    "Nothing found",
		evidence.Declined:        "Declined",
		evidence.Signposted:      "Shown where to look",
		evidence.Withdrawn:       "Withdrawn",
		evidence.OutcomeMerged:   "Answered together with another request",
		evidence.OutcomeSplit:    "Answered in parts",
		evidence.Lapsed:          "Closed without an answer to our question",
		evidence.OutcomeReferred: "Answered by another library",
	}
)

// StatusFor is where a request stands, for staff or for its requester.
func StatusFor(stage evidence.Stage, outcome evidence.Outcome, staff bool) Status {
	s := requesterStatus[stage]
	if staff {
		s = staffStatus[stage]
	}
	if (stage == evidence.Closed || (staff && stage == evidence.Delivered)) && outcome != "" {
		s.Words += ": " + Lower(outcomeWords[outcome])
	}
	return s
}

// OutcomeWords is how a request ended.
func OutcomeWords(o evidence.Outcome) string { return outcomeWords[o] }

// Due is how a deadline stands: the words and the colour of its tag, none when it is far off.
func Due(due, now time.Time, running bool, zone *time.Location) Status {
	if due.IsZero() {
		if running {
			return Status{Words: "To be agreed"}
		}
		return Status{Words: "Clock paused"}
	}
	days := midnight(due, zone).Sub(midnight(now, zone)).Round(day) / day
	switch {
	case !running && due.After(now):
		return Status{Words: "Clock paused"}
	case due.Before(now) && days == 0:
		return Status{"Overdue since " + ui.TimeClock.Write(due.In(zone)), "red"}
	case due.Before(now):
		return Status{Count(int(-days), "day") + " overdue", "red"}
	case days == 0:
		return Status{"Due today, " + ui.TimeClock.Write(due.In(zone)), "orange"}
	case days == 1:
		return Status{"Due tomorrow", "yellow"}
	case days == 2:
		return Status{"2 days left", "yellow"}
	}
	return Status{Words: Count(int(days), "day") + " left"}
}

const day = 24 * time.Hour

func midnight(t time.Time, zone *time.Location) time.Time {
	y, m, d := t.In(zone).Date()
	return time.Date(y, m, d, 0, 0, 0, 0, time.UTC) // so that every day has 24 hours
}

// Day is a date such as "Friday 27 November 2026".
func (k *Kit) Day(t time.Time) string { return t.In(k.Zone).Format(dayLayout) }

// Moment is a date with its time, such as "Friday 27 November 2026 at 5pm".
func (k *Kit) Moment(t time.Time) string { return k.Day(t) + " at " + ui.TimeClock.Write(t.In(k.Zone)) }

// kindOf says what sort of error it was, without its text, which may hold something typed.
func kindOf(err error) string {
	for {
		inner := errors.Unwrap(err)
		if inner == nil {
			return fmt.Sprintf("%T", err)
		}
		err = inner
	}
}
