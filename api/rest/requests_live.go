package rest

import (
	"context"
	"fmt"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"evidencedesk/internal/evidence"
	"evidencedesk/internal/postgres"
)

// LiveBody is a question that was answered at once, at the bedside or on the phone, with its answer and sources.
type LiveBody struct {
	SubmitBody
	Answer     postgres.SummaryText        `json:"answer"`
	References []postgres.ReferenceContent `json:"references,omitempty" maxItems:"200"`
	Outcome    evidence.Outcome            `json:"outcome,omitempty" enum:"answered_live,nothing_found" doc:"answered_live when absent"`
	FollowUp   bool                        `json:"follow_up,omitempty" doc:"Ask later what difference it made"`
	FullSearch bool                        `json:"full_search,omitempty" doc:"Also make a linked request for a full search"`
}

// Answers checks an answer before its request is opened.
type Answers interface {
	CheckAnswer(s postgres.SummaryText, list []postgres.ReferenceContent) ([]postgres.ReferenceContent, error)
}

func registerLive(api huma.API, d Deps) {
	h := &desk{d}
	op := route("answer-live", http.MethodPost, "/requests/live", "Record a question that was answered at once", tagRequests, only(evidence.Librarian), keyed, created,
		describe("Question, answer and sources in one; no check, and no survey unless it is asked for. May be recorded afterwards with occurred_at."))
	handle(api, op, func(ctx context.Context, in *struct{ Body LiveBody }) (*openedOutput, error) {
		return h.live(ctx, op.Path, &in.Body)
	})
}

func (h *desk) live(ctx context.Context, path string, b *LiveBody) (*openedOutput, error) {
	if _, err := h.Answers.CheckAnswer(b.Answer, nil); err != nil {
		return nil, under("answer", err)
	}
	if _, err := h.Answers.CheckAnswer(b.Answer, b.References); err != nil {
		return nil, err
	}
	o, warnings, err := h.opening(ctx, evidence.AnswerLive, path, &b.SubmitBody, b.answerTexts()...)
	if err != nil {
		return nil, err
	}
	o.Command.Args.Outcome = b.Outcome
	if b.Outcome == "" {
		o.Command.Args.Outcome = evidence.AnsweredLive
	}
	o.Command.Args.Opening.FollowUp = b.FollowUp
	o.Answer, o.References, o.FullSearch = &b.Answer, b.References, b.FullSearch
	return h.open(ctx, o, warnings)
}

func (b *LiveBody) answerTexts() []Text {
	texts := summaryTexts("answer.", b.Answer)
	for i, r := range b.References {
		at := fmt.Sprintf("references[%d]", i)
		texts = append(texts, Text{at + ".note", r.Note}, Text{at + ".theme", r.Theme})
	}
	return texts
}
