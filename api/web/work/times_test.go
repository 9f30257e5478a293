package work_test

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"evidencedesk/api/rest"
	"evidencedesk/api/web/page"
	"evidencedesk/api/web/webtest"
	"evidencedesk/internal/evidence"
	"evidencedesk/internal/postgres"
)

// Time that has just been spent counts back from when the form was made, so that a second click sends the same.
func TestQuickLog(t *testing.T) {
	t.Parallel()
	s := site(t).On("POST "+api+"/time-entries", rest.SavedTime{})
	doc := sound(t, s.Get(at), http.StatusOK)
	made := webtest.Attr(find(doc, named("_made"))[0], "value")
	if w := s.Post(at+"/time", form("_made", made, "minutes", "45", "stage", "search")); w.Code != http.StatusSeeOther {
		t.Fatalf("status %d", w.Code)
	}
	first := given(t, s, "POST "+api+"/time-entries").Body
	if diff := cmp.Diff(object{"stage": "search", "minutes": 45.0, "started_at": "2026-11-16T09:15:00Z"}, body(t, first)); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	s.Now = s.Now.Add(2e9)
	s.Post(at+"/time", form("_made", made, "minutes", "45", "stage", "search"))
	if second := given(t, s, "POST "+api+"/time-entries").Body; second != first {
		t.Errorf("the second click sent %s", second)
	}
}

func TestTimeSaysWhatIsWrong(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		form []string
		id   string
	}{
		"no minutes":    {[]string{"stage", "search"}, "#minutes"},
		"words":         {[]string{"stage", "search", "minutes", "an hour"}, "#minutes"},
		"no activity":   {[]string{"minutes", "5"}, "#stage"},
		"in the future": {append([]string{"minutes", "5", "stage", "search"}, date("started_at", "17", "11", "2026")...), "#started-at-day"},
	} {
		doc := sound(t, site(t).Post(at+"/time", form(c.form...)), http.StatusUnprocessableEntity)
		if links(doc)[c.id] == "" {
			t.Errorf("%s: nothing at %s", name, c.id)
		}
	}
}

// An entry is changed and removed at the version that was read.
func TestEntries(t *testing.T) {
	t.Parallel()
	row := api + "/time-entries/" + item
	s := site(t).On("PUT "+row, rest.SavedTime{}).OnFunc("DELETE "+row, func(webtest.Call) webtest.Answer { return webtest.Answer{Status: http.StatusNoContent} })
	typed := append([]string{"_version", "3", "minutes", "60", "stage", "write", "started_at_time", "2pm"}, date("started_at", "14", "11", "2026")...)
	s.Post(at+"/time/"+item, form(typed...))
	call := given(t, s, "PUT "+row)
	if diff := cmp.Diff(object{"stage": "write", "minutes": 60.0, "started_at": "2026-11-14T14:00:00Z"}, normal(body(t, call.Body))); diff != "" || call.Match != `"3"` {
		t.Errorf("If-Match %s (-want +got):\n%s", call.Match, diff)
	}
	s.Post(at+"/time/"+item+"/remove", form("_version", "3"))
	if call := given(t, s, "DELETE "+row); call.Match != `"3"` {
		t.Errorf("If-Match %s", call.Match)
	}
	stale := func(webtest.Call) webtest.Answer {
		return webtest.Answer{Status: http.StatusPreconditionFailed, Body: map[string]any{
			"status": http.StatusPreconditionFailed, "code": evidence.VersionStale,
			"current": postgres.TimeEntry{ID: item, Version: 5, TimeContent: postgres.TimeContent{Stage: "teach", Minutes: 7, StartedAt: day(14, 9)}},
		}}
	}
	s.OnFunc("PUT "+row, stale).OnFunc("DELETE "+row, stale)
	doc := sound(t, s.Post(at+"/time/"+item, form(typed...)), http.StatusConflict)
	if !keeps(doc, "_version", "5") || !keeps(doc, "minutes", "60") || !strings.Contains(webtest.Text(doc), "Teaching and coaching") {
		t.Error("the conflict shows not both")
	}
	doc = sound(t, s.Post(at+"/time/"+item+"/remove", form("_version", "3")), http.StatusConflict)
	if !keeps(doc, "_version", "5") || !strings.Contains(webtest.Text(doc), "It was changed in between") {
		t.Error("a changed entry goes without a word")
	}
}

