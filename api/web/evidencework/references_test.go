package evidencework_test

import (
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"evidencedesk/api/rest"
	"evidencedesk/api/web/page"
	"evidencedesk/api/web/webtest"
	"evidencedesk/internal/evidence"
	"evidencedesk/internal/postgres"
)

// cites is a summary that cites the first reference twice and the third once.
func cites() postgres.Summary {
	return postgres.Summary{Version: 6, UpdatedAt: friday, UpdatedBy: tom, SummaryText: postgres.SummaryText{
		Product: "evidence_summary", BottomLine: "Alarms alone do not help [1].", Text: "- Falls: no clear difference [1, 3]\n- See [1](https://example.org)",
		Sections: []postgres.Section{{Heading: "Gaps and limits", Text: "Nothing on cost."}, {Heading: "Local notes", Text: "Ask the ward."}},
	}}
}

func referenceSite(t *testing.T, all []postgres.Reference) *webtest.Site {
	t.Helper()
	s := site(t, requestIn(evidence.Summarising))
	s.On("GET "+api("references"), list[postgres.Reference]{Items: all})
	s.On("GET "+api("summary"), cites())
	return s
}

func TestTheReferencesAreListedWithTheirNumbers(t *testing.T) {
	t.Parallel()
	s := referenceSite(t, references())
	d := read(t, s.Get(work("references"))).status(200)
	d.says("1. Example trial of bed alarms", "Alder J; Birch K", "Journal of Invented Examples 3(2):10-19", "Cited 2 times as [1]", "To cite it: [2]", "Cited once as [3]",
		"3. Example <b>report</b>", "3 references", "No group yet", "What it says.").
		holds("tier."+first, "trials").holds("theme."+first, "Falls").holds("version."+first, "3").lacks("page 1 of")
	read(t, s.Get(work("references")+"?group=guidance")).status(200).says("2. Example guideline").lacks("1. Example trial", "Move up", "Move down")
	read(t, s.Get(work("references")+"?group=none")).status(200).says("3. Example").lacks("1. Example trial")
	read(t, s.Get(work("references")+"?group=nonsense&after=nothing")).status(200).says("1. Example trial")
}

func TestALongListIsShownInPages(t *testing.T) {
	t.Parallel()
	var all []postgres.Reference
	for i := range 60 {
		id := fmt.Sprintf("33333333-3333-4333-8333-%012d", i+1)
		all = append(all, postgres.Reference{ID: id, Version: 1, Position: i + 1, ReferenceContent: postgres.ReferenceContent{Type: "article", Title: fmt.Sprintf("Paper %d.", i+1)}})
	}
	s := referenceSite(t, all)
	read(t, s.Get(work("references"))).says("Showing 1 to 25 of 60 references", "25. Paper 25.", "(page 1 of 3)").lacks("26. Paper", "Previous")
	second := read(t, s.Get(work("references")+"?after="+all[24].ID)).says("Showing 26 to 50 of 60 references", "(page 2 of 3)", "Previous", "Next")
	if !strings.Contains(second.body, "before="+all[25].ID) || !strings.Contains(second.body, "after="+all[49].ID) {
		t.Error("a cursor is wrong")
	}
	read(t, s.Get(work("references")+"?before="+all[25].ID)).says("Showing 1 to 25")
	read(t, s.Get(work("references")+"?after="+all[49].ID)).says("Showing 51 to 60").lacks("Next")
}

