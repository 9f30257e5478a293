package devstack

import (
	"fmt"
	"path/filepath"
	"sync"
	"time"
)

const (
	// DatabaseName is the application's database in the embedded cluster; Start creates it.
	DatabaseName = "evidencedesk"
	// DefaultNamespace is the Temporal namespace when Options names none.
	DefaultNamespace = "evidencedesk"
	// DefaultRetention is how long Temporal keeps a closed workflow when Options says nothing.
	DefaultRetention = 30 * 24 * time.Hour

	superuser = "postgres"
)

// Options says what to start and where. Only DataDir is required, and not even that when nothing is to be started.
type Options struct {
	// DataDir is the private data folder; it is created when missing. One program at a time can use it.
	DataDir string
	// SourceDir is the repository root, needed to build the Temporal server; by default the nearest parent of the
	// working directory that holds embedded/go.mod.
	SourceDir string
	// CacheDir keeps what is fetched or built once for all data folders; by default evidencedesk in the user's cache.
	CacheDir string
	// Progress receives one line at a time, never concurrently. Nil means silence.
	Progress func(line string)
	// Ports are fixed ports; zero means remembered from the last start, or else chosen.
	Ports Ports

	// DatabaseURL is a PostgreSQL to use instead of starting one. Temporal then needs the right to create databases.
	DatabaseURL string
	// PostgresBin is the folder of initdb and postgres (PG_BIN); it comes before every other place.
	PostgresBin string
	// PostgresOnly leaves Temporal out.
	PostgresOnly bool

	// TemporalAddress is a Temporal frontend, host:port, to use instead of starting one.
	TemporalAddress string
	// TemporalBinary is a ready-built embedded Temporal server; nothing is built then.
	TemporalBinary string
	// Namespace and Retention of the embedded Temporal; see the defaults. Retention is at least 24 hours.
	Namespace string
	Retention time.Duration
	// SearchAttributes are created in the namespace: name to Temporal type (Keyword, Datetime, ...).
	SearchAttributes map[string]string
	// NoUI leaves Temporal's web UI out.
	NoUI bool

	// NoUserNamespace makes root start PostgreSQL as another user (postgres or nobody) at once, without trying a user
	// namespace first.
	NoUserNamespace bool
}

func (o *Options) startsTemporal() bool { return !o.PostgresOnly && o.TemporalAddress == "" }

func (o *Options) namespace() string {
	if o.Namespace == "" {
		return DefaultNamespace
	}
	return o.Namespace
}

// complete fills in defaults and makes paths absolute, so that a later change of directory has no effect.
func (o *Options) complete() error {
	if o.DataDir == "" {
		return newError(BadOption, nil, "no data folder was given")
	}
	if o.Retention == 0 {
		o.Retention = DefaultRetention
	}
	o.Namespace = o.namespace()
	if err := makeFolder(o.DataDir, 0o700); err != nil {
		return err
	}
	var err error
	// Links are resolved because processes are recognised by their working directory.
	if o.DataDir, err = filepath.EvalSymlinks(o.DataDir); err == nil {
		o.DataDir, err = filepath.Abs(o.DataDir)
	}
	if err != nil {
		return newError(BadOption, err, "data folder %s: %v", o.DataDir, err)
	}
	if o.CacheDir, err = cacheFolder(o.CacheDir); err != nil {
		return err
	}
	o.Progress = oneAtATime(o.Progress)
	return nil
}

// oneAtATime lets the parts that run side by side share one progress function.
func oneAtATime(progress func(string)) func(string) {
	var mu sync.Mutex
	return func(line string) {
		if progress != nil {
			mu.Lock()
			defer mu.Unlock()
			progress(line)
		}
	}
}

func sinceText(began time.Time) string { return fmt.Sprintf("%.1f s", time.Since(began).Seconds()) }
