package manage_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"evidencedesk/api/rest"
	"evidencedesk/api/web/page"
	"evidencedesk/api/web/webtest"
	"evidencedesk/internal/calendar"
	"evidencedesk/internal/evidence"
)

const hoursPage = "/settings/calendar/hours"

// moving has the preview move two promises.
func moving(s *webtest.Site) *webtest.Site {
	return s.On("POST "+lib+"/calendar/preview", rest.CalendarPreview{Unchanged: 7, More: 1, Requests: []rest.CalendarMove{
		{ID: fall, Reference: "ED-2026-000101", Owner: tom, OwnerName: "Tom <b>Ellis</b>", From: day(18, 17), To: day(19, 11)},
		{ID: burn, Reference: "ED-2026-000102", From: day(27, 17), To: day(26, 9)},
	}})
}

// Nothing is saved before the preview; then the calendar is, and the open requests are told.
func TestHoursAreSavedAfterThePreview(t *testing.T) {
	t.Parallel()
	s := moving(site(t)).On("PUT "+lib+"/calendar", hours(5)).On("POST "+lib+"/calendar/recompute", rest.Recomputed{Requests: 3})
	d := sound(t, s.Get(hoursPage), http.StatusOK)
	first := d.form("week.monday", "10am to 6pm", "week.friday", "")
	if first.Get("week.thursday") != "9am to 5pm" || first.Get("_version") != "4" || first.Get("nation") != "england-and-wales" {
		t.Fatalf("the form begins with %v", first)
	}
	preview := sound(t, s.Post(hoursPage, first), http.StatusOK)
	preview.says("Check what this changes", "Monday Now 9am to 5pm From now on 10am to 6pm", "Friday Now 9am to 12:30pm, 1:30pm to 4pm From now on Closed", "3 promised dates would move, 7 would stay.",
		"ED-2026-000101 Librarian Tom <b>Ellis</b>", "Not taken", "Earlier", "And 1 more request", "Save and move these dates")
	if calls := sent(s); len(calls) > 0 {
		t.Fatalf("the preview changed something: %v", calls)
	}
	gone(t, s.Post(hoursPage, preview.form("_do", "move")), "/settings/calendar")
	calls := sent(s)
	if len(calls) != 2 || calls[0].Method != http.MethodPut || calls[0].Match != `"4"` || calls[1].Path != lib+"/calendar/recompute" {
		t.Fatalf("%v", calls)
	}
	b := body(t, calls[0])
	week, _ := b["week"].(object)
	if friday, is := week["friday"].([]any); !is || len(friday) != 0 {
		t.Errorf("friday: %v", week["friday"])
	}
	if closures, _ := b["closures"].([]any); len(closures) != 3 {
		t.Errorf("the closures were lost: %v", b)
	}
	if _, there := b["version"]; there {
		t.Error("the body holds a version")
	}
	if want := "The usual hours are saved. The dates of 3 open requests were worked out again."; len(s.Notices) != 1 || s.Notices[0] != want {
		t.Errorf("%q", s.Notices)
	}
}

func TestDatesCanBeKept(t *testing.T) {
	t.Parallel()
	s := moving(site(t)).On("PUT "+lib+"/calendar", hours(5))
	d := sound(t, s.Post(hoursPage, sound(t, s.Get(hoursPage), http.StatusOK).form("name", "Desk")), http.StatusOK)
	gone(t, s.Post(hoursPage, d.form("_do", "keep")), "/settings/calendar")
	if calls := sent(s); len(calls) != 1 {
		t.Errorf("%v", calls)
	}
	edit := sound(t, s.Post(hoursPage, d.form("_do", "edit")), http.StatusOK)
	if edit.form().Get("name") != "Desk" {
		t.Error("what was entered is lost on the way back")
	}
}

