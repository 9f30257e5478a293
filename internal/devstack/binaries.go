package devstack

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// minimumMajor is the oldest PostgreSQL that the embedded default is tested with.
const minimumMajor = 15

// installation is a PostgreSQL that was found and tried.
type installation struct {
	bin     string // folder of initdb and postgres
	version string
	major   int
	id      identity // how its programs have to be run
}

// finder looks for PostgreSQL programs and remembers why places were refused.
type finder struct {
	spawner *spawner
	options *Options
	major   int // the major that existing data needs; 0 = any
	refused []error
}

// find takes the first usable of: PG_BIN, the npm package, initdb on PATH, the usual folders of Debian, Red Hat,
// Homebrew, Postgres.app and the EDB installer.
func (f *finder) find(ctx context.Context) (installation, error) {
	if f.options.PostgresBin != "" {
		in, err := f.try(ctx, f.options.PostgresBin)
		if err != nil {
			return in, newError(NoPostgres, err, "PG_BIN=%s cannot be used: %v", f.options.PostgresBin, err)
		}
		return in, nil
	}
	if f.major == 0 || f.major == npmMajor {
		bin, err := npmBinaries(ctx, f.spawner, f.options)
		if err == nil {
			if in, ok := f.accept(ctx, bin); ok {
				return in, nil
			}
		} else {
			f.refused = append(f.refused, err)
		}
	}
	for _, bin := range installedFolders() {
		if in, ok := f.accept(ctx, bin); ok {
			f.options.Progress(fmt.Sprintf("using PostgreSQL %s of this machine", in.version))
			return in, nil
		}
	}
	if ctx.Err() != nil {
		return installation{}, ctx.Err()
	}
	return installation{}, f.failure()
}

func (f *finder) accept(ctx context.Context, bin string) (installation, bool) {
	in, err := f.try(ctx, bin)
	if err != nil {
		f.refused = append(f.refused, err)
	}
	return in, err == nil
}

// failure prefers what the user has to repair (disk, permission, missing tool) to the general advice.
func (f *finder) failure() error {
	reasons := make([]string, 0, len(f.refused))
	for _, err := range f.refused {
		var known *Error
		if errors.As(err, &known) && known.Code == DiskFull {
			return known
		}
		reasons = append(reasons, err.Error())
	}
	detail := strings.Join(reasons, "; ")
	if f.major != 0 {
		return newError(PostgresVersion, errors.Join(f.refused...), "the data was made by PostgreSQL %d and needs programs of that major, which were not found (%s): install PostgreSQL %d or set PG_BIN", f.major, detail, f.major)
	}
	return newError(NoPostgres, errors.Join(f.refused...), "no PostgreSQL found (%s): install npm, or run `apt-get install postgresql` or `brew install postgresql`, or set DATABASE_URL", detail)
}

// installedFolders lists where initdb may be, newest versions first in each place.
func installedFolders() []string {
	var folders []string
	if initdb, err := exec.LookPath("initdb"); err == nil {
		if real, err := filepath.EvalSymlinks(initdb); err == nil {
			folders = append(folders, filepath.Dir(real))
		}
	}
	for _, pattern := range []string{
		"/usr/lib/postgresql/*/bin", "/usr/pgsql-*/bin", "/opt/homebrew/opt/postgresql@*/bin", "/usr/local/opt/postgresql@*/bin",
		"/Applications/Postgres.app/Contents/Versions/*/bin", "/Library/PostgreSQL/*/bin", "/usr/local/pgsql/bin",
	} {
		found, _ := filepath.Glob(pattern) // the only error is a bad pattern
		slices.SortFunc(found, func(a, b string) int { return cmp.Compare(numberIn(b), numberIn(a)) })
		folders = append(folders, found...)
	}
	return folders
}

func numberIn(path string) int {
	n, _ := strconv.Atoi(regexp.MustCompile(`\d+`).FindString(path))
	return n
}

// try runs `postgres --version` in each way that is open to this user. That finds out in one go whether the programs
// work on this system, which version they are, and whether a user namespace is allowed.
func (f *finder) try(ctx context.Context, bin string) (installation, error) {
	for _, name := range []string{"initdb", "postgres"} {
		if _, err := os.Stat(filepath.Join(bin, name)); err != nil {
			return installation{}, fmt.Errorf("%s has no %s", bin, name)
		}
	}
	err := errors.New("PostgreSQL does not run as root and no other user was found")
	for _, id := range serverIdentities(f.options.NoUserNamespace) {
		place := bin
		if id.another {
			if place, err = f.reachable(bin, id); err != nil {
				continue
			}
		}
		cmd := command(ctx, id, filepath.Join(place, "postgres"), "--version")
		cmd.Dir = "/"
		var printed string
		if printed, err = f.spawner.output(cmd); err != nil {
			err = fmt.Errorf("%s does not run as %s: %s", bin, id.name, cmp.Or(lastLine(printed), err.Error()))
			continue
		}
		return f.judge(installation{bin: place, id: id}, printed)
	}
	return installation{}, err
}

func (f *finder) judge(in installation, printed string) (installation, error) {
	m := regexp.MustCompile(`\(PostgreSQL\) ((\d+)[.\w]*)`).FindStringSubmatch(printed)
	if m == nil {
		return in, fmt.Errorf("%s does not say its version", in.bin)
	}
	in.version = m[1]
	in.major, _ = strconv.Atoi(m[2])
	switch {
	case f.major != 0 && in.major != f.major:
		return in, fmt.Errorf("%s is version %s", in.bin, in.version)
	case in.major < minimumMajor:
		return in, fmt.Errorf("%s is version %s, older than %d", in.bin, in.version, minimumMajor)
	}
	return in, nil
}

// reachable gives another user a copy of programs that lie in a folder closed to that user, such as root's cache.
func (f *finder) reachable(bin string, id identity) (string, error) {
	inCache, ok := strings.CutPrefix(bin, f.options.CacheDir+string(filepath.Separator))
	if !ok || worldReadable(bin) {
		return bin, nil
	}
	native := filepath.Dir(bin)
	pinned, _, _ := strings.Cut(inCache, string(filepath.Separator)) // names the exact version
	tree := filepath.Join(f.options.DataDir, pinned)
	if _, err := os.Stat(tree); errors.Is(err, fs.ErrNotExist) {
		work := tree + ".new"
		if err := errors.Join(os.RemoveAll(work), os.CopyFS(work, os.DirFS(native)), os.Rename(work, tree)); err != nil {
			return "", explain(NoPostgres, err, "", "copy PostgreSQL for "+id.name, f.options.DataDir)
		}
	}
	return filepath.Join(tree, filepath.Base(bin)), id.reach(f.options.DataDir)
}

// worldReadable tells whether everybody can get at a folder.
func worldReadable(dir string) bool {
	for {
		info, err := os.Stat(dir)
		if err != nil || info.Mode().Perm()&0o001 == 0 {
			return false
		}
		parent := filepath.Dir(dir)
		if parent == dir {
			return true
		}
		dir = parent
	}
}
