package postgres

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"evidencedesk/internal/calendar"
	"evidencedesk/internal/evidence"
	"evidencedesk/internal/postgres/sqlc"
)

// Opening is a new request: the command that opens it, and its content.
type Opening struct {
	Command    evidence.Command // submit or answer-live; the store gives its opening an identifier
	Content    RequestContent
	Key        Key
	Answer     *SummaryText // of a live answer
	References []ReferenceContent
	FullSearch bool   // also open a linked request for a full search
	Draft      string // the draft it was written in, which it replaces
}

// RequestContent is what a request says beside the process.
type RequestContent struct {
	OnBehalfOf, Specialty, StaffGroup, Product, ShareReport, ShareIdentity, Channel string

	NeededBy      time.Time
	Copied        []evidence.PersonID
	FollowOnFrom  evidence.RequestID
	Question      string
	Background    string
	Exclusions    string
	KnownPapers   string
	Framework     string // a code
	FrameworkText map[string]string
	Limits        json.RawMessage // codes and numbers only
}

// Opened is a request that is stored.
type Opened struct {
	ID         evidence.RequestID
	Reference  string
	State      evidence.State
	Replayed   bool // it was stored by an earlier call with the same key
	FullSearch evidence.RequestID
}

// opened is what an idempotency key keeps of it.
type opened struct {
	ID         evidence.RequestID `json:"id"`
	Reference  string             `json:"reference"`
	FullSearch evidence.RequestID `json:"full_search,omitempty"`
}

// Open stores a request with its text, its first transition and the order to start its workflow in one transaction. The
// same key with the same body gives the same request again; with another body it is evidence.IdempotencyKeyReused.
func (r *Requests) Open(ctx context.Context, o Opening) (Opened, error) {
	cal, err := r.calendars.Calendar(ctx, o.Command.Args.Opening.Library)
	if err != nil {
		return Opened{}, err
	}
	w := &writer{r: r, now: r.now(), calendars: map[evidence.LibraryID]*calendar.Calendar{o.Command.Args.Opening.Library: cal}}
	var out Opened
	err = pgx.BeginFunc(ctx, r.pool, func(tx pgx.Tx) error {
		w.begin(tx)
		out, err = w.openOnce(ctx, o)
		return err
	})
	if err != nil {
		return Opened{}, openingError(err)
	}
	return out, nil
}

// openOnce claims the key first: a second call with it waits for the first to commit, then finds its request.
func (w *writer) openOnce(ctx context.Context, o Opening) (Opened, error) {
	reference, err := w.reference(ctx)
	if err != nil {
		return Opened{}, err
	}
	kept := opened{ID: evidence.RequestID(rowID().String()), Reference: reference}
	if o.FullSearch {
		kept.FullSearch = evidence.RequestID(rowID().String())
	}
	fresh, earlier, err := claimKey(ctx, w.q, o.Key, jsonOf(kept), w.r.now)
	if err != nil {
		return Opened{}, err
	}
	if !fresh {
		return w.openedEarlier(ctx, earlier)
	}
	c := o.Command
	c.Args.Opening = openingAs(*c.Args.Opening, kept.ID)
	s, err := w.open(ctx, c, newcomer{content: o.Content, reference: reference, answer: o.Answer, references: o.References})
	if err != nil {
		return Opened{}, err
	}
	if o.Draft != "" {
		if err := DropDraft(ctx, w.tx, c.Actor.Person, o.Draft); err != nil {
			return Opened{}, err
		}
	}
	if o.FullSearch {
		if err := w.openFullSearch(ctx, o, kept); err != nil {
			return Opened{}, err
		}
	}
	return Opened{ID: kept.ID, Reference: reference, State: s, FullSearch: kept.FullSearch}, nil
}

func (w *writer) openedEarlier(ctx context.Context, result []byte) (Opened, error) {
	var kept opened
	if err := json.Unmarshal(result, &kept); err != nil {
		return Opened{}, err
	}
	row, err := w.q.TransitionBySeq(ctx, sqlc.TransitionBySeqParams{Request: zeroUUID(kept.ID), Seq: 1})
	if err != nil {
		return Opened{}, err
	}
	out := Opened{ID: kept.ID, Reference: kept.Reference, Replayed: true, FullSearch: kept.FullSearch}
	return out, json.Unmarshal(row.State, &out.State)
}

// openFullSearch opens the search that a live answer leaves to be done.
func (w *writer) openFullSearch(ctx context.Context, o Opening, kept opened) error {
	reference, err := w.reference(ctx)
	if err != nil {
		return err
	}
	c := o.Command
	c.ID, c.Name = o.Command.ID+"/full-search", evidence.Submit
	c.Args.Outcome = ""
	c.Args.Opening = openingAs(*o.Command.Args.Opening, kept.FullSearch)
	c.Args.Opening.FollowUp = false
	content := o.Content
	content.FollowOnFrom = ""
	_, err = w.open(ctx, c, newcomer{content: content, reference: reference, from: kept.ID, kind: "full_search"})
	return err
}

func openingAs(o evidence.Opening, id evidence.RequestID) *evidence.Opening {
	o.Request = id
	return &o
}

func (w *writer) reference(ctx context.Context) (string, error) {
	n, err := w.q.NextReference(ctx)
	return fmt.Sprintf("ED-%04d-%06d", w.now.Year(), n), err
}

