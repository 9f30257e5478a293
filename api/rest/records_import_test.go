package rest_test

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"go.temporal.io/sdk/testsuite"

	"evidencedesk/activities"
	"evidencedesk/api/rest"
	"evidencedesk/internal/evidence"
	"evidencedesk/internal/postgres"
)

// upload sends a file, without reading it into memory first.
func (r *room) upload(name, address string, file io.Reader, header ...string) answer {
	r.Helper()
	return r.put(name, http.MethodPost, address, file, header...)
}

// put sends a file by some method, as upload does.
func (r *room) put(name, method, address string, file io.Reader, header ...string) answer {
	r.Helper()
	request := httptest.NewRequestWithContext(context.Background(), method, path(r.request, "/"+address), file)
	request.Header.Set("Content-Type", "application/octet-stream")
	request.Header.Set("Authorization", "Bearer "+roomToken(name))
	for i := 0; i+1 < len(header); i += 2 {
		request.Header.Set(header[i], header[i+1])
	}
	w := httptest.NewRecorder()
	r.handler.ServeHTTP(w, request)
	return answer{w.Code, w.Header(), w.Body.String()}
}

// read carries out the steps of an import's workflow.
func (r *room) read(id evidence.ImportID) {
	r.Helper()
	var suite testsuite.WorkflowTestSuite
	env := suite.NewTestActivityEnvironment()
	a := &activities.Imports{Store: r.content.Imports()}
	env.RegisterActivity(a)
	for _, step := range []any{a.Read, a.Compare} {
		if _, err := env.ExecuteActivity(step, id); err != nil {
			r.Fatal(err)
		}
	}
}

func (r *room) imported(text string) rest.ImportView {
	r.Helper()
	var i rest.ImportView
	a := r.upload("librarian", "imports?name=results.ris", strings.NewReader(text))
	if a.status != http.StatusCreated {
		r.Fatalf("%d %s", a.status, a.body)
	}
	a.into(r.T, &i)
	r.read(i.ID)
	r.send("librarian", http.MethodGet, "imports/"+string(i.ID), "", nil).into(r.T, &i)
	return i
}

const twoRecords = "TY  - JOUR\nTI  - Larval therapy for venous leg ulcers in adults\nAU  - Alder, Jane\nPY  - 2021\nJO  - Journal of Wounds\nVL  - 12\nSP  - 101\nEP  - 109\nER  - \n\n" +
	"TY  - JOUR\nTI  - Honey dressings\nAU  - Birch, K.\nPY  - 2019\nXX  - odd\nER  - \n"

func TestAnImportFromBeginningToUndo(t *testing.T) {
	r := newRoom(t)
	search := r.make("librarian", "searches", aSearch(""))
	a := r.upload("trainee", "imports?name=results.ris&search="+search[strings.LastIndex(search, "/")+1:], strings.NewReader(twoRecords), "Idempotency-Key", "one")
	var i rest.ImportView
	a.into(t, &i)
	if a.status != http.StatusCreated || i.State != postgres.ImportWaiting || i.Format != "ris" || a.header.Get("Location") == "" {
		t.Fatalf("%d %s", a.status, a.body)
	}
	again := r.upload("trainee", "imports?name=results.ris&search="+i.Search, strings.NewReader(twoRecords), "Idempotency-Key", "one")
	if again.status != http.StatusCreated || !strings.Contains(again.body, string(i.ID)) {
		t.Errorf("again: %d %s", again.status, again.body)
	}
	if other := r.upload("trainee", "imports?name=results.ris", strings.NewReader(twoRecords), "Idempotency-Key", "one"); other.code(t) != "idempotency-key-reused" {
		t.Errorf("something else under the same key: %d %s", other.status, other.body)
	}
	r.read(i.ID)
	second := r.imported(twoRecords)
	var list rest.ImportPage
	r.send("manager", http.MethodGet, "imports", "", nil).into(t, &list)
	if len(list.Items) != 2 || list.Counts.Records != 4 || list.Counts.Publications != 2 || list.Items[0].Duplicates+list.Items[1].Duplicates != 2 || list.Items[0].State != postgres.ImportReady {
		t.Errorf("%+v", list)
	}
	var pairs rest.PairPage
	r.send("reviewer", http.MethodGet, "record-pairs?state=linked", "", nil).into(t, &pairs)
	if len(pairs.Items) != 2 || pairs.Counts.Linked != 2 || pairs.Items[0].Explanation == "" || len(pairs.Items[0].Agree) == 0 {
		t.Errorf("%+v", pairs)
	}
	for format, begins := range map[string]string{"ris": "TY  - ", "nbib": "PMID", "bibtex": "@", "endnote": "<?xml", "csv": ""} {
		a := r.send("librarian", http.MethodGet, "records/export?which=unique&format="+format, "", nil)
		if a.status != http.StatusOK || strings.Count(a.body, "Honey dressings") != 1 || !strings.Contains(a.header.Get("Content-Disposition"), "attachment") ||
			format == "ris" && !strings.HasPrefix(a.body, begins) {
			t.Errorf("%s: %d %s", format, a.status, a.body)
		}
	}
	if a := r.send("librarian", http.MethodPost, "imports/"+string(second.ID)+"/undo", "", nil); a.status != http.StatusOK || !strings.Contains(a.body, `"state":"undone"`) {
		t.Errorf("%d %s", a.status, a.body)
	}
	if n := r.count(`SELECT count(*) FROM record`); n != 2 {
		t.Errorf("%d records are left", n)
	}
}

