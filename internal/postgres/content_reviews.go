package postgres

import (
	"context"
	"encoding/json"
	"slices"

	"github.com/google/uuid"

	"evidencedesk/internal/evidence"
	"evidencedesk/internal/postgres/sqlc"
)

// underWay is the check that a request waits for.
type underWay struct {
	evidence.Check

	seq int // of the transition that submitted it
}

// AddReview starts the reading of the check that is under way, one for each person and check: a second call gives the
// first one's row. Nobody reads what they wrote or submitted.
func (c *Content) AddReview(ctx context.Context, a Access, r ReviewContent) (Review, error) {
	u, err := c.reviewing(ctx, a)
	if err != nil {
		return Review{}, err
	}
	check := c.checker()
	check.review(u.Subject, r)
	if err := check.err(); err != nil {
		return Review{}, err
	}
	row, err := c.q.InsertReview(ctx, sqlc.InsertReviewParams{
		ID: rowID(), Request: a.request, Subject: string(u.Subject), SubjectVersion: fit(u.Version), SubjectDigest: u.Digest,
		CheckSeq: fit(u.seq), Reviewer: a.person, Verdict: r.Verdict, Comment: r.Comment, Elements: listOf(r.Elements), Now: c.now(),
	})
	if isMissing(err) {
		row, err = c.q.ReviewOf(ctx, sqlc.ReviewOfParams{Request: a.request, CheckSeq: fit(u.seq), Reviewer: a.person})
	}
	if err != nil {
		return Review{}, contentError(err)
	}
	return reviewOf(row), nil
}

// SaveReview changes one's own reading that is at this version, while the check that it reads is under way.
func (c *Content) SaveReview(ctx context.Context, a Access, id string, version int, r ReviewContent) (Review, error) {
	u, err := c.reviewing(ctx, a)
	if err != nil {
		return Review{}, err
	}
	key, err := rowUUID(id)
	if err != nil {
		return Review{}, err
	}
	before, err := c.q.GetReview(ctx, sqlc.GetReviewParams{Request: a.request, ID: key})
	switch {
	case err != nil:
		return Review{}, contentError(err)
	case before.Reviewer != a.person:
		return Review{}, a.refuse("Only its reviewer changes a reading.")
	case int(before.CheckSeq) != u.seq:
		return Review{}, &evidence.Error{Code: evidence.NotAllowedInStage, Detail: "The check that this reads has ended.", Stage: a.stage}
	}
	check := c.checker()
	check.review(u.Subject, r)
	if err := check.err(); err != nil {
		return Review{}, err
	}
	row, err := c.q.UpdateReview(ctx, sqlc.UpdateReviewParams{
		ID: key, Request: a.request, Version: fit(version), Verdict: r.Verdict, Comment: r.Comment, Elements: listOf(r.Elements), Now: c.now(),
	})
	if isMissing(err) {
		return written(Review{}, err, version, func() (Review, error) { return c.readReview(ctx, a, key) })
	}
	if err != nil {
		return Review{}, contentError(err)
	}
	return reviewOf(row), nil
}

// Press gives the caller's reading of the check that is under way, which approve names in Args.Press; empty when there is
// none. What cannot be approved is refused: a strategy needs a verdict on all six PRESS elements, nothing may ask for a
// revision that must be made, and every finding that had to be met must be verified, whoever raised it. The process knows
// digests only, so this is where findings count.
func (c *Content) Press(ctx context.Context, a Access) (review string, err error) {
	u, err := c.reviewing(ctx, a)
	if err != nil {
		return "", err
	}
	switch n, err := c.q.UnverifiedFindings(ctx, sqlc.UnverifiedFindingsParams{Request: a.request, Subject: string(u.Subject)}); {
	case err != nil:
		return "", contentError(err)
	case n > 0:
		return "", evidence.InvalidField("findings", "unverified", "A finding that has to be met is not verified. Verify it, or return the work for changes.")
	}
	row, err := c.q.ReviewOf(ctx, sqlc.ReviewOfParams{Request: a.request, CheckSeq: fit(u.seq), Reviewer: a.person})
	if isMissing(err) {
		return "", nil
	}
	if err != nil {
		return "", contentError(err)
	}
	return row.ID.String(), approvable(reviewOf(row))
}

