package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestRun(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	write := func(name, text string) string {
		path := filepath.Join(dir, name)
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		return path
	}
	good := write("good.jsonl", `{"id":"1","text":"pt DOB 3/3/51","spans":[{"start":7,"length":6,"kind":"dob"}]}`)
	bad := write("bad.jsonl", `{"id":"1","text":"pt DOB 3/3/51 and gout","spans":[{"start":18,"length":4,"kind":"nhs"}]}`)
	broken := write("broken.jsonl", "gout")
	for _, c := range []struct {
		files []string
		want  int
		says  string
	}{
		{[]string{good}, 0, "every kind reaches its bar"},
		{[]string{bad}, 1, "line 1, 18-22: missed nhs_number"},
		{[]string{good, bad}, 1, "all files: 2 texts"},
		{[]string{broken}, 2, "line 1"},
		{[]string{filepath.Join(dir, "absent")}, 2, "absent"},
		{nil, 2, "usage"},
	} {
		var out strings.Builder
		if got := run(c.files, &out, &out); got != c.want || !strings.Contains(out.String(), c.says) {
			t.Errorf("%v: status %d, printed %s", c.files, got, out.String())
		}
		if strings.Contains(out.String(), "gout") || strings.Contains(out.String(), "3/3/51") {
			t.Errorf("%v: the text was printed", c.files)
		}
	}
}
