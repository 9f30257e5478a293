package mail_test

import (
	"strings"
	"testing"

	"evidencedesk/internal/evidence"
	"evidencedesk/internal/mail"
)

// Letters about watched reports hold numbers, and whom to ask; never what it is about.
func TestLettersAboutWatchedReports(t *testing.T) {
	t.Parallel()
	const asks = "ask Northmoor Library: write to them on the same page, or to library@northmoor.example."
	for name, c := range map[string]struct {
		kind    evidence.NoticeKind
		found   evidence.WatchOutcome
		subject string
		says    []string
	}{
		"everything for the owner": {
			evidence.NoticeWatchFound,
			evidence.WatchOutcome{New: 12, Retracted: 1, Exports: 2},
			"Watched report: 12 new records, 1 notice, 2 exports wanted",
			[]string{"12 records are new to it.", "There is 1 notice that a paper of the report was retracted", "2 searches could not be run from here", "told nothing until you approve it"},
		},
		"one record": {evidence.NoticeWatchFound, evidence.WatchOutcome{New: 1}, "Watched report: 1 new record", []string{"1 record is new to it. The requester"}},
		"only exports": {
			evidence.NoticeWatchFound,
			evidence.WatchOutcome{Exports: 1},
			"Watched report: 1 export wanted",
			[]string{"1 search could not be run from here and needs a fresh export from you. The requester"},
		},
		"news": {
			evidence.NoticeWatchUpdate,
			evidence.WatchOutcome{New: 2, Retracted: 1},
			"News about your evidence: 2 new studies",
			[]string{"found 2 new studies and 1 notice about a paper in your report.", asks},
		},
		"a correction": {evidence.NoticeWatchUpdate, evidence.WatchOutcome{Retracted: 1}, "News about your evidence: 1 notice about a paper", []string{"found 1 notice about a paper in your report.", asks}},
		"retracted": {
			evidence.NoticeWatchRetracted,
			evidence.WatchOutcome{New: 1, Retracted: 2},
			"A paper in your evidence was retracted or put in doubt",
			[]string{"2 notices were published about papers in your report. It also found 1 new study.", asks},
		},
		"the most": {
			evidence.NoticeWatchFound, evidence.WatchOutcome{New: evidence.MaxWatchFindings, Retracted: evidence.MaxWatchFindings, Exports: evidence.MaxListItems}, "", nil,
		},
		"of the time before": {evidence.NoticeWatchFound, evidence.WatchOutcome{}, "A watched report needs a look", nil},
	} {
		l, err := site().Compose(mail.Notice{
			Kind: c.kind, Request: "r1", Reference: "ED-2026-000123", Name: "Ann", Found: c.found, Library: "Northmoor Library", LibraryTo: "library@northmoor.example",
		})
		if err != nil {
			t.Fatal(err)
		}
		if c.subject != "" && l.Subject != c.subject+" (ED-2026-000123)" || len(l.Subject) > 90 {
			t.Errorf("%s: %q", name, l.Subject)
		}
		for _, words := range c.says {
			if !strings.Contains(l.Text, words) {
				t.Errorf("%s: does not say %q: %s", name, words, l.Text)
			}
		}
	}
}

func TestWhomToAsk(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ library, to, want string }{
		{"", "", "write to the library on the same page."},
		{"Northmoor Library", "", "ask Northmoor Library: write to them on the same page.\n"},
	} {
		l, err := site().Compose(mail.Notice{Kind: evidence.NoticeWatchUpdate, Found: evidence.WatchOutcome{New: 1}, Library: c.library, LibraryTo: c.to})
		if err != nil || !strings.Contains(l.Text, c.want) {
			t.Errorf("%v: %s", err, l.Text)
		}
	}
}
