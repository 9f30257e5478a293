package evidence

import (
	"slices"
	"time"
)

// Decision is what a command does: the next state, whose clock the store has still to settle, and whom to tell.
type Decision struct {
	Next    State
	At      time.Time // when it happened; Next.At, except for what the engine merely noticed
	Clock   ClockRule
	Notices []Notice
}

// ClockRule says what happens to the promise. The store carries it out with the library's calendar.
type ClockRule struct {
	Do ClockAction `json:"do"`
	At time.Time   `json:"at,omitzero"` // the agreed date, for ClockAgree
}

// ClockAction is one thing that can happen to the promise.
type ClockAction string

// The clock actions.
const (
	ClockKeep   ClockAction = ""       // nothing: the same promise runs on or stays stopped
	ClockStart  ClockAction = "start"  // a new promise of the urgency's working minutes, from State.At
	ClockStop   ClockAction = "stop"   // keep the remaining working minutes
	ClockResume ClockAction = "resume" // promise the remaining working minutes from State.At
	ClockAgree  ClockAction = "agree"  // promise the instant ClockRule.At
	ClockRebase ClockAction = "rebase" // promise the new urgency's working minutes less those already used
	ClockAgain  ClockAction = "again"  // compute the same promise again: the calendar changed
	ClockEnd    ClockAction = "end"    // nothing is promised any more
)

// Notice is a message owed to people. It never carries text, only a link.
type Notice struct {
	Kind NoticeKind `json:"kind"`
	To   Audience   `json:"to"`
}

// NoticeKind names a message template.
type NoticeKind string

// The notices of the process.
const (
	NoticeAcknowledged    NoticeKind = "acknowledged"
	NoticeClarification   NoticeKind = "clarification_asked"
	NoticeAnswered        NoticeKind = "answered"
	NoticeReminder        NoticeKind = "reminder"
	NoticeLapseWarning    NoticeKind = "lapse_warning"
	NoticeLapsed          NoticeKind = "lapsed"
	NoticeDueSoon         NoticeKind = "due_soon"
	NoticeDue             NoticeKind = "due"
	NoticeOverdue         NoticeKind = "overdue"
	NoticeReview          NoticeKind = "review_due"
	NoticeReferralDue     NoticeKind = "referral_due"
	NoticeDelivered       NoticeKind = "delivered"
	NoticeCorrected       NoticeKind = "corrected"
	NoticeReopened        NoticeKind = "reopened"
	NoticeClosed          NoticeKind = "closed"
	NoticeWithdrawn       NoticeKind = "withdrawn"
	NoticeDeadlineChanged NoticeKind = "deadline_changed"
	NoticeOnHold          NoticeKind = "on_hold"
	NoticeReferred        NoticeKind = "referred"
	NoticeMerged          NoticeKind = "merged"
	NoticeAssigned        NoticeKind = "assigned"
	NoticeCheckAsked      NoticeKind = "check_asked"
	NoticeChecked         NoticeKind = "checked"
	NoticePartnerAnswered NoticeKind = "partner_answered"
	NoticeMessage         NoticeKind = "message_posted" // by no step of the process: an update in the thread
	NoticeImpactAsked     NoticeKind = "impact_asked"
	NoticeImpactReminder  NoticeKind = "impact_reminder"
	NoticeImpactAgain     NoticeKind = "impact_again"
	NoticeWatchFound      NoticeKind = "watch_found"     // to the owner: a watched report is to be looked at
	NoticeWatchUpdate     NoticeKind = "watch_update"    // to the requester's side: there is something new
	NoticeWatchRetracted  NoticeKind = "watch_retract"   // to the requester's side: a paper of the report was retracted
	NoticeReportReady     NoticeKind = "report_ready"    // to the recipients of a schedule: a report of figures was published
	NoticeDirectoryStale  NoticeKind = "directory_stale" // to the managers: nobody has checked records of the directory for six months
	NoticeCaseAsked       NoticeKind = "case_asked"      // to the requester: a case study waits for their approval
	NoticeReportPrepared  NoticeKind = "report_ask"      // to the managers: a report of figures waits to be published
)

// Audience is who is told.
type Audience string

// The audiences.
const (
	ToRequester Audience = "requester" // and delegates and people copied in
	ToOwner     Audience = "owner"     // the pool's librarians when nobody owns it
	ToManagers  Audience = "managers"
	ToReviewer  Audience = "reviewer"
)

