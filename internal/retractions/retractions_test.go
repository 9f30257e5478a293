package retractions_test

import (
	"fmt"
	"io"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"evidencedesk/internal/retractions"
)

const head = "Record ID,Title,RetractionDate,RetractionDOI,OriginalPaperDOI,OriginalPaperPubMedID,RetractionNature,Reason\n"

func read(text string) (list []retractions.Notice, left int, err error) {
	r, err := retractions.NewReader(strings.NewReader(text))
	if err != nil {
		return nil, 0, err
	}
	for {
		n, more, err := r.Next()
		if err != nil || !more {
			return list, r.Left(), err
		}
		list = append(list, n)
	}
}

func TestRead(t *testing.T) {
	t.Parallel()
	day := time.Date(2024, 3, 9, 0, 0, 0, 0, time.UTC)
	got, left, err := read("\ufeff" + head +
		`7,"A trial, of ""bed alarms""",3/9/2024 0:00,10.1000/N1,https://doi.org/10.1000/ABC,123,Retraction,+Concerns/Issues About Data;+Duplication of Article;` + "\r\n" +
		`8,Two,2024-03-09,unavailable,unavailable,00456,Expression of Concern,` + "\n" +
		`9,"No paper
that can be told",3/9/2024 0:00,,Unavailable,0,Retraction,` + "\n" +
		`10,Three,,,10.1000/x,0,Reinstatement,` + "\n")
	want := []retractions.Notice{
		{
			Number: 7, Title: `A trial, of "bed alarms"`, Date: &day, NoticeDOI: "10.1000/n1", DOI: "10.1000/abc", PMID: "123", Nature: "retraction",
			Reasons: []string{"Concerns/Issues About Data", "Duplication of Article"},
		},
		{Number: 8, Title: "Two", Date: &day, PMID: "456", Nature: "concern"},
		{Number: 10, Title: "Three", DOI: "10.1000/x", Nature: "reinstatement"},
	}
	if diff := cmp.Diff(want, got); diff != "" || err != nil || left != 1 {
		t.Errorf("left %d, %v\n%s", left, err, diff)
	}
}

func TestBrokenFiles(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct{ text, want string }{
		"empty":            {"", "the file is empty"},
		"another file":     {"a,b\n1,2\n", "line 1: this is not the file of Retraction Watch; it has no column record id, originalpaperdoi, originalpaperpubmedid, retractionnature"},
		"no number":        {head + "x,SECRET,,,10.1/x,,Retraction,\n", "line 2: the column Record ID holds no number"},
		"no date":          {head + "1,SECRET,,,10.1/x,,Retraction,\n2,SECRET,soon,,10.1/x,,Retraction,\n", "line 3: the column RetractionDate holds no date"},
		"too few columns":  {head + "1,SECRET\n", "line 2: it has another number of columns than the first line"},
		"a quotation mark": {head + "1,SEC\"RET,,,10.1/x,,Retraction,\n", "line 2: a quotation mark is in the wrong place"},
	} {
		if _, _, err := read(c.text); err == nil || err.Error() != c.want {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// endless is a file whose second row opens a quotation mark and never ends; it counts what is taken of it.
type endless struct {
	start io.Reader
	taken int
}

// Read implements io.Reader.
func (e *endless) Read(p []byte) (int, error) {
	if n, err := e.start.Read(p); err == nil {
		return n, nil
	}
	for i := range p {
		p[i] = 'x'
	}
	e.taken += len(p)
	return len(p), nil
}

func TestARowThatDoesNotEnd(t *testing.T) {
	t.Parallel()
	e := &endless{start: strings.NewReader(head + `1,"`)}
	r, err := retractions.NewReader(e)
	if err != nil {
		t.Fatal(err)
	}
	if _, _, err := r.Next(); err == nil || !strings.Contains(err.Error(), "longer than") || e.taken > 2*retractions.MaxRow {
		t.Errorf("%v after %d bytes", err, e.taken)
	}
}

func TestCounts(t *testing.T) {
	t.Parallel()
	var b strings.Builder
	b.WriteString(head)
	for i := 1; i <= 1000; i++ {
		fmt.Fprintf(&b, "%d,T,,,10.1/%d,0,%s,\n", i, i, []string{"Retraction", "Correction"}[i%2])
	}
	r, err := retractions.NewReader(strings.NewReader(b.String()))
	if err != nil {
		t.Fatal(err)
	}
	for {
		if _, more, err := r.Next(); err != nil {
			t.Fatal(err)
		} else if !more {
			break
		}
	}
	if diff := cmp.Diff([]retractions.Count{{"correction", 500}, {"retraction", 500}}, r.Natures()); diff != "" {
		t.Error(diff)
	}
}
