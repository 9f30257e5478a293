package postgres

import (
	"context"

	"github.com/google/uuid"

	"evidencedesk/internal/evidence"
	"evidencedesk/internal/postgres/sqlc"
	"evidencedesk/internal/vocabulary"
)

// NewMessage is a note or an update to be posted.
type NewMessage struct {
	Kind MessageKind `json:"kind" enum:"note,update"`
	Text string      `json:"text" minLength:"1" maxLength:"10000"`
}

// PostMessage adds a note or an update to the thread, and for an update owes a notice to the other side.
func (c *Content) PostMessage(ctx context.Context, a Access, m NewMessage, k Creation) (Message, error) {
	if err := a.posts(m.Kind); err != nil {
		return Message{}, err
	}
	check := c.checker()
	check.needed("text", m.Text, evidence.MaxMessage)
	if err := check.err(); err != nil {
		return Message{}, err
	}
	ids, err := c.create(ctx, a.person, a.request, k, 1, func(q *sqlc.Queries, ids []uuid.UUID) error {
		err := q.InsertMessage(ctx, sqlc.InsertMessageParams{
			ID: ids[0], Request: a.request, Kind: string(m.Kind), Author: a.person, Body: m.Text, Now: c.now(),
		})
		if err != nil || m.Kind != MessageUpdate {
			return err
		}
		return a.tellOfMessage(ctx, q, ids[0])
	})
	if err != nil {
		return Message{}, err
	}
	row, err := c.q.GetMessage(ctx, sqlc.GetMessageParams{Request: a.request, ID: ids[0]})
	return messageOf(row), contentError(err)
}

// tellOfMessage owes a notice of an update to the other side: from the library to the requester's, from there to the owner,
// or to the library while nobody owns the request. It says that there is a message, never what.
func (a Access) tellOfMessage(ctx context.Context, q *sqlc.Queries, message uuid.UUID) error {
	to := evidence.ToRequester
	if a.asker() {
		to = evidence.ToOwner
	}
	s := evidence.State{
		Request: evidence.RequestID(a.request.String()), Library: a.library, Requester: personOf(a.requester), Owner: personOrNone(a.ownerOrNone()),
	}
	who, err := audienceOf(s, evidence.Notice{Kind: evidence.NoticeMessage, To: to})
	if err != nil {
		return err
	}
	people, err := q.NoticeAudience(ctx, who)
	owed := owedNotices{request: a.request, step: "message/" + message.String(), kind: evidence.NoticeMessage}
	for _, p := range people {
		if p != a.person {
			owed.add(p, uuid.Nil)
		}
	}
	if err != nil {
		return err
	}
	return owed.queue(ctx, q)
}

func (a Access) ownerOrNone() *uuid.UUID {
	if a.owner == uuid.Nil {
		return nil
	}
	return &a.owner
}

// CommandMessage is the text of an ask or an answer.
type CommandMessage struct {
	Kind    MessageKind // MessageQuestion or MessageAnswer
	Text    string
	Channel string // how an answer that staff write down reached them; a code of channels
	Command string // the command's ID
}

// SaveForCommand stores the text of an ask or answer before the command is given, which then names it in Args.Message.
// Nobody sees the message until the command has become a transition, so a crash in between shows nothing that was never
// sent. The same command ID gives the same message; with another text it is evidence.IdempotencyKeyReused.
func (c *Content) SaveForCommand(ctx context.Context, a Access, m CommandMessage) (Message, error) {
	if m.Kind != MessageQuestion && m.Kind != MessageAnswer {
		return Message{}, evidence.InvalidField("kind", "not-allowed", "A command sends a question or an answer.")
	}
	if err := a.sends(m.Kind); err != nil {
		return Message{}, err
	}
	check := c.checker()
	check.needed("text", m.Text, evidence.MaxMessage)
	check.code("channel", m.Channel, vocabulary.Channels)
	if m.Channel != "" && m.Kind != MessageAnswer {
		check.wrong("channel", "not-allowed", "Only an answer reaches the library through a channel.")
	}
	if err := check.err(); err != nil {
		return Message{}, err
	}
	err := c.q.InsertMessage(ctx, sqlc.InsertMessageParams{
		ID: rowID(), Request: a.request, Kind: string(m.Kind), Author: a.person, Body: m.Text, Channel: orNil(m.Channel),
		CommandID: &m.Command, Now: c.now(),
	})
	if err != nil {
		return Message{}, contentError(err)
	}
	row, err := c.q.MessageOfCommand(ctx, sqlc.MessageOfCommandParams{Request: a.request, CommandID: &m.Command})
	if err != nil {
		return Message{}, contentError(err)
	}
	if row.Author != a.person || row.Body != m.Text || row.Kind != string(m.Kind) {
		return Message{}, &evidence.Error{Code: evidence.IdempotencyKeyReused}
	}
	return messageOf(row), nil
}

// DropUnsent removes a message whose command was refused. It does nothing to a message that was sent. Never call it after
// evidence.OutcomeUnknown: the command may still be carried out.
func (c *Content) DropUnsent(ctx context.Context, a Access, message string) error {
	id, err := rowUUID(message)
	if err != nil {
		return err
	}
	_, err = c.q.DropUnsentMessage(ctx, sqlc.DropUnsentMessageParams{ID: id, Author: a.person})
	return contentError(err)
}

// Messages gives the thread after a message (empty: from the beginning), oldest first, at most limit of them; more says
// that there are others. Requesters never see notes; people with whom a report is shared see no messages.
func (c *Content) Messages(ctx context.Context, a Access, after string, limit int) (list []Message, more bool, err error) {
	if a.relation == relationShared {
		return nil, false, a.refuse("This is for the requester and the library.")
	}
	from := uuid.Nil
	if after != "" {
		if from, err = rowUUID(after); err != nil {
			return nil, false, evidence.InvalidField("cursor", "malformed", "Use a cursor that this list gave you.")
		}
	}
	rows, err := c.q.ListMessages(ctx, sqlc.ListMessagesParams{Request: a.request, After: from, Notes: a.insider(), Most: fit(limit + 1)})
	if err != nil {
		return nil, false, contentError(err)
	}
	rows, more = page(rows, limit)
	return each(rows, messageOf), more, nil
}

func messageOf(r sqlc.Message) Message {
	return Message{
		ID: r.ID.String(), Kind: MessageKind(r.Kind), Author: personOf(r.Author), Text: r.Body, Channel: orEmpty(r.Channel),
		CreatedAt: r.CreatedAt.UTC(), Erased: r.ErasedAt != nil,
	}
}
