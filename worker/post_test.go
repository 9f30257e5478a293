package worker_test

import (
	"fmt"
	"strconv"
	"testing"
	"time"

	"evidencedesk/activities"
	"evidencedesk/internal/evidence"
	"evidencedesk/internal/mail"
	"evidencedesk/worker"
)

// TestPost sends batch after batch and sweeps up, once, what a dead process left.
func TestPost(t *testing.T) {
	t.Parallel()
	l, m, n := &ledger{became: map[string]string{}, abandoned: 2}, &mailer{}, &counts{}
	for i := range 15 {
		l.queued = append(l.queued, mail.Notice{
			ID: strconv.Itoa(i), Key: fmt.Sprint("k", i), Kind: evidence.NoticeDelivered, Request: "r1", To: "ann@example.org", QueuedAt: time.Now(),
		})
	}
	l.queued[3].To = ""
	d := worker.Deps{Notices: &activities.Notices{Ledger: l, Mailer: m, Site: mail.Site{BaseURL: "https://desk"}}, Log: quiet(), Count: n.add}
	if more, err := worker.PostTurns(t.Context(), d, 3); err != nil || !more {
		t.Errorf("after full batches: %t, %v", more, err)
	}
	if more, err := worker.PostTurns(t.Context(), d, 2); err != nil || more {
		t.Errorf("after the rest: %t, %v", more, err)
	}
	if len(m.sent) != 14 || l.became["3"] != "no_recipient" || l.became["14"] != "sent" {
		t.Errorf("sent %d, became %v", len(m.sent), l.became)
	}
	if l.sweeps != 2 || n.n[worker.EventNoticeAbandoned] != 4 || n.n[worker.EventNoticeHandled] != 15 {
		t.Errorf("%d sweeps, counted %v", l.sweeps, n.n)
	}
}
