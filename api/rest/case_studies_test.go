package rest_test

import (
	"strings"
	"testing"

	"evidencedesk/internal/postgres"
)

// aCase is a case study of a delivered request, with its text written.
func (h *house) aCase() (at string, s postgres.CaseStudy) {
	h.Helper()
	k := h.written("patient_care")
	k.does("librarian@here", "deliver", nil)
	all := "/libraries/" + string(here) + "/case-studies"
	h.did("librarian@here", "POST", all, j{"request": strings.TrimPrefix(k.at, "/requests/")}).into(h.T, &s)
	return all + "/" + s.ID, s
}

func wholeCase() j {
	return j{
		"title": "Fewer falls", "challenge": "Many fell.", "role": "We searched.", "intervention": "The ward changed its rounds.", "outcome": "Fewer fell.",
		"figure_kind": "money", "figure": "£12,000 a year", "figure_basis": "By the ward's own count.", "headline": "Fewer falls", "short": "A search led to fewer falls.", "workstream": "mobilising_evidence",
	}
}

// TestACaseFromTheRequestToTheNationalList writes a case, has it approved, publishes it and loses a quotation, with every refusal on
// the way.
func TestACaseFromTheRequestToTheNationalList(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	const lib, asker = "librarian@here", "requester@here"
	at, s := h.aCase()
	mine := "/me/case-studies/" + s.ID
	k := job{house: h}
	step := func(command string) j { return j{"command": command} }
	quote := j{"text": "It changed our rounds.", "speaker": "Ward sister", "name": "A. Sister", "champion": true, "consent_from": "A. Sister", "consent_how": "email", "consent_on": "2026-01-02"}
	bad := wholeCase()
	bad["challenge"] = "Mr John Smith, born 3rd March 1951, fell."
	noBasis := wholeCase()
	delete(noBasis, "figure_basis")
	k.answers(
		asked{"manager@there", "GET", at, "", nil, 404, ""},
		asked{asker, "GET", at, "", nil, 403, "not-permitted"},
		asked{asker, "GET", mine, "", nil, 404, ""}, // not asked yet
		asked{lib, "PUT", at, `"1"`, bad, 422, "identifier-suspected"},
		asked{lib, "PUT", at, `"1"`, noBasis, 422, `"field":"figure_basis"`},
		asked{lib, "PUT", at, "", wholeCase(), 428, "If-Match"},
		asked{lib, "POST", at + "/steps", "", step("begin"), 200, `"stage":"draft"`},
		asked{lib, "POST", at + "/steps", "", step("ask-approval"), 422, "Write the title"},
		asked{lib, "PUT", at, `"1"`, wholeCase(), 200, `"version":2`},
		asked{lib, "PUT", at, `"1"`, bad, 422, "identifier-suspected"},
		asked{"trainee@here", "PUT", at, `"1"`, j{"title": "Other"}, 412, "Fewer falls"},
		asked{lib, "POST", at + "/quotes", `"2"`, j{"text": "x", "speaker": "Nurse"}, 422, `"field":"consent_from"`},
		asked{lib, "POST", at + "/quotes", `"2"`, j{"text": "x", "speaker": "Nurse", "survey": true}, 422, `"field":"survey"`},
		asked{lib, "POST", at + "/quotes", `"2"`, quote, 200, `"version":3`},
		asked{lib, "POST", at + "/steps", "", step("ask-approval"), 200, `"asked":3`},
		asked{"stranger@here", "GET", mine, "", nil, 404, ""},
		asked{asker, "POST", mine + "/approval", "", j{"command": "approve", "digest": "other"}, 409, "Read it again"},
		asked{lib, "POST", at + "/steps", "", j{"command": "publish", "audience": "beyond"}, 409, "approval"},
	)
	var shown postgres.CaseShown
	h.did(asker, "GET", mine, nil).into(t, &shown)
	if shown.Text.Title != "Fewer falls" || len(shown.Quotes) != 1 || shown.Quotes[0].ConsentFrom != "" || shown.Digest == "" {
		t.Fatalf("%+v", shown)
	}
	k.answers(
		asked{asker, "POST", mine + "/approval", "", j{"command": "approve", "digest": shown.Digest}, 204, ""},
		asked{"trainee@here", "POST", at + "/steps", "", j{"command": "publish", "audience": "beyond"}, 403, ""},
		asked{lib, "POST", at + "/steps", "", step("publish"), 422, `"field":"audience"`},
		asked{lib, "POST", at + "/steps", "", j{"command": "publish", "audience": "organisation"}, 200, `"published":3`},
		asked{"system_lead@here", "GET", "/case-studies", "", nil, 200, `"items":[]`},
		asked{asker, "GET", "/case-studies", "", nil, 403, ""},
		asked{lib, "POST", at + "/steps", "", step("submit"), 422, "Check first"},
		asked{lib, "PUT", at + "/criteria", `"3"`, j{"criteria": []j{{"code": "achieved", "met": true}}}, 422, `"field":"note_achieved"`},
		asked{lib, "PUT", at + "/criteria", `"3"`, j{"criteria": []j{{"code": "achieved", "met": true, "note": "Yes."}, {"code": "impact", "met": true, "note": "Yes."}, {"code": "role", "met": true, "note": "Yes."}}}, 200, `"met":true`},
		asked{lib, "POST", at + "/steps", "", step("submit"), 200, `"stage":"submitted"`},
		asked{lib, "POST", at + "/steps", "", step("accept"), 200, `"stage":"accepted"`},
		asked{lib, "POST", at + "/steps", "", step("escalate"), 422, "champion"},
	)
	if a := h.did(lib, "GET", at+"/versions/3/word", nil); !strings.HasPrefix(a.body, "PK") {
		t.Errorf("%.20q", a.body)
	}
	if a := h.did(lib, "GET", strings.TrimSuffix(at, "/case-studies/"+s.ID)+"/case-list", nil); !strings.Contains(a.body, "Fewer falls") {
		t.Errorf("%s", a.body)
	}
}

