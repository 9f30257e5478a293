package postgres

import (
	"context"
	"time"

	"github.com/google/uuid"

	"evidencedesk/internal/evidence"
	"evidencedesk/internal/postgres/sqlc"
	"evidencedesk/internal/wellbeing"
)

// WorkMonth is how much of a month's work was live, urgent or done while the library was closed.
type WorkMonth struct {
	Month      string `json:"month" format:"date" doc:"Its first day"`
	Delivered  int    `json:"delivered" doc:"Requests answered for the first time"`
	Live       int    `json:"live" doc:"Of them, answered on the spot"`
	Urgent     int    `json:"urgent" doc:"Of them, wanted now or urgently"`
	Steps      int    `json:"steps" doc:"Steps of the process that were taken"`
	OutOfHours int    `json:"out_of_hours" doc:"Of them, while the library was closed"`
}

// TeamMonth is a month of a whole team that is over. Figures about people are there only when at least five people stand behind them.
type TeamMonth struct {
	Month      string     `json:"month" format:"date" doc:"Its first day"`
	Work       *WorkMonth `json:"work,omitempty" doc:"Absent: fewer than five people delivered something or took a step"`
	People     int        `json:"people,omitempty" doc:"Who answered a check-in; absent: fewer than five"`
	Hard       string     `json:"hard,omitempty" doc:"Which share of these people found something hard, in bands of a quarter"`
	Fine       string     `json:"fine,omitempty" doc:"Which share of these people found everything fine, in bands of a quarter"`
	Flagged    int        `json:"flagged" doc:"Requests received whose topic was confirmed; 0 where few is set"`
	FlaggedFew bool       `json:"flagged_few,omitempty" doc:"One to four: not told"`
}

// worked is what is known of a month, with how many people stand behind it.
type worked struct {
	WorkMonth

	owners, actors int
}

// OwnMonths gives the months that are over of one person in a library, the oldest first.
func (s *Wellbeing) OwnMonths(ctx context.Context, library evidence.LibraryID, person evidence.PersonID, hours wellbeing.Hours) ([]WorkMonth, error) {
	l, p, err := idsOf(string(library), string(person))
	if err != nil {
		return nil, err
	}
	months, err := s.months(ctx, l, &p, hours)
	return each(months, func(m worked) WorkMonth { return m.WorkMonth }), contentError(err)
}

// TeamMonths gives the months that are over of everybody who works in a library, the oldest first. There is nothing to narrow them
// by, so nobody can be found by comparing.
func (s *Wellbeing) TeamMonths(ctx context.Context, library evidence.LibraryID, hours wellbeing.Hours) ([]TeamMonth, error) {
	l, err := rowUUID(string(library))
	if err != nil {
		return nil, err
	}
	months, err := s.months(ctx, l, nil, hours)
	if err != nil {
		return nil, contentError(err)
	}
	list := each(months, func(m worked) TeamMonth {
		t := TeamMonth{Month: m.Month}
		if m.owners >= wellbeing.LeastPeople && m.actors >= wellbeing.LeastPeople {
			t.Work = &m.WorkMonth
		}
		return t
	})
	return list, s.tell(ctx, l, list)
}

// tell adds to the months the check-ins and the topics.
func (s *Wellbeing) tell(ctx context.Context, library uuid.UUID, list []TeamMonth) error {
	now := s.now()
	since, until := wellbeing.Since(now, wellbeing.ShownMonths), wellbeing.MonthOf(now)
	at := map[string]*TeamMonth{}
	for i := range list {
		at[list[i].Month] = &list[i]
	}
	said, err := s.q.CheckInMonths(ctx, sqlc.CheckInMonthsParams{Library: library, Since: dateOf(&since)})
	if err != nil {
		return contentError(err)
	}
	for _, r := range said {
		if m := at[r.Month.Time.Format(time.DateOnly)]; m != nil && r.People != nil && r.Hard != nil && r.Fine != nil {
			m.People, m.Hard, m.Fine = int(*r.People), wellbeing.Band(*r.Hard).Words(), wellbeing.Band(*r.Fine).Words()
		}
	}
	flagged, err := s.q.FlaggedMonths(ctx, sqlc.FlaggedMonthsParams{Library: library, Since: dateOf(&since), Until: dateOf(&until)})
	for _, r := range flagged {
		if m := at[r.Month.Time.Format(time.DateOnly)]; m != nil {
			if m.FlaggedFew = wellbeing.Few(int(r.Flagged)); !m.FlaggedFew {
				m.Flagged = int(r.Flagged)
			}
		}
	}
	return contentError(err)
}

// months counts the work of one person or, without one, of everybody.
func (s *Wellbeing) months(ctx context.Context, library uuid.UUID, person *uuid.UUID, hours wellbeing.Hours) ([]worked, error) {
	now := s.now()
	since, until := wellbeing.Since(now, wellbeing.ShownMonths), wellbeing.MonthOf(now)
	list := make([]worked, 0, wellbeing.ShownMonths)
	at := map[string]int{}
	for m := since; m.Before(until); m = m.AddDate(0, 1, 0) {
		at[m.Format(time.DateOnly)] = len(list)
		list = append(list, worked{WorkMonth: WorkMonth{Month: m.Format(time.DateOnly)}})
	}
	delivered, err := s.q.WorkMonths(ctx, sqlc.WorkMonthsParams{Library: library, Since: dateOf(&since), Until: dateOf(&until), Person: person})
	if err != nil {
		return nil, err
	}
	for _, r := range delivered {
		m := &list[at[r.Month.Time.Format(time.DateOnly)]]
		m.Delivered, m.Live, m.Urgent, m.owners = int(r.Delivered), int(r.Live), int(r.Urgent), int(r.People)
	}
	steps, err := s.q.WorkSteps(ctx, sqlc.WorkStepsParams{Library: library, Since: since, Until: until, Person: person})
	if err != nil {
		return nil, err
	}
	who := make([]map[uuid.UUID]bool, len(list))
	for _, r := range steps {
		i := at[wellbeing.MonthOf(r.At).Format(time.DateOnly)]
		list[i].Steps++
		list[i].OutOfHours += wellbeing.OutOfHours(hours, []time.Time{r.At})
		if who[i] == nil {
			who[i] = map[uuid.UUID]bool{}
		}
		if r.Actor != nil {
			who[i][*r.Actor] = true
		}
	}
	for i := range list {
		list[i].actors = len(who[i])
	}
	return list, nil
}
