package devstack_test

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net"
	"os"
	"os/exec"
	"runtime"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
	"go.temporal.io/sdk/client"

	"evidencedesk/internal/devstack"
)

// helperVariable makes the test binary a program that starts a stack on the folder it names, says so and waits to be
// killed: the parent in the tests about a killed parent.
const helperVariable = "DEVSTACK_TEST_PARENT_OF"

func TestMain(m *testing.M) {
	if dir := os.Getenv(helperVariable); dir != "" {
		beParent(dir)
	}
	os.Exit(m.Run())
}

// started is what the helper prints.
type started struct {
	Addresses devstack.Addresses
	PIDs      map[string]int
}

func beParent(dir string) {
	stack, err := devstack.Start(context.Background(), devstack.Options{
		DataDir: dir, Progress: func(line string) { fmt.Fprintln(os.Stderr, line) },
	})
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	_ = json.NewEncoder(os.Stdout).Encode(started{stack.Addresses, stack.PIDs()})
	select {}
}

// startInChild runs beParent and returns the process and what it started.
func startInChild(t *testing.T, dir string) (*exec.Cmd, started) {
	t.Helper()
	cmd := exec.Command(os.Args[0])
	cmd.Env = append(os.Environ(), helperVariable+"="+dir)
	cmd.Stderr = os.Stderr
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = cmd.Process.Kill() })
	line, err := bufio.NewReader(out).ReadBytes('\n')
	if err != nil {
		t.Fatalf("the helper did not start a stack: %v", err)
	}
	var s started
	if err := json.Unmarshal(line, &s); err != nil {
		t.Fatal(err)
	}
	return cmd, s
}

// progress collects progress lines.
type progress struct {
	mu    sync.Mutex
	lines []string
}

func (p *progress) add(line string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.lines = append(p.lines, time.Now().Format("15:04:05.0 ")+line)
}

func (p *progress) has(part string) bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	return strings.Contains(strings.Join(p.lines, "\n"), part)
}

// start starts a stack that is stopped at the end of the test; its progress is shown if the test fails or is verbose.
func start(t *testing.T, o devstack.Options) (*devstack.Stack, *progress) {
	t.Helper()
	stack, p, err := tryStart(t, o)
	if err != nil {
		t.Fatalf("Start: %v", err)
	}
	return stack, p
}

// uiPort is where Temporal's pages are in these tests. A data folder keeps the usual port once it has had it, and other tests on this
// machine want that one too.
var uiPort = sync.OnceValue(func() int { return 31_000 + os.Getpid()%1_000 })

func tryStart(t *testing.T, o devstack.Options) (*devstack.Stack, *progress, error) {
	t.Helper()
	p := &progress{}
	if o.Ports.TemporalUI == 0 {
		o.Ports.TemporalUI = uiPort()
	}
	o.Progress = p.add
	began := time.Now()
	stack, err := devstack.Start(t.Context(), o)
	p.add(fmt.Sprintf("(Start took %.2f s)", time.Since(began).Seconds()))
	t.Cleanup(func() {
		if stack != nil {
			stop(t, stack)
		}
		t.Log("progress:\n" + strings.Join(p.lines, "\n"))
	})
	return stack, p, err
}

func stop(t *testing.T, stack *devstack.Stack) {
	t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	defer cancel()
	if err := stack.Stop(ctx); err != nil {
		t.Errorf("Stop: %v", err)
	}
}

// wantCode fails unless err has the code and is one line that holds every part.
func wantCode(t *testing.T, err error, code devstack.Code, parts ...string) {
	t.Helper()
	var e *devstack.Error
	if !errors.As(err, &e) {
		t.Fatalf("error is %v, want one with code %s", err, code)
	}
	if e.Code != code {
		t.Errorf("code is %s (%v), want %s", e.Code, err, code)
	}
	for _, part := range parts {
		if !strings.Contains(err.Error(), part) {
			t.Errorf("message %q does not mention %q", err, part)
		}
	}
	if strings.Contains(err.Error(), "\n") {
		t.Errorf("message has more than one line: %q", err)
	}
}

// alive tells whether a process runs. One that has ended and waits for its new parent to notice does not.
func alive(pid int) bool {
	if runtime.GOOS == "linux" {
		_, err := os.Readlink(fmt.Sprintf("/proc/%d/exe", pid))
		return err == nil
	}
	return syscall.Kill(pid, 0) == nil
}

// eventually repeats try until it succeeds; the limit only keeps a broken run from hanging.
func eventually(t *testing.T, what string, try func() error) {
	t.Helper()
	var err error
	for deadline := time.Now().Add(2 * time.Minute); time.Now().Before(deadline); time.Sleep(20 * time.Millisecond) {
		if err = try(); err == nil {
			return
		}
	}
	t.Fatalf("%s: %v", what, err)
}

func kill9(t *testing.T, pid int) {
	t.Helper()
	if err := syscall.Kill(pid, syscall.SIGKILL); err != nil {
		t.Fatalf("kill -9 %d: %v", pid, err)
	}
}

// exec1 runs one statement on a new connection.
func exec1(t *testing.T, url, statement string, args ...any) error {
	t.Helper()
	conn, err := pgx.Connect(t.Context(), url)
	if err != nil {
		return err
	}
	defer func() { _ = conn.Close(context.Background()) }()
	_, err = conn.Exec(t.Context(), statement, args...)
	return err
}

func mustExec(t *testing.T, url, statement string, args ...any) {
	t.Helper()
	if err := exec1(t, url, statement, args...); err != nil {
		t.Fatalf("%s: %v", statement, err)
	}
}

func query1(t *testing.T, url, q string) string {
	t.Helper()
	conn, err := pgx.Connect(t.Context(), url)
	if err != nil {
		t.Fatalf("connect: %v", err)
	}
	defer func() { _ = conn.Close(context.Background()) }()
	var value string
	if err := conn.QueryRow(t.Context(), q).Scan(&value); err != nil {
		t.Fatalf("%s: %v", q, err)
	}
	return value
}

// withTemporal calls f with a client of the stack's Temporal.
func withTemporal(t *testing.T, a devstack.Addresses, f func(client.Client) error) error {
	t.Helper()
	c, err := client.DialContext(t.Context(), client.Options{HostPort: a.TemporalAddress, Namespace: a.TemporalNamespace})
	if err != nil {
		return err
	}
	defer c.Close()
	return f(c)
}

func startWorkflow(t *testing.T, a devstack.Addresses, id string) {
	t.Helper()
	err := withTemporal(t, a, func(c client.Client) error {
		_, err := c.ExecuteWorkflow(t.Context(), client.StartWorkflowOptions{ID: id, TaskQueue: "nobody-listens"}, "Waiting")
		return err
	})
	if err != nil {
		t.Fatalf("start workflow %s: %v", id, err)
	}
}

func findWorkflow(t *testing.T, a devstack.Addresses, id string) error {
	t.Helper()
	return withTemporal(t, a, func(c client.Client) error {
		_, err := c.DescribeWorkflowExecution(t.Context(), id, "")
		return err
	})
}

// occupy listens on a port until the test ends.
func occupy(t *testing.T, port int) int {
	t.Helper()
	l, err := net.Listen("tcp", net.JoinHostPort("127.0.0.1", strconv.Itoa(port)))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = l.Close() })
	return l.Addr().(*net.TCPAddr).Port
}
