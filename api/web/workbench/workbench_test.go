package workbench_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"
	"testing/fstest"
	"time"
	"unicode/utf8"

	"github.com/gin-gonic/gin"
	"github.com/google/go-cmp/cmp"

	"evidencedesk/api/rest"
	"evidencedesk/api/web/page"
	"evidencedesk/api/web/ui"
	"evidencedesk/api/web/webtest"
	"evidencedesk/api/web/workbench"
	"evidencedesk/internal/evidence"
	"evidencedesk/internal/postgres"
)

const request = "00000000-0000-4000-8000-000000000100"

// bench loads a request as a librarian who visits one of its pages, and gives it to the test.
func bench(t *testing.T, v rest.RequestView, look func(*workbench.Bench)) int {
	t.Helper()
	register := func(k *page.Kit, r gin.IRouter) {
		k.Area(r, fstest.MapFS{}).Get("/work/:id", page.Staff, func(v *page.Visit) error {
			b, err := workbench.Load(v, v.Param("id"))
			if err != nil {
				return err
			}
			look(b)
			return v.Go("/seen")
		})
	}
	s := webtest.New(t, register).As(evidence.Librarian).On("GET /requests/"+request, v)
	return s.Get("/work/" + request).Code
}

func view(change func(*rest.RequestView)) rest.RequestView {
	v := rest.RequestView{RequestRow: rest.RequestRow{
		ID: request, Reference: "ED-2026-000123", Relation: postgres.RelationLibrary, Library: webtest.Library, Stage: evidence.Searching, Running: true,
		Owner: webtest.Me, OwnerName: "Ann Walker", Question: "Do bed alarms reduce falls?", Seq: 7, DueBy: time.Date(2026, 11, 18, 17, 0, 0, 0, time.UTC),
	}, Contents: rest.ContentsView{Searches: 5, Messages: 2, Notes: 1}, AllowedCommands: []evidence.Name{evidence.Deliver}}
	if change != nil {
		change(&v)
	}
	return v
}

func TestWhoFindsAWorkbench(t *testing.T) {
	t.Parallel()
	for relation, want := range map[postgres.Relation]int{
		postgres.RelationLibrary: http.StatusSeeOther, postgres.RelationReview: http.StatusSeeOther, postgres.RelationOwn: http.StatusNotFound, postgres.RelationShared: http.StatusNotFound,
	} {
		if got := bench(t, view(func(v *rest.RequestView) { v.Relation = relation }), func(*workbench.Bench) {}); got != want {
			t.Errorf("%s: status %d", relation, got)
		}
	}
}

func TestTheHeader(t *testing.T) {
	t.Parallel()
	bench(t, view(nil), func(b *workbench.Bench) {
		h := b.Header(workbench.Searches)
		var tabs []string
		for _, tab := range h.Tabs.Items {
			tabs = append(tabs, fmt.Sprint(tab.Text, tab.Href, tab.Count, tab.Current))
		}
		at := "/work/" + request
		want := []string{
			"Overview" + at + "false", "Brief" + at + "/brieffalse", "Searches" + at + "/searches5true", "Records" + at + "/recordsfalse", "Select" + at + "/selectfalse", "References" + at + "/referencesfalse", "Summary" + at + "/summaryfalse",
			"Review" + at + "/reviewfalse", "Messages" + at + "/messages3false", "Time" + at + "/timefalse", "History" + at + "/historyfalse",
		}
		if diff := cmp.Diff(want, tabs); diff != "" {
			t.Errorf("tabs (-want +got):\n%s", diff)
		}
		if live := b.Live(); live.Source != at+"/events" || live.Since != "7" || live.Text != "This page is from 10am." || live.Still != "Nothing has changed since 10am." {
			t.Errorf("live %+v", live)
		}
		if !b.Mine() || !b.Works() || b.Manages() || !b.Can(evidence.Deliver) || b.Can(evidence.Claim) || b.Librarian() != "Ann Walker (you)" {
			t.Error("what the visitor is to the request is wrong")
		}
	})
}

func TestTheDeadlineInWords(t *testing.T) {
	t.Parallel()
	due := time.Date(2026, 11, 18, 17, 0, 0, 0, time.UTC)
	for name, c := range map[string]struct {
		change func(*rest.RequestView)
		want   ui.Component
	}{
		"running":   {nil, ui.Due{Text: "2 days left", Colour: "yellow", At: due}},
		"overdue":   {func(v *rest.RequestView) { v.DueBy = due.AddDate(0, 0, -4) }, ui.Due{Text: "2 days overdue", Colour: "red", At: due.AddDate(0, 0, -4)}},
		"paused":    {func(v *rest.RequestView) { v.DueBy, v.Running = time.Time{}, false }, ui.Text("Clock paused")},
		"delivered": {func(v *rest.RequestView) { v.Stage, v.Running = evidence.Delivered, false }, ui.Text("No deadline any more")},
	} {
		bench(t, view(c.change), func(b *workbench.Bench) {
			if diff := cmp.Diff(c.want, b.Due()); diff != "" {
				t.Errorf("%s (-want +got):\n%s", name, diff)
			}
		})
	}
}

// A heading holds the beginning of a long question, cut between words.
func TestTitles(t *testing.T) {
	t.Parallel()
	long := strings.Repeat("Überwachung ", 40)
	for question, want := range map[string]string{
		"Do  bed\nalarms work?":  "Do bed alarms work?",
		"":                       "A question that was erased",
		long:                     strings.TrimSpace(strings.Repeat("Überwachung ", 9)) + "…",
		strings.Repeat("x", 300): strings.Repeat("x", 110) + "…",
	} {
		bench(t, view(func(v *rest.RequestView) { v.Question = question }), func(b *workbench.Bench) {
			if got := b.Title(); got != want || utf8.RuneCountInString(got) > 111 {
				t.Errorf("%.30q: %q, want %q", question, got, want)
			}
		})
	}
}
