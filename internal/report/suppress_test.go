package report_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"evidencedesk/internal/report"
)

// counts is a table of one column with its total.
func counts(values ...int) report.Table {
	t := report.Table{Columns: []report.Column{{ID: "received", Kind: report.Count, Counts: "received"}}}
	total := 0
	for i, n := range values {
		t.Rows = append(t.Rows, report.Row{ID: fmt.Sprint(i), Group: fmt.Sprint("g", i), Cells: []report.Cell{report.CountOf(n)}})
		total += n
	}
	t.Total = &report.Row{Cells: []report.Cell{report.CountOf(total)}}
	return t
}

// words is a table as it reads, a line a row.
func words(t report.Table) string {
	var lines []string
	for _, row := range t.All() {
		var cells []string
		for _, c := range row.Cells {
			cells = append(cells, c.String())
		}
		lines = append(lines, strings.Join(cells, " | "))
	}
	return strings.Join(lines, "\n")
}

func TestSuppressHidesNoMoreThanItMust(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct {
		values []int
		want   string
	}{
		"nothing small":              {[]int{5, 0, 20}, "5 0 20 25"},
		"the smallest other":         {[]int{3, 40, 7, 20}, "hidden 40 hidden 20 70"},
		"two small ones alone":       {[]int{3, 2, 20}, "hidden hidden hidden 25"},
		"two small ones are enough":  {[]int{3, 4, 20}, "hidden hidden 20 27"},
		"a zero is no help":          {[]int{3, 0, 0}, "hidden 0 0 hidden"},
		"one row is its total":       {[]int{4}, "hidden hidden"},
		"five with a four":           {[]int{5, 4}, "hidden hidden 9"},
		"a small total hides itself": {[]int{1, 1}, "hidden hidden hidden"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got := strings.ReplaceAll(words(report.SuppressTable(counts(tt.values...), report.FewerThanFive())), "\n", " ")
			if got != tt.want {
				t.Errorf("%v reads %q, want %q", tt.values, got, tt.want)
			}
		})
	}
}

