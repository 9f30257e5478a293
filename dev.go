package main

import (
	"context"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"strconv"
	"time"

	"golang.org/x/sync/errgroup"

	"evidencedesk/api/auth"
	"evidencedesk/internal/config"
	"evidencedesk/internal/demo"
	"evidencedesk/internal/devstack"
	"evidencedesk/internal/mailbox"
	"evidencedesk/internal/postgres"
	"evidencedesk/internal/temporalx"
)

// runDev is the embedded mode: everything on this machine, in one process with PostgreSQL and Temporal as its children.
func runDev(ctx context.Context, args []string, io streams) error {
	f := flags("dev", io)
	data := f.String("data", ".data", "folder for the data; one process at a time uses it")
	empty := f.Bool("empty", false, "no demonstration data and no demonstration sign-ins")
	if err := parse(f, args); err != nil {
		return err
	}
	c, err := config.Load(ctx)
	if err != nil {
		return err
	}
	d := &dev{config: c, dir: *data, out: io.out, began: time.Now()}
	return d.run(ctx, !*empty)
}

// demoProgress is how many demonstration requests there are between two lines of progress.
const demoProgress = 10

type dev struct {
	config config.Config
	dir    string
	out    io.Writer
	began  time.Time
}

func (d *dev) say(line string) {
	fmt.Fprintf(d.out, "%6.1fs  %s\n", time.Since(d.began).Seconds(), line)
}

func (d *dev) run(ctx context.Context, demonstration bool) error {
	// The listener comes first: an address in use is said before anything is built.
	listener, err := (&net.ListenConfig{}).Listen(ctx, "tcp", d.config.Listen)
	if err != nil {
		return fmt.Errorf("cannot listen on %s (set EVIDENCEDESK_LISTEN to another address): %w", d.config.Listen, err)
	}
	defer func() { _ = listener.Close() }()
	stack, err := d.stack(ctx)
	if err != nil {
		return err
	}
	defer d.stop(stack)
	if err := d.prepare(ctx, stack); err != nil {
		return err
	}
	box, err := mailbox.Open(ctx, filepath.Join(d.dir, "mail"), "127.0.0.1:0")
	if err != nil {
		return err
	}
	defer func() { _ = box.Close() }()
	d.config.SMTPAddress, d.config.SMTPTLS = box.Address(), "none"

	g, ctx := errgroup.WithContext(ctx)
	log, err := quietLog(d.config, filepath.Join(d.dir, "log", "evidencedesk.log"))
	if err != nil {
		return err
	}
	parts, err := wire(ctx, d.config, log)
	if err != nil {
		return err
	}
	defer parts.close()
	signIns, people, err := d.people(ctx, parts, demonstration)
	if err != nil {
		return err
	}
	g.Go(box.Serve)
	g.Go(func() error {
		return parts.serveAPI(ctx, listener, map[string]http.Handler{"/mailbox": box, "/mailbox/": box}, people)
	})
	g.Go(func() error { return parts.work(ctx) })
	g.Go(func() error {
		select {
		case err := <-stack.Failed():
			return err
		case <-ctx.Done():
			return box.Close()
		}
	})
	d.welcome(ctx, stack, signIns)
	return g.Wait()
}

func (d *dev) stack(ctx context.Context) (*devstack.Stack, error) {
	ports, err := devstack.PortsFromEnv(os.Getenv)
	if err != nil {
		return nil, err
	}
	return devstack.Start(ctx, devstack.Options{
		DataDir: d.dir, Ports: ports, Progress: d.say, PostgresBin: os.Getenv("PG_BIN"),
		DatabaseURL: d.config.DatabaseAdminURL, TemporalAddress: os.Getenv("TEMPORAL_ADDRESS"),
		Namespace: os.Getenv("TEMPORAL_NAMESPACE"), SearchAttributes: temporalx.SearchAttributes(),
	})
}

func (d *dev) stop(stack *devstack.Stack) {
	d.say("stopping")
	ctx, cancel := context.WithTimeout(context.Background(), d.config.StopTimeout)
	defer cancel()
	if err := stack.Stop(ctx); err != nil {
		d.say("did not stop cleanly: " + err.Error())
		return
	}
	d.say("stopped; the data stays in " + d.dir)
}

// prepare brings the database up to date and fills in the settings that production gives by hand.
func (d *dev) prepare(ctx context.Context, stack *devstack.Stack) error {
	d.say("bringing the database up to date")
	if err := postgres.Migrate(ctx, stack.DatabaseURL); err != nil {
		return err
	}
	keys, err := loadKeys(filepath.Join(d.dir, "keys.json"))
	if err != nil {
		return err
	}
	c := &d.config
	c.DatabaseURL, c.DatabaseAdminURL = stack.DatabaseURL, stack.DatabaseURL
	c.MACKey, c.PayloadKeys = keys.MAC, keys.Payload
	c.PublicURL = "http://" + c.Listen
	if c.ErasureLedger == "" {
		c.ErasureLedger = filepath.Join(d.dir, "erasures.jsonl")
	}
	if err := os.Setenv("TEMPORAL_ADDRESS", stack.TemporalAddress); err != nil {
		return err
	}
	if err := os.Setenv("TEMPORAL_NAMESPACE", stack.TemporalNamespace); err != nil {
		return err
	}
	_, err = replayErasures(ctx, *c)
	return err
}

// people makes the people of the demonstration, as whom anybody may sign in here; none of them without a demonstration.
func (d *dev) people(ctx context.Context, parts *parts, demonstration bool) ([]demo.SignIn, *auth.Demo, error) {
	if !demonstration {
		return nil, nil, nil
	}
	signIns, err := demo.People(ctx, parts.demoStores(), filepath.Join(d.dir, "demo-tokens.json"))
	if err != nil {
		return nil, nil, err
	}
	people, err := parts.demoPeople(ctx, signIns)
	return signIns, people, err
}

// welcome prints where everything is, then fills in the demonstration.
func (d *dev) welcome(ctx context.Context, stack *devstack.Stack, signIns []demo.SignIn) {
	base := d.config.PublicURL
	lines := []string{
		"", "Evidence Desk is ready.", "",
		"  Pages       " + base,
		"  API         " + base + "/api/v1   (description: " + base + "/openapi.yaml)",
		"  Mailbox     " + base + "/mailbox   every notice arrives here",
		"  Temporal    " + stack.UIAddress,
		"  Data        " + d.dir,
	}
	if len(signIns) > 0 {
		lines = append(lines, "", "Sign in at "+base+"/sign-in with one click as:")
		for _, s := range signIns {
			lines = append(lines, "  "+s.Label+" ("+s.Name+")")
		}
		lines = append(lines, "For programs, `evidencedesk signin WHO` prints a bearer token of theirs.")
	}
	lines = append(lines, "", "Stop with Ctrl-C.", "")
	for _, line := range lines {
		fmt.Fprintln(d.out, line)
	}
	d.say("ready")
	if len(signIns) == 0 {
		return
	}
	err := demo.Seed(ctx, base, filepath.Join(d.dir, "demo-tokens.json"), func(done, total int) {
		if done%demoProgress == 0 || done == total {
			d.say("demonstration requests: " + strconv.Itoa(done) + " of " + strconv.Itoa(total))
		}
	})
	switch {
	case err == nil:
		d.say("the demonstration is complete")
	case ctx.Err() == nil:
		d.say("the demonstration is not complete: " + err.Error())
	}
}
