package capacity

import (
	"slices"
)

// days is how many working days a policy promises for an item, if it says so.
func (r *run) days(item Item) (int, bool) {
	if d, ok := r.policy.TypeDays[item.Type]; ok {
		return d, true
	}
	d, ok := r.policy.UrgencyDays[item.Urgency]
	return d, ok
}

// promised reports whether anything is promised for an item.
func (r *run) promised(item Item) bool {
	_, ok := r.days(item)
	return ok || item.Promise > 0
}

// due is the place of the day by which an item is promised, or never.
func (r *run) due(item Item) int {
	if days, ok := r.days(item); ok {
		return r.after(item.Received, days)
	}
	if item.Promise <= 0 {
		return never
	}
	return max(r.reached(item.Received, item.Promise), item.Received)
}

// read reports whether a second librarian reads the answer.
func (r *run) read(item Item) bool {
	switch r.policy.Readers {
	case ReadAll:
		return true
	case ReadNone:
		return false
	case ReadTypes:
		return slices.Contains(r.policy.Types, item.Type)
	default:
		return item.Checked
	}
}

// minutes is the work of an item: what it took, with the check that it would have had and without the one that it had.
func (r *run) minutes(item Item) int {
	return max(item.Minutes+r.policy.CheckMinutes*(oneIf(r.read(item))-oneIf(item.Checked)), 0)
}

// span finds places in a row of days.
type span struct {
	before []int // minutes open before each day, and before the day after the last
	open   []int // places of the days on which the library opens
}

func measure(days []Day) span {
	s := span{before: make([]int, len(days)+1)}
	for i, d := range days {
		s.before[i+1] = s.before[i] + d.Open
		if d.Open > 0 {
			s.open = append(s.open, i)
		}
	}
	return s
}

// after is the place so many working days after a day; a closed day counts as the next one that is open.
func (s span) after(day, working int) int {
	from, _ := slices.BinarySearch(s.open, day)
	if from+working >= len(s.open) {
		return never
	}
	return s.open[from+working]
}

// reached is the place of the day on which so many minutes of opening hours, counted from the beginning of a day, are used up.
func (s span) reached(day, minutes int) int {
	i, _ := slices.BinarySearch(s.before, s.before[day]+minutes)
	if i >= len(s.before) {
		return never
	}
	return i - 1
}

// task is an item that waits.
type task struct{ item, due, left int }

// queue is the tasks by promise, those of one day as they came.
type queue []task

func (q queue) Len() int      { return len(q) }
func (q queue) Swap(i, j int) { q[i], q[j] = q[j], q[i] }
func (q queue) Less(i, j int) bool {
	if q[i].due != q[j].due {
		return q[i].due < q[j].due
	}
	return q[i].item < q[j].item
}

// Push implements heap.Interface.
func (q *queue) Push(x any) { *q = append(*q, x.(task)) } //nolint:forcetypeassert // only tasks are pushed

// Pop implements heap.Interface.
func (q *queue) Pop() any {
	last := len(*q) - 1
	t := (*q)[last]
	*q = (*q)[:last]
	return t
}

// ReplayMethod says in sentences how a year is replayed, and what that cannot show.
func ReplayMethod() []string {
	return []string{
		"Every request of the year is led through the library's days again, in the order in which they came; those that were open on the first day are there from the start. Nothing is left to chance: the same question has the same answer.",
		"A day has the hours of work of an ordinary week in the part that its opening hours have of the week. The request with the earliest promise is worked on first; what is left goes on the next day.",
		"The work of a request is the time noted on it; where none was noted, or it is still open with less, the usual time of its type. A check adds the minutes given and keeps the answer back for the working days given.",
		"A promise of working days counts from the day after receipt. Where the policy names none, what was promised then is kept. A day's promise is met if the answer comes on that day.",
		"Limits: requests that ended without an answer are left out; time in which questions waited for the requester is not modelled, nor who can do what, nor that people would ask for more if answers came faster. Compare the two replays with each other rather than with the year as it was.",
	}
}
