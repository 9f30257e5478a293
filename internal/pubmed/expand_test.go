package pubmed_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"evidencedesk/internal/pubmed"
)

func TestExpand(t *testing.T) {
	t.Parallel()
	got, err := pubmed.Expand([]pubmed.Line{
		{N: 1, Text: "falls[tiab]"},
		{N: 2, Text: `"bed #1"[ti] OR alarm*[tiab]`},
		{N: 4, Text: "#1 AND #2"},
		{N: 5, Text: "#4 NOT (#1)"},
	})
	want := []string{
		"falls[tiab]", `"bed #1"[ti] OR alarm*[tiab]`, `(falls[tiab]) AND ("bed #1"[ti] OR alarm*[tiab])`,
		`((falls[tiab]) AND ("bed #1"[ti] OR alarm*[tiab])) NOT ((falls[tiab]))`,
	}
	if diff := cmp.Diff(want, got); diff != "" || err != nil {
		t.Errorf("%v\n%s", err, diff)
	}
}

func TestLinesThatCannotBeRun(t *testing.T) {
	t.Parallel()
	// Each line is the one before it eight times.
	double := []pubmed.Line{{N: 1, Text: strings.Repeat("x", 1000)}, {N: 2, Text: "#1 #1 #1 #1 #1 #1 #1 #1"}, {N: 3, Text: "#2 #2 #2 #2 #2 #2 #2 #2"}}
	for name, c := range map[string]struct {
		lines []pubmed.Line
		want  pubmed.LineError
	}{
		"unknown":  {[]pubmed.Line{{N: 1, Text: "x"}, {N: 2, Text: "#1 OR #7"}}, pubmed.LineError{N: 2, Code: pubmed.LineUnknown}},
		"later":    {[]pubmed.Line{{N: 1, Text: "#2"}, {N: 2, Text: "x"}}, pubmed.LineError{N: 1, Code: pubmed.LineLater}},
		"itself":   {[]pubmed.Line{{N: 1, Text: "#1"}}, pubmed.LineError{N: 1, Code: pubmed.LineLater}},
		"too long": {double, pubmed.LineError{N: 3, Code: pubmed.LineTooLong}},
	} {
		_, err := pubmed.Expand(c.lines)
		var got *pubmed.LineError
		if !errors.As(err, &got) || *got != c.want {
			t.Errorf("%s: %v", name, err)
		}
	}
}
