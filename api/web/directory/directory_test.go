package directory_test

import (
	"bytes"
	"encoding/base64"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"evidencedesk/api/rest"
	web "evidencedesk/api/web/directory"
	"evidencedesk/api/web/page"
	"evidencedesk/api/web/webtest"
	"evidencedesk/internal/directory"
	"evidencedesk/internal/evidence"
	"evidencedesk/internal/postgres"
)

const (
	one   = "00000000-0000-4000-8000-000000000100"
	far   = "00000000-0000-4000-8000-000000000200"
	there = evidence.LibraryID("00000000-0000-4000-8000-000000000002")
	api   = "/libraries/" + string(webtest.Library) + "/directory"
)

func entries() (own, other postgres.Entry) {
	served := []directory.Served{{Name: "Eastvale <Hospital>", Area: "East", Trust: "Eastvale", County: "Eastshire"}, {Name: "Ambulance"}}
	own = postgres.Entry{ID: one, Record: directory.Record{Name: "Eastvale <Library>", Email: "e@example.org", Homepage: "https://example.org/e", Contacts: "Outreach librarian", Served: served}, Library: there, Here: true, Keeper: webtest.Library, KeeperName: "Northmoor", CheckedOn: "2026-03-02", Stale: true, Version: 4}
	other = postgres.Entry{ID: far, Record: directory.Record{Name: "Far Library", Email: "far@example.org", Served: served[:1]}, Keeper: there, KeeperName: "Eastvale", CheckedOn: "2026-11-02", Version: 1}
	return own, other
}

func site(t *testing.T, roles ...evidence.Role) *webtest.Site {
	t.Helper()
	own, other := entries()
	return webtest.New(t, web.Register).As(roles...).
		On("GET /directory/places", rest.DirectoryPlaces{Areas: []string{"East", "North"}, Trusts: []string{"Eastvale"}, Counties: []string{}}).
		On("GET /directory", rest.EntryPage{Items: []postgres.Entry{own, other}, Next: "abc"}).
		On("GET /directory/"+one, own).On("GET /directory/"+far, other).
		On("GET "+api, rest.EntryPage{Items: []postgres.Entry{own}}).
		On("GET /me/served-by", postgres.Elsewhere{Organisation: "Ambulance", Libraries: []postgres.ServingEntry{{Entry: one, Name: "Eastvale", Here: true}}})
}

func shows(t *testing.T, w *httptest.ResponseRecorder, status int, parts ...string) string {
	t.Helper()
	body := w.Body.String()
	if w.Code != status || strings.Count(body, "<h1") != 1 {
		t.Fatalf("status %d, want %d, %d h1: %s", w.Code, status, strings.Count(body, "<h1"), body)
	}
	for _, p := range parts {
		if !strings.Contains(body, p) {
			t.Errorf("the page does not say %q: %s", p, body)
		}
	}
	return body
}

func TestLookingALibraryUpNeedsNoSignIn(t *testing.T) {
	t.Parallel()
	s := site(t)
	shows(t, s.Get("/directory?q=east&area=East&nonsense=1"), 200, "Eastvale &lt;Library&gt;", "Serves Eastvale &lt;Hospital&gt;, Ambulance.", "It does not use this service", "cursor=abc", `value="east"`)
	calls := s.Calls()
	if last := calls[len(calls)-1]; last.Query != "area=East&q=east" {
		t.Errorf("%+v", last)
	}
	body := shows(t, s.Get("/directory/"+one), 200, "Eastvale &lt;Library&gt;", "mailto:e@example.org", "https://example.org/e", "Outreach librarian", "Last checked on Monday 2 March 2026", "more than six months ago")
	if strings.Contains(body, "Change this record") || strings.Contains(body, "Ask this library") {
		t.Error("a stranger is offered what is not for strangers")
	}
	s.Refuse("GET /directory", 422, evidence.Invalid, page.FieldProblem{Field: "cursor", Code: "malformed"})
	if w := s.Get("/directory?q=a&cursor=zzz"); w.Code != 303 || w.Header().Get("Location") != "/directory?q=a" {
		t.Errorf("%d %s", w.Code, w.Header().Get("Location"))
	}
	if w := s.Get("/directory/kept"); w.Code != 303 {
		t.Errorf("a stranger keeps records: %d", w.Code)
	}
}

