package workflows

import (
	"go.temporal.io/sdk/temporal"

	"evidencedesk/internal/evidence"
)

// The search attributes, for operators only. They are never encrypted, so they hold codes, an identifier and an instant.
const (
	StageAttribute   = "EvidenceStage"   // Keyword
	LibraryAttribute = "EvidenceLibrary" // Keyword
	UrgencyAttribute = "EvidenceUrgency" // Keyword
	DueByAttribute   = "EvidenceDueBy"   // Datetime
)

// SearchAttributes are those of a request as it stands.
func SearchAttributes(s evidence.State) []temporal.SearchAttributeUpdate {
	return changedAttributes(evidence.State{}, s)
}

// changedAttributes lists what differs between two states of a request, in a fixed order.
func changedAttributes(before, after evidence.State) []temporal.SearchAttributeUpdate {
	var updates []temporal.SearchAttributeUpdate
	keyword := func(name, was, is string) {
		if was != is {
			updates = append(updates, temporal.NewSearchAttributeKeyKeyword(name).ValueSet(is))
		}
	}
	keyword(StageAttribute, string(before.Stage), string(after.Stage))
	keyword(LibraryAttribute, string(before.Library), string(after.Library))
	keyword(UrgencyAttribute, before.Urgency, after.Urgency)
	due := temporal.NewSearchAttributeKeyTime(DueByAttribute)
	switch was, is := before.Clock.DueBy(), after.Clock.DueBy(); {
	case was.Equal(is):
	case is.IsZero():
		updates = append(updates, due.ValueUnset())
	default:
		updates = append(updates, due.ValueSet(is))
	}
	return updates
}

// PriorityOf orders tasks when workers are behind: 1 is first, 3 the default. Follow-ups come last.
func PriorityOf(urgency string) temporal.Priority {
	switch urgency {
	case "now":
		return temporal.Priority{PriorityKey: 1}
	case "urgent":
		return temporal.Priority{PriorityKey: 2}
	case "project":
		return temporal.Priority{PriorityKey: 4}
	}
	return temporal.Priority{PriorityKey: 3}
}

// FollowUpPriority is that of work nobody waits for.
func FollowUpPriority() temporal.Priority { return temporal.Priority{PriorityKey: 5} }
