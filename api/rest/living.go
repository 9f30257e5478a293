package rest

import (
	"context"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"evidencedesk/internal/evidence"
	"evidencedesk/internal/postgres"
)

const tagLiving = "Living answers"

// WatchView is the watch of a delivered report, with its newest looks.
type WatchView struct {
	Watch *postgres.Watch     `json:"watch,omitempty" doc:"Absent: it is not watched"`
	Runs  []postgres.WatchRun `json:"runs" nullable:"false" doc:"The newest first"`
}

type setWatchIn struct {
	OfRequest

	Body postgres.WatchContent
}

type changeWatchIn struct {
	OfRequest

	IfMatch string `header:"If-Match" maxLength:"100" doc:"The ETag that was read; required"`
	Body    postgres.WatchContent
}

// OfLook names a look at a watched report.
type OfLook struct {
	OfRequest

	Run string `path:"run" format:"uuid"`
}

type decideFindingsIn struct {
	OfLook

	Body FindingsBody
}

// FindingsBody is what a librarian makes of the findings of a look.
type FindingsBody struct {
	Findings []postgres.FindingDecision `json:"findings" minItems:"1" maxItems:"2000" nullable:"false" doc:"All or none"`
	Confirming
}

// DecidedFindings says what is to be looked at once more.
type DecidedFindings struct {
	Warnings []Finding `json:"warnings,omitempty" doc:"Look again: this may identify a patient"`
}

// Approved says whether the requester was told.
type Approved struct {
	Told bool `json:"told" doc:"False: nothing was kept, so there is nothing to tell"`
}

// LookedAgain says what a look at fresh exports gave.
type LookedAgain struct {
	New int `json:"new" doc:"Records of the run that were not known before"`
}

func librarians() Access { return only(evidence.Librarian) }

func registerLiving(api huma.API, h *contents) {
	const path = "/requests/{id}/watch"
	handle(api, route("get-watch", http.MethodGet, path, "Read the watch of a delivered report", tagLiving, insiders(),
		describe("With what each look found. The ETag is that of the watch.")), h.getWatch)
	set := route("set-watch", http.MethodPost, path, "Watch a delivered report", tagLiving, librarians(), created, conflicts,
		describe("A workflow looks again every so many months: it runs the searches in PubMed again, asks for fresh exports of others, and looks for retracted papers."))
	handle(api, set, h.setWatch)
	handle(api, route("change-watch", http.MethodPut, path, "Change, pause or end a watch", tagLiving, librarians(), conflicts, preconditioned), h.changeWatch)
	handle(api, route("look-now", http.MethodPost, path+"/look", "Look at a watched report at once", tagLiving, librarians(), noContent, conflicts),
		func(ctx context.Context, in *OfRequest) (*nothing, error) {
			a, err := h.enter(ctx, in.ID)
			if err != nil {
				return nil, err
			}
			return &nothing{}, h.Content.Store.Living().AskWatch(ctx, a)
		})
	registerWatchRuns(api, h)
	handle(api, route("list-updates", http.MethodGet, "/requests/{id}/updates", "List what was found since a report was delivered", tagLiving, readers(),
		describe("What a librarian approved for the requester. Insiders see every look.")),
		func(ctx context.Context, in *OfRequest) (*listOut[postgres.WatchRun], error) {
			a, err := h.enter(ctx, in.ID)
			if err != nil {
				return nil, err
			}
			runs, err := h.Content.Store.Living().WatchRuns(ctx, a)
			return list(runs), err
		})
	handle(api, route("check-retractions", http.MethodGet, "/requests/{id}/retractions", "Look for notices about the references", tagLiving, readers(),
		describe("Retractions, expressions of concern, corrections and reinstatements, by DOI and PMID, from the file of Retraction Watch that was loaded last.")),
		func(ctx context.Context, in *OfRequest) (*struct{ Body postgres.RetractionCheck }, error) {
			a, err := h.enter(ctx, in.ID)
			if err != nil {
				return nil, err
			}
			check, err := h.Content.Store.Living().Retractions(ctx, a)
			return &struct{ Body postgres.RetractionCheck }{check}, err
		})
	handle(api, route("list-watches", http.MethodGet, "/libraries/{id}/watches", "List the reports that a library watches", tagLiving, workers()),
		func(ctx context.Context, in *OfLibrary) (*listOut[postgres.WatchRow], error) {
			rows, err := h.Content.Store.Living().Watches(ctx, in.library())
			return list(rows), err
		})
}

