package postgres_test

import (
	"bytes"
	"crypto/sha256"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"go.temporal.io/sdk/testsuite"

	"evidencedesk/activities"
	"evidencedesk/internal/evidence"
	"evidencedesk/internal/postgres"
	"evidencedesk/internal/reference"
)

// risFile is an export with one record for each title; a title may bring more lines with it.
func risFile(titles ...string) string {
	var b strings.Builder
	for _, t := range titles {
		b.WriteString("TY  - JOUR\nTI  - " + t + "\nER  - \n\n")
	}
	return b.String()
}

// upload stores a file as the API does, in pieces of 64 bytes.
func (d *desk) upload(text string) postgres.Import {
	d.Helper()
	sum := sha256.Sum256([]byte(text))
	i, err := d.content.Imports().Add(d.Context(), d.as(d.librarian), postgres.Upload{Name: "results.ris", Size: int64(len(text)), SHA256: sum[:], Format: reference.RIS},
		postgres.Creation{}, pieces(text))
	if err != nil {
		d.Fatal(err)
	}
	return i
}

func pieces(text string) func() ([]byte, error) {
	from := bytes.NewBufferString(text)
	return func() ([]byte, error) { return from.Next(64), nil }
}

// reads carries out the two steps of an import's workflow.
func (d *desk) reads(id evidence.ImportID) activities.ImportRead {
	d.Helper()
	read := d.readOnly(id)
	if read.Problem == "" && !read.Gone {
		d.compares(id)
	}
	return read
}

func (d *desk) readOnly(id evidence.ImportID) (read activities.ImportRead) {
	d.Helper()
	a := &activities.Imports{Store: d.content.Imports()}
	d.activity(a, a.Read, id, &read)
	return read
}

func (d *desk) compares(id evidence.ImportID) (compared activities.ImportCompared) {
	d.Helper()
	a := &activities.Imports{Store: d.content.Imports()}
	d.activity(a, a.Compare, id, &compared)
	return compared
}

func (d *desk) activity(of, do any, id evidence.ImportID, out any) {
	d.Helper()
	var suite testsuite.WorkflowTestSuite
	env := suite.NewTestActivityEnvironment()
	env.RegisterActivity(of)
	value, err := env.ExecuteActivity(do, id)
	if err == nil {
		err = value.Get(out)
	}
	if err != nil {
		d.Fatal(err)
	}
}

func (d *desk) imported(text string) postgres.Import {
	d.Helper()
	i := d.upload(text)
	d.reads(i.ID)
	return d.importOf(i.ID)
}

func (d *desk) importOf(id evidence.ImportID) postgres.Import {
	d.Helper()
	i, err := d.content.Imports().Import(d.Context(), d.as(d.librarian), id)
	if err != nil {
		d.Fatal(err)
	}
	return i
}

func TestAnUploadBecomesRecords(t *testing.T) {
	d := newDesk(t)
	text := risFile("Larval therapy for leg ulcers\nAU  - Alder, Jane\nAU  - Birch, K.\nPY  - 2021\nJO  - Journal of Invented Wounds\nVL  - 12\nSP  - 101\nEP  - 109\nDO  - 10.5555/larva.1\nAB  - What <b>maggots</b> do.",
		"", "Compression bandages")
	i := d.upload(text)
	if i.State != postgres.ImportWaiting || i.Size != int64(len(text)) || i.Format != "ris" || i.Origin != postgres.OriginFile {
		t.Fatalf("%+v", i)
	}
	if d.count(`SELECT count(*) FROM outbox WHERE kind = 'start-import' AND key = $1`, "import/"+string(i.ID)) != 1 {
		t.Error("nobody is told to read it")
	}
	if read := d.reads(i.ID); read.Records != 3 || read.Problem != "" {
		t.Errorf("%+v", read)
	}
	i = d.importOf(i.ID)
	if i.State != postgres.ImportReady || i.Records != 3 || i.Duplicates != 0 || i.FinishedAt == nil || i.Warnings == 0 {
		t.Errorf("%+v", i)
	}
	if d.count(`SELECT count(*) FROM import_chunk`) != 0 {
		t.Error("the file is kept although it has been read")
	}
	if d.count(`SELECT count(*) FROM record WHERE title = 'Larval therapy for leg ulcers' AND authors = '{"Alder, Jane","Birch, K."}' AND year = 2021
		AND journal = 'Journal of Invented Wounds' AND volume = '12' AND doi = '10.5555/larva.1' AND whole ->> 'abstract' LIKE '%maggots%'
		AND abstract NOT LIKE '%<b>%' AND group_id = id AND n = 1 AND line = 1`) != 1 {
		t.Error("a record lost something")
	}
	if d.count(`SELECT count(*) FROM record WHERE title = '[no title]'`) != 1 {
		t.Error("a record without a title is not there")
	}
}

