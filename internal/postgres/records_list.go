package postgres

import (
	"cmp"
	"context"
	"encoding/base64"
	"strings"
	"unicode/utf8"

	"github.com/google/uuid"

	"evidencedesk/internal/evidence"
	"evidencedesk/internal/postgres/sqlc"
)

// Limits of lists of publications.
const (
	MaxPublications = 200 // on one page
	maxSearchWords  = 10  // that are looked for
	maxListText     = 200 // characters
)

func verdictFilters() []string { return []string{"undecided", "include", "maybe", "exclude", "all"} }

func publicationSorts() []string { return []string{"added", "title", "newest", "author"} }

// Publications lists the publications of a request for those who work on it. Errors: NotPermitted; Invalid with every field
// that is wrong.
func (c *Content) Publications(ctx context.Context, a Access, q PublicationQuery) (PublicationPage, error) {
	if err := a.reads(); err != nil {
		return PublicationPage{}, err
	}
	params, err := c.listing(a, q)
	if err != nil {
		return PublicationPage{}, err
	}
	rows, err := c.q.ListPublications(ctx, params)
	if err != nil {
		return PublicationPage{}, contentError(err)
	}
	p := PublicationPage{}
	rows, more := page(rows, int(params.Most)-1)
	if more {
		last := rows[len(rows)-1]
		p.Next = publicationCursor(params.Sort, last.SortKey, last.ID)
	}
	if p.Items, err = c.withFound(ctx, a, each(rows, func(r sqlc.ListPublicationsRow) Publication { return publicationOf(sqlc.PublicationsByIDRow(r)) })); err != nil {
		return p, err
	}
	around, err := c.around(ctx, c.q, a, uuid.Nil)
	if err != nil {
		return p, err
	}
	p.Counts = around.counts()
	if p.Total, p.Included, err = c.matching(ctx, params, p.Counts); err != nil {
		return p, err
	}
	bulk, err := c.q.BulkDecisions(ctx, sqlc.BulkDecisionsParams{Request: a.request, Most: shownBulk})
	p.Bulk = each(bulk, bulkOf)
	return p, contentError(err)
}

// listing checks a query.
func (c *Content) listing(a Access, q PublicationQuery) (sqlc.ListPublicationsParams, error) {
	if q.Verdict == "" {
		q.Verdict = "all"
	}
	if q.Sort == "" {
		q.Sort = "added"
	}
	check := c.checker()
	check.one("verdict", q.Verdict, verdictFilters()...)
	check.one("sort", q.Sort, publicationSorts()...)
	check.text("q", q.Text, maxListText)
	check.text("source", q.Source, evidence.MaxCode)
	check.between("limit", q.Limit, 1, MaxPublications)
	key, after, ok := readPublicationCursor(q.Sort, q.Cursor)
	if !ok {
		check.wrong("cursor", "malformed", "Use a cursor that this list gave you, with the same order.")
	}
	return sqlc.ListPublicationsParams{
		Request: a.request, Sort: q.Sort, Verdict: q.Verdict, Source: q.Source, Words: wordsOf(q.Text),
		AfterKey: key, AfterID: after, Most: fit(q.Limit + 1),
	}, check.err()
}

// matching is how many publications the filters leave, and how many of them are included. Only words and sources need counting
// again.
func (c *Content) matching(ctx context.Context, p sqlc.ListPublicationsParams, counts SelectionCounts) (total, included int, err error) {
	if p.Source != "" || len(p.Words) > 0 {
		n, err := c.q.CountMatching(ctx, sqlc.CountMatchingParams{Request: p.Request, Verdict: p.Verdict, Source: p.Source, Words: p.Words})
		return int(n.Publications), int(n.Included), contentError(err)
	}
	total = map[string]int{
		"all": counts.Publications, "undecided": counts.Undecided, "include": counts.Included, "maybe": counts.Maybe, "exclude": counts.Excluded,
	}[p.Verdict]
	if p.Verdict == "all" || p.Verdict == "include" {
		included = counts.Included
	}
	return total, included, nil
}

// publicationCursor names the last row of a page by its place in the order: the order, the identifier and the key.
func publicationCursor(sort, key string, id uuid.UUID) string {
	return base64.RawURLEncoding.EncodeToString([]byte(sort + " " + id.String() + " " + key))
}

func readPublicationCursor(sort, s string) (key string, id uuid.UUID, ok bool) {
	if s == "" {
		return "", uuid.Nil, true
	}
	raw, err := base64.RawURLEncoding.Strict().DecodeString(s)
	parts := strings.SplitN(string(raw), " ", 3)
	if err != nil || len(parts) != 3 || parts[0] != sort || !isUUID(parts[1]) || !utf8.Valid(raw) || strings.ContainsRune(parts[2], 0) {
		return "", uuid.Nil, false
	}
	return parts[2], uuid.MustParse(parts[1]), true
}

// Publication gives the publication that a record belongs to. Errors: NotPermitted, NotFound.
func (c *Content) Publication(ctx context.Context, a Access, record string) (Publication, error) {
	if err := a.reads(); err != nil {
		return Publication{}, err
	}
	id, err := rowUUID(record)
	if err != nil {
		return Publication{}, err
	}
	return c.publication(ctx, a, id)
}

func (c *Content) publication(ctx context.Context, a Access, record uuid.UUID) (Publication, error) {
	rows, err := c.q.PublicationsByID(ctx, sqlc.PublicationsByIDParams{Request: a.request, Ids: []uuid.UUID{record}})
	if err != nil {
		return Publication{}, contentError(err)
	}
	if len(rows) == 0 {
		return Publication{}, evidence.Refuse(evidence.NotFound, "")
	}
	list, err := c.withFound(ctx, a, each(rows, publicationOf))
	if err != nil {
		return Publication{}, err
	}
	return list[0], nil
}

// Screen gives a publication to decide on: the one of this record, or without one the first that is undecided.
func (c *Content) Screen(ctx context.Context, a Access, record string) (Screen, error) {
	if err := a.reads(); err != nil {
		return Screen{}, err
	}
	if record == "" {
		around, err := c.around(ctx, c.q, a, uuid.Nil)
		if err != nil || around.First == "" {
			return Screen{Counts: around.counts(), Previous: around.Previous}, err
		}
		record = around.First
	}
	p, err := c.Publication(ctx, a, record)
	if err != nil {
		return Screen{}, err
	}
	around, err := c.around(ctx, c.q, a, uuid.MustParse(p.ID))
	if err != nil {
		return Screen{}, err
	}
	routes, err := c.routesTo(ctx, a, p)
	return Screen{Publication: &p, Counts: around.counts(), Previous: around.Previous, Next: around.next(), Routes: routes}, err
}

// around is what stands around a publication in the selection.
type around sqlc.SelectionAroundRow

func (c *Content) around(ctx context.Context, q *sqlc.Queries, a Access, publication uuid.UUID) (around, error) {
	r, err := q.SelectionAround(ctx, sqlc.SelectionAroundParams{Request: a.request, Person: a.person, After: publication})
	return around(r), contentError(err)
}

func (r around) counts() SelectionCounts {
	n := SelectionCounts{Publications: int(r.Publications), Included: int(r.Included), Maybe: int(r.Maybe), Excluded: int(r.Excluded)}
	n.Undecided = n.Publications - n.Included - n.Maybe - n.Excluded
	return n
}

// next is the first undecided publication after this one; from the beginning again when there is none.
func (r around) next() string { return cmp.Or(r.Next, r.First) }
