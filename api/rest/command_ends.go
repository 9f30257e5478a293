package rest

import (
	"context"

	"evidencedesk/internal/vocabulary"
)

func (h *commander) back(_ context.Context, c *call, b *BackBody) error {
	c.cmd.Args.BackTo = b.BackTo
	return h.reason(c, b.Reason)
}

func (h *commander) hold(_ context.Context, c *call, b *HoldBody) error {
	check := h.checks()
	check.instant("review_at", b.ReviewAt)
	if err := check.err(); err != nil {
		return err
	}
	c.cmd.Args.ReviewAt = b.ReviewAt.UTC()
	return h.reason(c, b.Reason)
}

func (h *commander) offer(_ context.Context, c *call, b *OfferBody) error {
	check := h.checks()
	check.code("offered", b.Offered, vocabulary.SignpostTargets)
	if err := check.err(); err != nil {
		return err
	}
	c.cmd.Args.Offered = b.Offered
	return h.reason(c, b.Reason)
}

func (h *commander) withdraw(_ context.Context, c *call, b *WithdrawBody) error {
	c.cmd.Args.Left = b.Left
	return h.reason(c, b.Reason)
}