// When the engine is away the hours are saved all the same, and the page says what is left to do.
func TestRecomputeCanFail(t *testing.T) {
	t.Parallel()
	s := moving(site(t)).On("PUT "+lib+"/calendar", hours(5)).Refuse("POST "+lib+"/calendar/recompute", http.StatusServiceUnavailable, evidence.EngineUnavailable)
	d := sound(t, s.Post(hoursPage, sound(t, s.Get(hoursPage), http.StatusOK).form("name", "Desk")), http.StatusOK)
	gone(t, s.Post(hoursPage, d.form("_do", "move")), "/settings/calendar/recompute")
	if !strings.Contains(s.Notices[0], "do that here in a moment") {
		t.Errorf("%q", s.Notices)
	}
	s.On("POST "+lib+"/calendar/recompute", rest.Recomputed{Requests: 1})
	ask := sound(t, s.Get("/settings/calendar/recompute"), http.StatusOK)
	ask.says("ED-2026-000101")
	gone(t, s.Post("/settings/calendar/recompute", ask.form()), "/settings/calendar")
}

// Two people change the calendar: whoever comes second sees both, and a closure of the first is kept.
func TestSomebodyElseChangedTheCalendar(t *testing.T) {
	t.Parallel()
	s := site(t)
	d := sound(t, s.Get(hoursPage), http.StatusOK)
	theirs := hours(5)
	theirs.Closures = append(theirs.Closures, calendar.Closure{Date: "2026-12-22", Reason: "Party"})
	theirs.Week.Tuesday = nil
	s.On("GET "+lib+"/calendar", theirs)
	both := sound(t, s.Post(hoursPage, d.form("week.monday", "10am to 6pm", "_do", "move")), http.StatusConflict)
	both.says("Somebody else changed the calendar", "As it is now", "With your change, not saved", "Tuesday As it is now Different: Closed")
	if calls := sent(s); len(calls) > 0 {
		t.Fatalf("%v", calls)
	}
	s.On("PUT "+lib+"/calendar", hours(6))
	s.Calls()
	gone(t, s.Post(hoursPage, both.form("_do", "keep")), "/settings/calendar")
	call := sent(s)[0]
	if call.Match != `"5"` || !strings.Contains(call.Body, "Party") {
		t.Errorf("%v", call)
	}
	// The same between reading and writing.
	s.Refuse("PUT "+lib+"/calendar", http.StatusPreconditionFailed, evidence.VersionStale)
	sound(t, s.Post(hoursPage, both.form("_do", "keep")), http.StatusConflict).says("Somebody else changed the calendar")
	// A second click finds its own change.
	mine := theirs
	mine.Week = hours(1).Week
	mine.Week.Monday = []calendar.Period{{From: "10:00", To: "18:00"}}
	mine.Version = 6
	gone(t, s.On("GET "+lib+"/calendar", mine).Post(hoursPage, both.form("_do", "keep")), "/settings/calendar")
}

func TestHoursThatAreWrong(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		pairs  []string
		target string
		says   string
	}{
		"an hour alone": {[]string{"week.monday", "9 to 5"}, "#week-monday", "Monday: write times such as 9am to 5pm"},
		"no name":       {[]string{"name", " "}, "#name", "Give the hours a name."},
		"never open":    {[]string{"week.monday", "", "week.tuesday", "", "week.wednesday", "", "week.thursday", "", "week.friday", ""}, "#week-monday", "at least one day"},
	} {
		s := site(t)
		d := sound(t, s.Post(hoursPage, sound(t, s.Get(hoursPage), http.StatusOK).form(c.pairs...)), http.StatusUnprocessableEntity)
		d.says(c.says)
		if d.links()[c.target] == "" {
			t.Errorf("%s: %v", name, d.links())
		}
		if got := d.form().Get(c.pairs[0]); got != c.pairs[1] {
			t.Errorf("%s: what was typed became %q", name, got)
		}
	}
	s := site(t).Refuse("POST "+lib+"/calendar/preview", http.StatusUnprocessableEntity, evidence.Invalid,
		page.FieldProblem{Field: "week.tuesday[1].from", Code: "overlap", Detail: "The period must not begin before the one above it ends."})
	d := sound(t, s.Post(hoursPage, sound(t, s.Get(hoursPage), http.StatusOK).form("week.tuesday", "9am to 1pm, 10am to 5pm")), http.StatusUnprocessableEntity)
	if words := d.links()["#week-tuesday"]; words != "Tuesday: the period must not begin before the one above it ends." {
		t.Errorf("%q", words)
	}
}

