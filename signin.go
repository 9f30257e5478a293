package main

import (
	"context"
	"fmt"
	"path/filepath"
	"time"

	"evidencedesk/internal/demo"
)

// runSignIn prints the bearer token of one of the demonstration's people, for use in a shell.
func runSignIn(_ context.Context, args []string, io streams) error {
	f := flags("signin", io)
	data := f.String("data", defaultData, "data folder of `evidencedesk dev`")
	if err := f.Parse(args); err != nil {
		return errUsage
	}
	keep, err := demo.OpenKeep(filepath.Join(*data, "demo-tokens.json"), time.Now())
	if err != nil {
		return err
	}
	list, err := demo.SignIns(keep)
	if err != nil {
		return err
	}
	for _, s := range list {
		if s.Label == f.Arg(0) {
			fmt.Fprintln(io.out, s.Token)
			return nil
		}
	}
	fmt.Fprintln(io.err, "usage: evidencedesk signin WHO; WHO is one of:")
	for _, s := range list {
		fmt.Fprintln(io.err, "  "+s.Label)
	}
	return errUsage
}
