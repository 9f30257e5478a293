package rest

import (
	"context"
	"fmt"
	"time"

	"evidencedesk/internal/calendar"
	"evidencedesk/internal/evidence"
	"evidencedesk/internal/vocabulary"
)

// Calendars gives the working time of a library.
type Calendars interface {
	// Calendar returns the calendar in force.
	Calendar(ctx context.Context, library evidence.LibraryID) (*calendar.Calendar, error)
}

// Wishes are what a requester asked for and the process does not keep.
type Wishes interface {
	// NeededBy returns the date that the requester asked for; zero when there was none.
	NeededBy(ctx context.Context, id evidence.RequestID) (time.Time, error)
}

// Policies knows what a library wants checked.
type Policies interface {
	// CheckPolicy gives what is in force for a type of search.
	CheckPolicy(ctx context.Context, library evidence.LibraryID, searchType string) (evidence.CheckPolicy, error)
}

// accept agrees the type of search, which by the library's policy decides what is checked before delivery, the product, the estimate and the date.
// What the librarian does not say is as asked, as the type suggests and as the rule for dates proposes.
func (h *commander) accept(ctx context.Context, c *call, b *AcceptBody) error {
	a := &c.cmd.Args
	a.Type, a.Product, a.Estimate, a.PromiseDue = orElse(b.Type, c.state.Type), orElse(b.Product, c.state.Product), b.Estimate, b.PromiseDue
	if a.Product == "" {
		a.Product, _ = h.Vocabulary.Default(vocabulary.Products)
	}
	check := h.checks()
	check.code("type", a.Type, vocabulary.SearchTypes)
	check.code("product", a.Product, vocabulary.Products)
	check.instant("promise_due", b.PromiseDue)
	if err := check.err(); err != nil {
		return err
	}
	kind, _ := h.Vocabulary.SearchType(a.Type)
	var err error
	if a.Policy, err = h.Policies.CheckPolicy(ctx, c.state.Library, a.Type); err != nil {
		return err
	}
	if a.Estimate == 0 {
		a.Estimate = kind.DefaultMinutes
	}
	if most, limited := kind.MaxMinutes(); limited && a.Estimate > most {
		return evidence.InvalidField("estimate_minutes", "too-large", fmt.Sprintf("At most %d for this type of search.", most))
	}
	if !a.PromiseDue.IsZero() {
		a.PromiseDue = a.PromiseDue.UTC()
		return nil
	}
	due, err := h.propose(ctx, c, kind)
	a.PromiseDue = due
	return err
}

// propose computes the date that the rule for dates proposes; zero when it is to be agreed.
func (h *commander) propose(ctx context.Context, c *call, kind vocabulary.SearchType) (time.Time, error) {
	wanted, err := h.Wishes.NeededBy(ctx, c.request)
	if err != nil {
		return time.Time{}, err
	}
	cal, err := h.Calendars.Calendar(ctx, c.state.Library)
	if err != nil {
		return time.Time{}, err
	}
	from := c.now
	if !c.cmd.At.IsZero() {
		from = c.cmd.At
	}
	earliest, err := cal.Add(from, kind.LowMinutes)
	if err != nil {
		return time.Time{}, err
	}
	if elapsed := from.AddDate(0, 0, kind.MinElapsedDays); elapsed.After(earliest) {
		earliest = elapsed
	}
	proposal := vocabulary.ProposeDue(vocabulary.DueInput{
		Now: from, NeededBy: wanted, DecisionAt: c.state.Clock.DecisionAt, PromiseAt: c.state.Clock.PromiseDue, EarliestAt: earliest,
	})
	return proposal.At.UTC(), nil
}

func orElse(value, otherwise string) string {
	if value == "" {
		return otherwise
	}
	return value
}
