package document

import (
	"bytes"

	"evidencedesk/internal/citation"
	"evidencedesk/internal/reference"
)

// RIS gives the references as reference managers read them. What the librarian says of one is its note, its group a keyword.
func RIS(r Report) ([]byte, error) {
	var records []reference.Record
	for _, ref := range r.references {
		if ref.Erased {
			continue
		}
		record := ref.Record
		record.Authors = inverted(record.Authors)
		record.Editors = inverted(record.Editors)
		if ref.Note != "" {
			record.Notes = append([]string{ref.Note}, record.Notes...)
		}
		if ref.Group != "" {
			record.Keywords = append([]string{ref.Group}, record.Keywords...)
		}
		records = append(records, record)
	}
	var out bytes.Buffer
	err := reference.Write(&out, reference.RIS, records)
	return out.Bytes(), err
}

func inverted(names []string) []string {
	out := make([]string, len(names))
	for i, name := range names {
		out[i] = citation.Inverted(name)
	}
	return out
}
