//go:build unix && !linux

package devstack

import (
	"os"
	"os/exec"
	"strconv"
	"strings"
)

// find believes the PID file if that process's command line names the program. Without /proc there is nothing better.
func (l leftover) find() []int {
	raw, err := os.ReadFile(l.pidFile)
	if err != nil {
		return nil
	}
	line, _, _ := strings.Cut(string(raw), "\n")
	pid, err := strconv.Atoi(strings.TrimSpace(line))
	if err != nil || pid <= 1 {
		return nil
	}
	out, err := exec.Command("ps", "-o", "command=", "-p", strconv.Itoa(pid)).Output()
	if err != nil || !strings.Contains(string(out), l.name) {
		return nil
	}
	return []int{pid}
}

// forget leaves the file alone: only PostgreSQL itself can tell here whether single processes of it still run.
func (l leftover) forget() {}
