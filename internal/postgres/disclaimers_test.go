package postgres_test

import (
	"slices"
	"strings"
	"testing"

	"evidencedesk/internal/evidence"
	"evidencedesk/internal/postgres"
)

func disclaimerCodes(v postgres.SummaryVersion) (codes []string) {
	for _, d := range v.Disclaimers {
		codes = append(codes, d.Code)
	}
	return codes
}

func TestAVersionKeepsItsDisclaimers(t *testing.T) {
	d := newDesk(t)
	library := evidence.LibraryID(d.library)
	reworded := func(code string, version int, text string) postgres.LibraryDisclaimer {
		w, err := d.content.SaveLibraryDisclaimer(t.Context(), library, d.manager, code, version, text)
		if err != nil {
			t.Fatal(err)
		}
		return w
	}
	first := d.frozen(postgres.SummaryText{Text: "One."})
	if got := disclaimerCodes(first); !slices.Equal(got, []string{"general", "copyright"}) {
		t.Fatalf("disclaimers %v", got)
	}
	if own := reworded("general", 1, " Our own words. "); own.Text != "Our own words." || !own.Own || own.Version != 2 || own.UpdatedBy != d.manager {
		t.Errorf("%+v", own)
	}
	// What was checked stays what is delivered: nothing else changed, so it is the same version with the words it had.
	if again := d.frozen(postgres.SummaryText{Text: "One."}); again.Version != 1 || again.Disclaimers[0] != first.Disclaimers[0] {
		t.Errorf("frozen again: %d %v", again.Version, again.Disclaimers)
	}
	second := d.frozen(postgres.SummaryText{Text: "Two.", Product: "evidence_summary"})
	if got := disclaimerCodes(second); !slices.Equal(got, []string{"general", "evidence_summary", "copyright"}) || second.Disclaimers[0].Text != "Our own words." {
		t.Errorf("%v", second.Disclaimers)
	}
	if back := reworded("general", 2, ""); back.Own || back.Text != first.Disclaimers[0].Text || back.Version != 3 {
		t.Errorf("%+v", back)
	}
	s := medline()
	s.AIUse = []postgres.AIUse{{Stage: "search", Tool: "Example Assistant"}}
	d.addSearch(d.librarian, s)
	d.exec(`UPDATE request_state SET type = 'patient_question', product = 'evidence_synthesis' WHERE request_id = $1`, d.request)
	third := d.frozen(postgres.SummaryText{Text: "Three."})
	if got := disclaimerCodes(third); !slices.Equal(got, []string{"general", "patients", "evidence_summary", "ai", "copyright"}) || third.Disclaimers[0] != first.Disclaimers[0] {
		t.Errorf("%v", third.Disclaimers)
	}
	if old, err := d.content.Version(t.Context(), d.as(d.librarian), 2); err != nil || old.Disclaimers[0].Text != "Our own words." {
		t.Errorf("an old report lost its words: %v, %v", old.Disclaimers, err)
	}
}

func TestDisclaimersOfALibrary(t *testing.T) {
	d := newDesk(t)
	library := evidence.LibraryID(d.library)
	save := func(code string, version int, text string) error {
		_, err := d.content.SaveLibraryDisclaimer(t.Context(), library, d.manager, code, version, text)
		return err
	}
	all, err := d.content.LibraryDisclaimers(t.Context(), library)
	if err != nil || len(all) != 5 || all[0].Own || all[0].Version != 1 || all[0].Text != all[0].Standard {
		t.Fatalf("%+v, %v", all, err)
	}
	if err := save("general", 1, all[0].Standard); err != nil {
		t.Fatal(err)
	}
	if now, err := d.content.LibraryDisclaimers(t.Context(), library); err != nil || now[0].Own || now[0].Version != 2 {
		t.Errorf("the standard words are its own: %+v, %v", now[0], err)
	}
	if current := staleRow[postgres.LibraryDisclaimer](t, save("general", 1, "Late.")); current.Version != 2 {
		t.Errorf("%+v", current)
	}
	if err := save("general", 2, "Early."); err != nil {
		t.Fatal(err)
	}
	if current := staleRow[postgres.LibraryDisclaimer](t, save("general", 2, "Late.")); current.Text != "Early." {
		t.Errorf("%+v", current)
	}
	refusal(t, save("unheard_of", 1, "x"), evidence.NotFound)
	refusal(t, save("ai", 1, strings.Repeat("a", 10_001)), evidence.Invalid)
	if all, err = d.content.LibraryDisclaimers(t.Context(), evidence.LibraryID(d.id())); err != nil || all[0].Own {
		t.Errorf("another library: %+v, %v", all, err)
	}
}
