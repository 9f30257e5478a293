package devstack

import (
	"os"
	"os/user"
	"strconv"
	"syscall"
)

// dieWithParent stops a child when this program ends in whatever way: SIGINT is a fast shutdown to PostgreSQL and an
// orderly one to Temporal, the go tool and npm.
func dieWithParent(attr *syscall.SysProcAttr) { attr.Pdeathsig = syscall.SIGINT }

// serverIdentities are the ways to run PostgreSQL, best first. Root uses a user namespace in which root outside is
// "nobody" inside: no other user is needed, nothing changes owner, and the programs may be in root's own folders.
// Where namespaces are refused (some containers), an unprivileged user is used.
func serverIdentities(noUserNamespace bool) []identity {
	if os.Geteuid() != 0 {
		return []identity{myself()}
	}
	var ids []identity
	if !noUserNamespace {
		const overflowID = 65534 // the kernel's default for "nobody"
		inner := overflowID
		if u, err := user.Lookup("nobody"); err == nil {
			if n, err := strconv.Atoi(u.Uid); err == nil {
				inner = n
			}
		}
		id := myself()
		id.name = "a user namespace"
		id.attr = syscall.SysProcAttr{
			Cloneflags:  syscall.CLONE_NEWUSER,
			UidMappings: []syscall.SysProcIDMap{{ContainerID: inner, HostID: 0, Size: 1}},
			GidMappings: []syscall.SysProcIDMap{{ContainerID: inner, HostID: os.Getegid(), Size: 1}},
		}
		ids = append(ids, id)
	}
	for _, name := range []string{"postgres", "nobody"} {
		if id, ok := otherUser(name); ok {
			ids = append(ids, id)
		}
	}
	return ids
}

func otherUser(name string) (identity, bool) {
	u, err := user.Lookup(name)
	if err != nil {
		return identity{}, false
	}
	uid, errU := strconv.ParseUint(u.Uid, 10, 32)
	gid, errG := strconv.ParseUint(u.Gid, 10, 32)
	if errU != nil || errG != nil || uid == 0 {
		return identity{}, false
	}
	return identity{
		name: "user " + name, uid: int(uid), gid: int(gid), another: true,
		attr: syscall.SysProcAttr{Credential: &syscall.Credential{Uid: uint32(uid), Gid: uint32(gid)}},
	}, true
}
