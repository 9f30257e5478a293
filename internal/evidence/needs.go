package evidence

import "strings"

// required refuses a command that lacks what its rule needs, naming every missing field at once.
func required(r Rule, a Args) error {
	var missing []FieldError
	for _, name := range r.Needs {
		if !a.has(name) {
			missing = append(missing, FieldError{Field: name, Code: "required", Detail: "This is needed."})
		}
	}
	if missing == nil {
		return nil
	}
	return &Error{Code: Invalid, Fields: missing}
}

// has reports whether the field of that JSON name is given.
func (a Args) has(name string) bool { //nolint:cyclop // one line a field
	switch name {
	case "opening":
		return a.Opening != nil && a.Opening.Request != "" && a.Opening.Library != "" && a.Opening.Requester != "" &&
			a.Opening.Urgency != "" && a.Opening.Type != ""
	case "reason":
		return a.Reason != ""
	case "person":
		return a.Person != ""
	case "urgency":
		return a.Urgency != ""
	case "type":
		return a.Type != ""
	case "product":
		return a.Product != ""
	case "estimate_minutes":
		return a.Estimate > 0
	case "promise_due":
		return !a.PromiseDue.IsZero()
	case "check_policy":
		return a.Policy != ""
	case "message":
		return a.Message != ""
	case "searches":
		return len(a.Searches) > 0
	case "subject":
		return a.Subject == Strategy || a.Subject == Summary
	case "version":
		return a.Version > 0
	case "digest":
		return a.Digest != ""
	case "authors":
		return len(a.Authors) > 0
	case "outcome":
		return a.Outcome != ""
	case "review_at":
		return !a.ReviewAt.IsZero()
	case "survivor":
		return a.Survivor != ""
	case "children":
		return len(a.Children) > 0
	case "request":
		return a.Request != ""
	case "back_to":
		return a.BackTo != ""
	}
	panic("evidence: a rule needs the unknown field " + name)
}

// Words gives the stage in plain words, for messages to people.
func (s Stage) Words() string {
	switch s {
	case Submitted:
		return "waiting for a librarian"
	case Triage:
		return "being read by a librarian"
	case Clarifying:
		return "waiting for the requester's answer"
	case Searching:
		return "being searched"
	case Summarising:
		return "being written up"
	case Checking:
		return "with a second librarian for checking"
	case OnHold:
		return "on hold"
	case Referred:
		return "with another library"
	case Merged:
		return "merged into another request"
	case Split:
		return "split into parts"
	case Delivered:
		return "delivered"
	case Closed:
		return "closed"
	}
	return strings.ReplaceAll(string(s), "_", " ")
}