// The timer's buttons keep people on the page where they are.
func TestTheTimer(t *testing.T) {
	t.Parallel()
	for from, to := range map[string]string{"http://example.com" + at + "/time": at + "/time", "http://example.com" + at: at, "": at, "https://elsewhere.example/work": at} {
		s := site(t).On("POST "+api+"/timer/pause", rest.Timer{})
		r := httptest.NewRequestWithContext(context.Background(), http.MethodPost, at+"/timer/pause", nil)
		r.Header.Set("Referer", from)
		if w := s.Do(r); w.Code != http.StatusSeeOther || w.Header().Get("Location") != to {
			t.Errorf("from %q: status %d to %s", from, w.Code, w.Header().Get("Location"))
		}
	}
	s := site(t).On("POST "+api+"/timer/log", rest.SavedTime{})
	s.Post(at+"/timer/log", form("activity", "search", "note", "Ovid"))
	if diff := cmp.Diff(object{"activity": "search", "note": "Ovid"}, body(t, given(t, s, "POST "+api+"/timer/log").Body)); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	sound(t, s.Post(at+"/timer/log", form("minutes", "5")), http.StatusUnprocessableEntity)
	s.OnFunc("DELETE "+api+"/timer", func(webtest.Call) webtest.Answer { return webtest.Answer{Status: http.StatusNoContent} })
	if w := s.Post(at+"/timer/remove", form()); w.Code != http.StatusSeeOther {
		t.Errorf("status %d", w.Code)
	}
}

// The script of an open page learns who else has it open.
func TestPresence(t *testing.T) {
	t.Parallel()
	s := site(t)
	w := s.Post(at+"/presence", form("doing", "writing"))
	if got := w.Body.String(); w.Code != http.StatusOK || got != `{"message":"Tom Ellis is writing here."}` {
		t.Errorf("%d %s", w.Code, got)
	}
	if diff := cmp.Diff(object{"doing": "writing"}, body(t, given(t, s, "POST "+api+"/presence").Body)); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

// A file that may be copied is kept, any other is described; what the guard says of its name is at the name.
func TestAddingAFile(t *testing.T) {
	t.Parallel()
	content := []byte("what is in the file")
	upload := func(s *webtest.Site, basis string) *httptest.ResponseRecorder {
		var b bytes.Buffer
		form := multipart.NewWriter(&b)
		part, err := form.CreateFormFile("file", `C:\folder\report.pdf`)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := part.Write(content); err != nil {
			t.Fatal(err)
		}
		if err := form.WriteField("copy_basis", basis); err != nil {
			t.Fatal(err)
		}
		if err := form.Close(); err != nil {
			t.Fatal(err)
		}
		r := httptest.NewRequestWithContext(context.Background(), http.MethodPost, at+"/files", &b)
		r.Header.Set("Content-Type", form.FormDataContentType())
		return s.Do(r)
	}
	s := site(t).On("POST "+api+"/attachments", rest.SavedAttachment{})
	if w := upload(s, "link_only"); w.Code != http.StatusSeeOther {
		t.Fatalf("status %d: %s", w.Code, webtest.Text(tree(t, w)))
	}
	sum := sha256.Sum256(content)
	want := object{"name": "report.pdf", "media_type": "application/octet-stream", "size": float64(len(content)), "sha256": hex.EncodeToString(sum[:]), "copy_basis": "link_only"}
	if diff := cmp.Diff(want, body(t, given(t, s, "POST "+api+"/attachments").Body)); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	s.On("POST "+api+"/attachments/files", rest.SavedAttachment{})
	if w := upload(s, "cla"); w.Code != http.StatusSeeOther {
		t.Fatalf("status %d: %s", w.Code, webtest.Text(tree(t, w)))
	}
	if got := given(t, s, "POST "+api+"/attachments/files"); got.Body != string(content) {
		t.Errorf("the API was given %q", got.Body)
	}
	s.Refuse("POST "+api+"/attachments", http.StatusUnprocessableEntity, evidence.IdentifierSuspected, page.FieldProblem{Field: "name", Code: "identifier-suspected", Length: 6, Kind: "name"})
	doc := sound(t, upload(s, "link_only"), http.StatusUnprocessableEntity)
	if links(doc)["#name"] == "" || !keeps(doc, "name", "report.pdf") {
		t.Error("the name that is refused cannot be changed")
	}
	sound(t, site(t).Post(at+"/files", form("copy_basis", "cla")), http.StatusUnprocessableEntity)
}
