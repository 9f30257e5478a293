package rest

import (
	"context"

	"evidencedesk/internal/evidence"
	"evidencedesk/internal/postgres"
	"evidencedesk/internal/vocabulary"
)

// CommandMessages keeps the texts that ask and answer carry. Nobody sees one until its command has been carried out.
type CommandMessages interface {
	Access(ctx context.Context, person evidence.PersonID, request evidence.RequestID) (postgres.Access, error)
	SaveForCommand(ctx context.Context, a postgres.Access, m postgres.CommandMessage) (postgres.Message, error)
	DropUnsent(ctx context.Context, a postgres.Access, message string) error
}

// unsaved stands for a message that has not been saved yet, while the process is asked whether it would take one.
const unsaved = "unsaved"

func (h *commander) ask(ctx context.Context, c *call, b *AskBody) error {
	c.cmd.Args.Message = unsaved
	return h.read(ctx, c, b.Confirm, Text{"message", b.Message})
}

func (h *commander) answer(ctx context.Context, c *call, b *AnswerBody) error {
	check := h.checks()
	check.code("channel", b.Channel, vocabulary.Channels)
	if err := check.err(); err != nil {
		return err
	}
	c.cmd.Args.Message, c.cmd.Args.Channel = unsaved, b.Channel
	return h.read(ctx, c, b.Confirm, Text{"message", b.Message})
}

// read has the identifier guard read the texts of a command.
func (h *commander) read(ctx context.Context, c *call, confirm []Confirmation, texts ...Text) (err error) {
	c.warnings, err = h.guarded(ctx, c.state.Library, confirm, texts...)
	return err
}

func (h *commander) saveQuestion(ctx context.Context, c *call, b *AskBody) error {
	return h.saveMessage(ctx, c, postgres.CommandMessage{Kind: postgres.MessageQuestion, Text: b.Message})
}

func (h *commander) saveAnswer(ctx context.Context, c *call, b *AnswerBody) error {
	return h.saveMessage(ctx, c, postgres.CommandMessage{Kind: postgres.MessageAnswer, Text: b.Message, Channel: b.Channel})
}

func (h *commander) saveMessage(ctx context.Context, c *call, m postgres.CommandMessage) error {
	access, err := h.Messages.Access(ctx, c.actor().Person, c.request)
	if err != nil {
		return err
	}
	m.Command = c.cmd.ID
	saved, err := h.Messages.SaveForCommand(ctx, access, m)
	if err != nil {
		return err
	}
	c.cmd.Args.Message = saved.ID
	c.withdraw = func(ctx context.Context) error { return h.Messages.DropUnsent(ctx, access, saved.ID) }
	return nil
}
