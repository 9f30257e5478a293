package postgres_test

import (
	"sync"
	"testing"
	"time"

	"evidencedesk/internal/evidence"
	"evidencedesk/internal/postgres"
)

func (d *desk) timer(do func(postgres.Access) (postgres.WorkTimer, error), p evidence.PersonID) postgres.WorkTimer {
	d.Helper()
	t, err := do(d.as(p))
	if err != nil {
		d.Fatal(err)
	}
	return t
}

func (d *desk) startTimer(a postgres.Access) (postgres.WorkTimer, error) {
	return d.content.StartTimer(d.Context(), a)
}

func (d *desk) pauseTimer(a postgres.Access) (postgres.WorkTimer, error) {
	return d.content.PauseTimer(d.Context(), a)
}

func (d *desk) readTimer(a postgres.Access) (postgres.WorkTimer, error) {
	return d.content.Timer(d.Context(), a)
}

func TestATimerSurvivesSittings(t *testing.T) {
	d := newDesk(t)
	if got := d.timer(d.readTimer, d.librarian); got != (postgres.WorkTimer{}) {
		t.Errorf("before it is started: %+v", got)
	}
	began := d.now
	d.timer(d.startTimer, d.librarian)
	d.now = d.now.Add(10 * time.Minute)
	if got := d.timer(d.startTimer, d.librarian); got.Counted != 10*time.Minute || !got.StartedAt.Equal(began) {
		t.Errorf("started again while it runs: %+v", got)
	}
	d.now = d.now.Add(5 * time.Minute)
	if got := d.timer(d.pauseTimer, d.librarian); got.Counted != 15*time.Minute || !got.StartedAt.IsZero() {
		t.Errorf("paused: %+v", got)
	}
	d.now = d.now.Add(48 * time.Hour)
	d.timer(d.startTimer, d.librarian)
	d.now = d.now.Add(61 * time.Second)
	if got := d.timer(d.readTimer, d.librarian); got.Counted != 16*time.Minute+time.Second {
		t.Errorf("the next sitting: %+v", got)
	}
	entry, err := d.content.LogTimer(t.Context(), d.as(d.librarian), postgres.TimerLog{Activity: "search", Note: "Ovid"}, postgres.Creation{})
	if err != nil || entry.Minutes != 17 || !entry.StartedAt.Equal(began) || entry.Stage != "search" || entry.Note != "Ovid" {
		t.Errorf("%+v, %v", entry, err)
	}
	if got := d.timer(d.readTimer, d.librarian); got != (postgres.WorkTimer{}) || d.count(`SELECT count(*) FROM time_entry`) != 1 {
		t.Errorf("the timer is still there: %+v", got)
	}
}

func TestOneTimerRunsForEachPerson(t *testing.T) {
	d := newDesk(t)
	first := d.request
	d.timer(d.startTimer, d.librarian)
	d.timer(d.startTimer, d.colleague)
	d.now = d.now.Add(time.Minute)
	d.request = d.ask()
	d.timer(d.startTimer, d.librarian)
	d.now = d.now.Add(time.Minute)
	mine, err := d.content.TimersOf(t.Context(), d.librarian)
	if err != nil || len(mine) != 2 || mine[0].Request != d.request || mine[0].StartedAt.IsZero() || mine[0].Counted != time.Minute ||
		mine[1].Request != first || !mine[1].StartedAt.IsZero() || mine[1].Counted != time.Minute || mine[1].Reference == "" {
		t.Errorf("%+v, %v", mine, err)
	}
	var all sync.WaitGroup
	for range 8 {
		all.Go(func() {
			if _, err := d.startTimer(d.as(d.librarian)); err != nil {
				t.Error(err)
			}
		})
	}
	all.Wait()
	if n := d.count(`SELECT count(*) FROM work_timer WHERE started_at IS NOT NULL`); n != 2 {
		t.Errorf("%d timers run", n)
	}
	d.exec(`DELETE FROM person_role WHERE person_id = $1`, d.librarian)
	if mine, err = d.content.TimersOf(t.Context(), d.librarian); err != nil || len(mine) != 0 {
		t.Errorf("of requests that are out of sight: %+v, %v", mine, err)
	}
}

