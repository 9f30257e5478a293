package ask

import (
	"cmp"
	"time"

	"evidencedesk/api/rest"
	"evidencedesk/api/web/page"
	"evidencedesk/api/web/ui"
	"evidencedesk/internal/evidence"
	"evidencedesk/internal/vocabulary"
)

// The hours of the day at which a date without a time stands: an answer is wanted by the end of the day, and must be there before
// the day begins on which a decision is taken.
const endOfDay, startOfDay = 17, 9

const decisionTime = "decision_at.time"

type whenFields struct {
	Urgency  ui.Radios
	Why      ui.Textarea
	Needed   ui.DateInput
	Decision ui.DateInput
	Time     ui.TimeInput
	Phone    string
}

// when asks how soon the answer is needed.
func when() step {
	return step{
		name: "when", title: "When do you need it?", about: "When you need it", fields: []string{"urgency", "why_urgent", "needed_by", "decision_at"},
		fill: fillWhen,
		take: takeWhen,
		need: func(a *answers) {
			if a.b.Urgency == "" {
				a.f.Wrong("urgency", "Choose how soon you need it.")
			}
			reasonNeeded(a.Visit, a.f, a.b.Urgency, a.b.WhyUrgent)
			now := a.Now()
			if !a.b.NeededBy.IsZero() && !a.b.NeededBy.After(now) {
				a.f.Wrong("needed_by", "The date must be today, before 5pm, or later.")
			}
			if !a.b.DecisionAt.IsZero() && !a.b.DecisionAt.After(now) {
				a.f.Wrong("decision_at", "The decision must be still to come. If it is today, say at what time.")
			}
		},
		model: func(a *answers) (any, error) {
			m := whenFields{
				Urgency: a.f.Radios("urgency", "How soon do you need it?", urgencies(a.Visit, true)),
				Why:     a.f.Text("why_urgent", "Why is it urgent?", 1000, "Only if you chose Now or Urgent. "+noPatient),
				Needed:  a.f.DateInput("needed_by", "Is there a date by which you need it?", "For example, 27 11 2026"),
				Decision: a.f.DateInput("decision_at", "When is the decision taken?",
					"For example the next clinic, meeting or board. It does not move, and we plan towards it."),
				Time: ui.TimeInput{Field: a.f.Field(decisionTime, "At what time?", "For example, 2:30pm. Without a time we plan for 9am.")},
			}
			m.Urgency.LabelSize, m.Needed.LabelSize, m.Decision.LabelSize = "m", "m", "m"
			m.Why.Optional, m.Why.Rows = true, 2
			m.Needed.Optional, m.Decision.Optional, m.Time.Optional = true, true, true
			m.Time.Autocomplete = "off"
			m.Phone = a.Brand.HelpPhone
			return m, nil
		},
		rows: func(a *answers) []ui.SummaryRow { return whenRows(a.Visit, a.b) },
	}
}

func fillWhen(a *answers) {
	usual, _ := a.Vocabulary.Default(vocabulary.Urgencies)
	a.f.Default("urgency", cmp.Or(a.b.Urgency, usual))
	a.f.Default("why_urgent", a.b.WhyUrgent)
	a.f.DefaultDate("needed_by", a.b.NeededBy, a.Zone)
	if t := a.b.DecisionAt; !t.IsZero() && !a.f.Has("decision_at.day") {
		a.f.DefaultDate("decision_at", t, a.Zone)
		a.f.Default(decisionTime, ui.TimeClock.Write(t.In(a.Zone)))
	}
}

func takeWhen(a *answers) {
	a.b.Urgency, a.b.WhyUrgent = a.f.Get("urgency"), a.f.Get("why_urgent")
	a.b.NeededBy = a.f.Date("needed_by", endOfDay, a.Zone)
	a.b.DecisionAt = decision(a)
}

// decision reads the instant of the decision.
func decision(a *answers) time.Time {
	day, typed := a.f.Date("decision_at", startOfDay, a.Zone), a.f.Get(decisionTime)
	if typed == "" {
		return day
	}
	hour, minute, ok := page.TimeOfDay(typed)
	switch {
	case !ok:
		a.f.Wrong(decisionTime, "Give a time such as 2:30pm or 14:30.")
	case day.IsZero() && a.f.Error("decision_at") == "":
		a.f.Wrong("decision_at", "Give the day of the decision too.")
	case !day.IsZero():
		y, m, d := day.Date()
		return time.Date(y, m, d, hour, minute, 0, 0, a.Zone)
	}
	return day
}

func whenRows(v *page.Visit, b *rest.SubmitBody) []ui.SummaryRow {
	rows := []ui.SummaryRow{{Key: "How soon", Value: promised(v, b.Urgency)}}
	if b.WhyUrgent != "" {
		rows = append(rows, ui.SummaryRow{Key: "Why it is urgent", Value: b.WhyUrgent})
	}
	needed := ui.SummaryRow{Key: "Needed by", Empty: "No date"}
	if !b.NeededBy.IsZero() {
		needed.Value = v.Day(b.NeededBy)
	}
	rows = append(rows, needed)
	if !b.DecisionAt.IsZero() {
		rows = append(rows, ui.SummaryRow{Key: "Decision", Value: v.Moment(b.DecisionAt)})
	}
	return rows
}

// staffOf reports whether the visitor works in the library.
func staffOf(v *page.Visit, library evidence.LibraryID) bool {
	return evidence.Actor{Roles: v.Me.In(library)}.Is(evidence.Librarian, evidence.Trainee, evidence.Manager)
}
