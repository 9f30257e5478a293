package directory_test

import (
	"bytes"
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"evidencedesk/internal/directory"
)

func read(t *testing.T, raw string) directory.File {
	t.Helper()
	f, err := directory.Read([]byte(raw))
	if err != nil {
		t.Fatal(err)
	}
	return f
}

// Whatever a record holds, a file that is written and read is the same, and no cell of it is a formula.
func TestRoundTrip(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(r *rapid.T) {
		text := func(label string) string {
			return rapid.StringOf(rapid.SampledFrom([]rune("aZé'=+-@|\\\",;\n\r\t 漢9"))).Draw(r, label)
		}
		var want []directory.Entry
		for range rapid.IntRange(1, 4).Draw(r, "n") {
			e := directory.Entry{ID: rapid.SampledFrom([]string{"", "0193f0b2-1111-7000-8000-000000000001"}).Draw(r, "id"), Checked: "2026-05-04"}
			for _, f := range directory.Fields() {
				f.Set(&e.Record, text(f.Name))
			}
			e.Email, e.Homepage, e.Name = "library@example.org", "https://example.org", "L"+e.Name
			for range rapid.IntRange(0, 3).Draw(r, "served") {
				e.Served = append(e.Served, directory.Served{Name: "O" + text("o"), Area: text("area"), Trust: text("trust"), County: text("county")})
			}
			e.Record = directory.Tidy(e.Record)
			want = append(want, e)
		}
		var b bytes.Buffer
		w, err := directory.NewWriter(&b)
		for _, e := range want {
			err = errors.Join(err, w.Write(e))
		}
		if err = errors.Join(err, w.Close()); err != nil {
			r.Fatal(err)
		}
		f, err := directory.Read(b.Bytes())
		if err != nil || len(f.Unknown)+len(f.Missing) > 0 {
			r.Fatalf("%v %v %v", err, f.Unknown, f.Missing)
		}
		var got []directory.Entry
		for _, row := range f.Rows {
			if len(row.Faults) > 0 {
				r.Fatalf("%+v", row.Faults)
			}
			got = append(got, row.Entry)
		}
		if diff := cmp.Diff(want, got); diff != "" {
			r.Fatal(diff)
		}
	})
}

func TestNoCellIsAFormula(t *testing.T) {
	t.Parallel()
	var b bytes.Buffer
	w, err := directory.NewWriter(&b)
	err = errors.Join(err, w.Write(directory.Entry{Record: directory.Record{
		Name: "=cmd|'/C calc'!A0", Phone: "+44 1632 960142", Address: "@SUM(1)", Contacts: "-1", Served: []directory.Served{{Name: "=1+1"}},
	}}), w.Close())
	if err != nil {
		t.Fatal(err)
	}
	for _, bad := range []string{",=", ",+", ",@", ",-", `,"=`, `,"+`} {
		if strings.Contains(b.String(), bad) {
			t.Errorf("a cell begins with %q: %s", bad, b.String())
		}
	}
}

func TestAForgivingReader(t *testing.T) {
	t.Parallel()
	latin := "Library name;Tel;Shoe size;Organisations served\nCaf\xe9 Library;01632 960001;9;\"Trust A | North | Trust A | Northshire\nB\"\n;;;\nAnother;;;\n"
	f := read(t, latin)
	if f.Encoding != "Windows-1252" || len(f.Rows) != 2 || f.Rows[0].Entry.Name != "Café Library" || f.Rows[0].Entry.Phone != "01632 960001" || f.Rows[0].Line != 2 || f.Rows[1].Line != 5 {
		t.Errorf("%+v", f)
	}
	if diff := cmp.Diff([]string{"Shoe size"}, f.Unknown); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff([]directory.Served{{Name: "Trust A", Area: "North", Trust: "Trust A", County: "Northshire"}, {Name: "B"}}, f.Rows[0].Entry.Served); diff != "" {
		t.Error(diff)
	}
	bom := read(t, "\uFEFFname,email,homepage,checked_on\nA,not an address,ftp://x,yesterday\n,a@b.org,,\nB,,,2026-01-02,extra\n")
	if bom.Encoding != "UTF-8" || len(bom.Rows) != 3 {
		t.Fatalf("%+v", bom)
	}
	for i, want := range []string{"email homepage checked_on", "name", "row"} {
		var got []string
		for _, fault := range bom.Rows[i].Faults {
			got = append(got, fault.Field)
		}
		if strings.Join(got, " ") != want || bom.Rows[i].Line != i+2 {
			t.Errorf("line %d: %v", bom.Rows[i].Line, got)
		}
	}
	if f := read(t, "name\n\"open\nto the end"); len(f.Rows) != 1 {
		t.Errorf("%+v", f)
	}
	for raw, want := range map[string]error{"": directory.ErrNoHeadings, "colour\nred\n": directory.ErrNoHeadings, "n\x00a\x00m\x00e\x00": directory.ErrNotText} {
		if _, err := directory.Read([]byte(raw)); !errors.Is(err, want) {
			t.Errorf("%q: %v", raw, err)
		}
	}
	if _, err := directory.Read([]byte("name\n" + strings.Repeat("A\n", directory.MaxRows+1))); !errors.Is(err, directory.ErrTooMany) {
		t.Error(err)
	}
}

func TestTheReaderNeverFailsBadly(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(r *rapid.T) {
		_, _ = directory.Read(append([]byte("name,served\n"), rapid.SliceOf(rapid.Byte()).Draw(r, "raw")...))
	})
}

func TestStale(t *testing.T) {
	t.Parallel()
	checked := time.Date(2026, 3, 15, 0, 0, 0, 0, time.UTC)
	if directory.Stale(checked, checked.AddDate(0, 6, -1)) || !directory.Stale(checked, checked.AddDate(0, 6, 0)) {
		t.Error("six months have moved")
	}
}

func TestContact(t *testing.T) {
	t.Parallel()
	text := directory.Contact(directory.Record{Name: "Westmarch Library", Email: "w@example.org"}, "Westmarch Trust", " Do alarms help? ")
	for _, want := range []string{"To: Westmarch Library", "w@example.org", "I work for Westmarch Trust, which your library serves.", "\n\nDo alarms help?\n\n"} {
		if !strings.Contains(text, want) {
			t.Errorf("%q is missing in %q", want, text)
		}
	}
}