func TestKeepingRecords(t *testing.T) {
	t.Parallel()
	for _, role := range []evidence.Role{evidence.Manager, evidence.Admin} {
		shows(t, site(t, role).Get("/directory/kept"), 200, "Check again", "Show only records that are to be checked", "Import a file")
	}
	for _, role := range []evidence.Role{evidence.Requester, evidence.Librarian, evidence.Trainee, evidence.SystemLead} {
		if w := site(t, role).Get("/directory/kept"); w.Code != http.StatusForbidden {
			t.Errorf("%s: %d", role, w.Code)
		}
	}
	s := site(t, evidence.Manager)
	shows(t, s.Get("/directory/kept?stale=true"), 200, "To be checked", "Show all records")
	shows(t, s.Get("/directory/kept/new"), 200, "Add a record", `name="special_collections"`, "own library")
	s.On("POST "+api, postgres.Entry{})
	s.Calls()
	if w := s.Post("/directory/kept/new", url.Values{"name": {"New"}, "served": {"A | North | T | C\nB"}, "own": {"yes"}}); w.Code != 303 {
		t.Errorf("%d", w.Code)
	}
	calls := s.Calls()
	if last := calls[len(calls)-1]; last.Key == "" || !strings.Contains(last.Body, `"served":[{"name":"A","area":"North","trust":"T","county":"C"},{"name":"B"}]`) || !strings.Contains(last.Body, string(webtest.Library)) {
		t.Errorf("%+v", last)
	}
	s.Refuse("POST "+api, 422, evidence.Invalid, page.FieldProblem{Field: "homepage", Code: "malformed", Detail: "Use an address that begins with https:// or http://."})
	shows(t, s.Post("/directory/kept/new", url.Values{"name": {"Typed"}, "homepage": {"ftp://x"}}), 422, "Error: ", "Typed", "ftp://x", `href="#homepage`)

	at := "/directory/kept/entry/" + one
	shows(t, s.Get(at), 200, "Eastvale &lt;Hospital&gt; | East | Eastvale | Eastshire", `value="4"`, "I have checked all of it today")
	if w := s.Get("/directory/kept/entry/" + far); w.Code != 404 {
		t.Errorf("another library's record: %d", w.Code)
	}
	s.OnFunc("PUT "+api+"/"+one, func(webtest.Call) webtest.Answer {
		theirs, _ := entries()
		theirs.Version, theirs.Phone = 5, "Theirs 1"
		return webtest.Answer{Status: 412, Body: map[string]any{"status": 412, "code": evidence.VersionStale, "current_version": 5, "current": theirs}}
	})
	shows(t, s.Post(at, url.Values{"name": {"Eastvale <Library>"}, "phone": {"Mine 2"}, "_version": {"4"}}), 409, "Theirs 1", "Mine 2", "Somebody else changed this record", `value="5"`)
	s.On("PUT "+api+"/"+one, postgres.Entry{})
	s.Calls()
	if w := s.Post(at, url.Values{"name": {"E"}, "checked": {"yes"}, "_version": {"4"}}); w.Code != 303 {
		t.Errorf("%d", w.Code)
	}
	calls = s.Calls()
	if last := calls[len(calls)-1]; last.Match != `"4"` || !strings.Contains(last.Body, `"checked":true`) {
		t.Errorf("%+v", last)
	}
	shows(t, s.Get(at+"/remove"), 200, "out of the directory?")
	s.On("DELETE "+api+"/"+one, nil)
	if w := s.Post(at+"/remove", url.Values{"_version": {"4"}}); w.Code != 303 {
		t.Errorf("%d", w.Code)
	}
}

func upload(t *testing.T, s *webtest.Site, fields map[string]string, file string) *httptest.ResponseRecorder {
	t.Helper()
	var b bytes.Buffer
	w := multipart.NewWriter(&b)
	for name, value := range fields {
		_ = w.WriteField(name, value)
	}
	if file != "" {
		part, err := w.CreateFormFile("file", "directory.csv")
		if err != nil {
			t.Fatal(err)
		}
		_, _ = part.Write([]byte(file))
	}
	_ = w.Close()
	r := httptest.NewRequestWithContext(t.Context(), http.MethodPost, "/directory/kept/import", &b)
	r.Header.Set("Content-Type", w.FormDataContentType())
	return s.Do(r)
}

