package mine_test

import (
	"net/http"
	"strings"
	"testing"

	"evidencedesk/api/web/webtest"
	"evidencedesk/internal/evidence"
)

// The requester downloads what the basis lets them have: as a file, never as a page of ours. What it does not let them have is refused
// with the reason.
func TestDownloadingASuppliedArticle(t *testing.T) {
	t.Parallel()
	const file = "GET " + path + "/attachments/f1/file"
	headers := map[string]string{
		"Content-Type": "text/plain", "Content-Disposition": `attachment; filename="smith.txt"`, "X-Content-Type-Options": "nosniff",
		"Content-Security-Policy": "sandbox; default-src 'none'", "Cache-Control": "private, no-cache",
	}
	s := site(t).OnFunc(file, func(webtest.Call) webtest.Answer {
		return webtest.Answer{File: "<script>alert(1)</script>", Header: headers}
	})
	w := s.Get(path + "/files/f1")
	if w.Code != http.StatusOK || w.Body.String() != "<script>alert(1)</script>" {
		t.Errorf("%d %s", w.Code, w.Body)
	}
	for name, value := range headers {
		if w.Header().Get(name) != value {
			t.Errorf("%s: %q", name, w.Header().Get(name))
		}
	}
	s.OnFunc(file, func(webtest.Call) webtest.Answer {
		return webtest.Answer{Status: http.StatusForbidden, Body: map[string]any{"status": 403, "code": evidence.NotPermitted, "detail": "Ask the library for a copy of your own."}}
	})
	w = s.Get(path + "/files/f1")
	if w.Code != http.StatusForbidden || !strings.Contains(w.Header().Get("Content-Type"), "text/html") || w.Header().Get("Content-Disposition") != "" {
		t.Errorf("refused: %d %v", w.Code, w.Header())
	}
	s.Refuse(file, http.StatusNotFound, evidence.NotFound)
	if w := s.Get(path + "/files/f1"); w.Code != http.StatusNotFound {
		t.Errorf("not there: %d", w.Code)
	}
	if w := s.As().Get(path + "/files/f1"); w.Code != http.StatusSeeOther {
		t.Errorf("nobody has signed in: %d", w.Code)
	}
}
