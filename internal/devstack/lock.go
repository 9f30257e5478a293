package devstack

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"

	"golang.org/x/sys/unix"
)

// folderLock keeps other programs out of a data folder. The system releases it when this process ends, however it ends.
type folderLock struct{ file *os.File }

// lockFolder takes the lock, or says who has it.
func lockFolder(ctx context.Context, dataDir string) (*folderLock, error) {
	name := filepath.Join(dataDir, lockFile)
	// Some tries, because Running holds the lock for an instant.
	const tries, pause = 5, 40 * time.Millisecond
	for try := 1; ; try++ {
		lock, err := tryLock(name, unix.LOCK_EX)
		switch {
		case err == nil:
			return lock, lock.sign()
		case !errors.Is(err, unix.EWOULDBLOCK):
			return nil, explain(StartFailed, err, "", "use the data folder", dataDir)
		case try == tries:
			return nil, newError(InUse, nil, "data folder %s is in use by process %s: stop that one first, or choose another data folder", dataDir, holder(name))
		}
		select {
		case <-ctx.Done():
			return nil, ctx.Err()
		case <-time.After(pause):
		}
	}
}

func tryLock(name string, how int) (*folderLock, error) {
	flags := os.O_RDWR | os.O_CREATE
	if how == unix.LOCK_SH {
		flags = os.O_RDONLY
	}
	f, err := os.OpenFile(name, flags, 0o600)
	if err != nil {
		return nil, err
	}
	if err := unix.Flock(int(f.Fd()), how|unix.LOCK_NB); err != nil {
		_ = f.Close()
		return nil, err
	}
	return &folderLock{file: f}, nil
}

func (l *folderLock) sign() error {
	if err := l.file.Truncate(0); err != nil {
		return explain(StartFailed, err, "", "use the data folder", l.file.Name())
	}
	if _, err := fmt.Fprintf(l.file, "%d\n", os.Getpid()); err != nil {
		return explain(StartFailed, err, "", "use the data folder", l.file.Name())
	}
	return nil
}

func (l *folderLock) release() { _ = l.file.Close() }

func holder(name string) string {
	raw, err := os.ReadFile(name)
	if pid := strings.TrimSpace(string(raw)); err == nil && pid != "" {
		return pid
	}
	return "(unknown)"
}