func TestImporting(t *testing.T) {
	t.Parallel()
	s := site(t, evidence.Manager)
	shows(t, s.Get("/directory/kept/import"), 200, "library_code", "Look at it first", `enctype="multipart/form-data"`)
	shows(t, upload(t, s, nil, ""), 422, "Choose a CSV file")
	s.On("POST "+api+"/import", rest.DirectoryImport{Add: 1, Wrong: 1, Unknown: []string{"shoe <size>"}, Encoding: "Windows-1252", Rows: []postgres.ImportRow{
		{Line: 2, Name: "New", Does: "add"},
		{Line: 3, Name: "B<ad", Does: "wrong", Faults: []directory.Fault{{Field: "email", Code: "malformed", Detail: "Give one address."}}},
	}})
	s.Calls()
	file := "name\nNew\n"
	carried := base64.StdEncoding.EncodeToString([]byte(file))
	shows(t, upload(t, s, nil, file), 200, "Nothing is stored yet", "Windows-1252", "shoe &lt;size&gt;", "Is left out. e-mail: Give one address.", carried, "Save these records")
	shows(t, upload(t, s, nil, file), 200)
	if w := upload(t, s, map[string]string{"carried": carried}, ""); w.Code != 303 {
		t.Errorf("%d", w.Code)
	}
	calls := s.Calls()
	if last := calls[len(calls)-1]; last.Query != "save=true" || last.Body != file || calls[0].Query != "" {
		t.Errorf("%+v", calls)
	}
	s.OnFunc("GET "+api+"/file", func(webtest.Call) webtest.Answer {
		return webtest.Answer{File: "name\nA\n", Header: map[string]string{"Content-Type": "text/csv"}}
	})
	if w := s.Get("/directory/kept/file"); w.Code != 200 || w.Body.String() != "name\nA\n" {
		t.Errorf("%d %s", w.Code, w.Body.String())
	}
}

func TestAskingTheLibraryThatServesYou(t *testing.T) {
	t.Parallel()
	s := site(t, evidence.Requester)
	shows(t, s.Get("/ask-elsewhere"), 200, `value="Ambulance"`, "Ask Eastvale &lt;Library&gt;", "Make a text to send to Far Library")
	calls := s.Calls()
	if last := calls[len(calls)-1]; last.Query != "serves=Ambulance" {
		t.Errorf("%+v", last)
	}
	at := "/ask-elsewhere/" + one
	shows(t, s.Get(at), 200, "Your consent", "may be told my name")
	shows(t, s.Post(at, url.Values{"organisation": {"Ambulance"}}), 422, "Say that the library may be told who asks")
	if calls := s.Calls(); strings.Contains(calls[len(calls)-1].Path, "route") {
		t.Error("without consent something was sent")
	}
	s.On("POST /directory/"+one+"/route", rest.Routed{Library: there})
	if w := s.Post(at, url.Values{"organisation": {"Ambulance"}, "consent": {"yes"}}); w.Code != 303 || w.Header().Get("Location") != "/ask?library="+string(there) {
		t.Errorf("%d %s", w.Code, w.Header().Get("Location"))
	}
	at = "/ask-elsewhere/" + far
	body := shows(t, s.Get(at), 200, "does not use this service", "far@example.org", "Nothing is sent or stored here")
	if strings.Contains(body, "consent") {
		t.Error("it asks for a consent that leads nowhere")
	}
	shows(t, s.Post(at, url.Values{}), 422, "Write your question")
	s.On("POST /directory/"+far+"/letter", rest.Letter{Text: "To: Far <Library>\nDo alarms help?"})
	shows(t, s.Post(at, url.Values{"question": {"Do alarms help?"}, "organisation": {"Ambulance"}}), 200, "Copy this text", "To: Far &lt;Library&gt;")
	if w := site(t).Get("/ask-elsewhere"); w.Code != 303 {
		t.Errorf("a stranger: %d", w.Code)
	}
}
