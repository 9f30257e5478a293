package rest_test

import (
	"net/http"
	"strings"
	"testing"

	"evidencedesk/internal/postgres"
)

func TestAllThatAFilterFindsIsDecided(t *testing.T) {
	r := newRoom(t)
	r.records("Rats one", "Rats two", "Cots")
	page := into[postgres.PublicationPage](t, r.send("librarian", "GET", "records?q=rats&verdict=undecided", "", nil), 200)
	if page.Total != 2 || page.Included != 0 || len(page.Bulk) != 0 {
		t.Fatalf("%+v", page)
	}
	body := m{"verdict": "exclude", "reason": "wrong_population", "filter": m{"q": "rats", "verdict": "undecided"}, "publications": 3}
	if a := r.send("librarian", "POST", "bulk-decisions", "", body); a.status != 422 || !strings.Contains(a.body, `"field":"publications"`) || strings.Contains(a.body, "rats") {
		t.Errorf("another number: %d %s", a.status, a.body)
	}
	body["publications"] = 2
	for who, status := range map[string]int{"manager": 403, "reviewer": 403, "requester": 403, "stranger": 404} {
		if a := r.send(who, "POST", "bulk-decisions", "", body); a.status != status {
			t.Errorf("%s decides: %d", who, a.status)
		}
	}
	done := into[postgres.BulkDecision](t, r.send("trainee", "POST", "bulk-decisions", "", body), 200)
	if done.Publications != 2 || done.DecidedBy != r.who("trainee") || !done.ByWords {
		t.Errorf("%+v", done)
	}
	page = into[postgres.PublicationPage](t, r.send("manager", "GET", "records", "", nil), 200)
	if page.Counts.Excluded != 2 || page.Counts.Undecided != 1 || len(page.Bulk) != 1 || page.Bulk[0].ID != done.ID {
		t.Errorf("%+v", page)
	}
	undo := "bulk-decisions/" + done.ID + "/undo"
	for who, status := range map[string]int{"manager": 403, "requester": 403, "stranger": 404} {
		if a := r.send(who, "POST", undo, "", nil); a.status != status {
			t.Errorf("%s takes it back: %d", who, a.status)
		}
	}
	for range 2 {
		if back := into[postgres.BulkDecision](t, r.send("librarian", "POST", undo, "", nil), 200); back.Undone == nil || *back.Undone != 2 || back.UndoneBy != r.who("librarian") {
			t.Errorf("%+v", back)
		}
	}
	if page = into[postgres.PublicationPage](t, r.send("librarian", "GET", "records", "", nil), 200); page.Counts.Undecided != 3 {
		t.Errorf("%+v", page.Counts)
	}
	for _, wrong := range []m{
		{"verdict": "include", "filter": m{}, "publications": 3},
		{"verdict": "exclude", "filter": m{"verdict": "include"}, "publications": 3},
		{"verdict": "exclude", "filter": m{}, "publications": 50_001},
		{"verdict": "exclude", "filter": m{}},
		{"verdict": "maybe", "reason": "wrong_date", "filter": m{}, "publications": 3},
	} {
		if a := r.send("librarian", "POST", "bulk-decisions", "", wrong); a.status != http.StatusUnprocessableEntity {
			t.Errorf("%v: %d %s", wrong, a.status, a.body)
		}
	}
	if a := r.send("librarian", "POST", "bulk-decisions/"+newUUID()+"/undo", "", nil); a.status != http.StatusNotFound {
		t.Errorf("one that is not there: %d", a.status)
	}
}