// TestWhatIsTakenBackIsGone withdraws a quotation and then the approval of a case that is published.
func TestWhatIsTakenBackIsGone(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	const lib, asker = "librarian@here", "requester@here"
	at, s := h.aCase()
	mine := "/me/case-studies/" + s.ID
	k := job{house: h}
	quote := j{"text": "It changed our rounds.", "speaker": "Ward sister", "name": "A. Sister", "consent_from": "A. Sister", "consent_how": "email", "consent_on": "2026-01-02"}
	k.answers(
		asked{lib, "PUT", at, `"1"`, wholeCase(), 200, ""},
		asked{lib, "POST", at + "/quotes", `"2"`, quote, 200, ""},
		asked{lib, "POST", at + "/steps", "", j{"command": "begin"}, 200, ""},
		asked{lib, "POST", at + "/steps", "", j{"command": "ask-approval"}, 200, ""},
	)
	var shown postgres.CaseShown
	h.did(asker, "GET", mine, nil).into(t, &shown)
	one := shown.Quotes[0].ID
	k.answers(
		asked{asker, "POST", mine + "/approval", "", j{"command": "approve", "digest": shown.Digest}, 204, ""},
		asked{lib, "POST", at + "/steps", "", j{"command": "publish", "audience": "beyond"}, 200, ""},
		asked{"system_lead@there", "GET", "/case-studies?workstream=mobilising_evidence", "", nil, 200, "It changed our rounds."},
		asked{"system_lead@there", "GET", "/case-studies?workstream=workforce", "", nil, 200, `"items":[]`},
		asked{"stranger@here", "POST", mine + "/quotes/" + one + "/withdraw", "", j{}, 404, ""},
		asked{asker, "POST", mine + "/quotes/" + one + "/withdraw", "", j{}, 204, ""},
		asked{asker, "POST", mine + "/quotes/" + one + "/withdraw", "", j{}, 204, ""},
		asked{"system_lead@there", "GET", "/case-studies", "", nil, 200, `"withdrawn":true`},
	)
	for _, path := range []string{"/case-studies", at, at + "/versions/3", at + "/versions/3/word"} {
		if words := everyWord(t, h.did(lib, "GET", path, nil).body); strings.Contains(words, "changed our rounds") || strings.Contains(words, "A. Sister") {
			t.Errorf("%s still quotes: %s", path, words)
		}
	}
	k.answers(
		// A change asks again; what was approved stays published until another version is.
		asked{lib, "PUT", at, `"3"`, j{"title": "Another"}, 200, `"stage":"draft"`},
		asked{"system_lead@there", "GET", "/case-studies", "", nil, 200, "Fewer falls"},
		asked{asker, "POST", mine + "/approval", "", j{"command": "withdraw-approval"}, 204, ""},
		asked{"system_lead@there", "GET", "/case-studies", "", nil, 200, `"items":[]`},
	)
}
