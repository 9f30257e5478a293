package e2e_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"
	"testing"

	"github.com/jackc/pgx/v5"

	"evidencedesk/internal/apiclient"
	"evidencedesk/internal/evidence"
	"evidencedesk/internal/postgres"
)

const (
	importedRecords = 3000
	heldUp          = 1501 // the record that the worker waits for: in the middle, at the beginning of a batch
)

// exported is a file of records. Every tenth describes the publication of the one before.
func exported(n int) string {
	var b strings.Builder
	for i := range n {
		study, by := i, "Example, A."
		if i%10 == 9 {
			study, by = i-1, "Example, Ann"
		}
		fmt.Fprintf(&b, "TY  - JOUR\nTI  - %s\nAU  - %s\nPY  - 2021\nJO  - Journal of Examples\nVL  - %d\nSP  - %d\nDO  - 10.5555/example.%d\nER  - \n\n",
			words(fmt.Sprintf("Mobilisation after surgery of kind %d in ward %d", study, study*7)), by, study/100+1, study+1, study)
	}
	return b.String()
}

// upload sends a file of records.
func (r *request) upload(p *person, file io.Reader) (postgres.Import, error) {
	var i postgres.Import
	_, err := p.Upload(r.Context(), r.path("imports")+"?name=results.ris", file, &i)
	return i, err
}

// TestWorkerKilledInTheMiddleOfAnImport kills the worker while it stores records. The next one goes on: every record is there once, and
// duplicates are linked.
func TestWorkerKilledInTheMiddleOfAnImport(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	l := d.newLibrary(t)
	r := l.bring(evidence.Searching)
	d.worker.stop()
	i, err := r.upload(l.librarian, strings.NewReader(exported(importedRecords)))
	d.must(err)
	hold := d.holdUp(r, i.ID)
	d.worker.start()
	d.becomes(t, "half of it is stored", heldUp-1, "SELECT count(*) FROM record WHERE import_id = $1", i.ID)
	d.becomes(t, "the worker waits", 1, `SELECT least(count(*), 1) FROM pg_stat_activity
		WHERE datname = current_database() AND wait_event_type = 'Lock' AND application_name = 'evidencedesk_app'`)
	d.worker.kill()
	d.must(hold.Rollback(d.Context()))
	if on, err := r.importOf(l.librarian, i.ID); err != nil || on.State != postgres.ImportReading || on.Records != heldUp-1 {
		t.Errorf("in between: %+v, %v", on, err)
	}
	d.worker.start()
	d.becomes(t, "the import is ready", 1, "SELECT count(*) FROM import WHERE id = $1 AND state = 'ready'", i.ID)
	done, err := r.importOf(l.librarian, i.ID)
	if err != nil || done.Records != importedRecords || done.Duplicates != importedRecords/10 {
		t.Errorf("%+v, %v", done, err)
	}
	if n := d.count(t, "SELECT count(DISTINCT n) FROM record WHERE import_id = $1 AND n BETWEEN 1 AND $2", i.ID, importedRecords); n != importedRecords {
		t.Errorf("%d different records", n)
	}
	if n := d.count(t, "SELECT count(*) FROM record WHERE request_id = $1", r.id); n != importedRecords {
		t.Errorf("%d records", n)
	}
	if n := d.count(t, "SELECT count(*) FROM record a JOIN record b ON b.import_id = a.import_id AND b.n = a.n + 1 AND b.group_id = a.group_id WHERE a.n % 10 = 9"); n != importedRecords/10 {
		t.Errorf("%d duplicates are linked", n)
	}
	if n := d.count(t, "SELECT count(*) FROM import_chunk"); n != 0 {
		t.Errorf("%d pieces of the file are kept", n)
	}
}

// holdUp has whoever stores the record in the middle of an import wait.
func (d *desk) holdUp(r *request, id evidence.ImportID) pgx.Tx {
	d.Helper()
	hold, err := d.admin.Begin(d.Context())
	d.must(err)
	_, err = hold.Exec(d.Context(), `INSERT INTO record (id, request_id, import_id, n, group_id, type, title, whole)
		SELECT u, $1, $2, $3, u, 'article', 'None', '{}' FROM gen_random_uuid() AS u`, r.id, id, heldUp)
	d.must(err)
	return hold
}

func (r *request) importOf(p *person, id evidence.ImportID) (i postgres.Import, err error) {
	_, err = p.Get(r.Context(), r.path("imports", string(id)), &i)
	return i, err
}

// TestUploadsThatAreTooLarge are refused with the limit, whether they say how long they are or not, and the desk goes on.
func TestUploadsThatAreTooLarge(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	l := d.newLibrary(t)
	r := l.bring(evidence.Searching)
	line := "TY  - JOUR\nTI  - " + words("Again") + strings.Repeat(" and again", 400) + "\nER  - \n\n"
	file := func() io.Reader { return io.LimitReader(&again{line: line}, postgres.MaxImportBytes+8<<20) }
	_, err := r.upload(l.librarian, file())
	problem, ok := apiclient.ProblemOf(err)
	if !ok || problem.Code != evidence.TooLarge || !problem.Names("file", "too-large") || !strings.Contains(problem.Errors[0].Detail, "160 MB") {
		t.Errorf("without its length: %v", err)
	}
	said := d.post(l.librarian, r.path("imports"), file())
	if !strings.Contains(said, "160 MB") || !strings.Contains(said, string(evidence.TooLarge)) {
		t.Errorf("with its length: %s", said)
	}
	if n := d.count(t, "SELECT count(*) FROM import"); n != 0 {
		t.Errorf("%d imports are stored", n)
	}
	i, err := r.upload(l.librarian, strings.NewReader(exported(10)))
	d.must(err)
	d.becomes(t, "the next import is ready", 1, "SELECT count(*) FROM import WHERE id = $1 AND state = 'ready'", i.ID)
}

// post sends a file with its length, as browsers and most programs do, and gives the answer.
func (d *desk) post(p *person, path string, file io.Reader) string {
	d.Helper()
	request, err := http.NewRequestWithContext(context.Background(), http.MethodPost, d.base+path, file)
	d.must(err)
	request.ContentLength = postgres.MaxImportBytes + 8<<20
	request.Header.Set("Content-Type", "application/octet-stream")
	request.Header.Set("Authorization", "Bearer "+p.token)
	answer, err := http.DefaultClient.Do(request)
	d.must(err)
	said, err := io.ReadAll(answer.Body)
	d.must(errors.Join(err, answer.Body.Close()))
	return fmt.Sprintf("%d %s", answer.StatusCode, said)
}

// again repeats a text without end.
type again struct{ line, rest string }

// Read implements io.Reader.
func (a *again) Read(p []byte) (int, error) {
	if a.rest == "" {
		a.rest = a.line
	}
	n := copy(p, a.rest)
	a.rest = a.rest[n:]
	return n, nil
}
