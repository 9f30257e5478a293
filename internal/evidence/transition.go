package evidence

import "time"

// Transition is a decided command on its way to the store: one audit row, one projection, its notices.
type Transition struct {
	Command    Command   `json:"command"`
	From       Stage     `json:"from,omitempty"`
	Next       State     `json:"next"` // its clock is the one before; the store settles it by Clock
	At         time.Time `json:"at"`   // when it happened
	Clock      ClockRule `json:"clock,omitzero"`
	Notices    []Notice  `json:"notices,omitempty"`
	RecordedAt time.Time `json:"recorded_at"`
}

// Of makes the transition that a decision calls for.
func Of(from State, c Command, d Decision, now time.Time) Transition {
	return Transition{Command: c, From: from.Stage, Next: d.Next, At: d.At, Clock: d.Clock, Notices: d.Notices, RecordedAt: storable(now)}
}
