package e2e_test

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"os"
	"os/exec"
	"runtime"
	"sync"
	"syscall"
	"testing"
	"time"
)

// spawner starts every child from one thread that lives as long as the tests, because a child that is to die with its
// parent dies with the thread that started it (prctl(2), PR_SET_PDEATHSIG).
type spawner struct {
	once sync.Once
	jobs chan func()
}

func (s *spawner) start(c *exec.Cmd) error {
	s.once.Do(func() {
		s.jobs = make(chan func())
		go func() {
			runtime.LockOSThread()
			for job := range s.jobs {
				job()
			}
		}()
	})
	c.SysProcAttr = &syscall.SysProcAttr{Pdeathsig: syscall.SIGKILL, Setpgid: true}
	result := make(chan error)
	s.jobs <- func() { result <- c.Start() }
	return <-result
}

// process is one child: the api, the worker or dev. It can be killed and started again.
type process struct {
	testing.TB

	name   string
	args   []string
	env    []string
	folder string // its working directory
	log    string // where its standard error goes, over all its lives
	health string // address that answers 200 when it is up; empty for none

	cmd    *exec.Cmd
	exited chan error
}

// start starts it and waits until it answers.
func (p *process) start() {
	p.Helper()
	p.spawn()
	if p.health != "" {
		p.awaitHealth()
	}
}

func (p *process) spawn() {
	p.Helper()
	p.cmd = exec.Command(ground.binary, p.args...)
	p.cmd.Env, p.cmd.Dir = p.env, p.folder
	p.cmd.Stderr, p.cmd.Stdout = p.file(p.log), p.file(p.out())
	if err := ground.spawner.start(p.cmd); err != nil {
		p.Fatalf("start %s: %v", p.name, err)
	}
	p.exited = make(chan error, 1)
	go func(c *exec.Cmd, exited chan<- error) { exited <- c.Wait() }(p.cmd, p.exited)
}

// out is where its standard output goes.
func (p *process) out() string { return p.log + ".out" }

func (p *process) file(name string) *os.File {
	p.Helper()
	f, err := os.OpenFile(name, os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o600)
	if err != nil {
		p.Fatal(err)
	}
	p.Cleanup(func() { _ = f.Close() })
	return f
}

func (p *process) awaitHealth() {
	p.Helper()
	eventually(p, p.name+" answers", func() error {
		select {
		case err := <-p.exited:
			p.exited <- err
			p.Fatalf("%s ended: %v\n%s", p.name, err, tail(p.log))
		default:
		}
		request, err := http.NewRequestWithContext(p.Context(), http.MethodGet, p.health, nil)
		if err != nil {
			return err
		}
		response, err := http.DefaultClient.Do(request)
		if err != nil {
			return err
		}
		_ = response.Body.Close()
		if response.StatusCode != http.StatusOK {
			return fmt.Errorf("status %d", response.StatusCode)
		}
		return nil
	})
}

// kill ends it as a power cut would, and waits until it is gone.
func (p *process) kill() {
	p.Helper()
	p.end(syscall.SIGKILL)
}

// stop asks it to end, and insists that it ends well.
func (p *process) stop() {
	p.Helper()
	if err := p.end(syscall.SIGTERM); err != nil {
		p.Errorf("%s did not stop cleanly: %v\n%s", p.name, err, tail(p.log))
	}
}

func (p *process) end(signal os.Signal) error {
	p.Helper()
	if p.cmd == nil {
		return nil
	}
	defer func() { p.cmd = nil }()
	_ = p.cmd.Process.Signal(signal)
	select {
	case err := <-p.exited:
		return err
	case <-time.After(stopWithin):
		_ = p.cmd.Process.Kill()
		<-p.exited
		return errors.New("it had to be killed")
	}
}

// command runs the binary once and gives what it printed.
func command(ctx context.Context, env []string, args ...string) (out string, err error) {
	c := exec.CommandContext(ctx, ground.binary, args...)
	c.Env = env
	raw, err := c.CombinedOutput()
	return string(raw), err
}

// freeAddress is an address that nothing listens on, below the ports that the system gives to outgoing connections.
func freeAddress(tb testing.TB) string {
	tb.Helper()
	const lowest, count = 12_000, 8_000
	for range count {
		address := fmt.Sprintf("127.0.0.1:%d", lowest+ports.next(count))
		if l, err := net.Listen("tcp", address); err == nil {
			_ = l.Close()
			return address
		}
	}
	tb.Fatal("no free port")
	return ""
}

// ports gives each caller another one, so that two desks never choose the same.
var ports = counter{n: os.Getpid()}

type counter struct {
	mu sync.Mutex
	n  int
}

func (c *counter) next(modulus int) int {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.n++
	return c.n % modulus
}

// tail gives the end of a log, for the message of a failure.
func tail(path string) string {
	raw, err := os.ReadFile(path)
	if err != nil {
		return ""
	}
	const length = 4000
	return string(raw[max(0, len(raw)-length):])
}
