package devstack

import (
	"archive/tar"
	"bytes"
	"compress/gzip"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"hash"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"time"
)

// An archive is a gzipped tar of the folder cluster/, that is of the application's and Temporal's data together, with
// two files more: about.json comes first, SHA256SUMS (in the form of sha256sum) is last and lists all the others.
const (
	archiveFormat = 1
	aboutFile     = "about.json"
	sumsFile      = "SHA256SUMS"
)

// about is what has to be known of an archive before it is unpacked.
type about struct {
	Format        int       `json:"format"`
	CreatedAt     time.Time `json:"created_at"`
	PostgresMajor int       `json:"postgres_major"`
	OS            string    `json:"os"`
	Arch          string    `json:"arch"`
}

// ArchiveReport describes an archive that was written or checked.
type ArchiveReport struct {
	CreatedAt     time.Time
	PostgresMajor int
	Files         int
	Bytes         int64 // unpacked
}

// Archive writes a backup of a stopped stack to w. It takes the data folder's lock, so a running stack gives the error
// InUse. The archive holds the database's password and all its content: keep it as private as the data folder.
func Archive(ctx context.Context, dataDir string, w io.Writer) (ArchiveReport, error) {
	o, lock, err := openStopped(ctx, dataDir)
	if err != nil {
		return ArchiveReport{}, err
	}
	defer lock.release()
	st, err := readState(o.DataDir)
	if err != nil || !hasCluster(o.DataDir) {
		return ArchiveReport{}, newError(NoData, err, "there is no data to back up in %s", o.DataDir)
	}
	a := newArchiver(w)
	head := about{archiveFormat, time.Now().UTC().Truncate(time.Second), st.PostgresMajor, runtime.GOOS, runtime.GOARCH}
	if err := a.writeAll(ctx, head, clusterPath(o.DataDir)); err != nil {
		if ctx.Err() != nil {
			return ArchiveReport{}, ctx.Err()
		}
		return ArchiveReport{}, explain(StartFailed, err, "", "write the archive", "its destination")
	}
	return ArchiveReport{CreatedAt: head.CreatedAt, PostgresMajor: head.PostgresMajor, Files: a.files, Bytes: a.bytes}, nil
}

// openStopped takes the lock of an existing data folder and makes sure that nothing works in it.
func openStopped(ctx context.Context, dataDir string) (*Options, *folderLock, error) {
	resolved, err := filepath.EvalSymlinks(dataDir)
	if err == nil {
		resolved, err = filepath.Abs(resolved)
	}
	if err != nil {
		return nil, nil, newError(NoData, err, "there is no data folder %s", dataDir)
	}
	o := &Options{DataDir: resolved, Progress: func(string) {}}
	lock, err := lockFolder(ctx, resolved)
	if err != nil {
		return nil, nil, err
	}
	if err := stopLeftovers(ctx, o); err != nil {
		lock.release()
		return nil, nil, err
	}
	return o, lock, nil
}

// archiver writes entries and remembers their sums.
type archiver struct {
	gz    *gzip.Writer
	tar   *tar.Writer
	sums  strings.Builder
	files int
	bytes int64
}

func newArchiver(w io.Writer) *archiver {
	gz, _ := gzip.NewWriterLevel(w, gzip.BestSpeed) // the only error is an unknown level
	return &archiver{gz: gz, tar: tar.NewWriter(gz)}
}

func (a *archiver) writeAll(ctx context.Context, head about, root string) error {
	raw, err := json.MarshalIndent(head, "", "  ")
	if err != nil {
		return err
	}
	raw = append(raw, '\n')
	if err := a.write(&tar.Header{Name: aboutFile, Mode: 0o600, Size: int64(len(raw)), ModTime: head.CreatedAt}, bytes.NewReader(raw)); err != nil {
		return err
	}
	err = filepath.WalkDir(root, func(path string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if ctx.Err() != nil {
			return ctx.Err()
		}
		name, err := filepath.Rel(filepath.Dir(root), path)
		if err != nil || transient(filepath.ToSlash(name)) {
			return err
		}
		return a.addPath(path, filepath.ToSlash(name), entry)
	})
	if err != nil {
		return err
	}
	listed := []byte(a.sums.String())
	if err := a.put(&tar.Header{Name: sumsFile, Mode: 0o600, Size: int64(len(listed)), ModTime: head.CreatedAt}, bytes.NewReader(listed)); err != nil {
		return err
	}
	if err := a.tar.Close(); err != nil {
		return err
	}
	return a.gz.Close()
}

// transient names what belongs to a running server or to an unfinished step.
func transient(name string) bool {
	switch name {
	case clusterDir + "/" + pgDataDir + "/postmaster.pid", clusterDir + "/" + pgDataDir + "/postmaster.opts", clusterDir + "/.password":
		return true
	}
	return strings.HasPrefix(name, clusterDir+"/.new-") || strings.HasPrefix(name, clusterDir+"/"+pgDataDir+".new")
}

func (a *archiver) addPath(path, name string, entry fs.DirEntry) error {
	info, err := entry.Info()
	if err != nil {
		return err
	}
	header := &tar.Header{Name: name, Mode: int64(info.Mode().Perm()), ModTime: info.ModTime(), Format: tar.FormatPAX}
	switch {
	case entry.IsDir():
		header.Typeflag, header.Name = tar.TypeDir, name+"/"
		return a.tar.WriteHeader(header)
	case !entry.Type().IsRegular():
		return fmt.Errorf("%s is neither a file nor a folder", name)
	}
	header.Size = info.Size()
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	defer func() { _ = f.Close() }()
	return a.write(header, f)
}

// write adds a file and its sum.
func (a *archiver) write(header *tar.Header, content io.Reader) error {
	sum := sha256.New()
	if err := a.put(header, io.TeeReader(content, sum)); err != nil {
		return err
	}
	a.sums.WriteString(sumLine(sum, header.Name))
	a.files++
	a.bytes += header.Size
	return nil
}

// put adds a file.
func (a *archiver) put(header *tar.Header, content io.Reader) error {
	header.Typeflag, header.Format = tar.TypeReg, tar.FormatPAX
	if err := a.tar.WriteHeader(header); err != nil {
		return err
	}
	_, err := io.Copy(a.tar, content)
	return err
}

func sumLine(sum hash.Hash, name string) string {
	return hex.EncodeToString(sum.Sum(nil)) + "  " + name + "\n"
}
