package rest

import (
	"context"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"evidencedesk/internal/postgres"
)

// MessageBody is a note or an update. Questions and answers come with the commands ask and answer.
type MessageBody struct {
	postgres.NewMessage
	Confirming
}

// PostedMessage is a message that was just posted.
type PostedMessage struct {
	postgres.Message

	Warnings []Finding `json:"warnings,omitempty" doc:"Look again: this may identify a patient"`
}

type messagesIn struct {
	OfRequest

	Cursor string `query:"cursor" maxLength:"64" doc:"From the page before"`
	Limit  int    `query:"limit" minimum:"1" maximum:"200" default:"100"`
}

type messageIn struct {
	OfRequest

	Body MessageBody
}

func registerMessages(api huma.API, h *contents) {
	handle(api, route("list-messages", http.MethodGet, "/requests/{id}/messages", "Read the thread", tagContent, askers(),
		describe("Oldest first. Requesters see no notes; what a command would have sent is here only when it was carried out.")), h.listMessages)

	post := route("post-message", http.MethodPost, "/requests/{id}/messages", "Post a note or an update", tagContent, askers(), keyed, created, conflicts)
	handle(api, post, func(ctx context.Context, in *messageIn) (*newOut[PostedMessage], error) {
		return h.postMessage(ctx, in, creation(ctx, post))
	})
}

func (h *contents) listMessages(ctx context.Context, in *messagesIn) (*pageOut[postgres.Message], error) {
	a, err := h.enter(ctx, in.ID)
	if err != nil {
		return nil, err
	}
	items, more, err := h.Content.Store.Messages(ctx, a, in.Cursor, in.Limit)
	if err != nil {
		return nil, err
	}
	return pageOf(items, more, func(m postgres.Message) string { return m.ID }), nil
}

func (h *contents) postMessage(ctx context.Context, in *messageIn, k postgres.Creation) (*newOut[PostedMessage], error) {
	a, err := h.enter(ctx, in.ID)
	if err != nil {
		return nil, err
	}
	warnings, err := h.guarded(ctx, a.Library(), in.Body.Confirm, Text{"text", in.Body.Text})
	if err != nil {
		return nil, err
	}
	m, err := h.Content.Store.PostMessage(ctx, a, in.Body.NewMessage, k)
	if err != nil {
		return nil, err
	}
	return &newOut[PostedMessage]{
		ETag: etag(1), Location: base + "/requests/" + in.ID + "/messages", Body: PostedMessage{m, warnings},
	}, nil
}
