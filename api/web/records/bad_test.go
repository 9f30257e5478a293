package records_test

import (
	"html"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"evidencedesk/api/rest"
	"evidencedesk/api/web/page"
	"evidencedesk/internal/evidence"
	"evidencedesk/internal/postgres"
	"evidencedesk/internal/reference"
)

// TestWhatAFileIsInstead is said at the field when the first bytes tell, and on the page of the import when the reading does.
func TestWhatAFileIsInstead(t *testing.T) {
	t.Parallel()
	s := site(t)
	for problem, word := range map[reference.Problem]string{
		reference.Spreadsheet: "spreadsheet", reference.Archive: "archive", reference.XMLEntities: "entities", reference.PDF: "PDF", reference.Empty: "empty",
		reference.TooManyRecords: "50000 records",
	} {
		words := (&reference.Refusal{Problem: problem, Limit: evidence.MaxReferences}).Error()
		s.Refuse("POST "+api("/imports"), 422, evidence.Invalid, page.FieldProblem{Field: "file", Code: "not-references", Detail: words})
		says(t, s.Do(uploadOf(t, nil, "results.ris", "PK")), 422, html.EscapeString(words), word, `href="#file"`)
		i := anImport(postgres.ImportRefused)
		i.Problem = string(problem)
		s.On("GET "+api("/imports/"+file), rest.ImportView{Import: i, Message: words})
		says(t, s.Get(work("/imports/"+file)), 200, "The file was not read.", html.EscapeString(words), "Upload another file")
	}
	p := aPair()
	p.A.Title = "Honey <script>alert(1)</script>"
	s.On("GET "+api("/record-pairs"), rest.PairPage{Items: []postgres.RecordPair{p}, Counts: postgres.PairCounts{Doubtful: 1}})
	says(t, s.Get(work("/pairs")), 200, "Honey &lt;script&gt;alert(1)&lt;/script&gt;")
}

// zeros is the body of a file that nobody wants, as long as it is asked for.
type zeros struct{ taken int64 }

func (z *zeros) Read(p []byte) (int, error) {
	clear(p)
	z.taken += int64(len(p))
	return len(p), nil
}

// TestABrowserHearsThatAFileIsTooLarge although it listens only when everything is sent: over a connection, whether it says beforehand
// how much will come or not. The connection goes on to be used.
func TestABrowserHearsThatAFileIsTooLarge(t *testing.T) {
	t.Parallel()
	s := site(t)
	server := httptest.NewServer(s)
	defer server.Close()
	const large = 200 << 20
	for name, length := range map[string]int64{"with its length": large, "in chunks": -1} {
		sent := &zeros{}
		head := "--x\r\nContent-Disposition: form-data; name=\"file\"; filename=\"x.ris\"\r\n\r\n"
		body := io.MultiReader(strings.NewReader(head), io.LimitReader(sent, large-int64(len(head))))
		r, err := http.NewRequestWithContext(t.Context(), http.MethodPost, server.URL+work("/import"), body)
		if err != nil {
			t.Fatal(err)
		}
		r.ContentLength = length
		r.Header.Set("Content-Type", "multipart/form-data; boundary=x")
		answer, err := server.Client().Do(r)
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		said, err := io.ReadAll(answer.Body)
		_ = answer.Body.Close()
		if err != nil || answer.StatusCode != http.StatusUnprocessableEntity || !strings.Contains(string(said), "The file is larger than 160 MB. Export the results in parts.") || answer.Close {
			t.Errorf("%s: %d, close %v, %v", name, answer.StatusCode, answer.Close, err)
		}
		if sent.taken < large-1<<20 {
			t.Errorf("%s: %d bytes were taken", name, sent.taken)
		}
	}
	for _, c := range s.Calls() {
		if c.Method == http.MethodPost {
			t.Error("the file was handed on")
		}
	}
}