// step is a command being carried out on a copy of the state.
type step struct {
	Decision

	cmd    Command
	now    time.Time
	before time.Time // when the last thing happened
}

func (t *step) tell(kind NoticeKind, to ...Audience) {
	for _, a := range to {
		t.Notices = append(t.Notices, Notice{Kind: kind, To: a})
	}
}

// Decide says what command c does to a request in state s at the instant now, or refuses it with an *Error. It is pure:
// the same arguments give the same answer, and s is not changed. The zero State stands for a request that does not exist
// yet; only the opening commands apply to it. Refusals come in the order: who may ever, version, stage, who may now, what
// is missing, when, the rule of the command itself.
func Decide(s State, c Command, now time.Time) (Decision, error) {
	now, c.At = storable(now), storable(c.At)
	rule, ok := RuleFor(c.Name)
	if !ok {
		return Decision{}, InvalidField("command", "unknown", "There is no such command.")
	}
	if !slices.ContainsFunc(rule.Who, func(w Who) bool { return w.could(s, c.Actor) }) {
		return Decision{}, &Error{Code: NotPermitted, Detail: "This is for: " + whoList(rule.Who) + ".", Stage: s.Stage}
	}
	if c.Seq != 0 && c.Seq != s.Seq {
		return Decision{}, &Error{Code: VersionStale, Stage: s.Stage, Seq: s.Seq}
	}
	if err := allowedNow(rule, s, c, now); err != nil {
		return Decision{}, err
	}
	at, err := occurred(s, c, now)
	if err != nil {
		return Decision{}, err
	}
	if err := required(rule, c.Args); err != nil {
		return Decision{}, err
	}
	t := &step{Decision: Decision{Next: s}, cmd: c, now: now, before: s.At}
	t.Next.V, t.Next.Seq, t.Next.At, t.At = StateVersion, s.Seq+1, at, at
	t.Next.LateAt = lateAt(s, c, now)
	if err := rule.apply(t); err != nil {
		return Decision{}, err
	}
	return t.Decision, nil
}

// storable gives an instant as the database keeps it, so that the audit replays to exactly the same state.
func storable(t time.Time) time.Time {
	if t.IsZero() {
		return time.Time{}
	}
	return t.UTC().Truncate(time.Microsecond)
}

func allowedNow(r Rule, s State, c Command, now time.Time) error {
	if r.opens() {
		if s.Seq != 0 {
			return &Error{Code: NotAllowedInStage, Detail: "The request exists already.", Stage: s.Stage, Seq: s.Seq}
		}
		return nil
	}
	if !slices.Contains(r.From, s.Stage) && !revives(r, s, now) {
		return &Error{Code: NotAllowedInStage, Detail: "It is " + s.Stage.Words() + ".", Stage: s.Stage, Seq: s.Seq}
	}
	if err := permitted(r, s, c.Actor); err != nil {
		return err
	}
	if r.guard != nil {
		return r.guard(s, c.Actor)
	}
	return nil
}

// revives reports whether an answer comes in time to revive a request that lapsed.
func revives(r Rule, s State, now time.Time) bool {
	return r.Name == Answer && s.Stage == Closed && s.Outcome == Lapsed && now.Before(s.ClosedAt.Add(ReviveWindow))
}

// occurred gives the instant at which the command took effect. Staff may record late what happened at the bedside.
func occurred(s State, c Command, now time.Time) (time.Time, error) {
	switch {
	case c.At.IsZero():
		// Clocks of two machines can differ by a little; a request's own time never runs backwards.
		if now.Before(s.At) {
			return s.At, nil
		}
		return now, nil
	case !c.Actor.Staff() && !c.Actor.System:
		return time.Time{}, InvalidField("occurred_at", "not-allowed", "Only library staff record what happened earlier.")
	case c.At.After(now):
		return time.Time{}, InvalidField("occurred_at", "in-the-future", "It cannot be later than now.")
	case c.At.Before(s.At):
		return time.Time{}, InvalidField("occurred_at", "out-of-order", "It cannot be earlier than the last thing that happened to this request.")
	}
	return c.At, nil
}

// lateAt gives the instant at which somebody wrote down what had happened earlier. What the engine does in between does
// not end that person's writing.
func lateAt(s State, c Command, now time.Time) time.Time {
	switch {
	case c.Actor.System:
		return s.LateAt
	case !c.At.IsZero() && c.At.Before(now):
		return now
	}
	return time.Time{}
}
