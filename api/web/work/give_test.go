package work_test

import (
	"bytes"
	"context"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"evidencedesk/api/rest"
	"evidencedesk/api/web/page"
	"evidencedesk/api/web/webtest"
	"evidencedesk/internal/evidence"
	"evidencedesk/internal/postgres"
)

const fileAPI = api + "/attachments/" + item

// sending is a form with a file; without content it holds none.
func sending(t *testing.T, address, content string, fields url.Values) *http.Request {
	t.Helper()
	var b bytes.Buffer
	sent := multipart.NewWriter(&b)
	if content != "" {
		part, err := sent.CreateFormFile("file", "article.pdf")
		if err != nil {
			t.Fatal(err)
		}
		if _, err := part.Write([]byte(content)); err != nil {
			t.Fatal(err)
		}
	}
	for name, values := range fields {
		for _, value := range values {
			if err := sent.WriteField(name, value); err != nil {
				t.Fatal(err)
			}
		}
	}
	if err := sent.Close(); err != nil {
		t.Fatal(err)
	}
	r := httptest.NewRequestWithContext(context.Background(), http.MethodPost, address, &b)
	r.Header.Set("Content-Type", sent.FormDataContentType())
	return r
}

func described(version int) postgres.Attachment {
	return postgres.Attachment{
		ID: item, Version: version, FromStaff: true, CreatedAt: day(14, 9), UpdatedAt: day(14, 9),
		AttachmentContent: postgres.AttachmentContent{Name: "Smith <b>2024", CopyBasis: "link_only"},
	}
}

// waiting is the site of a request with a file that is still to come.
func waiting(t *testing.T) *webtest.Site {
	t.Helper()
	return site(t).On("GET "+fileAPI, described(3)).On("GET "+api+"/attachments", items(described(3)))
}

func TestAFileThatIsToComeIsGiven(t *testing.T) {
	t.Parallel()
	s := waiting(t)
	list := sound(t, s.Get(at+"/files"), http.StatusOK)
	if links(list)[at+"/files/"+item+"/give"] == "" || !strings.Contains(webtest.Text(list), "Still to come") {
		t.Errorf("it cannot be given from the list: %v", links(list))
	}
	doc := sound(t, s.Get(at+"/files/"+item+"/give"), http.StatusOK)
	if !keeps(doc, page.VersionField, "3") || keeps(doc, "copy_basis", "link_only") {
		t.Error("the form lacks its version, or offers a basis on which nothing is kept")
	}
	s.On("PUT "+fileAPI+"/file", described(4))
	w := s.Do(sending(t, at+"/files/"+item+"/give", "%PDF-1.7 text", form(page.VersionField, "3", "copy_basis", "cla")))
	if w.Code != http.StatusSeeOther || w.Header().Get("Location") != at+"/files" {
		t.Fatalf("%d %s", w.Code, w.Body)
	}
	if got := given(t, s, "PUT "+fileAPI+"/file"); got.Body != "%PDF-1.7 text" || got.Match != `"3"` || got.Query != "copy_basis=cla" {
		t.Errorf("%+v", got)
	}
}

