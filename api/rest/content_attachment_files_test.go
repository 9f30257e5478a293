package rest_test

import (
	"crypto/sha256"
	"encoding/hex"
	"io"
	"net/http"
	"strings"
	"testing"

	"evidencedesk/internal/postgres"
	"evidencedesk/internal/supply"
)

func TestFilesAreSupplied(t *testing.T) {
	r := newRoom(t)
	content := "%PDF-1.7 " + strings.Repeat("words ", 300_000)
	a := r.upload("librarian", "attachments/files?name=Smith%202024&copy_basis=library_privilege", strings.NewReader(content))
	if a.status != http.StatusCreated {
		t.Fatalf("%d %s", a.status, a.body)
	}
	var f postgres.Attachment
	a.into(t, &f)
	sum := sha256.Sum256([]byte(content))
	if f.MediaType != "application/pdf" || f.Size != int64(len(content)) || f.SHA256 != hex.EncodeToString(sum[:]) || !f.Kept {
		t.Errorf("%+v", f)
	}
	at := "attachments/" + f.ID + "/file"
	if got := r.send("requester", http.MethodGet, at, "", nil); got.status != http.StatusNotFound {
		t.Errorf("before delivery: %d", got.status)
	}
	r.send("librarian", http.MethodPut, "summary", `"1"`, m{"text": "Text."})
	r.deliver()
	got := r.send("requester", http.MethodGet, at, "", nil)
	if got.status != http.StatusOK || got.body != content {
		t.Fatalf("%d, %d bytes", got.status, len(got.body))
	}
	for name, want := range map[string]string{
		"Content-Type": "application/pdf", "Content-Disposition": `attachment; filename="Smith-2024.pdf"`, "X-Content-Type-Options": "nosniff",
		"Content-Security-Policy": "sandbox; default-src 'none'", "ETag": `"` + f.SHA256 + `"`,
	} {
		if got.header.Get(name) != want {
			t.Errorf("%s: %q", name, got.header.Get(name))
		}
	}
	same := send(r.handler, call{method: http.MethodGet, path: path(r.request, "/"+at), token: roomToken("requester"), header: map[string]string{"If-None-Match": got.header.Get("ETag")}})
	if same.status != http.StatusNotModified || same.body != "" {
		t.Errorf("again: %d", same.status)
	}
	for _, name := range []string{"delegate", "copied", "reviewer"} {
		if got := r.send(name, http.MethodGet, at, "", nil); got.status != http.StatusForbidden {
			t.Errorf("%s: %d %s", name, got.status, got.body)
		}
	}
}

func TestFilesThatAreNotTaken(t *testing.T) {
	r := newRoom(t)
	for name, c := range map[string]struct {
		person, query string
		file          io.Reader
		status        int
		says          string
	}{
		"a web page":       {"librarian", "name=a.pdf&copy_basis=cla", strings.NewReader("<html><script>x</script>"), 422, "Web pages"},
		"a drawing":        {"librarian", "name=a.png&copy_basis=cla", strings.NewReader("<svg/>"), 422, "SVG"},
		"a program":        {"librarian", "name=a.pdf&copy_basis=cla", strings.NewReader("\x7fELF\x02\x01"), 422, "programs"},
		"nothing":          {"librarian", "name=a.pdf&copy_basis=cla", strings.NewReader(""), 422, "file"},
		"a link":           {"librarian", "name=a.pdf&copy_basis=link_only", strings.NewReader("%PDF-1.7"), 422, "copy_basis"},
		"no basis":         {"librarian", "name=a.pdf", strings.NewReader("%PDF-1.7"), 422, "copy_basis"},
		"a path":           {"librarian", "name=a%2Fb.pdf&copy_basis=cla", strings.NewReader("%PDF-1.7"), 422, "slash"},
		"an identifier":    {"librarian", "name=943%20476%205919.pdf&copy_basis=cla", strings.NewReader("%PDF-1.7"), 422, "identifier"},
		"too large":        {"librarian", "name=a.txt&copy_basis=cla", io.LimitReader(&letters{}, supply.MaxBytes+1), 413, "20 MB"},
		"by the requester": {"requester", "name=a.pdf&copy_basis=cla", strings.NewReader("%PDF-1.7"), 403, ""},
		"by a stranger":    {"stranger", "name=a.pdf&copy_basis=cla", strings.NewReader("%PDF-1.7"), 404, ""},
	} {
		a := r.upload(c.person, "attachments/files?"+c.query, c.file)
		if a.status != c.status || !strings.Contains(a.body, c.says) {
			t.Errorf("%s: %d %s", name, a.status, a.body)
		}
	}
	if n := r.count(`SELECT count(*) FROM attachment`) + r.count(`SELECT count(*) FROM attachment_file`); n != 0 {
		t.Errorf("%d rows of what was refused", n)
	}
	if a := r.upload("librarian", "attachments/files?name=a.txt&copy_basis=cla", io.LimitReader(&letters{}, supply.MaxBytes)); a.status != http.StatusCreated {
		t.Errorf("the largest: %d %s", a.status, a.body)
	}
}

// letters never end.
type letters struct{}

func (*letters) Read(b []byte) (int, error) {
	for i := range b {
		b[i] = 'a'
	}
	return len(b), nil
}
