package rest

import (
	"math"
	"strconv"
	"sync"
	"time"

	"golang.org/x/time/rate"

	"evidencedesk/internal/evidence"
)

// Limits says how often one person, or one address that has not signed in, may call: a steady rate per second, and how many
// calls may come at once. Each API process counts for itself. The zero value takes the defaults.
type Limits struct {
	PerPerson, PerClient     float64
	PersonBurst, ClientBurst int
}

func (l Limits) orDefault() Limits {
	if l == (Limits{}) {
		return Limits{PerPerson: 50, PersonBurst: 300, PerClient: 10, ClientBurst: 60}
	}
	return l
}

// maxBuckets bounds the memory that callers can take up; beyond it, buckets that are full again are forgotten.
const maxBuckets = 20_000

// limiter is one token bucket for each caller.
type limiter struct {
	rate  rate.Limit
	burst int
	now   func() time.Time

	mu      sync.Mutex
	buckets map[string]*rate.Limiter
}

func newLimiter(perSecond float64, burst int, now func() time.Time) *limiter {
	return &limiter{rate: rate.Limit(perSecond), burst: burst, now: now, buckets: map[string]*rate.Limiter{}}
}

// take takes one call from the bucket, or says when there will be one.
func (l *limiter) take(caller string) error {
	now := l.now()
	bucket := l.bucket(caller, now)
	if bucket.AllowN(now, 1) {
		return nil
	}
	wait := math.Ceil((1 - bucket.TokensAt(now)) / float64(l.rate))
	p := problemOfCode(evidence.TooManyRequests)
	p.headers.Set("Retry-After", strconv.Itoa(max(int(wait), 1)))
	return p
}

func (l *limiter) bucket(caller string, now time.Time) *rate.Limiter {
	l.mu.Lock()
	defer l.mu.Unlock()
	if b, ok := l.buckets[caller]; ok {
		return b
	}
	if len(l.buckets) >= maxBuckets {
		for key, b := range l.buckets {
			if b.TokensAt(now) >= float64(l.burst) {
				delete(l.buckets, key)
			}
		}
	}
	b := rate.NewLimiter(l.rate, l.burst)
	l.buckets[caller] = b
	return b
}
