package postgres

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"time"

	"evidencedesk/internal/evidence"
	"evidencedesk/internal/postgres/sqlc"
)

// FreezeStrategy gives the facts of all searches of a request, as [Content.StrategyFacts] does, and keeps them as they are now for
// whoever is to check them.
func (c *Content) FreezeStrategy(ctx context.Context, a Access) (Strategy, error) {
	rows, err := c.searchRows(ctx, a, nil)
	if err != nil {
		return Strategy{}, contentError(err)
	}
	s, err := c.strategyOf(ctx, a, rows, nil)
	if err != nil {
		return Strategy{}, err
	}
	return s, contentError(c.q.InsertCheckedStrategy(ctx, sqlc.InsertCheckedStrategyParams{
		Request: a.request, Digest: s.Digest, Version: fit(s.Version), Searches: listOf(each(rows, searchOf)), Authors: uuids(s.Authors),
		Person: a.person, Now: c.now(),
	}))
}

// CheckedStrategy gives the searches as they were when they were sent for checking with this digest, to the people who work on the
// request, and beside them what they say now where that is something else.
func (c *Content) CheckedStrategy(ctx context.Context, a Access, digest string) (CheckedStrategy, error) {
	if err := a.reads(); err != nil {
		return CheckedStrategy{}, err
	}
	r, err := c.q.GetCheckedStrategy(ctx, sqlc.GetCheckedStrategyParams{Request: a.request, Digest: digest})
	if err != nil {
		return CheckedStrategy{}, contentError(err)
	}
	now, err := c.q.ListSearches(ctx, a.request)
	if err != nil {
		return CheckedStrategy{}, contentError(err)
	}
	s := CheckedStrategy{
		Digest: r.Digest, Version: int(r.Version), Searches: fromJSON[[]Search](r.Searches), Authors: each(r.Authors, personOf),
		FrozenBy: personOf(r.FrozenBy), FrozenAt: r.CreatedAt.UTC(), Erased: r.ErasedAt != nil,
	}
	if current := each(now, searchOf); c.digest("strategy", canonicalSearches(current)) != digest {
		s.Moved, s.Now = true, current
	}
	return s, nil
}

const (
	seenWithin    = 14 * 24 * time.Hour // a librarian who was not here for longer may be away
	mostKnowledge = 3                   // requests in hand that knowing the subject weighs up at most
)

// SecondReaders ranks the librarians of the library who could check the work on a request: who neither owns it nor wrote any of it,
// the caller aside. Those with the least in hand come first, where each request of the same specialty that they answered or checked
// weighs up one in hand, up to three; those who were not here for two weeks come last.
func (c *Content) SecondReaders(ctx context.Context, a Access) ([]SecondReader, error) {
	if a.relation != relationLibrary {
		return nil, a.refuse("This is for the library.")
	}
	rows, err := c.q.SecondReaders(ctx, sqlc.SecondReadersParams{Request: a.request, Since: c.now().Add(-seenWithin)})
	if err != nil {
		return nil, contentError(err)
	}
	rows = slices.DeleteFunc(rows, func(r sqlc.SecondReadersRow) bool { return r.ID == a.person })
	list := each(rows, func(r sqlc.SecondReadersRow) SecondReader {
		s := SecondReader{
			Person: personOf(r.ID), Name: r.Name, Checks: int(r.Checks), Requests: int(r.Requests), Experience: int(r.Experience), Seen: r.Seen,
		}
		s.Reasons = s.reasons()
		return s
	})
	slices.SortStableFunc(list, func(x, y SecondReader) int {
		return cmp.Or(compareBool(y.Seen, x.Seen), cmp.Compare(x.burden(), y.burden()), cmp.Compare(y.Experience, x.Experience))
	})
	return list, nil
}

// burden is what a reader has in hand, less what they know of the subject.
func (s SecondReader) burden() int { return s.Checks + s.Requests - min(s.Experience, mostKnowledge) }

func (s SecondReader) reasons() []string {
	list := []string{"nothing in hand"}
	if s.Checks+s.Requests > 0 {
		list[0] = fmt.Sprintf("%s and %s in hand", countOf(s.Checks, "check"), countOf(s.Requests, "request"))
	}
	if s.Experience > 0 {
		list = append(list, fmt.Sprintf("answered or checked %s in this specialty", countOf(s.Experience, "request")))
	}
	if !s.Seen {
		list = append(list, "not here in the last two weeks")
	}
	return list
}

func countOf(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return fmt.Sprintf("%d %ss", n, noun)
}

func compareBool(a, b bool) int {
	switch {
	case a == b:
		return 0
	case a:
		return 1
	}
	return -1
}

// RecurringErrors counts what checks of a library have found since then, by element and severity. What was found fewer than five
// times is left out: it would tell of people.
func (c *Content) RecurringErrors(ctx context.Context, library evidence.LibraryID, since time.Time) ([]RecurringError, error) {
	l, err := rowUUID(string(library))
	if err != nil {
		return nil, err
	}
	rows, err := c.q.RecurringFindings(ctx, sqlc.RecurringFindingsParams{Library: l, Since: since})
	if err != nil {
		return nil, contentError(err)
	}
	rows = slices.DeleteFunc(rows, func(r sqlc.RecurringFindingsRow) bool { return r.Findings < smallestRecurring })
	return each(rows, func(r sqlc.RecurringFindingsRow) RecurringError {
		return RecurringError{Subject: evidence.Subject(r.Subject), Element: r.Element, Severity: r.Severity, Findings: int(r.Findings)}
	}), nil
}
