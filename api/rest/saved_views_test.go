package rest_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"evidencedesk/api/rest"
)

func TestSavedViews(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	id := string(h.submitted())
	h.submitted()
	h.did("librarian@here", "POST", "/requests/"+id+"/claim", nil)
	body := func(name, query string, shared bool) j {
		return j{"library": here, "name": name, "query": query, "shared": shared}
	}
	mine := h.did("librarian@here", "POST", "/views", body("Mine", "sort=due&owner=me&stage=triage,searching", false))
	var saved rest.SavedView
	if mine.into(t, &saved); mine.status != http.StatusCreated || saved.Query != "owner=me&sort=due&stage=triage,searching" || !saved.Mine || mine.header.Get("ETag") != `"1"` {
		t.Fatalf("%d %s", mine.status, mine.body)
	}
	if a := h.did("librarian@here", "GET", strings.TrimPrefix(mine.header.Get("Location"), "/api/v1"), nil); !strings.Contains(a.body, `"Mine"`) {
		t.Errorf("%s", a.body)
	}
	var shared rest.SavedView
	h.did("second@here", "POST", "/views", body("Pool", "owner=none", true)).into(t, &shared)
	h.did("second@here", "POST", "/views", body("Not for others", "", false))
	var list rest.ViewList
	h.did("librarian@here", "GET", "/views?counts=true", nil).into(t, &list)
	counts := map[string]int{}
	for _, v := range list.Items {
		if v.Count == nil || v.Capped {
			t.Errorf("%s is not counted", v.Name)
			continue
		}
		counts[v.Name] = *v.Count
		if v.BuiltIn { // each opens as a queue with as many requests
			var page rest.RequestPage
			if h.did("librarian@here", "GET", "/requests?"+v.Query, nil).into(t, &page); len(page.Items) != *v.Count {
				t.Errorf("%s: counted %d, listed %d", v.Name, *v.Count, len(page.Items))
			}
		}
	}
	if len(list.Items) != 11 || counts["Not taken"] != 1 || counts["My work"] != 1 || counts["Mine"] != 1 || counts["Pool"] != 1 || counts["All open"] != 2 || counts["Overdue"] != 0 {
		t.Errorf("%+v", counts)
	}
	if n := h.statements("librarian@here", "/views?counts=true"); n > 4 {
		t.Errorf("%d statements", n)
	}
	at := "/views/" + shared.ID
	for _, c := range []struct {
		who, method, path, match string
		body                     any
		status                   int
		says                     string
	}{
		{"librarian@here", "PUT", at, `"1"`, body("Mine now", "", true), 403, "not-permitted"},
		{"librarian@there", "PUT", at, `"1"`, body("Mine now", "", true), 404, "not-found"},
		{"manager@here", "PUT", "/views/" + saved.ID, `"1"`, body("Yours", "", true), 404, "not-found"},
		{"manager@here", "PUT", at, ``, body("Pool", "owner=none", true), 428, "If-Match"},
		{"manager@here", "PUT", at, `"1"`, j{"library": there, "name": "x", "query": ""}, 422, `"field":"library"`},
		{"manager@here", "PUT", at, `"1"`, body("The pool", "owner=none", true), 200, `"version":2`},
		{"second@here", "PUT", at, `"1"`, body("Pool!", "owner=none", true), 412, `"name":"The pool"`},
		{"second@here", "DELETE", at, `"2"`, nil, 204, ""},
		{"second@here", "DELETE", at, `"2"`, nil, 404, "not-found"},
		{"librarian@here", "POST", "/views", ``, j{"library": there, "name": "x", "query": ""}, 422, `"field":"library"`},
		{"librarian@here", "POST", "/views", ``, body("Seen with Mr John Smith born 3rd March 1951", "", true), 422, "identifier-suspected"},
		{"librarian@here", "POST", "/views", ``, body("x", "q="+url.QueryEscape("999 000 0018"), true), 422, `"field":"query.q"`},
	} {
		if a := h.with(c.who, c.method, c.path, c.match, c.body); a.status != c.status || !strings.Contains(a.body, c.says) {
			t.Errorf("%s %s %s: %d %s", c.who, c.method, c.path, a.status, a.body)
		}
	}
	for query, field := range map[string]string{
		"colour=red": "query.colour", "cursor=AAAA": "query.cursor", "limit=5": "query.limit", "counts=true": "query.counts", "due=never": "query.due", "sort=up": "query.sort",
		"mine=maybe": "query.mine", "stage=asleep": "query.stage", "urgency=yesterday": "query.urgency[0]", "owner=you": "query.owner", "owner=me&owner=none": "query.owner",
		"q=" + strings.Repeat("a", 401): "query.q", "%zz": "query", "changed_since=soon": "query.changed_since", "library=" + string(there): "query.library", "product=poem": "query.product[0]",
	} {
		if a := h.as("librarian@here", "POST", "/views", body("x", query, false)); a.status != 422 || !strings.Contains(a.body, `"field":"`+field+`"`) {
			t.Errorf("%s: %d %s", query, a.status, a.body)
		}
	}
}

