package rest

import (
	"context"

	"evidencedesk/internal/evidence"
	"evidencedesk/internal/postgres"
)

// Texts knows which version of a text is meant: its number, its digest and who wrote it.
type Texts interface {
	Access(ctx context.Context, person evidence.PersonID, request evidence.RequestID) (postgres.Access, error)
	// StrategyFacts describes the searches as they stand: those named, or all.
	StrategyFacts(ctx context.Context, a postgres.Access, searches []string) (postgres.Strategy, error)
	// FreezeStrategy describes all searches as they stand, and keeps them so for whoever checks them.
	FreezeStrategy(ctx context.Context, a postgres.Access) (postgres.Strategy, error)
	// Freeze keeps the summary as it stands, with its references and searches, as a version that never changes.
	Freeze(ctx context.Context, a postgres.Access) (postgres.Facts, error)
	// Press returns the caller's reading of the check under way; empty when there is none. It refuses what cannot be approved.
	Press(ctx context.Context, a postgres.Access) (review string, err error)
	// SentDigest gives the digest of the version that was sent last; empty before the first delivery.
	SentDigest(ctx context.Context, a postgres.Access) (string, error)
	// Changed names what differs between two texts, for people.
	Changed(ctx context.Context, a postgres.Access, before, after postgres.Bound) ([]string, error)
}

func (h *commander) completeSearch(ctx context.Context, c *call, b *CompleteSearchBody) error {
	access, err := h.Texts.Access(ctx, c.actor().Person, c.request)
	if err != nil {
		return err
	}
	strategy, err := h.Texts.StrategyFacts(ctx, access, b.Searches)
	c.cmd.Args.Searches, c.cmd.Args.Digest = strategy.Searches, strategy.Digest
	return err
}

func (h *commander) submitForCheck(ctx context.Context, c *call, b *SubmitForCheckBody) error {
	if b.Reviewer != "" {
		librarian, err := h.People.Librarian(ctx, b.Reviewer)
		if err != nil {
			return err
		}
		if !librarian {
			return evidence.InvalidField("reviewer", "not-allowed", "Invite a librarian.")
		}
		c.cmd.Args.Reviewer = b.Reviewer
	}
	return h.bind(ctx, c, subjectAt(c.state))
}

// waiveCheck binds a waiver to what is being checked, or would be.
func (h *commander) waiveCheck(ctx context.Context, c *call, b *ReasonBody) error {
	if err := h.reason(c, b.Reason); err != nil {
		return err
	}
	if under := c.state.Check; under != nil && c.state.Stage == evidence.Checking {
		c.bindTo(under.Subject, postgres.Facts{Version: under.Version, Digest: under.Digest, Authors: under.Authors, Trainee: under.Trainee})
		return nil
	}
	return h.bind(ctx, c, subjectAt(c.state))
}

// subjectAt is what is checked from a stage.
func subjectAt(s evidence.State) evidence.Subject {
	if s.Stage == evidence.Searching {
		return evidence.Strategy
	}
	return evidence.Summary
}

// bind fills in which version of the subject is meant, as it stands now.
func (h *commander) bind(ctx context.Context, c *call, subject evidence.Subject) error {
	access, err := h.Texts.Access(ctx, c.actor().Person, c.request)
	if err != nil {
		return err
	}
	if subject == evidence.Strategy {
		strategy, err := h.Texts.FreezeStrategy(ctx, access)
		c.bindTo(subject, strategy.Facts)
		return err
	}
	facts, err := h.Texts.Freeze(ctx, access)
	c.bindTo(subject, facts)
	return err
}

func (c *call) bindTo(subject evidence.Subject, f postgres.Facts) {
	a := &c.cmd.Args
	a.Subject, a.Version, a.Digest, a.Authors, a.Trainee = subject, f.Version, f.Digest, f.Authors, f.Trainee
}

func (h *commander) approve(ctx context.Context, c *call, b *ApproveBody) error {
	c.cmd.Args.Version, c.cmd.Args.Digest = b.Version, b.Digest
	if b.Digest == "" {
		if c.state.Check.Subject == evidence.Strategy { // other searches can add up to the same version
			return evidence.InvalidField("digest", "required", "Name the digest of the strategy that you read.")
		}
		c.cmd.Args.Digest = c.state.Check.Digest
	}
	access, err := h.Texts.Access(ctx, c.actor().Person, c.request)
	if err != nil {
		return err
	}
	press, err := h.Texts.Press(ctx, access)
	if c.state.Check.Subject == evidence.Strategy {
		c.cmd.Args.Press = press
	}
	return err
}

func (h *commander) deliver(ctx context.Context, c *call, b *DeliverBody) error {
	c.cmd.Args.Outcome = b.Outcome
	if b.Outcome == "" {
		c.cmd.Args.Outcome = evidence.Answered
	}
	return h.bindReport(ctx, c)
}

// bindReport binds what is sent to the summary as it stands and, where the strategy has to be checked, to the searches too: they may
// have changed since searching ended.
func (h *commander) bindReport(ctx context.Context, c *call) error {
	if err := h.bind(ctx, c, evidence.Summary); err != nil {
		return err
	}
	if p := c.state.Policy; p != evidence.CheckStrategy && p != evidence.CheckBoth {
		return nil
	}
	access, err := h.Texts.Access(ctx, c.actor().Person, c.request)
	if err != nil {
		return err
	}
	strategy, err := h.Texts.StrategyFacts(ctx, access, nil)
	c.cmd.Args.Strategy = strategy.Digest
	return err
}

func (h *commander) correct(ctx context.Context, c *call, b *ReasonBody) error {
	if err := h.reason(c, b.Reason); err != nil {
		return err
	}
	if err := h.bindReport(ctx, c); err != nil {
		return err
	}
	access, err := h.Texts.Access(ctx, c.actor().Person, c.request)
	if err != nil {
		return err
	}
	c.cmd.Args.Replaces, err = h.Texts.SentDigest(ctx, access)
	return err
}
