package devstack

import (
	"os"
	"path/filepath"
	"strconv"
	"strings"
)

// find goes by working directory and executable: exact also when the PID file is stale, missing or names a process
// that has nothing to do with it. The main process comes first.
func (l leftover) find() []int {
	links, err := filepath.Glob("/proc/[0-9]*/cwd")
	if err != nil {
		return nil
	}
	main := firstLinePID(l.pidFile)
	var pids []int
	for _, link := range links {
		dir, err := os.Readlink(link)
		if err != nil || dir != l.dir {
			continue
		}
		proc := filepath.Dir(link)
		exe, err := os.Readlink(filepath.Join(proc, "exe"))
		if err != nil || !strings.HasPrefix(filepath.Base(exe), l.name) {
			continue
		}
		if pid, err := strconv.Atoi(filepath.Base(proc)); err == nil {
			pids = append(pids, pid)
		}
		if last := len(pids) - 1; pids[last] == main {
			pids[0], pids[last] = pids[last], pids[0]
		}
	}
	return pids
}

// forget removes the PID file once nothing works in the directory any more. PostgreSQL refuses to start when the file
// names a living process, even if that has only inherited the number after a reboot.
func (l leftover) forget() { _ = os.Remove(l.pidFile) }

func firstLinePID(file string) int {
	raw, err := os.ReadFile(file)
	if err != nil {
		return 0
	}
	line, _, _ := strings.Cut(string(raw), "\n")
	pid, _ := strconv.Atoi(strings.TrimSpace(line))
	return pid
}
