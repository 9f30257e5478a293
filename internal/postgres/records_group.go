package postgres

import (
	"bytes"
	"cmp"
	"context"
	"slices"
	"time"

	"github.com/google/uuid"

	"evidencedesk/internal/postgres/sqlc"
)

// groupMember is a record as the choice of the one that stands for its publication sees it.
type groupMember struct {
	id        uuid.UUID
	fullness  int
	decidedAt *time.Time // when somebody decided of it; nil: nobody did
}

// groupLink is what joins two records, or keeps them apart.
type groupLink struct {
	a, b      uuid.UUID
	verdict   string     // same or different, from a person; empty: the rules are certain that they are one
	decidedAt *time.Time // of the verdict
}

// The verdicts of people on a pair. An empty one is none, or takes one back.
const (
	VerdictSame      = "same"
	VerdictDifferent = "different"
)

// leadsOf tells for each member which one stands for its publication. What a person joined is joined first, the newest word before
// older ones, then what the rules are certain of, in the order of the identifiers; whatever would bring two records together
// that a person keeps apart is left out, so that no chain undoes their word. Of one publication the record that was decided of
// first stands for all; else the fullest; else the first.
func leadsOf(members []groupMember, links []groupLink) map[uuid.UUID]uuid.UUID {
	sets := newUnion(members)
	for _, l := range links {
		if l.verdict == VerdictDifferent {
			sets.part(l.a, l.b)
		}
	}
	links = slices.Clone(links)
	slices.SortFunc(links, func(x, y groupLink) int {
		return cmp.Or(newestFirst(x.decidedAt, y.decidedAt), bytes.Compare(x.a[:], y.a[:]), bytes.Compare(x.b[:], y.b[:]))
	})
	for _, l := range links {
		if l.verdict != VerdictDifferent {
			sets.join(l.a, l.b)
		}
	}
	return sets.leads(members)
}

// newestFirst orders verdicts by their time, those of people before those of the rules.
func newestFirst(x, y *time.Time) int {
	switch {
	case x == nil && y == nil:
		return 0
	case x == nil:
		return 1
	case y == nil:
		return -1
	}
	return y.Compare(*x)
}

// standsBefore orders the members of one publication: the first stands for all of them.
func standsBefore(x, y groupMember) int {
	switch {
	case x.decidedAt != nil && y.decidedAt != nil:
		return cmp.Or(x.decidedAt.Compare(*y.decidedAt), bytes.Compare(x.id[:], y.id[:]))
	case x.decidedAt != nil:
		return -1
	case y.decidedAt != nil:
		return 1
	}
	return cmp.Or(cmp.Compare(y.fullness, x.fullness), bytes.Compare(x.id[:], y.id[:]))
}

// union is sets of records, some of which must stay apart.
type union struct {
	parent map[uuid.UUID]uuid.UUID
	apart  [][2]uuid.UUID
}

func newUnion(members []groupMember) *union {
	u := &union{parent: make(map[uuid.UUID]uuid.UUID, len(members))}
	for _, m := range members {
		u.parent[m.id] = m.id
	}
	return u
}

func (u *union) part(a, b uuid.UUID) {
	if u.holds(a, b) {
		u.apart = append(u.apart, [2]uuid.UUID{a, b})
	}
}

// holds reports whether both are among the records; one of them may have gone.
func (u *union) holds(a, b uuid.UUID) bool {
	_, okA := u.parent[a]
	_, okB := u.parent[b]
	return okA && okB
}

func (u *union) find(id uuid.UUID) uuid.UUID {
	for u.parent[id] != id {
		u.parent[id] = u.parent[u.parent[id]]
		id = u.parent[id]
	}
	return id
}

func (u *union) join(a, b uuid.UUID) {
	if !u.holds(a, b) {
		return
	}
	a, b = u.find(a), u.find(b)
	if a == b || slices.ContainsFunc(u.apart, func(p [2]uuid.UUID) bool {
		x, y := u.find(p[0]), u.find(p[1])
		return x == a && y == b || x == b && y == a
	}) {
		return
	}
	u.parent[b] = a
}

func (u *union) leads(members []groupMember) map[uuid.UUID]uuid.UUID {
	best := map[uuid.UUID]groupMember{}
	for _, m := range members {
		root := u.find(m.id)
		if old, ok := best[root]; !ok || standsBefore(m, old) < 0 {
			best[root] = m
		}
	}
	leads := make(map[uuid.UUID]uuid.UUID, len(members))
	for _, m := range members {
		leads[m.id] = best[u.find(m.id)].id
	}
	return leads
}

// regroup works out anew which records are one publication with the seeds. Whoever calls it holds the lock of the request's
// records ([sqlc.Queries.LockRecords]).
func regroup(ctx context.Context, q *sqlc.Queries, request uuid.UUID, seeds []uuid.UUID) error {
	if len(seeds) == 0 {
		return nil
	}
	rows, err := q.Reachable(ctx, sqlc.ReachableParams{Request: request, Seeds: seeds})
	if err != nil {
		return err
	}
	ids := make([]uuid.UUID, len(rows))
	members := make([]groupMember, len(rows))
	for i, r := range rows {
		ids[i], members[i] = r.ID, groupMember{id: r.ID, fullness: int(r.Fullness), decidedAt: r.DecidedAt}
	}
	pairs, err := q.PairsFrom(ctx, ids)
	if err != nil {
		return err
	}
	links := make([]groupLink, len(pairs))
	for i, p := range pairs {
		links[i] = groupLink{a: p.A, b: p.B, verdict: p.Verdict, decidedAt: p.DecidedAt}
	}
	found := leadsOf(members, links)
	leads := make([]uuid.UUID, len(ids))
	for i, id := range ids {
		leads[i] = found[id]
	}
	return q.Regroup(ctx, sqlc.RegroupParams{Request: request, Ids: ids, Leads: leads})
}
