package rest_test

import (
	"archive/zip"
	"bytes"
	"compress/flate"
	"compress/gzip"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"evidencedesk/api/rest"
	"evidencedesk/internal/postgres"
)

// zipped is an archive of files of zeros, each as long as it unpacks to, in mebibytes.
func zipped(t *testing.T, unpacked int, names ...string) []byte {
	t.Helper()
	var packed, b bytes.Buffer
	f, _ := flate.NewWriter(&packed, flate.DefaultCompression)
	_, _ = f.Write(make([]byte, 1<<20))
	_ = f.Flush() // ends at a byte, so that it may be repeated
	content := bytes.Repeat(packed.Bytes(), unpacked)
	packed.Reset()
	_ = f.Close()
	content = append(content, packed.Bytes()...)
	z := zip.NewWriter(&b)
	for _, name := range names {
		w, err := z.CreateRaw(&zip.FileHeader{Name: name, Method: zip.Deflate, CompressedSize64: uint64(len(content)), UncompressedSize64: uint64(unpacked) << 20})
		if err == nil {
			_, err = w.Write(content)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// TestWhatIsNoFileOfRecords is the bad input of the issue under the name of a file of records: refused by its first bytes, with what
// it is and what to do, and never unpacked.
func TestWhatIsNoFileOfRecords(t *testing.T) {
	r := newRoom(t)
	var packed bytes.Buffer
	gz := gzip.NewWriter(&packed)
	_, _ = gz.Write(make([]byte, 1<<20))
	_ = gz.Close()
	bomb := bytes.Repeat(packed.Bytes(), 256) // a file may have several members
	for name, c := range map[string]struct {
		file []byte
		says string
	}{
		"a spreadsheet named .ris":  {zipped(t, 1, "[Content_Types].xml", "xl/workbook.xml", "xl/worksheets/sheet1.xml"), "Save it as CSV"},
		"a spreadsheet that swells": {zipped(t, 64, "[Content_Types].xml", "xl/workbook.xml"), "Save it as CSV"},
		"an old spreadsheet":        {append([]byte("\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1"), make([]byte, 600)...), "Save it as CSV"},
		"a zip bomb":                {zipped(t, 64, "results.ris", "more.ris"), "Unpack it"},
		"a gzip bomb":               {bomb, "Unpack it"},
		"a Word document":           {zipped(t, 1, "[Content_Types].xml", "word/document.xml"), "Word document"},
		"a PDF":                     {[]byte("%PDF-1.7\n%\xe2\xe3\xcf\xd3"), "PDF"},
		"a web page":                {[]byte("<!DOCTYPE html><html><head><title>Results</title></head></html>"), "web page"},
		"nothing":                   {nil, "empty"},
	} {
		file := bytes.NewReader(c.file)
		a := r.upload("librarian", "imports?name=results.ris", struct{ io.Reader }{file})
		if a.status != http.StatusUnprocessableEntity || !strings.Contains(a.body, `"field":"file"`) || !strings.Contains(a.body, c.says) {
			t.Errorf("%s: %d %s", name, a.status, a.body)
		}
		if taken := len(c.file) - file.Len(); taken > 64<<10 {
			t.Errorf("%s: %d bytes were taken", name, taken)
		}
	}
	if r.count(`SELECT count(*) FROM import`) != 0 {
		t.Error("something is stored")
	}
}

// TestXMLThatDeclaresEntities is refused with what to do and leaves nothing behind; nothing outside of the file is read, neither an
// address nor a file of the server.
func TestXMLThatDeclaresEntities(t *testing.T) {
	r := newRoom(t)
	var asked atomic.Int32
	outside := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { asked.Add(1) }))
	defer outside.Close()
	laughs := `<!ENTITY a0 "ha">`
	for i := range 20 {
		laughs += fmt.Sprintf(`<!ENTITY a%d "%s">`, i+1, strings.Repeat(fmt.Sprintf("&a%d;", i), 10))
	}
	record := `<xml><records><record><titles><title>%s</title></titles></record></records></xml>`
	for name, file := range map[string]string{
		"an entity":          `<!DOCTYPE x [<!ENTITY a "aaaa">]>` + fmt.Sprintf(record, "&a;"),
		"a billion laughs":   `<!DOCTYPE x [` + laughs + `]>` + fmt.Sprintf(record, "&a20;"),
		"a file":             `<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>` + fmt.Sprintf(record, "&a;"),
		"an address":         `<!DOCTYPE x [<!ENTITY a SYSTEM "` + outside.URL + `">]>` + fmt.Sprintf(record, "&a;"),
		"a parameter":        `<!DOCTYPE x [<!ENTITY % d SYSTEM "` + outside.URL + `"> %d;]>` + fmt.Sprintf(record, "One"),
		"after many records": `<xml><records>` + strings.Repeat("<record><titles><title>One of many</title></titles></record>", 1200) + `<!DOCTYPE x [<!ENTITY a "aaaa">]></records></xml>`,
	} {
		i := r.imported(`<?xml version="1.0"?>` + file)
		if i.State != postgres.ImportRefused || !strings.Contains(i.Message, "entities of its own") || !strings.Contains(i.Message, "Export the results as RIS") {
			t.Errorf("%s: %+v", name, i)
		}
	}
	if r.count(`SELECT count(*) FROM record`)+r.count(`SELECT count(*) FROM import_chunk`)+r.count(`SELECT count(*) FROM import_warning`) != 0 {
		t.Error("something is left")
	}
	ordinary := `<?xml version="1.0"?><!DOCTYPE xml SYSTEM "` + outside.URL + `/records.dtd">` + fmt.Sprintf(record, "Fish &amp; chips: p &lt; 5 &gt; 3, &quot;fresh&quot;, cook&apos;s &#233;clair, &unknown; &a0;")
	if i := r.imported(ordinary); i.State != postgres.ImportReady || i.Records != 1 {
		t.Errorf("%+v", i)
	}
	if r.count(`SELECT count(*) FROM record WHERE title LIKE 'Fish & chips: p < 5 > 3, "fresh", cook''s éclair, %'`) != 1 {
		t.Error("the five entities of XML were not read")
	}
	if asked.Load() != 0 {
		t.Error("something outside of the file was asked for")
	}
}

// TestMarkupInATitle stays words: what a browser would carry out is not stored.
func TestMarkupInATitle(t *testing.T) {
	r := newRoom(t)
	r.imported("TY  - JOUR\nTI  - Honey <script>alert(1)</script>and <img src=x onerror=alert(2)> <b>silver</b> in p<0.05 wounds\nER  - \n")
	for _, never := range []string{"<script", "<img", "<b>", "onerror"} {
		if r.count(`SELECT count(*) FROM record WHERE title LIKE '%' || $1 || '%'`, never) != 0 {
			t.Errorf("%q is stored", never)
		}
	}
	if r.count(`SELECT count(*) FROM record WHERE title LIKE 'Honey %silver in p<0.05 wounds'`) != 1 {
		t.Error("the words of the title are not there")
	}
}

// endless is a file of records that never ends. It notes how much of it was taken, and the largest piece that was asked for.
type endless struct {
	record, rest   []byte
	taken, largest int
}

func newEndless() *endless {
	return &endless{record: []byte("TY  - JOUR\nTI  - " + strings.Repeat("Again and again. ", 200) + "\nER  - \n\n")}
}

func (e *endless) Read(p []byte) (int, error) {
	if len(e.rest) == 0 {
		e.rest = e.record
	}
	n := copy(p, e.rest)
	e.rest, e.taken, e.largest = e.rest[n:], e.taken+n, max(e.largest, len(p))
	return n, nil
}

// TestALargeFile of 200 MB is refused, whether it says beforehand how long it is or not. It is taken piece by piece: what reads it
// into memory asks for larger and larger pieces. One that says how long it is is heard out, because its sender listens only when
// everything is sent, unless it asks first or is very much too large.
func TestALargeFile(t *testing.T) {
	r := newRoom(t)
	const large = 200 << 20
	for name, c := range map[string]struct {
		says     int64 // bytes, beforehand
		expect   string
		from, to int // bytes that are taken
	}{
		"without a length":    {-1, "", postgres.MaxImportBytes, postgres.MaxImportBytes + 1<<20},
		"with its length":     {large, "", large, large},
		"that asks first":     {large, "100-continue", 0, 0},
		"that is very large":  {4 << 30, "", 0, 0},
		"a byte more than is": {postgres.MaxImportBytes + 1, "", large, large},
	} {
		file := newEndless()
		request := httptest.NewRequestWithContext(t.Context(), http.MethodPost, path(r.request, "/imports"), io.LimitReader(file, large))
		request.Header.Set("Authorization", "Bearer "+roomToken("librarian"))
		request.Header.Set("Content-Type", "application/octet-stream")
		request.Header.Set("Expect", c.expect)
		request.ContentLength = c.says
		w := httptest.NewRecorder()
		r.handler.ServeHTTP(w, request)
		a := answer{w.Code, w.Header(), w.Body.String()}
		if a.status != http.StatusRequestEntityTooLarge || a.code(t) != "too-large" || !strings.Contains(a.body, "160 MB") || !strings.Contains(a.body, `"field":"file"`) {
			t.Errorf("%s: %d %s", name, a.status, a.body)
		}
		if file.largest > 1<<20 || file.taken < c.from || file.taken > c.to {
			t.Errorf("%s: %d bytes were taken, up to %d at once", name, file.taken, file.largest)
		}
	}
	if r.count(`SELECT count(*) FROM import`) != 0 {
		t.Error("something is stored")
	}
}

// TestALongAbstract of one megabyte is cut at the limit, with a warning that names its line.
func TestALongAbstract(t *testing.T) {
	r := newRoom(t)
	i := r.imported("TY  - JOUR\nTI  - A trial\nAB  - " + strings.Repeat("Long words. ", 90_000) + "\nER  - \n")
	var w rest.ImportWarnings
	r.send("librarian", http.MethodGet, "imports/"+string(i.ID)+"/warnings", "", nil).into(t, &w)
	if i.Records != 1 || len(w.Items) == 0 || w.Items[0].Line != 3 && w.Items[0].Line != 1 || r.count(`SELECT max(char_length(abstract)) FROM record`) > 50_000 {
		t.Errorf("%+v %+v", i, w)
	}
}

// deadlines notes until when a server is told to wait for the reader of an answer.
type deadlines struct {
	*httptest.ResponseRecorder

	write time.Time
}

func (d *deadlines) SetWriteDeadline(t time.Time) error {
	d.write = t
	return nil
}

// TestADownloadMayLast as long as an upload: 50,000 records are more than a page.
func TestADownloadMayLast(t *testing.T) {
	r := newRoom(t)
	i := r.imported(twoRecords)
	for _, address := range []string{"records/export", "imports/" + string(i.ID) + "/warnings.csv"} {
		request := httptest.NewRequestWithContext(t.Context(), http.MethodGet, path(r.request, "/"+address), nil)
		request.Header.Set("Authorization", "Bearer "+roomToken("librarian"))
		w := &deadlines{ResponseRecorder: httptest.NewRecorder()}
		r.handler.ServeHTTP(w, request)
		if left := time.Until(w.write); w.Code != http.StatusOK || left < rest.UploadTimeout {
			t.Errorf("%s: %d, %s are left", address, w.Code, left)
		}
	}
}
