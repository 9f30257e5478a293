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

const aPDF = "%PDF-1.7 an article"

// described notes a file that is still to come, and gives where it is given.
func (r *room) described(body m) (at string) {
	r.Helper()
	var f postgres.Attachment
	r.send("librarian", http.MethodPost, "attachments", "", body).into(r.T, &f)
	if f.Kept || f.Version != 1 {
		r.Fatalf("%+v", f)
	}
	return "attachments/" + f.ID + "/file"
}

func TestADescribedFileComesLater(t *testing.T) {
	r := newRoom(t)
	sum := sha256.Sum256([]byte(aPDF))
	at := r.described(m{"name": "Smith 2024", "sha256": hex.EncodeToString(sum[:])})
	if a := r.send("librarian", http.MethodGet, at, "", nil); a.status != http.StatusNotFound {
		t.Errorf("before it came: %d", a.status)
	}
	give := func(person, query, content string, header ...string) answer {
		return r.put(person, http.MethodPut, at+query, strings.NewReader(content), header...)
	}
	for name, c := range map[string]struct {
		answer
		status int
		says   string
	}{
		"without a version":    {give("librarian", "?copy_basis=cla", aPDF), 428, "If-Match"},
		"at another version":   {give("librarian", "?copy_basis=cla", aPDF, "If-Match", `"7"`), 412, `"current"`},
		"no basis":             {give("librarian", "", aPDF, "If-Match", `"1"`), 422, "copy_basis"},
		"only pointed to":      {give("librarian", "?copy_basis=link_only", aPDF, "If-Match", `"1"`), 422, "copy_basis"},
		"another file":         {give("librarian", "?copy_basis=cla", aPDF+"!", "If-Match", `"1"`), 422, "not-described"},
		"a web page":           {give("librarian", "?copy_basis=cla", "<html>", "If-Match", `"1"`), 422, "not-supplied"},
		"of an unheard-of use": {give("librarian", "?copy_basis=theft", aPDF, "If-Match", `"1"`), 422, "copy_basis"},
		"as a form":            {give("librarian", "?copy_basis=cla", aPDF, "If-Match", `"1"`, "Content-Type", "multipart/form-data; boundary=x"), 415, ""},
		"too large":            {r.put("librarian", http.MethodPut, at+"?copy_basis=cla", io.LimitReader(&letters{}, supply.MaxBytes+1), "If-Match", `"1"`), 413, "20 MB"},
	} {
		if c.answer.status != c.status || !strings.Contains(c.body, c.says) {
			t.Errorf("%s: %d %s", name, c.answer.status, c.body)
		}
	}
	for name, status := range map[string]int{"requester": 403, "delegate": 403, "copied": 403, "reviewer": 403, "manager": 403, "admin": 404, "stranger": 404, "elsewhere": 404, "lead": 404} {
		if a := give(name, "?copy_basis=cla", aPDF, "If-Match", `"1"`); a.status != status {
			t.Errorf("by %s: %d %s", name, a.status, a.body)
		}
	}
	a := give("trainee", "?copy_basis=library_privilege", aPDF, "If-Match", `"1"`)
	var f postgres.Attachment
	a.into(t, &f)
	if a.status != http.StatusOK || a.header.Get("ETag") != `"2"` || !f.Kept || f.MediaType != "application/pdf" || f.Size != int64(len(aPDF)) || f.CopyBasis != "library_privilege" {
		t.Errorf("%d %s", a.status, a.body)
	}
	if a := give("librarian", "", aPDF+"!", "If-Match", `"2"`); a.status != http.StatusUnprocessableEntity || !strings.Contains(a.body, "another attachment") {
		t.Errorf("another file over it: %d %s", a.status, a.body)
	}
	if a := give("librarian", "", aPDF, "If-Match", `"2"`); a.status != http.StatusOK || a.header.Get("ETag") != `"2"` {
		t.Errorf("the same again: %d %s", a.status, a.body)
	}
	if got := r.send("librarian", http.MethodGet, at, "", nil); got.body != aPDF || got.header.Get("Content-Disposition") != `attachment; filename="Smith-2024.pdf"` {
		t.Errorf("%d %v", got.status, got.header)
	}
}

// Whom a basis lets have a copy, after delivery, also when the file came later.
func TestWhoReadsAFileThatCameLater(t *testing.T) {
	r := newRoom(t)
	given := map[string]string{}
	for _, basis := range []string{"open_access", "cla", "cfp", "library_privilege"} {
		at := r.described(m{"name": basis})
		if a := r.put("librarian", http.MethodPut, at+"?copy_basis="+basis, strings.NewReader(aPDF), "If-Match", `"1"`); a.status != http.StatusOK {
			t.Fatalf("%d %s", a.status, a.body)
		}
		given[basis] = at
	}
	only := r.described(m{"name": "link_only"})
	r.send("librarian", http.MethodPut, "summary", `"1"`, m{"text": "Text."})
	r.deliver()
	all := map[string]int{"librarian": 200, "manager": 200, "requester": 200, "delegate": 200, "copied": 200, "reviewer": 200, "stranger": 404, "admin": 404, "elsewhere": 404}
	one := map[string]int{"librarian": 200, "manager": 200, "requester": 200, "delegate": 403, "copied": 403, "reviewer": 403, "stranger": 404, "admin": 404, "elsewhere": 404}
	for basis, want := range map[string]map[string]int{"open_access": all, "cla": all, "cfp": all, "library_privilege": one} {
		for person, status := range want {
			if got := r.send(person, http.MethodGet, given[basis], "", nil); got.status != status {
				t.Errorf("%s by %s: %d, want %d", basis, person, got.status, status)
			}
		}
	}
	for person := range all {
		if got := r.send(person, http.MethodGet, only, "", nil); got.status != http.StatusNotFound {
			t.Errorf("what was never copied, by %s: %d", person, got.status)
		}
	}
}
