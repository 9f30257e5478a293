package calendar

import "time"

// MaxLines bounds each list of an [Explanation]. A longer list keeps its beginning and end, and one line in the middle
// stands for all the others.
const MaxLines = 100

// Rule is the promise a clock stands for: a code of the caller's such as "routine", and plain words such as
// "Routine requests are answered within 10 working days".
type Rule struct {
	Code string `json:"code"`
	Text string `json:"text"`
}

// Explanation says how a due instant came about, line by line, for a clinician. Instants carry the offset of the
// calendar's zone; minutes are working minutes.
//
// The minutes of Counted add up to CountedMinutes exactly. While the clock is on its way to Due, the minutes of Planned
// add up to RemainingMinutes. Counted and Remaining add up to the budget always.
type Explanation struct {
	Calendar Info   `json:"calendar"`
	Rule     Rule   `json:"rule"`
	Summary  string `json:"summary"` // all of it in a few sentences

	Start   time.Time `json:"start"`
	At      time.Time `json:"at"`           // the instant of which Counted, Remaining, Paused and Overdue speak
	Due     time.Time `json:"due,omitzero"` // absent when a pause that still lasts began first
	Paused  bool      `json:"paused"`       // a pause is on at At
	Overdue bool      `json:"overdue"`      // At is after Due

	BudgetMinutes    int `json:"budget_minutes"`
	CountedMinutes   int `json:"counted_minutes"`
	RemainingMinutes int `json:"remaining_minutes"` // negative when overdue

	Counted     []Interval   `json:"counted"` // what ran before At
	Planned     []Interval   `json:"planned"` // what will run from At until Due
	Pauses      []PauseLine  `json:"pauses"`
	SkippedDays []SkippedDay `json:"skipped_days"`
	Notices     []Notice     `json:"notices"`
	Shortened   bool         `json:"shortened"` // a list was longer than MaxLines
}

// Interval is time that counts. A whole minute made of parts of two intervals is given to the second.
type Interval struct {
	From    time.Time `json:"from"`
	To      time.Time `json:"to"`
	Date    string    `json:"date"` // local date of From, "YYYY-MM-DD"
	Minutes int       `json:"minutes"`
	Note    string    `json:"note,omitempty"`   // why a day has hours of its own
	Merged  int       `json:"merged,omitempty"` // stands for so many intervals, with closed time between them
}

// PauseLine is time in which the clock was stopped.
type PauseLine struct {
	From    time.Time `json:"from"`
	To      time.Time `json:"to,omitzero"` // absent while it lasts
	Reason  string    `json:"reason"`
	Text    string    `json:"text"`
	Minutes int       `json:"minutes"`          // whole working minutes up to At that therefore did not count
	Merged  int       `json:"merged,omitempty"` // stands for so many pauses
}

// Reasons of a SkippedDay.
const (
	SkippedHoliday = "bank-holiday"
	SkippedWeekday = "closed-weekday"
	SkippedClosure = "service-closure"
	SkippedSeveral = "several"
)

// SkippedDay is a date between start and end on which the service does not open at all. Days that lie wholly inside
// a pause are not listed: the pause explains them.
type SkippedDay struct {
	Date   string `json:"date"`
	Until  string `json:"until,omitempty"` // last date of a line that stands for several days
	Reason string `json:"reason"`
	Text   string `json:"text"` // name of the holiday, the weekday, or the reason of the closure
	Merged int    `json:"merged,omitempty"`
}

// Explain accounts for a clock as seen at an instant. Errors: as for [Calendar.Due].
func (c *Calendar) Explain(clock Clock, rule Rule, at time.Time) (Explanation, error) {
	deadline, err := c.Due(clock)
	if err != nil {
		return Explanation{}, err
	}
	r, err := readClock(clock)
	if err != nil {
		return Explanation{}, err
	}
	now, end := at.Unix(), r.stop
	if !inRange(now) {
		return Explanation{}, errInstantRange()
	}
	e := Explanation{Calendar: c.info, Rule: rule, Start: c.local(r.start), At: c.local(now), BudgetMinutes: clock.Budget}
	if !deadline.Stopped {
		end = deadline.Due.Unix()
		e.Due, e.Overdue = c.local(end), now > end
	}
	a := account{calendar: c, gaps: r.gaps}
	e.Counted = a.intervals(r.start, now)
	e.CountedMinutes = int(a.seconds / 60)
	e.RemainingMinutes = clock.Budget - e.CountedMinutes
	e.Planned = a.intervals(max(r.start, now), end)
	e.Pauses, e.Paused = c.pauseLines(clock, now)
	last := max(r.start, now, end)
	e.SkippedDays = c.skippedDays(r.start, last, r.gaps)
	e.Notices = c.notices(r.start, last)
	e.Summary = summary(e)
	e.shorten()
	return e, nil
}

// account lists running time and carries the seconds from one interval to the next, so that the minutes of the lines add
// up to the minutes of the whole.
type account struct {
	calendar *Calendar
	gaps     []span
	seconds  int64
}

func (a *account) intervals(from, until int64) []Interval {
	lines, spans := []Interval{}, []span{}
	for d, s := range a.calendar.running(from, until, a.gaps) {
		// Spans of one date that touch are one interval to a reader.
		if n := len(spans); n > 0 && spans[n-1].to == s.from && lines[n-1].Date == d.String() {
			spans[n-1].to = s.to
			continue
		}
		line := Interval{Date: d.String()}
		if h := a.calendar.on(d); h.kind == specialDay {
			line.Note = specialText(h.text)
		}
		lines, spans = append(lines, line), append(spans, s)
	}
	for i, s := range spans {
		before := a.seconds / 60
		a.seconds += s.to - s.from
		lines[i].From, lines[i].To = a.calendar.local(s.from), a.calendar.local(s.to)
		lines[i].Minutes = int(a.seconds/60 - before)
	}
	return lines
}

func (c *Calendar) pauseLines(clock Clock, now int64) (lines []PauseLine, paused bool) {
	lines = []PauseLine{}
	for _, p := range clock.Pauses {
		from, to := max(p.From.Unix(), clock.Start.Unix()), p.To.Unix()
		if p.To.IsZero() {
			to = maxInstant
		}
		if to <= from {
			continue // before the clock was started, or empty
		}
		line := PauseLine{From: c.local(p.From.Unix()), Reason: p.Reason, Text: p.Text}
		if !p.To.IsZero() {
			line.To = c.local(to)
		}
		line.Minutes = int(c.seconds(from, min(to, now), nil) / 60)
		lines = append(lines, line)
		paused = paused || from <= now && now < to
	}
	return lines, paused
}

func (c *Calendar) local(second int64) time.Time { return time.Unix(second, 0).In(c.zone) }
