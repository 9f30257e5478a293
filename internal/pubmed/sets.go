package pubmed

import (
	"context"
	"strconv"
	"time"
)

// Sets searches for a query and gives sets that together hold its records, each small enough to be fetched whole. PubMed gives the
// first 9,999 records of a set, so a larger one is cut in two by the day on which records were added, and so on. Each record was
// added on one day, so none is in two sets.
//
// A query that finds more than most records is refused with OutOfReach; so is one that finds more than PubMed gives on one day. The
// first result is the whole query, with its count and what PubMed says of it.
func (c *Client) Sets(ctx context.Context, q Query, most int, today time.Time) (whole Found, sets []Found, err error) {
	whole, err = c.Search(ctx, q)
	switch {
	case err != nil || whole.Count == 0:
		return whole, nil, err
	case whole.Count > most:
		return whole, nil, &Error{Code: OutOfReach, Detail: "More than " + strconv.Itoa(most) + " records were found."}
	case whole.Count <= Reach:
		return whole, []Found{whole}, nil
	}
	from, to := q.Since, q.Until
	if from.IsZero() {
		from = earliest()
	}
	if to.IsZero() {
		to = today.AddDate(0, 0, 1) // what is added while we fetch; it may be tomorrow in Maryland
	}
	sets, err = c.cut(ctx, q.Term, days(from), days(to))
	return whole, sets, err
}

// cut gives the sets of the days from and to and those between, in their order.
func (c *Client) cut(ctx context.Context, term string, from, to int) ([]Found, error) {
	found, err := c.Search(ctx, Query{Term: term, Since: date(from), Until: date(to)})
	switch {
	case err != nil || found.Count == 0:
		return nil, err
	case found.Count <= Reach:
		return []Found{found}, nil
	case from >= to:
		return nil, &Error{Code: OutOfReach, Detail: "PubMed added more records on one day than it gives at once."}
	}
	middle := (from + to) / 2
	older, err := c.cut(ctx, term, from, middle)
	if err != nil {
		return nil, err
	}
	newer, err := c.cut(ctx, term, middle+1, to)
	return append(older, newer...), err
}

const secondsOfDay = 24 * 60 * 60

// days numbers a day, date is its inverse.
func days(t time.Time) int {
	y, m, d := t.UTC().Date()
	return int(time.Date(y, m, d, 0, 0, 0, 0, time.UTC).Unix() / secondsOfDay)
}

func date(n int) time.Time { return time.Unix(int64(n)*secondsOfDay, 0).UTC() }