// TestReadingGoesOn breaks the reading off between two batches, as a worker that dies does.
func TestReadingGoesOn(t *testing.T) {
	d := newDesk(t)
	titles := make([]string, 1203)
	for i := range titles {
		titles[i] = fmt.Sprintf("Study %d of %d things", i, i*7)
	}
	i := d.upload(risFile(titles...))
	imports := d.content.Imports()
	if _, _, err := imports.Reading(t.Context(), i.ID); err != nil {
		t.Fatal(err)
	}
	items, summary, err := reference.ReadAll(strings.NewReader(risFile(titles[:500]...)), reference.Options{})
	if err != nil {
		t.Fatal(err)
	}
	for range 2 { // the second time as a worker that was thought dead
		if err := imports.AddRecords(t.Context(), i.ID, items, summary); err != nil {
			t.Fatal(err)
		}
	}
	if got := d.importOf(i.ID); got.State != postgres.ImportReading || got.Records != 500 {
		t.Errorf("on the way: %+v", got)
	}
	d.reads(i.ID)
	if n := d.count(`SELECT count(DISTINCT n) FROM record WHERE import_id = $1 AND n BETWEEN 1 AND 1203`, i.ID); n != 1203 || d.importOf(i.ID).Records != 1203 {
		t.Errorf("%d records", n)
	}
	if d.readOnly(i.ID); d.count(`SELECT count(*) FROM record`) != 1203 {
		t.Error("a record is there twice")
	}
}

func TestAnImportThatIsRefusedKeepsNothing(t *testing.T) {
	d := newDesk(t)
	i := d.upload("Title,Authors,Year\n")
	if read := d.reads(i.ID); read.Problem != activities.NoRecords {
		t.Errorf("%+v", read)
	}
	i = d.importOf(i.ID)
	if i.State != postgres.ImportRefused || i.Problem != activities.NoRecords || d.count(`SELECT count(*) FROM import_chunk`) != 0 {
		t.Errorf("%+v", i)
	}
}

func TestPiecesThatAreFetched(t *testing.T) {
	d := newDesk(t)
	s := d.addSearch(d.librarian, medline())
	imports := d.content.Imports()
	id := evidence.ImportID(d.id())
	n := postgres.NewImport{ID: id, Request: d.request, Search: s.ID, Origin: postgres.OriginPubMed, By: d.librarian, Expected: ptr(2)}
	for range 2 { // each step happens twice, as activities may
		if got, err := imports.Begin(t.Context(), n); err != nil || got != id {
			t.Fatal(got, err)
		}
	}
	file := "PMID- 11111\nTI  - One\nJT  - A journal\n\nPMID- 22222\nTI  - Two\n\n"
	for range 2 {
		for k, piece := range []string{file[:20], file[20:]} {
			if err := imports.Append(t.Context(), id, k+1, []byte(piece), k+1); err != nil {
				t.Fatal(err)
			}
		}
	}
	if i := d.importOf(id); i.State != postgres.ImportFetching || i.Records != 2 || i.Size != int64(len(file)) || i.Search != s.ID || *i.Expected != 2 {
		t.Errorf("%+v", i)
	}
	for range 2 {
		if err := imports.Seal(t.Context(), id); err != nil {
			t.Fatal(err)
		}
	}
	if err := imports.Append(t.Context(), id, 3, []byte("more"), 3); err != nil || d.count(`SELECT count(*) FROM outbox WHERE kind = 'start-import'`) != 1 {
		t.Errorf("after the end: %v", err)
	}
	d.reads(id)
	if i := d.importOf(id); i.State != postgres.ImportReady || i.Records != 2 || i.Format != "nbib" {
		t.Errorf("%+v", i)
	}
	other := n
	other.ID, other.Search = "", d.id()
	_, err := imports.Begin(t.Context(), other)
	if e := refusal(t, err, evidence.Invalid); e.Fields[0].Field != "search" {
		t.Errorf("a search of nobody: %v", e)
	}
}

