package ask

import (
	"cmp"

	"evidencedesk/api/web/page"
	"evidencedesk/api/web/ui"
	"evidencedesk/internal/evidence"
	"evidencedesk/internal/vocabulary"
)

const hour = 60 // minutes

// promise is what an urgency promises, in words. Minutes are working minutes of the library's calendar.
func promise(u vocabulary.Urgency) string {
	switch {
	case u.ByAgreement:
		return "we agree the dates with you"
	case u.SameDay:
		return "the same working day"
	case u.PromiseMinutes < evidence.WorkingDay:
		return "within " + page.Count(max(1, u.PromiseMinutes/hour), "working hour")
	}
	return "within " + page.Count(u.PromiseMinutes/evidence.WorkingDay, "working day")
}

// suited says for what an urgency is, to those who ask.
var suited = map[string]string{
	"now":     "Somebody is waiting: in a meeting, on the ward round, at the bedside",
	"urgent":  "A decision about a patient is taken today",
	"soon":    "You need it this week",
	"routine": "There is no hurry",
	"project": "A larger piece of work, such as a systematic review",
}

// suits says for what an urgency is; for one that is new, what the vocabulary says to staff.
func suits(v *page.Visit, code string) string {
	term, _ := v.Vocabulary.Term(vocabulary.Urgencies, code)
	return cmp.Or(suited[code], term.Definition)
}

// urgencies are the urgencies with what each promises; with hints, what each is for.
func urgencies(v *page.Visit, hints bool) []ui.Item {
	list := items(v, vocabulary.Urgencies)
	for i := range list {
		u, _ := v.Vocabulary.Urgency(list[i].Value)
		list[i].Label += ": " + promise(u)
		list[i].Hint = ""
		if hints {
			list[i].Hint = suits(v, list[i].Value)
		}
	}
	return list
}

// promised is the urgency of a submission with its promise, in words.
func promised(v *page.Visit, code string) string {
	u, ok := v.Vocabulary.Urgency(code)
	if !ok {
		return ""
	}
	return u.Label + ": " + promise(u)
}

// reasonNeeded notes that an urgency needs its reason.
func reasonNeeded(v *page.Visit, f *page.Form, urgency, why string) {
	if u, ok := v.Vocabulary.Urgency(urgency); ok && u.NeedsReason && why == "" {
		f.Wrong("why_urgent", "Say why it is urgent.")
	}
}
