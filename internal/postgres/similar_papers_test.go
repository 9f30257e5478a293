package postgres_test

import (
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"

	"evidencedesk/internal/evidence"
	"evidencedesk/internal/postgres"
)

// cites puts a paper into the references of a request's report.
func (s *shelf) cites(id evidence.RequestID, doi, pmid string) {
	s.Helper()
	s.exec(`INSERT INTO reference_list (request_id, version) VALUES ($1, 1) ON CONFLICT DO NOTHING`, id)
	s.exec(`INSERT INTO reference (id, request_id, version, position, type, title, doi, pmid, writers, trainee, created_at, updated_by, updated_at)
		SELECT gen_random_uuid(), $1, 1, 1 + count(*), 'article', 'A trial', $2, $3, ARRAY[$4::uuid], false, now(), $4, now() FROM reference WHERE request_id = $1`,
		id, doi, pmid, s.librarian)
}

// searched stores a search of one line.
func (s *shelf) searched(id evidence.RequestID, line string) {
	s.Helper()
	s.exec(`INSERT INTO search_record (id, request_id, version, source, kind, lines, authors, trainee, created_at, updated_by, updated_at)
		VALUES (gen_random_uuid(), $1, 1, 'medline', 'database', jsonb_build_array(jsonb_build_object('n', 1, 'text', $2::text)), ARRAY[$3::uuid], false, now(), $3, now())`,
		id, line, s.librarian)
}

func (s *shelf) like(q postgres.SimilarQuery) []evidence.RequestID {
	s.Helper()
	list, err := s.reader.Similar(s.Context(), s.librarian, q, 5)
	if err != nil {
		s.Fatal(err)
	}
	return idsOf(list)
}

// TestSharedPapersWeighMoreThanWords has more requests with a word of the question than are looked at closely, and a few that name its
// papers in other words.
func TestSharedPapersWeighMoreThanWords(t *testing.T) {
	s := newShelf(t)
	done := func(q string) evidence.RequestID {
		return s.put(item{stage: evidence.Closed, outcome: evidence.Answered, question: q})
	}
	for i := range 150 {
		done(fmt.Sprintf("Which mattresses does bay %d prefer?", i))
	}
	typed := done("Foam or air? We know 10.1000/FOAM.1, and little else.")
	cited, known := done("Which beds for the new unit at all?"), done("Support surfaces: see PMID: 31452104 for a start.")
	s.cites(cited, "10.1000/Foam.1", "")
	for name, c := range map[string]struct {
		papers string
		want   []evidence.RequestID
	}{
		"a DOI, in any case":    {"https://doi.org/10.1000/foam.1.", []evidence.RequestID{cited, typed}},
		"a PMID":                {"pubmed.ncbi.nlm.nih.gov/31452104/", []evidence.RequestID{known}},
		"a PMID that is cited":  {"PMID 99", nil},
		"a part of a DOI":       {"10.1000/foam", nil},
		"a number of its own":   {"31452104", nil},
		"signs and no papers":   {`' \ | & !`, nil},
		"a DOI with signs":      {`10.1000/o'hara\(1)`, nil},
		"the DOI, and one more": {"10.1000/foam.1 10.1000/other", []evidence.RequestID{cited, typed}},
	} {
		got := s.like(postgres.SimilarQuery{
			Text: "Mattresses after the winter refurbishment: sleep, noise, opinions of staff, laundry and waste on coronary units", Papers: c.papers,
		})
		if len(got) != 5 {
			t.Fatalf("%s: only %d requests are found", name, len(got))
		}
		first := map[evidence.RequestID]bool{}
		for _, id := range got[:len(c.want)] {
			first[id] = true
		}
		for _, id := range c.want {
			if !first[id] {
				t.Errorf("%s: %s is not before those that have only the words", name, id)
			}
		}
		for _, id := range got[len(c.want):] {
			if id == typed || id == cited || id == known {
				t.Errorf("%s: %s is found without a reason", name, id)
			}
		}
	}
}

// TestTrialNumbersAreRareWords finds the one request that names a trial among many that have all the other words.
func TestTrialNumbersAreRareWords(t *testing.T) {
	s := newShelf(t)
	for i := range 20 {
		s.put(item{stage: evidence.Closed, outcome: evidence.Answered, question: fmt.Sprintf("Has trial %d of proning in covid pneumonia been published?", i)})
	}
	named := s.put(item{stage: evidence.Closed, outcome: evidence.Answered, question: "What came of NCT04325906, the study of lying prone?"})
	if _, err := s.reader.RefreshLexemes(t.Context()); err != nil {
		t.Fatal(err)
	}
	if got := s.like(postgres.SimilarQuery{Text: "Has the trial nct04325906 of proning in covid pneumonia been published?"}); got[0] != named {
		t.Error("the request that names the trial is not the first")
	}
}

