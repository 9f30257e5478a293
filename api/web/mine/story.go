package mine

import (
	"slices"

	"evidencedesk/api/rest"
	"evidencedesk/api/web/page"
	"evidencedesk/api/web/ui"
	"evidencedesk/internal/evidence"
	"evidencedesk/internal/postgres"
	"evidencedesk/internal/vocabulary"
)

// plain is what a step means to a requester, where that does not depend on who did it.
func plain() map[evidence.Name]string {
	return map[evidence.Name]string{
		evidence.AnswerLive:       "The library answered at once",
		evidence.OpenChild:        "The library made this a request of its own",
		evidence.OpenPartner:      "Another library passed the request on",
		evidence.Release:          "The request went back to the team",
		evidence.Reassign:         "Another librarian took over",
		evidence.Ask:              "The library asked a question",
		evidence.Hold:             "The request was paused",
		evidence.Resume:           "The work went on",
		evidence.CompleteSearch:   "The searching was finished",
		evidence.ResumeSearch:     "The library went back to searching",
		evidence.SubmitForCheck:   "A second librarian was asked to check the work",
		evidence.Approve:          "The second librarian was content",
		evidence.ReturnForChanges: "The second librarian asked for changes",
		evidence.Deliver:          "The answer was sent",
		evidence.Correct:          "The answer was corrected",
		evidence.Refer:            "The request went to another library",
		evidence.Return:           "The request came back from the other library",
		evidence.Merge:            "The request was joined with another on the same question",
		evidence.Unmerge:          "The request was taken apart from the other one again",
		evidence.SplitRequest:     "The request was split into parts",
		evidence.Decline:          "The library declined the request",
		evidence.Signpost:         "The library showed where the answer can be found",
		evidence.SetUrgency:       "The urgency changed",
		evidence.ChangeRequester:  "The request was given to another requester",
		evidence.Due:              "The expected date came before the answer did",
		evidence.Remind1:          "We sent a reminder of our question",
		evidence.Remind2:          "We sent a second reminder of our question",
		evidence.LapseWarning:     "We warned that the request would close without an answer to our question",
		evidence.Lapse:            "The request closed because our question was not answered",
		evidence.Close:            "The request closed, 30 days after the answer",
		evidence.CloseMerged:      "The request closed because the joint one was finished",
		evidence.ChildEnded:       "One part was finished",
		evidence.PartnerEnded:     "The other library finished its part",
		evidence.Recompute:        "The date was worked out again because the opening hours changed",
		evidence.Cancel:           "The service closed the request",
	}
}

// story tells what happened, newest first. What only concerns staff is left out.
func story(v *page.Visit, r one, steps []rest.StepView) ui.Timeline {
	var t ui.Timeline
	words := plain()
	for _, s := range slices.Backward(steps) {
		title := words[s.Command]
		if by := whoDid(v, r, s); by != "" {
			title = by
		}
		if title != "" {
			t.Items = append(t.Items, ui.Event{Title: title, Text: detail(v, s), At: s.At})
		}
	}
	return t
}

// whoDid words the steps in which it matters who took them; empty for the others.
func whoDid(v *page.Visit, r one, s rest.StepView) string {
	who := person(r, s)
	switch s.Command { //nolint:exhaustive // the others are said in plain
	case evidence.Submit:
		if s.By == postgres.ByLibrary && s.Actor != r.me {
			return "The library wrote your request down"
		}
		return who + " sent the request"
	case evidence.Claim:
		return who + " took the request"
	case evidence.Accept:
		return who + " agreed to do the search"
	case evidence.Answer:
		if s.Channel != "" {
			return "Your answer reached the library: " + v.Label(vocabulary.Channels, s.Channel)
		}
		return who + " answered the question"
	case evidence.Reopen:
		return who + " opened the request again"
	case evidence.Withdraw:
		return who + " withdrew the request"
	case evidence.AgreeDeadline:
		if s.PromiseDue.IsZero() {
			return "The date was changed"
		}
		return "The date was changed to " + v.Day(s.PromiseDue)
	}
	return ""
}

// person names who took a step, as far as the visitor is told.
func person(r one, s rest.StepView) string {
	switch {
	case s.Actor == r.me && s.Actor != "":
		return "You"
	case s.ActorName != "":
		return s.ActorName
	case s.By == postgres.ByRequesters:
		return "A colleague"
	}
	return "A librarian"
}

// detail adds what follows from a step, and its reason.
func detail(v *page.Visit, s rest.StepView) string {
	switch s.Command { //nolint:exhaustive // the others have only their reason
	case evidence.Submit, evidence.Accept:
		return by(v, "Expected by", s.PromiseDue)
	case evidence.Ask:
		return "The clock stopped until the answer."
	case evidence.Hold:
		return together(because(v, s), "The clock stopped.")
	case evidence.Answer, evidence.Resume, evidence.Unmerge, evidence.Recompute, evidence.SetUrgency:
		return together(because(v, s), by(v, "Expected by", s.PromiseDue))
	}
	return because(v, s)
}