// newcomer is a request to be opened, beside its command.
type newcomer struct {
	content    RequestContent
	reference  string
	answer     *SummaryText
	references []ReferenceContent
	from       evidence.RequestID // the older request that it is linked to ...
	kind       string             // ... and how
}

// open decides and stores one new request and orders the start of its workflow.
func (w *writer) open(ctx context.Context, c evidence.Command, n newcomer) (evidence.State, error) {
	d, err := evidence.Decide(evidence.State{}, c, w.now)
	if err != nil {
		return evidence.State{}, err
	}
	if err := w.insertRequest(ctx, c, d.Next, n); err != nil {
		return evidence.State{}, err
	}
	if n.answer != nil {
		facts, err := w.r.answers.RecordAnswer(ctx, w.tx, c.Actor.Person, d.Next.Request, *n.answer, n.references)
		if err != nil {
			return evidence.State{}, err
		}
		c.Args.Version, c.Args.Digest, c.Args.Authors = facts.Version, facts.Digest, facts.Authors
	}
	t := evidence.Of(evidence.State{}, c, d, w.now)
	settled, err := w.settle(t)
	if err != nil {
		return evidence.State{}, err
	}
	t.Next = settled
	if err := w.begun(ctx, settled, n.content.Specialty); err != nil {
		return evidence.State{}, err
	}
	for _, step := range []func(context.Context, evidence.Transition) error{w.audit, w.firstFact, w.queueNotices} {
		if err := step(ctx, t); err != nil {
			return evidence.State{}, err
		}
	}
	return settled, w.owe(ctx, evidence.OutboxStart, startKey(settled.Request), outboxPayload{Request: settled.Request})
}

func (w *writer) insertRequest(ctx context.Context, c evidence.Command, s evidence.State, n newcomer) error {
	id, library, by := zeroUUID(s.Request), uuid.MustParse(string(s.Library)), idOrNil(string(c.Actor.Person))
	at := s.ReceivedAt
	err := w.q.InsertRequest(ctx, sqlc.InsertRequestParams{
		ID: id, Reference: n.reference, Library: library, Requester: uuid.MustParse(string(s.Requester)), OnBehalfOf: n.content.OnBehalfOf,
		Type: s.Type, Specialty: n.content.Specialty, StaffGroup: n.content.StaffGroup, Framework: frameworkOf(n.content.Framework),
		Limits: orObject(n.content.Limits), Product: n.content.Product, NeededBy: given(n.content.NeededBy), DecisionAt: given(s.Clock.DecisionAt),
		ShareReport: orNobody(n.content.ShareReport), ShareIdentity: orNobody(n.content.ShareIdentity), Channel: n.content.Channel,
		CreatedBy: by, CreatedAt: w.now,
	})
	if err != nil {
		return err
	}
	texts := n.content.FrameworkText
	if texts == nil {
		texts = map[string]string{}
	}
	err = w.q.InsertRequestText(ctx, sqlc.InsertRequestTextParams{
		Request: id, Version: 1, Library: library, Question: n.content.Question, Background: n.content.Background,
		Framework: n.content.Framework, FrameworkText: jsonOf(texts),
		Exclusions: n.content.Exclusions, KnownPapers: n.content.KnownPapers, CreatedBy: by, CreatedAt: at,
	})
	if err != nil {
		return err
	}
	for _, people := range []struct {
		relation string
		list     []evidence.PersonID
	}{{"delegate", s.Delegates}, {"copied", n.content.Copied}} {
		for _, p := range people.list {
			if err := w.q.InsertRequestPerson(ctx, sqlc.InsertRequestPersonParams{Request: id, Person: zeroPerson(p), Relation: people.relation}); err != nil {
				return err
			}
		}
	}
	if n.content.FollowOnFrom != "" {
		n.from, n.kind = n.content.FollowOnFrom, "follow_on"
	}
	if n.from == "" {
		return nil
	}
	return w.q.InsertRequestLink(ctx, sqlc.InsertRequestLinkParams{FromRequest: id, ToRequest: zeroUUID(n.from), Kind: n.kind})
}

func zeroPerson(p evidence.PersonID) uuid.UUID { return zeroUUID(evidence.RequestID(p)) }

func frameworkOf(code string) []byte {
	if code == "" {
		return []byte("{}")
	}
	return jsonOf(map[string]string{"code": code})
}

func orObject(raw json.RawMessage) []byte {
	if len(raw) == 0 {
		return []byte("{}")
	}
	return raw
}

func orNobody(audience string) string {
	if audience == "" {
		return "nobody"
	}
	return audience
}

// openingError names the field that a constraint refused.
func openingError(err error) error {
	switch {
	case violates(err, "request_requester_fkey"):
		return evidence.InvalidField("requester", "unknown", "There is no such person.")
	case violates(err, "request_person_person_id_fkey"):
		return evidence.InvalidField("delegates", "unknown", "There is no such person.")
	case violates(err, "request_link_to_request_fkey"):
		return evidence.InvalidField("follow_on_from", "unknown", "There is no such request.")
	case errors.Is(err, pgx.ErrNoRows):
		return evidence.InvalidField("requester", "unknown", "There is no such person.")
	}
	return processError(err)
}
