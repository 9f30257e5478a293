package casestudy

import (
	"slices"

	"evidencedesk/internal/evidence"
)

func whole(s State) error {
	if s.Whole {
		return nil
	}
	return evidence.InvalidField("command", "incomplete", "Write the title, the challenge, the library's role, what was done and the outcome first. A figure needs its basis.")
}

func same(s State) error {
	if s.Same {
		return nil
	}
	return evidence.Refuse(evidence.ChangedAfterCheck, "The text changed after you read it. Read it again.")
}

func core(s State) error {
	for _, c := range Core() {
		if !slices.Contains(s.Met, c) {
			return evidence.InvalidField("command", "criteria", "Check first that it is clear what was achieved, what the impact was and what the library's role was.")
		}
	}
	return nil
}

func extra(s State) error {
	if !slices.Contains(s.Met, Champion) || !s.Champion || !slices.Contains(s.Met, Saving) {
		return evidence.InvalidField("command", "criteria", "A case can be escalated with a quotation of a named champion whose consent stands, and a saving or another impact of that weight. Check both first.")
	}
	return nil
}

func short(s State) error {
	if s.Short {
		return nil
	}
	return evidence.InvalidField("command", "incomplete", "Write the headline and the short form of the vignette, and have them approved, first.")
}

func isLive(s State) error {
	if s.Live {
		return nil
	}
	return evidence.Refuse(evidence.NotAllowedInStage, "Nothing of it is published.")
}

func notLive(s State) error {
	if !s.Live {
		return nil
	}
	return evidence.Refuse(evidence.NotAllowedInStage, "A version of it is published. Take that down first.")
}

// strong are the benefits of which one alone makes an answer worth a look: national reviewers look for safety, care and money.
func strong() []string { return []string{"safety", "quality_of_care", "financial"} }

// Enough is how many benefits make an answer strong, whichever they are.
const Enough = 3

// Strong reports whether the answer to a follow-up tells of an impact that could become a case: an immediate contribution to safety,
// care or money, or three contributions of any kind. Benefits are codes of impact_benefits.
func Strong(immediate, probable []string) bool {
	for _, b := range immediate {
		if slices.Contains(strong(), b) {
			return true
		}
	}
	all := slices.Concat(immediate, probable)
	slices.Sort(all)
	return len(slices.Compact(all)) >= Enough
}
