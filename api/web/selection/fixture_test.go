package selection_test

import (
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/gin-gonic/gin"

	"evidencedesk/api/rest"
	"evidencedesk/api/web/page"
	"evidencedesk/api/web/selection"
	"evidencedesk/api/web/webtest"
	"evidencedesk/internal/evidence"
	"evidencedesk/internal/fulltext"
	"evidencedesk/internal/postgres"
	domain "evidencedesk/internal/selection"
)

const (
	request = "11111111-1111-4111-8111-111111111111"
	first   = "22222222-2222-4222-8222-222222222221"
	second  = "22222222-2222-4222-8222-222222222222"
	third   = "22222222-2222-4222-8222-222222222223"
	at      = "/work/" + request + "/select"
	api     = "/requests/" + request
)

var friday = time.Date(2026, 11, 13, 10, 0, 0, 0, time.UTC)

func ptr[T any](v T) *T { return &v }

type list[T any] struct {
	Items []T `json:"items"`
}

func site(t *testing.T) *webtest.Site {
	t.Helper()
	s := webtest.New(t, func(k *page.Kit, r gin.IRouter) { selection.Register(k, r) }).As(evidence.Librarian)
	return s.On("GET "+api, rest.RequestView{
		RequestRow: rest.RequestRow{
			ID: request, Reference: "ED-2026-000123", Relation: postgres.RelationLibrary, Library: webtest.Library, Stage: evidence.Searching,
			Owner: webtest.Me, OwnerName: "Ann Walker", Question: "Do bed alarms prevent falls on <wards>?", StageSince: friday, Seq: 7,
		},
		KnownPapers: "10.1000/known\nAn unknown trial of <doors> 2020", Contents: rest.ContentsView{References: 2},
	})
}

func publication() postgres.Publication {
	return postgres.Publication{
		ID: first, Type: "article", Title: "Alarms for <b>beds</b>", Authors: []string{"Alder, J", "Birch, K"}, Journal: "Journal of Examples", Year: ptr(2024),
		Volume: "3", Issue: "2", Pages: "10-19", DOI: "10.1000/182", Abstract: "An alarm & a fall. Nothing else.",
		Found:    []postgres.FoundIn{{Import: third, Search: second, Source: "medline", Platform: "ovid", Records: 2}, {Import: third, Name: "hand.ris", Records: 1}},
		Decision: postgres.Decision{Version: 1},
	}
}

func screen(change func(*postgres.Screen)) postgres.Screen {
	p := publication()
	s := postgres.Screen{
		Publication: &p, Next: second, Previous: third, Counts: postgres.SelectionCounts{Publications: 412, Undecided: 375, Included: 20, Maybe: 7, Excluded: 10},
		Routes: []fulltext.Route{{Kind: fulltext.DOI, Label: "At the publisher (DOI)", URL: "https://doi.org/10.1000/182"}},
	}
	if change != nil {
		change(&s)
	}
	return s
}

func flow() postgres.SelectionFlow {
	return postgres.SelectionFlow{
		Flow: domain.NewFlow([]domain.Identified{{Source: first, Records: 1200}, {Source: second, Records: 30}}, 1100,
			domain.Decided{Included: 12, Maybe: 3, Excluded: []domain.Reason{{Code: "wrong_date", Publications: 40}, {Publications: 5}}}, 2),
		Origins: []postgres.RecordSource{{ID: first, Search: first, Source: "medline", Platform: "ovid"}, {ID: second, Name: "hand & <b>.ris"}},
		Contributions: []domain.Contribution{
			{Source: first, Records: 1200, Publications: 1090, Only: 1080, Included: 12, OnlyIncluded: 6}, {Source: second, Records: 30, Publications: 20, Only: 10},
		},
	}
}

// says checks that a page is shown with one h1 and says these things, and none that begin with "!".
func says(t *testing.T, w *httptest.ResponseRecorder, status int, texts ...string) string {
	t.Helper()
	body := w.Body.String()
	if w.Code != status {
		t.Fatalf("status %d: %s", w.Code, body)
	}
	if n := strings.Count(body, "<h1"); n != 1 {
		t.Errorf("%d h1", n)
	}
	for _, text := range texts {
		text, not := strings.CutPrefix(text, "!")
		if strings.Contains(body, text) == not {
			t.Errorf("says %q: %v", text, not)
			t.Logf("%s", body[strings.Index(body, "<main"):])
		}
	}
	if strings.Contains(body, "style=") {
		t.Error("the page has a style attribute, which the policy blocks")
	}
	return body
}

// sent finds the last call of a method and path.
func sent(t *testing.T, s *webtest.Site, method, path string) webtest.Call {
	t.Helper()
	var found *webtest.Call
	for _, c := range s.Calls() {
		if c.Method == method && c.Path == path {
			found = &c
		}
	}
	if found == nil {
		t.Fatalf("the page did not ask for %s %s", method, path)
	}
	return *found
}

func stale(current any) func(webtest.Call) webtest.Answer {
	return func(webtest.Call) webtest.Answer {
		return webtest.Answer{Status: 412, Body: map[string]any{"status": 412, "code": evidence.VersionStale, "title": "Stale.", "current": current}}
	}
}
