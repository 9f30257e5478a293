package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"evidencedesk/internal/reference"
)

const referencesUsage = `usage: evidencedesk references inspect FILE...
       evidencedesk references convert -to FORMAT [-from FORMAT] [-o OUT] [FILE]
FILE may be - for the standard input, which convert reads when none is given.
FORMAT: ris, nbib, bibtex, endnote, wos, csv; -from also: enw, refworks, labelled, pubmed_text,
pubmed_xml, xml, csl`

// runReferences reads files of references without any database: what they hold, or the same in another format.
func runReferences(_ context.Context, args []string, io streams) error {
	switch {
	case len(args) > 1 && args[0] == "inspect":
		return inspectReferences(args[1:], os.Stdin, io)
	case len(args) > 1 && args[0] == "convert":
		return convertReferences(args[1:], os.Stdin, io)
	}
	fmt.Fprintln(io.err, referencesUsage)
	return errUsage
}

// inspectReferences prints what each file turned out to be, and every warning with its line.
func inspectReferences(paths []string, stdin io.Reader, out streams) error {
	refused := 0
	for _, path := range paths {
		if err := inspectFile(path, stdin, out.out); err != nil {
			refused++
			fmt.Fprintf(out.out, "%s\n  refused: %v\n", path, err)
			if p := new(reference.Refusal); errors.As(err, &p) {
				fmt.Fprintf(out.out, "  code: %s\n", p.Problem)
			}
		}
	}
	if refused > 0 {
		return fmt.Errorf("%d of %d files were refused", refused, len(paths))
	}
	return nil
}

func inspectFile(path string, stdin io.Reader, out io.Writer) error {
	in, err := openReferences(path, stdin)
	if err != nil {
		return err
	}
	defer in.Close() //nolint:errcheck // it was only read
	var warnings strings.Builder
	s, err := reference.Read(in, reference.Options{MaxRecords: -1}, func(it reference.Item) error {
		for _, w := range it.Warnings {
			fmt.Fprintf(&warnings, "    line %d, record %d: %s\n", w.Line, w.Record, warningText(w))
		}
		return nil
	})
	if err != nil {
		return err
	}
	for _, w := range s.File {
		fmt.Fprintf(&warnings, "    line %d: %s\n", w.Line, warningText(w))
	}
	fmt.Fprintf(out, "%s\n  format: %s\n  encoding: %s\n  records: %d\n", path, s.Format, s.Encoding, s.Records)
	printCounts(out, "fields", s.Fields)
	printCounts(out, "other tags, kept as they stand", s.Tags)
	fmt.Fprintf(out, "  warnings: %d\n%s", s.Warnings, warnings.String())
	return nil
}

func warningText(w reference.Warning) string {
	if w.Detail == "" {
		return w.Code
	}
	return w.Code + ": " + w.Detail
}

func printCounts(out io.Writer, what string, counts map[string]int) {
	if len(counts) == 0 {
		return
	}
	fmt.Fprintf(out, "  %s:\n", what)
	for _, name := range slices.Sorted(maps.Keys(counts)) {
		fmt.Fprintf(out, "    %s %d\n", name, counts[name])
	}
}

func openReferences(path string, stdin io.Reader) (io.ReadCloser, error) {
	if path == "-" {
		return io.NopCloser(stdin), nil
	}
	return os.Open(path) //nolint:gosec // the path is the operator's own
}

// convertReferences writes the records of one file in another format. Warnings go to the terminal.
func convertReferences(args []string, stdin io.Reader, says streams) error {
	f := flags("references convert", says)
	to := f.String("to", "", "format to write: ris, nbib, bibtex, endnote, wos or csv")
	from := f.String("from", "", "format to read; recognised by content when it is not given")
	name := f.String("o", "", "file to write; the standard output when it is not given")
	if err := f.Parse(args); err != nil {
		if errors.Is(err, flag.ErrHelp) {
			return err
		}
		return errUsage // the flag set has said why
	}
	if *to == "" || f.NArg() > 1 {
		fmt.Fprintln(says.err, referencesUsage)
		return errUsage
	}
	path := "-"
	if f.NArg() == 1 {
		path = f.Arg(0)
	}
	in, err := openReferences(path, stdin)
	if err != nil {
		return err
	}
	defer in.Close() //nolint:errcheck // it was only read
	o := reference.Options{Format: reference.Format(*from), MaxRecords: -1}
	if *name == "" {
		return convert(says.out, reference.Format(*to), in, o, says.err)
	}
	return whole(*name, func(out io.Writer) error { return convert(out, reference.Format(*to), in, o, says.err) })
}

// whole writes a file that is there only when all of it was written: a refused input leaves no file, and an older one as it was.
func whole(path string, write func(io.Writer) error) error {
	file, err := os.CreateTemp(filepath.Dir(path), ".references-*")
	if err != nil {
		return err
	}
	if err := errors.Join(write(file), file.Chmod(0o644), file.Close()); err != nil { // as os.Create would, under a common umask
		return errors.Join(err, os.Remove(file.Name()))
	}
	return os.Rename(file.Name(), path)
}

func convert(out io.Writer, to reference.Format, in io.Reader, o reference.Options, says io.Writer) error {
	w, err := reference.NewWriter(out, to)
	if err != nil {
		return err
	}
	s, err := reference.Read(in, o, func(it reference.Item) error { return w.Write(it.Record) })
	if err != nil {
		return err
	}
	if err := w.Close(); err != nil {
		return err
	}
	fmt.Fprintf(says, "%d records, %s to %s, %d warnings (see references inspect)\n", s.Records, s.Format, to, s.Warnings)
	return nil
}
