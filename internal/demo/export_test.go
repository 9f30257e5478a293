package demo

import "time"

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
	for i, r := range t.data.Requests {
		_, steps, dates, err := t.prepare(i)
		if err != nil {
			return nil, err
		}
		for n, s := range steps {
			plan[r.Key] = append(plan[r.Key], Planned{s.name, dates[n]})
		}
	}
	return plan, nil
}

// Forget makes the keep tell everything again.
func (k *Keep) Forget() { k.file.Told = nil }
