package postgres_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"evidencedesk/internal/evidence"
	"evidencedesk/internal/postgres"
)

const pressure = "Do dynamic mattresses prevent pressure ulcers in critical care?"

func (s *shelf) similar(p evidence.PersonID, text string) []postgres.SimilarRequest {
	s.Helper()
	list, err := s.reader.Similar(s.Context(), p, postgres.SimilarQuery{Text: text}, 20)
	if err != nil {
		s.Fatal(err)
	}
	return list
}

func idsOf(list []postgres.SimilarRequest) []evidence.RequestID {
	ids := []evidence.RequestID{}
	for _, r := range list {
		ids = append(ids, r.ID)
	}
	return ids
}

func TestSimilarRequestsAreTheMostAlikeFirst(t *testing.T) {
	s := newShelf(t)
	done := func(q string) evidence.RequestID {
		return s.put(item{stage: evidence.Closed, outcome: evidence.Answered, question: q})
	}
	near := done("Do air mattresses prevent pressure ulcers in critical care?")
	far := done("What do patients think of mattresses?")
	done("Does honey help burns?")
	s.put(item{question: pressure})                                                           // not finished
	s.put(item{stage: evidence.Closed, outcome: evidence.Declined, question: pressure})       // no answer
	gone := done("Do mattresses prevent pressure ulcers in children's critical care at all?") // erased
	s.exec(`UPDATE request_text SET question = '', erased_at = now() WHERE request_id = $1`, gone)
	changed := done("Do mattresses prevent pressure ulcers?") // not any more
	s.exec(`INSERT INTO request_text (request_id, version, library_id, question, created_at) VALUES ($1, 2, $2, 'Which pillow for the neck?', now())`, changed, s.library)
	s.exec(`UPDATE request SET text_version = 2 WHERE id = $1`, changed)
	got := s.similar(s.librarian, pressure)
	if diff := cmp.Diff([]evidence.RequestID{near, far}, idsOf(got)); diff != "" {
		t.Fatal(diff)
	}
	if got[0].Score <= got[1].Score || got[0].Score > 1 || got[0].Relation != postgres.RelationLibrary || got[0].DeliveredAt.IsZero() || got[0].RequesterName == "" {
		t.Errorf("they are %+v", got)
	}
	if list, err := s.reader.Similar(t.Context(), s.librarian, postgres.SimilarQuery{Text: pressure}, 1); err != nil || len(list) != 1 || list[0].ID != near {
		t.Errorf("one of them is %+v (%v)", list, err)
	}
}

func TestSimilarRequestsOfferedByConsentOnly(t *testing.T) {
	s := newShelf(t)
	organisation, stranger := s.organisation(), s.staff(s.other, evidence.Requester)
	s.exec(`UPDATE person SET organisation_id = $2 WHERE id = $1`, s.outsider, organisation)
	put := func(report, identity string) evidence.RequestID {
		return s.put(item{stage: evidence.Delivered, outcome: evidence.Answered, question: pressure, report: report, identity: identity, organisation: organisation})
	}
	secret, ours, open := put("nobody", "anyone_nhs"), put("my_organisation", "nobody"), put("anyone_nhs", "my_organisation")
	type named = map[evidence.RequestID]bool
	for name, c := range map[string]struct {
		reader evidence.PersonID
		want   named
	}{
		"library":       {s.librarian, named{secret: true, ours: true, open: true}},
		"requester":     {s.requester, named{secret: true, ours: true, open: true}},
		"organisation":  {s.outsider, named{ours: false, open: true}},
		"anyone":        {stranger, named{open: false}},
		"other library": {s.elsewhere, named{open: false}},
		"nobody known":  {evidence.PersonID(s.id()), named{}},
	} {
		got := named{}
		for _, r := range s.similar(c.reader, pressure) {
			got[r.ID] = r.Requester == s.requester && r.RequesterName != ""
			if (r.Requester == "") != (r.RequesterName == "") {
				t.Errorf("%s: half of who asked is shown", name)
			}
		}
		if diff := cmp.Diff(c.want, got); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
	}
}

func TestSimilarTakesAnyText(t *testing.T) {
	s := newShelf(t)
	s.put(item{stage: evidence.Delivered, outcome: evidence.Answered, question: `Is C:\temp\a or o'hara's sign useful?`})
	for _, text := range []string{"", "the of and", `'`, `\`, `'' \\ ' | & ! :* <->`, "C:\\temp\\a o'hara's sign", strings.Repeat("mattress ", 1000), "日本語の質問", "<b>&amp;</b> http://x.y/z'w\\"} {
		if _, err := s.reader.Similar(t.Context(), s.librarian, postgres.SimilarQuery{Text: text}, 5); err != nil {
			t.Errorf("%.20q: %v", text, err)
		}
	}
	if len(s.similar(s.librarian, "C:\\temp\\a o'hara's sign")) != 1 {
		t.Error("words with a backslash and an apostrophe are not found")
	}
	for _, c := range []struct {
		text  string
		limit int
	}{{"x\x00", 5}, {"\xff", 5}, {strings.Repeat("a", 10_001), 5}, {"x", 0}, {"x", 51}} {
		_, err := s.reader.Similar(t.Context(), s.librarian, postgres.SimilarQuery{Text: c.text}, c.limit)
		s.refuses(err, evidence.Invalid)
	}
	_, err := s.reader.Similar(t.Context(), "me", postgres.SimilarQuery{Text: "x"}, 5)
	s.refuses(err, evidence.NotFound)
}

func TestSimilarLooksForTheRarestWords(t *testing.T) {
	s := newShelf(t)
	done := func(q string) evidence.RequestID {
		return s.put(item{stage: evidence.Closed, outcome: evidence.Answered, question: q})
	}
	for i := range 12 {
		common := fmt.Sprintf("Is patient number %d treated with oxygen, heparin, insulin and fluids?", i)
		if i < 3 {
			common += " Capnography, oximetry, spirometry, telemetry?"
		}
		done(common)
	}
	if n, err := s.reader.RefreshLexemes(t.Context()); err != nil || n == 0 {
		t.Fatalf("%d words (%v)", n, err)
	}
	got := s.similar(s.librarian, "Do patients on oxygen and insulin need capnography, oximetry, spirometry or telemetry?")
	if len(got) != 12 || got[2].Score <= got[3].Score || !strings.Contains(got[2].Question, "Capnography") {
		t.Errorf("the three that have the rarer words are not before the nine others: %+v", got)
	}
	if n := s.count(`SELECT ndoc FROM lexeme WHERE word = 'insulin'`); n != 12 {
		t.Errorf("insulin is in %d questions", n)
	}
	if n := s.count(`SELECT count(*)::int FROM lexeme WHERE ndoc < 2`); n != 0 {
		t.Errorf("%d words of a single question are kept", n)
	}
	rare := done("Is oxygen toxic to axolotls, or heparin?")
	if got := s.similar(s.librarian, "Axolotls: oxygen, insulin, heparin, fluids, capnography, oximetry, spirometry, telemetry"); !slices.Contains(idsOf(got), rare) {
		t.Error("a word that the sample does not know is not looked for")
	}
	if n, err := s.reader.RefreshLexemes(t.Context()); err != nil || n == 0 {
		t.Errorf("again: %d words (%v)", n, err)
	}
}

func (s *shelf) count(sql string) (n int) {
	s.Helper()
	if err := s.db.Admin.QueryRow(s.Context(), sql).Scan(&n); err != nil {
		s.Fatal(err)
	}
	return n
}
