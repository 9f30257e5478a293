package rest

import (
	"context"
	"errors"
	"net/http"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"evidencedesk/internal/evidence"
	"evidencedesk/internal/postgres"
)

// Questions keeps every version of what was asked.
type Questions interface {
	// SaveQuestion makes the next version. One that is at another version than the writer had read is a
	// *postgres.StaleError with a postgres.QuestionVersion.
	SaveQuestion(ctx context.Context, a postgres.Access, version int, q postgres.QuestionText) (postgres.QuestionVersion, error)
	// QuestionVersions lists them, the newest first.
	QuestionVersions(ctx context.Context, a postgres.Access) ([]postgres.QuestionVersion, error)
}

// QuestionUpdate is the question as it should read from now on, the whole of it.
type QuestionUpdate struct {
	Confirming
	QuestionBody
}

// QuestionVersion is the question as it read for a time.
type QuestionVersion struct {
	Version     int               `json:"version"`
	Question    string            `json:"question"`
	Background  string            `json:"background,omitempty"`
	Framework   *FrameworkBody    `json:"framework,omitempty"`
	Exclusions  string            `json:"exclusions,omitempty"`
	KnownPapers string            `json:"known_papers,omitempty"`
	By          evidence.PersonID `json:"by,omitempty" format:"uuid" doc:"Absent: another library, or where you are not to know"`
	ByName      string            `json:"by_name,omitempty"`
	At          time.Time         `json:"at"`
	Erased      bool              `json:"erased,omitempty" doc:"The text was erased"`
}

// SavedQuestion is the version that was just made.
type SavedQuestion struct {
	QuestionVersion

	Warnings []Finding `json:"warnings,omitempty" doc:"Look again: this may identify a patient"`
}

type saveQuestionIn struct {
	OfRequest

	IfMatch string `header:"If-Match" maxLength:"100" doc:"The text_version of the request that was read, as an entity tag; required"`
	Body    QuestionUpdate
}

func registerQuestion(api huma.API, h *contents) {
	refiners := only(evidence.Manager)
	refiners.Relations = []string{"requester", "delegate", "owner"}
	handle(api, route("save-question", http.MethodPut, "/requests/{id}/question", "Refine the question", tagRequests, refiners, conflicts, preconditioned,
		describe("Makes a new version; the earlier ones stay. The owner and managers while the request is open; the requester and delegates until a report was delivered.")),
		h.refine)
	handle(api, route("list-question-versions", http.MethodGet, "/requests/{id}/question/versions", "List the versions of the question", tagRequests, askers(),
		describe("The newest first.")), h.listQuestions)
}

func (h *contents) refine(ctx context.Context, in *saveQuestionIn) (*rowOut[SavedQuestion], error) {
	a, version, err := h.changeRequest(ctx, in.ID, in.IfMatch)
	if err != nil {
		return nil, err
	}
	check := h.checks()
	check.question("", &in.Body.QuestionBody)
	if err := check.err(); err != nil {
		return nil, err
	}
	warnings, err := h.guarded(ctx, a.Library(), in.Body.Confirm, in.Body.texts("")...)
	if err != nil {
		return nil, err
	}
	saved, err := h.Desk.Questions.SaveQuestion(ctx, a, version, in.Body.stored())
	if err != nil {
		return nil, bothAs(ctx, err, questionVersion)
	}
	return &rowOut[SavedQuestion]{ETag: etag(saved.Version), Body: SavedQuestion{questionVersion(saved), warnings}}, nil
}

func (h *contents) listQuestions(ctx context.Context, in *OfRequest) (*listOut[QuestionVersion], error) {
	a, err := h.enter(ctx, in.ID)
	if err != nil {
		return nil, err
	}
	versions, err := h.Desk.Questions.QuestionVersions(ctx, a)
	return list(each(versions, questionVersion)), err
}

func (q *QuestionBody) stored() postgres.QuestionText {
	text := postgres.QuestionText{Question: q.Question, Background: q.Background, Exclusions: q.Exclusions, KnownPapers: q.KnownPapers}
	if q.Framework != nil {
		text.Framework, text.FrameworkText = q.Framework.Code, q.Framework.Elements
	}
	return text
}

func questionVersion(v postgres.QuestionVersion) QuestionVersion {
	q := QuestionVersion{
		Version: v.Version, Question: v.Question, Background: v.Background, Exclusions: v.Exclusions, KnownPapers: v.KnownPapers,
		By: v.By, ByName: v.ByName, At: v.At, Erased: v.Erased,
	}
	if v.Framework != "" {
		q.Framework = &FrameworkBody{Code: v.Framework, Elements: v.FrameworkText}
	}
	return q
}

// bothAs is [both] for a row that the store holds in another form than the API.
func bothAs[A, B any](ctx context.Context, err error, turn func(A) B) error {
	var stale *postgres.StaleError
	if !errors.As(err, &stale) {
		return err
	}
	current, ok := stale.Current.(A)
	if !ok {
		return err
	}
	return both(ctx, &postgres.StaleError{Version: stale.Version, Current: turn(current)})
}