func TestWarningsOfAnImport(t *testing.T) {
	r := newRoom(t)
	i := r.imported("Results\n\nTY  - JOUR\nTI  - Honey &amp; <i>silver</i>\nER  - \n\n=cmd|' /C calc'!A0\n\nTY  - JOUR\nAU  - Nobody, A.\nER  - \n")
	var w rest.ImportWarnings
	r.send("librarian", http.MethodGet, "imports/"+string(i.ID)+"/warnings", "", nil).into(t, &w)
	if w.Total == 0 || len(w.Items) != w.Total || w.Total != i.Warnings || w.Items[0].Message == "" {
		t.Errorf("%+v", w)
	}
	var paged []rest.ImportWarning
	for next := "?limit=1"; next != ""; {
		var one rest.ImportWarnings
		r.send("librarian", http.MethodGet, "imports/"+string(i.ID)+"/warnings"+next, "", nil).into(t, &one)
		if len(one.Items) != 1 || one.Total != w.Total || one.Kept != w.Total || (one.Prev == "") != (len(paged) == 0) {
			t.Fatalf("%s: %+v", next, one)
		}
		if one.Prev != "" {
			var before rest.ImportWarnings
			r.send("librarian", http.MethodGet, "imports/"+string(i.ID)+"/warnings?limit=1&cursor="+one.Prev, "", nil).into(t, &before)
			if diff := cmp.Diff(paged[len(paged)-1:], before.Items); diff != "" || before.Next == "" || (before.Prev == "") != (len(paged) == 1) {
				t.Errorf("before page %d: %+v\n%s", len(paged)+1, before, diff)
			}
		}
		paged = append(paged, one.Items...)
		if next = ""; one.Next != "" {
			next = "?limit=1&cursor=" + one.Next
		}
	}
	if diff := cmp.Diff(w.Items, paged); diff != "" {
		t.Error(diff)
	}
	for _, cursor := range []string{"x", "after-1", "after-1-1x", "beside-1-1"} {
		if a := r.send("librarian", http.MethodGet, "imports/"+string(i.ID)+"/warnings?cursor="+cursor, "", nil); a.status != 422 || !strings.Contains(a.body, `"field":"cursor"`) {
			t.Errorf("cursor %s: %d %s", cursor, a.status, a.body)
		}
	}
	a := r.send("librarian", http.MethodGet, "imports/"+string(i.ID)+"/warnings.csv", "", nil)
	if a.status != http.StatusOK || !strings.HasPrefix(a.body, "Record,Line,Code,Meaning,Detail\r\n") || strings.Contains(a.body, ",=cmd") {
		t.Errorf("%d %s", a.status, a.body)
	}
	if r.count(`SELECT count(*) FROM record WHERE title = 'Honey & silver'`) != 1 {
		t.Error("markup stands in a title")
	}
}