func TestOnlyWhatChangedInTheListIsSaved(t *testing.T) {
	t.Parallel()
	s := referenceSite(t, references())
	s.On("PUT "+api("references", third), rest.SavedReference{})
	form := url.Values{
		"tier." + first: {"trials"}, "theme." + first: {"Falls"}, "version." + first: {"3"},
		"tier." + third: {"grey"}, "theme." + third: {"Local"}, "version." + third: {"1"},
	}
	redirected(t, s.Post(work("references"), form)).to(work("references"))
	call, body := sent[rest.ReferenceBody](t, s, "PUT", api("references", third))
	want := references()[2].ReferenceContent
	want.Tier, want.Theme = "grey", "Local"
	if diff := cmp.Diff(want, body.ReferenceContent); diff != "" || call.Match != `"1"` {
		t.Errorf("%s %s", call.Match, diff)
	}

	s.Calls()
	form.Set("version."+third, "0")
	read(t, s.Post(work("references"), form)).status(422).says("Somebody changed reference 3 since you opened the page: it is now in no group.").
		holds("tier."+third, "grey").holds("theme."+third, "Local").holds("version."+third, "1")
	for _, c := range s.Calls() {
		if c.Method == http.MethodPut {
			t.Error("what somebody else changed was overwritten")
		}
	}
}

func TestAThemeThatLooksLikeAnIdentifierCanBeConfirmed(t *testing.T) {
	t.Parallel()
	s := referenceSite(t, references())
	s.Refuse("PUT "+api("references", third), 422, evidence.IdentifierSuspected,
		page.FieldProblem{Field: "theme", Code: string(evidence.IdentifierSuspected), Length: 10, Kind: "nhs_number"})
	form := url.Values{"tier." + third: {""}, "theme." + third: {"9434765919"}, "version." + third: {"1"}}
	d := read(t, s.Post(work("references"), form)).status(422)
	answer := "theme." + third + "|0|nhs_number|"
	if !strings.Contains(d.body, answer) {
		t.Fatalf("the finding cannot be confirmed: %s", d.text())
	}
	s.Calls()
	s.On("PUT "+api("references", third), rest.SavedReference{})
	form.Set("_confirm", answer+"synthetic")
	redirected(t, s.Post(work("references"), form)).to(work("references"))
	_, body := sent[rest.ReferenceBody](t, s, "PUT", api("references", third))
	if len(body.Confirm) != 1 || body.Confirm[0].Field != "theme" || body.Confirm[0].ReasonCode != "synthetic" {
		t.Errorf("confirmed %+v", body.Confirm)
	}
}

func TestReferencesMoveAndTheirCitationsFollow(t *testing.T) {
	t.Parallel()
	s := referenceSite(t, references())
	s.On("GET "+api("references", "order"), postgres.Order{Version: 9, IDs: []string{first, second, third}})
	s.On("PUT "+api("references", "order"), postgres.Order{})
	s.On("PUT "+api("summary"), rest.SavedSummary{})
	redirected(t, s.Post(work("references"), url.Values{"move": {"up:" + third}})).to(work("references") + "#r-" + third)
	calls := s.Calls()
	var order struct{ IDs []string }
	var summary rest.SummaryBody
	for _, c := range calls {
		switch c.Method + " " + c.Path {
		case "PUT " + api("references", "order"):
			decode(t, c.Body, &order)
			if c.Match != `"9"` {
				t.Errorf("order sent for version %s", c.Match)
			}
		case "PUT " + api("summary"):
			decode(t, c.Body, &summary)
		}
	}
	if diff := cmp.Diff([]string{first, third, second}, order.IDs); diff != "" {
		t.Error(diff)
	}
	want := cites().SummaryText
	want.Text = "- Falls: no clear difference [1, 2]\n- See [1](https://example.org)"
	if diff := cmp.Diff(want, summary.SummaryText); diff != "" {
		t.Error(diff)
	}
	if len(s.Notices) != 1 || !strings.Contains(s.Notices[0], "new numbers") {
		t.Errorf("said %q", s.Notices)
	}
	redirected(t, s.Post(work("references")+"?group=trials", url.Values{"move": {"down:" + first}})).to(work("references") + "?group=trials#r-" + first)
}

