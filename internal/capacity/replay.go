package capacity

import (
	"container/heap"
	"math"
	"slices"

	"evidencedesk/internal/report"
)

// Readers says which answers a second librarian reads.
type Readers string

// The policies of checking.
const (
	ReadAsItWas Readers = "as_it_was"
	ReadNone    Readers = "none"
	ReadAll     Readers = "all"
	ReadTypes   Readers = "types" // those of the types of search that are named
)

// Day is a day with the minutes for which the library is open.
type Day struct {
	Date report.Date
	Open int
}

// Item is a request. Days are places in the list of days; what was received before the first is at 0.
type Item struct {
	Type, Urgency string
	Received      int
	Promise       int // minutes of opening hours; 0 where nothing was promised
	Minutes       int // of work
	Checked       bool
	Delivered     int   // -1 while it is open
	Met           *bool // as it was recorded; nil where nothing was promised
}

// Policy is how the library would have worked.
type Policy struct {
	Weekly       int            // minutes of work in an ordinary week
	UrgencyDays  map[string]int // working days promised, by urgency; others keep what was promised
	TypeDays     map[string]int // the same by type of search, which comes first
	Readers      Readers
	Types        []string // for ReadTypes
	CheckMinutes int      // of work that a check takes
	CheckDays    int      // working days for which an answer lies until it is checked
}

// Past is a year as it was.
type Past struct {
	Days  []Day // in order and without gaps, from the day of the oldest request
	Start int   // the place of the first day of the period; what was received before is there then
	Items []Item
}

// Outcome is how a year went, or would have gone.
type Outcome struct {
	Promised int     `json:"promised" doc:"Requests received in the period with a promise, that were delivered in it or fell due in it"`
	Met      int     `json:"met"`
	Open     int     `json:"open" doc:"Not delivered by the end"`
	Worked   int     `json:"worked_minutes" doc:"0 of the year as it was"`
	Capacity int     `json:"capacity_minutes" doc:"0 of the year as it was"`
	Backlog  []Point `json:"backlog" nullable:"false" doc:"Open requests at the end of each week"`
}

// Point is how many requests are open at the end of a day.
type Point struct {
	Date string `json:"date" format:"date"`
	Open int    `json:"open"`
}

// never is later than every day.
const never = math.MaxInt

// daysInWeek is after how many days the backlog is looked at.
const daysInWeek = 7

// AsItWas is the year as it was recorded.
func AsItWas(past Past) Outcome {
	var o Outcome
	arrived, done := make([]int, len(past.Days)), make([]int, len(past.Days))
	for _, item := range past.Items {
		arrived[max(item.Received, past.Start)]++
		if item.Delivered >= 0 && item.Delivered < len(past.Days) {
			done[max(item.Delivered, past.Start)]++
		}
		if item.Received >= past.Start && item.Met != nil && item.Delivered < len(past.Days) {
			o.Promised++
			o.Met += oneIf(*item.Met)
		}
	}
	o.backlog(past, arrived, done)
	return o
}

// backlog looks at what is open at the end of each week.
func (o *Outcome) backlog(past Past, arrived, done []int) {
	o.Backlog = []Point{}
	for day := past.Start; day < len(past.Days); day++ {
		o.Open += arrived[day] - done[day]
		if day == len(past.Days)-1 || (day-past.Start)%daysInWeek == daysInWeek-1 {
			o.Backlog = append(o.Backlog, Point{past.Days[day].Date.String(), o.Open})
		}
	}
}

// Replay leads the requests of a year through the library's days under a policy: each day has the minutes that its opening hours
// bring, and the request with the earliest promise is worked on first. There is no chance in it.
func Replay(past Past, policy Policy) Outcome {
	r := newRun(past, policy)
	week, carried := UsualWeek(past.Days), 0
	for day := past.Start; day < len(past.Days); day++ {
		for _, i := range r.coming[day] {
			heap.Push(&r.queue, r.task(i))
		}
		if week == 0 {
			continue
		}
		carried += past.Days[day].Open * policy.Weekly
		r.out.Capacity += carried / week
		r.spend(day, carried/week)
		carried %= week
	}
	r.judge()
	return r.out
}

// UsualWeek is the minutes for which a library is open in the middle one of its weeks, so that a holiday does not count as usual.
func UsualWeek(days []Day) int {
	var weeks []int
	for i := 0; i+daysInWeek <= len(days); i += daysInWeek {
		n := 0
		for _, d := range days[i : i+daysInWeek] {
			n += d.Open
		}
		weeks = append(weeks, n)
	}
	if len(weeks) == 0 {
		return 0
	}
	slices.Sort(weeks)
	return weeks[len(weeks)/2]
}

// run is a replay on its way.
type run struct {
	past   Past
	policy Policy
	span
	coming [][]int // places of the items that arrive on each day
	ended  []int   // the day on which each item is delivered, or never
	queue  queue
	out    Outcome
}

func newRun(past Past, policy Policy) *run {
	r := &run{past: past, policy: policy, span: measure(past.Days), coming: make([][]int, len(past.Days)), ended: make([]int, len(past.Items))}
	for i, item := range past.Items {
		r.ended[i] = never
		day := max(item.Received, past.Start)
		r.coming[day] = append(r.coming[day], i)
	}
	return r
}

// task is what is left of an item. One without a promise waits behind those with one.
func (r *run) task(i int) task {
	item := r.past.Items[i]
	return task{item: i, due: r.due(item), left: r.minutes(item)}
}

// spend works for some minutes, on the earliest promise first.
func (r *run) spend(day, minutes int) {
	for len(r.queue) > 0 {
		t := &r.queue[0]
		n := min(t.left, minutes)
		t.left, minutes, r.out.Worked = t.left-n, minutes-n, r.out.Worked+n
		if t.left > 0 {
			return
		}
		r.ended[t.item] = day
		if r.read(r.past.Items[t.item]) {
			r.ended[t.item] = r.after(day, r.policy.CheckDays)
		}
		heap.Pop(&r.queue)
	}
}

// judge counts which promises were met, and what was open when.
func (r *run) judge() {
	arrived, done := make([]int, len(r.past.Days)), make([]int, len(r.past.Days))
	for i, item := range r.past.Items {
		arrived[max(item.Received, r.past.Start)]++
		ended, due := r.ended[i], r.due(item)
		if ended < len(done) {
			done[ended]++
		}
		if item.Received < r.past.Start || due == never && !r.promised(item) || ended >= len(done) && due >= len(done) {
			continue
		}
		r.out.Promised++
		r.out.Met += oneIf(ended <= due)
	}
	r.out.backlog(r.past, arrived, done)
}

func oneIf(b bool) int {
	if b {
		return 1
	}
	return 0
}

// AverageWeek is the minutes of work in an ordinary week with which everything that was delivered in a period could just have been done.
func AverageWeek(past Past) int {
	open, work := 0, 0
	for _, d := range past.Days[min(past.Start, len(past.Days)):] {
		open += d.Open
	}
	for _, item := range past.Items {
		if item.Delivered >= past.Start && item.Delivered < len(past.Days) {
			work += item.Minutes
		}
	}
	if open == 0 {
		return 0
	}
	return work * UsualWeek(past.Days) / open
}
