package metric

import (
	"bytes"
	_ "embed"
	"encoding/json"
	"fmt"
	"slices"
)

// Definition says in words what a metric is. Its parts are those of the template for quality metrics of the national metrics
// group (domain rule 7.6): a good metric is meaningful, actionable, reproducible and comparable.
type Definition struct {
	ID          string   `json:"id"`
	Title       string   `json:"title"`
	Aspect      string   `json:"aspect" doc:"Which side of the service it speaks of"`
	Definition  string   `json:"definition"`
	Why         string   `json:"why" doc:"Why it matters"`
	Compiled    string   `json:"compiled" doc:"How it is counted, so that anybody would count the same"`
	Means       string   `json:"means" doc:"What it tells, and what to do about it"`
	Limits      string   `json:"limits" doc:"What it does not tell"`
	Target      string   `json:"target" doc:"What is aimed for, with caution"`
	Improvement string   `json:"improvement" doc:"What helps"`
	Derived     bool     `json:"derived,omitempty" doc:"Worked out from counted and entered figures, not counted by itself"`
	Metrics     []string `json:"metrics" doc:"The counted figures that it defines; none of what is derived"`
}

//go:embed definitions.json
var definitions []byte

// Definitions that others name.
const (
	Requesters = "requesters"
	GiftOfTime = "gift_of_time" // derived
	StaffRatio = "staff_ratio"  // derived
)

// define reads the definitions and gives one to every metric. Any metric without is an error, and so is any definition that
// neither defines a metric nor is derived.
func (r *Registry) define() error {
	var file struct {
		Version     string       `json:"version"`
		Definitions []Definition `json:"definitions"`
	}
	d := json.NewDecoder(bytes.NewReader(definitions))
	d.DisallowUnknownFields()
	if err := d.Decode(&file); err != nil {
		return fmt.Errorf("metric: definitions: %w", err)
	}
	r.version, r.definitions = file.Version, file.Definitions
	for i := range r.definitions {
		d := &r.definitions[i]
		d.Metrics = []string{}
		for _, m := range r.Family(d.ID) {
			d.Metrics = append(d.Metrics, m.ID)
		}
		if d.Derived == (len(d.Metrics) > 0) {
			return fmt.Errorf("metric: a definition defines what is counted, or is derived: %q", d.ID)
		}
	}
	for _, m := range r.all {
		if _, ok := r.Definition(m.Family); !ok {
			return fmt.Errorf("metric: %q has no definition", m.ID)
		}
	}
	return nil
}

// Definitions are all definitions, in the order in which reports show their metrics.
func (r *Registry) Definitions() []Definition { return slices.Clone(r.definitions) }

// Version is the version of the definitions.
func (r *Registry) Version() string { return r.version }

// Definition gives one by its identifier, which is also that of a metric without family; false if there is none.
func (r *Registry) Definition(id string) (Definition, bool) {
	i := slices.IndexFunc(r.definitions, func(d Definition) bool { return d.ID == id })
	if i < 0 {
		return Definition{}, false
	}
	return r.definitions[i], true
}
