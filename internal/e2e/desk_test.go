package e2e_test

import (
	"context"
	"encoding/base64"
	"errors"
	"net/url"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/jackc/pgx/v5/pgxpool"
	"go.temporal.io/api/serviceerror"
	"go.temporal.io/api/workflowservice/v1"
	"go.temporal.io/sdk/client"
	"google.golang.org/protobuf/types/known/durationpb"

	"evidencedesk/internal/mailbox"
	"evidencedesk/internal/postgres"
	"evidencedesk/internal/temporalx"
)

// desk is one installation: a database, a namespace, an API and a worker, with proxies in front of what they talk to.
type desk struct {
	testing.TB

	folder    string
	database  string // its name on the server
	namespace string
	mac       string
	keys      string   // of the payloads
	ledger    string   // of erasures
	extra     []string // settings of this desk alone
	base      string   // address of the API
	spec      *contract

	admin *pgxpool.Pool // as the superuser, past the proxies
	app   *pgxpool.Pool // as the application works, likewise
	box   *mailbox.Mailbox
	mail  *proxy

	api, worker process
	apiLinks    links
	workerLinks links
	more        []*process // further processes beside the two
	bases       []string   // addresses of every API
	clients     []client.Client

	secrets secrets
}

// links are what one process talks through.
type links struct{ store, engine *proxy }

// newDesk brings up an installation of its own for the test, with further settings, and checks all of it when the test ends.
func newDesk(tb testing.TB, settings ...string) *desk {
	tb.Helper()
	d := &desk{TB: tb, folder: tb.TempDir(), database: "desk_" + random(), namespace: "desk-" + random(), extra: settings}
	d.mac, d.keys = key(d.database), "one:"+key(d.namespace)
	d.ledger = filepath.Join(d.folder, "erasures.jsonl")
	d.must(ground.sql(tb.Context(), "CREATE DATABASE "+d.database+" TEMPLATE "+ground.template))
	tb.Cleanup(func() {
		if err := ground.sql(context.Background(), "DROP DATABASE IF EXISTS "+d.database+" WITH (FORCE)"); err != nil {
			tb.Error(err)
		}
	})
	d.dial(ground.database(d.database))
	d.openMailbox()
	d.newNamespace(d.namespace)
	d.apiLinks, d.workerLinks = d.newLinks(), d.newLinks()
	d.processes()
	d.api.start()
	d.worker.start()
	d.spec = newContract(tb, d.base)
	tb.Cleanup(d.shut)
	return d
}

// Context outlives the test, because what is checked at its end needs one.
func (d *desk) Context() context.Context { return context.WithoutCancel(d.TB.Context()) }

// must ends the test at an error.
func (d *desk) must(err error) {
	d.Helper()
	if err != nil {
		d.Fatal(err)
	}
}

func key(seed string) string {
	raw := make([]byte, 32)
	copy(raw, seed)
	return base64.StdEncoding.EncodeToString(raw)
}

// dial opens the pools of the tests on a database.
func (d *desk) dial(address string) {
	d.Helper()
	var err error
	d.admin, err = pgxpool.New(d.Context(), address)
	d.must(err)
	d.Cleanup(d.admin.Close)
	d.app, err = postgres.Connect(d.Context(), address, postgres.App)
	d.must(err)
	d.Cleanup(d.app.Close)
}

func (d *desk) openMailbox() {
	d.Helper()
	var err error
	d.box, err = mailbox.Open(d.Context(), filepath.Join(d.folder, "mail"), "127.0.0.1:0")
	d.must(err)
	go func() { _ = d.box.Serve() }()
	d.Cleanup(func() { _ = d.box.Close() })
	d.mail = newProxy(d, d.box.Address())
}

func (d *desk) newLinks() links {
	d.Helper()
	u, err := url.Parse(ground.stack.DatabaseURL)
	d.must(err)
	return links{store: newProxy(d, u.Host), engine: newProxy(d, ground.stack.TemporalAddress)}
}

// processes describes the two processes. Nothing is started.
func (d *desk) processes() {
	d.Helper()
	listen, health := freeAddress(d), freeAddress(d)
	d.base = "http://" + listen
	d.bases = []string{d.base}
	d.api = process{TB: d, name: "api", args: []string{"api"}, folder: d.folder, log: filepath.Join(d.folder, "api.log"), health: d.base + "/health/ready"}
	d.worker = process{TB: d, name: "worker", args: []string{"worker"}, folder: d.folder, log: filepath.Join(d.folder, "worker.log"), health: "http://" + health + "/health/ready"}
	d.api.env = append(d.env(d.apiLinks), "EVIDENCEDESK_LISTEN="+listen)
	d.worker.env = append(d.env(d.workerLinks), "EVIDENCEDESK_WORKER_LISTEN="+health)
}

