package rest_test

import (
	"strings"
	"testing"

	"evidencedesk/internal/postgres"
)

// TestDisclaimersOverTheAPI words one and finds the new words on the next report, and the old ones on the report before.
func TestDisclaimersOverTheAPI(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	at := "/libraries/" + string(here) + "/disclaimers"
	before := h.written("patient_care")
	before.does("librarian@here", "deliver", nil)
	words := func(text string) j { return j{"text": text} }
	before.answers(
		asked{"librarian@here", "GET", at, "", nil, 200, `"code":"general"`},
		asked{"trainee@here", "GET", at, "", nil, 200, `"code":"ai"`},
		asked{"requester@here", "GET", at, "", nil, 403, "not-permitted"},
		asked{"librarian@here", "PUT", at + "/general", `"1"`, words("Ours."), 403, "not-permitted"},
		asked{"manager@there", "PUT", at + "/general", `"1"`, words("Ours."), 404, ""},
		asked{"manager@here", "PUT", at + "/general", "", words("Ours."), 428, "If-Match"},
		asked{"manager@here", "PUT", at + "/gossip", `"1"`, words("Ours."), 404, "not-found"},
		asked{"manager@here", "PUT", at + "/general", `"1"`, words(strings.Repeat("é", 10_001)), 422, `"field":"text"`},
		asked{"manager@here", "PUT", at + "/general", `"1"`, words("Ask Mr John Smith, born 3rd March 1951"), 422, "identifier-suspected"},
		asked{"manager@here", "PUT", at + "/general", `"1"`, words("Words of our own."), 200, `"own":true`},
		asked{"manager@here", "PUT", at + "/general", `"1"`, words("Others."), 412, `"text":"Words of our own."`},
	)
	after := h.written("patient_care")
	after.does("librarian@here", "deliver", nil)
	for _, c := range []struct {
		job job
		own bool
	}{{before, false}, {after, true}} {
		var v postgres.SummaryVersion
		h.did("requester@here", "GET", c.job.at+"/summary/versions/1", nil).into(t, &v)
		if v.Disclaimers[0].Code != "general" || (v.Disclaimers[0].Text == "Words of our own.") != c.own {
			t.Errorf("%+v", v.Disclaimers)
		}
	}
	before.answers(
		asked{"manager@here", "PUT", at + "/general", `"2"`, words(""), 200, `"version":3`}, // the standard words again
		asked{"manager@there", "GET", strings.Replace(at, string(here), string(there), 1), "", nil, 200, `"version":1`},
	)
	var all struct{ Items []postgres.LibraryDisclaimer }
	h.did("librarian@here", "GET", at, nil).into(t, &all)
	for _, d := range all.Items {
		if d.Own || d.Text != d.Standard {
			t.Errorf("%+v", d)
		}
	}
}