func date(name, d, m, y string) []string {
	return []string{name + ".day", d, name + ".month", m, name + ".year", y}
}

// saved fills a form in, takes the preview and gives the calendar that is saved.
func saved(t *testing.T, address string, pairs ...string) rest.CalendarBody {
	t.Helper()
	s := site(t).On("PUT "+lib+"/calendar", hours(5))
	d := sound(t, s.Get(address), http.StatusOK)
	preview := sound(t, s.Post(address, d.form(pairs...)), http.StatusOK)
	preview.says("Check what this changes", "No promised date of an open request would move.")
	s.Calls()
	gone(t, s.Post(address, preview.form("_do", "keep")), "/settings/calendar")
	var b rest.CalendarBody
	decode(t, sent(s)[0], &b)
	return b
}

func TestDaysAreClosedAndOpened(t *testing.T) {
	t.Parallel()
	b := saved(t, "/settings/calendar/closures/new", append(append(date("from", "30", "12", "2026"), date("to", "1", "1", "2027")...), "reason", "Heating")...)
	if n := len(b.Closures); n != 6 || b.Closures[3].Date != "2026-12-30" || b.Closures[5].Date != "2027-01-01" || b.Closures[5].Reason != "Heating" {
		t.Errorf("%v", b.Closures)
	}
	b = saved(t, "/settings/calendar/closures/2026-12-23..2026-12-24/remove")
	if len(b.Closures) != 1 || len(b.SpecialOpenings) != 1 {
		t.Errorf("%v", b)
	}
	b = saved(t, "/settings/calendar/openings/new", append(date("date", "31", "12", "2026"), "periods", "9am to midday", "reason", "New Year's Eve")...)
	if len(b.SpecialOpenings) != 2 || b.SpecialOpenings[1].Periods[0].To != "12:00" {
		t.Errorf("%v", b.SpecialOpenings)
	}
	b = saved(t, "/settings/calendar/openings/2026-12-28/remove")
	if len(b.SpecialOpenings) != 0 || len(b.Closures) != 3 {
		t.Errorf("%v", b)
	}
}

func TestDaysThatAreWrong(t *testing.T) {
	t.Parallel()
	closures, openings := "/settings/calendar/closures/new", "/settings/calendar/openings/new"
	for name, c := range map[string]struct {
		address string
		pairs   []string
		target  string
	}{
		"nothing":                {closures, nil, "#from-day"},
		"no such day":            {closures, append(date("from", "31", "2", "2027"), "reason", "x"), "#from-day"},
		"backwards":              {closures, append(append(date("from", "30", "12", "2026"), date("to", "1", "12", "2026")...), "reason", "x"), "#to-day"},
		"too long":               {closures, append(append(date("from", "30", "12", "2026"), date("to", "31", "12", "2028")...), "reason", "x"), "#to-day"},
		"no reason":              {closures, date("from", "30", "12", "2026"), "#reason"},
		"a day of its own hours": {closures, append(date("from", "28", "12", "2026"), "reason", "x"), "#from-day"},
		"no hours":               {openings, append(date("date", "31", "12", "2026"), "reason", "x"), "#periods"},
		"strange hours":          {openings, append(date("date", "31", "12", "2026"), "reason", "x", "periods", "all day"), "#periods"},
		"a closed day":           {openings, append(date("date", "24", "12", "2026"), "reason", "x", "periods", "9am to 1pm"), "#date-day"},
	} {
		form := url.Values{}
		for i := 0; i+1 < len(c.pairs); i += 2 {
			form.Set(c.pairs[i], c.pairs[i+1])
		}
		s := site(t)
		d := sound(t, s.Post(c.address, form), http.StatusUnprocessableEntity)
		if d.links()[c.target] == "" {
			t.Errorf("%s: %v", name, d.links())
		}
		if calls := sent(s); len(calls) > 0 {
			t.Errorf("%s: %v", name, calls)
		}
	}
	same := append(date("from", "23", "12", "2026"), "reason", "Staff <b>training</b>", "_version", "4")
	form := url.Values{}
	for i := 0; i+1 < len(same); i += 2 {
		form.Set(same[i], same[i+1])
	}
	gone(t, site(t).Post(closures, form), "/settings/calendar")
}
