package mine

import (
	"time"

	"evidencedesk/api/rest"
	"evidencedesk/api/web/page"
	"evidencedesk/api/web/ui"
	"evidencedesk/internal/evidence"
	"evidencedesk/internal/vocabulary"
)

// clock is the box with the dates of a request and why they are what they are; nil once they no longer matter.
func clock(v *page.Visit, r one, steps []rest.StepView) *ui.ClockPanel {
	if !r.Stage.Open() {
		return nil
	}
	due := page.Due(r.PromiseDue, v.Now(), r.Running, v.Zone)
	c := &ui.ClockPanel{
		Heading: "When you get it", Why: why(v, r, steps),
		Link: &ui.Link{Href: address(r.ID, "/deadline"), Text: "How we worked out the date"},
	}
	if due.Words != "" && due.Colour != "" {
		c.State = &ui.Tag{Text: due.Words, Colour: due.Colour}
	}
	if r.PromiseDue.IsZero() {
		c.Facts = append(c.Facts, ui.Fact{Label: "Expected", Value: ui.Text(noDate(r))})
	} else {
		c.Facts = append(c.Facts, day("Expected by", r.PromiseDue))
	}
	if !r.NeededBy.IsZero() {
		c.Facts = append(c.Facts, day("You asked for it by", r.NeededBy))
	}
	if !r.DecisionAt.IsZero() {
		c.Facts = append(c.Facts, day("The decision is on", r.DecisionAt))
	}
	if r.MustAgree {
		c.Why = together(c.Why, "This is after the decision: the library has to agree another date with you.")
	}
	return c
}

func day(label string, at time.Time) ui.Fact {
	return ui.Fact{Label: label, Value: ui.Time{At: at, Style: ui.TimeDate}}
}

func noDate(r one) string {
	switch {
	case r.Stage == evidence.Clarifying:
		return "The clock is stopped until you answer our question"
	case r.Stage == evidence.OnHold:
		return "The clock is stopped while the request is paused"
	case r.Running:
		return "We agree a date with you"
	}
	return "The clock is stopped"
}

// why says in a sentence where the date in force comes from: the last step that moved it.
func why(v *page.Visit, r one, steps []rest.StepView) string {
	var before time.Time
	var cause rest.StepView
	for _, s := range steps {
		if !s.PromiseDue.IsZero() && !s.PromiseDue.Equal(before) {
			before, cause = s.PromiseDue, s
		}
	}
	if cause.Command == "" || r.PromiseDue.IsZero() {
		return ""
	}
	on := v.Day(cause.At)
	switch cause.Command { //nolint:exhaustive // no other step moves the date
	case evidence.Accept:
		return "Agreed on " + on + ", when the library took the request on."
	case evidence.AgreeDeadline:
		return together("Changed on "+on+".", because(v, cause))
	case evidence.SetUrgency:
		return together("Worked out again on "+on+" because the urgency changed.", because(v, cause))
	case evidence.Answer:
		return "Moved on " + on + ": the clock had stopped while we waited for your answer."
	case evidence.Resume, evidence.Unmerge, evidence.Refer, evidence.Return:
		return "Moved on " + on + ": the clock had been stopped."
	case evidence.Reopen:
		return "A new date, because the request was opened again on " + on + "."
	case evidence.Recompute:
		return "Worked out again on " + on + " because the opening hours changed."
	}
	return "Our usual time. " + promise(v, r.Urgency)
}

// promise is what an urgency promises, in words.
func promise(v *page.Visit, urgency string) string {
	t, _ := v.Vocabulary.Term(vocabulary.Urgencies, urgency)
	return together(sentence(v.Label(vocabulary.Urgencies, urgency)), sentence(t.Definition))
}
