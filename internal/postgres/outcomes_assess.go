package postgres

import (
	"context"
	"slices"
	"strings"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5/pgtype"

	"evidencedesk/internal/evidence"
	"evidencedesk/internal/postgres/sqlc"
	"evidencedesk/internal/vocabulary"
)

// OutcomeLevel is how far a library has come with an outcome, as it sees it itself and as it was validated.
type OutcomeLevel struct {
	Outcome         string `json:"outcome" minLength:"1" maxLength:"64"`
	Level           *int   `json:"level,omitempty" minimum:"0" maximum:"4" doc:"0 is not developed, 4 highly developed; absent: not assessed"`
	Within          string `json:"within,omitempty" enum:"low,medium,high" doc:"How far within the level; none at level 0"`
	Narrative       string `json:"narrative,omitempty" maxLength:"10000"`
	ValidatedLevel  *int   `json:"validated_level,omitempty" minimum:"0" maximum:"4" doc:"As the validators saw it"`
	ValidatedWithin string `json:"validated_within,omitempty" enum:"low,medium,high"`
}

// OutcomeAssessment is how a library assesses itself in a year.
type OutcomeAssessment struct {
	Year      int               `json:"year" doc:"In which the national year ends"`
	Edition   string            `json:"edition" enum:"outcomes_2019,outcomes_2021"`
	Levels    []OutcomeLevel    `json:"levels" nullable:"false"`
	Version   int               `json:"version"`
	UpdatedBy evidence.PersonID `json:"updated_by,omitempty" format:"uuid"`
	UpdatedAt time.Time         `json:"updated_at,omitzero"`
}

func (a OutcomeAssessment) version() int { return a.Version }

// Assessments lists those of a library, the newest year first.
func (o OutcomesFramework) Assessments(ctx context.Context, library evidence.LibraryID) ([]OutcomeAssessment, error) {
	l, err := rowUUID(string(library))
	if err != nil {
		return nil, err
	}
	rows, err := o.q.Assessments(ctx, l)
	return each(rows, assessmentOf), contentError(err)
}

// Assessment is that of a year; one that was never made is at version 1 and says nothing.
func (o OutcomesFramework) Assessment(ctx context.Context, library evidence.LibraryID, year int) (OutcomeAssessment, error) {
	l, err := rowUUID(string(library))
	if err != nil {
		return OutcomeAssessment{}, err
	}
	row, err := o.q.GetAssessment(ctx, sqlc.GetAssessmentParams{Library: l, Year: fit(year)})
	if isMissing(err) {
		return OutcomeAssessment{Year: year, Edition: Editions()[0], Version: 1, Levels: []OutcomeLevel{}}, nil
	}
	return assessmentOf(row), contentError(err)
}

// SaveAssessment saves that of the year that is at this version. Errors: Invalid; [StaleError] with the [OutcomeAssessment].
func (o OutcomesFramework) SaveAssessment(ctx context.Context, library evidence.LibraryID, by evidence.PersonID, version int, a OutcomeAssessment) (OutcomeAssessment, error) {
	l, p, err := idsOf(string(library), string(by))
	if err != nil {
		return a, err
	}
	if err := checkYear(a.Year); err != nil {
		return a, err
	}
	if err := o.checkLevels(a); err != nil {
		return a, err
	}
	var row sqlc.OutcomeAssessment
	if version == 1 {
		row, err = o.q.InsertAssessment(ctx, sqlc.InsertAssessmentParams{Library: l, Year: fit(a.Year), Edition: a.Edition, Levels: listOf(a.Levels), Person: p, Now: o.now()})
	} else {
		row, err = o.q.UpdateAssessment(ctx, sqlc.UpdateAssessmentParams{
			Library: l, Year: fit(a.Year), Edition: a.Edition, Levels: listOf(a.Levels), Version: fit(version), Person: p, Now: o.now(),
		})
	}
	if err == nil {
		return assessmentOf(row), nil
	}
	return written(a, err, version, func() (OutcomeAssessment, error) { return o.Assessment(ctx, library, a.Year) })
}

func (o OutcomesFramework) checkLevels(a OutcomeAssessment) error {
	k := o.checker()
	k.needed("edition", a.Edition, evidence.MaxCode)
	if a.Edition != "" && !slices.Contains(Editions(), a.Edition) {
		k.wrong("edition", "unknown", "Use outcomes_2021 or outcomes_2019.")
	}
	seen := map[string]bool{}
	for _, l := range a.Levels {
		at := l.Outcome + "."
		k.code("outcome", l.Outcome, vocabulary.Outcomes2021)
		if seen[l.Outcome] {
			k.wrong("outcome", "duplicate", "Name each outcome once.")
		}
		seen[l.Outcome] = true
		k.level(at, "level", "within", l.Level, l.Within)
		k.level(at, "validated_level", "validated_within", l.ValidatedLevel, l.ValidatedWithin)
		k.text(at+"narrative", l.Narrative, evidence.MaxNote)
	}
	return k.err()
}

// level takes a level from 0 to 4 with low, medium or high within it; level 0 has no parts.
func (k *checker) level(at, field, within string, level *int, part string) {
	const highest = 4
	k.one(at+within, part, "low", "medium", "high")
	switch {
	case level == nil && part != "":
		k.wrong(at+field, "required", "Choose a level too.")
	case level == nil:
	case *level < 0 || *level > highest:
		k.between(at+field, *level, 0, highest)
	case *level == 0 && part != "":
		k.wrong(at+within, "not-allowed", "Level 0 has no parts.")
	}
}

