package rest_test

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"evidencedesk/api/rest"
)

// imports sends a file of records as somebody.
func (h *house) imports(who, query, file string) answer {
	h.Helper()
	r := httptest.NewRequestWithContext(h.Context(), http.MethodPost, "/api/v1/libraries/"+string(here)+"/directory/import"+query, strings.NewReader(file))
	r.Header.Set("Content-Type", "application/octet-stream")
	r.Header.Set("Authorization", "Bearer "+h.tokens[who])
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	return answer{status: w.Code, body: w.Body.String(), header: w.Header()}
}

func TestTheDirectoryOverTheAPI(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	at := "/libraries/" + string(here) + "/directory"
	record := func(name string) j {
		return j{"name": name, "email": "w@example.org", "contacts": "Outreach librarian", "served": []j{{"name": "Westmarch Trust", "county": "Westshire"}}}
	}
	k := job{house: h}
	k.answers(
		asked{"librarian@here", "POST", at, "", record("X"), 403, ""},
		asked{"requester@here", "GET", at, "", nil, 403, ""},
		asked{"system_lead@here", "GET", at + "/file", "", nil, 403, ""},
		asked{"manager@there", "POST", at, "", record("X"), 404, ""},
		asked{"admin@here", "POST", at, "", record("Westmarch Library"), 201, `"version":1`},
		asked{"manager@here", "POST", at, "", j{"name": "Y", "contacts": "Mr John Smith, born 3rd March 1951", "served": []j{}}, 422, "identifier-suspected"},
		asked{"manager@here", "POST", at, "", j{"name": "Y", "homepage": "javascript:alert(1)", "served": []j{}}, 422, `"field":"homepage"`},
		asked{"", "GET", "/directory?q=westmarch", "", nil, 200, `"Outreach librarian"`},
		asked{"", "GET", "/directory?county=westshire", "", nil, 200, `"Westmarch Library"`},
		asked{"", "GET", "/directory?county=nowhere", "", nil, 200, `"items":[]`},
		asked{"", "GET", "/directory/places", "", nil, 200, `"Westshire"`},
		asked{"", "GET", "/directory?cursor=xyz", "", nil, 422, `"field":"cursor"`},
		asked{"", "GET", "/directory/" + string(missing), "", nil, 404, ""},
	)
	var page rest.EntryPage
	h.did("", "GET", "/directory", nil).into(t, &page)
	e := page.Items[0]
	one := at + "/" + e.ID
	k.answers(
		asked{"manager@here", "PUT", one, "", record("Z"), 428, "If-Match"},
		asked{"manager@here", "PUT", one, `"1"`, record("Renamed"), 200, `"version":2`},
		asked{"admin@here", "PUT", one, `"1"`, record("Late"), 412, `"name":"Renamed"`},
		asked{"manager@there", "PUT", "/libraries/" + string(there) + "/directory/" + e.ID, `"2"`, record("Theirs"), 404, ""},
	)
	// What is exported is taken back unchanged.
	csv := h.as("manager@here", "GET", at+"/file", nil)
	if !strings.HasPrefix(csv.header.Get("Content-Type"), "text/csv") || !strings.Contains(csv.body, "Renamed") {
		t.Errorf("%d %s", csv.status, csv.body)
	}
	var report rest.DirectoryImport
	h.imports("manager@here", "", csv.body).into(t, &report)
	if report.Same != 1 || report.Add+report.Change+report.Wrong != 0 || report.Saved {
		t.Errorf("%+v", report)
	}
	file := "name,contacts,shoe size\nNew library,Outreach,9\nBad,\"Mr John Smith, born 3rd March 1951\",9\n"
	h.imports("manager@here", "", file).into(t, &report)
	if report.Add != 1 || report.Wrong != 1 || report.Unknown[0] != "shoe size" || report.Rows[1].Faults[0].Code != "identifier-suspected" || strings.Contains(h.log.String(), "Smith") {
		t.Errorf("%+v", report)
	}
	k.answers(asked{"", "GET", "/directory?q=new", "", nil, 200, `"items":[]`})
	if a := h.imports("manager@here", "?save=true", file); a.status != http.StatusOK || !strings.Contains(a.body, `"saved":true`) {
		t.Errorf("%d %s", a.status, a.body)
	}
	k.answers(asked{"", "GET", "/directory?q=new", "", nil, 200, `"New library"`})
	for who, status := range map[string]int{"librarian@here": 403, "manager@there": 404} {
		if a := h.imports(who, "?save=true", file); a.status != status {
			t.Errorf("%s imports: %d", who, a.status)
		}
	}
	for _, bad := range []string{"", "colour\nred\n", "n\x00a"} {
		if a := h.imports("manager@here", "", bad); a.status != 422 || !strings.Contains(a.body, `"field":"file"`) {
			t.Errorf("%q: %d %s", bad, a.status, a.body)
		}
	}
	if a := h.imports("manager@here", "", "name\n"+strings.Repeat("a", rest.MaxDirectoryFile)); a.status != http.StatusRequestEntityTooLarge {
		t.Errorf("a large file: %d", a.status)
	}
}

// TestAQuestionIsRouted opens a request at the library that serves an organisation, once its requester has agreed.
func TestAQuestionIsRouted(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	served := []j{{"name": "Trust there"}}
	var e rest.SavedEntry
	h.did("manager@there", "POST", "/libraries/"+string(there)+"/directory", j{"name": "Library there", "library": there, "served": served}).into(t, &e)
	var far rest.SavedEntry
	h.did("manager@there", "POST", "/libraries/"+string(there)+"/directory", j{"name": "Far library", "email": "far@example.org", "served": served}).into(t, &far)
	at := "/directory/" + e.ID + "/route"
	question := j{"library": there, "question": "Does pulmonary rehabilitation help adults with bronchiectasis?", "type": "patient_care"}
	k := job{house: h}
	k.answers(
		asked{"requester@there", "GET", "/me/served-by", "", nil, 200, `"own":true`},
		asked{"requester@here", "POST", "/requests", "", question, 422, `"field":"library"`},
		asked{"requester@here", "POST", at, "", j{"consent": false, "organisation": "Trust there"}, 422, `"field":"consent"`},
		asked{"requester@here", "POST", at, "", j{"consent": true, "organisation": "Elsewhere"}, 422, `"field":"organisation"`},
		asked{"requester@here", "POST", "/directory/" + far.ID + "/route", "", j{"consent": true, "organisation": "Trust there"}, 403, ""},
		asked{"admin@here", "POST", at, "", j{"consent": true, "organisation": "Trust there"}, 403, ""},
		asked{"requester@here", "POST", at, "", j{"consent": true, "organisation": "Trust there"}, 200, string(there)},
		asked{"requester@here", "POST", "/requests", "", question, 201, "ED-"},
		asked{"requester@here", "POST", "/directory/" + far.ID + "/letter", "", j{"question": "Do alarms help?", "organisation": "Trust there"}, 200, "far@example.org"},
		asked{"requester@here", "POST", "/directory/" + far.ID + "/letter", "", j{"question": "Would it help Mr John Smith, born 3rd March 1951?"}, 422, "identifier-suspected"},
	)
}
