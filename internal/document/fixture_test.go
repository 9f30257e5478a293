package document_test

import (
	"time"

	"evidencedesk/internal/citation"
	"evidencedesk/internal/document"
	"evidencedesk/internal/reference"
)

func ptr[T any](v T) *T { return &v }

// input is a report with everything that a report can have. All of it is invented.
func input() document.Input {
	sent := time.Date(2026, 11, 12, 9, 0, 0, 0, time.UTC)
	return document.Input{
		Reference: "ED-2026-000123", Kind: "Evidence summary", Question: "Do bed alarms prevent falls among older people on acute hospital wards, and what do they cost the ward in time and in alarms that nobody answers?",
		Framework: []document.Fact{{Label: "Population", Text: "People of 65 years and more on acute wards"}, {Label: "Intervention", Text: "Bed and chair alarms"}},
		Limits:    []document.Fact{{Label: "Dates", Text: "The last ten years"}, {Label: "Languages", Text: "English"}, {Label: "Left out", Text: "Care homes"}},
		Library:   document.Library{Name: "Northmoor Health Libraries", Email: "library@northmoor.example", Phone: "01632 960123", Articles: "https://library.example/articles"},
		Requester: "Amara Osei", Searcher: "Priya Raman", Version: 2, FrozenAt: sent, SentAt: sent,
		Corrects:   &document.Correction{Version: 1, At: sent, Wrong: true, Reason: "Wrong or broken reference"},
		Address:    "https://desk.example/requests/11111111-1111-4111-8111-111111111111/report/2",
		BottomLine: "Alarms alone **do not** reduce falls on acute wards [1, 2].\n\n- They cost staff time [3].",
		Heading:    "What the evidence says",
		Text: "## Falls\n\nTwo trials found no clear difference (risk ratio 1.09, 95% CI 0.85 to 1.53; p < 0.05 & n > 30) [1-3]. See [the guideline](https://www.nice.org.uk/guidance/ng249).\n\n" +
			"1. First *step*\n2. Second step\n   - with a point\n   - and another\n\n> A quotation of the authors.\n\n| Outcome | Finding |\n|---|---|\n| Falls | No difference [2] |\n| Injuries | `n = 4` |\n\n### Injuries\n\nNothing on [9]. <script>alert(1)</script>\n\n    code < text\n",
		Sections: []document.Section{{Heading: "Gaps", Text: "No study reported cost. ~~Old.~~"}},
		Certainties: []document.Certainty{
			{Level: "low", Source: 2, Reason: "few events"}, {Outcome: "Injurious falls", Level: "very_low", Reason: "one small trial"},
		},
		Evidence: []document.Evidence{
			{Reference: 1, Design: "Cluster randomised trial", Setting: "16 wards, one hospital", Number: "27,672", Comparison: "Alarms with education; usual care", Outcomes: "Falls, injuries", Finding: "No difference in falls", Limits: "One centre"},
			{Reference: 2, Design: "Systematic review", Number: "12 trials", Finding: "Low certainty of no effect", Caveat: "Search to 2023"},
		},
		References: references(), Searches: searches(), Methods: methods(),
		Disclaimers: []string{"Library staff prepared this from the sources and dates that it names.", "The quality of the papers was not assessed unless the text says so."},
		Style:       citation.Vancouver,
	}
}

func references() []document.Reference {
	return []document.Reference{
		{Group: "Trials", Rank: 3, Key: true, Note: "The only large trial.", Routes: []document.Route{{Label: "At the publisher (DOI)", URL: "https://doi.org/10.5555/a1"}, {Label: "In PubMed", URL: "https://pubmed.ncbi.nlm.nih.gov/12345678/"}}, Record: reference.Record{
			Type: reference.Article, Title: "Bed alarms on wards: a trial", Authors: []string{"Alder JB", "van der Birch K", "Falls Working Group"}, Journal: "Example Journal of Nursing",
			Year: 2024, Volume: "12", Issue: "3", Pages: "145-149", DOI: "10.5555/a1", PMID: "12345678", Abstract: "Methods. We counted falls.\n\nResults <b>none</b>.",
		}},
		{Group: "Systematic reviews", Rank: 2, Record: reference.Record{
			Type: reference.Article, Title: "Alarms for falls: a review", Authors: []string{"Žižka, Olga", "Łoś, Jan", "Ångström, K.", "Cedar MN"}, Journal: "Example Reviews", Year: 2023, Volume: "7", Pages: "e12",
		}},
		{Group: "Guidance", Rank: 1, Record: reference.Record{Type: reference.Guideline, Title: "=Preventing falls", Authors: []string{"Example Institute"}, Year: 2025, URLs: []string{"https://example.org/guideline"}}},
		{Record: reference.Record{Type: reference.Book, Title: "Gone"}, Erased: true},
	}
}

func searches() []document.Search {
	return []document.Search{{
		Source: "Medline", Platform: "Ovid", Kind: "Database", RunAt: time.Date(2026, 11, 9, 9, 0, 0, 0, time.UTC), Coverage: "1946 to 9 November 2026", Found: ptr(1186), Exported: ptr(186),
		Lines: []document.Line{{Number: "1", Text: "exp Accidental Falls/", Hits: ptr(28914)}, {Number: "2", Text: "(bed adj2 alarm*).ti,ab."}}, Limits: "English",
	}, {Source: "NICE", Kind: "Website"}}
}

func methods() []document.Method {
	return []document.Method{
		{Paragraphs: []string{"Two sources were searched on 9 November 2026."}},
		{Heading: "Medline (Ovid)", Paragraphs: []string{"Run on 9 November 2026. 1,186 records found."}, Lines: searches()[0].Lines},
	}
}
