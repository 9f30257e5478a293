package rest_test

import (
	"archive/zip"
	"bytes"
	"encoding/json"
	"io"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"evidencedesk/api/rest"
	"evidencedesk/internal/evidence"
	"evidencedesk/internal/postgres"
	"evidencedesk/internal/report"
)

// quotable has requester@here answer about a request, some days ago, and agree to be quoted by name.
func (h *house) quotable(words string, daysAgo int) (request evidence.RequestID) {
	h.Helper()
	request = h.earlier("here", "Is pulmonary rehabilitation of use?")
	_, err := h.db.Admin.Exec(h.Context(), `
WITH asked AS (
  INSERT INTO ask (id, request_id, person_id, library_id, state, questionnaire, token_hash, asked_at, asked_on, answered_at, created_at)
  SELECT gen_random_uuid(), $1::uuid, $2::uuid, $3::uuid, 'answered', '2026-11', sha256(convert_to($4::text, 'UTF8')), t, t::date, now(), now() FROM (SELECT now() - make_interval(days => $5::int) AS t)
  RETURNING id)
INSERT INTO survey_answer (id, ask_id, questionnaire_version, answers, texts, quote_consent, quote_as, answered_on, created_at)
SELECT gen_random_uuid(), id, '2026-11', '{"q4_benefits": {"safety": ["immediate"]}}', jsonb_build_object('q5_detail', $4::text), true, 'name', current_date, now() FROM asked`,
		request, h.ids["requester@here"], here, words, daysAgo)
	h.must(err)
	return request
}

// told is a case study that its requester approved and that is published for everybody.
func (h *house) told(headline string) (at, mine string) {
	h.Helper()
	at, s := h.aCase()
	mine = "/me/case-studies/" + s.ID
	text := wholeCase()
	text["title"], text["headline"] = headline, headline
	k := job{house: h}
	k.answers(
		asked{"librarian@here", "PUT", at, `"1"`, text, 200, ""},
		asked{"librarian@here", "POST", at + "/quotes", `"2"`, j{"text": "Quoted in " + headline, "speaker": "Ward sister", "consent_from": "A. Sister", "consent_how": "email", "consent_on": "2026-01-02"}, 200, ""},
		asked{"librarian@here", "POST", at + "/steps", "", j{"command": "begin"}, 200, ""},
		asked{"librarian@here", "POST", at + "/steps", "", j{"command": "ask-approval"}, 200, ""},
	)
	var shown postgres.CaseShown
	h.did("requester@here", "GET", mine, nil).into(h.T, &shown)
	k.answers(
		asked{"requester@here", "POST", mine + "/approval", "", j{"command": "approve", "digest": shown.Digest}, 204, ""},
		asked{"librarian@here", "POST", at + "/steps", "", j{"command": "publish", "audience": "beyond"}, 200, ""},
	)
	return at, mine
}

