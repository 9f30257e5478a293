package mine

import (
	"strings"
	"time"

	"evidencedesk/api/rest"
	"evidencedesk/api/web/page"
	"evidencedesk/internal/evidence"
)

// patientHint stands at every box for free text.
const patientHint = "Do not include anything that could identify a patient."

// sentence ends with a full stop.
func sentence(text string) string {
	if text == "" || strings.HasSuffix(text, ".") {
		return text
	}
	return text + "."
}

// reason is the reason of a step in words; empty where there is none, or none that the visitor is told.
func reason(v *page.Visit, command evidence.Name, code string) string {
	if code == "" {
		return ""
	}
	if id, ok := v.Vocabulary.Reasons(string(command)); ok {
		return v.Label(id, code)
	}
	return ""
}

// because is a reason as a sentence of its own.
func because(v *page.Visit, s rest.StepView) string {
	if words := reason(v, s.Command, s.Reason); words != "" {
		return "Reason: " + sentence(strings.ToLower(words[:1])+words[1:]) // labels of ours begin with an ASCII letter
	}
	return ""
}

// together joins sentences.
func together(parts ...string) string {
	var said []string
	for _, p := range parts {
		if p != "" {
			said = append(said, p)
		}
	}
	return strings.Join(said, " ")
}

// by is a date to be met, in words; empty for none.
func by(v *page.Visit, lead string, at time.Time) string {
	if at.IsZero() {
		return ""
	}
	return lead + " " + v.Day(at) + "."
}