func TestUndoTakesTheRecordsOut(t *testing.T) {
	d := newDesk(t)
	same := "Larval therapy for leg ulcers in adults\nAU  - Alder, J.\nPY  - 2021\nJO  - Wounds\nVL  - 3\nSP  - 10\nDO  - 10.5555/x.1\n"
	first := d.imported(risFile(same + "AB  - Long and full."))
	second := d.imported(risFile(same, "Something else entirely"))
	imports, a := d.content.Imports(), d.as(d.librarian)
	if second.Duplicates != 1 {
		t.Fatalf("%+v", second)
	}
	d.exec(`INSERT INTO record_decision (record_id, request_id, version, verdict, decided_by, decided_at)
		SELECT group_id, request_id, 1, 'maybe', $2, $3 FROM record WHERE import_id = $1`, first.ID, d.librarian, d.now)
	_, err := imports.Undo(t.Context(), a, first.ID)
	if e := refusal(t, err, evidence.Invalid); e.Fields[0].Code != "in-use" || d.importOf(first.ID).State != postgres.ImportReady {
		t.Errorf("what was decided of: %v", e)
	}
	d.exec(`DELETE FROM record_decision`)
	for range 2 {
		if undone, err := imports.Undo(t.Context(), a, first.ID); err != nil || undone.State != postgres.ImportUndone || undone.Records != 0 {
			t.Errorf("%+v, %v", undone, err)
		}
	}
	if d.count(`SELECT count(*) FROM record WHERE group_id <> id`) != 0 || d.count(`SELECT count(*) FROM record`) != 2 || d.count(`SELECT count(*) FROM record_pair`) != 0 {
		t.Error("what stayed does not stand for itself")
	}
	waiting := d.upload(risFile("Never read"))
	if _, err := imports.Undo(t.Context(), a, waiting.ID); err != nil {
		t.Fatal(err)
	}
	if read := d.reads(waiting.ID); !read.Gone || d.count(`SELECT count(*) FROM record`) != 2 {
		t.Errorf("it was read all the same: %+v", read)
	}
}

func TestWhoMayImport(t *testing.T) {
	d := newDesk(t)
	imports := d.content.Imports()
	for name, p := range map[string]evidence.PersonID{"manager": d.manager, "reviewer": d.reviewer, "requester": d.requester} {
		_, err := imports.Add(t.Context(), d.as(p), postgres.Upload{}, postgres.Creation{}, pieces(""))
		refusal(t, err, evidence.NotPermitted)
		_, err = imports.Undo(t.Context(), d.as(p), evidence.ImportID(d.id()))
		refusal(t, err, evidence.NotPermitted)
		if _, _, err := imports.List(t.Context(), d.as(p)); (err == nil) != (name != "requester") {
			t.Errorf("%s reads: %v", name, err)
		}
	}
	_, err := imports.Undo(t.Context(), d.as(d.librarian), evidence.ImportID(d.id()))
	refusal(t, err, evidence.NotFound)
}

func TestTheSameUploadTwice(t *testing.T) {
	d := newDesk(t)
	k := postgres.Creation{Route: "/imports", Key: "k", Body: bytes.Repeat([]byte{1}, 32)}
	var ids []evidence.ImportID
	for range 2 {
		i, err := d.content.Imports().Add(t.Context(), d.as(d.librarian), postgres.Upload{Format: reference.RIS}, k, pieces(risFile("One")))
		if err != nil {
			t.Fatal(err)
		}
		ids = append(ids, i.ID)
	}
	if diff := cmp.Diff(ids[0], ids[1]); diff != "" || d.count(`SELECT count(*) FROM import`) != 1 {
		t.Error(diff)
	}
}

// TestErasingAnImport takes its name and what its warnings quote, also when it is still to be read.
func TestErasingAnImport(t *testing.T) {
	d := newDesk(t)
	text := "Zebedee's results\n\n" + risFile("One")
	ready, waiting := d.imported(text), d.upload(text)
	if _, _, err := d.content.Imports().Reading(t.Context(), waiting.ID); err != nil {
		t.Fatal(err)
	}
	if d.count(`SELECT count(*) FROM import_warning w WHERE w::text LIKE '%Zebedee%'`) != 1 {
		t.Fatal("there is nothing to erase")
	}
	d.erase()
	if d.count(`SELECT count(*) FROM import i WHERE i::text LIKE '%results%'`) != 0 || d.count(`SELECT count(*) FROM import_warning`) != 0 || d.count(`SELECT count(*) FROM import_chunk`) != 0 {
		t.Error("something is left")
	}
	items, summary, err := reference.ReadAll(strings.NewReader(text), reference.Options{})
	if err != nil {
		t.Fatal(err)
	}
	summary.File = append(summary.File, reference.Warning{Code: "heading", Detail: "Zebedee"})
	if err := d.content.Imports().AddRecords(t.Context(), waiting.ID, items, summary); err != nil {
		t.Errorf("a worker that was still reading: %v", err)
	}
	if i := d.importOf(ready.ID); !i.Erased || i.Name != "" || d.count(`SELECT count(*) FROM import_warning`) != 0 {
		t.Errorf("%+v", i)
	}
}
