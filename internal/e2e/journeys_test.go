package e2e_test

import "testing"

// TestJourneys takes requests through their lives on one desk with two APIs and two workers, side by side, each in a library
// of its own.
func TestJourneys(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	d.enlarge()
	journeys := []struct {
		name string
		take func(*library)
	}{
		{"a full life", fullLife},
		{"an ordinary day", ordinaryDay},
		{"two librarians claim at once", claimAtOnce},
		{"hand-over in every stage", handOver},
		{"the text changes after approval", changedAfterApproval},
		{"four eyes", fourEyes},
		{"a strategy is checked from outside", invitedReviewer},
		{"a trainee's work", traineesWork},
		{"clarification over a bank holiday weekend", easter},
		{"a question asked on hold", onHold},
		{"the promise falls after the decision", decisionFirst},
		{"the calendar changes", calendarChanged},
		{"reopened and delivered again", reopened},
		{"answered at once", answeredLive},
		{"declined and signposted", turnedAway},
		{"merged and taken apart", merged},
		{"merged until the end", mergedToTheEnd},
		{"split", splitUp},
		{"referred here and back", referred},
		{"referred outside", referredOutside},
		{"withdrawn at each stage", withdrawn},
		{"lapsed and revived", lapsed},
		{"closed by itself", closedByItself},
		{"sent twice", sentTwice},
		{"bad input", badInput},
		{"written and saved", saved},
		{"seen by whom", seen},
		{"through the binary", throughTheBinary},
	}
	t.Run("journeys", func(t *testing.T) {
		for _, j := range journeys {
			t.Run(j.name, func(t *testing.T) {
				t.Parallel()
				j.take(d.newLibrary(t))
			})
		}
	})
}
