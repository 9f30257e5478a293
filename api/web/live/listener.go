package live

import (
	"maps"
	"slices"
	"sync"

	"evidencedesk/api/auth"
	"evidencedesk/internal/evidence"
	"evidencedesk/internal/postgres"
)

// listener is one open page. The loop tells it what was written; its stream takes that up when it is woken.
type listener struct {
	person   evidence.PersonID
	from     postgres.Position          // the loop's
	wants    func(postgres.Change) bool // never changes; the loop asks it
	admitted chan bool
	wake     chan struct{}

	mu   sync.Mutex
	news map[evidence.RequestID]postgres.Change
}

// maxNews is how many requests a page hears of; more than that is said as that many.
const maxNews = 1_000

func newListener(person evidence.PersonID, since postgres.Position, wants func(postgres.Change) bool) *listener {
	return &listener{
		person: person, from: since, wants: wants, admitted: make(chan bool, 1), wake: make(chan struct{}, 1),
		news: map[evidence.RequestID]postgres.Change{},
	}
}

// hear keeps what concerns the page, each request once. It never waits for the stream.
func (l *listener) hear(changes []postgres.Change) {
	l.mu.Lock()
	defer l.mu.Unlock()
	heard := false
	for _, c := range changes {
		if _, known := l.news[c.Request]; l.wants(c) && (known || len(l.news) < maxNews) {
			l.news[c.Request], heard = c, true
		}
	}
	if heard {
		select {
		case l.wake <- struct{}{}:
		default: // it is awake
		}
	}
}

// count says how many requests of these libraries it has heard of.
func (l *listener) count(libraries []evidence.LibraryID) int {
	l.mu.Lock()
	defer l.mu.Unlock()
	n := 0
	for c := range maps.Values(l.news) {
		if slices.Contains(libraries, c.Library) {
			n++
		}
	}
	return n
}

// workplaces are the libraries whose queue somebody with these roles sees.
func workplaces(held map[evidence.LibraryID][]evidence.Role) []evidence.LibraryID {
	return auth.Principal{Memberships: held}.Libraries(evidence.Librarian, evidence.Trainee, evidence.Manager)
}

// newToQueue says what makes a queue's page old for somebody: open requests that nobody has taken, and changes of what they
// have themselves. What colleagues do with their own work is no news.
func newToQueue(person evidence.PersonID, libraries []evidence.LibraryID) func(postgres.Change) bool {
	return func(c postgres.Change) bool {
		return slices.Contains(libraries, c.Library) && (c.Owner == person || c.Owner == "" && c.Stage.Open())
	}
}
