package supply

import (
	"archive/zip"
	"bytes"
	"errors"
	"io"
	"net/http"
	"path"
	"slices"
	"strings"
)

// MaxBytes is the size of the largest file, in bytes.
const MaxBytes = 20 << 20

// ErrKind says that a file is of no kind that is supplied.
var ErrKind = errors.New("Choose a PDF, a Word, Excel, PowerPoint or OpenDocument text file without macros, a PNG or JPEG picture, or plain text (TXT, CSV, RIS, NBIB). Web pages, SVG drawings, archives and programs are not taken.") //nolint:staticcheck,revive // a sentence for people

const peeked = 64 << 10 // bytes that are looked at for the kind

// Sniff gives the media type of a file of size bytes by what is in it; the name decides only among kinds of plain text. Errors: ErrKind, and
// those of reading.
func Sniff(file io.ReaderAt, size int64, name string) (string, error) {
	head := make([]byte, min(size, peeked))
	if n, err := file.ReadAt(head, 0); err != nil && !errors.Is(err, io.EOF) {
		return "", err
	} else if head = head[:n]; n == 0 {
		return "", ErrKind
	}
	media, _, _ := strings.Cut(http.DetectContentType(head), ";")
	switch media {
	case "application/pdf":
		return media, nil
	case "image/png":
		return media, nil
	case "image/jpeg":
		return media, nil
	case "application/zip":
		return office(file, size)
	case "text/plain":
		return plain(head, name)
	}
	return "", ErrKind
}

// office tells the documents apart that are archives. Nothing is unpacked but the name that OpenDocument puts first (ODF 1.3, part 2,
// 3.3). Macros are programs.
func office(file io.ReaderAt, size int64) (string, error) {
	archive, err := zip.NewReader(file, size)
	if err != nil {
		return "", ErrKind
	}
	var kind string
	for _, f := range archive.File {
		switch name := strings.ToLower(f.Name); {
		case path.Base(name) == "vbaproject.bin", strings.HasPrefix(name, "basic/"), strings.HasPrefix(name, "scripts/"):
			return "", ErrKind
		case name == "word/document.xml":
			kind = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
		case name == "xl/workbook.xml":
			kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
		case name == "ppt/presentation.xml":
			kind = "application/vnd.openxmlformats-officedocument.presentationml.presentation"
		case name == "mimetype" && says(f, "application/vnd.oasis.opendocument.text"):
			kind = "application/vnd.oasis.opendocument.text"
		}
	}
	if kind == "" {
		return "", ErrKind
	}
	return kind, nil
}

func says(f *zip.File, want string) bool {
	r, err := f.Open()
	if err != nil {
		return false
	}
	defer func() { _ = r.Close() }() // it was only read
	got, err := io.ReadAll(io.LimitReader(r, int64(len(want))+1))
	return err == nil && string(got) == want
}

// plain takes text, unless a browser or a shell might run it.
func plain(head []byte, name string) (string, error) {
	text := bytes.TrimLeft(bytes.TrimPrefix(head, []byte("\xEF\xBB\xBF")), " \t\r\n")
	if len(text) == 0 || text[0] == '<' || bytes.HasPrefix(text, []byte("#!")) || bytes.IndexByte(head, 0) >= 0 || bytes.Contains(bytes.ToLower(text), []byte("<svg")) {
		return "", ErrKind
	}
	switch strings.ToLower(path.Ext(name)) {
	case ".csv":
		return "text/csv", nil
	case ".ris":
		return "application/x-research-info-systems", nil
	case ".nbib":
		return "application/nbib", nil
	}
	return "text/plain", nil
}

// kinds are the media types that are taken, with how names of such files end, the usual ending first.
func kinds() map[string][]string {
	const office = "application/vnd.openxmlformats-officedocument."
	return map[string][]string{
		"application/pdf": {".pdf"}, "image/png": {".png"}, "image/jpeg": {".jpg", ".jpeg"}, "text/plain": {".txt"}, "text/csv": {".csv"},
		"application/x-research-info-systems": {".ris"}, "application/nbib": {".nbib"}, "application/vnd.oasis.opendocument.text": {".odt"},
		office + "wordprocessingml.document": {".docx"}, office + "spreadsheetml.sheet": {".xlsx"}, office + "presentationml.presentation": {".pptx"},
	}
}

// FileName makes the name under which a file is saved: letters and digits of ASCII, never hidden, and ending as its kind does, so that no
// system takes it for something else.
func FileName(name, media string) string {
	const longest = 100
	clean := strings.Map(func(r rune) rune {
		switch {
		case r >= 'a' && r <= 'z', r >= 'A' && r <= 'Z', r >= '0' && r <= '9', r == '.', r == '-', r == '_':
			return r
		}
		return '-'
	}, name)
	endings := kinds()[media]
	if len(endings) == 0 {
		endings = []string{".bin"}
	}
	stem, ending := clean, endings[0]
	if e := path.Ext(clean); slices.Contains(endings, strings.ToLower(e)) {
		stem, ending = strings.TrimSuffix(clean, e), e
	}
	if stem = strings.Trim(stem[:min(len(stem), longest)], ".-"); stem == "" {
		stem = "file"
	}
	return stem + ending
}
