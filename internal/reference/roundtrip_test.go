package reference_test

import (
	"bytes"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"evidencedesk/internal/reference"
)

// written are the formats that records can be written in.
func written() []reference.Format {
	return []reference.Format{
		reference.RIS, reference.NBIB, reference.BibTeX, reference.EndNoteXML, reference.WebOfScience, reference.CSV,
	}
}

// text draws values as bibliographies have them, and the characters that formats use themselves.
func text() *rapid.Generator[string] {
	plain := rapid.StringMatching(`[A-Z][a-z]{1,8}( [a-z0-9]{1,8}){0,4}`)
	hard := rapid.StringOfN(rapid.SampledFrom([]rune("aB1 é\u0301ß中–-—,;:.'\"`{}()[]<>&%$#_~^\\|=@+*/\n\tı𝛼")), 1, 14, -1)
	marked := rapid.SampledFrom([]string{
		"<i>in vitro</i>", "p<0.05 & n>3", "&lt;b&gt;", "=1+1", "'quoted'", "'=x", "''", "a -- b", "--- ", "TY  - JOUR", "ER  - ", "PMID- 1",
		"@article{x,", "%A x", "x\\", "\\'{e}", "{", "}", "and", "others", " and ", "National Falls Group", "NULL", "12-18", "e12-e18",
		"S12-8", "10.1000/xyz", "http://example.org/?a=1&b=2", "1234-5678", "PMC123", "PMID: 12345", "1. ", "2019", "2019 Nov 3", "]]>", "<![CDATA[",
		"Müller A.B.", "Smith, J", "van der Berg, J", "a; b", "$x$", "\"", "%7B", "&amp;amp;", "<<i>i>",
	})
	return rapid.OneOf(plain, plain, hard, marked)
}

func some(g *rapid.Generator[string]) *rapid.Generator[[]string] { return rapid.SliceOfN(g, 0, 3) }

func maybe(g *rapid.Generator[string]) *rapid.Generator[string] {
	return rapid.OneOf(rapid.Just(""), g)
}

func record() *rapid.Generator[reference.Record] {
	return rapid.Custom(func(t *rapid.T) reference.Record {
		v := maybe(text())
		field := rapid.Custom(func(t *rapid.T) reference.Field {
			tag := rapid.OneOf(rapid.SampledFrom([]string{"TC", "TY", "AU", "C1", "ER", "PT", "XD", "OWN", "caption", "custom7", "citekey", "doi", "ID"}), text())
			return reference.Field{Tag: tag.Draw(t, "tag"), Value: text().Draw(t, "value")}
		})
		return reference.Record{
			Type: rapid.SampledFrom([]reference.Type{
				"", reference.Article, reference.Book, reference.Chapter, reference.Report, reference.Guideline, reference.WebPage,
				reference.Thesis, reference.ConferencePaper, reference.Preprint, reference.Other,
			}).Draw(t, "type"),
			Title: v.Draw(t, "title"), Authors: some(text()).Draw(t, "authors"), Editors: some(text()).Draw(t, "editors"),
			Year: rapid.OneOf(rapid.Just(0), rapid.IntRange(1400, 2199), rapid.Int()).Draw(t, "year"), Date: v.Draw(t, "date"),
			Journal: v.Draw(t, "journal"), Abbreviation: v.Draw(t, "abbreviation"), BookTitle: v.Draw(t, "book"), Volume: v.Draw(t, "volume"),
			Issue: v.Draw(t, "issue"), Pages: v.Draw(t, "pages"), Edition: v.Draw(t, "edition"), Publisher: v.Draw(t, "publisher"),
			Place: v.Draw(t, "place"), DOI: v.Draw(t, "doi"), PMID: v.Draw(t, "pmid"), PMCID: v.Draw(t, "pmcid"), ISSN: some(text()).Draw(t, "issn"),
			ISBN: some(text()).Draw(t, "isbn"), URLs: some(text()).Draw(t, "urls"), Abstract: v.Draw(t, "abstract"),
			Keywords: some(text()).Draw(t, "keywords"), Language: v.Draw(t, "language"), PubTypes: some(text()).Draw(t, "pub types"),
			Accession: v.Draw(t, "accession"), Database: v.Draw(t, "database"), Provider: v.Draw(t, "provider"), Notes: some(text()).Draw(t, "notes"),
			Extra: rapid.SliceOfN(field, 0, 2).Draw(t, "extra"),
		}
	})
}

// What was written reads as it was, and writes to the same bytes again.
func TestReadingWhatWasWritten(t *testing.T) {
	t.Parallel()
	for _, f := range written() {
		t.Run(string(f), func(t *testing.T) {
			t.Parallel()
			rapid.Check(t, func(t *rapid.T) {
				records := rapid.SliceOfN(record(), 0, 3).Draw(t, "records")
				first := write(t, f, records)
				items, summary, err := reference.ReadAll(bytes.NewReader(first), reference.Options{}) // recognised by what we wrote alone
				if len(records) > 0 && (err != nil || summary.Format != f) {
					t.Fatalf("reading as %s: %v\n%s", summary.Format, err, first)
				}
				if summary.Records != len(records) {
					t.Fatalf("%d records, want %d\n%s", summary.Records, len(records), first)
				}
				again := make([]reference.Record, len(items))
				for i, it := range items {
					again[i] = it.Record
					if diff := cmp.Diff(reference.Clean(records[i]), it.Record); diff != "" {
						t.Fatalf("record %d (-want +got):\n%s\n%s", i+1, diff, first)
					}
				}
				if second := write(t, f, again); !bytes.Equal(first, second) {
					t.Fatalf("bytes differ:\n%s", cmp.Diff(string(first), string(second)))
				}
			})
		})
	}
}

// That a list of authors goes on is said by BibTeX in its own words.
func TestAndOthersIsWritten(t *testing.T) {
	t.Parallel()
	items, _, err := reference.ReadAll(strings.NewReader("@article{a, title={T}, author={Okafor, Ada and others}}"), reference.Options{})
	if err != nil || len(items) != 1 {
		t.Fatal(len(items), err)
	}
	if out := string(write(t, reference.BibTeX, []reference.Record{items[0].Record})); !strings.Contains(out, "author = {Okafor, Ada and others}") {
		t.Error(out)
	}
}

// A file that we wrote is recognised as what it is.
func TestWrittenFilesAreRecognised(t *testing.T) {
	t.Parallel()
	r := reference.Record{Type: reference.Article, Title: "Falls in hospital", Authors: []string{"Okafor, Ada"}, Year: 2021, PMID: "31999999"}
	for _, f := range written() {
		got, err := reference.Sniff(write(t, f, []reference.Record{r, r}))
		if err != nil || got != f {
			t.Errorf("%s is taken for %q: %v", f, got, err)
		}
	}
}

func TestCleanIsIdempotent(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		once := reference.Clean(record().Draw(t, "record"))
		if diff := cmp.Diff(once, reference.Clean(once)); diff != "" {
			t.Fatal(diff)
		}
	})
}

func TestFormatsThatAreOnlyRead(t *testing.T) {
	t.Parallel()
	for _, f := range []reference.Format{reference.EndNoteTagged, reference.PubMedXML, "docx"} {
		if err := reference.Write(&strings.Builder{}, f, nil); err == nil {
			t.Errorf("%s is written", f)
		}
	}
}

func write(t interface{ Fatal(...any) }, f reference.Format, records []reference.Record) []byte {
	var b bytes.Buffer
	if err := reference.Write(&b, f, records); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}
