package activities

import (
	"context"
	"sync"
	"time"

	"go.temporal.io/sdk/activity"

	"evidencedesk/internal/evidence"
	"evidencedesk/internal/pubmed"
)

// fetched is how far a fetch has come, as the next attempt finds it: the sets on PubMed's history server, and the pieces stored.
type fetched struct {
	Sets    []kept `json:"sets"`
	Set     int    `json:"set"`   // that is being fetched
	Start   int    `json:"start"` // in that set
	Pieces  int    `json:"pieces"`
	Records int    `json:"records"`
}

// kept is a set on the history server. Its names say nothing about the query.
type kept struct {
	WebEnv   string `json:"web_env"`
	QueryKey string `json:"query_key"`
	Count    int    `json:"count"`
}

// restarts is how often a set may be lost on PubMed's side before the attempt counts as failed.
const restarts = 3

// fetch brings the records of a query into an import and seals it; it counts them. A later attempt goes on where this one stopped,
// as long as PubMed still keeps the set; otherwise it begins anew, because the places of the records may have moved.
func (l *Living) fetch(ctx context.Context, b *beats, q pubmed.Query, most int, into evidence.Fetching) (int, error) {
	var done fetched
	if activity.HasHeartbeatDetails(ctx) {
		if err := activity.GetHeartbeatDetails(ctx, &done); err != nil {
			done = fetched{}
		}
	}
	for try := 1; ; try++ {
		if len(done.Sets) == 0 {
			var err error
			if done, err = l.search(ctx, q, most, into); err != nil {
				return 0, err
			}
			b.say(done)
		}
		err := l.pieces(ctx, b, &done, into.Import)
		if err == nil {
			return done.Records, l.Store.Seal(ctx, into.Import)
		}
		if pubmed.CodeOf(err) != pubmed.HistoryExpired || try == restarts {
			return 0, err
		}
		done = fetched{}
	}
}

// search finds the sets and begins the import.
func (l *Living) search(ctx context.Context, q pubmed.Query, most int, into evidence.Fetching) (fetched, error) {
	whole, sets, err := l.PubMed.Sets(ctx, q, most, l.Now())
	if err != nil {
		return fetched{}, err
	}
	var found fetched
	for _, s := range sets {
		found.Sets = append(found.Sets, kept{s.History.WebEnv, s.History.QueryKey, s.Count})
	}
	into.Expected = whole.Count
	return found, l.Store.BeginFetch(ctx, into)
}

// pieces fetches batch after batch and stores each before the next.
func (l *Living) pieces(ctx context.Context, b *beats, done *fetched, into evidence.ImportID) error {
	for ; done.Set < len(done.Sets); done.Set, done.Start = done.Set+1, 0 {
		set := done.Sets[done.Set]
		for done.Start < set.Count {
			n := min(pubmed.Batch, set.Count-done.Start)
			text, err := l.PubMed.Fetch(ctx, pubmed.History{WebEnv: set.WebEnv, QueryKey: set.QueryKey}, done.Start, n)
			if err != nil {
				return err
			}
			if err := l.Store.Append(ctx, into, done.Pieces+1, text, done.Records+n); err != nil {
				return err
			}
			done.Start, done.Pieces, done.Records = done.Start+n, done.Pieces+1, done.Records+n
			b.say(*done)
		}
	}
	return nil
}

// beats says every beat that a long activity is alive, and how far it has come.
type beats struct {
	mu   sync.Mutex
	said any
	stop func()
	send func()
}

func beat(ctx context.Context) *beats {
	ctx, cancel := context.WithCancel(ctx)
	b := &beats{}
	if activity.HasHeartbeatDetails(ctx) {
		var before fetched
		if activity.GetHeartbeatDetails(ctx, &before) == nil {
			b.said = before
		}
	}
	b.send = func() {
		b.mu.Lock()
		defer b.mu.Unlock()
		if b.said == nil {
			activity.RecordHeartbeat(ctx)
			return
		}
		activity.RecordHeartbeat(ctx, b.said)
	}
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		ticker := time.NewTicker(Beat)
		defer ticker.Stop()
		for {
			select {
			case <-ctx.Done():
				return
			case <-ticker.C:
				b.send()
			}
		}
	}()
	b.stop = func() {
		cancel()
		<-ended
	}
	return b
}

// say tells at once how far it has come.
func (b *beats) say(far fetched) {
	b.mu.Lock()
	b.said = far
	b.mu.Unlock()
	b.send()
}
