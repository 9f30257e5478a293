package vocabulary_test

import (
	"os"
	"strings"
	"testing"
	"testing/fstest"

	"evidencedesk/internal/vocabulary"
)

// files returns the embedded files with one replacement made in one of them.
func files(t *testing.T, name, from, to string) fstest.MapFS {
	t.Helper()
	all := fstest.MapFS{}
	entries, err := os.ReadDir("data")
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		raw, err := os.ReadFile("data/" + e.Name())
		if err != nil {
			t.Fatal(err)
		}
		if e.Name() == name+".json" {
			if !strings.Contains(string(raw), from) {
				t.Fatalf("%s does not contain %s", name, from)
			}
			raw = []byte(strings.Replace(string(raw), from, to, 1))
		}
		all[e.Name()] = &fstest.MapFile{Data: raw}
	}
	return all
}

func TestBadDataIsRefused(t *testing.T) {
	t.Parallel()
	tests := []struct{ name, file, from, to, want string }{
		{"not JSON", "urgencies", `"id":`, `id:`, "urgencies.json"},
		{"two values", "urgencies", `{`, `{} {`, "more than one"},
		{"unknown field", "urgencies", `"code": "soon",`, `"code": "soon", "colour": "red",`, "colour"},
		{"id differs from the file", "urgencies", `"id": "urgencies"`, `"id": "urgency"`, `"urgency"`},
		{"no title", "urgencies", `"title": "Urgency"`, `"title": ""`, "title"},
		{"bad version", "urgencies", `"2026-11"`, `"2026-13"`, "2026-13"},
		{"unknown status", "urgencies", `"status": "inferred"`, `"status": "certain"`, "certain"},
		{"unknown status of a term", "publication_types", `"label": "Thesis"`, `"label": "Thesis", "status": "likely"`, "likely"},
		{"capital in a code", "urgencies", `"code": "soon"`, `"code": "Soon"`, "not a code"},
		{"empty code", "urgencies", `"code": "soon"`, `"code": ""`, "not a code"},
		{"over-long code", "urgencies", `"code": "soon"`, `"code": "` + strings.Repeat("a", 65) + `"`, "not a code"},
		{"code twice", "urgencies", `"code": "soon"`, `"code": "now"`, "twice"},
		{"blank label", "urgencies", `"label": "Soon"`, `"label": " "`, "label"},
		{"label twice", "urgencies", `"label": "Soon"`, `"label": "Now"`, "label"},
		{"two defaults", "urgencies", `"label": "Soon",`, `"label": "Soon", "default": true,`, "default"},
		{"unknown reference", "staff_groups", `"scientific_therapeutic_technical"`, `"scientists"`, "scientists"},
		{"unknown vocabulary in a reference", "staff_groups", `{"staff_groups_coarse": ["medical"]}`, `{"guilds": ["medical"]}`, "guilds"},
		{"staff group without a coarser one", "staff_groups", `{"staff_groups_coarse": ["medical"]}`, `{}`, "medical_dental"},
		{"default is not the midpoint", "search_types", `"default": 3.25`, `"default": 3`, "patient_care"},
		{"range upside down", "search_types", `"low": 1.5`, `"low": 9`, "patient_care"},
		{"hours without a range", "search_types", `"upper": "none"`, `"upper": "maximum"`, "systematic_review"},
		{"unknown check policy", "search_types", `"check_required": "both"`, `"check_required": "all"`, "systematic_review"},
		{"second question before the first", "search_types", `"second_ask_days": 90`, `"second_ask_days": 20`, "business_case"},
		{"rule in the wrong vocabulary", "hold_reasons", `"code": "other",`, `"code": "other", "urgency": {"by_agreement": true},`, "belongs to urgencies"},
		{"urgency without a promise", "urgencies", `"promise_working_minutes": 1440`, `"promise_working_minutes": 0`, "soon"},
		{"negative promise by agreement", "urgencies", `"by_agreement": true`, `"by_agreement": true, "promise_working_minutes": -5`, "project"},
		{"start after the promise", "urgencies", `"start_within_working_minutes": 120`, `"start_within_working_minutes": 500`, "urgent"},
		{"element twice", "frameworks", `"key": "intervention"`, `"key": "population"`, "pico"},
		{"formula names an unknown element", "frameworks", `(design OR`, `(colour OR`, "spider"},
		{"formula forgets an element", "frameworks", ` AND research_type`, ``, "spider"},
		{"ages upside down", "limit_ages", `"from": 13, "to": 18`, `"from": 19, "to": 18`, "adolescent"},
		{"question without choices", "impact_questions", `{"kind": "one", "vocabulary": "staff_groups"}`, `{"kind": "one"}`, "q6_role"},
		{"choices from nowhere", "impact_questions", `"columns": "impact_horizons"`, `"columns": "impact_times"`, "impact_times"},
		{"product without a definition", "products", `"A list with the searcher's comments on what was found."`, `""`, "search_with_summary"},
		{"outline without the extent", "summary_outlines", `{"heading": "Where and how we looked"}`, `{"heading": "Elsewhere"}`, "undecided"},
		{"outline that offers a heading twice", "summary_outlines", `{"heading": "Gaps and limits"}`, `{"heading": "Where and how we looked"}`, "undecided"},
		{"disclaimer for no report", "disclaimers", `"when_ai": true,`, ``, "ai"},
		{"disclaimer without words", "disclaimers", `"text": "For patients`, `"text": "", "warning": "`, "warning"},
		{"command with two lists of reasons", "hold_reasons", `["hold"]`, `["hold", "decline"]`, "decline"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			_, err := vocabulary.LoadFS(files(t, tt.file, tt.from, tt.to))
			if err == nil || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("error %v, want one that names %s", err, tt.want)
			}
		})
	}
}

func TestMissingAndUnknownFilesAreRefused(t *testing.T) {
	t.Parallel()
	all := files(t, "", "", "")
	all["colours.json"] = &fstest.MapFile{Data: []byte(strings.Replace(string(all["urgencies.json"].Data), `"urgencies"`, `"colours"`, 1))}
	delete(all, "limit_species.json")
	_, err := vocabulary.LoadFS(all)
	if err == nil {
		t.Fatal("loaded")
	}
	for _, want := range []string{"limit_species: missing", "colours: unknown vocabulary"} {
		if !strings.Contains(err.Error(), want) {
			t.Errorf("%q does not say %q", err, want)
		}
	}
	if _, err := vocabulary.LoadFS(fstest.MapFS{}); err == nil {
		t.Error("an empty folder was accepted")
	}
}
