package devstack

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"golang.org/x/sys/unix"
)

// progressPause is how long a long step may be silent.
const progressPause = 10 * time.Second

// cacheFolder is the given folder or the user's cache, made absolute and created.
func cacheFolder(dir string) (string, error) {
	if dir == "" {
		base, err := os.UserCacheDir()
		if err != nil {
			return "", newError(BadOption, err, "no cache folder: set HOME or XDG_CACHE_HOME")
		}
		dir = filepath.Join(base, "evidencedesk")
	}
	dir, err := filepath.Abs(dir)
	if err != nil {
		return "", newError(BadOption, err, "cache folder %s: %v", dir, err)
	}
	return dir, makeFolder(dir, 0o755)
}

// lockCache lets one start at a time build or fetch the same thing; the others wait and then find it done.
func lockCache(ctx context.Context, o *Options, name, doing string) (unlock func(), err error) {
	const pause = 100 * time.Millisecond
	began, said := time.Now(), time.Time{}
	for {
		lock, err := tryLock(filepath.Join(o.CacheDir, name), unix.LOCK_EX)
		if err == nil {
			return lock.release, nil
		}
		if !errors.Is(err, unix.EWOULDBLOCK) {
			return nil, explain(StartFailed, err, "", "use the cache", o.CacheDir)
		}
		if time.Since(said) >= progressPause {
			o.Progress(fmt.Sprintf("another start is %s: waiting (%s)", doing, time.Since(began).Round(time.Second)))
			said = time.Now()
		}
		select {
		case <-ctx.Done():
			return nil, ctx.Err()
		case <-time.After(pause):
		}
	}
}
