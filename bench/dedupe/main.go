// Command dedupe measures the search for duplicates on labelled sets and its speed.
//
//	go run ./bench/dedupe [-missed] FOLDER
//
// For each set of the folder it prints the counts under three definitions, for certain pairs alone and with the doubtful pairs that
// a person who makes no mistakes would confirm; every false certain merge with its rule and titles; and the bars. The kinds of
// files are described in evidencedesk/internal/reference/duplicate/score. It ends with status 0 also when a bar is missed: the last line says so.
package main

import (
	"flag"
	"fmt"
	"io"
	"os"
	"text/tabwriter"

	"evidencedesk/internal/reference/duplicate"
	"evidencedesk/internal/reference/duplicate/score"
)

func main() {
	missed := flag.Bool("missed", false, "list pairs of one publication that were not found at all")
	flag.Parse()
	if flag.NArg() != 1 {
		fmt.Fprintln(os.Stderr, "usage: go run ./bench/dedupe [-missed] FOLDER")
		os.Exit(2)
	}
	if err := run(flag.Arg(0), *missed, os.Stdout); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(2)
	}
}

func run(folder string, missed bool, out io.Writer) error {
	sets, err := score.ReadFolder(os.DirFS(folder))
	if err != nil {
		return err
	}
	fmt.Fprintf(out, "%d labelled sets in %s\n", len(sets), folder)
	below := 0
	for _, set := range sets {
		r := score.Measure(set)
		printSet(out, r)
		if missed {
			printMissed(out, r)
		}
		below += printBars(out, r.Bars())
	}
	used := speed(out)
	below += printBars(out, []score.Bar{{Name: "processor seconds for 50,000 records < 10", Value: used.Seconds(), Met: used.Seconds() < 10}})
	if below > 0 {
		fmt.Fprintf(out, "\nbars: %d missed\n", below)
		return nil
	}
	fmt.Fprintln(out, "\nbars: all met")
	return nil
}

func printSet(out io.Writer, r score.Result) {
	fmt.Fprintf(out, "\n== %s: %d records\n", r.Set.Name, len(r.Set.Items))
	if r.Set.Derived {
		printMethod(out, r.Set)
	}
	table := tabwriter.NewWriter(out, 0, 0, 2, ' ', tabwriter.AlignRight)
	fmt.Fprintln(table, "counted\tdefinition\tTP\tFP\tFN\tTN\tsensitivity\tspecificity\tprecision\t")
	printFigures(table, "certain alone", r.Certain)
	printFigures(table, "with confirmed", r.Confirmed)
	_ = table.Flush()
	fmt.Fprintf(out, "doubtful pairs: %d, %.2f for 100 records\n", r.Doubtful, r.DoubtfulRate())
	for _, rule := range duplicate.Rules() {
		if t := r.Rules[rule]; t.Right+t.Wrong > 0 {
			fmt.Fprintf(out, "  %-22s right %5d  wrong %d\n", rule, t.Right, t.Wrong)
		}
	}
	fmt.Fprintf(out, "false certain merges: %d, of which labels contradict themselves: %d\n", len(r.FalseMerges), len(r.FalseMerges)-r.Real())
	for _, m := range r.FalseMerges {
		printMerge(out, m)
	}
}

func printMethod(out io.Writer, set *score.Set) {
	what, proof := "what can be removed", "joins two records that the labels keep"
	if set.MarksMembers {
		what, proof = "every member of a group", "takes in a record without the label"
	}
	fmt.Fprintf(out, "The labels give no groups; most labelled records show that they mark %s.\n", what)
	fmt.Fprintf(out, "Each was put to the record whose text is most like its own; no pairs are counted; a merge is false when it %s.\n", proof)
}

func printMerge(out io.Writer, m score.FalseMerge) {
	fmt.Fprintf(out, "  %s + %s by %s, agreeing %v", m.Pair.A, m.Pair.B, m.Pair.Rule, m.Pair.Fields)
	if m.Contradictory != "" {
		fmt.Fprintf(out, " (labels contradict themselves: %s)", m.Contradictory)
	}
	fmt.Fprintf(out, "\n    %s\n    %s\n", m.A, m.B)
}

func printFigures(table io.Writer, counted string, f score.Figures) {
	printCounts(table, counted, "members", f.Members)
	printCounts(table, counted, "removable", f.Removable)
	if f.Pairs != nil {
		printCounts(table, counted, "pairs", *f.Pairs)
	}
}

func printCounts(table io.Writer, counted, definition string, c score.Counts) {
	fmt.Fprintf(table, "%s\t%s\t%d\t%d\t%d\t%d\t%.4f\t%.4f\t%.4f\t\n",
		counted, definition, c.TP, c.FP, c.FN, c.TN, c.Sensitivity(), c.Specificity(), c.Precision())
}

func printMissed(out io.Writer, r score.Result) {
	records := map[string]duplicate.Item{}
	for _, item := range r.Set.Items {
		records[item.ID] = item
	}
	fmt.Fprintf(out, "not found: %d\n", len(r.Missed))
	for _, pair := range r.Missed {
		for _, id := range pair {
			w := records[id].Record
			fmt.Fprintf(out, "  %s %q %q %d %q %s(%s) %s %s\n", id, w.Title, w.Authors, w.Year, w.Journal, w.Volume, w.Issue, w.Pages, w.DOI)
		}
		fmt.Fprintln(out)
	}
}

func printBars(out io.Writer, bars []score.Bar) (missed int) {
	for _, b := range bars {
		verdict := "met"
		if !b.Met {
			verdict = "MISSED"
			missed++
		}
		fmt.Fprintf(out, "  %-60s %8.4f  %s\n", b.Name, b.Value, verdict)
	}
	return missed
}
