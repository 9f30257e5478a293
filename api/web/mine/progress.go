package mine

import (
	"slices"
	"time"

	"evidencedesk/api/rest"
	"evidencedesk/api/web/page"
	"evidencedesk/api/web/ui"
	"evidencedesk/internal/evidence"
)

// progress is how far a request has come.
type progress struct {
	v     *page.Visit
	r     one
	steps []rest.StepView
}

// items are the steps of the page. A request that went another way than the usual one says so instead of pretending.
func (p progress) items() []ui.Step {
	received := ui.Step{State: ui.StepDone, Title: "Received", At: p.r.ReceivedAt}
	switch p.r.Stage { //nolint:exhaustive // the others go the usual way
	case evidence.Closed:
		if p.r.DeliveredVersion == 0 {
			return []ui.Step{received, p.ended()}
		}
	case evidence.Referred, evidence.Merged, evidence.Split:
		return []ui.Step{received, p.elsewhere(), {State: ui.StepTodo, Title: "Sent to you", Text: p.expected()}}
	}
	return append([]ui.Step{received}, p.usual()...)
}

// ended is the end of a request without a report.
func (p progress) ended() ui.Step {
	s := ui.Step{State: ui.StepDone, Title: page.StatusFor(p.r.Stage, p.r.Outcome, false).Words, At: p.r.ClosedAt}
	if last, ok := p.last(func(s rest.StepView) bool { return s.To == evidence.Closed }); ok {
		s.Text = because(p.v, last)
	}
	return s
}

// elsewhere is where a request waits for another one.
func (p progress) elsewhere() ui.Step {
	s := ui.Step{State: ui.StepNow, Title: page.StatusFor(p.r.Stage, "", false).Words}
	switch p.r.Stage { //nolint:exhaustive // items asks for these only
	case evidence.Referred:
		s.Text = p.partner()
	case evidence.Merged:
		s.Text = "The same was asked twice. Both get the answer at the same time."
	case evidence.Split:
		s.Text = "Each part has its own page and its own date."
	}
	return s
}

func (p progress) partner() string {
	if len(p.r.Referrals) == 0 {
		return ""
	}
	at := p.r.Referrals[len(p.r.Referrals)-1]
	due := at.PartnerDue
	if due.IsZero() {
		due = at.Expected
	}
	return together(sentence(at.LibraryName), by(p.v, "They expect to answer by", due))
}

// stations are the usual way after the receipt, with what is said of each while a request is there.
type station struct{ title, now string }

func (p progress) stations() []station {
	list := []station{
		{"A librarian's first look", "We agree a date with you and ask if anything is unclear."},
		{"Searching", "A librarian searches and selects."},
		{"Writing your answer", "A librarian reads and writes."},
	}
	if p.checked() {
		list = append(list, station{"Checking", "A second librarian reads it before you do."})
	}
	return append(list, station{"Sent to you", "It is about to be sent."})
}

// usual is the way from the first look to the answer.
func (p progress) usual() []ui.Step {
	stations, at := p.stations(), p.position()
	items := make([]ui.Step, len(stations))
	for i, s := range stations {
		items[i] = ui.Step{State: ui.StepTodo, Title: s.title}
		switch {
		case i < at:
			items[i].State, items[i].At = ui.StepDone, p.finished(i)
		case i == at:
			items[i].State, items[i].Text = ui.StepNow, s.now
			p.standing(&items[i])
		}
	}
	if last := &items[len(items)-1]; last.State == ui.StepTodo {
		last.Text = p.expected()
	}
	return items
}

// standing words a step at which the request does not move.
func (p progress) standing(s *ui.Step) {
	switch p.r.Stage { //nolint:exhaustive // at the others somebody works
	case evidence.Submitted:
		s.State, s.Words, s.Text = ui.StepTodo, "next", "It is in our queue. Nobody has opened it yet."
	case evidence.Clarifying:
		s.State = ui.StepWaiting
		s.Text = by(p.v, "Paused until you answer our question, since", p.r.StageSince)
	case evidence.OnHold:
		s.State, s.Words = ui.StepWaiting, "paused"
		s.Text = by(p.v, "Paused, as agreed, since", p.r.StageSince)
		if held, ok := p.last(func(s rest.StepView) bool { return s.Command == evidence.Hold }); ok {
			s.Text = together(s.Text, because(p.v, held))
		}
		s.Text = together(s.Text, by(p.v, "We look at it again on", p.r.ReviewAt))
	case evidence.Checking:
		if p.checksStrategy() {
			s.Text = "A second librarian reads how we searched."
		}
	}
}

// position is the station at which the request is.
func (p progress) position() int {
	last := len(p.stations()) - 1
	switch stage := p.working(); stage { //nolint:exhaustive // the others are not on the way
	case evidence.Searching:
		return 1
	case evidence.Summarising:
		if p.passed() {
			return last
		}
		return 2
	case evidence.Checking:
		if p.checksStrategy() {
			return 1
		}
		return last - 1
	case evidence.Delivered, evidence.Closed:
		return last + 1
	}
	return 0
}

// working is the stage of the work, also while the request waits.
func (p progress) working() evidence.Stage {
	if p.r.Stage != evidence.Clarifying && p.r.Stage != evidence.OnHold {
		return p.r.Stage
	}
	work := []evidence.Stage{evidence.Submitted, evidence.Triage, evidence.Searching, evidence.Summarising, evidence.Checking}
	s, _ := p.last(func(s rest.StepView) bool { return slices.Contains(work, s.To) })
	return s.To
}

// checked reports whether a second librarian reads, or has read, the answer.
func (p progress) checked() bool {
	if p.r.CheckPolicy == evidence.CheckSummary || p.r.CheckPolicy == evidence.CheckBoth {
		return true
	}
	_, ok := p.last(func(s rest.StepView) bool {
		return s.Command == evidence.SubmitForCheck && s.From == evidence.Summarising
	})
	return ok
}

func (p progress) checksStrategy() bool {
	s, ok := p.last(func(s rest.StepView) bool { return s.To == evidence.Checking && s.From != evidence.OnHold })
	return ok && s.From == evidence.Searching
}

// passed reports whether the answer was checked and has only to be sent.
func (p progress) passed() bool {
	s, ok := p.last(func(s rest.StepView) bool { return s.From != s.To })
	return ok && s.Command == evidence.Approve && s.To == evidence.Summarising
}

// finished is when the request left a station for the last time; zero when the steps do not say.
func (p progress) finished(i int) time.Time {
	from := []evidence.Stage{evidence.Triage, evidence.Searching, evidence.Summarising, evidence.Checking}
	to := []evidence.Stage{evidence.Searching, evidence.Summarising, evidence.Checking, evidence.Summarising}
	s, _ := p.last(func(s rest.StepView) bool {
		switch {
		case i == len(p.stations())-1, !p.checked() && from[i] == evidence.Summarising:
			return s.To == evidence.Delivered && s.From != evidence.Delivered
		case from[i] == evidence.Checking:
			return s.Command == evidence.Approve && s.To == to[i]
		}
		return s.From == from[i] && s.To == to[i]
	})
	return s.At
}

func (p progress) expected() string { return by(p.v, "Expected by", p.r.PromiseDue) }

// last is the newest step of a kind.
func (p progress) last(is func(rest.StepView) bool) (rest.StepView, bool) {
	for _, s := range slices.Backward(p.steps) {
		if is(s) {
			return s, true
		}
	}
	return rest.StepView{}, false
}
