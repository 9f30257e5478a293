package postgres

import (
	"context"
	"maps"
	"time"

	"github.com/google/uuid"

	"evidencedesk/internal/evidence"
	"evidencedesk/internal/postgres/sqlc"
)

// QuestionText is the words of a question.
type QuestionText struct {
	Question      string
	Background    string
	Framework     string // a code
	FrameworkText map[string]string
	Exclusions    string
	KnownPapers   string
}

// QuestionVersion is the question as it read for a time.
type QuestionVersion struct {
	QuestionText

	Version int
	By      evidence.PersonID // empty: another library, or nobody is to know
	ByName  string
	At      time.Time
	Erased  bool
}

func (v QuestionVersion) version() int { return v.Version }

// refines allows changing what is asked: the owner and managers while the request is open, the requester's side until a
// report was delivered, for that one answers the question as it was.
func (a Access) refines() error {
	works := a.relation == relationLibrary && (a.person == a.owner && a.actor.Is(evidence.Librarian, evidence.Trainee) || a.manager())
	switch {
	case !works && !a.asker():
		return a.refuse("This is for the requester, their delegates, the owner of the request and managers.")
	case !a.stage.Open(), !works && a.delivered > 0:
		return &evidence.Error{Code: evidence.NotAllowedInStage, Detail: "A report was delivered, or it is " + a.stage.Words() + ".", Stage: a.stage}
	}
	return nil
}

// SaveQuestion makes the next version of the question; the earlier ones stay. A text that is stored already changes
// nothing.
func (c *Content) SaveQuestion(ctx context.Context, a Access, version int, q QuestionText) (QuestionVersion, error) {
	if err := a.refines(); err != nil {
		return QuestionVersion{}, err
	}
	current, err := c.question(ctx, a)
	switch {
	case err != nil:
		return QuestionVersion{}, err
	case current.Version != version:
		return QuestionVersion{}, &StaleError{Version: current.Version, Current: current}
	case current.same(q):
		return current, nil
	}
	err = c.tx(ctx, func(tx *sqlc.Queries) error { return c.advanceQuestion(ctx, tx, a, version, q) })
	stale := evidence.CodeOf(err) == evidence.VersionStale // somebody was faster
	if err != nil && !stale {
		return QuestionVersion{}, err
	}
	current, err = c.question(ctx, a)
	if err == nil && stale {
		err = &StaleError{Version: current.Version, Current: current}
	}
	return current, err
}

func (c *Content) advanceQuestion(ctx context.Context, tx *sqlc.Queries, a Access, version int, q QuestionText) error {
	n, err := tx.AdvanceQuestion(ctx, sqlc.AdvanceQuestionParams{Request: a.request, Version: fit(version)})
	if err != nil {
		return err
	}
	if n == 0 {
		return &evidence.Error{Code: evidence.VersionStale}
	}
	if q.FrameworkText == nil {
		q.FrameworkText = map[string]string{}
	}
	err = tx.InsertRequestText(ctx, sqlc.InsertRequestTextParams{
		Request: a.request, Version: fit(version + 1), Library: uuid.MustParse(string(a.library)), Question: q.Question, Background: q.Background,
		Framework: q.Framework, FrameworkText: jsonOf(q.FrameworkText), Exclusions: q.Exclusions, KnownPapers: q.KnownPapers,
		CreatedBy: &a.person, CreatedAt: c.now(),
	})
	if err != nil {
		return err
	}
	if n, err = tx.TouchOpenRequest(ctx, a.request); err == nil && n == 0 {
		return &evidence.Error{Code: evidence.NotAllowedInStage, Detail: "It has just ended."}
	}
	return err
}

func (v QuestionVersion) same(q QuestionText) bool {
	return v.Question == q.Question && v.Background == q.Background && v.Framework == q.Framework && v.Exclusions == q.Exclusions &&
		v.KnownPapers == q.KnownPapers && maps.Equal(v.FrameworkText, q.FrameworkText)
}

// question gives the present version.
func (c *Content) question(ctx context.Context, a Access) (QuestionVersion, error) {
	n, err := c.q.PresentQuestionVersion(ctx, a.request)
	if err != nil {
		return QuestionVersion{}, contentError(err)
	}
	rows, err := c.q.QuestionVersions(ctx, sqlc.QuestionVersionsParams{Request: a.request, One: n})
	if err != nil || len(rows) == 0 {
		return QuestionVersion{}, contentError(err)
	}
	return a.told(questionOf(rows[0])), nil
}

// QuestionVersions lists every version, the newest first: for insiders and the requester's side.
func (c *Content) QuestionVersions(ctx context.Context, a Access) ([]QuestionVersion, error) {
	if a.relation == relationShared {
		return nil, a.refuse("This is for the requester and the library.")
	}
	rows, err := c.q.QuestionVersions(ctx, sqlc.QuestionVersionsParams{Request: a.request})
	return each(rows, func(r sqlc.QuestionVersionsRow) QuestionVersion { return a.told(questionOf(r)) }), contentError(err)
}

// told leaves out of the staff all but the owner, for the requester's side.
func (a Access) told(v QuestionVersion) QuestionVersion {
	if !a.insider() && v.By != personOf(a.owner) && v.By != personOf(a.requester) && v.By != personOf(a.person) {
		v.By, v.ByName = "", ""
	}
	return v
}

func questionOf(r sqlc.QuestionVersionsRow) QuestionVersion {
	v := QuestionVersion{
		Version: int(r.Version), At: r.CreatedAt.UTC(), Erased: r.ErasedAt != nil,
		QuestionText: QuestionText{
			Question: r.Question, Background: r.Background, Framework: r.Framework, FrameworkText: fromJSON[map[string]string](r.FrameworkText),
			Exclusions: r.Exclusions, KnownPapers: r.KnownPapers,
		},
	}
	if r.RequestErasedAt == nil {
		v.By, v.ByName = personOrNone(r.CreatedBy), r.ByName
	}
	return v
}
