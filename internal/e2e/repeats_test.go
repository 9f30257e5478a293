package e2e_test

import (
	"sync"

	"evidencedesk/internal/apiclient"
	"evidencedesk/internal/evidence"
)

// sentTwice repeats calls with the same key: one after the other, at the same moment, and with another body.
func sentTwice(l *library) {
	key, body := apiclient.IdempotencyKey("submit-"+random()), l.submission()
	r := l.submitAs(l.asker, body, key)
	if again := l.submitAs(l.asker, body, key); again.id != r.id || again.reference != r.reference {
		l.Errorf("submitted twice: %s and %s", r.reference, again.reference)
	}
	_, _, err := l.asker.Submit(l.Context(), body.and(m{"type": "teaching"}), key)
	if apiclient.CodeOf(err) != evidence.IdempotencyKeyReused {
		l.Errorf("the same key with another body is answered %v", err)
	}
	if other := l.submitAs(l.colleague, body, key); other.id == r.id {
		l.Error("two people share a key")
	}
	l.submitAtOnce()
	r.claimAtOnceWithOneKey()
	r.giveAndRepeat()
}

// submitAtOnce submits the same from several windows.
func (l *library) submitAtOnce() {
	l.Helper()
	const windows = 4
	key, body := apiclient.IdempotencyKey("windows-"+random()), l.submission()
	opened := make([]apiclient.Opened, windows)
	errs := make([]error, windows)
	var wg sync.WaitGroup
	for i := range windows {
		wg.Go(func() { opened[i], _, errs[i] = l.asker.Submit(l.Context(), body, key) })
	}
	wg.Wait()
	for i := range windows {
		l.must(errs[i])
		if opened[i].ID != opened[0].ID {
			l.Errorf("one key made the requests %s and %s", opened[0].Reference, opened[i].Reference)
		}
	}
}

func (r *request) claimAtOnceWithOneKey() {
	r.Helper()
	const windows = 4
	key := apiclient.IdempotencyKey("claim-" + random())
	results := make([]apiclient.Result, windows)
	errs := make([]error, windows)
	var wg sync.WaitGroup
	for i := range windows {
		wg.Go(func() { results[i], _, errs[i] = r.librarian.Command(r.Context(), r.id, evidence.Claim, nil, key) })
	}
	wg.Wait()
	for i := range windows {
		r.must(errs[i])
		if results[i] != results[0] {
			r.Errorf("one key was answered %+v and %+v", results[0], results[i])
		}
	}
	if n := r.seq(); n != 2 {
		r.Errorf("the claim made %d steps", n-1)
	}
}

// giveAndRepeat repeats a command long after others have followed: it is answered as it was then.
func (r *request) giveAndRepeat() {
	r.Helper()
	key, body := apiclient.IdempotencyKey("ask-"+random()), m{"message": words("Which age group?")}
	first := r.give(r.librarian, evidence.Ask, body, key)
	r.refuse(r.librarian, evidence.Ask, m{"message": words("Which hospital?")}, evidence.IdempotencyKeyReused, key)
	r.give(r.asker, evidence.Answer, m{"message": words("Adults.")})
	if again := r.give(r.librarian, evidence.Ask, body, key); again != first {
		r.Errorf("the repeated command is answered %+v, it was %+v", again, first)
	}
	if n := len(list[any](r, r.librarian, r.path("messages"))); n != 2 {
		r.Errorf("the thread has %d messages", n)
	}
	// Another command with the version that was read before: somebody else was faster.
	stale := r.refuse(r.librarian, evidence.Accept, nil, evidence.VersionStale, apiclient.IfMatch(`"2"`))
	if stale.CurrentVersion != r.seq() {
		r.Errorf("the current version is given as %d", stale.CurrentVersion)
	}
}