func TestWhatNoTimerCanBeMadeOf(t *testing.T) {
	d := newDesk(t)
	log := func(p evidence.PersonID, l postgres.TimerLog, key string) (postgres.TimeEntry, error) {
		c := postgres.Creation{}
		if key != "" {
			c = postgres.Creation{Route: "/timer/log", Key: key, Body: make([]byte, 32)}
		}
		return d.content.LogTimer(d.Context(), d.as(p), l, c)
	}
	_, err := log(d.librarian, postgres.TimerLog{Activity: "search"}, "")
	refusal(t, err, evidence.NotFound)
	_, err = log(d.librarian, postgres.TimerLog{Activity: "sleep"}, "")
	if e := refusal(t, err, evidence.Invalid); e.Fields[0].Field != "activity" {
		t.Errorf("%+v", e)
	}
	_, err = d.content.StartTimer(t.Context(), d.as(d.requester))
	refusal(t, err, evidence.NotPermitted)

	d.timer(d.startTimer, d.librarian)
	d.now = d.now.Add(30 * time.Hour)
	_, err = log(d.librarian, postgres.TimerLog{Activity: "search"}, "one")
	if e := refusal(t, err, evidence.Invalid); e.Fields[0].Field != "minutes" || d.timer(d.readTimer, d.librarian).StartedAt.IsZero() {
		t.Errorf("after a weekend: %+v", e)
	}
	entry, err := log(d.librarian, postgres.TimerLog{Activity: "search", Minutes: 25}, "two")
	if err != nil || entry.Minutes != 25 {
		t.Errorf("%+v, %v", entry, err)
	}
	again, err := log(d.librarian, postgres.TimerLog{Activity: "search", Minutes: 25}, "two")
	if err != nil || again.ID != entry.ID || d.count(`SELECT count(*) FROM time_entry`) != 1 {
		t.Errorf("the same key: %+v, %v", again, err)
	}
	if got := d.timer(d.pauseTimer, d.librarian); got != (postgres.WorkTimer{}) {
		t.Errorf("paused without a timer: %+v", got)
	}
	d.timer(d.startTimer, d.librarian)
	for range 2 {
		if err := d.content.DropTimer(t.Context(), d.as(d.librarian)); err != nil {
			t.Error(err)
		}
	}
}

func TestWhoHasARequestOpen(t *testing.T) {
	d := newDesk(t)
	s := postgres.NewPresences(d.db.App, func() time.Time { return d.now })
	meet := func(p evidence.PersonID, doing string) []postgres.Presence {
		t.Helper()
		others, err := s.Meet(t.Context(), d.as(p), doing)
		if err != nil {
			t.Fatal(err)
		}
		return others
	}
	if others := meet(d.librarian, "reading"); len(others) != 0 {
		t.Errorf("alone with %+v", others)
	}
	d.now = d.now.Add(time.Minute)
	if others := meet(d.colleague, "writing"); len(others) != 1 || others[0].Person != d.librarian || others[0].Doing != "reading" || others[0].Name == "" {
		t.Errorf("%+v", others)
	}
	d.now = d.now.Add(time.Minute)
	if others := meet(d.librarian, "writing"); len(others) != 1 || others[0].Doing != "writing" {
		t.Errorf("%+v", others)
	}
	d.now = d.now.Add(time.Minute)
	if others := meet(d.librarian, "writing"); len(others) != 0 {
		t.Errorf("after two minutes: %+v", others)
	}
	_, err := s.Meet(t.Context(), d.as(d.requester), "reading")
	refusal(t, err, evidence.NotPermitted)
	if n, err := s.Forget(t.Context(), d.now.Add(-time.Minute)); n != 1 || err != nil {
		t.Errorf("%d forgotten, %v", n, err)
	}
}
