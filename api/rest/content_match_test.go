package rest_test

import (
	"fmt"
	"net/http"
	"strconv"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"evidencedesk/internal/evidence"
)

// editable is a resource that is changed by naming its version: how it is made, and a body with a text in it.
type editable struct {
	make    func(*room) string // gives its address
	body    func(text string) m
	text    func(current m) any // where the text stands in what is stored
	removed bool                // it can be removed too
}

func editables() map[string]editable {
	note := func(current m) any { return current["note"] }
	return map[string]editable{
		"searches":     {func(r *room) string { return r.make("librarian", "searches", aSearch("old")) }, aSearch, note, true},
		"time-entries": {func(r *room) string { return r.make("librarian", "time-entries", aTime("old")) }, aTime, note, true},
		"references": {func(r *room) string {
			var added struct{ Items []struct{ ID string } }
			r.send("librarian", http.MethodPost, "references", "", m{"references": []m{aReference("old")}}).into(r.T, &added)
			return path(r.request, "/references/"+added.Items[0].ID)
		}, aReference, note, true},
		"attachments": {func(r *room) string { return r.make("librarian", "attachments", aFile("old")) }, aFile, func(c m) any { return c["name"] }, true},
		"drafts": {
			func(r *room) string { return r.make("librarian", "/api/v1/drafts", aDraft("old")) }, aDraft,
			func(c m) any { return c["submission"].(m)["question"] }, true,
		},
		"summary": {func(r *room) string {
			r.send("librarian", http.MethodPut, "summary", `"1"`, m{"text": "old"})
			return path(r.request, "/summary")
		}, func(text string) m { return m{"text": text} }, func(c m) any { return c["text"] }, false},
	}
}

func TestARowIsChangedOnlyByWhoHasReadIt(t *testing.T) {
	r := newRoom(t)
	for name, e := range editables() {
		address := e.make(r)
		read := r.send("librarian", http.MethodGet, address, "", nil)
		tag := read.header.Get("ETag")
		if read.status != http.StatusOK || tag == "" {
			t.Errorf("%s: GET %d, ETag %q: %s", name, read.status, tag, read.body)
			continue
		}
		for header, want := range map[string]int{"": 428, `"99"`: 412, "2": 400, `"x"`: 400, "*": 400, `"1", "2"`: 400, `"99999999999999999999"`: 400} {
			got := r.send("librarian", http.MethodPut, address, header, e.body("new"))
			if got.status != want {
				t.Errorf("%s: If-Match %q gives %d, want %d: %s", name, header, got.status, want, got.body)
			}
		}
		if again := r.send("librarian", http.MethodGet, address, "", nil); again.body != read.body {
			t.Errorf("%s: a refused save changed it: %s", name, again.body)
		}
		saved := r.send("librarian", http.MethodPut, address, tag, e.body("new"))
		if saved.status != http.StatusOK || saved.header.Get("ETag") == tag {
			t.Errorf("%s: the save gives %d, ETag %s: %s", name, saved.status, saved.header.Get("ETag"), saved.body)
		}
		r.shownBoth(name, e, address, tag, saved.header.Get("ETag"))
	}
}

// shownBoth sends with an old tag and expects to be shown what is stored, under its own tag, with nothing changed.
func (r *room) shownBoth(name string, e editable, address, old, now string) {
	r.Helper()
	methods := []string{http.MethodPut}
	if e.removed {
		methods = append(methods, http.MethodDelete)
	}
	for _, method := range methods {
		var body any
		if method == http.MethodPut {
			body = e.body("typed in another window")
		}
		got := r.send("librarian", method, address, old, body)
		var p struct {
			Code           string
			CurrentVersion int `json:"current_version"`
			Current        m
		}
		got.into(r.T, &p)
		if got.status != http.StatusPreconditionFailed || p.Code != "version-stale" || strconv.Quote(strconv.Itoa(p.CurrentVersion)) != now ||
			got.header.Get("ETag") != now || e.text(p.Current) != "new" {
			r.Errorf("%s %s: %d, ETag %s (want %s), %s", method, name, got.status, got.header.Get("ETag"), now, got.body)
		}
		if strings.Contains(got.body, "another window") {
			r.Errorf("%s %s: the problem repeats what was sent", method, name)
		}
	}
	if !e.removed {
		return
	}
	if got := r.send("librarian", http.MethodDelete, address, now, nil); got.status != http.StatusNoContent || got.body != "" {
		r.Errorf("DELETE %s: %d %s", name, got.status, got.body)
	}
	if got := r.send("librarian", http.MethodGet, address, "", nil); got.status != http.StatusNotFound {
		r.Errorf("%s is still there: %d", name, got.status)
	}
}