func TestAFileThatIsNotTaken(t *testing.T) {
	t.Parallel()
	put := "PUT " + fileAPI + "/file"
	refused := func(field, code, detail string) func(*webtest.Site) {
		return func(s *webtest.Site) {
			s.Refuse(put, http.StatusUnprocessableEntity, evidence.Invalid, page.FieldProblem{Field: field, Code: code, Detail: detail})
		}
	}
	for name, c := range map[string]struct {
		content, basis string
		api            func(*webtest.Site)
		status         int
		says           string
		at             string // the link of the error summary
	}{
		"no file":      {"", "cla", func(*webtest.Site) {}, http.StatusUnprocessableEntity, "Choose a file.", "#file"},
		"no basis":     {"x", "", func(*webtest.Site) {}, http.StatusUnprocessableEntity, "Choose on which basis", "#copy-basis"},
		"another file": {"x", "cla", refused("file", "not-described", "This is not the file that was described."), http.StatusUnprocessableEntity, "This is not the file that was described.", "#file"},
		"changed meanwhile": {"x", "cla", func(s *webtest.Site) {
			s.OnFunc(put, func(webtest.Call) webtest.Answer {
				return webtest.Answer{Status: http.StatusPreconditionFailed, Body: map[string]any{"status": 412, "code": evidence.VersionStale, "current": described(9)}}
			})
		}, http.StatusConflict, "Somebody changed what is noted", ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := waiting(t)
			c.api(s)
			w := s.Do(sending(t, at+"/files/"+item+"/give", c.content, form(page.VersionField, "3", "copy_basis", c.basis)))
			doc := sound(t, w, c.status)
			if !strings.Contains(webtest.Text(doc), c.says) || c.at != "" && links(doc)[c.at] == "" {
				t.Errorf("%s", webtest.Text(doc))
			}
			if c.status == http.StatusConflict && !keeps(doc, page.VersionField, "9") {
				t.Error("the form still names the version that is gone")
			}
		})
	}
}

// An article that is on order is noted without its file; without saying so, a form without a file is refused.
func TestAFileIsNotedBeforeItComes(t *testing.T) {
	t.Parallel()
	s := site(t).On("POST "+api+"/attachments", rest.SavedAttachment{})
	if w := s.Do(sending(t, at+"/files", "", form("name", "On order.pdf", "copy_basis", "cla", "later", "yes"))); w.Code != http.StatusSeeOther {
		t.Fatalf("%d %s", w.Code, w.Body)
	}
	if got := body(t, given(t, s, "POST "+api+"/attachments").Body); got["name"] != "On order.pdf" || got["copy_basis"] != "cla" || got["sha256"] != nil {
		t.Errorf("%v", got)
	}
	doc := sound(t, site(t).Do(sending(t, at+"/files", "", form("name", "On order.pdf", "copy_basis", "cla"))), http.StatusUnprocessableEntity)
	if links(doc)["#file"] == "" || !keeps(doc, "name", "On order.pdf") {
		t.Error("it was not said what is missing, or the name is lost")
	}
}

// What the API says of a file reaches the browser, which runs none of it; a refusal is a page.
func TestDownloadingFromTheWorkbench(t *testing.T) {
	t.Parallel()
	headers := map[string]string{
		"Content-Type": "application/pdf", "Content-Disposition": `attachment; filename="smith.pdf"`, "X-Content-Type-Options": "nosniff",
		"Content-Security-Policy": "sandbox; default-src 'none'", "Cache-Control": "private, no-cache",
	}
	s := site(t).OnFunc("GET "+fileAPI+"/file", func(webtest.Call) webtest.Answer { return webtest.Answer{File: "%PDF-1.7", Header: headers} })
	w := s.Get(at + "/files/" + item + "/file")
	if w.Code != http.StatusOK || w.Body.String() != "%PDF-1.7" {
		t.Errorf("%d %s", w.Code, w.Body)
	}
	for name, value := range headers {
		if w.Header().Get(name) != value {
			t.Errorf("%s: %q", name, w.Header().Get(name))
		}
	}
	s.Refuse("GET "+fileAPI+"/file", http.StatusNotFound, evidence.NotFound)
	if w := s.Get(at + "/files/" + item + "/file"); w.Code != http.StatusNotFound || !strings.Contains(w.Header().Get("Content-Type"), "text/html") {
		t.Errorf("not there: %d %v", w.Code, w.Header())
	}
	if w := s.As(evidence.Requester).Get(at + "/files/" + item + "/give"); w.Code != http.StatusNotFound && w.Code != http.StatusForbidden {
		t.Errorf("a requester at the page: %d", w.Code)
	}
	if w := s.As().Get(at + "/files/" + item + "/file"); w.Code != http.StatusSeeOther {
		t.Errorf("nobody: %d", w.Code)
	}
}
