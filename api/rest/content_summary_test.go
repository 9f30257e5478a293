package rest_test

import (
	"net/http"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"evidencedesk/internal/evidence"
	"evidencedesk/internal/postgres"
)

// TestTheSummaryOverTheAPI saves, reads, freezes and compares who may do what.
func TestTheSummaryOverTheAPI(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	const owner = "librarian@here"
	k := h.taken("business_case")
	k.does(owner, "complete-search", nil)
	at := k.at + "/summary"
	made := k.does(owner, "references", j{"references": []j{aReference("n"), aReference("o")}})
	var refs struct{ Items []postgres.Reference }
	made.into(t, &refs)
	text := j{
		"text": "Rehabilitation helps [1]. It costs little.", "bottom_line": "It helps [9].", "product": "evidence_summary",
		"sections":       []j{{"heading": "Gaps and limits", "text": "Nothing on children."}},
		"evidence_table": []j{{"reference": refs.Items[0].ID, "design": "Trial", "n": "412"}},
		"certainties":    []j{{"outcome": "Walking", "level": "low", "rated_by": "source", "source_reference": refs.Items[0].ID}},
	}
	with := func(name string, value any) j {
		body := j{}
		for key, v := range text {
			body[key] = v
		}
		body[name] = value
		return body
	}
	id := h.ids[owner]
	k.answers(
		asked{owner, "GET", at, "", nil, 200, `"version":1`},
		asked{owner, "PUT", at, "", text, 428, "If-Match"},
		asked{owner, "PUT", at, `W/"x"`, text, 400, "malformed"},
		asked{"requester@here", "PUT", at, `"1"`, text, 403, "not-permitted"},
		asked{"manager@here", "PUT", at, `"1"`, text, 403, "not-permitted"},
		asked{"librarian@there", "PUT", at, `"1"`, text, 404, "not-found"},
		asked{"admin@here", "PUT", at, `"1"`, text, 404, "not-found"},
		asked{owner, "PUT", at, `"1"`, with("product", "poem"), 422, `"field":"product"`},
		asked{owner, "PUT", at, `"1"`, with("sections", []j{{"heading": "", "text": "x"}}), 422, `"field":"sections[0].heading"`},
		asked{owner, "PUT", at, `"1"`, with("evidence_table", []j{{"reference": id}, {"reference": id}}), 422, `"field":"evidence_table[1].reference"`},
		asked{owner, "PUT", at, `"1"`, with("certainties", []j{{"level": "low", "rated_by": "source"}}), 422, `"field":"certainties[0].source_reference"`},
		asked{owner, "PUT", at, `"1"`, with("certainties", []j{{"level": "low", "rated_by": "librarian"}}), 422, `"field":"certainties[0].reason"`},
		asked{owner, "PUT", at, `"1"`, with("evidence_table", []j{{"reference": id, "note": "NHS number 999 000 0018"}}), 422, `"field":"evidence_table[0].note"`},
		asked{owner, "PUT", at, `"1"`, with("certainties", []j{{"level": "low", "rated_by": "librarian", "reason": "NHS number 999 000 0018"}}), 422, `"field":"certainties[0].reason"`},
		asked{owner, "PUT", at, `"1"`, text, 200, `"version":2`},
		asked{"second@here", "PUT", at, `"1"`, with("text", "Mine."), 412, `"current":{"version":2`},
		asked{owner, "PUT", at, `"2"`, text, 200, `"version":2`}, // saved again every few seconds
		asked{"requester@here", "GET", at, "", nil, 404, "not-found"},
		asked{owner, "GET", at + "/versions", "", nil, 200, `"items":[]`},
	)
	k.does(owner, "submit-for-check", nil)
	k.does("second@here", "approve", k.check())
	k.does(owner, "deliver", nil)
	var v postgres.SummaryVersion
	h.did("requester@here", "GET", at+"/versions/1", nil).into(t, &v)
	if diff := cmp.Diff([]postgres.Support{{Section: "text", Sentence: 1, Refs: []string{refs.Items[0].ID}}}, v.Support); diff != "" || !v.Delivered || len(v.References) != 2 || v.Certainties[0].RatedBy != "source" || v.Methods == nil || v.Question != 1 {
		t.Errorf("%s %+v", diff, v)
	}
	k.answers(
		asked{"requester@here", "GET", at, "", nil, 200, `"delivered":true`},
		asked{"requester@here", "GET", at + "/versions", "", nil, 200, `"version":1`},
		asked{"stranger@here", "GET", at + "/versions/1", "", nil, 404, "not-found"},
		asked{"librarian@there", "GET", at + "/versions", "", nil, 404, "not-found"},
		asked{owner, "GET", at + "/versions/2", "", nil, 404, "not-found"},
	)
}

// TestClaimsOverTheAPI lists what the working copy says and on what it stands, for those who work on it.
func TestClaimsOverTheAPI(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	k := h.written("patient_care")
	k.does("librarian@here", "references", j{"references": []j{aReference("n"), aReference("o")}})
	k.writes("librarian@here", "Rehabilitation helps [1]. It costs little. It lasts [9].")
	at := k.at + "/summary/claims"
	var c postgres.Claims
	a := h.did("second@here", "GET", at, nil)
	a.into(t, &c)
	var found []string
	for _, f := range c.Findings {
		found = append(found, f.Kind+" "+f.Section+" "+f.Excerpt)
	}
	want := []string{"unsupported bottom_line It helps.", "unsupported text It costs little.", "unknown text It lasts [9].", "unused  "}
	if diff := cmp.Diff(want, found); diff != "" || c.Sentences != 4 || c.Supported != 1 || a.header.Get("ETag") != `"3"` {
		t.Errorf("%s %+v %v", diff, c, a.header)
	}
	for who, status := range map[string]int{"manager@here": 200, "trainee@here": 200, "requester@here": 403, "stranger@here": 404, "librarian@there": 404, "admin@here": 404} {
		if a := h.as(who, "GET", at, nil); a.status != status {
			t.Errorf("%s: %d %s", who, a.status, a.body)
		}
	}
}

// TestAVersionNamesOnlyReferencesItHas refuses to send a row that stands for nothing.
func TestAVersionNamesOnlyReferencesItHas(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	k := h.written("patient_care")
	match := h.did("librarian@here", "GET", k.at+"/summary", nil).header.Get("ETag")
	body := j{"text": "It helps.", "evidence_table": []j{{"reference": k.id, "design": "Trial"}}}
	if a := k.with("librarian@here", "PUT", k.at+"/summary", match, body); a.status != http.StatusOK {
		t.Fatalf("%d %s", a.status, a.body)
	}
	a := k.refuses("librarian@here", "deliver", nil, evidence.Invalid)
	if !strings.Contains(a.body, `"field":"summary"`) {
		t.Errorf("%s", a.body)
	}
}
