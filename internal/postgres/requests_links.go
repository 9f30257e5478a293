package postgres

import (
	"context"
	"encoding/json"

	"github.com/jackc/pgx/v5"

	"evidencedesk/internal/evidence"
	"evidencedesk/internal/postgres/sqlc"
)

// links writes what a transition makes of other requests: a merge, the parts of a split, the request at a partner.
func (w *writer) links(ctx context.Context, t evidence.Transition) error {
	s := t.Next
	switch t.Command.Name {
	case evidence.Merge:
		return w.merged(ctx, s)
	case evidence.Unmerge:
		return w.q.DropMergeLink(ctx, zeroUUID(s.Request))
	case evidence.SplitRequest:
		return w.openParts(ctx, t)
	case evidence.Refer:
		if t.Command.Args.Outside {
			return nil
		}
		return w.openAtPartner(ctx, t)
	case evidence.SubmitForCheck:
		if r := t.Command.Args.Reviewer; r != "" {
			return w.q.InsertReviewer(ctx, sqlc.InsertReviewerParams{Request: zeroUUID(s.Request), Person: zeroPerson(r)})
		}
	case evidence.Withdraw, evidence.Cancel:
		if t.From == evidence.Merged {
			return w.q.DropMergeLink(ctx, zeroUUID(s.Request))
		}
	default: // the other commands touch no other request
	}
	return nil
}

// merged makes the reserved link count. A survivor that has ended meanwhile takes the source with it at once.
func (w *writer) merged(ctx context.Context, s evidence.State) error {
	err := w.q.ActivateMergeLink(ctx, sqlc.ActivateMergeLinkParams{Source: zeroUUID(s.Request), Survivor: zeroUUID(s.Survivor), Now: w.now})
	if err != nil {
		return err
	}
	stage, err := w.q.StageOf(ctx, zeroUUID(s.Survivor))
	if err != nil || evidence.Stage(stage).Open() {
		return err
	}
	return w.oweCommand(ctx, s.Request, evidence.CloseMerged, s.Survivor, s.Seq, evidence.Args{})
}

// openParts opens the prepared parts of a split request.
func (w *writer) openParts(ctx context.Context, t evidence.Transition) error {
	whole, err := w.copyOf(ctx, t.Next.Request)
	if err != nil {
		return err
	}
	for _, id := range t.Command.Args.Children {
		raw, err := w.q.OpenSplitPart(ctx, sqlc.OpenSplitPartParams{ID: zeroUUID(id), Parent: zeroUUID(t.Next.Request), Now: &w.now})
		if err != nil {
			return err
		}
		var p Part
		if err := json.Unmarshal(raw, &p); err != nil {
			return err
		}
		reference, err := w.reference(ctx)
		if err != nil {
			return err
		}
		c := evidence.Command{
			ID: t.Command.ID + "/" + string(id), Name: evidence.OpenChild, Actor: t.Command.Actor, At: t.Command.At,
			Args: evidence.Args{Opening: p.opening(id, t.Next)},
		}
		if _, err := w.open(ctx, c, newcomer{content: p.content(whole), reference: reference, from: t.Next.Request, kind: "split_from"}); err != nil {
			return err
		}
	}
	return nil
}

// openAtPartner opens the prepared request in the partner's library.
func (w *writer) openAtPartner(ctx context.Context, t evidence.Transition) error {
	partner := zeroUUID(t.Command.Args.Request)
	to, err := w.q.OpenReferral(ctx, sqlc.OpenReferralParams{Request: zeroUUID(t.Next.Request), Partner: partner, Now: &w.now})
	if err != nil {
		return err
	}
	content, err := w.copyOf(ctx, t.Next.Request)
	if err != nil {
		return err
	}
	reference, err := w.reference(ctx)
	if err != nil {
		return err
	}
	s := t.Next
	c := evidence.Command{
		ID: t.Command.ID + "/partner", Name: evidence.OpenPartner, Actor: evidence.Engine(), At: t.Command.At,
		Args: evidence.Args{Opening: &evidence.Opening{
			Request: t.Command.Args.Request, Library: evidence.LibraryID(to.String()), Requester: s.Requester, Delegates: s.Delegates,
			Urgency: s.Urgency, Type: s.Type, Product: s.Product, DecisionAt: s.Clock.DecisionAt,
		}},
	}
	_, err = w.open(ctx, c, newcomer{content: content, reference: reference, from: s.Request, kind: "referred_from"})
	return err
}

