package rest

import (
	"context"
	"net/http"
	"strings"

	"github.com/danielgtaylor/huma/v2"

	"evidencedesk/internal/evidence"
	"evidencedesk/internal/postgres"
)

type pairsIn struct {
	OfRequest

	State  string `query:"state" enum:"doubtful,linked,apart" default:"doubtful" doc:"Awaiting a person; one publication; two by a person's word"`
	Cursor string `query:"cursor" maxLength:"100" doc:"The next of the page before: a pair"`
	Limit  int    `query:"limit" minimum:"1" maximum:"100" default:"20"`
}

// PairPage is one page of pairs.
type PairPage struct {
	Items  []postgres.RecordPair `json:"items" nullable:"false"`
	Next   string                `json:"next,omitempty" doc:"The cursor of the next page; absent on the last one"`
	Counts postgres.PairCounts   `json:"counts"`
}

type judgeIn struct {
	OfRequest

	Pair string `path:"pair" pattern:"^[0-9a-f-]{36}~[0-9a-f-]{36}$" doc:"The identifiers of the two records with a tilde between"`
	Body VerdictBody
}

// VerdictBody is what a person says of a pair.
type VerdictBody struct {
	Verdict string `json:"verdict" enum:"same,different," doc:"Empty takes back what was said"`
}

// JudgedPair is a pair after somebody spoke, and the next that awaits a word.
type JudgedPair struct {
	postgres.RecordPair

	Conflict bool                 `json:"conflict,omitempty" doc:"Earlier verdicts on other records stand against this one"`
	Left     int                  `json:"left" doc:"Pairs that await a person"`
	Next     *postgres.RecordPair `json:"next_pair,omitempty"`
}

type joinIn struct {
	OfRequest

	Body JoinBody
}

// JoinBody names two records that are one publication.
type JoinBody struct {
	A string `json:"a" format:"uuid"`
	B string `json:"b" format:"uuid"`
}

func registerPairs(api huma.API, h *contents) {
	handle(api, route("list-record-pairs", http.MethodGet, "/requests/{id}/record-pairs", "List pairs of records", tagRecords, insiders(),
		describe("Pairs that are, or may be, one publication, with the rule that says so.")), h.listPairs)
	handle(api, route("judge-record-pair", http.MethodPut, "/requests/{id}/record-pairs/{pair}", "Say whether two records are one publication", tagRecords, writers(), conflicts,
		describe("What a person says overrules the rules for ever, and can be taken back. No record is deleted.")), h.judgePair)
	handle(api, route("join-records", http.MethodPost, "/requests/{id}/record-pairs", "Put two records together", tagRecords, writers(), created, conflicts,
		describe("For two that no rule puts together.")), h.joinRecords)
	handle(api, route("get-record-group", http.MethodGet, "/requests/{id}/records/{item}/group", "Read the records of a publication", tagRecords, insiders()), h.getGroup)
	handle(api, route("take-record-out", http.MethodPost, "/requests/{id}/records/{item}/take-out", "Take a record out of its publication", tagRecords, writers(), noContent, conflicts,
		describe("It counts as a publication of its own from now on. The pairs that held it are then apart, and can be put together again.")), h.takeOut)
}

func pairKey(pair string) (postgres.PairKey, error) {
	a, b, ok := strings.Cut(pair, "~")
	if !ok {
		return postgres.PairKey{}, evidence.Refuse(evidence.NotFound, "")
	}
	return postgres.NewPairKey(a, b)
}

func nameOfPair(p postgres.RecordPair) string { return p.A.ID + "~" + p.B.ID }

func (h *contents) listPairs(ctx context.Context, in *pairsIn) (*bodyOut[PairPage], error) {
	a, err := h.enter(ctx, in.ID)
	if err != nil {
		return nil, err
	}
	var after postgres.PairKey
	if in.Cursor != "" {
		if after, err = pairKey(in.Cursor); err != nil {
			return nil, evidence.InvalidField("cursor", "malformed", "Send the next of the page before.")
		}
	}
	imports := h.Content.Store.Imports()
	items, more, err := imports.Pairs(ctx, a, in.State, after, in.Limit)
	if err != nil {
		return nil, err
	}
	out := PairPage{Items: items}
	if out.Counts, err = imports.CountPairs(ctx, a); err != nil {
		return nil, err
	}
	if more {
		out.Next = nameOfPair(items[len(items)-1])
	}
	return &bodyOut[PairPage]{out}, nil
}

func (h *contents) judgePair(ctx context.Context, in *judgeIn) (*bodyOut[JudgedPair], error) {
	a, err := h.enter(ctx, in.ID)
	if err != nil {
		return nil, err
	}
	key, err := pairKey(in.Pair)
	if err != nil {
		return nil, err
	}
	imports := h.Content.Store.Imports()
	judged, err := imports.Judge(ctx, a, key, in.Body.Verdict)
	if err != nil {
		return nil, err
	}
	out := JudgedPair{RecordPair: judged, Conflict: judged.Verdict == postgres.VerdictSame && !judged.Together}
	next, _, err := imports.Pairs(ctx, a, postgres.PairsDoubtful, key, 1)
	if err == nil && len(next) == 0 { // those that were skipped come round again
		next, _, err = imports.Pairs(ctx, a, postgres.PairsDoubtful, postgres.PairKey{}, 1)
	}
	if err != nil {
		return nil, err
	}
	if len(next) > 0 {
		out.Next = &next[0]
	}
	counts, err := imports.CountPairs(ctx, a)
	out.Left = counts.Doubtful
	return &bodyOut[JudgedPair]{out}, err
}

func (h *contents) joinRecords(ctx context.Context, in *joinIn) (*newOut[postgres.RecordPair], error) {
	a, err := h.enter(ctx, in.ID)
	if err != nil {
		return nil, err
	}
	key, err := postgres.NewPairKey(in.Body.A, in.Body.B)
	if err != nil {
		return nil, evidence.InvalidField("b", "unknown", "Name two different records of this request.")
	}
	made, err := h.Content.Store.Imports().Join(ctx, a, key)
	if evidence.CodeOf(err) == evidence.NotFound {
		return nil, evidence.InvalidField("b", "unknown", "Name two different records of this request.")
	}
	if err != nil {
		return nil, err
	}
	return &newOut[postgres.RecordPair]{Location: location(in.ID, "record-pairs", nameOfPair(made)), Body: made}, nil
}

func (h *contents) getGroup(ctx context.Context, in *OfItem) (*bodyOut[postgres.RecordGroup], error) {
	a, err := h.enter(ctx, in.ID)
	if err != nil {
		return nil, err
	}
	g, err := h.Content.Store.Imports().Group(ctx, a, in.Item)
	if err != nil {
		return nil, err
	}
	return &bodyOut[postgres.RecordGroup]{g}, nil
}

func (h *contents) takeOut(ctx context.Context, in *OfItem) (*nothing, error) {
	a, err := h.enter(ctx, in.ID)
	if err != nil {
		return nil, err
	}
	if err := h.Content.Store.Imports().TakeOut(ctx, a, in.Item); err != nil {
		return nil, err
	}
	return &nothing{}, nil
}
