package evidencework_test

import (
	"net/url"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"evidencedesk/api/rest"
	"evidencedesk/api/web/page"
	"evidencedesk/internal/evidence"
	"evidencedesk/internal/postgres"
)

func TestTheLedgerShowsEverySearchAsItWasRun(t *testing.T) {
	t.Parallel()
	s := site(t, requestIn(evidence.Searching, evidence.CompleteSearch, evidence.SubmitForCheck))
	s.On("GET "+api("searches"), list[postgres.Search]{Items: searches()})
	d := read(t, s.Get(work("searches"))).status(200)
	d.says(
		"Searches", "Medline", "Ovid", "10 November 2026", "1946 to 9 November 2026", "1,186", "Done", "To do", "All sources: 1,186 found, 186 exported.", "exp Accidental Falls/", "28,914",
		"There is no line 9.", "Language: English. Why: No translator", "Example Assistant 2.1", "output checked by Tom Ellis", "by Ann Walker",
		"Add a search", "Finish searching", "Send the strategy for checking", "Tom Ellis",
	)
	if !strings.Contains(d.body, `href="`+work("complete-search")+`"`) || !strings.Contains(d.body, `href="`+work("searches", "new")+`?copy=`+first) {
		t.Error("a way on is missing")
	}
}

func TestAReaderOfTheLedgerIsOfferedNoChange(t *testing.T) {
	t.Parallel()
	view := requestIn(evidence.Checking)
	view.Relation = postgres.RelationReview
	s := site(t, view)
	s.On("GET "+api("searches"), list[postgres.Search]{Items: searches()})
	read(t, s.Get(work("searches"))).status(200).says("exp Accidental Falls/").lacks("Add a search", "Edit", "Remove")
	read(t, s.Get(work("searches", "new"))).status(404)
}

func TestASearchIsRecorded(t *testing.T) {
	t.Parallel()
	s := site(t, requestIn(evidence.Searching))
	s.On("GET "+api("searches"), list[postgres.Search]{Items: searches()})
	read(t, s.Get(work("searches", "new")+"?copy="+first)).status(200).
		holds("lines", "1. exp Accidental Falls/\n2. fall*.ti,ab.\n3. 1 or 9").holds("limits[0].kind", "Language").holds("source", "").holds("run_at.day", "").
		says("There is no line 9.")

	s.On("POST "+api("searches"), rest.SavedSearch{Search: postgres.Search{ID: third}})
	s.Calls()
	form := url.Values{
		"_key": {"key-of-the-form"}, "source": {"embase"}, "platform": {"ovid"}, "run_at.day": {"16"}, "run_at.month": {"11"}, "run_at.year": {"2026"},
		"lines":             {"1. exp Falling/ (1,234)\r\n2. ward*.ti.\r\n3. 1 and 2 (0)"},
		"records_retrieved": {"1,234"}, "limits[0].kind": {""}, "limits[1].kind": {"Years"}, "limits[1].value": {"2016 on"},
		"ai_use[0].stage": {""}, "filters[0].name": {""},
	}
	redirected(t, s.Post(work("searches", "new"), form)).to(work("searches") + "#search-3")
	call, body := sent[rest.SearchBody](t, s, "POST", api("searches"))
	now := s.Now
	want := postgres.SearchContent{
		Source: "embase", Platform: "ovid", Kind: "database", RunAt: &now, RecordsRetrieved: ptr(1234),
		Lines:  []postgres.StrategyLine{{N: 1, Text: "exp Falling/", Hits: ptr(1234)}, {N: 2, Text: "ward*.ti."}, {N: 3, Text: "1 and 2", Hits: ptr(0)}},
		Limits: []postgres.SearchLimit{{Kind: "Years", Value: "2016 on"}},
	}
	if diff := cmp.Diff(want, body.SearchContent); diff != "" || call.Key != "key-of-the-form" {
		t.Errorf("key %q: %s", call.Key, diff)
	}
}

func TestASearchIsEditedWithoutLosingWhatTheFormDoesNotShow(t *testing.T) {
	t.Parallel()
	s := site(t, requestIn(evidence.Searching))
	s.On("GET "+api("searches"), list[postgres.Search]{Items: searches()})
	read(t, s.Get(work("searches", first))).status(200).
		holds("_version", "4").holds("source", "medline").holds("lines", "1. exp Accidental Falls/ (28914)\n2. fall*.ti,ab. (312450)\n3. 1 or 9").
		holds("records_retrieved", "1186").holds("ai_use[0].prompt", "List synonyms").holds("ai_use[0].output_checked_by", string(tom)).
		holds("run_at.day", "10").holds("limits[1].kind", "").lacks("Limit 3")

	s.On("PUT "+api("searches", first), rest.SavedSearch{Search: searches()[0]})
	form := url.Values{
		"_version": {"4"}, "source": {"medline"}, "platform": {"ovid"}, "kind": {"database"}, "run_by": {string(tom)},
		"run_at.day": {"10"}, "run_at.month": {"11"}, "run_at.year": {"2026"}, "lines": {"1. exp Accidental Falls/ (28914)\n2. 1 and 1"},
	}
	s.Calls()
	redirected(t, s.Post(work("searches", first), form)).to(work("searches") + "#search-1")
	call, body := sent[rest.SearchBody](t, s, "PUT", api("searches", first))
	stored := searches()[0].SearchContent
	if call.Match != `"4"` || !body.RunAt.Equal(*stored.RunAt) || body.RunBy != tom {
		t.Errorf("match %s, run %v by %s", call.Match, body.RunAt, body.RunBy)
	}
	want := []postgres.StrategyLine{stored.Lines[0], {N: 2, Text: "1 and 1"}}
	if diff := cmp.Diff(want, body.Lines); diff != "" {
		t.Error(diff)
	}
}