// enlarge starts a second API and a second worker, as a service runs that must not stand still.
func (d *desk) enlarge() {
	d.Helper()
	listen, health := freeAddress(d), freeAddress(d)
	api, worker := d.api, d.worker
	api.name, api.log, api.health = "second api", filepath.Join(d.folder, "api2.log"), "http://"+listen+"/health/ready"
	api.env = append(d.env(d.newLinks()), "EVIDENCEDESK_LISTEN="+listen)
	worker.name, worker.log, worker.health = "second worker", filepath.Join(d.folder, "worker2.log"), "http://"+health+"/health/ready"
	worker.env = append(d.env(d.newLinks()), "EVIDENCEDESK_WORKER_LISTEN="+health)
	d.more, d.bases = []*process{&api, &worker}, append(d.bases, "http://"+listen)
	for _, p := range d.more {
		p.start()
	}
}

// all are the processes.
func (d *desk) all() []*process { return append([]*process{&d.api, &d.worker}, d.more...) }

// env are the settings of a process that talks through these links.
func (d *desk) env(l links) []string {
	d.Helper()
	u, err := url.Parse(ground.database(d.database))
	d.must(err)
	u.Host = l.store.address()
	return cleanEnv(append(d.settings(), "DATABASE_URL="+u.String(), "TEMPORAL_ADDRESS="+l.engine.address())...)
}

func (d *desk) settings() []string {
	return append([]string{
		"TEMPORAL_NAMESPACE=" + d.namespace, "EVIDENCEDESK_MAC_KEY=" + d.mac, "EVIDENCEDESK_PAYLOAD_KEYS=" + d.keys,
		"EVIDENCEDESK_SMTP_ADDRESS=" + d.mail.address(), "EVIDENCEDESK_SMTP_TLS=none", "EVIDENCEDESK_PUBLIC_URL=http://desk.test",
		"EVIDENCEDESK_MAIL_FROM=desk@library.test", "EVIDENCEDESK_ERASURE_LEDGER=" + d.ledger, "EVIDENCEDESK_LOG_LEVEL=debug",
		"EVIDENCEDESK_STOP_TIMEOUT=10s", "EVIDENCEDESK_DATABASE_CONNECTIONS=8",
	}, d.extra...)
}

// operate gives a command of the binary beside the processes, as an operator does.
func (d *desk) operate(args ...string) (string, error) {
	return d.operateOn(d.database, args...)
}

func (d *desk) operateOn(database string, args ...string) (string, error) {
	env := cleanEnv(append(d.settings(), "DATABASE_URL="+ground.database(database), "TEMPORAL_ADDRESS="+ground.stack.TemporalAddress)...)
	return command(d.Context(), env, args...)
}

// newNamespace makes a namespace with the search attributes and waits until they can be used.
func (d *desk) newNamespace(name string) {
	d.Helper()
	registrar, err := client.NewNamespaceClient(client.Options{HostPort: ground.stack.TemporalAddress, Logger: silent{}})
	d.must(err)
	defer registrar.Close()
	err = registrar.Register(d.Context(), &workflowservice.RegisterNamespaceRequest{
		Namespace: name, WorkflowExecutionRetentionPeriod: durationpb.New(24 * time.Hour),
	})
	var known *serviceerror.NamespaceAlreadyExists
	if err != nil && !errors.As(err, &known) {
		d.Fatal(err)
	}
	c := d.engine(name)
	eventually(d, "the namespace can be used", func() error {
		if err := temporalx.RegisterSearchAttributes(d.Context(), c, name); err != nil {
			return err
		}
		for attribute := range temporalx.SearchAttributes() {
			_, err := c.CountWorkflow(d.Context(), &workflowservice.CountWorkflowExecutionsRequest{Namespace: name, Query: "`" + attribute + "` IS NULL"})
			if err != nil {
				return err
			}
		}
		return nil
	})
}

// engine is a client of a namespace with the keys of this desk, past the proxies.
func (d *desk) engine(namespace string) client.Client {
	d.Helper()
	keys, err := temporalx.ParseKeys(d.keys)
	d.must(err)
	data, failures, err := temporalx.Converters(keys, false)
	d.must(err)
	c, err := client.NewLazyClient(client.Options{
		HostPort: ground.stack.TemporalAddress, Namespace: namespace, DataConverter: data, FailureConverter: failures, Logger: silent{},
	})
	d.must(err)
	d.clients = append(d.clients, c) // closed last: they look at everything when the desk closes
	return c
}

// temporal is a client of the desk's present namespace.
func (d *desk) temporal() client.Client { return d.clients[len(d.clients)-1] }

// shut checks everything that happened, then ends the processes.
func (d *desk) shut() {
	if !d.Failed() {
		d.audit()
		d.private()
	}
	for _, p := range d.all() {
		p.stop()
	}
	for _, c := range d.clients {
		c.Close()
	}
	if d.Failed() {
		d.keepLogs()
	}
}

// keepLogs prints the ends of the logs, which hold nothing of what people wrote.
func (d *desk) keepLogs() {
	for _, p := range d.all() {
		d.Logf("the end of %s:\n%s", filepath.Base(p.log), tail(p.log))
	}
}

// silent keeps the SDK's clients of the tests quiet.
type silent struct{}

func (silent) Debug(string, ...any) {}
func (silent) Info(string, ...any)  {}
func (silent) Warn(string, ...any)  {}
func (silent) Error(string, ...any) {}

func (d *desk) read(path string) string {
	raw, err := os.ReadFile(path)
	if err != nil {
		d.Fatal(err)
	}
	return string(raw)
}
