package devstack

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"syscall"
	"time"
)

// spawner starts every process of a stack from one operating system thread. Linux delivers the parent-death signal
// when the creating *thread* ends, so that thread has to live as long as the children may.
type spawner struct{ jobs chan func() }

func newSpawner() *spawner {
	s := &spawner{jobs: make(chan func())}
	go func() {
		runtime.LockOSThread() // never unlocked: the thread ends with this goroutine
		for job := range s.jobs {
			job()
		}
	}()
	return s
}

// close ends the thread, and with it whatever was started and still runs.
func (s *spawner) close() { close(s.jobs) }

func (s *spawner) start(cmd *exec.Cmd) error {
	result := make(chan error)
	s.jobs <- func() { result <- cmd.Start() }
	return <-result
}

// command prepares a process in a group of its own, so that Ctrl-C at a terminal reaches only the parent, which then
// stops things in order. When ctx ends the group is interrupted, and killed if it does not listen.
func command(ctx context.Context, id identity, path string, args ...string) *exec.Cmd {
	cmd := exec.CommandContext(ctx, path, args...)
	cmd.SysProcAttr = id.attributes()
	cmd.SysProcAttr.Setpgid = true
	cmd.Env = plainEnvironment()
	cmd.Cancel = func() error { return syscall.Kill(-cmd.Process.Pid, syscall.SIGINT) }
	cmd.WaitDelay = 10 * time.Second
	return cmd
}

// plainEnvironment is what a server needs and nothing else: no tokens, no PG* settings of the user.
func plainEnvironment() []string {
	env := []string{"LC_ALL=C", "TZ=UTC"}
	for _, name := range []string{"PATH", "HOME", "TMPDIR", "LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH"} {
		if value, ok := os.LookupEnv(name); ok {
			env = append(env, name+"="+value)
		}
	}
	return env
}

// output runs a tool to its end and returns all that it printed.
func (s *spawner) output(cmd *exec.Cmd) (string, error) {
	var printed limitedBuffer
	cmd.Stdout, cmd.Stderr = &printed, &printed
	if err := s.start(cmd); err != nil {
		return "", err
	}
	err := cmd.Wait()
	return printed.String(), err
}

// child is a running server.
type child struct {
	cmd  *exec.Cmd
	done chan struct{} // closed when it has ended
	err  error         // how it ended; set before done is closed
}

func (s *spawner) spawn(cmd *exec.Cmd) (*child, error) {
	if err := s.start(cmd); err != nil {
		return nil, err
	}
	c := &child{cmd: cmd, done: make(chan struct{})}
	go func() {
		c.err = cmd.Wait()
		close(c.done)
	}()
	return c, nil
}

// ending tells in words how a child ended; it must have.
func (c *child) ending() string {
	var exit *exec.ExitError
	if errors.As(c.err, &exit) {
		return exit.String()
	}
	return "exit status 0"
}

// plea is a signal and the time given to follow it.
type plea struct {
	signal syscall.Signal
	grace  time.Duration
}

// stop sends the pleas in turn until the child has ended, and kills it in the end or when ctx ends.
func (c *child) stop(ctx context.Context, pleas ...plea) error {
	for _, p := range pleas {
		_ = c.cmd.Process.Signal(p.signal)
		select {
		case <-c.done:
			return nil
		case <-time.After(p.grace):
		case <-ctx.Done():
		}
		if ctx.Err() != nil {
			break
		}
	}
	_ = syscall.Kill(-c.cmd.Process.Pid, syscall.SIGKILL)
	select {
	case <-c.done:
		return nil
	case <-time.After(10 * time.Second):
		return newError(StopFailed, ctx.Err(), "process %d cannot be killed", c.cmd.Process.Pid)
	}
}

// openLog opens the log of a child. At the first start of a stack the one of the stack before is kept as NAME.1.
func openLog(dataDir, name string, first bool) (*os.File, error) {
	dir := filepath.Join(dataDir, logDir)
	if err := makeFolder(dir, 0o700); err != nil {
		return nil, err
	}
	path := filepath.Join(dir, name)
	if first {
		if err := os.Rename(path, path+".1"); err != nil && !errors.Is(err, os.ErrNotExist) {
			return nil, explain(StartFailed, err, "", "write a log", dir)
		}
	}
	f, err := os.OpenFile(path, os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o600)
	if err != nil {
		return nil, explain(StartFailed, err, "", "write a log", dir)
	}
	return f, nil
}

// logTail is the end of a log that some start wrote, from the given size on and at most 16 KiB.
func logTail(path string, from int64) string {
	const most = 16 << 10
	f, err := os.Open(path)
	if err != nil {
		return ""
	}
	defer func() { _ = f.Close() }()
	info, err := f.Stat()
	if err != nil {
		return ""
	}
	from = max(from, info.Size()-most)
	part := make([]byte, max(info.Size()-from, 0))
	n, _ := f.ReadAt(part, from)
	return string(part[:n])
}

// limitedBuffer keeps the first and the last of what is written to it, 8 KiB each.
type limitedBuffer struct {
	head, tail []byte
}

const bufferHalf = 8 << 10

func (b *limitedBuffer) Write(p []byte) (int, error) {
	n := len(p)
	if room := bufferHalf - len(b.head); room > 0 {
		take := min(room, len(p))
		b.head = append(b.head, p[:take]...)
		p = p[take:]
	}
	b.tail = append(b.tail, p...)
	if over := len(b.tail) - bufferHalf; over > 0 {
		b.tail = append(b.tail[:0], b.tail[over:]...)
	}
	return n, nil
}

func (b *limitedBuffer) String() string { return fmt.Sprintf("%s%s", b.head, b.tail) }