// copyOf reads what a part or a partner's request takes over. Who else receives the answer is for the older one.
func (w *writer) copyOf(ctx context.Context, request evidence.RequestID) (RequestContent, error) {
	row, err := w.q.RequestForCopy(ctx, zeroUUID(request))
	if err != nil {
		return RequestContent{}, err
	}
	c := RequestContent{
		OnBehalfOf: row.OnBehalfOf, Specialty: row.Specialty, StaffGroup: row.StaffGroup, Product: row.Product, Question: row.Question,
		Background: row.Background, Exclusions: row.Exclusions, KnownPapers: row.KnownPapers, Limits: row.Limits,
		Framework: row.Framework, FrameworkText: fromJSON[map[string]string](row.FrameworkText),
	}
	if row.NeededBy != nil {
		c.NeededBy = *row.NeededBy
	}
	return c, nil
}

// tellOthers orders the commands that a request which was delivered or closed owes to others: the requests merged into
// it, the whole it is a part of, the one that referred it here.
func (w *writer) tellOthers(ctx context.Context, t evidence.Transition) error {
	s := t.Next
	if s.Stage != evidence.Delivered && s.Stage != evidence.Closed || s.Stage == t.From {
		return nil
	}
	sources, err := w.q.MergedSources(ctx, zeroUUID(s.Request))
	if err != nil {
		return err
	}
	for _, source := range sources {
		if err := w.oweCommand(ctx, evidence.RequestID(source.String()), evidence.CloseMerged, s.Request, s.Seq, evidence.Args{}); err != nil {
			return err
		}
	}
	linked, err := w.q.LinkedTo(ctx, zeroUUID(s.Request))
	if err != nil {
		return err
	}
	for _, l := range linked {
		name := evidence.ChildEnded
		if l.Kind == "referred_from" {
			name = evidence.PartnerEnded
		}
		args := evidence.Args{Request: s.Request, Outcome: s.Outcome}
		if err := w.oweCommand(ctx, evidence.RequestID(l.ToRequest.String()), name, s.Request, s.Seq, args); err != nil {
			return err
		}
	}
	return nil
}

// ReserveMerge keeps the place of a merge before its command is given, so that two merges at the same moment cannot make
// a chain or a circle. Errors: evidence.LinkRefused, evidence.NotFound.
func (r *Requests) ReserveMerge(ctx context.Context, source, survivor evidence.RequestID) error {
	return processError(pgx.BeginFunc(ctx, r.pool, func(tx pgx.Tx) error {
		q := r.q.WithTx(tx)
		pair := uuids([]evidence.PersonID{evidence.PersonID(source), evidence.PersonID(survivor)})
		rows, err := q.LockRequests(ctx, pair)
		if err != nil {
			return err
		}
		if len(rows) != len(pair) {
			return evidence.Refuse(evidence.NotFound, "")
		}
		if rows[0].LibraryID != rows[1].LibraryID {
			return evidence.Refuse(evidence.LinkRefused, "They are not of the same library.")
		}
		for _, row := range rows {
			if row.RequestID == zeroUUID(survivor) && !evidence.Stage(row.Stage).Open() {
				return evidence.Refuse(evidence.LinkRefused, "The request that is to remain is not open.")
			}
		}
		links, err := q.MergeLinksAround(ctx, pair)
		if err != nil {
			return err
		}
		for _, l := range links {
			switch {
			case l.Source == zeroUUID(survivor):
				return evidence.Refuse(evidence.LinkRefused, "The request that is to remain is itself being merged.")
			case l.Survivor == zeroUUID(source):
				return evidence.Refuse(evidence.LinkRefused, "Other requests were merged into this one.")
			}
		}
		return q.ReserveMergeLink(ctx, sqlc.ReserveMergeLinkParams{Source: zeroUUID(source), Survivor: zeroUUID(survivor), Now: r.now()})
	}))
}

// ReleaseMerge gives a reserved link up, after its command was refused. An active one stays.
func (r *Requests) ReleaseMerge(ctx context.Context, source evidence.RequestID) error {
	return r.q.ReleaseMergeLink(ctx, zeroUUID(source))
}
