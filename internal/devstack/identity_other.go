//go:build unix && !linux

package devstack

import (
	"os"
	"os/user"
	"strconv"
	"syscall"
)

// dieWithParent has no equivalent here. Temporal watches its standard input instead, and a PostgreSQL that outlived its
// parent is stopped by the next start (stopLeftovers).
func dieWithParent(*syscall.SysProcAttr) {}

// serverIdentities are the ways to run PostgreSQL, best first; it refuses to run as root.
func serverIdentities(bool) []identity {
	if os.Geteuid() != 0 {
		return []identity{myself()}
	}
	var ids []identity
	for _, name := range []string{"postgres", "_postgres", "nobody"} {
		u, err := user.Lookup(name)
		if err != nil {
			continue
		}
		// -2, the usual nobody of macOS, is 4294967294 to the system calls.
		uid, errU := strconv.ParseInt(u.Uid, 10, 64)
		gid, errG := strconv.ParseInt(u.Gid, 10, 64)
		if errU != nil || errG != nil || uid == 0 {
			continue
		}
		ids = append(ids, identity{
			name: "user " + name, uid: int(uid), gid: int(gid), another: true,
			attr: syscall.SysProcAttr{Credential: &syscall.Credential{Uid: uint32(uid), Gid: uint32(gid)}},
		})
	}
	return ids
}