func registerWatchRuns(api huma.API, h *contents) {
	const run = "/requests/{id}/watch/runs/{run}"
	handle(api, route("look-again", http.MethodPost, run+"/look-again", "Take fresh exports into a look", tagLiving, librarians(), conflicts,
		describe("Records that were uploaded for the searches of the look since it was made.")),
		func(ctx context.Context, in *OfLook) (*struct{ Body LookedAgain }, error) {
			a, err := h.enter(ctx, in.ID)
			if err != nil {
				return nil, err
			}
			n, err := h.Content.Store.Living().LookAgain(ctx, a, in.Run)
			return &struct{ Body LookedAgain }{LookedAgain{n}}, err
		})
	handle(api, route("approve-look", http.MethodPost, run+"/approve", "Approve what a look found", tagLiving, librarians(), conflicts,
		describe("The requester gets one short letter if something was kept. Nobody is told before.")),
		func(ctx context.Context, in *OfLook) (*struct{ Body Approved }, error) {
			a, err := h.enter(ctx, in.ID)
			if err != nil {
				return nil, err
			}
			told, err := h.Content.Store.Living().ApproveRun(ctx, a, in.Run)
			return &struct{ Body Approved }{Approved{told}}, err
		})
	handle(api, route("decide-findings", http.MethodPut, run+"/findings", "Keep or dismiss findings", tagLiving, librarians(), conflicts,
		describe("Each names the version that was read.")), h.decideFindings)
}

func (h *contents) getWatch(ctx context.Context, in *OfRequest) (*rowOut[WatchView], error) {
	a, err := h.enter(ctx, in.ID)
	if err != nil {
		return nil, err
	}
	store := h.Content.Store.Living()
	out := &rowOut[WatchView]{}
	switch w, err := store.Watch(ctx, a); {
	case err == nil:
		out.Body.Watch, out.ETag = &w, etag(w.Version)
	case evidence.CodeOf(err) != evidence.NotFound:
		return nil, err
	}
	out.Body.Runs, err = store.WatchRuns(ctx, a)
	return out, err
}

func (h *contents) setWatch(ctx context.Context, in *setWatchIn) (*newOut[postgres.Watch], error) {
	a, err := h.enter(ctx, in.ID)
	if err != nil {
		return nil, err
	}
	w, err := h.Content.Store.Living().SetWatch(ctx, a, in.Body)
	if err != nil {
		return nil, err
	}
	return &newOut[postgres.Watch]{ETag: etag(w.Version), Location: base + "/requests/" + in.ID + "/watch", Body: w}, nil
}

func (h *contents) changeWatch(ctx context.Context, in *changeWatchIn) (*rowOut[postgres.Watch], error) {
	a, version, err := h.changeRequest(ctx, in.ID, in.IfMatch)
	if err != nil {
		return nil, err
	}
	w, err := h.Content.Store.Living().ChangeWatch(ctx, a, version, in.Body)
	if err != nil {
		return nil, both(ctx, err)
	}
	return &rowOut[postgres.Watch]{ETag: etag(w.Version), Body: w}, nil
}

func (h *contents) decideFindings(ctx context.Context, in *decideFindingsIn) (*struct{ Body DecidedFindings }, error) {
	a, err := h.enter(ctx, in.ID)
	if err != nil {
		return nil, err
	}
	var texts []Text
	for i, f := range in.Body.Findings {
		texts = append(texts, Text{indexed("findings", i, "note"), f.Note})
	}
	warnings, err := h.guarded(ctx, a.Library(), in.Body.Confirm, texts...)
	if err != nil {
		return nil, err
	}
	if err := h.Content.Store.Living().DecideFindings(ctx, a, in.Run, in.Body.Findings); err != nil {
		return nil, both(ctx, err)
	}
	return &struct{ Body DecidedFindings }{DecidedFindings{warnings}}, nil
}