// TestHeadingsOfSearchesAreFound finds a request that only its search describes, less alike than one whose question does.
func TestHeadingsOfSearchesAreFound(t *testing.T) {
	s := newShelf(t)
	done := func(q string) evidence.RequestID {
		return s.put(item{stage: evidence.Closed, outcome: evidence.Answered, question: q})
	}
	worded, headed, other := done("What is known of delirium after hip fractures?"), done("What should the new pathway for surgery say?"), done("What should the old pathway say?")
	s.searched(headed, "exp Delirium/ and Hip Fractures/")
	s.searched(other, "delirium.ti. and (hip adj2 fracture*).ti,ab.") // words of the text are not headings
	if diff := cmp.Diff([]evidence.RequestID{worded, headed}, s.like(postgres.SimilarQuery{Text: "Delirium in people with a hip fracture"})); diff != "" {
		t.Error(diff)
	}
}

// TestSimilarToARequest knows it by its own papers and its framework, leaves it out, and says what became of those found before.
func TestSimilarToARequest(t *testing.T) {
	s := newShelf(t)
	done := func(library evidence.LibraryID, q string) evidence.RequestID {
		return s.put(item{library: library, stage: evidence.Closed, outcome: evidence.Answered, question: q})
	}
	near, cited := done(s.library, "Does hourly rounding prevent falls in hospital?"), done(s.library, "Which paper should the journal club read?")
	secret := done(s.other, "Does hourly rounding prevent falls in hospital at all?")
	s.cites(cited, "", "4711")
	mine := s.put(item{question: "Please look for this again."})
	s.exec(`UPDATE request_text SET framework_text = '{"intervention": "hourly rounding", "outcome": "falls"}', known_papers = 'PMID 4711' WHERE request_id = $1`, mine)
	for _, earlier := range []evidence.RequestID{near, secret} {
		s.exec(`INSERT INTO similar_use VALUES ($1, $2, 2, 'adapted', $3, now())`, mine, earlier, s.librarian)
	}
	work, err := s.reader.SimilarTo(t.Context(), s.librarian, mine, 5)
	if err != nil {
		t.Fatal(err)
	}
	if got := idsOf(work.Requests); len(got) != 2 || got[0] == got[1] || got[0] == mine || got[1] == mine {
		t.Errorf("found %v, want %s and %s", got, near, cited)
	}
	if len(work.Uses) != 1 || work.Uses[0].Earlier != near || work.Uses[0].Outcome != postgres.SimilarAdapted || work.Uses[0].By != s.librarian || work.Uses[0].At.IsZero() {
		t.Errorf("what became of them: %+v", work.Uses)
	}
	_, err = s.reader.SimilarTo(t.Context(), s.elsewhere, mine, 5)
	s.refuses(err, evidence.NotFound)
	_, err = s.reader.SimilarTo(t.Context(), s.librarian, mine, 51)
	s.refuses(err, evidence.Invalid)
}

// TestSimilarIsWhatVisibleToSays compares the two on requests of every kind of consent and of reader.
func TestSimilarIsWhatVisibleToSays(t *testing.T) {
	s := newShelf(t)
	organisation := s.organisation()
	s.exec(`UPDATE person SET organisation_id = $2 WHERE id = $1`, s.outsider, organisation)
	for _, library := range []evidence.LibraryID{s.library, s.other} {
		for _, report := range []string{"nobody", "my_organisation", "anyone_nhs"} {
			for _, o := range []string{"", organisation} {
				s.put(item{library: library, stage: evidence.Delivered, outcome: evidence.Answered, question: pressure, report: report, organisation: o})
			}
		}
	}
	erased := s.staff(s.library, evidence.Librarian)
	s.exec(`UPDATE person SET erased_at = now(), name = 'person-0001', pseudonym = 'person-0001', email = NULL, job_title = '', phone = '' WHERE id = $1`, erased)
	for _, reader := range []evidence.PersonID{s.librarian, s.elsewhere, s.requester, s.outsider, s.staff(s.other, evidence.Admin), erased} {
		var want int
		if err := s.db.Admin.QueryRow(t.Context(), `SELECT count(*) FROM request_state WHERE visible_to($1, request_id) IS NOT NULL`, reader).Scan(&want); err != nil {
			t.Fatal(err)
		}
		if got := len(s.similar(reader, pressure)); got != want {
			t.Errorf("a reader is offered %d requests and may see %d", got, want)
		}
	}
}
