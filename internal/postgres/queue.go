package postgres

import (
	"context"
	"slices"
	"time"
	"unicode/utf8"

	"github.com/jackc/pgx/v5"

	"evidencedesk/internal/evidence"
)

// QueueQuery asks for requests. The zero value of everything but Person asks for the open requests of every library the
// person works in, those that are due first at the top.
type QueueQuery struct {
	Person    evidence.PersonID
	Libraries []evidence.LibraryID // some of those the person works in; all when empty
	Mine      bool                 // instead, in every library: what the person asked, was named in, copied into or invited to check
	ToCheck   bool                 // instead: what is being checked and waits for the person, in their libraries or by invitation

	Stages    []evidence.Stage // empty: the open ones; with Mine, or for a reference, every stage
	Owner     evidence.PersonID
	Unowned   bool              // the shared pool
	Requester evidence.PersonID // who asked, as far as anybody is still to know
	Urgencies []string
	Types     []string
	Products  []string // as agreed, or as asked before that
	Specialty string   // exactly
	DueFrom   time.Time
	DueBefore time.Time // due before then: now for what is overdue, the end of today, of the week
	Changed   time.Time // written at or after then
	Text      string    // words as people type them into a search box, or a reference

	Sort   QueueSort
	Cursor string // of another page: its Next or its Prev
	Limit  int    // 1 to MaxPage; DefaultPage when 0
}

// QueueSort is the order of a list.
type QueueSort string

// The orders. Within the same instant the older request comes first, or last where the newest is at the top.
const (
	SortDue      QueueSort = "due"       // by the earlier of promise and decision; what has neither comes last
	SortReceived QueueSort = "received"  // the oldest first
	SortNewest   QueueSort = "-received" // the newest first
	SortChanged  QueueSort = "-changed"  // what changed last first
)

// Limits of a page of a list.
const (
	DefaultPage = 50
	MaxPage     = 200

	maxSearchText = 400 // code points
	maxHits       = 1000
)

// QueuePage is one page of a list.
type QueuePage struct {
	Rows []RequestRow
	Next string // the cursor of the next page; empty on the last one
	Prev string // the cursor of the page before; empty on the first one
}

// Queue lists requests in one statement. Whoever works in no library and does not say Mine sees nothing. Rows that change
// while somebody turns the pages may be seen again or have gone; all others are seen once, and turned back a page is as it
// was. Errors: evidence.Invalid for a cursor of another list, a text or a limit that cannot be.
func (r *Reader) Queue(ctx context.Context, q QueueQuery) (QueuePage, error) {
	s, err := q.prepare(nil)
	if err != nil {
		return QueuePage{}, err
	}
	t, err := turnTo(q.order(), q.Cursor, q.limit())
	if err != nil {
		return QueuePage{}, err
	}
	s.turn(t)
	rows, err := r.pool.Query(ctx, s.page(), s.args...)
	if err != nil {
		return QueuePage{}, readError(err)
	}
	list, err := pgx.CollectRows(rows, scanListed)
	if err != nil {
		return QueuePage{}, readError(err)
	}
	if t.fellShort(len(list)) {
		q.Cursor = ""
		return r.Queue(ctx, q)
	}
	found, prev, next := cut(t, list, q.order().cursor)
	return QueuePage{Rows: each(found, func(l listed) RequestRow { return l.RequestRow }), Prev: prev, Next: next}, nil
}

// QueueCounts says how many requests a list holds, whatever the page.
type QueueCounts struct {
	Total   int
	ByStage map[evidence.Stage]int
	ByOwner map[evidence.PersonID]int // empty: the shared pool
	Capped  bool                      // a search found more than these: only the newest are looked at
}

// Count counts what Queue lists for the same query, by stage and by owner. Cursor, limit and order change nothing.
func (r *Reader) Count(ctx context.Context, q QueueQuery) (QueueCounts, error) {
	s, err := q.prepare(nil)
	if err != nil {
		return QueueCounts{}, err
	}
	rows, err := r.pool.Query(ctx, s.count(), s.args...)
	if err != nil {
		return QueueCounts{}, readError(err)
	}
	c := QueueCounts{ByStage: map[evidence.Stage]int{}, ByOwner: map[evidence.PersonID]int{}}
	var stage, owner string
	var n int
	_, err = pgx.ForEachRow(rows, []any{&stage, &owner, &n}, func() error {
		c.Total += n
		c.ByStage[evidence.Stage(stage)] += n
		c.ByOwner[evidence.PersonID(owner)] += n
		return nil
	})
	c.Capped = q.capped(c.Total)
	return c, readError(err)
}

// capped reports that a search found more than is looked at.
func (q QueueQuery) capped(found int) bool {
	return !blank(q.Text) && !q.Mine && !q.ToCheck && found >= maxHits
}

func (q QueueQuery) limit() int {
	if q.Limit == 0 {
		return DefaultPage
	}
	return q.Limit
}

func (q QueueQuery) order() order {
	if q.Sort == "" {
		return orders()[0]
	}
	i := slices.IndexFunc(orders(), func(o order) bool { return o.name == q.Sort })
	if i < 0 {
		return order{}
	}
	return orders()[i]
}

// check refuses what no list can be made of.
func (q QueueQuery) check() error {
	switch {
	case q.limit() < 1 || q.limit() > MaxPage:
		return evidence.InvalidField("limit", "out-of-range", "Ask for 1 to 200.")
	case q.order().name == "":
		return evidence.InvalidField("sort", "unknown", "Use due, received, -received or -changed.")
	case !isText(q.Text) || utf8.RuneCountInString(q.Text) > maxSearchText:
		return evidence.InvalidField("q", "malformed", "Use at most 400 characters.")
	case !isText(q.Specialty):
		return evidence.InvalidField("specialty", "malformed", "Use ordinary characters.")
	case q.Owner != "" && !isUUID(string(q.Owner)):
		return evidence.InvalidField("owner", "malformed", "Name a person.")
	case q.Requester != "" && !isUUID(string(q.Requester)):
		return evidence.InvalidField("requester", "malformed", "Name a person.")
	}
	for _, list := range [][]string{q.Urgencies, q.Types, q.Products} {
		if slices.ContainsFunc(list, func(s string) bool { return !isText(s) }) {
			return evidence.InvalidField("type", "unknown", "Use codes of the vocabularies.")
		}
	}
	return nil
}
