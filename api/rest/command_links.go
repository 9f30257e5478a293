package rest

import (
	"context"
	"fmt"

	"github.com/google/uuid"

	"evidencedesk/internal/evidence"
	"evidencedesk/internal/postgres"
	"evidencedesk/internal/vocabulary"
)

// Links prepares what a command makes of several requests. Each method may be repeated with the same arguments.
type Links interface {
	// ReserveMerge keeps the place of a link. Chains, cycles and a survivor elsewhere or no longer open give
	// evidence.LinkRefused.
	ReserveMerge(ctx context.Context, source, survivor evidence.RequestID) error
	// ReleaseMerge gives a reserved link up; an active one stays.
	ReleaseMerge(ctx context.Context, source evidence.RequestID) error
	// PrepareSplit keeps the parts until the command opens them.
	PrepareSplit(ctx context.Context, parent evidence.RequestID, parts []postgres.Part) error
	// PrepareReferral keeps what the partner is to be sent.
	PrepareReferral(ctx context.Context, r postgres.Referral) error
	// Partner tells whether a library of the directory is outside this system; NotFound when there is none.
	Partner(ctx context.Context, library evidence.LibraryID) (outside bool, err error)
}

func (h *commander) merge(ctx context.Context, c *call, b *MergeBody) error {
	standing, err := h.Standings.Standing(ctx, c.actor().Person, b.Survivor)
	if evidence.CodeOf(err) == evidence.NotFound || err == nil && standing.State.Library != c.state.Library {
		return evidence.InvalidField("survivor", "unknown", "Name another request of this library.")
	}
	c.cmd.Args.Survivor = b.Survivor
	return err
}

func (h *commander) reserveLink(ctx context.Context, c *call, b *MergeBody) error {
	if err := h.Links.ReserveMerge(ctx, c.request, b.Survivor); err != nil {
		return err
	}
	c.withdraw = func(ctx context.Context) error { return h.Links.ReleaseMerge(ctx, c.request) }
	return nil
}

// derived makes the identifier of a row that belongs to a command: the same for every repetition of it.
func derived(c *call, what string, n int) string {
	return uuid.NewSHA1(uuid.NameSpaceOID, []byte(fmt.Sprintf("%s/%s/%d", c.cmd.ID, what, n))).String()
}

func (h *commander) refer(ctx context.Context, c *call, b *ReferBody) error {
	check := h.checks()
	check.instant("review_at", b.ReviewAt)
	if err := check.err(); err != nil {
		return err
	}
	outside, err := h.Links.Partner(ctx, b.Library)
	if evidence.CodeOf(err) == evidence.NotFound || err == nil && b.Library == c.state.Library {
		return evidence.InvalidField("library", "unknown", "Name another library of the directory.")
	}
	if err != nil {
		return err
	}
	a := &c.cmd.Args
	a.Outside, a.Consent = outside, b.Consent
	if !b.ReviewAt.IsZero() {
		a.ReviewAt = b.ReviewAt.UTC()
	}
	if !outside {
		a.Request = evidence.RequestID(derived(c, "referral", 0))
	}
	return h.reason(c, b.Reason)
}

func (h *commander) saveReferral(ctx context.Context, c *call, b *ReferBody) error {
	return h.Links.PrepareReferral(ctx, postgres.Referral{Request: c.request, To: b.Library, Partner: c.cmd.Args.Request, Expected: c.cmd.Args.ReviewAt})
}

func (h *commander) split(ctx context.Context, c *call, b *SplitBody) error {
	check := h.checks()
	var texts []Text
	for i := range b.Parts {
		path, part := fmt.Sprintf("parts[%d]", i), &b.Parts[i]
		check.question(path, &part.QuestionBody)
		check.code(path+".type", part.Type, vocabulary.SearchTypes)
		check.code(path+".urgency", part.Urgency, vocabulary.Urgencies)
		check.code(path+".product", part.Product, vocabulary.Products)
		check.future(path+".decision_at", part.DecisionAt, c.now)
		texts = append(texts, part.texts(path)...)
		c.cmd.Args.Children = append(c.cmd.Args.Children, evidence.RequestID(derived(c, "part", i)))
	}
	if err := check.err(); err != nil {
		return err
	}
	return h.read(ctx, c, b.Confirm, texts...)
}

func (h *commander) saveParts(ctx context.Context, c *call, b *SplitBody) error {
	parts := make([]postgres.Part, len(b.Parts))
	for i, p := range b.Parts {
		parts[i] = postgres.Part{
			ID: c.cmd.Args.Children[i], Question: p.Question, Background: p.Background, Exclusions: p.Exclusions, KnownPapers: p.KnownPapers,
			Type: p.Type, Urgency: p.Urgency, Product: p.Product, DecisionAt: utc(p.DecisionAt),
		}
		if p.Framework != nil {
			parts[i].Framework, parts[i].FrameworkText = p.Framework.Code, p.Framework.Elements
		}
	}
	return h.Links.PrepareSplit(ctx, c.request, parts)
}
