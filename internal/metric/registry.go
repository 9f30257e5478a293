package metric

import (
	"slices"

	"evidencedesk/internal/vocabulary"
)

// Registry holds every metric with its definition. It never changes after Load.
type Registry struct {
	all         []Metric
	byID        map[string]Metric
	definitions []Definition
	version     string
}

// Load makes the registry. The rows of the impact matrix are those of the vocabulary impact_benefits, what answers were used
// for those of impact_uses. An error means that the binary was built from bad data.
func Load(words *vocabulary.Catalogue) (*Registry, error) {
	all, err := asks(words)
	if err != nil {
		return nil, err
	}
	r := &Registry{all: slices.Concat(requests(), all), byID: map[string]Metric{}}
	for i := range r.all {
		if r.all[i].Family == "" {
			r.all[i].Family = r.all[i].ID
		}
		r.byID[r.all[i].ID] = r.all[i]
	}
	return r, r.define()
}

// All are the metrics in the order in which reports show them.
func (r *Registry) All() []Metric { return slices.Clone(r.all) }

// Find gives a metric; false if there is none.
func (r *Registry) Find(id string) (Metric, bool) {
	m, ok := r.byID[id]
	return m, ok
}

// Title is what a figure is called, by the identifier of a definition or of a metric; false if there is none.
func (r *Registry) Title(id string) (string, bool) {
	if d, ok := r.Definition(id); ok {
		return d.Title, true
	}
	m, ok := r.byID[id]
	return m.Title, ok
}

// Some are metrics by their identifiers. It panics for one that there is not: the program asks, never a user.
func (r *Registry) Some(ids ...string) []Metric {
	some := make([]Metric, len(ids))
	for i, id := range ids {
		m, ok := r.byID[id]
		if !ok {
			panic("metric: there is no " + id)
		}
		some[i] = m
	}
	return some
}

// Family are the metrics of a definition.
func (r *Registry) Family(family string) []Metric {
	var some []Metric
	for _, m := range r.all {
		if m.Family == family {
			some = append(some, m)
		}
	}
	return some
}
