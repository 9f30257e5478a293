package rest

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"time"

	"evidencedesk/internal/evidence"
	"evidencedesk/internal/postgres"
	"evidencedesk/internal/vocabulary"
)

// startBudget is how long a new request waits for the engine; the worker's relay starts what did not begin in time.
const startBudget = time.Second

// Starter starts the workflow of a stored request.
type Starter interface {
	Start(ctx context.Context, s evidence.State) error
}

// Opener stores new requests.
type Opener interface {
	// Open stores a request with its first transition in one transaction. The same key gives the same request again.
	Open(ctx context.Context, o postgres.Opening) (postgres.Opened, error)
}

// opening turns a submission into what is stored, after everything in it was checked and read by the identifier guard.
func (h *desk) opening(ctx context.Context, name evidence.Name, path string, b *SubmitBody, more ...Text) (postgres.Opening, []Finding, error) {
	p := caller(ctx)
	asked, err := library(p, b.Library)
	if err != nil {
		return postgres.Opening{}, nil, err
	}
	if b.Urgency == "" {
		b.Urgency, _ = h.Vocabulary.Default(vocabulary.Urgencies)
	}
	received := h.Now().UTC()
	if !b.OccurredAt.IsZero() {
		received = b.OccurredAt.UTC()
	}
	if err := h.check(p, asked, b, received); err != nil {
		return postgres.Opening{}, nil, err
	}
	warnings, err := h.guarded(ctx, asked, b.Confirm, append(b.freeTexts(), more...)...)
	if err != nil {
		return postgres.Opening{}, nil, err
	}
	requester, content, err := h.people(ctx, p.Person, asked, b)
	if err != nil {
		return postgres.Opening{}, nil, err
	}
	key := keyOf(ctx)
	c := evidence.Command{
		ID: commandID(p.Person, http.MethodPost, path, "", key.key), Name: name, Actor: p.Actor(asked),
		Args: evidence.Args{Channel: b.Channel, Opening: &evidence.Opening{
			Library: asked, Requester: requester, Delegates: b.Delegates, Urgency: b.Urgency, Type: b.Type, Product: b.Product,
			DecisionAt: utc(b.DecisionAt),
		}},
	}
	c.At = utc(b.OccurredAt)
	return postgres.Opening{
		Command: c, Content: content, Draft: b.Draft,
		Key: postgres.Key{Person: p.Person, Method: http.MethodPost, Route: path, Key: key.key, Body: key.body, CommandID: c.ID},
	}, warnings, nil
}

// utc gives the instant in UTC, and leaves an absent one absent.
func utc(t time.Time) time.Time {
	if t.IsZero() {
		return time.Time{}
	}
	return t.UTC()
}

// people finds out who is named in a submission, and gives what the store keeps of it.
func (h *desk) people(ctx context.Context, me evidence.PersonID, library evidence.LibraryID, b *SubmitBody) (evidence.PersonID, postgres.RequestContent, error) {
	content := b.content()
	if b.FollowOnFrom != "" {
		if _, err := h.Standings.Standing(ctx, me, b.FollowOnFrom); evidence.CodeOf(err) == evidence.NotFound {
			return "", content, evidence.InvalidField("follow_on_from", "unknown", "There is no such request.")
		} else if err != nil {
			return "", content, err
		}
	}
	if err := h.known(ctx, "delegates", b.Delegates...); err != nil {
		return "", content, err
	}
	if err := h.known(ctx, "copied", b.Copied...); err != nil {
		return "", content, err
	}
	for i, p := range b.CopyTo {
		id, err := h.register(ctx, library, fmt.Sprintf("copy_to[%d]", i), p)
		if err != nil {
			return "", content, err
		}
		content.Copied = append(content.Copied, id)
	}
	requester, err := h.requester(ctx, me, library, b)
	return requester, content, err
}

// requester finds out for whom the request is.
func (h *desk) requester(ctx context.Context, me evidence.PersonID, library evidence.LibraryID, b *SubmitBody) (evidence.PersonID, error) {
	named := b.Requester
	if named == nil {
		return me, nil
	}
	if (named.Person == "") == (named.New == nil) {
		return "", evidence.InvalidField("requester", "required", "Give either person or new.")
	}
	if named.New != nil {
		return h.register(ctx, library, "requester.new", *named.New)
	}
	return named.Person, h.known(ctx, "requester.person", named.Person)
}

// known refuses somebody who does not exist.
func (d Deps) known(ctx context.Context, field string, people ...evidence.PersonID) error {
	for _, p := range people {
		known, err := d.People.Known(ctx, p)
		if err != nil {
			return err
		}
		if !known {
			return evidence.InvalidField(field, "unknown", "There is no such person.")
		}
	}
	return nil
}

// content is what the store keeps of a submission beside the process.
func (b *SubmitBody) content() postgres.RequestContent {
	c := postgres.RequestContent{
		OnBehalfOf: b.OnBehalfOf, Specialty: b.Specialty, StaffGroup: b.StaffGroup, Product: b.Product, NeededBy: utc(b.NeededBy),
		ShareReport: orElse(b.ShareReport, nobody), ShareIdentity: orElse(b.ShareIdentity, nobody), Channel: b.Channel, Copied: slices.Clone(b.Copied),
		FollowOnFrom: b.FollowOnFrom, Question: b.Question, Background: b.background(), Exclusions: b.Exclusions, KnownPapers: b.KnownPapers,
	}
	if b.Framework != nil {
		c.Framework, c.FrameworkText = b.Framework.Code, b.Framework.Elements
	}
	limits, _ := json.Marshal(storedLimits{b.Limits, b.Output}) // codes, numbers and booleans only
	c.Limits = limits
	return c
}

// background is the background with the reason of the urgency.
func (b *SubmitBody) background() string {
	switch {
	case b.WhyUrgent == "":
		return b.Background
	case b.Background == "":
		return "Why it is urgent: " + b.WhyUrgent
	}
	return "Why it is urgent: " + b.WhyUrgent + "\n\n" + b.Background
}

// asSubmitted names the fields of a refused opening as the body does.
func asSubmitted(err error) error {
	var e *evidence.Error
	if !errors.As(err, &e) {
		return err
	}
	moved := *e
	moved.Fields = slices.Clone(e.Fields)
	for i, f := range moved.Fields {
		moved.Fields[i].Field = strings.TrimPrefix(f.Field, "opening.")
	}
	return &moved
}

// open stores the request, then tells the engine if it can be reached at once.
func (h *desk) open(ctx context.Context, o postgres.Opening, warnings []Finding) (*openedOutput, error) {
	opened, err := h.Opener.Open(ctx, o)
	if err != nil {
		return nil, asSubmitted(err)
	}
	starting, cancel := context.WithTimeout(ctx, startBudget)
	defer cancel()
	scheduled := h.Starter.Start(starting, opened.State) == nil
	s := opened.State
	return &openedOutput{
		Location: base + "/requests/" + string(s.Request), ETag: etag(s.Seq),
		Body: OpenedResult{
			ID: s.Request, Reference: opened.Reference, Seq: s.Seq, Stage: s.Stage, Outcome: s.Outcome, PromiseDue: s.Clock.PromiseDue,
			DueBy: s.Clock.DueBy(), Scheduled: scheduled, FullSearch: opened.FullSearch, Warnings: warnings,
		},
	}, nil
}