// TestDaysAndWeeksOfTheLibrary asks for what is due by the end of the library's own day and week.
func TestDaysAndWeeksOfTheLibrary(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	zone, err := time.LoadLocation("Europe/London")
	h.must(err)
	y, m, d := time.Now().In(zone).Date()
	midnight := time.Date(y, m, d+1, 0, 0, 0, 0, zone)
	sunday := midnight
	for sunday.In(zone).Weekday() != time.Monday {
		sunday = time.Date(y, m, d+1, 0, 0, 0, 0, zone).AddDate(0, 0, int(sunday.Sub(midnight).Hours()/24+1.5))
	}
	put := func(due time.Time) {
		_, err := h.db.Admin.Exec(t.Context(), `UPDATE request_state SET promise_due = $2 WHERE request_id = $1`, h.submitted(), due)
		h.must(err)
	}
	put(time.Now().Add(-time.Hour))
	put(midnight.Add(-time.Second))
	put(sunday.Add(-time.Second))
	put(sunday)
	today := 2
	if sunday.Equal(midnight) {
		today = 3
	}
	for due, want := range map[string]int{"overdue": 1, "today": today, "week": 3} {
		var p rest.RequestPage
		if h.did("librarian@here", "GET", "/requests?due="+due, nil).into(t, &p); len(p.Items) != want {
			t.Errorf("%s: %d, want %d", due, len(p.Items), want)
		}
		if h.did("requester@here", "GET", "/requests?due="+due, nil).into(t, &p); len(p.Items) != want {
			t.Errorf("%s of one's own: %d, want %d", due, len(p.Items), want)
		}
	}
	var load rest.Load
	if h.did("trainee@here", "GET", "/libraries/"+string(here)+"/load", nil).into(t, &load); load.Unclaimed != 4 || load.OverdueUnclaimed != 1 || load.Open != 4 || load.Overdue != 1 {
		t.Errorf("%+v", load)
	}
}

// TestNobodySeesAColleaguesLoad has a request with the librarian: the manager reads how much everybody has to do, everybody else
// only their own, and whoever hands a request over finds their colleagues without it.
func TestNobodySeesAColleaguesLoad(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	at := "/libraries/" + string(here)
	h.did("librarian@here", "POST", "/requests/"+string(h.submitted())+"/claim", nil)
	for who, want := range map[string]struct{ people, open int }{
		"manager@here": {4, 1}, "librarian@here": {1, 1}, "trainee@here": {1, 0},
	} {
		var load rest.Load
		h.did(who, "GET", at+"/load", nil).into(t, &load)
		held := 0
		for _, p := range load.People {
			held += p.Open
			if load.OwnOnly && p.Person != h.ids[who] {
				t.Errorf("%s reads what %s has to do", who, p.Name)
			}
		}
		if len(load.People) != want.people || held != want.open || load.OwnOnly != (who != "manager@here") || load.Open != 1 || load.Unclaimed != 0 {
			t.Errorf("%s: %+v", who, load)
		}
	}
	k := job{house: h}
	k.answers(
		asked{"manager@there", "GET", at + "/load", "", nil, 404, ""},
		asked{"system_lead@here", "GET", at + "/load", "", nil, 403, ""},
		asked{"requester@here", "GET", at + "/load", "", nil, 403, ""},
	)
	var staff struct{ Items []map[string]any }
	h.did("librarian@here", "GET", at+"/staff", nil).into(t, &staff)
	for _, p := range staff.Items {
		if len(p) != 3 { // person, name, roles
			t.Errorf("the list of staff tells more of a colleague: %v", p)
		}
	}
}

func TestPagesOfTheQueueTurnBack(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	for range 5 {
		h.submitted()
	}
	var first, second, back rest.RequestPage
	h.did("librarian@here", "GET", "/requests?limit=2&stage=open&counts=true", nil).into(t, &first)
	h.did("librarian@here", "GET", "/requests?limit=2&stage=open&cursor="+first.Next, nil).into(t, &second)
	h.did("librarian@here", "GET", "/requests?limit=2&stage=open&counts=true&cursor="+second.Prev, nil).into(t, &back)
	if first.Prev != "" || first.Counts.Total != 5 || second.Prev == "" || len(back.Items) != 2 || back.Items[0].ID != first.Items[0].ID || back.Next != first.Next || back.Counts.Total != 5 {
		t.Errorf("%+v\n%+v", first, back)
	}
}

// TestStatementsOfAPage counts what the busiest pages ask of the database, sign-in included.
func TestStatementsOfAPage(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	id := string(h.submitted())
	h.did("librarian@here", "POST", "/requests/"+id+"/claim", nil)
	for path, most := range map[string]int64{
		"/requests?counts=true&due=week&sort=due": 4, "/requests?q=bronchiectasis&counts=true": 4, "/requests/" + id: 6,
		"/libraries/" + string(here) + "/load": 3, "/shared-reports?q=honey": 2, "/requests/" + id + "/notices": 3,
	} {
		if n := h.statements("librarian@here", path); n > most {
			t.Errorf("%s: %d statements, at most %d", path, n, most)
		}
	}
}