func TestUploadsThatAreNotTaken(t *testing.T) {
	r := newRoom(t)
	for name, c := range map[string]struct {
		who, address string
		header       []string
		status       int
		says         string
	}{
		"by a manager":            {"manager", "imports", nil, 403, "not-permitted"},
		"by the requester":        {"requester", "imports", nil, 403, "not-permitted"},
		"by a stranger":           {"stranger", "imports", nil, 404, "not-found"},
		"a form":                  {"librarian", "imports", []string{"Content-Type", "multipart/form-data; boundary=x"}, 415, "octet-stream"},
		"compressed":              {"librarian", "imports", []string{"Content-Encoding", "gzip"}, 415, "uncompressed"},
		"a search of nobody":      {"librarian", "imports?search=" + newUUID(), nil, 422, `"field":"search"`},
		"a number in its name":    {"librarian", "imports?name=NHS%20number%20943%20476%205919.ris", nil, 422, `"field":"name"`},
		"a name that is too long": {"librarian", "imports?name=" + strings.Repeat("x", 201), nil, 422, `"field":"name"`},
	} {
		a := r.upload(c.who, c.address, strings.NewReader(twoRecords), c.header...)
		if a.status != c.status || !strings.Contains(a.body, c.says) {
			t.Errorf("%s: %d %s", name, a.status, a.body)
		}
	}
	if r.count(`SELECT count(*) FROM import`) != 0 {
		t.Error("something is stored")
	}
}

func TestJudgingPairs(t *testing.T) {
	r := newRoom(t)
	r.imported(twoRecords)
	r.imported(twoRecords)
	var pairs rest.PairPage
	r.send("librarian", http.MethodGet, "record-pairs?state=linked", "", nil).into(t, &pairs)
	one := pairs.Items[0]
	address := "record-pairs/" + one.A.ID + "~" + one.B.ID
	var judged rest.JudgedPair
	r.send("librarian", http.MethodPut, address, "", m{"verdict": "different"}).into(t, &judged)
	if judged.Verdict != "different" || judged.Together || judged.Left != 0 || judged.Next != nil {
		t.Errorf("%+v", judged)
	}
	r.send("librarian", http.MethodPut, address, "", m{"verdict": ""}).into(t, &judged)
	if !judged.Together {
		t.Errorf("%+v", judged)
	}
	var g postgres.RecordGroup
	r.send("reviewer", http.MethodGet, "records/"+one.B.ID+"/group", "", nil).into(t, &g)
	if g.Total != 2 || len(g.Links) != 1 {
		t.Errorf("%+v", g)
	}
	if a := r.send("librarian", http.MethodPost, "records/"+one.B.ID+"/take-out", "", nil); a.status != http.StatusNoContent {
		t.Errorf("%d %s", a.status, a.body)
	}
	r.send("librarian", http.MethodGet, "records/"+one.B.ID+"/group", "", nil).into(t, &g)
	if g.Total != 1 {
		t.Errorf("%+v", g)
	}
	if a := r.send("librarian", http.MethodPost, "record-pairs", "", m{"a": one.A.ID, "b": pairs.Items[1].A.ID}); a.status != http.StatusCreated || !strings.Contains(a.body, `"together":true`) {
		t.Errorf("%d %s", a.status, a.body)
	}
	for _, c := range []struct {
		who, address, body string
		status             int
	}{
		{"manager", address, `{"verdict":"same"}`, 403},
		{"librarian", address, `{"verdict":"perhaps"}`, 422},
		{"librarian", "record-pairs/x", `{"verdict":"same"}`, 404},
		{"librarian", fmt.Sprintf("record-pairs/%s~%s", newUUID(), newUUID()), `{"verdict":"same"}`, 404},
	} {
		if a := r.send(c.who, http.MethodPut, c.address, "", c.body); a.status != c.status {
			t.Errorf("%s %s: %d %s", c.who, c.address, a.status, a.body)
		}
	}
}