// figuresIn is a report in one text.
func figuresIn(t *testing.T, r report.Report) string {
	t.Helper()
	text, err := json.MarshalIndent(r, "", " ")
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// everyWord is what a file holds, those inside an archive too.
func everyWord(t *testing.T, body string) string {
	t.Helper()
	if !strings.HasPrefix(body, "PK") {
		return body
	}
	files, err := zip.NewReader(strings.NewReader(body), int64(len(body)))
	if err != nil {
		t.Fatal(err)
	}
	var all bytes.Buffer
	for _, f := range files.File {
		r, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		if _, err := io.Copy(&all, r); err != nil {
			t.Fatal(err)
		}
	}
	return all.String()
}

// TestWhatIsTakenBackLeavesAPublishedReport publishes a report with two quotations and two case studies. Then consent to one quotation
// is withdrawn, one case study loses its approval, the other is taken down, and the writer is erased: each is gone from the page, from
// every file and from the vignettes, and the figures stay as they were.
func TestWhatIsTakenBackLeavesAPublishedReport(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	const withdrawn, erased, unapproved, down = "It changed our rounds for good.", "A costly purchase was stopped.", "Fewer falls", "Shorter stays"
	first := h.quotable(withdrawn, 40)
	h.quotable(erased, 1)
	_, one := h.told(unapproved)
	other, _ := h.told(down)
	p := h.published()
	at := "/published-reports/" + p.ID
	left := map[string]bool{withdrawn: true, erased: true, unapproved: true, down: true}
	check := func(after string, quotes, cases int) {
		t.Helper()
		var v, complete rest.PublishedView
		h.did("requester@here", "GET", at, nil).into(t, &v)
		h.did("librarian@here", "GET", at+"?complete=true", nil).into(t, &complete)
		if v.QuotesWithdrawn != 2-quotes || len(v.Quotes) != quotes || v.CasesTakenDown != 2-cases || len(v.Cases) != cases {
			t.Errorf("%s: %d quotations and %d gone, %d case studies and %d gone", after, len(v.Quotes), v.QuotesWithdrawn, len(v.Cases), v.CasesTakenDown)
		}
		if diff := cmp.Diff(figuresIn(t, p.Report), figuresIn(t, v.Report)); diff != "" {
			t.Errorf("%s: the figures moved (-before +after):\n%s", after, diff)
		}
		if !complete.Report.Complete || complete.QuotesWithdrawn != v.QuotesWithdrawn || complete.CasesTakenDown != v.CasesTakenDown {
			t.Errorf("%s: complete it reads %+v", after, complete.PublishedRow)
		}
		for _, path := range []string{"", "?complete=true", "/files/report.csv", "/files/report.html", "/files/report.docx", "/files/report.xlsx", "/files/report.docx?complete=true"} {
			body := everyWord(t, h.did("librarian@here", "GET", at+path, nil).body)
			for words, there := range left {
				if strings.Contains(body, words) != there {
					t.Errorf("%s: %s holds %q: %t, want %t", after, path, words, !there, there)
				}
			}
		}
		elsewhere := h.did("system_lead@there", "GET", "/case-studies", nil).body
		for _, words := range []string{unapproved, down} {
			if strings.Contains(elsewhere, words) != left[words] {
				t.Errorf("%s: another library reads %q: %t", after, words, !left[words])
			}
		}
	}
	check("at first", 2, 2)
	h.did("requester@here", "POST", "/requests/"+string(first)+"/follow-up/withdraw-quote", nil)
	left[withdrawn] = false
	check("consent withdrawn", 1, 2)
	k := job{house: h}
	k.answers(asked{"requester@here", "POST", one + "/approval", "", j{"command": "withdraw-approval"}, 204, ""})
	left[unapproved] = false
	check("approval withdrawn", 1, 1)
	k.answers(asked{"librarian@here", "POST", other + "/steps", "", j{"command": "take-down"}, 200, ""})
	left[down] = false
	check("taken down", 1, 0)
	_, err := postgres.NewErasures(h.db.Eraser, nil).Erase(t.Context(), postgres.Erasure{Person: h.ids["requester@here"], Anyway: true})
	h.must(err)
	left[erased] = false
	var v rest.PublishedView
	h.did("librarian@here", "GET", at, nil).into(t, &v)
	if len(v.Quotes) != 0 || v.QuotesWithdrawn != 2 || figuresIn(t, v.Report) != figuresIn(t, p.Report) {
		t.Errorf("erased: %+v, %d gone", v.Quotes, v.QuotesWithdrawn)
	}
	for _, format := range []string{"csv", "html", "docx", "xlsx"} {
		body := everyWord(t, h.did("librarian@here", "GET", at+"/files/report."+format, nil).body)
		if strings.Contains(body, erased) || strings.Contains(body, "requester@here") {
			t.Errorf("the %s quotes somebody who was erased", format)
		}
	}
}

// TestNoSnapshotHoldsWhatSomebodySaid looks into the rows that nothing may change: they name quotations and case studies, no words.
func TestNoSnapshotHoldsWhatSomebodySaid(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	h.quotable("It changed our rounds for good.", 1)
	h.told("Fewer falls")
	h.published()
	for _, words := range []string{"changed our rounds", "Fewer falls", "requester@here"} {
		var n int
		h.must(h.db.Admin.QueryRow(t.Context(), `SELECT count(*) FROM published_report r WHERE r::text LIKE '%' || $1 || '%'`, words).Scan(&n))
		if n != 0 {
			t.Errorf("a snapshot holds %q", words)
		}
	}
}
