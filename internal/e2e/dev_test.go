package e2e_test

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"evidencedesk/internal/devstack"
	"evidencedesk/internal/evidence"
)

// TestEmbedded runs everything in one go, kills it in the middle of a request, starts it again, backs it up, restores the
// backup elsewhere, and the request goes on as if nothing had happened.
func TestEmbedded(t *testing.T) {
	t.Parallel()
	e := newEmbedded(t)
	e.start("first")
	l := e.library()
	r := l.submit()
	hold := l.bring(evidence.OnHold)
	e.dev.kill()
	e.start("first")
	r.insist(l.librarian, evidence.Claim, nil)
	e.dev.stop()
	archive := filepath.Join(e.desk.folder, "backup.tar.gz")
	e.run("backup", "-data", e.data("first"), "-to", archive)
	e.run("restore", "-data", e.data("second"), "-from", archive)
	e.copyKeys()
	e.start("second")
	if a := r.insist(l.librarian, evidence.Accept, nil); a.Seq != 3 {
		t.Errorf("after the restore the next step has number %d", a.Seq)
	}
	hold.insist(l.librarian, evidence.Resume, nil)
	if out, err := command(t.Context(), cleanEnv(), "backup", "-data", e.data("second"), "-to", archive+".2"); err == nil || !strings.Contains(out, "in use") {
		t.Errorf("backing up what runs says %v\n%s", err, out)
	}
	e.audit()
	e.dev.stop()
	for _, path := range []string{e.dev.log, e.dev.out(), filepath.Join(e.data("first"), "log", "evidencedesk.log"), filepath.Join(e.data("second"), "log", "evidencedesk.log")} {
		e.desk.silent(filepath.Base(path), []byte(e.desk.read(path)))
	}
}

// embedded is everything in one process and its children.
type embedded struct {
	testing.TB

	desk *desk
	dev  *process
}

func newEmbedded(t *testing.T) *embedded {
	t.Helper()
	d := &desk{TB: t, folder: t.TempDir()}
	listen := freeAddress(t)
	d.base = "http://" + listen
	d.bases = []string{d.base}
	e := &embedded{TB: t, desk: d}
	e.dev = &process{TB: t, name: "dev", folder: root, log: filepath.Join(d.folder, "dev.log"), health: d.base + "/health/ready"}
	e.dev.env = cleanEnv("EVIDENCEDESK_LISTEN="+listen, "EVIDENCEDESK_LOG_LEVEL=debug", "PG_BIN="+os.Getenv("PG_BIN"))
	return e
}

func (e *embedded) data(name string) string { return filepath.Join(e.desk.folder, name) }

// start starts it on a data folder, which is fast when the servers were built before.
func (e *embedded) start(name string) {
	e.Helper()
	e.dev.args = []string{"dev", "-empty", "-data", e.data(name)}
	e.dev.start()
	e.Cleanup(func() { _ = e.dev.end(os.Interrupt) })
	if e.desk.spec == nil {
		e.desk.spec = newContract(e, e.desk.base)
	}
}

// library makes people in the database of the running stack.
func (e *embedded) library() *library {
	e.Helper()
	e.connect("first")
	return e.desk.newLibrary(e.TB)
}

func (e *embedded) connect(name string) {
	e.Helper()
	running, err := devstack.Running(e.data(name))
	e.desk.must(err)
	e.desk.dial(running.DatabaseURL)
}

// audit compares the audit with the projection, as far as it can be seen from outside.
func (e *embedded) audit() {
	e.Helper()
	e.connect("second")
	for _, id := range e.desk.everyRequest() {
		s, err := e.desk.fold(id)
		if err := errors.Join(err, e.desk.projected(s)); err != nil {
			e.Error(err)
		}
	}
}

func (e *embedded) run(args ...string) {
	e.Helper()
	if out, err := command(e.Context(), cleanEnv(), args...); err != nil {
		e.Fatalf("%s: %v\n%s", args[0], err, out)
	}
}

// copyKeys is what the message of backup tells the operator to do.
func (e *embedded) copyKeys() {
	e.Helper()
	raw, err := os.ReadFile(filepath.Join(e.data("first"), "keys.json"))
	e.desk.must(err)
	e.desk.must(os.WriteFile(filepath.Join(e.data("second"), "keys.json"), raw, 0o600))
}
