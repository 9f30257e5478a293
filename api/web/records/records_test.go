package records_test

import (
	"bytes"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"evidencedesk/api/rest"
	"evidencedesk/api/web/page"
	"evidencedesk/api/web/records"
	"evidencedesk/api/web/webtest"
	"evidencedesk/internal/evidence"
	"evidencedesk/internal/postgres"
	"evidencedesk/internal/reference"
)

const (
	request = "11111111-1111-4111-8111-111111111111"
	file    = "22222222-2222-4222-8222-222222222221"
	first   = "33333333-3333-4333-8333-333333333331"
	second  = "33333333-3333-4333-8333-333333333332"
	search  = "44444444-4444-4444-8444-444444444444"
)

var friday = time.Date(2026, 11, 13, 10, 0, 0, 0, time.UTC)

func ptr[T any](v T) *T { return &v }

func work(rest string) string { return "/work/" + request + "/records" + rest }

func api(rest string) string { return "/requests/" + request + rest }

type list[T any] struct {
	Items []T `json:"items"`
}

func site(t *testing.T) *webtest.Site {
	t.Helper()
	s := webtest.New(t, records.Register).As(evidence.Librarian)
	s.On("GET /requests/"+request, rest.RequestView{RequestRow: rest.RequestRow{
		ID: request, Reference: "ED-2026-000123", Relation: postgres.RelationLibrary, Library: webtest.Library, Stage: evidence.Searching,
		Owner: webtest.Me, OwnerName: "Ann Walker", RequesterName: "Amara Osei", Question: "Do bed alarms prevent falls?", StageSince: friday, Seq: 7,
	}})
	s.On("GET "+api("/searches"), list[postgres.Search]{Items: []postgres.Search{{ID: search, SearchContent: postgres.SearchContent{Source: "medline", Platform: "ovid"}}}})
	return s
}

func anImport(state string) postgres.Import {
	return postgres.Import{
		ID: file, Search: search, Origin: "file", Name: "<medline>.ris", Size: 123_456, Format: "ris", State: state, Records: 1200, Duplicates: 200, Warnings: 2,
		CreatedAt: friday, UpdatedAt: friday,
	}
}

func says(t *testing.T, w *httptest.ResponseRecorder, status int, words ...string) {
	t.Helper()
	body := w.Body.String()
	if w.Code != status || strings.Count(body, "<h1") != 1 {
		t.Errorf("status %d with %d h1", w.Code, strings.Count(body, "<h1"))
	}
	for _, word := range words {
		if !strings.Contains(body, word) {
			t.Errorf("%q is missing in\n%s", word, body)
		}
	}
	if strings.Contains(body, "<medline>") || strings.Contains(body, " style=") {
		t.Error("something is not escaped, or styled in place")
	}
}

func TestTheListOfImports(t *testing.T) {
	t.Parallel()
	s := site(t)
	s.On("GET "+api("/imports"), rest.ImportPage{
		Items:  []postgres.Import{anImport(postgres.ImportReady), anImport(postgres.ImportReading)},
		Counts: postgres.RecordCounts{Records: 2400, Publications: 2000, Doubtful: 7},
	})
	says(t, s.Get(work("")), 200, "&lt;medline&gt;.ris", "Being read", "See how far the imports are", "1,200", "1,000", "Medline", "2,000", "without 400 duplicates",
		work("/import"), `name="format"`, work("/pairs"))
	s.As(evidence.Manager)
	if w := s.Get(work("")); strings.Contains(w.Body.String(), "Upload a file") {
		t.Error("a manager is offered what is refused")
	}
	s.On("GET "+api("/imports"), rest.ImportPage{})
	says(t, s.Get(work("")), 200, "Nothing has been imported yet.")
}