func TestAWrongSearchComesBackWithWhatWasTyped(t *testing.T) {
	t.Parallel()
	s := site(t, requestIn(evidence.Searching))
	s.On("GET "+api("searches"), list[postgres.Search]{})
	s.Refuse("POST "+api("searches"), 422, evidence.Invalid,
		page.FieldProblem{Field: "lines[1].n", Code: "out-of-order", Detail: "Number the lines in ascending order."})
	d := read(t, s.Post(work("searches", "new"), url.Values{"source": {"medline"}, "lines": {"3. falls\n2. <wards>"}, "limits[0].kind": {"Language"}})).status(422)
	d.says("There is a problem", "Line 2: Number the lines in ascending order.").
		holds("lines", "3. falls\n2. <wards>").holds("limits[0].kind", "Language")
	if !strings.Contains(d.body, "<title>Error: ") || !strings.Contains(d.body, `href="#lines"`) || strings.Contains(d.body, "<wards>") {
		t.Error("title, link or escaping is wrong")
	}
	read(t, s.Post(work("searches", "new"), url.Values{"lines": {"falls"}, "limits[3].value": {"English"}, "ai_use[0].prompt": {"List"}})).status(422).
		says("Choose the source that was searched.", "Say what was limited", "Choose what AI was used for.", "Write the name of the tool.").
		holds("limits[0].value", "English").holds("ai_use[0].prompt", "List")
	read(t, s.Post(work("searches", "new"), url.Values{"source": {"medline"}, "run_at.day": {"31"}, "run_at.month": {"2"}, "run_at.year": {"2026"}})).
		status(422).says("Give a real date")
	read(t, s.Post(work("searches", "new"), url.Values{"source": {"medline"}, "records_retrieved": {"many"}})).status(422).holds("records_retrieved", "many")
}

func TestAnIdentifierInALineIsExplainedAtTheLine(t *testing.T) {
	t.Parallel()
	s := site(t, requestIn(evidence.Searching))
	s.On("GET "+api("searches"), list[postgres.Search]{})
	s.Refuse("POST "+api("searches"), 422, evidence.IdentifierSuspected,
		page.FieldProblem{Field: "lines[1].text", Code: string(evidence.IdentifierSuspected), Start: 0, Length: 10, Kind: "nhs_number"})
	d := read(t, s.Post(work("searches", "new"), url.Values{"source": {"medline"}, "lines": {"falls\n9434765919.ti."}})).status(422)
	d.says("Line 2 of the strategy", "9434765919", "looks like an NHS number").holds("lines", "falls\n9434765919.ti.")
	if !strings.Contains(d.body, `value="lines[1].text|0|nhs_number|`) {
		t.Error("the finding cannot be confirmed")
	}
}

func TestTwoPeopleEditASearch(t *testing.T) {
	t.Parallel()
	s := site(t, requestIn(evidence.Searching))
	s.On("GET "+api("searches"), list[postgres.Search]{Items: searches()})
	current := searches()[0]
	current.Version, current.Coverage = 5, "1946 to 13 November 2026"
	s.OnFunc("PUT "+api("searches", first), stale(current))
	d := read(t, s.Post(work("searches", first), url.Values{"_version": {"4"}, "source": {"medline"}, "platform": {"ovid"}, "coverage": {"All years"}, "note": {"Mine"}})).status(409)
	d.says("Somebody saved this search while you were editing it", "Saved by Tom Ellis", "1946 to 13 November 2026", "Yours, not saved").
		holds("coverage", "All years").holds("note", "Mine").holds("_version", "5")
}

func TestASearchIsRemovedAfterAQuestion(t *testing.T) {
	t.Parallel()
	s := site(t, requestIn(evidence.Searching))
	s.On("GET "+api("searches"), list[postgres.Search]{Items: searches()})
	read(t, s.Get(work("searches", first, "remove"))).status(200).says("Remove the search of Medline on Ovid").holds("_version", "4")
	s.On("DELETE "+api("searches", first), nil)
	redirected(t, s.Post(work("searches", first, "remove"), url.Values{"_version": {"4"}})).to(work("searches"))
	s.Refuse("DELETE "+api("searches", first), 422, evidence.Invalid, page.FieldProblem{Field: "is_rerun_of", Code: "in-use"})
	read(t, s.Post(work("searches", first, "remove"), url.Values{"_version": {"4"}})).status(422).says("Another search of this request says that it ran this one again.")
	s.OnFunc("DELETE "+api("searches", first), stale(nil))
	read(t, s.Post(work("searches", first, "remove"), url.Values{"_version": {"3"}})).status(409).says("Somebody changed this search").holds("_version", "4")
	read(t, s.Get(work("searches", third))).status(404)
}
