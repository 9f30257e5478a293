package demo

import (
	"slices"
	"time"
)

// Planned is one step of a request with its date.
type Planned struct {
	Step string
	At   time.Time
}

// Plan gives the dated steps of every request, for a demonstration that began at an instant.
func Plan(began time.Time) (map[string][]Planned, error) {
	t, err := newTelling(nil, &Keep{file: keepFile{Began: began}})
	if err != nil {
		return nil, err
	}
	plan := map[string][]Planned{}
	past, err := PastRequests()
	if err != nil {
		return nil, err
	}
	for i, r := range slices.Concat(t.data.Requests, past) {
		_, steps, dates, err := t.prepare(r, i)
		if err != nil {
			return nil, err
		}
		for n, s := range steps {
			plan[r.Key] = append(plan[r.Key], Planned{s.name, dates[n]})
		}
	}
	return plan, nil
}

// PastRequests are the requests of the years before.
func PastRequests() ([]Request, error) {
	var p pastYears
	err := read("past.json", &p)
	return p.requests(), err
}

// Forget makes the keep tell everything again.
func (k *Keep) Forget() { k.file.Told = nil }
