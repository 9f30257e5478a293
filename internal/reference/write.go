package reference

import (
	"bufio"
	"errors"
	"io"
)

// Writer writes records in one format, one by one. What the format has no place for travels in a field of our own that other
// programs ignore, so that reading what was written gives the same records: Read ∘ Write = Clean. The bytes are a function of
// the records alone.
type Writer struct {
	w     *bufio.Writer
	codec codec
	n     int
	err   error
}

// NewWriter starts a file. A format that is only read (EndNoteTagged, PubMedXML) is an error.
func NewWriter(w io.Writer, f Format) (*Writer, error) {
	c := codecOf(f)
	if c.print == nil {
		return nil, errors.New("records cannot be written in the format " + string(f))
	}
	out := &Writer{w: bufio.NewWriter(w), codec: c}
	out.put(c.head)
	return out, nil
}

// Write adds one record.
func (w *Writer) Write(r Record) error {
	w.n++
	r = Clean(r)
	entries := w.codec.entries(r, w.n)
	got := w.codec.record(entries, w.n)
	w.put(w.codec.print(entries, overlayFor(r, got), w.n))
	return w.err
}

// Close ends the file; it does not close what it was given.
func (w *Writer) Close() error {
	w.put(w.codec.foot)
	if w.err == nil {
		w.err = w.w.Flush()
	}
	return w.err
}

func (w *Writer) put(s string) {
	if w.err == nil {
		_, w.err = w.w.WriteString(s)
	}
}

// Write writes all the records in one format.
func Write(w io.Writer, f Format, records []Record) error {
	out, err := NewWriter(w, f)
	if err != nil {
		return err
	}
	for i := range records {
		if err := out.Write(records[i]); err != nil {
			return err
		}
	}
	return out.Close()
}
