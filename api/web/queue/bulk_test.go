package queue_test

import (
	"net/http"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"evidencedesk/api/rest"
	"evidencedesk/api/web/webtest"
	"evidencedesk/internal/evidence"
)

const (
	claimFall = "POST /requests/" + string(fall) + "/claim"
	claimBurn = "POST /requests/" + string(burn) + "/claim"
)

func TestManyAtOnce(t *testing.T) {
	t.Parallel()
	for name, tc := range map[string]struct{ action, reason, command, body, said string }{
		"take":    {"take", "", "claim", `{}`, "2 requests are yours now."},
		"assign":  {"assign:" + string(tom), "workload", "reassign", `{"reason":"workload","person":"` + string(tom) + `"}`, "2 requests have changed hands."},
		"release": {"release", "absence", "release", `{"reason":"absence"}`, "2 requests are back in the queue."},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := site(t)
			for _, id := range []evidence.RequestID{fall, burn} {
				s.On("POST /requests/"+string(id)+"/"+tc.command, rest.CommandResult{})
			}
			w := s.Post("/queue/bulk", form("request", fallRef, "request", burnRef, "action", tc.action, "reason", tc.reason, "_at", "owner=none"))
			if w.Code != http.StatusSeeOther || w.Header().Get("Location") != "/queue?owner=none" {
				t.Fatalf("%d %s: %s", w.Code, w.Header().Get("Location"), w.Body)
			}
			if diff := cmp.Diff([]string{tc.said}, s.Notices); diff != "" {
				t.Error(diff)
			}
			calls := sent(s)
			if len(calls) != 2 || calls[0].Path == calls[1].Path {
				t.Fatalf("sent %+v", calls)
			}
			for _, c := range calls {
				if c.Body != tc.body || c.Key != "key-of-the-form" {
					t.Errorf("sent %+v", c)
				}
			}
		})
	}
}

func TestEachThatFailedIsNamed(t *testing.T) {
	t.Parallel()
	s := site(t).On(claimFall, rest.CommandResult{}).On("GET /requests/"+string(burn), rest.RequestRow{Owner: tom, OwnerName: "Tom Ellis"})
	s.Refuse(claimBurn, http.StatusConflict, evidence.AlreadyClaimed)
	gone := "00000000-0000-4000-8000-000000000103"
	s.Refuse("POST /requests/"+gone+"/claim", http.StatusNotFound, evidence.NotFound)
	w := s.Post("/queue/bulk", form("request", fallRef, "request", burnRef, "request", gone+":ED-2026-000103", "request", "nonsense", "action", "take", "_at", "owner=none"))
	if w.Code != http.StatusConflict {
		t.Fatalf("%d", w.Code)
	}
	d := read(t, w)
	d.says("1 request is yours now. The others are as they were.", "ED-2026-000102 Why Tom Ellis was faster and has it now.",
		"ED-2026-000103 Why There is no such request", "The form did not say which.")
	if strings.Contains(webtest.Text(d.Node), "ED-2026-000101") {
		t.Error("the one that was done is listed too")
	}
	if got := d.link("Go back to the queue"); got != "/queue?owner=none" {
		t.Errorf("back is %s", got)
	}
}

func TestABulkFormThatIsNotFilledIn(t *testing.T) {
	t.Parallel()
	for name, tc := range map[string]struct {
		form        []string
		says, leads string
	}{
		"nothing ticked": {[]string{"action", "take"}, "Select at least one request.", "#request-00000000-0000-4000-8000-000000000101----2026-000101"},
		"no action":      {[]string{"request", burnRef}, "Choose what to do with the selected requests.", "#action"},
		"no reason":      {[]string{"request", burnRef, "action", "assign:" + string(tom)}, "Choose why they change hands.", "#reason"},
		"no such action": {[]string{"request", burnRef, "action", "assign:me"}, "Choose what to do with the selected requests.", "#action"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := site(t)
			w := s.Post("/queue/bulk", form(append(tc.form, "_at", "owner=none")...))
			if w.Code != http.StatusUnprocessableEntity {
				t.Fatalf("%d", w.Code)
			}
			d := read(t, w)
			if got := d.link(tc.says); got != tc.leads {
				t.Errorf("the error leads to %s", got)
			}
			if !strings.HasPrefix(webtest.Text(d.one("title", "", "")), "Error: ") {
				t.Error("the title does not say so")
			}
			ticked := 0
			for _, box := range d.all("input", "name", "request") {
				if webtest.Has(box, "checked") {
					ticked++
				}
			}
			if want := strings.Count(strings.Join(tc.form, " "), "ED-2026"); ticked != want {
				t.Errorf("%d boxes are still ticked, want %d", ticked, want)
			}
			if calls := sent(s); len(calls) != 0 {
				t.Errorf("sent %v", calls)
			}
		})
	}
}

func TestAKeyThatWasUsedForSomethingElse(t *testing.T) {
	t.Parallel()
	s := site(t)
	s.Refuse(claimFall, http.StatusUnprocessableEntity, evidence.IdempotencyKeyReused)
	s.Post("/queue/bulk", form("request", fallRef, "action", "take"))
	calls := sent(s)
	if len(calls) != 2 || calls[0].Key == calls[1].Key {
		t.Errorf("a page that was gone back to sends %+v", calls)
	}
}