func TestAnImportAndItsWarnings(t *testing.T) {
	t.Parallel()
	s := site(t)
	i := anImport(postgres.ImportReading)
	i.Expected = ptr(5000)
	s.On("GET "+api("/imports/"+file), rest.ImportView{Import: i})
	list := rest.ImportWarnings{Total: 1500, Kept: 1500, Next: "after-3-1", Items: []rest.ImportWarning{
		{Warning: reference.Warning{Record: 3, Line: 41, Code: "cut", Detail: "AB <b>"}, Message: "A value was cut."},
	}}
	s.On("GET "+api("/imports/"+file+"/warnings"), list)
	at := work("/imports/" + file)
	w := s.Get(at)
	says(t, w, 200, "1,200 of 5,000", "See how far it is", `data-live="`+at+`/events"`, "Read so far: 1,200 of 5,000 records.", "A value was cut.", "41", "AB &lt;b&gt;",
		"Showing 1 to 1 of 1,500 warnings", at+"?cursor=after-3-1&amp;from=2#warnings", "warnings.csv", "Undo this import")
	if strings.Contains(w.Body.String(), "Previous") {
		t.Error("something comes before the first page")
	}
	list.Prev, list.Next, list.Kept = "before-3-1", "", 1400
	s.On("GET "+api("/imports/"+file+"/warnings"), list)
	says(t, s.Get(at+"?cursor=after-2-9&from=101"), 200, "Showing 101 to 101 of 1,400 warnings", at+"?cursor=before-3-1&amp;from=1#warnings", "The first 1,400 of 1,500 warnings are listed.")
	s.Refuse("GET "+api("/imports/"+file+"/warnings"), 422, evidence.Invalid, page.FieldProblem{Field: "cursor", Code: "malformed"})
	if w := s.Get(at + "?cursor=x"); w.Code != 404 {
		t.Errorf("a cursor of nothing: %d", w.Code)
	}
	s.On("GET "+api("/imports/"+file+"/warnings"), list)
	i.State, i.Problem = postgres.ImportRefused, "spreadsheet"
	s.On("GET "+api("/imports/"+file), rest.ImportView{Import: i, Message: "This is a spreadsheet."})
	says(t, s.Get(work("/imports/"+file)), 200, "Not read", "This is a spreadsheet.", "Upload another file")
	s.OnFunc("GET "+api("/imports/"+file+"/warnings.csv"), func(webtest.Call) webtest.Answer { return webtest.Answer{Body: "Record,Line"} })
	if w = s.Get(work("/imports/" + file + "/warnings.csv")); w.Code != 200 || !strings.Contains(w.Body.String(), "Record,Line") {
		t.Errorf("%d %s", w.Code, w.Body)
	}
	s.Refuse("GET "+api("/records/export"), 403, evidence.NotPermitted)
	if w = s.Get(work("/export?format=ris&which=all")); w.Code != 403 || !strings.Contains(w.Body.String(), "<h1") {
		t.Errorf("%d %s", w.Code, w.Body)
	}
}

func uploadOf(t *testing.T, fields url.Values, name, content string) *http.Request {
	t.Helper()
	var body bytes.Buffer
	form := multipart.NewWriter(&body)
	for k, values := range fields {
		for _, v := range values {
			_ = form.WriteField(k, v)
		}
	}
	if name != "" {
		part, err := form.CreateFormFile("file", name)
		if err != nil {
			t.Fatal(err)
		}
		_, _ = part.Write([]byte(content))
	}
	_ = form.Close()
	r := httptest.NewRequestWithContext(t.Context(), http.MethodPost, work("/import"), &body)
	r.Header.Set("Content-Type", form.FormDataContentType())
	return r
}

