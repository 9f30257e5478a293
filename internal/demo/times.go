package demo

import (
	"hash/fnv"
	"time"

	"evidencedesk/internal/calendar"
	"evidencedesk/internal/vocabulary"
)

// Working time in minutes.
const (
	hour = 60
	day  = 8 * hour
)

const (
	lastMinutes = 40 * time.Minute // the newest request came in this long before the beginning
	leastGap    = 2 * time.Minute  // between two steps that had to be moved before the beginning
	atMostLate  = 7 * hour         // how far into the day a request is received
)

// diary dates the steps of stories: in working hours, one after the other, none after the beginning of the demonstration.
type diary struct {
	hours      *calendar.Calendar
	vocabulary *vocabulary.Catalogue
	began      time.Time
}

func newDiary(began time.Time, v *vocabulary.Catalogue) (diary, error) {
	holidays, err := calendar.BundledHolidays()
	if err != nil {
		return diary{}, err
	}
	hours, err := calendar.New(calendar.DefaultSpec(), holidays)
	return diary{hours: hours, vocabulary: v, began: began}, err
}

// after gives the instant that lies so many working minutes after another.
func (d diary) after(t time.Time, minutes int) (time.Time, error) {
	at, err := d.hours.Add(t, minutes)
	return at.UTC(), err
}

// received is when a request reached the library: at some time of a working day, or shortly before the beginning where that
// would be later.
func (d diary) received(r Request) (time.Time, error) {
	spread := fnv.New32a()
	_, _ = spread.Write([]byte(r.Key))
	local := d.began.In(d.hours.Location())
	midnight := time.Date(local.Year(), local.Month(), local.Day()-r.DaysAgo, 0, 0, 0, 0, d.hours.Location())
	at, err := d.after(midnight, 10+int(spread.Sum32()%atMostLate))
	if newest := d.began.Add(-lastMinutes); r.DaysAgo == 0 || at.After(newest) {
		at = newest.Add(-time.Duration(spread.Sum32()%hour) * time.Minute)
	}
	return at, err
}

// date gives each step its instant. Urgent work goes faster. What would lie after the beginning is moved before it.
func (d diary) date(r Request, steps []step) ([]time.Time, error) {
	at, err := d.received(r)
	if err != nil {
		return nil, err
	}
	dates := make([]time.Time, len(steps))
	for i, s := range steps {
		if s.after > 0 {
			if at, err = d.after(at, s.after*pace(r.Urgency)/routinePace); err != nil {
				return nil, err
			}
		}
		dates[i] = at
	}
	latest := d.began
	for i := len(dates) - 1; i >= 0; i-- {
		latest = latest.Add(-leastGap)
		if dates[i].After(latest) {
			dates[i] = latest
		}
	}
	return dates, nil
}

const routinePace = 10

// pace stretches the time between steps, in tenths of that of a routine request.
func pace(urgency string) int {
	switch urgency {
	case "now", "urgent":
		return 1
	case "soon":
		return 5
	case "project":
		return 15
	}
	return routinePace
}

// projectDays is agreed for a request whose urgency promises no time of its own.
const projectDays = 20

// agreed is the date that the librarian agrees on acceptance: what the urgency promises, counted from receipt, or a little
// later when that has passed.
func (d diary) agreed(r Request, received, accepted time.Time) (time.Time, error) {
	minutes := projectDays * day
	if u, ok := d.vocabulary.Urgency(r.Urgency); ok && u.PromiseMinutes > 0 {
		minutes = u.PromiseMinutes
	}
	due, err := d.after(received, minutes)
	if err != nil || due.After(accepted.Add(time.Hour)) {
		return due, err
	}
	return d.after(accepted, 2*hour)
}

// ahead is an instant so many days after the beginning, in the working morning.
func (d diary) ahead(days int) (time.Time, error) {
	local := d.began.In(d.hours.Location())
	return d.after(time.Date(local.Year(), local.Month(), local.Day()+days, 0, 0, 0, 0, d.hours.Location()), hour)
}
