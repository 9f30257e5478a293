package work

import (
	"cmp"

	"evidencedesk/api/rest"
	"evidencedesk/api/web/page"
	"evidencedesk/api/web/ui"
	"evidencedesk/internal/evidence"
	"evidencedesk/internal/postgres"
	"evidencedesk/internal/vocabulary"
)

// stepWords are what happened, by command.
func stepWords(name evidence.Name) string {
	words := map[evidence.Name]string{
		evidence.Submit: "Request received", evidence.AnswerLive: "Answered at once", evidence.OpenChild: "Opened as a part of another request",
		evidence.OpenPartner: "Referred here by another library",

		evidence.Claim: "Taken from the queue", evidence.Release: "Given back to the queue", evidence.Reassign: "Given to another librarian",
		evidence.ChangeRequester: "Requester changed", evidence.Accept: "Accepted",
		evidence.Ask: "Question sent to the requester, clock paused", evidence.Answer: "The requester answered",
		evidence.Hold: "Put on hold, clock paused", evidence.Resume: "Resumed, clock running again",
		evidence.CompleteSearch: "Searching finished", evidence.ResumeSearch: "Searching again",
		evidence.SubmitForCheck: "Sent for check", evidence.Approve: "Check passed", evidence.ReturnForChanges: "Returned for changes",
		evidence.WaiveCheck: "Check waived", evidence.Deliver: "Answer delivered", evidence.Correct: "Correction sent", evidence.Reopen: "Reopened",
		evidence.Refer: "Referred to another library", evidence.Return: "Taken back from the other library", evidence.Merge: "Merged into another request",
		evidence.Unmerge: "Merge undone", evidence.SplitRequest: "Split into parts", evidence.Decline: "Declined", evidence.Signpost: "Pointed to a source",
		evidence.Withdraw: "Withdrawn", evidence.AgreeDeadline: "Another date agreed", evidence.SetUrgency: "Urgency changed",

		evidence.DueSoon: "Librarian reminded that it is due soon", evidence.Due: "Due date reached", evidence.Overdue: "Overdue: managers told",
		evidence.Remind1: "Requester reminded of the question", evidence.Remind2: "Requester reminded again",
		evidence.LapseWarning: "Requester warned that the request will close", evidence.Lapse: "Closed without an answer to the question",
		evidence.Review: "Time to look at the hold again", evidence.ReferralDue: "Date promised by the other library reached",
		evidence.Close: "Closed after 30 days", evidence.CloseMerged: "Closed with the request it was merged into", evidence.ChildEnded: "A part has ended",
		evidence.PartnerEnded: "The other library has finished", evidence.Recompute: "Deadline computed again: the calendar changed",
		evidence.Cancel: "Cancelled by an operator",
	}[name]
	return cmp.Or(words, string(name))
}

// reasonWords are the reason that was given for a step.
func reasonWords(v *page.Visit, s rest.StepView) string {
	if id, ok := v.Vocabulary.Reasons(string(s.Command)); ok && s.Reason != "" {
		return v.Label(id, s.Reason)
	}
	return s.Reason
}

// byWords say who took a step.
func byWords(s rest.StepView) string {
	switch {
	case s.By == postgres.ByTheEngine:
		return "By Evidence Desk"
	case s.ActorName != "":
		return "By " + s.ActorName
	case s.By == postgres.ByRequesters:
		return "By the requester"
	}
	return "By the library"
}

// stepText is a step in a few sentences: who, why, and what followed.
func stepText(v *page.Visit, s rest.StepView) string {
	text := byWords(s) + "."
	if why := reasonWords(v, s); why != "" {
		text += " Reason: " + page.Lower(why) + "."
	}
	if s.Channel != "" {
		text += " It reached the library by: " + page.Lower(v.Label(vocabulary.Channels, s.Channel)) + "."
	}
	if s.Outcome != "" && ends(s.Command) {
		text += " Outcome: " + page.Lower(page.OutcomeWords(s.Outcome)) + "."
	}
	if !s.PromiseDue.IsZero() && promises(s.Command) {
		text += " Promised for " + v.Moment(s.PromiseDue) + "."
	}
	if s.Late {
		text += " Written down afterwards, on " + v.Moment(s.RecordedAt) + "."
	}
	return text
}

// ends reports whether a step says how the request was answered.
func ends(name evidence.Name) bool {
	switch name { //nolint:exhaustive // the others answer nothing
	case evidence.Deliver, evidence.PartnerEnded, evidence.ChildEnded, evidence.CloseMerged:
		return true
	}
	return false
}

// promises reports whether a step can change the promise.
func promises(name evidence.Name) bool {
	switch name { //nolint:exhaustive // the others leave it
	case evidence.Submit, evidence.OpenChild, evidence.OpenPartner, evidence.Accept, evidence.Answer, evidence.Resume, evidence.Reopen, evidence.Unmerge,
		evidence.AgreeDeadline, evidence.SetUrgency, evidence.Recompute:
		return true
	}
	return false
}

// timeline shows steps in the order given.
func timeline(v *page.Visit, steps []rest.StepView) ui.Timeline {
	var line ui.Timeline
	for _, s := range steps {
		line.Items = append(line.Items, ui.Event{Title: stepWords(s.Command), Text: stepText(v, s), At: s.At})
	}
	return line
}
