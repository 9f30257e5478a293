package evidencework_test

import (
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

func summarySite(t *testing.T, commands ...evidence.Name) *webtest.Site {
	t.Helper()
	s := site(t, requestIn(evidence.Summarising, commands...))
	s.On("GET "+api("references"), list[postgres.Reference]{Items: references()})
	s.On("GET "+api("searches"), list[postgres.Search]{Items: searches()})
	s.On("GET "+api("summary"), cites())
	return s
}

// typed is what the editor sends for the stored summary.
func typed() url.Values {
	return url.Values{
		"_version": {"6"}, "product": {"evidence_summary"}, "bottom_line": {cites().BottomLine}, "text": {cites().Text}, "certainties[0].outcome": {""}, "certainties[0].level": {""}, "certainties[0].rated_by": {""},
		"sections[0].heading": {"Gaps and limits"}, "sections[0].text": {"Nothing on cost."}, "sections[1].heading": {"Local notes"}, "sections[1].text": {"Ask the ward."},
		"sections[2].heading": {"Scope"}, "sections[2].text": {""}, "sections[3].heading": {"Where and how we looked"}, "sections[3].text": {""},
		"sections[4].heading": {""}, "sections[4].text": {""},
	}
}

func TestTheEditorOffersWhatTheProductHas(t *testing.T) {
	t.Parallel()
	s := summarySite(t, evidence.SubmitForCheck, evidence.Deliver)
	d := read(t, s.Get(work("summary"))).status(200)
	d.says("Key findings", "Bottom line", "1. Alder 2024", "Reference 2 is not cited.", "Bottom line: about 1 line, 6 words.", "Saved on 13 November, 10am by Tom Ellis",
		"Save and send for checking", "Save and deliver", "Tom Ellis is writing").
		holds("_version", "6").holds("bottom_line", "Alarms alone do not help [1].").holds("sections[1].heading", "Local notes").
		holds("sections[2].heading", "Scope").holds("sections[3].heading", "Where and how we looked").holds("sections[4].heading", "").holds("certainties[0].level", "")
	if !strings.Contains(d.body, `data-autosave="`+work("summary", "draft")+`"`) {
		t.Error("the draft is not saved while somebody writes")
	}
}

func TestTheSummaryIsSavedWithoutHeadingsThatWereOnlyOffered(t *testing.T) {
	t.Parallel()
	s := summarySite(t)
	s.On("PUT "+api("summary"), rest.SavedSummary{})
	redirected(t, s.Post(work("summary"), typed())).to(work("summary"))
	call, body := sent[rest.SummaryBody](t, s, "PUT", api("summary"))
	if diff := cmp.Diff(cites().SummaryText, body.SummaryText); diff != "" || call.Match != `"6"` {
		t.Errorf("%s %s", call.Match, diff)
	}
}

func TestButtonsOfTheEditorSaveFirst(t *testing.T) {
	t.Parallel()
	s := summarySite(t)
	s.On("PUT "+api("summary"), rest.SavedSummary{})
	press := func(do string, with ...string) url.Values {
		form := typed()
		form.Set("_do", do)
		for i := 0; i < len(with); i += 2 {
			form.Set(with[i], with[i+1])
		}
		return form
	}
	saved := func() postgres.SummaryText {
		_, body := sent[rest.SummaryBody](t, s, "PUT", api("summary"))
		return body.SummaryText
	}

	redirected(t, s.Post(work("summary"), press("preview"))).to(work("summary", "preview"))
	redirected(t, s.Post(work("summary"), press("submit-for-check"))).to(work("submit-for-check"))
	redirected(t, s.Post(work("summary"), press("deliver"))).to(work("deliver"))

	s.Calls()
	redirected(t, s.Post(work("summary"), press("cite", "cite.reference", "2", "cite.at", "sections[1].text"))).to(work("summary") + "#sections-1--text")
	if got := saved().Sections[1].Text; got != "Ask the ward. [2]" {
		t.Errorf("cited %q", got)
	}
	redirected(t, s.Post(work("summary"), press("up:1"))).to(work("summary") + "#sections-0--text")
	if got := saved().Sections[0].Heading; got != "Local notes" {
		t.Errorf("first is %q", got)
	}
	redirected(t, s.Post(work("summary"), press("extent"))).to(work("summary") + "#sections-2--text")
	want := "- Medline on Ovid, searched on 10 November 2026, covering 1946 to 9 November 2026: 1,186 records found. Limits: Language English because No translator\n" +
		"- CINAHL on EBSCOhost: not searched yet\n- AI was used: Searching: Example Assistant 2.1, output checked by Tom Ellis. Prompt: List synonyms"
	if diff := cmp.Diff(postgres.Section{Heading: "Where and how we looked", Text: want}, saved().Sections[2]); diff != "" {
		t.Error(diff)
	}
	read(t, s.Post(work("summary"), press("cite", "cite.at", "text"))).status(422).says("Choose the reference to cite.")
	read(t, s.Post(work("summary"), press("cite", "cite.reference", "1", "cite.at", "product"))).status(422).says("Choose where the citation goes.").holds("product", "evidence_summary")
}

func TestTheSummaryComesBackWithWhatIsWrong(t *testing.T) {
	t.Parallel()
	s := summarySite(t)
	s.Refuse("PUT "+api("summary"), 422, evidence.Invalid, page.FieldProblem{Field: "certainties[0].rated_by", Code: "required", Detail: "Say who rated it."})
	form := typed()
	form.Set("certainties[0].level", "low")
	form.Set("sections[4].heading", "Another")
	read(t, s.Post(work("summary"), form)).status(422).says("There is a problem", "Say who rated it.").
		holds("certainties[0].level", "low").holds("sections[2].heading", "Another").holds("text", strings.TrimSpace(cites().Text))

	form.Set("sections[4].heading", "")
	form.Set("sections[4].text", "Without a heading")
	read(t, s.Post(work("summary"), form)).status(422).says("Write a heading for this section").holds("sections[2].text", "Without a heading")

	s.Refuse("PUT "+api("summary"), 422, evidence.IdentifierSuspected,
		page.FieldProblem{Field: "sections[1].text", Code: string(evidence.IdentifierSuspected), Start: 8, Length: 4, Kind: "name"})
	d := read(t, s.Post(work("summary"), typed())).status(422).says("ward")
	if !strings.Contains(d.body, `href="#sections-1--text"`) {
		t.Error("the finding does not lead to its field")
	}

	s.Refuse("PUT "+api("summary"), 409, evidence.NotAllowedInStage)
	read(t, s.Post(work("summary"), typed())).status(422).says("The request has moved on").holds("bottom_line", cites().BottomLine)
}

func TestTwoPeopleWriteTheSummary(t *testing.T) {
	t.Parallel()
	s := summarySite(t)
	current := cites()
	current.Version, current.BottomLine = 8, "Tom's bottom line."
	s.OnFunc("PUT "+api("summary"), stale(current))
	form := typed()
	form.Set("bottom_line", "Ann's bottom line.")
	read(t, s.Post(work("summary"), form)).status(409).says("Somebody saved the summary", "Tom's bottom line.", "Ann's bottom line.", "Saved by Tom Ellis").
		holds("bottom_line", "Ann's bottom line.").holds("_version", "8")
}

func TestTheDraftIsSavedWhileSomebodyWrites(t *testing.T) {
	t.Parallel()
	s := summarySite(t)
	s.On("PUT "+api("summary"), rest.SavedSummary{Summary: postgres.Summary{Version: 7}})
	w := s.Post(work("summary", "draft"), typed())
	var answer struct{ Message, Version string }
	decode(t, w.Body.String(), &answer)
	if w.Code != 200 || answer.Message != "Draft saved at 10am" || answer.Version != "7" {
		t.Errorf("%d %+v", w.Code, answer)
	}
	call, body := sent[rest.SummaryBody](t, s, "PUT", api("summary"))
	if diff := cmp.Diff(cites().SummaryText, body.SummaryText); diff != "" || call.Match != `"6"` {
		t.Error(diff)
	}
	s.OnFunc("PUT "+api("summary"), stale(cites()))
	if w := s.Post(work("summary", "draft"), typed()); w.Code != 412 || !strings.Contains(w.Body.String(), "somebody else saved") {
		t.Errorf("%d %s", w.Code, w.Body)
	}
	s.Refuse("PUT "+api("summary"), 422, evidence.IdentifierSuspected)
	if w := s.Post(work("summary", "draft"), typed()); w.Code != 422 || !strings.Contains(w.Body.String(), "may identify a patient") {
		t.Errorf("%d %s", w.Code, w.Body)
	}
	redirected(t, s.Get(work("summary", "draft"))).to(work("summary"))
}

func TestThePreviewIsAnArticle(t *testing.T) {
	t.Parallel()
	s := summarySite(t)
	text := cites()
	text.Text += "\n\n<script>alert(1)</script>"
	s.On("GET "+api("reports", "draft.json"), reported(text.SummaryText, 0))
	d := read(t, s.Get(work("summary", "preview"))).status(200)
	d.says("Draft, not checked", "Evidence summary", "Alarms alone do not help", "Key findings", "Gaps and limits", "Alder J, Birch K. Example trial of bed alarms.", "Draft in Word")
	if !strings.Contains(d.body, `href="#ref-3"`) || strings.Contains(d.body, "<script>alert") {
		t.Error("citations are no links, or a script came through")
	}
	s.On("GET "+api("reports", "draft.docx"), "as the API gives it")
	if w := s.Get(work("reports", "draft.docx")); w.Code != 200 || !strings.Contains(w.Body.String(), "as the API gives it") {
		t.Errorf("%d %s", w.Code, w.Body)
	}
}

func TestAReaderSeesTheSummaryAsAnArticle(t *testing.T) {
	t.Parallel()
	view := requestIn(evidence.Checking)
	view.Relation = postgres.RelationReview
	s := site(t, view)
	s.On("GET "+api("references"), list[postgres.Reference]{})
	redirected(t, s.Get(work("summary"))).to(work("summary", "preview"))
}

func TestVersionsAreListedShownAndCompared(t *testing.T) {
	t.Parallel()
	s := summarySite(t)
	info := postgres.VersionInfo{Facts: postgres.Facts{Version: 2, Authors: []evidence.PersonID{tom, webtest.Me}}, FrozenBy: tom, FrozenAt: friday, Delivered: true}
	s.On("GET "+api("summary", "versions"), list[postgres.VersionInfo]{Items: []postgres.VersionInfo{info}})
	read(t, s.Get(work("summary", "versions"))).status(200).says("Version 2", "Tom Ellis and you", "Delivered", "What is saved now").
		holds("from", "2").holds("to", "working")

	old := cites().SummaryText
	old.BottomLine, old.Sections = "Alarms may help [1].", old.Sections[:1]
	s.On("GET "+api("summary", "versions", "2"), postgres.SummaryVersion{VersionInfo: info, SummaryText: old, References: references()[:2], Searches: searches()})
	s.On("GET "+api("reports", "2.json"), reported(old, 2))
	read(t, s.Get(work("summary", "versions", "2"))).status(200).says("Kept on 13 November, 10am by Tom Ellis", "This is what the requester sees.", "Alarms may help")

	d := read(t, s.Get(work("summary", "compare")+"?from=2&to=working")).status(200).says("From version 2 to what is saved now", "Local notes", "References")
	for _, want := range []string{"<del>", "<ins>", "New: </span>alone do not<", "Taken out: </span>may<"} {
		if !strings.Contains(d.body, want) {
			t.Errorf("no %s in %s", want, d.body)
		}
	}
	read(t, s.Get(work("summary", "compare")+"?from=2&to=2")).status(200).says("The two are the same.")
	redirected(t, s.Get(work("summary", "compare")+"?from=../x&to=2")).to(work("summary", "versions"))
	read(t, s.Get(work("summary", "versions", "nought"))).status(404)
}