func assessmentOf(r sqlc.OutcomeAssessment) OutcomeAssessment {
	return OutcomeAssessment{
		Year: int(r.Year), Edition: r.Edition, Levels: fromJSON[[]OutcomeLevel](r.Levels), Version: int(r.Version), UpdatedBy: personOf(r.UpdatedBy), UpdatedAt: r.UpdatedAt.UTC(),
	}
}

// OutcomeActionContent is a line of the improvement plan.
type OutcomeActionContent struct {
	Outcome   string `json:"outcome" minLength:"1" maxLength:"64"`
	Action    string `json:"action" minLength:"1" maxLength:"10000"`
	OwnerRole string `json:"owner_role" minLength:"1" maxLength:"200" doc:"Who sees to it, as a role"`
	DueOn     string `json:"due_on" minLength:"1" maxLength:"10" doc:"By when, such as 2027-03-31"`
	DoneOn    string `json:"done_on,omitempty" maxLength:"10" doc:"When it was done"`
}

// OutcomeAction is a line of the plan of a year.
type OutcomeAction struct {
	OutcomeActionContent

	ID      string `json:"id" format:"uuid"`
	Year    int    `json:"year"`
	Version int    `json:"version"`
}

func (a OutcomeAction) version() int { return a.Version }

// Actions is the improvement plan of a year.
func (o OutcomesFramework) Actions(ctx context.Context, library evidence.LibraryID, year int) ([]OutcomeAction, error) {
	l, err := rowUUID(string(library))
	if err != nil {
		return nil, err
	}
	rows, err := o.q.OutcomeActions(ctx, sqlc.OutcomeActionsParams{Library: l, Year: fit(year)})
	return each(rows, actionOf), contentError(err)
}

// Action is one line of a plan. Errors: NotFound.
func (o OutcomesFramework) Action(ctx context.Context, library evidence.LibraryID, id string) (OutcomeAction, error) {
	l, key, err := idsOf(string(library), id)
	if err != nil {
		return OutcomeAction{}, err
	}
	row, err := o.q.GetOutcomeAction(ctx, sqlc.GetOutcomeActionParams{ID: key, Library: l})
	if err != nil {
		return OutcomeAction{}, contentError(err)
	}
	return actionOf(row), nil
}

// AddAction adds a line to the plan of a year.
func (o OutcomesFramework) AddAction(ctx context.Context, library evidence.LibraryID, by evidence.PersonID, year int, c OutcomeActionContent, key Creation) (OutcomeAction, error) {
	l, p, err := idsOf(string(library), string(by))
	if err != nil {
		return OutcomeAction{}, err
	}
	if err := checkYear(year); err != nil {
		return OutcomeAction{}, err
	}
	due, _, err := o.checkAction(&c)
	if err != nil {
		return OutcomeAction{}, err
	}
	ids, err := o.create(ctx, p, l, key, 1, func(q *sqlc.Queries, ids []uuid.UUID) error {
		return q.InsertOutcomeAction(ctx, sqlc.InsertOutcomeActionParams{
			ID: ids[0], Library: l, Year: fit(year), Outcome: c.Outcome, Action: c.Action, OwnerRole: c.OwnerRole, DueOn: due, Person: p, Now: o.now(),
		})
	})
	if err != nil {
		return OutcomeAction{}, err
	}
	return o.Action(ctx, library, ids[0].String())
}

// SaveAction changes the line that is at this version.
func (o OutcomesFramework) SaveAction(ctx context.Context, library evidence.LibraryID, by evidence.PersonID, id string, version int, c OutcomeActionContent) (OutcomeAction, error) {
	l, key, err := idsOf(string(library), id)
	if err != nil {
		return OutcomeAction{}, err
	}
	p, err := rowUUID(string(by))
	if err != nil {
		return OutcomeAction{}, err
	}
	due, done, err := o.checkAction(&c)
	if err != nil {
		return OutcomeAction{}, err
	}
	row, err := o.q.UpdateOutcomeAction(ctx, sqlc.UpdateOutcomeActionParams{
		ID: key, Library: l, Outcome: c.Outcome, Action: c.Action, OwnerRole: c.OwnerRole, DueOn: due, DoneOn: done, Version: fit(version), Person: p, Now: o.now(),
	})
	if err == nil {
		return actionOf(row), nil
	}
	return written(OutcomeAction{}, err, version, func() (OutcomeAction, error) { return o.Action(ctx, library, id) })
}

func (o OutcomesFramework) checkAction(c *OutcomeActionContent) (due, done pgtype.Date, err error) {
	c.Action, c.OwnerRole = strings.TrimSpace(c.Action), strings.TrimSpace(c.OwnerRole)
	k := o.checker()
	k.neededCode("outcome", c.Outcome, vocabulary.Outcomes2021)
	k.needed("action", c.Action, evidence.MaxNote)
	k.needed("owner_role", c.OwnerRole, evidence.MaxName)
	due, done = k.day("due_on", c.DueOn, true), k.day("done_on", c.DoneOn, false)
	return due, done, k.err()
}

func actionOf(r sqlc.OutcomeAction) OutcomeAction {
	return OutcomeAction{
		OutcomeActionContent: OutcomeActionContent{Outcome: r.Outcome, Action: r.Action, OwnerRole: r.OwnerRole, DueOn: dateText(r.DueOn), DoneOn: dateText(r.DoneOn)},
		ID:                   r.ID.String(), Year: int(r.Year), Version: int(r.Version),
	}
}