// pressElements is how many elements a PRESS form has (PRESS 2015).
const pressElements = 6

func approvable(r Review) error {
	if r.Subject == evidence.Strategy {
		filled := slices.DeleteFunc(slices.Clone(r.Elements), func(e PressElement) bool { return e.Verdict == "" })
		if len(filled) < pressElements {
			return evidence.InvalidField("press", "incomplete", "Give a verdict on each of the six elements.")
		}
	}
	mustRevise := func(e PressElement) bool { return e.Verdict == "revision_required" }
	if r.Verdict == "major_revision" || slices.ContainsFunc(r.Elements, mustRevise) {
		return evidence.InvalidField("press", "inconsistent", "It asks for a revision. Return it for changes instead.")
	}
	return nil
}

// Reviews lists the readings of all checks of the request, for the people who work on it.
func (c *Content) Reviews(ctx context.Context, a Access) ([]Review, error) {
	if err := a.reads(); err != nil {
		return nil, err
	}
	rows, err := c.q.ListReviews(ctx, a.request)
	return each(rows, reviewOf), contentError(err)
}

// Review gives one reading.
func (c *Content) Review(ctx context.Context, a Access, id string) (Review, error) {
	if err := a.reads(); err != nil {
		return Review{}, err
	}
	key, err := rowUUID(id)
	if err != nil {
		return Review{}, err
	}
	return c.readReview(ctx, a, key)
}

func (c *Content) readReview(ctx context.Context, a Access, id uuid.UUID) (Review, error) {
	row, err := c.q.GetReview(ctx, sqlc.GetReviewParams{Request: a.request, ID: id})
	if err != nil {
		return Review{}, contentError(err)
	}
	return reviewOf(row), nil
}

// reviewing gives the check that is under way to who may read it: a librarian of the library, or whom it was sent to.
func (c *Content) reviewing(ctx context.Context, a Access) (underWay, error) {
	invited := a.relation == relationReview
	if !invited && (a.relation != relationLibrary || !a.actor.Is(evidence.Librarian, evidence.Trainee)) {
		return underWay{}, a.refuse("This is for a librarian, or for whom the check was sent to.")
	}
	if a.stage != evidence.Checking {
		return underWay{}, &evidence.Error{Code: evidence.NotAllowedInStage, Detail: "It is " + a.stage.Words() + ".", Stage: a.stage}
	}
	row, err := c.q.CheckUnderWay(ctx, a.request)
	if err != nil {
		return underWay{}, contentError(err)
	}
	u := underWay{seq: int(row.CheckSeq)}
	if row.CheckState == nil {
		return underWay{}, &evidence.Error{Code: evidence.NotAllowedInStage, Detail: "No check is under way.", Stage: a.stage}
	}
	if err := json.Unmarshal(row.CheckState, &u.Check); err != nil {
		return underWay{}, err
	}
	self := a.actor.Person
	switch {
	case self == personOf(a.owner) || slices.Contains(u.Authors, self):
		return underWay{}, &evidence.Error{Code: evidence.OwnWork, Stage: a.stage}
	case !a.actor.Is(evidence.Librarian) && u.Reviewer != self:
		return underWay{}, a.refuse("This is for a librarian, or for whom the check was sent to.")
	}
	return u, nil
}

func reviewOf(r sqlc.CheckReview) Review {
	return Review{
		ID: r.ID.String(), Version: int(r.Version), Subject: evidence.Subject(r.Subject), SubjectVersion: int(r.SubjectVersion),
		SubjectDigest: r.SubjectDigest, Reviewer: personOf(r.Reviewer), CreatedAt: r.CreatedAt.UTC(), UpdatedAt: r.UpdatedAt.UTC(),
		Erased:        r.ErasedAt != nil,
		ReviewContent: ReviewContent{Verdict: r.Verdict, Comment: r.Comment, Elements: listFrom[PressElement](r.Elements)},
	}
}
