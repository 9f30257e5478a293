package work

import (
	"fmt"
	"slices"
	"time"

	"evidencedesk/api/rest"
	"evidencedesk/api/web/page"
	"evidencedesk/api/web/ui"
	"evidencedesk/internal/evidence"
	"evidencedesk/internal/vocabulary"
)

// closing is the hour at which an agreed day ends, unless another time is given: the end of the usual opening hours.
const closing = 17

// opening is the hour at which something is looked at again.
const opening = 9

// readingActs agree with the requester what is to be done, and wait for them.
func readingActs() []act {
	return []act{
		{
			name: evidence.Accept, link: "Accept it", title: "Accept this request", button: "Accept the request", done: "is accepted.",
			about: []string{"Agree what is to be done and by when. The type of search decides what a second librarian checks before the answer is sent."},
			say: map[string]string{
				"estimate_minutes:required": "Give the minutes of work. This type of search has no suggested time.",
				"promise_due:required":      "Give a date. None can be proposed for this urgency.",
			},
			fields: acceptFields, body: acceptBody,
		},
		{
			name: evidence.Ask, link: "Ask the requester", title: "Ask the requester", button: "Send the question", done: "waits for the requester's answer. The clock is paused.",
			about: []string{
				"The clock stops until they answer, and the working time that is left is kept.",
				"They are reminded after 2 and after 5 working days. Without an answer after 10 the request closes.",
			},
			fields: askFields, body: func(d *desk) any {
				return rest.AskBody{Timed: d.timed(), Message: d.need("message", "Write your question.")}
			},
		},
		{
			name: evidence.Answer, at: "answer-for", link: "Write down their answer", title: "Write down the requester's answer", button: "Save their answer",
			done:  "has its answer. The clock runs again unless it is on hold.",
			about: []string{"For an answer that reached you in another way, such as on the phone."}, fields: answerFields, body: answerBody,
		},
		{
			name: evidence.Hold, link: "Put it on hold", title: "Put this request on hold", button: "Put it on hold", done: "is on hold. The clock is paused.",
			about: []string{"By agreement with the requester. The clock stops until you resume it, and you are reminded on the day you choose."},
			note:  "hold", fields: holdFields, body: holdBody,
		},
		{
			name: evidence.Resume, link: "Resume it", title: "Resume this request", button: "Resume it", done: "goes on where it was.",
			about: []string{"The clock runs again with the working time that was left."},
		},
	}
}

func acceptFields(d *desk) error {
	f, b := d.form, d.bench
	f.Default("type", b.Type)
	f.Default("product", b.Product)
	kind, _ := d.Vocabulary.SearchType(f.Get("type"))
	d.facts = append(d.facts, askedFor(d))
	estimate := ui.Input{Field: f.Field("estimate_minutes", "Work, in minutes", estimateHint(kind)), Width: 5, Suffix: "minutes"}
	estimate.InputMode, estimate.Optional = "numeric", true
	due := f.DateInput("promise_due", "Agreed date",
		"Leave it empty to take the proposed date: the earlier of the date asked for and half way to the decision, but not before this type of search can be finished.")
	due.Optional = true
	d.add(
		f.Select("type", "Type of search", d.Pick(vocabulary.SearchTypes, "")), f.Select("product", "What they will get", d.Pick(vocabulary.Products, "Choose what they will get")),
		estimate, due, closes(f, "promise_due"),
	)
	return nil
}

// askedFor is what the requester asked for, and what has been promised so far.
func askedFor(d *desk) ui.SummaryList {
	b := d.bench
	rows := []ui.SummaryRow{
		{Key: "Question", Value: b.Question},
		{Key: "Urgency", Value: d.Label(vocabulary.Urgencies, b.Urgency)},
		{Key: "Date asked for", Value: dayOrNothing(d.Visit, b.NeededBy), Empty: "None"},
		{Key: "Decision", Value: momentOrNothing(d.Visit, b.DecisionAt), Empty: "None known"},
		{Key: "Promised so far", Value: momentOrNothing(d.Visit, b.PromiseDue), Empty: "Nothing"},
	}
	return ui.SummaryList{Rows: rows, Dense: true}
}

func dayOrNothing(v *page.Visit, t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return v.Day(t)
}

func momentOrNothing(v *page.Visit, t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return v.Moment(t)
}

// estimateHint says what a type of search usually takes.
func estimateHint(kind vocabulary.SearchType) string {
	if kind.DefaultMinutes == 0 {
		return "This type of search has no suggested time: agree one."
	}
	words := fmt.Sprintf("%s usually takes %s to %s. Empty means %s.", kind.Label, page.Minutes(kind.LowMinutes), page.Minutes(kind.HighMinutes), page.Minutes(kind.DefaultMinutes))
	if most, limited := kind.MaxMinutes(); limited {
		words += " At most " + page.Minutes(most) + "."
	}
	return words
}

func acceptBody(d *desk) any {
	return rest.AcceptBody{
		Timed: d.timed(), Type: d.form.Get("type"), Product: d.form.Get("product"), Estimate: d.form.Int("estimate_minutes", 1, evidence.MaxEstimateMinutes),
		PromiseDue: moment(d.form, "promise_due", closing, d.Zone, false),
	}
}

func askFields(d *desk) error {
	list, err := templates(d.Visit, d.bench, "ask")
	if err != nil {
		return err
	}
	d.prompts = prompts(d)
	d.add(offer(d.Visit, d.bench, d.form, list, "message")...)
	d.add(d.form.Text("message", "Your question", evidence.MaxMessage, "Do not include anything that could identify a patient."))
	return nil
}

// prompts are the questions that librarians ask before they start on this type of search.
func prompts(d *desk) []string {
	all, _ := d.Vocabulary.Get(vocabulary.ClarificationPrompts)
	var lines []string
	for _, t := range all.Terms {
		if types := t.Refs[vocabulary.SearchTypes]; len(types) == 0 || slices.Contains(types, d.bench.Type) {
			lines = append(lines, t.Label)
		}
	}
	return lines
}

func answerFields(d *desk) error {
	f := d.form
	d.add(f.Text("message", "Their answer", evidence.MaxMessage, "In their words. Do not include anything that could identify a patient."),
		f.Select("channel", "How it reached you", d.Pick(vocabulary.Channels, "Choose how")))
	return nil
}

func answerBody(d *desk) any {
	return rest.AnswerBody{
		Message: d.need("message", "Write down their answer."), Channel: d.need("channel", "Choose how it reached you."), Timed: d.timed(),
	}
}

func holdFields(d *desk) error {
	d.reason("Why")
	d.add(d.form.DateInput("review_at", "When to look at it again", "A day within a year."))
	return nil
}

func holdBody(d *desk) any {
	body := rest.HoldBody{ReasonBody: rest.ReasonBody{Reason: d.needReason()}, ReviewAt: d.future("review_at", opening, "Give the day on which to look at it again.")}
	body.Timed = d.timed()
	return body
}

// future reads a date that has to be given and to be still to come.
func (d *desk) future(name string, hour int, words string) time.Time {
	t := moment(d.form, name, hour, d.Zone, false)
	switch {
	case t.IsZero():
		d.form.Wrong(name, words) // keeps what was said about a date that is none
	case !t.After(d.Now()):
		d.form.Wrong(name, "Give a date that is still to come.")
	}
	return t
}
