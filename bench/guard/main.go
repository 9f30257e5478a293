// Command guard measures the patient-identifier guard on labelled texts.
//
//	go run ./bench/guard FILE...
//
// It prints precision and recall for each kind of identifier and for each
// action, with every miss and false alarm by line and position, and never the
// text. The format of a file is described in evidencedesk/internal/guard/score.
// It ends with status 1 when a kind is below its bar, 2 when a file cannot be read.
package main

import (
	"fmt"
	"io"
	"maps"
	"os"
	"slices"
	"text/tabwriter"

	"evidencedesk/internal/guard"
	"evidencedesk/internal/guard/score"
)

func main() {
	os.Exit(run(os.Args[1:], os.Stdout, os.Stderr))
}

func run(files []string, out, errs io.Writer) int {
	if len(files) == 0 {
		fmt.Fprintln(errs, "usage: go run ./bench/guard FILE...")
		return 2
	}
	var total score.Result
	for _, name := range files {
		result, err := measure(name)
		if err != nil {
			fmt.Fprintf(errs, "%s: %v\n", name, err)
			return 2
		}
		printResult(out, name, result)
		total.Merge(result)
	}
	if len(files) > 1 {
		printResult(out, "all files", total)
	}
	if below := total.BelowBar(); len(below) > 0 {
		fmt.Fprintf(out, "\nbelow the bar: %v\n", below)
		return 1
	}
	fmt.Fprintln(out, "\nevery kind reaches its bar")
	return 0
}

func measure(name string) (score.Result, error) {
	file, err := os.Open(name)
	if err != nil {
		return score.Result{}, err
	}
	defer file.Close()
	items, err := score.Read(file)
	if err != nil {
		return score.Result{}, err
	}
	return score.Measure(items, func(text string) []guard.Finding { return guard.Scan(text, guard.Options{}) }), nil
}

func printResult(out io.Writer, title string, r score.Result) {
	fmt.Fprintf(out, "\n%s: %d texts\n", title, r.Texts)
	for _, m := range r.Mistakes {
		what := "false alarm"
		if m.Miss {
			what = "missed"
		}
		fmt.Fprintf(out, "  line %d, %d-%d: %s %s\n", m.Line, m.Start, m.End, what, m.Kind)
	}
	table := tabwriter.NewWriter(out, 0, 0, 2, ' ', tabwriter.AlignRight)
	fmt.Fprintln(table, "\taction\tfound\tmissed\tfalse\trecall\tprecision\ttraps\tsprung\t")
	for _, k := range slices.Sorted(maps.Keys(r.Kinds)) {
		printRow(table, string(k), string(guard.BaseAction(k)), r.Kinds[k])
	}
	for _, a := range []guard.Action{guard.ActionBlock, guard.ActionWarn, guard.ActionNudge} {
		printRow(table, "all", string(a), r.ByAction(a))
	}
	table.Flush()
}

func printRow(out io.Writer, kind, action string, c score.Count) {
	fmt.Fprintf(out, "%s\t%s\t%d\t%d\t%d\t%.3f\t%.3f\t%d\t%d\t\n", kind, action, c.Found, c.Missed, c.False, c.Recall(), c.Precision(), c.Traps, c.Sprung)
}
