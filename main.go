// Command evidencedesk is the whole of Evidence Desk: one binary whose first argument says what it does.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"
	"syscall"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	err := run(ctx, os.Args[1:], os.Stdout, os.Stderr)
	stop()
	switch {
	case err == nil, errors.Is(err, flag.ErrHelp):
	case errors.Is(err, errUsage):
		os.Exit(2)
	default:
		fmt.Fprintln(os.Stderr, "evidencedesk:", err)
		os.Exit(1)
	}
}

// errUsage ends the program with status 2 after usage was printed.
var errUsage = errors.New("usage")

// streams are where a command writes: what was asked for, and what it says meanwhile.
type streams struct{ out, err io.Writer }

// command is one thing the binary does.
type command struct {
	name  string
	about string
	run   func(ctx context.Context, args []string, io streams) error
}

func commands() []command {
	return []command{
		{"dev", "start everything on this machine: PostgreSQL, Temporal, worker and API, with demonstration data", runDev},
		{"api", "serve the API", runAPI},
		{"worker", "run the worker; `worker promote` makes its version current", runWorker},
		{"migrate", "bring the database up to date", runMigrate},
		{"library", "add a library: library add -code ... -name ...", runLibrary},
		{"person", "add a person or a role: person add -email ... -library ... -role ...", runPerson},
		{"token", "issue, list or revoke bearer tokens", runToken},
		{"signin", "print the token of a demonstration sign-in, such as librarian", runSignIn},
		{"backup", "write an archive of the stopped embedded stack", runBackup},
		{"restore", "put an archive back", runRestore},
		{"erase", "erase a person, or apply past erasures again with -replay", runErase},
		{"retain", "blank what has been kept for as long as the library keeps it", runRetain},
		{"retractions", "load the file of Retraction Watch: retractions load FILE", runRetractions},
		{"rebuild", "start every open request again that Temporal has lost", runRebuild},
		{"references", "inspect files of references, or convert one to another format", runReferences},
		{"health", "ask a running process whether it is ready; for containers", runHealth},
	}
}

// run finds the command and gives it the rest of the arguments.
func run(ctx context.Context, args []string, stdout, stderr io.Writer) error {
	name := ""
	if len(args) > 0 {
		name = args[0]
	}
	for _, c := range commands() {
		if c.name == name {
			return c.run(ctx, args[1:], streams{stdout, stderr})
		}
	}
	fmt.Fprintln(stderr, "usage: evidencedesk COMMAND [ARGUMENTS]; COMMAND -h lists the arguments")
	for _, c := range commands() {
		fmt.Fprintf(stderr, "  %-10s %s\n", c.name, c.about)
	}
	return errUsage
}

// flags makes the flag set of one command.
func flags(name string, io streams) *flag.FlagSet {
	f := flag.NewFlagSet("evidencedesk "+name, flag.ContinueOnError)
	f.SetOutput(io.err)
	return f
}

// parse reads the arguments; it refuses any that no flag takes.
func parse(f *flag.FlagSet, args []string) error {
	if err := f.Parse(args); err != nil {
		if errors.Is(err, flag.ErrHelp) {
			return err
		}
		return errUsage // the flag set has said why
	}
	if f.NArg() > 0 {
		fmt.Fprintf(f.Output(), "%s takes no argument %q\n", f.Name(), f.Arg(0))
		return errUsage
	}
	return nil
}
