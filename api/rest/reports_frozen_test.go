package rest_test

import (
	"encoding/json"
	"net/http"
	"strings"
	"testing"

	"evidencedesk/api/rest"
	"evidencedesk/internal/evidence"
)

// page is the report as its reader sees it.
func (k job) page(who, version string) string {
	k.Helper()
	return k.did(who, "GET", k.at+"/reports/"+version+".html", nil).body
}

// TestADeliveredReportKeepsItsFigures goes on searching and refines the question after delivery: what was sent says what it said.
func TestADeliveredReportKeepsItsFigures(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	const owner = "librarian@here"
	k := h.written("patient_care")
	told := func(match, text string) {
		t.Helper()
		body := j{"statements": []j{{"item": 3, "text": text}}, "dedup": j{"method": "By title.", "software": "Example 3", "before": 900, "after": 700}}
		if a := k.with(owner, "PUT", k.at+"/searches/reporting", match, body); a.status != http.StatusOK {
			t.Fatalf("%d %s", a.status, a.body)
		}
	}
	told(`"1"`, "Registers were left out.")
	k.does(owner, "deliver", nil)
	before := k.page("requester@here", "1")
	if !strings.Contains(before, "Registers were left out.") || !strings.Contains(before, "700") {
		t.Fatal("the report does not say how was searched")
	}
	told(`"2"`, "Two registers were searched.")
	k.does(owner, "searches", j{"source": "embase", "kind": "database", "run_at": "2026-04-02T10:00:00Z"})
	k.does(owner, "reopen", j{"reason": "refine", "back_to": "searching"})
	if a := k.with(owner, "PUT", k.at+"/question", `"1"`, j{"question": "Does pulmonary rehabilitation help children with bronchiectasis?"}); a.status != http.StatusOK {
		t.Fatalf("%d %s", a.status, a.body)
	}
	if after := k.page("requester@here", "1"); after != before {
		t.Errorf("what was sent reads otherwise now: %s", after)
	}
	draft := k.page(owner, "draft")
	for _, want := range []string{"Two registers were searched.", "help children", "Embase"} {
		if !strings.Contains(draft, want) {
			t.Errorf("the draft does not say %q", want)
		}
	}
	k.does(owner, "complete-search", nil)
	k.does(owner, "deliver", nil)
	if newest := k.page("requester@here", "2"); !strings.Contains(newest, "Two registers were searched.") || !strings.Contains(newest, "help children") {
		t.Error("the second delivery has the figures of the first")
	}
	if old := k.page("requester@here", "1"); strings.Contains(old, "children") || strings.Contains(old, "Two registers") || !strings.Contains(old, "Registers were left out.") {
		t.Errorf("the first delivery has figures of the second: %s", old)
	}
}

// TestACorrectionTellsTheRequester corrects references and searches only, and then nothing.
func TestACorrectionTellsTheRequester(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	const owner = "librarian@here"
	k := h.written("patient_care")
	k.does(owner, "deliver", nil)
	told := func() (n int) {
		t.Helper()
		h.must(h.db.Admin.QueryRow(t.Context(), `SELECT count(*) FROM notice WHERE request_id = $1 AND kind = 'corrected' AND person_id = $2`, k.id, h.ids["requester@here"]).Scan(&n))
		return n
	}
	correct := j{"reason": "wrong_reference"}
	nothing := k.refuses(owner, "correct", correct, evidence.Invalid)
	if !strings.Contains(nothing.body, `"field":"summary","code":"unchanged"`) || !strings.Contains(nothing.body, "Nothing that the requester reads has changed") || told() != 0 {
		t.Errorf("%s, told %d times", nothing.body, told())
	}
	for i, c := range []struct {
		what, names string
		change      func()
	}{
		{"a reference", "the references", func() { k.does(owner, "references", j{"references": []j{aReference("n")}}) }},
		{"the day of the last search", "the searches", func() {
			k.does(owner, "searches", j{"source": "embase", "kind": "database", "run_at": "2026-05-02T10:00:00Z"})
		}},
		{"what is said of the searching", "what is said of how we searched", func() {
			if a := k.with(owner, "PUT", k.at+"/searches/reporting", `"1"`, j{"statements": []j{{"item": 3, "text": "No registers."}}}); a.status != http.StatusOK {
				t.Fatalf("%d %s", a.status, a.body)
			}
		}},
	} {
		c.change()
		k.does(owner, "correct", correct)
		if n := told(); n != i+1 {
			t.Errorf("%s: told %d times, want %d", c.what, n, i+1)
		}
		var r rest.ReportView
		if err := json.Unmarshal([]byte(h.did("requester@here", "GET", k.at+"/reports/newest.json", nil).body), &r); err != nil {
			t.Fatal(err)
		}
		body := k.page("requester@here", "newest")
		if r.Newest != i+2 || !strings.Contains(body, "This report was corrected") || !strings.Contains(body, "What changed: "+c.names+".") {
			t.Errorf("%s: version %d does not say that it corrects: %s", c.what, r.Newest, body)
		}
		k.refuses(owner, "correct", correct, evidence.Invalid)
	}
	if old := k.page("requester@here", "1"); !strings.Contains(old, "A corrected version was sent on") {
		t.Error("the first version does not lead to the newest")
	}
}
