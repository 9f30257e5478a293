package evidence

import (
	"slices"
	"strings"
	"time"
)

// Who is a kind of person, as a rule of the process names them.
type Who string

// The kinds of people. Some are roles, some are relations to the request.
const (
	ByRequester Who = "requester"
	ByDelegate  Who = "delegate"
	ByOwner     Who = "owner"
	ByStaff     Who = "librarian or trainee"
	ByLibrarian Who = "librarian"
	// ByHandler is a librarian while nobody owns the request, afterwards its owner: colleagues do not end each other's work.
	ByHandler Who = "librarian, when nobody or oneself owns it"
	ByChecker Who = "librarian or invited reviewer, who wrote no part of it"
	ByManager Who = "manager"
	ByEngine  Who = "engine"
)

// Is reports whether the actor holds any of the roles.
func (a Actor) Is(roles ...Role) bool {
	return slices.ContainsFunc(roles, func(r Role) bool { return slices.Contains(a.Roles, r) })
}

// Staff reports whether the actor works in the library.
func (a Actor) Staff() bool { return a.Is(Librarian, Trainee, Manager) }

// could reports whether the actor might ever be of this kind, whatever the state of the request: without it the refusal
// is about the person, not about the stage.
func (w Who) could(s State, a Actor) bool {
	switch w {
	case ByRequester, ByDelegate:
		return w.is(s, a)
	case ByRequesterOf:
		return a.Person != "" && a.Is(Requester)
	case ByOwner, ByStaff:
		return a.Is(Librarian, Trainee)
	case ByLibrarian, ByHandler:
		return a.Is(Librarian)
	case ByChecker:
		return a.Is(Librarian) || w.invited(s, a)
	case ByManager:
		return a.Is(Manager)
	case ByEngine:
		return a.System
	}
	return false
}

// is reports whether the actor is of this kind for the request as it stands.
func (w Who) is(s State, a Actor) bool {
	switch w {
	case ByRequester:
		return a.Person != "" && a.Person == s.Requester
	case ByDelegate:
		return a.Person != "" && slices.Contains(s.Delegates, a.Person)
	case ByOwner:
		return a.Person != "" && a.Person == s.Owner && a.Is(Librarian, Trainee)
	case ByHandler:
		return a.Is(Librarian) && (s.Owner == "" || s.Owner == a.Person)
	case ByStaff, ByLibrarian, ByChecker, ByManager, ByEngine, ByRequesterOf:
		return w.could(s, a)
	}
	return false
}

func (w Who) invited(s State, a Actor) bool {
	return s.Check != nil && a.Person != "" && s.Check.Reviewer == a.Person
}

// permitted refuses an actor who is none of the kinds that a rule names.
func permitted(r Rule, s State, a Actor) error {
	for _, w := range r.Who {
		if w.is(s, a) {
			return nil
		}
	}
	detail := "This is for: " + whoList(r.Who) + "."
	if slices.ContainsFunc(r.Who, func(w Who) bool { return w == ByOwner || w == ByHandler }) && a.Is(Librarian, Trainee) {
		detail = "Only the librarian who owns this request may do this."
	}
	return &Error{Code: NotPermitted, Detail: detail, Stage: s.Stage}
}

func whoList(ws []Who) string {
	words := make([]string, len(ws))
	for i, w := range ws {
		words[i] = string(w)
	}
	return strings.Join(words, ", ")
}

// Allowed lists the commands that the actor may give now, for the buttons of a page. A command listed here can still be
// refused for what it carries.
func Allowed(s State, a Actor, now time.Time) []Name {
	var names []Name
	for _, r := range Process() {
		if r.opens() || permitted(r, s, a) != nil || !slices.Contains(r.From, s.Stage) && !revives(r, s, now) {
			continue
		}
		if r.guard != nil && r.guard(s, a) != nil {
			continue
		}
		names = append(names, r.Name)
	}
	return names
}
