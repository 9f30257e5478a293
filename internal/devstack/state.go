package devstack

import (
	"crypto/rand"
	"encoding/base64"
	"encoding/json"
	"errors"
	"io/fs"
	"net"
	"net/url"
	"os"
	"path/filepath"
	"strconv"

	"golang.org/x/sys/unix"
)

// Layout of a data folder:
//
//	lock                  held while a program uses the folder; holds its process ID
//	cluster/stack.json    state: password, PostgreSQL major, ports (mode 0600)
//	cluster/data/         the PostgreSQL cluster
//	log/                  postgres.log, temporal.log and one previous of each
//
// Backup and restore work on cluster/ as a whole.
const (
	lockFile   = "lock"
	clusterDir = "cluster"
	stateFile  = "stack.json"
	pgDataDir  = "data"
	logDir     = "log"
)

func clusterPath(dataDir string) string { return filepath.Join(dataDir, clusterDir) }
func pgDataPath(dataDir string) string  { return filepath.Join(dataDir, clusterDir, pgDataDir) }

// state is what has to stay the same from one start to the next.
type state struct {
	Password      string `json:"password"` // of the PostgreSQL superuser
	PostgresMajor int    `json:"postgres_major"`
	Ports         Ports  `json:"ports"`
	Runs          parts  `json:"runs"`
	Namespace     string `json:"temporal_namespace"`

	file string
}

// parts are what the latest start brought up itself.
type parts struct {
	Postgres   bool `json:"postgres"`
	Temporal   bool `json:"temporal"`
	TemporalUI bool `json:"temporal_ui"`
}

// openState reads the state of a data folder, or makes a new one when there is no cluster yet.
func openState(dataDir string) (*state, error) {
	if err := makeFolder(clusterPath(dataDir), 0o700); err != nil {
		return nil, err
	}
	st, err := readState(dataDir)
	switch {
	case err == nil:
		return st, nil
	case !errors.Is(err, fs.ErrNotExist):
		return nil, err
	case hasCluster(dataDir):
		return nil, newError(DataDamaged, err, "%s is missing, and with it the password of the data beside it: restore a backup or choose another data folder", st.file)
	}
	secret := make([]byte, 24)
	_, _ = rand.Read(secret) // never fails (crypto/rand)
	st.Password = base64.RawURLEncoding.EncodeToString(secret)
	return st, nil
}

// readState never returns nil; the file name is set also on an error.
func readState(dataDir string) (*state, error) {
	st := &state{file: filepath.Join(clusterPath(dataDir), stateFile)}
	raw, err := os.ReadFile(st.file)
	if errors.Is(err, fs.ErrNotExist) {
		return st, err
	}
	if err != nil {
		return st, explain(DataDamaged, err, "", "read "+stateFile, clusterPath(dataDir))
	}
	if err := json.Unmarshal(raw, st); err != nil {
		return st, newError(DataDamaged, err, "%s cannot be understood (%v): restore a backup or choose another data folder", st.file, err)
	}
	return st, nil
}

// save replaces the file in one step and makes it durable.
func (st *state) save() error {
	raw, err := json.MarshalIndent(st, "", "  ")
	if err == nil {
		err = writeDurably(st.file, append(raw, '\n'))
	}
	if err != nil {
		return explain(StartFailed, err, "", "write "+stateFile, filepath.Dir(st.file))
	}
	return nil
}

func writeDurably(name string, content []byte) error {
	f, err := os.CreateTemp(filepath.Dir(name), ".new-*") // mode 0600
	if err != nil {
		return err
	}
	defer func() { _ = os.Remove(f.Name()) }()
	_, err = f.Write(content)
	err = errors.Join(err, f.Sync(), f.Close())
	if err != nil {
		return err
	}
	return os.Rename(f.Name(), name)
}

// hasCluster tells whether a PostgreSQL cluster was completely created here.
func hasCluster(dataDir string) bool {
	_, err := os.Stat(filepath.Join(pgDataPath(dataDir), "PG_VERSION"))
	return err == nil
}

// url of a database of the embedded cluster, with the password.
func (st *state) url(database string) string {
	u := url.URL{
		Scheme: "postgres", User: url.UserPassword(superuser, st.Password),
		Host: net.JoinHostPort(loopback, strconv.Itoa(st.Ports.Postgres)), Path: "/" + database, RawQuery: "sslmode=disable",
	}
	return u.String()
}

func (st *state) temporalAddress() string {
	return net.JoinHostPort(loopback, strconv.Itoa(st.Ports.Temporal))
}

func (st *state) uiURL() string {
	return "http://" + net.JoinHostPort(loopback, strconv.Itoa(st.Ports.TemporalUI))
}

// Running returns the addresses of the stack that another process keeps running on a data folder, for the commands
// that a person gives beside it; what that stack was given from outside is empty. The error has code NoData when none
// is running.
func Running(dataDir string) (Addresses, error) {
	lock, err := tryLock(filepath.Join(dataDir, lockFile), unix.LOCK_SH)
	if err == nil {
		lock.release()
	}
	if !errors.Is(err, unix.EWOULDBLOCK) {
		return Addresses{}, newError(NoData, err, "no stack is running on %s", dataDir)
	}
	st, err := readState(dataDir)
	if err != nil {
		return Addresses{}, newError(NoData, err, "the stack on %s is only just starting: %v", dataDir, err)
	}
	a := Addresses{TemporalNamespace: st.Namespace}
	if st.Runs.Postgres {
		a.DatabaseURL = st.url(DatabaseName)
	}
	if st.Runs.Temporal {
		a.TemporalAddress = st.temporalAddress()
	}
	if st.Runs.TemporalUI {
		a.UIAddress = st.uiURL()
	}
	return a, nil
}
