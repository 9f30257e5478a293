package postgres

import (
	"context"
	"slices"
	"time"

	"github.com/google/uuid"

	"evidencedesk/internal/evidence"
	"evidencedesk/internal/postgres/sqlc"
)

// Step is one transition of a request, as its reader may see it.
type Step struct {
	Seq        int
	Command    evidence.Name
	From       evidence.Stage // empty for the first
	To         evidence.Stage
	By         By
	Actor      evidence.PersonID // empty for the engine, and for staff whom the reader is not told of
	ActorName  string
	At         time.Time // when it happened; clocks use it
	RecordedAt time.Time // when it was written down
	Late       bool      // it was written down afterwards
	Reason     string    // a code
	Person     evidence.PersonID
	Channel    string
	Outcome    evidence.Outcome
	PromiseDue time.Time // the promise in force after it; zero while stopped
}

// By says on which side whoever gave a command stands.
type By string

// The sides.
const (
	ByRequesters By = "requester" // the requester, a delegate or somebody copied in
	ByLibrary    By = "staff"     // the library, or an invited reviewer
	ByTheEngine  By = "engine"
)

// Transitions lists every step of a request, oldest first. Requesters are told what happened and when, of the staff only
// who owns it, and no reason that is between staff. Errors: evidence.NotFound; evidence.NotPermitted for whom only the
// answer was shared with.
func (r *Reader) Transitions(ctx context.Context, person evidence.PersonID, id evidence.RequestID) ([]Step, error) {
	reader, request, err := pair(person, id)
	if err != nil {
		return nil, err
	}
	rows, err := r.q.StepsOf(ctx, sqlc.StepsOfParams{Reader: reader, Request: request})
	switch {
	case err != nil:
		return nil, readError(err)
	case len(rows) == 0 || rows[0].Relation == "":
		return nil, evidence.Refuse(evidence.NotFound, "")
	case Relation(rows[0].Relation) == RelationShared:
		return nil, evidence.Refuse(evidence.NotPermitted, "This is for the requester and the library.")
	}
	insider := Relation(rows[0].Relation).insider()
	return each(rows, func(row sqlc.StepsOfRow) Step {
		s := stepOf(row)
		if row.Anonymous {
			s.forget()
		}
		if !insider {
			s.forRequester(row, reader)
		}
		return s
	}), nil
}

func stepOf(row sqlc.StepsOfRow) Step {
	args, clock := fromJSON[evidence.Args](row.Args), fromJSON[evidence.Clock](row.Clock)
	s := Step{
		Seq: int(row.Seq), Command: evidence.Name(row.Command), From: evidence.Stage(orEmpty(row.FromStage)), To: evidence.Stage(row.ToStage),
		Actor: personOrNone(row.Actor), ActorName: row.ActorName, At: row.At.UTC(), RecordedAt: row.RecordedAt.UTC(),
		Late: row.RecordedAt.Sub(row.At) > lateAfter, Reason: row.ReasonCode, Person: args.Person, Channel: args.Channel, PromiseDue: clock.PromiseDue,
	}
	if row.Outcome != nil {
		s.Outcome = fromJSON[evidence.Outcome](row.Outcome)
	}
	switch {
	case row.Actor == nil:
		s.By = ByTheEngine
	case row.Asks && !staffRoles(row.ActorRoles):
		s.By = ByRequesters
	default:
		s.By = ByLibrary
	}
	return s
}

// lateAfter is how much later than it happened a step is written down before it counts as a late record: a command takes
// a moment on its way.
const lateAfter = time.Minute

// forget leaves out who asked.
func (s *Step) forget() {
	if s.By == ByRequesters {
		s.Actor, s.ActorName = "", ""
	}
	if s.Command == evidence.ChangeRequester {
		s.Person = ""
	}
}

// forRequester leaves out what is between staff.
func (s *Step) forRequester(row sqlc.StepsOfRow, reader uuid.UUID) {
	owner := row.OwnerNow != nil && row.Actor != nil && *row.OwnerNow == *row.Actor
	if s.By == ByLibrary && !owner && (row.Actor == nil || *row.Actor != reader) {
		s.Actor, s.ActorName = "", ""
	}
	if s.Command != evidence.ChangeRequester && (row.OwnerNow == nil || s.Person != personOf(*row.OwnerNow)) {
		s.Person = ""
	}
	if slices.Contains(betweenStaff(), s.Command) {
		s.Reason = ""
	}
}

// betweenStaff lists the commands whose reasons are for staff.
func betweenStaff() []evidence.Name {
	return []evidence.Name{
		evidence.Release, evidence.Reassign, evidence.ReturnForChanges, evidence.WaiveCheck, evidence.Return, evidence.Merge, evidence.Unmerge,
	}
}

func staffRoles(roles []string) bool {
	return slices.ContainsFunc(roles, func(r string) bool {
		return slices.Contains([]evidence.Role{evidence.Librarian, evidence.Trainee, evidence.Manager}, evidence.Role(r))
	})
}