func TestAReferenceIsAdded(t *testing.T) {
	t.Parallel()
	s := referenceSite(t, references())
	read(t, s.Get(work("references", "new"))).status(200).holds("references[0].type", "article").holds("references[0].title", "")
	s.On("POST "+api("references"), rest.AddedReferences{Items: []postgres.Reference{{ID: first}}})
	form := url.Values{
		"_key": {"key-of-the-form"}, "references[0].type": {"article"}, "references[0].title": {"A paper"}, "references[0].authors": {"Alder J\n\n Birch K \n"},
		"references[0].year": {"2024"}, "references[0].doi": {"https://doi.org/10.5555/x"}, "references[0].pmid": {"PMID: 123"},
	}
	s.Calls()
	redirected(t, s.Post(work("references", "new"), form)).to(work("references") + "#r-" + first)
	call, body := sent[rest.ReferencesBody](t, s, "POST", api("references"))
	want := []postgres.ReferenceContent{{Type: "article", Title: "A paper", Authors: []string{"Alder J", "Birch K"}, Year: ptr(2024), DOI: "https://doi.org/10.5555/x", PMID: "123"}}
	if diff := cmp.Diff(want, body.References); diff != "" || call.Key != "key-of-the-form" {
		t.Error(diff)
	}
	form.Set("_then", "another")
	redirected(t, s.Post(work("references", "new"), form)).to(work("references", "new"))

	s.Refuse("POST "+api("references"), 422, evidence.Invalid,
		page.FieldProblem{Field: "references[0].title", Code: "too-long", Detail: "At most 2000 characters."}, page.FieldProblem{Field: "references[0].authors[3]", Code: "too-long", Detail: "At most 200 characters."})
	d := read(t, s.Post(work("references", "new"), form)).status(422).says("At most 2000 characters.", "At most 200 characters.").holds("references[0].authors", "Alder J\n\n Birch K")
	if !strings.Contains(d.body, `href="#references-0--title"`) || !strings.Contains(d.body, `href="#references-0--authors"`) {
		t.Error("an error does not lead to its field")
	}
	form.Del("references[0].title")
	read(t, s.Post(work("references", "new"), form)).status(422).says("Write the title.")
	form.Set("references[0].year", "last year")
	read(t, s.Post(work("references", "new"), form)).status(422).says("Give a whole number from 1400 to 2200.")
}

func TestAReferenceIsEditedMovedAndRemoved(t *testing.T) {
	t.Parallel()
	s := referenceSite(t, references())
	read(t, s.Get(work("references", first))).status(200).holds("title", "Example trial of bed alarms").holds("authors", "Alder J\nBirch K").
		holds("_version", "3").holds("place", "1").holds("tier", "trials")
	s.On("PUT "+api("references", first), rest.SavedReference{})
	s.On("GET "+api("references", "order"), postgres.Order{Version: 9, IDs: []string{first, second, third}})
	s.On("PUT "+api("references", "order"), postgres.Order{})
	s.On("PUT "+api("summary"), rest.SavedSummary{})
	form := url.Values{"_version": {"3"}, "type": {"article"}, "title": {"Another title"}, "place": {"3"}}
	redirected(t, s.Post(work("references", first), form)).to(work("references") + "#r-" + first)
	_, order := sent[struct{ IDs []string }](t, s, "PUT", api("references", "order"))
	if diff := cmp.Diff([]string{second, third, first}, order.IDs); diff != "" {
		t.Error(diff)
	}

	current := references()[0]
	current.Version, current.Journal, current.UpdatedBy = 4, "Another journal", tom
	s.OnFunc("PUT "+api("references", first), stale(current))
	read(t, s.Post(work("references", first), form)).status(409).says("Somebody saved this reference", "Saved by Tom Ellis", "Another journal", "Another title").
		holds("title", "Another title").holds("_version", "4")

	read(t, s.Get(work("references", first, "remove"))).status(200).says("Remove reference 1", "cited 2 times in the summary as [1]")
	s.On("DELETE "+api("references", first), nil)
	s.Calls()
	redirected(t, s.Post(work("references", first, "remove"), url.Values{"_version": {"3"}})).to(work("references"))
	_, summary := sent[rest.SummaryBody](t, s, "PUT", api("summary"))
	if summary.BottomLine != "Alarms alone do not help [reference removed]." || !strings.HasPrefix(summary.Text, "- Falls: no clear difference [2]\n") {
		t.Errorf("cites %q and %q", summary.BottomLine, summary.Text)
	}
}
