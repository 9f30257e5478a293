// Package pubmed asks PubMed through NCBI's E-utilities: how many records a query finds, and the records themselves in the MEDLINE
// format. It follows what NCBI publishes about them (NBK25497 and NBK25499): at most three requests a second, ten with a key;
// the name of the tool and an address with every request; long queries by POST; large sets by the history server, of whose sets
// PubMed gives the first 10,000 records only.
//
// Errors are of the type [Error]: a code and a sentence, never the query, the key or what the server wrote.
package pubmed

import (
	"cmp"
	"context"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"golang.org/x/time/rate"
)

// Limits on what is asked and taken.
const (
	// Reach is how many records of one set PubMed gives: it numbers them from 0 to 9,998. Larger sets are cut by date.
	Reach = 9_999
	// Batch is how many records one request fetches.
	Batch = 200
	// MaxQuery is the length of a query, in bytes. PubMed takes about twice as much.
	MaxQuery = 60_000

	maxAnswer = 4 << 20  // bytes of a search's answer
	maxBatch  = 64 << 20 // bytes of one batch of records

	// RateWithoutKey is how many requests a second NCBI allows (NBK25497, "Usage Guidelines").
	RateWithoutKey = 3
	// RateWithKey is how many it allows with a key (as above).
	RateWithKey = 10

	defaultTimeout = time.Minute
	defaultTool    = "evidencedesk"
)

// Options say where PubMed is and who asks.
type Options struct {
	Base    string        // such as https://eutils.ncbi.nlm.nih.gov/entrez/eutils
	Key     string        // of NCBI; none: three requests a second
	Email   string        // of the people who run this service; NCBI writes there before it blocks anybody
	Tool    string        // evidencedesk when empty
	Rate    float64       // requests a second of this process; 0: what NCBI allows
	Timeout time.Duration // of one request; a minute when 0

	HTTP *http.Client                                     // nil: one of its own
	Wait func(ctx context.Context, d time.Duration) error // between attempts; nil: by the clock
}

// Client asks PubMed. Any number of goroutines may share it; together they keep to the rate.
type Client struct {
	base    *url.URL
	common  url.Values
	http    *http.Client
	limiter *rate.Limiter
	wait    func(context.Context, time.Duration) error
	timeout time.Duration
}

// New makes a client. The error names the option that is wrong.
func New(o Options) (*Client, error) {
	base, err := url.Parse(strings.TrimSuffix(o.Base, "/"))
	if err != nil || base.Host == "" || base.Scheme != "https" && base.Scheme != "http" {
		return nil, &Error{Code: BadOption, Detail: "The address of PubMed must be an http or https address."}
	}
	if o.Rate < 0 {
		return nil, &Error{Code: BadOption, Detail: "The rate must not be negative."}
	}
	allowed := float64(RateWithoutKey)
	common := url.Values{"db": {"pubmed"}, "tool": {cmp.Or(o.Tool, defaultTool)}}
	if o.Email != "" {
		common.Set("email", o.Email)
	}
	if o.Key != "" {
		allowed = RateWithKey
		common.Set("api_key", o.Key)
	}
	c := &Client{
		base: base, common: common, http: o.HTTP, wait: o.Wait, timeout: cmp.Or(o.Timeout, defaultTimeout),
		// A burst of one spaces the requests: NCBI counts them by the second, without regard to how they are spread before.
		limiter: rate.NewLimiter(rate.Limit(cmp.Or(o.Rate, allowed)), 1),
	}
	if c.http == nil {
		c.http = &http.Client{}
	}
	if c.wait == nil {
		c.wait = pause
	}
	return c, nil
}

// Query is what is looked for.
type Query struct {
	Term string // as it is typed into PubMed, without references to other lines
	// Since and Until limit it to records that were added to PubMed on these days or between them (the field [crdt]); zero: no limit.
	Since, Until time.Time
}

// earliest is before the first day on which a record was added.
func earliest() time.Time { return time.Date(1900, time.January, 1, 0, 0, 0, 0, time.UTC) }

const day = "2006/01/02"

// String writes the query as PubMed reads it.
func (q Query) String() string {
	if q.Since.IsZero() && q.Until.IsZero() {
		return q.Term
	}
	from, to := q.Since, "3000"
	if from.IsZero() {
		from = earliest()
	}
	if !q.Until.IsZero() {
		to = q.Until.Format(day)
	}
	return `(` + q.Term + `) AND ("` + from.Format(day) + `"[crdt] : "` + to + `"[crdt])`
}

// History is a set of records on NCBI's history server. It is kept there for some hours.
type History struct {
	WebEnv   string
	QueryKey string
}

// Found is the answer to a query.
type Found struct {
	Query       Query
	Count       int
	History     History
	Translation string   // the query as PubMed understood it
	NotFound    []string // phrases and fields that PubMed does not know; they were left out
	Ignored     []string // words that PubMed ignored, and what else it says about the query
}

// Count asks how many records a query finds.
func (c *Client) Count(ctx context.Context, q Query) (Found, error) {
	return c.search(ctx, q, url.Values{"retmax": {"0"}})
}

// Search does the same and keeps the set on the history server, for [Client.Fetch].
func (c *Client) Search(ctx context.Context, q Query) (Found, error) {
	return c.search(ctx, q, url.Values{"retmax": {"0"}, "usehistory": {"y"}})
}

func (c *Client) search(ctx context.Context, q Query, more url.Values) (Found, error) {
	term := q.String()
	switch {
	case strings.TrimSpace(q.Term) == "":
		return Found{}, &Error{Code: QueryRefused, Detail: "There is nothing to search for."}
	case len(term) > MaxQuery:
		return Found{}, &Error{Code: QueryRefused, Detail: "The query is longer than " + strconv.Itoa(MaxQuery) + " characters."}
	}
	more.Set("term", term)
	more.Set("retmode", "xml")
	body, err := c.ask(ctx, "esearch.fcgi", more, maxAnswer)
	if err != nil {
		return Found{}, err
	}
	found, err := readSearch(body)
	found.Query = q
	if err == nil && more.Get("usehistory") != "" && found.Count > 0 && (found.History.WebEnv == "" || found.History.QueryKey == "") {
		err = &Error{Code: BadAnswer, Detail: "PubMed did not keep the set of records."}
	}
	return found, err
}

// Fetch gives n records of a set from the place start, which is 0 for the first, in the MEDLINE format. Errors: HistoryExpired when
// the set is to be searched for again.
func (c *Client) Fetch(ctx context.Context, h History, start, n int) ([]byte, error) {
	if start < 0 || n < 1 || n > Batch || start+n > Reach {
		return nil, &Error{Code: OutOfReach, Detail: "PubMed gives the first " + strconv.Itoa(Reach) + " records of a set only."}
	}
	body, err := c.ask(ctx, "efetch.fcgi", url.Values{
		"WebEnv": {h.WebEnv}, "query_key": {h.QueryKey}, "rettype": {"medline"}, "retmode": {"text"},
		"retstart": {strconv.Itoa(start)}, "retmax": {strconv.Itoa(n)},
	}, maxBatch)
	if err != nil {
		return nil, err
	}
	return body, checkRecords(body)
}
