package postgres

import (
	"time"

	"github.com/google/uuid"
)

// What the tests reach into the package for.
var QueueNotices = queueNotices

// Lead works out which record stands for each of a few publications: see leadsOf. Members and links are numbered; a member may have
// been decided of, in the order given by decided (0: it was not).
func Lead(ids []uuid.UUID, fullness, decided []int, links []TestLink) map[uuid.UUID]uuid.UUID {
	at := func(n int) *time.Time {
		if n == 0 {
			return nil
		}
		t := time.Unix(int64(n), 0)
		return &t
	}
	members := make([]groupMember, len(ids))
	for i, id := range ids {
		members[i] = groupMember{id: id, fullness: fullness[i], decidedAt: at(decided[i])}
	}
	list := make([]groupLink, len(links))
	for i, l := range links {
		list[i] = groupLink{a: ids[l.A], b: ids[l.B], verdict: l.Verdict, decidedAt: at(l.At)}
	}
	return leadsOf(members, list)
}

// TestLink is a link of two numbered members; At orders verdicts of people, 0 is a rule.
type TestLink struct {
	A, B    int
	Verdict string
	At      int
}