func TestUploadingAFile(t *testing.T) {
	t.Parallel()
	s := site(t)
	says(t, s.Get(work("/import?search="+search)), 200, `type="file"`, `name="search"`, "1. ", `enctype="multipart/form-data"`, "160 MB", "50,000 records")
	s.Calls()
	s.On("POST "+api("/imports"), rest.ImportView{Import: anImport(postgres.ImportWaiting)})
	w := s.Do(uploadOf(t, url.Values{"_key": {"0123456789"}, "search": {search}}, `C:\results\medline.ris`, "TY  - JOUR\n"))
	if w.Code != http.StatusSeeOther || w.Header().Get("Location") != work("/imports/"+file) {
		t.Fatalf("%d %s", w.Code, w.Header())
	}
	for _, c := range s.Calls() {
		if c.Method != http.MethodPost {
			continue
		}
		q, _ := url.ParseQuery(c.Query)
		if c.Body != "TY  - JOUR\n" || c.Key != "0123456789" || q.Get("search") != search || q.Get("name") != "medline.ris" {
			t.Errorf("%+v", c)
		}
	}
	says(t, s.Do(uploadOf(t, nil, "", "")), 422, "Choose a file.", `href="#file"`)
	s.Refuse("POST "+api("/imports"), 422, evidence.Invalid, page.FieldProblem{Field: "file", Code: "not-references", Detail: "This is a spreadsheet. Save it as CSV."})
	says(t, s.Do(uploadOf(t, nil, "x.ris", "PK")), 422, "This is a spreadsheet. Save it as CSV.")
	s.Refuse("POST "+api("/imports"), 422, evidence.IdentifierSuspected, page.FieldProblem{Field: "name", Code: "identifier-suspected", Kind: "nhs_number", Length: 10})
	says(t, s.Do(uploadOf(t, nil, "9434765919.ris", "TY")), 422, "an NHS number", `value="9434765919.ris"`)
	large := uploadOf(t, nil, "x.ris", "TY")
	large.ContentLength = 200 << 20
	says(t, s.Do(large), 422, "The file is larger than 160 MB.")
	s.Refuse("POST "+api("/imports"), 413, evidence.TooLarge, page.FieldProblem{Field: "file", Code: "too-large", Detail: "The file is larger than 160 MB. Export the results in parts."})
	says(t, s.Do(uploadOf(t, nil, "x.ris", "TY")), 422, "The file is larger than 160 MB.", `href="#file"`)
	s.As(evidence.Manager)
	if w := s.Get(work("/import")); w.Code != http.StatusNotFound {
		t.Errorf("a manager: %d", w.Code)
	}
}

func TestUndoingAnImport(t *testing.T) {
	t.Parallel()
	s := site(t)
	s.On("GET "+api("/imports/"+file), rest.ImportView{Import: anImport(postgres.ImportReady)})
	says(t, s.Get(work("/imports/"+file+"/undo")), 200, "Undo this import?", "Undo the import")
	s.Refuse("POST "+api("/imports/"+file+"/undo"), 422, evidence.Invalid, page.FieldProblem{Field: "import", Code: "in-use", Detail: "Some of its records have been decided."})
	says(t, s.Post(work("/imports/"+file+"/undo"), url.Values{}), 422, "Some of its records have been decided.")
	s.On("POST "+api("/imports/"+file+"/undo"), rest.ImportView{})
	if w := s.Post(work("/imports/"+file+"/undo"), url.Values{}); w.Code != http.StatusSeeOther || w.Header().Get("Location") != work("") {
		t.Errorf("%d %s", w.Code, w.Header())
	}
}

func aPair() postgres.RecordPair {
	return postgres.RecordPair{
		A:         postgres.SourceRecord{ID: first, Group: first, File: "a.ris", Source: "medline", Platform: "ovid", Number: 3, Title: "Bed alarms & falls", Year: ptr(2020), PMID: "123"},
		B:         postgres.SourceRecord{ID: second, Group: second, File: "b.ris", Number: 9, Title: "Bed alarms & falls", Year: ptr(2021), Authors: []string{"Alder, J."}},
		Certainty: "doubtful", Rule: "r", Explanation: "The titles agree and the years differ by one.", Agree: []string{"title", "year"},
	}
}

