package evidencework_test

import (
	"encoding/json"
	"strings"
	"testing"
	"time"

	"evidencedesk/api/rest"
	"evidencedesk/api/web/evidencework"
	"evidencedesk/api/web/webtest"
	"evidencedesk/internal/citation"
	"evidencedesk/internal/document"
	"evidencedesk/internal/evidence"
	"evidencedesk/internal/postgres"
	"evidencedesk/internal/reference"
	"evidencedesk/internal/strategy"
)

const (
	request = "11111111-1111-4111-8111-111111111111"
	tom     = evidence.PersonID("00000000-0000-4000-8000-0000000000bb")
	first   = "22222222-2222-4222-8222-222222222221"
	second  = "22222222-2222-4222-8222-222222222222"
	third   = "22222222-2222-4222-8222-222222222223"
)

var friday = time.Date(2026, 11, 13, 10, 0, 0, 0, time.UTC)

// list is how the API gives lists.
type list[T any] struct {
	Items []T    `json:"items"`
	Next  string `json:"next,omitempty"`
}

func ptr[T any](v T) *T { return &v }

// request is one that Ann Walker owns, in the stage and with the commands.
func requestIn(stage evidence.Stage, commands ...evidence.Name) rest.RequestView {
	return rest.RequestView{
		RequestRow: rest.RequestRow{
			ID: request, Reference: "ED-2026-000123", Relation: postgres.RelationLibrary, Library: webtest.Library, Stage: stage,
			Owner: webtest.Me, OwnerName: "Ann Walker", RequesterName: "Amara Osei", Question: "Do bed alarms prevent falls on <wards>?",
			StageSince: friday, Seq: 7,
		},
		Product: "evidence_summary", CheckPolicy: evidence.CheckBoth, AllowedCommands: commands,
	}
}

// site is the pages of a request for a librarian, over what every page reads.
func site(t *testing.T, view rest.RequestView) *webtest.Site {
	t.Helper()
	s := webtest.New(t, evidencework.Register).As(evidence.Librarian)
	s.On("GET /requests/"+request, view)
	s.On("POST /requests/"+request+"/presence", list[rest.Present]{Items: []rest.Present{{Person: tom, Name: "Tom Ellis", Doing: "writing"}}})
	s.On("GET /libraries/"+string(webtest.Library)+"/staff", list[rest.StaffRow]{Items: []rest.StaffRow{
		{Person: tom, Name: "Tom Ellis", Roles: []evidence.Role{evidence.Librarian}}, {Person: webtest.Me, Name: "Ann Walker"},
	}})
	s.On("GET "+api("retractions"), map[string]any{"items": []any{}})
	s.On("GET "+api("references", first, "routes"), map[string]any{"items": []any{}})
	s.On("GET "+api("searches", "prisma-s"), rest.PrismaS{Reported: 15, Items: []strategy.PrismaItem{
		{N: 9, Name: "Limits", State: strategy.Missing, Why: "Search 1 needs a reason.", Where: strategy.Where{Search: first, Field: "limits"}},
		{N: 16, Name: "Deduplication", State: strategy.NotApplicable, Why: "One source was searched."},
	}})
	return s
}

func api(parts ...string) string {
	return strings.Join(append([]string{"/requests/" + request}, parts...), "/")
}

func work(parts ...string) string {
	return strings.Join(append([]string{"/work/" + request}, parts...), "/")
}

func references() []postgres.Reference {
	return []postgres.Reference{
		{ID: first, Version: 3, Position: 1, ReferenceContent: postgres.ReferenceContent{
			Type: "article", Title: "Example trial of bed alarms", Authors: []string{"Alder J", "Birch K"}, Journal: "Journal of Invented Examples",
			Year: ptr(2024), Volume: "3", Issue: "2", Pages: "10-19", DOI: "10.5555/evidencedesk.1", Tier: "trials", Theme: "Falls",
		}},
		{ID: second, Version: 1, Position: 2, ReferenceContent: postgres.ReferenceContent{Type: "guideline", Title: "Example guideline", Tier: "guidance", Abstract: "What it says."}},
		{ID: third, Version: 1, Position: 5, ReferenceContent: postgres.ReferenceContent{Type: "report", Title: "Example <b>report</b>"}},
	}
}

func searches() []postgres.Search {
	return []postgres.Search{
		{ID: first, Version: 4, UpdatedBy: tom, UpdatedAt: friday, Authors: []evidence.PersonID{webtest.Me}, SearchContent: postgres.SearchContent{
			Source: "medline", Platform: "ovid", Kind: "database", RunAt: ptr(friday.Add(-72 * time.Hour)), RunBy: webtest.Me, Coverage: "1946 to 9 November 2026",
			Lines: []postgres.StrategyLine{
				{N: 1, Text: "exp Accidental Falls/", Hits: ptr(28914), Role: "concept", Note: "Exploded"},
				{N: 2, Text: "fall*.ti,ab.", Hits: ptr(312450)},
				{N: 3, Text: "1 or 9"},
			},
			Limits:           []postgres.SearchLimit{{Kind: "Language", Value: "English", Reason: "No translator"}},
			RecordsRetrieved: ptr(1186), RecordsExported: ptr(186),
			AIUse: []postgres.AIUse{{Stage: "search", Tool: "Example Assistant", Version: "2.1", Prompt: "List synonyms", OutputCheckedBy: tom}},
		}},
		{ID: second, Version: 1, UpdatedBy: webtest.Me, UpdatedAt: friday, SearchContent: postgres.SearchContent{Source: "cinahl", Platform: "ebscohost", Kind: "database"}},
	}
}

// sent finds the call of a method and path, and decodes its body.
func sent[T any](t *testing.T, s *webtest.Site, method, path string) (webtest.Call, T) {
	t.Helper()
	var body T
	for _, c := range s.Calls() {
		if c.Method == method && c.Path == path {
			if c.Body != "" {
				if err := json.Unmarshal([]byte(c.Body), &body); err != nil {
					t.Fatal(err)
				}
			}
			return c, body
		}
	}
	t.Fatalf("the page did not ask for %s %s", method, path)
	return webtest.Call{}, body
}

// stale is the answer to a change of what somebody else changed in between.
func stale(current any) func(webtest.Call) webtest.Answer {
	return func(webtest.Call) webtest.Answer {
		return webtest.Answer{Status: 412, Body: map[string]any{"status": 412, "code": evidence.VersionStale, "title": "Stale.", "current": current}}
	}
}

func decode(t *testing.T, raw string, into any) {
	t.Helper()
	if err := json.Unmarshal([]byte(raw), into); err != nil {
		t.Fatal(err)
	}
}

// reported is the report as the API gives it, of a text with the references and searches.
func reported(s postgres.SummaryText, version int) rest.ReportView {
	in := document.Input{
		Reference: "ED-2026-000123", Kind: "Evidence summary", Question: "Do bed alarms prevent falls on <wards>?", Version: version, Draft: version == 0,
		BottomLine: s.BottomLine, Heading: "Key findings", Text: s.Text, Style: citation.Vancouver,
	}
	for _, r := range references() {
		in.References = append(in.References, document.Reference{Record: reference.Record{Type: reference.Type(r.Type), Title: r.Title, Authors: r.Authors}})
	}
	for _, part := range s.Sections {
		in.Sections = append(in.Sections, document.Section(part))
	}
	return rest.ReportView{Report: document.Build(in), Request: request, Newest: version}
}