func TestSuppressHidesZeroIfAsked(t *testing.T) {
	t.Parallel()
	got := words(report.SuppressTable(counts(0, 9, 30), report.Rule{Threshold: 5, HideZero: true}))
	if want := "hidden\nhidden\n30\n39"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

// A share with few others, subtotals, and a filter of columns.
func TestSuppressSharesAndSubtotals(t *testing.T) {
	t.Parallel()
	share := func(group string, n, of int) report.Row {
		return report.Row{ID: group, Group: group, Cells: []report.Cell{report.CountOf(of), report.ShareOf(n, of), report.ChangeOf(of, 9)}}
	}
	table := report.Table{Columns: []report.Column{
		{ID: "answers", Kind: report.Count, Counts: "answers"}, {ID: "said", Kind: report.Share, Counts: "said", Base: "answers"}, {ID: "change", Kind: report.Change},
	}, Rows: []report.Row{share("a", 47, 48), share("b", 20, 40), share("c", 12, 60)}}
	total := share("", 79, 148)
	table.Total = &total
	want := "48 | hidden (of 48) | +39\n40 | 50% (20 of 40) | +31\n60 | hidden (of 60) | +51\n148 | 53% (79 of 148) | +139"
	if diff := cmp.Diff(want, strings.ReplaceAll(words(report.SuppressTable(table, report.FewerThanFive())), "−", "-")); diff != "" {
		t.Error(diff)
	}

	nested := counts(30, 3, 27, 50)
	nested.Rows[1].Within, nested.Rows[2].Within = "0", "0"
	nested.Total.Cells[0].N = 80
	if got, want := words(report.SuppressTable(nested, report.FewerThanFive())), "30\nhidden\nhidden\n50\n80"; got != want {
		t.Errorf("subtotals read %q, want %q", got, want)
	}
}

func TestSuppressClearsWhatWasSaid(t *testing.T) {
	t.Parallel()
	whole := report.Report{
		Complete: true, Caveats: []report.Caveat{{Code: "few-answers", Text: "Only 3 people answered."}},
		Sections: []report.Section{{ID: "s", Heading: "Activity", Finding: "3 requests were answered", Table: counts(3, 9), Notes: []string{"By specialty."}}},
	}
	whole.Sections[0].Table.Rows[0].Cells[0].Cases = "metric=received&specialty=g0"
	before := words(whole.Sections[0].Table)
	shown := report.Suppress(whole, report.FewerThanFive())
	if shown.Complete || shown.Caveats != nil || shown.Sections[0].Finding != "" || shown.Hidden() != 2 {
		t.Errorf("something of the complete report is left: %+v", shown)
	}
	if diff := cmp.Diff(report.Cell{Kind: report.Count, Hidden: true}, shown.Sections[0].Table.Rows[0].Cells[0]); diff != "" {
		t.Error(diff)
	}
	if words(whole.Sections[0].Table) != before || whole.Sections[0].Finding == "" {
		t.Error("the complete report was changed")
	}
}

// Quarters, and the year to date with them.
func until(period report.Period, values ...int) report.Report {
	return report.Report{Period: period, Sections: []report.Section{{ID: "specialty", Table: counts(values...)}}}
}

func custom(t testing.TB, code string) report.Period {
	t.Helper()
	p, err := report.ParsePeriod(code)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// published suppresses one report after another, each against those before.
func published(all ...report.Report) (out []report.Published) {
	for _, r := range all {
		out = append(out, report.Published{Complete: r, Shown: report.Suppress(r, report.FewerThanFive(), out...)})
	}
	return out
}

func TestYearToDateDoesNotGiveAwayAQuarter(t *testing.T) {
	t.Parallel()
	half := custom(t, "2026-01-01..2026-06-30")
	first, second := until(report.Quarter(2026, 1), 10, 30, 50), until(report.Quarter(2026, 2), 3, 40, 41)
	elsewhere := first
	elsewhere.Scope.Specialty = "cardiology"
	for name, tt := range map[string]struct {
		earlier []report.Report
		next    report.Report
		want    string
	}{
		"alone":                          {nil, until(half, 12, 70, 90), "12\n70\n90\n172"},
		"two more, got by subtraction":   {[]report.Report{first}, until(half, 12, 70, 90), "hidden\nhidden\n90\n172"},
		"the second quarter hid three":   {[]report.Report{first, second}, until(half, 13, 70, 91), "hidden\nhidden\n91\n174"},
		"nothing small in between":       {[]report.Report{first}, until(half, 15, 70, 90), "15\n70\n90\n175"},
		"enough lies around the hidden":  {[]report.Report{second}, until(half, 13, 70, 91), "13\n70\n91\n174"},
		"too little around the hidden":   {[]report.Report{second}, until(half, 4, 70, 91), "hidden\nhidden\n91\n165"},
		"five tells that three is small": {[]report.Report{second}, until(half, 5, 70, 91), "hidden\nhidden\n91\n166"},
		"another scope is not compared":  {[]report.Report{elsewhere}, until(half, 12, 70, 90), "12\n70\n90\n172"},
		"corrected figures do not fit":   {[]report.Report{first}, until(half, 9, 70, 90), "9\n70\n90\n169"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if got := words(report.Suppress(tt.next, report.FewerThanFive(), published(tt.earlier...)...).Sections[0].Table); got != tt.want {
				t.Errorf("got %q, want %q", got, tt.want)
			}
		})
	}
}

// Three quarters, each published with the year to date: nothing small can be subtracted from what is shown.
func TestNoSmallNumberIsFoundOutOverTime(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(rt *rapid.T) {
		rows := rapid.IntRange(1, 3).Draw(rt, "rows")
		draw := rapid.OneOf(rapid.IntRange(0, 6), rapid.IntRange(0, 15))
		var earlier []report.Published
		a, sums, secrets := &attacker{}, make([]int, rows), []secret(nil)
		var before []int // the attacker's numbers of the year to date
		for quarter := 1; quarter <= 3; quarter++ {
			more := make([]int, rows)
			for i := range more {
				more[i] = draw.Draw(rt, "more")
				sums[i] += more[i]
			}
			p := report.Quarter(2026, quarter)
			toDate, err := report.Custom(report.Date{Year: 2026, Month: 1, Day: 1}, p.To())
			if err != nil {
				rt.Fatal(err)
			}
			whole := until(toDate, sums...)
			shown := report.Suppress(whole, report.FewerThanFive(), earlier...)
			earlier = append(earlier, report.Published{Complete: whole, Shown: shown})
			now, found := a.column(whole.Sections[0].Table, shown.Sections[0].Table)
			secrets = append(secrets, found...)
			secrets = append(secrets, a.differences(now, before, append(more, sum(more)))...)
			before = now
		}
		a.keep(rt, secrets)
	})
}

func sum(values []int) (n int) {
	for _, v := range values {
		n += v
	}
	return n
}

// column takes in a table of one column.
func (a *attacker) column(whole, shown report.Table) (line []int, secrets []secret) {
	for i, row := range shown.All() {
		real := whole.All()[i].Cells[0].N
		low, high := real, real
		if row.Cells[0].Hidden {
			low, high = min(real, 1), unbounded
			secrets = append(secrets, secret{name: "to date " + row.ID, number: len(a.low), real: real})
		}
		line = append(line, a.between(low, high))
	}
	a.sum(line[len(line)-1], line[:len(line)-1]...)
	return line, secrets
}

// differences takes in what was added since the report before.
func (a *attacker) differences(now, before, real []int) (secrets []secret) {
	for i := range before {
		n := a.between(min(real[i], 1), unbounded)
		a.sum(now[i], before[i], n)
		secrets = append(secrets, secret{name: fmt.Sprint("added ", i), number: n, real: real[i], unseen: true})
	}
	return secrets
}