func TestDoubtfulPairs(t *testing.T) {
	t.Parallel()
	s := site(t)
	s.On("GET "+api("/record-pairs"), rest.PairPage{Items: []postgres.RecordPair{aPair()}, Counts: postgres.PairCounts{Doubtful: 12, Linked: 3}})
	same := aPair()
	same.A.Journal, same.B.Journal = "One Journal", "One journal"
	s.On("GET "+api("/record-pairs"), rest.PairPage{Items: []postgres.RecordPair{same}, Counts: postgres.PairCounts{Doubtful: 12}})
	w := s.Get(work("/pairs"))
	says(t, w, 200, "The same in both (1)", "app-thumb")
	body := w.Body.String()
	if title, only, fold, journal := strings.Index(body, ">Title<"), strings.Index(body, "Only in the"), strings.Index(body, "The same in both"), strings.Index(body, "One Journal"); title > only || only > fold || fold > journal {
		t.Error("what differs does not come first")
	}
	s.On("GET "+api("/record-pairs"), rest.PairPage{Items: []postgres.RecordPair{aPair()}, Counts: postgres.PairCounts{Doubtful: 12, Linked: 3}})
	says(t, s.Get(work("/pairs?last="+first+"~"+second)), 200, "12 pairs left", "Same publication", "Different publications", "Skip", "Alike", "Only in the first", "Only in the second",
		"The titles agree", "Medline", "record 9", "Take the last answer back")
	s.Calls()
	next := aPair()
	next.A.ID = "33333333-3333-4333-8333-333333333339"
	s.On("PUT "+api("/record-pairs/"+first+"~"+second), rest.JudgedPair{RecordPair: postgres.RecordPair{Verdict: "same", Together: true}, Left: 11, Next: &next})
	w = s.Post(work("/pairs"), url.Values{"judge": {first + "~" + second + "|same"}, "state": {"doubtful"}})
	if at := w.Header().Get("Location"); w.Code != http.StatusSeeOther || !strings.Contains(at, "cursor="+first) || !strings.Contains(at, "last="+first) {
		t.Errorf("%d %s", w.Code, at)
	}
	said := false
	for _, c := range s.Calls() {
		said = said || c.Method == http.MethodPut && c.Body == `{"verdict":"same"}`
	}
	if !said {
		t.Error("the API was not told")
	}
	s.On("GET "+api("/record-pairs"), rest.PairPage{Counts: postgres.PairCounts{Doubtful: 2}})
	says(t, s.Get(work("/pairs?cursor=x")), 200, "You have come to the end.")
	s.On("GET "+api("/record-pairs"), rest.PairPage{})
	says(t, s.Get(work("/pairs")), 200, "No pair is doubtful.")
	s.On("GET "+api("/record-pairs"), rest.PairPage{Items: []postgres.RecordPair{aPair()}, Next: "n", Counts: postgres.PairCounts{Apart: 30}})
	says(t, s.Get(work("/pairs?state=apart")), 200, "Take it back", "More pairs", "Kept apart")
	says(t, s.Get(work("/pairs?state=linked")), 200, "They are different")
}

func TestAPublication(t *testing.T) {
	t.Parallel()
	s := site(t)
	p := aPair()
	s.On("GET "+api("/records/"+first+"/group"), postgres.RecordGroup{
		Lead: first, Total: 2, Conflict: true, Records: []postgres.SourceRecord{p.A, p.B}, Links: []postgres.RecordLink{{A: first, B: second, Explanation: "The DOIs agree."}},
	})
	says(t, s.Get(work("/groups/"+first)), 200, "Stands for all", "The DOIs agree.", "Take this one out", "Two decisions")
	s.OnFunc("POST "+api("/records/"+second+"/take-out"), func(webtest.Call) webtest.Answer { return webtest.Answer{Status: 204} })
	if w := s.Post(work("/groups/"+first), url.Values{"record": {second}}); w.Code != http.StatusSeeOther || !strings.Contains(w.Header().Get("Location"), "state=apart") {
		t.Errorf("%d %s", w.Code, w.Header())
	}
	s.On("POST "+api("/record-pairs"), postgres.RecordPair{A: p.A})
	if w := s.Post(work("/join"), url.Values{"a": {first}, "b": {second}}); w.Code != http.StatusSeeOther || w.Header().Get("Location") != work("/groups/"+first) {
		t.Errorf("%d %s", w.Code, w.Header())
	}
}
