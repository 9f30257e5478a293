package devstack

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"syscall"
)

// identity is how a process is run: as ourselves or, because PostgreSQL refuses to run as root, as somebody less.
type identity struct {
	name string
	attr syscall.SysProcAttr
	// uid and gid own, as seen from outside, what the process writes.
	uid, gid int
	// another is set when the process runs as another user, who then needs folders that user can reach.
	another bool
}

// myself runs a process as the current user.
func myself() identity { return identity{name: "this user", uid: os.Geteuid(), gid: os.Getegid()} }

// attributes returns a copy with the parent-death signal, where the system has one.
func (id identity) attributes() *syscall.SysProcAttr {
	attr := id.attr
	dieWithParent(&attr)
	return &attr
}

// own gives everything under dir to the identity, unless it has it already. A folder can come from a start that used
// another identity, or from a restored backup.
func (id identity) own(dir string) error {
	info, err := os.Stat(dir)
	if err != nil {
		return err
	}
	owner, ok := info.Sys().(*syscall.Stat_t)
	if !ok || os.Geteuid() != 0 || (int(owner.Uid) == id.uid && int(owner.Gid) == id.gid) {
		return nil
	}
	// The top is last: its owner says whether the rest is done.
	var paths []string
	err = filepath.WalkDir(dir, func(path string, _ fs.DirEntry, err error) error {
		paths = append(paths, path)
		return err
	})
	for i := len(paths) - 1; i >= 0 && err == nil; i-- {
		err = os.Lchown(paths[i], id.uid, id.gid)
	}
	return err
}

// reach lets another user pass through the folders down to dir that are ours to change; their content stays private.
func (id identity) reach(folders ...string) error {
	if !id.another {
		return nil
	}
	var errs []error
	for _, folder := range folders {
		errs = append(errs, os.Chmod(folder, 0o711))
	}
	return errors.Join(errs...)
}
