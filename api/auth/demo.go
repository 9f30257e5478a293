package auth

import (
	"slices"

	"evidencedesk/internal/evidence"
)

// DemoPerson is somebody of the demonstration as whom anybody may sign in.
type DemoPerson struct {
	Person  evidence.PersonID
	Label   string // such as "second librarian"
	Name    string
	Library string // empty: of several
}

// Demo lets people sign in without asking anything, in the embedded mode only: an api process refuses to start with it. A nil
// Demo is off.
type Demo struct{ people []DemoPerson }

// NewDemo makes it.
func NewDemo(people []DemoPerson) *Demo { return &Demo{people} }

// MethodDemo is how somebody of the demonstration signed in.
const MethodDemo = "demo"

// People lists them; nobody when it is off.
func (d *Demo) People() []DemoPerson {
	if d == nil {
		return nil
	}
	return slices.Clone(d.people)
}

// SignIn gives one of them. Errors: NotFound for anybody else.
func (d *Demo) SignIn(person evidence.PersonID, next string) (Arrived, error) {
	if !slices.ContainsFunc(d.People(), func(p DemoPerson) bool { return p.Person == person }) {
		return Arrived{}, evidence.Refuse(evidence.NotFound, "")
	}
	return Arrived{Person: person, Method: MethodDemo, Next: OwnPath(next)}, nil
}
