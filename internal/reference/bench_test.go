package reference_test

import (
	"bytes"
	"fmt"
	"io"
	"strings"
	"testing"

	"evidencedesk/internal/reference"
)

// BenchmarkRead reads 50,000 records with abstracts, which are made as they are read.
func BenchmarkRead(b *testing.B) {
	const records = 50_000
	for _, f := range written() {
		b.Run(string(f), func(b *testing.B) {
			one := make([]reference.Record, 500)
			for i := range one {
				one[i] = reference.Record{
					Type: reference.Article, Title: fmt.Sprintf("Delirium after surgery: cohort %d", i), Authors: []string{"Okafor, Ada", "Müller, Jörg"},
					Year: 2020, Journal: "Journal of Ward Medicine", Volume: "12", Issue: "3", Pages: "101-109", DOI: fmt.Sprintf("10.5555/jwm.%d", i),
					Abstract: strings.Repeat("We followed patients for a year and asked how they slept. ", 25), Keywords: []string{"Delirium", "Humans"},
				}
			}
			var file bytes.Buffer
			if err := reference.Write(&file, f, one); err != nil {
				b.Fatal(err)
			}
			for b.Loop() {
				for range records / len(one) {
					s, err := reference.Read(bytes.NewReader(file.Bytes()), reference.Options{}, func(reference.Item) error { return nil })
					if err != nil || s.Records != len(one) {
						b.Fatal(s.Records, err)
					}
				}
			}
			b.SetBytes(int64(file.Len() * records / len(one)))
			b.ReportAllocs()
		})
	}
}

func BenchmarkWrite(b *testing.B) {
	r := reference.Record{Type: reference.Article, Title: "Delirium", Abstract: strings.Repeat("We followed patients. ", 80), Authors: []string{"Okafor, Ada"}}
	for b.Loop() {
		w, err := reference.NewWriter(io.Discard, reference.RIS)
		if err != nil {
			b.Fatal(err)
		}
		for range 1000 {
			if err := w.Write(r); err != nil {
				b.Fatal(err)
			}
		}
	}
}