func TestTwoEditorsOfOneSummary(t *testing.T) {
	r := newRoom(t)
	empty := r.send("librarian", http.MethodGet, "summary", "", nil)
	if empty.header.Get("ETag") != `"1"` {
		t.Fatalf("the empty page: %s %s", empty.header.Get("ETag"), empty.body)
	}
	if a := r.send("librarian", http.MethodPut, "summary", `"1"`, m{"text": "Mine."}); a.status != 200 || a.header.Get("ETag") != `"2"` {
		t.Fatalf("%d %s", a.status, a.body)
	}
	var p struct{ Current struct{ Text string } }
	a := r.send("colleague", http.MethodPut, "summary", `"1"`, m{"text": "Theirs."})
	if a.into(t, &p); a.status != 412 || p.Current.Text != "Mine." {
		t.Fatalf("%d %s", a.status, a.body)
	}
	var s struct {
		Text    string
		Authors []evidence.PersonID
	}
	a = r.send("colleague", http.MethodPut, "summary", a.header.Get("ETag"), m{"text": "Mine. Theirs."})
	if a.into(t, &s); a.status != 200 || s.Text != "Mine. Theirs." || len(s.Authors) != 2 {
		t.Fatalf("%d %s", a.status, a.body)
	}
	if a = r.send("librarian", http.MethodPut, "summary", a.header.Get("ETag"), m{"text": "Mine. Theirs."}); a.header.Get("ETag") != `"3"` {
		t.Errorf("saving what is stored: %d %s", a.status, a.header.Get("ETag"))
	}
}

func TestOfConcurrentAutosavesOneWins(t *testing.T) {
	r := newRoom(t)
	r.send("librarian", http.MethodPut, "summary", `"1"`, m{"text": "before"})
	statuses := make(chan int, 6)
	var all sync.WaitGroup
	for i := range cap(statuses) {
		all.Go(func() {
			statuses <- r.send("librarian", http.MethodPut, "summary", `"2"`, m{"text": fmt.Sprint("editor ", i)}).status
		})
	}
	all.Wait()
	close(statuses)
	got := map[int]int{}
	for s := range statuses {
		got[s]++
	}
	if diff := cmp.Diff(map[int]int{200: 1, 412: 5}, got); diff != "" {
		t.Error(diff)
	}
}

func TestReorderingOverTheAPI(t *testing.T) {
	r := newRoom(t)
	r.send("librarian", http.MethodPost, "references", "", m{"references": []m{{"type": "book", "title": "a"}, {"type": "book", "title": "b"}, {"type": "book", "title": "c"}}})
	order := r.send("librarian", http.MethodGet, "references/order", "", nil)
	var o struct{ IDs []string }
	order.into(t, &o)
	ids := []string{o.IDs[2], o.IDs[0], o.IDs[1]}
	if a := r.send("librarian", http.MethodPut, "references/order", "", m{"ids": ids}); a.status != 428 {
		t.Errorf("without If-Match: %d", a.status)
	}
	if a := r.send("librarian", http.MethodPut, "references/order", order.header.Get("ETag"), m{"ids": ids}); a.status != 200 {
		t.Fatalf("%d %s", a.status, a.body)
	}
	var p struct{ Current struct{ IDs []string } }
	stale := r.send("colleague", http.MethodPut, "references/order", order.header.Get("ETag"), m{"ids": o.IDs})
	if stale.into(t, &p); stale.status != 412 || !cmp.Equal(p.Current.IDs, ids) {
		t.Errorf("stale: %d %s", stale.status, stale.body)
	}
	var titles strings.Builder
	next := ""
	for {
		var page struct {
			Items []struct{ Title string }
			Next  string
		}
		r.send("librarian", http.MethodGet, "references?limit=2&cursor="+next, "", nil).into(t, &page)
		for _, i := range page.Items {
			titles.WriteString(i.Title)
		}
		if next = page.Next; next == "" {
			break
		}
	}
	if titles.String() != "cab" {
		t.Errorf("read %s", titles.String())
	}
}
