package live

import (
	"context"
	"log/slog"
	"time"

	"evidencedesk/internal/evidence"
	"evidencedesk/internal/postgres"
)

// loop is what the one goroutine of a hub knows.
type loop struct {
	*Hub

	listeners map[*listener]bool // true: it has heard everything up to at
	people    map[evidence.PersonID]int
	at        postgres.Position // 0 while nobody listens
	tick      *time.Ticker
	failing   bool
}

// welcome lets a listener in and tells it what happened between the making of its page and now.
func (l *loop) welcome(ctx context.Context, one *listener) {
	if len(l.listeners) >= maxStreams || l.people[one.person] >= maxPerson {
		one.admitted <- false
		return
	}
	if len(l.listeners) == 0 {
		l.tick.Reset(pollEvery)
	}
	l.listeners[one] = false
	l.people[one.person]++
	l.begin(ctx)
	l.catchUp(ctx, one)
	one.admitted <- true
}

// begin finds out where to go on from, after nobody had listened.
func (l *loop) begin(ctx context.Context) {
	if l.at != 0 {
		return
	}
	_, now, err := l.ask(ctx, 0)
	if l.note(ctx, err) {
		l.at = now
	}
}

// catchUp tells a listener what was written before the loop's position and after its page was made. What is very much comes
// in several polls.
func (l *loop) catchUp(ctx context.Context, one *listener) {
	if l.at == 0 {
		return // the next poll tries again
	}
	if one.from > 0 && one.from < l.at {
		next, err := l.between(ctx, one.from, one.hear)
		one.from = next
		if !l.note(ctx, err) || next < l.at {
			return
		}
	}
	l.listeners[one] = true
}

// poll asks once for everybody.
func (l *loop) poll(ctx context.Context) {
	l.begin(ctx)
	for one, current := range l.listeners {
		if !current {
			l.catchUp(ctx, one)
		}
	}
	if l.at == 0 {
		return
	}
	next, err := l.between(ctx, l.at, func(changes []postgres.Change) {
		for one := range l.listeners {
			one.hear(changes)
		}
	})
	l.note(ctx, err)
	l.at = next
}

func (l *loop) forget(one *listener) {
	if _, here := l.listeners[one]; !here {
		return
	}
	delete(l.listeners, one)
	if l.people[one.person]--; l.people[one.person] == 0 {
		delete(l.people, one.person)
	}
	if len(l.listeners) == 0 {
		l.tick.Stop()
		l.at = 0
	}
}

// note logs the first of several failures, and that it is over.
func (l *loop) note(ctx context.Context, err error) (well bool) {
	switch {
	case ctx.Err() != nil: // the process is stopping
	case err != nil && !l.failing:
		l.log.WarnContext(ctx, "live pages hear nothing for now", slog.String("kind", kindOf(err)))
		l.failing = true
	case err == nil && l.failing:
		l.log.InfoContext(ctx, "live pages hear again")
		l.failing = false
	}
	return err == nil
}
