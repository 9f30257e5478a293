package vocabulary_test

import (
	"bufio"
	"encoding/json"
	"os"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"

	"evidencedesk/internal/vocabulary"
)

func load(t *testing.T) *vocabulary.Catalogue {
	t.Helper()
	c, err := vocabulary.Load()
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func codes(t *testing.T, c *vocabulary.Catalogue, id string) []string {
	t.Helper()
	v, ok := c.Get(id)
	if !ok {
		t.Fatalf("no vocabulary %s", id)
	}
	var list []string
	for _, term := range v.Terms {
		list = append(list, term.Code)
	}
	return list
}

// The lists whose codes the field reference fixes.
func TestCodesOfTheReference(t *testing.T) {
	t.Parallel()
	c := load(t)
	for id, want := range map[string]string{
		vocabulary.SearchTypes: "patient_care patient_question patient_information_resource audit business_case quality_improvement research_publication " +
			"systematic_review teaching coursework_study guideline_policy_pathway service_development_management journal_club personal_cpd other",
		vocabulary.Urgencies: "now urgent soon routine project",
		vocabulary.StaffGroups: "medical_dental nursing_midwifery_registered allied_health_professionals additional_professional_scientific_technical " +
			"healthcare_scientists additional_clinical_services administrative_clerical estates_ancillary students external_partner",
		vocabulary.Frameworks:      "none pico picot picos picoc picott pico_qualitative peo peco pfo pcc cocopop spider spice clip eclipse cimo cmo mip behemoth",
		vocabulary.LimitDates:      "any last_1 last_3 last_5 last_10 custom since_last_search",
		vocabulary.Products:        "quick_answer reference_list themed_list search_with_summary evidence_summary evidence_synthesis systematic_search_export",
		vocabulary.EvidenceLevels:  "high_tier_only high_tier_first anything",
		vocabulary.ShareAudiences:  "nobody my_organisation anyone_nhs",
		vocabulary.ReopenReasons:   "refine extend_scope update article_supply error",
		vocabulary.TimeEntryStages: "clarify search screen write review admin teach",
		vocabulary.PressElements:   "translation operators subject_headings text_words syntax limits",
		vocabulary.PressVerdicts:   "no_revision revision_suggested revision_required",
		vocabulary.ImpactBenefits:  "safety quality_of_care financial informed_decision service_delivery collaboration development",
		vocabulary.Outcomes:        "answered answered_live nothing_found declined signposted withdrawn merged split lapsed referred",
	} {
		if diff := cmp.Diff(strings.Fields(want), codes(t, c, id)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", id, diff)
		}
	}
}

func TestEveryListIsComplete(t *testing.T) {
	t.Parallel()
	c := load(t)
	want := map[string]int{
		"alert_frequencies": 3, "change_reasons": 9, "channels": 8, "clarification_prompts": 11 + 6 + 3 + 3 + 5, "contact_preferences": 4,
		"correct_reasons": 6, "deadline_change_reasons": 12, "decline_reasons": 8, "deliver_outcomes": 3, "disclaimers": 5, "distressing_topics": 7, "due_rules": 6,
		"evidence_levels": 3, "exclusion_reasons": 14, "exclusions": 5, "frameworks": 20, "full_text_choices": 3, "full_text_limits": 2, "hold_reasons": 8,
		"impact_benefits": 7, "impact_horizons": 2, "impact_questions": 7, "impact_services": 12, "impact_uses": 10, "kfh_workstreams": 5, "outcomes_2019": 6,
		"outcomes_2021": 6, "quote_consent_ways": 5,
		"limit_ages": 10, "limit_dates": 7, "limit_geographies": 4, "limit_languages": 3, "limit_settings": 7, "limit_sexes": 4,
		"limit_species": 2, "local_review_questions": 2, "outcomes": 10, "output_formats": 10, "platforms": 9, "press_elements": 6,
		"press_verdicts": 3, "prisma_s_items": 16, "products": 7, "publication_types": 22, "reassign_reasons": 7, "refer_reasons": 6, "reference_styles": 5,
		"regional_staff_ratios": 5, "return_activities": 7, "time_saving_studies": 5,
		"reopen_reasons": 5, "requester_change_reasons": 6, "result_counts": 4, "return_reasons": 7, "review_verdicts": 3,
		"search_types": 15, "service_standards": 5, "share_audiences": 3, "signpost_targets": 12, "source_kinds": 10, "sources": 46,
		"staff_groups": 10, "staff_groups_coarse": 7, "summary_outlines": 9, "time_entry_stages": 7, "time_saved_bands": 7, "urgencies": 5,
		"urgency_change_reasons": 6, "waive_reasons": 5, "withdraw_reasons": 8,
	}
	got := map[string]int{}
	for _, v := range c.All() {
		got[v.ID] = len(v.Terms)
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("terms in each list (-want +got):\n%s", diff)
	}
	if !slices.IsSorted(vocabulary.IDs()) || len(vocabulary.IDs()) != len(got) {
		t.Errorf("IDs lists %d in order %v, the catalogue has %d", len(vocabulary.IDs()), slices.IsSorted(vocabulary.IDs()), len(got))
	}
}

func TestStaffGroupsMapTotally(t *testing.T) {
	t.Parallel()
	c := load(t)
	reached := map[string]bool{}
	for _, fine := range codes(t, c, vocabulary.StaffGroups) {
		coarse := c.CoarseStaffGroups(fine)
		if len(coarse) == 0 {
			t.Errorf("%s has no coarser group", fine)
		}
		for _, g := range coarse {
			reached[g] = c.Has(vocabulary.StaffGroupsCoarse, g)
		}
	}
	for _, g := range codes(t, c, vocabulary.StaffGroupsCoarse) {
		if !reached[g] {
			t.Errorf("no staff group maps to %s", g)
		}
	}
	if got := c.CoarseStaffGroups("nobody"); got != nil {
		t.Errorf("an unknown group maps to %v", got)
	}
	if diff := cmp.Diff([]string{"management", "administrative_support"}, c.CoarseStaffGroups("administrative_clerical")); diff != "" {
		t.Error(diff)
	}
}

func TestImpactQuestionnaireIsMarkedUnconfirmed(t *testing.T) {
	t.Parallel()
	c := load(t)
	for _, id := range []string{"impact_questions", "impact_services", "impact_uses", "impact_benefits", "impact_horizons"} {
		v, _ := c.Get(id)
		if !strings.Contains(v.Warning, "not confirmed") {
			t.Errorf("%s has no warning", id)
		}
		for _, term := range v.Terms {
			if term.Status != vocabulary.Recalled {
				t.Errorf("%s: %s is %s", id, term.Code, term.Status)
			}
		}
	}
}

func TestReasonsOfCommands(t *testing.T) {
	t.Parallel()
	c := load(t)
	for command, want := range map[string]string{
		"decline": "decline_reasons", "signpost": "signpost_targets", "withdraw": "withdraw_reasons", "hold": "hold_reasons",
		"agree-deadline": "deadline_change_reasons", "set-urgency": "urgency_change_reasons", "change-requester": "requester_change_reasons",
		"release": "reassign_reasons", "reassign": "reassign_reasons", "waive-check": "waive_reasons", "refer": "refer_reasons",
		"return": "return_reasons", "return-for-changes": "change_reasons", "reopen": "reopen_reasons", "correct": "correct_reasons",
	} {
		if got, ok := c.Reasons(command); !ok || got != want {
			t.Errorf("%s takes its reason from %q, want %s", command, got, want)
		}
	}
	if got, ok := c.Reasons("claim"); ok {
		t.Errorf("claim takes a reason from %s", got)
	}
	if !c.Has(vocabulary.DeadlineChangeReasons, "cannot_meet_decision") {
		t.Error("nobody can say that a decision cannot be met")
	}
}

func TestLookups(t *testing.T) {
	t.Parallel()
	c := load(t)
	if c.Has(vocabulary.Urgencies, "whenever") || c.Has("colours", "red") || c.Has("", "") {
		t.Error("a code that does not exist was found")
	}
	if got := c.Label(vocabulary.Urgencies, "soon"); got != "Soon" {
		t.Errorf("label %q", got)
	}
	if got := c.Label(vocabulary.Urgencies, "from_a_newer_version"); got != "from_a_newer_version" {
		t.Errorf("label of an unknown code %q", got)
	}
	if code, ok := c.Default(vocabulary.ReferenceStyles); !ok || code != "vancouver" {
		t.Errorf("default style %q", code)
	}
	if code, ok := c.Default(vocabulary.HoldReasons); ok {
		t.Errorf("a reason is chosen beforehand: %q", code)
	}
	if diff := cmp.Diff(len(vocabulary.IDs()), len(c.Versions())); diff != "" {
		t.Error(diff)
	}
}

func TestCatalogueSurvivesJSON(t *testing.T) {
	t.Parallel()
	c := load(t)
	files := fstest.MapFS{}
	for _, v := range c.All() {
		raw, err := json.Marshal(v)
		if err != nil {
			t.Fatal(err)
		}
		files[v.ID+".json"] = &fstest.MapFile{Data: raw}
	}
	again, err := vocabulary.LoadFS(files)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(c.All(), again.All()); diff != "" {
		t.Errorf("(-embedded +reread):\n%s", diff)
	}
	if c.Digest() != again.Digest() || len(c.Digest()) != 64 || c.ETag() != `"`+c.Digest()+`"` {
		t.Errorf("digests %s and %s, tag %s", c.Digest(), again.Digest(), c.ETag())
	}
	files["urgencies.json"].Data = []byte(strings.Replace(string(files["urgencies.json"].Data), `"Soon"`, `"Shortly"`, 1))
	changed, err := vocabulary.LoadFS(files)
	if err != nil {
		t.Fatal(err)
	}
	if changed.Digest() == c.Digest() {
		t.Error("a changed label left the digest as it was")
	}
}

// The example requests use only codes that exist.
func TestExampleRequests(t *testing.T) {
	t.Parallel()
	file, err := os.Open("../../../shared/data/requests.jsonl")
	if err != nil {
		t.Skip("the example requests are not on this machine")
	}
	defer file.Close()
	c := load(t)
	lines := bufio.NewScanner(file)
	lines.Buffer(nil, 1<<20)
	for lines.Scan() {
		var r struct {
			ID         string `json:"id"`
			Purpose    string `json:"purpose"`
			StaffGroup string `json:"staff_group"`
			Urgency    string `json:"urgency"`
		}
		if err := json.Unmarshal(lines.Bytes(), &r); err != nil {
			t.Fatal(err)
		}
		if !c.Has(vocabulary.SearchTypes, r.Purpose) || !c.Has(vocabulary.StaffGroups, r.StaffGroup) || !c.Has(vocabulary.Urgencies, r.Urgency) {
			t.Errorf("%s: %s, %s, %s", r.ID, r.Purpose, r.StaffGroup, r.Urgency)
		}
	}
	if err := lines.Err(); err != nil {
		t.Fatal(err)
	}
}
