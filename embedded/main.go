// Command embedded is the Temporal server of the embedded default: all four Temporal services and the web UI in one
// process, on PostgreSQL. The `evidencedesk` binary builds it once and runs it as a child; production uses a real
// Temporal service instead.
//
// It is a module of its own because the Temporal server would otherwise bring several hundred modules into the
// product's go.mod.
//
// When it accepts work it prints one line, "READY " followed by a JSON object (see ready). It stops on SIGINT, SIGTERM
// or, with -stop-with-stdin, when its standard input is closed.
package main

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"os/signal"
	"syscall"
	"time"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	if err := run(ctx, os.Args[1:], os.Getenv, os.Stdin, os.Stdout); err != nil {
		fmt.Fprintf(os.Stderr, "temporald: %v\n", err)
		os.Exit(1)
	}
}

// ready is the object of the READY line.
type ready struct {
	PID       int    `json:"pid"`
	Address   string `json:"address"` // gRPC, host:port
	UI        string `json:"ui,omitempty"`
	Namespace string `json:"namespace"`
	SchemaMS  int64  `json:"schema_ms"`  // spent on databases, schema and namespace
	HealthyMS int64  `json:"healthy_ms"` // from process start to the first healthy answer
}

// run starts everything, reports READY on stdout and blocks until ctx ends. All sockets are on 127.0.0.1.
func run(ctx context.Context, args []string, getenv func(string) string, stdin io.Reader, stdout io.Writer) error {
	began := time.Now()
	s, err := parseSettings(args, getenv)
	if err != nil {
		return err
	}
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	if s.stopWithStdin {
		go cancelAtEnd(stdin, cancel)
	}
	if err := s.checkPorts(); err != nil {
		return err
	}
	if err := prepareStore(ctx, s); err != nil {
		return err
	}
	schemaTook := time.Since(began)
	server, err := newServer(s)
	if err != nil {
		return err
	}
	if err := server.Start(); err != nil {
		return fmt.Errorf("start the Temporal services: %w", err)
	}
	defer func() { _ = server.Stop() }()
	if err := reconcileNamespace(ctx, s); err != nil {
		return err
	}
	stopUI, err := startUI(ctx, s)
	if err != nil {
		return err
	}
	defer stopUI()
	if err := report(stdout, ready{
		PID: os.Getpid(), Address: s.address(), UI: s.uiURL(), Namespace: s.namespace,
		SchemaMS: schemaTook.Milliseconds(), HealthyMS: time.Since(began).Milliseconds(),
	}); err != nil {
		return err
	}
	<-ctx.Done()
	return nil
}

func report(stdout io.Writer, r ready) error {
	line, err := json.Marshal(r)
	if err == nil {
		_, err = fmt.Fprintf(stdout, "READY %s\n", line)
	}
	if err != nil {
		return fmt.Errorf("report readiness: %w", err)
	}
	return nil
}

func cancelAtEnd(stdin io.Reader, cancel func()) {
	_, _ = io.Copy(io.Discard, stdin)
	cancel()
}
