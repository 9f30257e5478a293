package rest

import (
	"context"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"evidencedesk/internal/postgres"
)

// DecisionBody is what is decided of a publication.
type DecisionBody struct {
	postgres.DecisionContent
	Confirming
}

// DecisionsBody is one decision for several publications.
type DecisionsBody struct {
	Records  []string         `json:"records" minItems:"1" maxItems:"500" nullable:"false"`
	Verdict  postgres.Verdict `json:"verdict,omitempty" enum:"include,maybe,exclude" doc:"Absent: they are undecided again"`
	Reason   string           `json:"reason,omitempty" maxLength:"64" doc:"Of an exclusion: a code of exclusion_reasons"`
	Theme    string           `json:"theme,omitempty" maxLength:"200" doc:"Absent: theirs stays"`
	Tier     string           `json:"tier,omitempty" enum:"guidance,systematic_reviews,trials,observational,qualitative,grey,other_trusts,cds" doc:"Absent: theirs stays"`
	KeyPaper bool             `json:"key_paper,omitempty" doc:"Absent: as it is"`
	Confirming
}

// SavedDecision is a decision that was just taken.
type SavedDecision struct {
	postgres.Decided

	Warnings []Finding `json:"warnings,omitempty" doc:"Look again: this may identify a patient"`
}

type decideIn struct {
	Changing

	Body DecisionBody
}

type decideManyIn struct {
	OfRequest

	Body DecisionsBody
}

func registerDecisions(api huma.API, h *contents) {
	const at = "/requests/{id}/records/{item}/decision"
	handle(api, route("decide-record", http.MethodPut, at, "Decide on a publication", tagRecords, writers(), conflicts, preconditioned,
		describe("Included, it is appended to the references; otherwise its reference is taken out. The ETag before the first decision is \"1\".")), h.decide)
	handle(api, route("take-back-decision", http.MethodDelete, at, "Take a decision back", tagRecords, writers(), conflicts, preconditioned,
		describe("The publication is undecided again; its reference, if it had one, is taken out.")), h.takeBack)
	many := route("decide-records", http.MethodPost, "/requests/{id}/record-decisions", "Decide on several publications", tagRecords, writers(), keyed, conflicts,
		describe("Whatever was decided of them before."))
	handle(api, many, func(ctx context.Context, in *decideManyIn) (*bodyOut[postgres.ManyDecided], error) {
		return h.decideMany(ctx, in, creation(ctx, many))
	})
}

func (h *contents) decide(ctx context.Context, in *decideIn) (*rowOut[SavedDecision], error) {
	a, version, err := h.change(ctx, in.Changing)
	if err != nil {
		return nil, err
	}
	warnings, err := h.guarded(ctx, a.Library(), in.Body.Confirm, Text{"note", in.Body.Note}, Text{"theme", in.Body.Theme})
	if err != nil {
		return nil, err
	}
	d, err := h.Content.Store.DecideRecord(ctx, a, in.Item, version, in.Body.DecisionContent)
	if err != nil {
		return nil, both(ctx, err)
	}
	return &rowOut[SavedDecision]{ETag: etag(d.Publication.Decision.Version), Body: SavedDecision{d, warnings}}, nil
}

func (h *contents) takeBack(ctx context.Context, in *Changing) (*rowOut[postgres.Decided], error) {
	a, version, err := h.change(ctx, *in)
	if err != nil {
		return nil, err
	}
	d, err := h.Content.Store.TakeBackDecision(ctx, a, in.Item, version)
	if err != nil {
		return nil, both(ctx, err)
	}
	return &rowOut[postgres.Decided]{ETag: etag(d.Publication.Decision.Version), Body: d}, nil
}

func (h *contents) decideMany(ctx context.Context, in *decideManyIn, k postgres.Creation) (*bodyOut[postgres.ManyDecided], error) {
	a, err := h.enter(ctx, in.ID)
	if err != nil {
		return nil, err
	}
	b := in.Body
	if _, err := h.guarded(ctx, a.Library(), b.Confirm, Text{"theme", b.Theme}); err != nil {
		return nil, err
	}
	done, err := h.Content.Store.DecideRecords(ctx, a, b.Records, postgres.DecisionContent{
		Verdict: b.Verdict, Reason: b.Reason, Theme: b.Theme, Tier: b.Tier, KeyPaper: b.KeyPaper,
	}, k)
	return &bodyOut[postgres.ManyDecided]{done}, err
}
