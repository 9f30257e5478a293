package rest

import (
	"context"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"evidencedesk/internal/evidence"
	"evidencedesk/internal/postgres"
)

// CheckFindingBody is one thing that a second reader wants changed.
type CheckFindingBody struct {
	postgres.CheckFindingContent
	Confirming
}

// FindingAnswerBody is what the author did about it.
type FindingAnswerBody struct {
	postgres.FindingAnswer
	Confirming
}

// FindingJudgementBody is what a second reader thinks of that.
type FindingJudgementBody struct {
	postgres.FindingJudgement
	Confirming
}

// SavedCheckFinding is a finding that was just saved.
type SavedCheckFinding struct {
	postgres.CheckFinding

	Warnings []Finding `json:"warnings,omitempty" doc:"Look again: this may identify a patient"`
}

type addCheckFindingIn struct {
	OfRequest

	Body CheckFindingBody
}

type saveCheckFindingIn struct {
	Changing

	Body CheckFindingBody
}

type answerFindingIn struct {
	Changing

	Body FindingAnswerBody
}

type judgeFindingIn struct {
	Changing

	Body FindingJudgementBody
}

type ofStrategy struct {
	OfRequest

	Digest string `path:"digest" maxLength:"64" doc:"Of the check"`
}

func registerCheckFindings(api huma.API, h *contents) {
	const at, one = "/requests/{id}/check-findings", "/requests/{id}/check-findings/{item}"
	checkers := only(evidence.Librarian)
	checkers.Relations = []string{"reviewer"}
	handle(api, route("list-check-findings", http.MethodGet, at, "List what checks found", tagContent, insiders(),
		describe("Of all rounds, with what was done about each.")), h.listCheckFindings)
	add := route("add-check-finding", http.MethodPost, at, "Raise a finding", tagContent, checkers, keyed, created, conflicts,
		describe("In the check that is under way. What is of severity revision_required has to be verified before the work can be approved."))
	handle(api, add, func(ctx context.Context, in *addCheckFindingIn) (*newOut[SavedCheckFinding], error) {
		return h.addCheckFinding(ctx, in, creation(ctx, add))
	})
	handle(api, route("save-check-finding", http.MethodPut, one, "Reword a finding", tagContent, checkers, conflicts, preconditioned,
		describe("Only one's own, in the check in which it was raised.")), h.saveCheckFinding)
	handle(api, route("answer-check-finding", http.MethodPut, one+"/answer", "Say that a finding is met, or why not", tagContent, writers(), conflicts,
		preconditioned, describe("Once the work was returned.")), h.answerFinding)
	handle(api, route("judge-check-finding", http.MethodPut, one+"/judgement", "Verify a finding, or open it again", tagContent, checkers, conflicts,
		preconditioned, describe("While its subject is being checked, by who did not answer it. Who raised it may take it back.")), h.judgeFinding)
	handle(api, route("get-checked-strategy", http.MethodGet, "/requests/{id}/checked-strategies/{digest}", "Read a strategy as it was sent for checking", tagContent,
		insiders()), h.checkedStrategy)
	handle(api, route("list-second-readers", http.MethodGet, "/requests/{id}/second-readers", "See who could check the work", tagContent, staff(),
		describe("Librarians of the library who neither own it nor wrote any of it: who has least in hand and knows the subject comes first.")), h.secondReaders)
}

func (h *contents) listCheckFindings(ctx context.Context, in *OfRequest) (*listOut[postgres.CheckFinding], error) {
	a, err := h.enter(ctx, in.ID)
	if err != nil {
		return nil, err
	}
	items, err := h.Content.Store.CheckFindings(ctx, a)
	if err != nil {
		return nil, err
	}
	return list(items), nil
}

func (h *contents) addCheckFinding(ctx context.Context, in *addCheckFindingIn, k postgres.Creation) (*newOut[SavedCheckFinding], error) {
	a, err := h.enter(ctx, in.ID)
	if err != nil {
		return nil, err
	}
	warnings, err := h.guarded(ctx, a.Library(), in.Body.Confirm, in.Body.texts()...)
	if err != nil {
		return nil, err
	}
	f, err := h.Content.Store.AddFinding(ctx, a, in.Body.CheckFindingContent, k)
	if err != nil {
		return nil, err
	}
	return &newOut[SavedCheckFinding]{ETag: etag(f.Version), Location: location(in.ID, "check-findings", f.ID), Body: SavedCheckFinding{f, warnings}}, nil
}

func (h *contents) saveCheckFinding(ctx context.Context, in *saveCheckFindingIn) (*rowOut[SavedCheckFinding], error) {
	return h.changeFinding(ctx, in.Changing, in.Body.Confirming, in.Body.texts(), func(a postgres.Access, version int) (postgres.CheckFinding, error) {
		return h.Content.Store.SaveFinding(ctx, a, in.Item, version, in.Body.CheckFindingContent)
	})
}

func (h *contents) answerFinding(ctx context.Context, in *answerFindingIn) (*rowOut[SavedCheckFinding], error) {
	return h.changeFinding(ctx, in.Changing, in.Body.Confirming, []Text{{"note", in.Body.Note}}, func(a postgres.Access, version int) (postgres.CheckFinding, error) {
		return h.Content.Store.AnswerFinding(ctx, a, in.Item, version, in.Body.FindingAnswer)
	})
}

func (h *contents) judgeFinding(ctx context.Context, in *judgeFindingIn) (*rowOut[SavedCheckFinding], error) {
	return h.changeFinding(ctx, in.Changing, in.Body.Confirming, []Text{{"note", in.Body.Note}}, func(a postgres.Access, version int) (postgres.CheckFinding, error) {
		return h.Content.Store.JudgeFinding(ctx, a, in.Item, version, in.Body.FindingJudgement)
	})
}

// changeFinding changes a finding whose writer has read it, past the identifier guard.
func (h *contents) changeFinding(ctx context.Context, in Changing, c Confirming, texts []Text, change func(postgres.Access, int) (postgres.CheckFinding, error)) (*rowOut[SavedCheckFinding], error) {
	a, version, err := h.change(ctx, in)
	if err != nil {
		return nil, err
	}
	warnings, err := h.guarded(ctx, a.Library(), c.Confirm, texts...)
	if err != nil {
		return nil, err
	}
	f, err := change(a, version)
	if err != nil {
		return nil, both(ctx, err)
	}
	return &rowOut[SavedCheckFinding]{ETag: etag(f.Version), Body: SavedCheckFinding{f, warnings}}, nil
}

func (h *contents) checkedStrategy(ctx context.Context, in *ofStrategy) (*struct{ Body postgres.CheckedStrategy }, error) {
	a, err := h.enter(ctx, in.ID)
	if err != nil {
		return nil, err
	}
	s, err := h.Content.Store.CheckedStrategy(ctx, a, in.Digest)
	return &struct{ Body postgres.CheckedStrategy }{s}, err
}

func (h *contents) secondReaders(ctx context.Context, in *OfRequest) (*listOut[postgres.SecondReader], error) {
	a, err := h.enter(ctx, in.ID)
	if err != nil {
		return nil, err
	}
	items, err := h.Content.Store.SecondReaders(ctx, a)
	if err != nil {
		return nil, err
	}
	return list(items), nil
}

func (b CheckFindingBody) texts() []Text {
	return []Text{{"text", b.Text}, {"section", b.Section}}
}
