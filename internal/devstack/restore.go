package devstack

import (
	"archive/tar"
	"compress/gzip"
	"context"
	"crypto/sha256"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"time"

	"golang.org/x/sys/unix"
)

// RestoreOptions of Restore.
type RestoreOptions struct {
	// MoveAside keeps data that is in the way, under another name in the same data folder, instead of refusing.
	MoveAside bool
}

// RestoreReport says what was restored and where the former data went ("" when there was none).
type RestoreReport struct {
	ArchiveReport
	MovedAside string
}

// Verify reads a whole archive and checks every file against its sum. It changes nothing.
func Verify(ctx context.Context, r io.Reader) (ArchiveReport, error) {
	return readArchive(ctx, r, discard{})
}

// Restore puts an archive in place of the data of a stopped stack. The archive is checked as a whole before anything
// is touched; the data then changes in one rename. Ownership is settled by the next Start.
func Restore(ctx context.Context, dataDir string, archive io.ReadSeeker, how RestoreOptions) (RestoreReport, error) {
	if _, err := Verify(ctx, archive); err != nil {
		return RestoreReport{}, err
	}
	if _, err := archive.Seek(0, io.SeekStart); err != nil {
		return RestoreReport{}, newError(ArchiveDamaged, err, "the archive cannot be read twice: %v", err)
	}
	if err := makeFolder(dataDir, 0o700); err != nil {
		return RestoreReport{}, err
	}
	o, lock, err := openStopped(ctx, dataDir)
	if err != nil {
		return RestoreReport{}, err
	}
	defer lock.release()
	if !how.MoveAside && hasContent(o.DataDir) {
		return RestoreReport{}, newError(DataExists, nil, "%s holds data already: choose another data folder, or ask for it to be moved aside", o.DataDir)
	}
	work := filepath.Join(o.DataDir, ".restoring")
	defer func() { _ = os.RemoveAll(work) }()
	if err := os.RemoveAll(work); err != nil {
		return RestoreReport{}, explain(StartFailed, err, "", "restore", o.DataDir)
	}
	report, err := readArchive(ctx, archive, unpacker{work})
	if err != nil {
		return RestoreReport{}, err
	}
	unix.Sync() // thousands of files: one call is faster than one fsync each
	aside, err := swap(o.DataDir, filepath.Join(work, clusterDir))
	if err != nil {
		return RestoreReport{}, explain(StartFailed, err, "", "restore", o.DataDir)
	}
	return RestoreReport{ArchiveReport: report, MovedAside: aside}, nil
}

func hasContent(dataDir string) bool {
	_, err := os.Stat(filepath.Join(clusterPath(dataDir), stateFile))
	return err == nil || hasCluster(dataDir)
}

// swap moves the data aside and the restored data into its place.
func swap(dataDir, restored string) (aside string, err error) {
	place := clusterPath(dataDir)
	if hasContent(dataDir) {
		aside = place + ".before-restore-" + time.Now().UTC().Format("20060102T150405.000Z")
		if err := os.Rename(place, aside); err != nil {
			return "", err
		}
	} else if err := os.RemoveAll(place); err != nil { // an unfinished first start
		return "", err
	}
	if err := os.Rename(restored, place); err != nil {
		if aside != "" {
			err = errors.Join(err, os.Rename(aside, place))
		}
		return "", err
	}
	unix.Sync()
	return aside, nil
}

// sink takes the entries of an archive.
type sink interface {
	folder(name string, mode os.FileMode) error
	file(name string, mode os.FileMode, content io.Reader) error
}

// readArchive gives every entry to the sink and checks the sums. An error means that the sink's content is worthless.
func readArchive(ctx context.Context, r io.Reader, to sink) (ArchiveReport, error) {
	report, err := walkArchive(ctx, r, to)
	var known *Error
	switch {
	case err == nil || errors.As(err, &known):
		return report, err
	case ctx.Err() != nil:
		return report, ctx.Err()
	}
	if e := explain(ArchiveDamaged, err, "", "unpack the archive", "the data folder"); e.Code != ArchiveDamaged {
		return report, e
	}
	return report, newError(ArchiveDamaged, err, "the archive is damaged or not one of ours (%v): nothing was restored from it", err)
}

func walkArchive(ctx context.Context, r io.Reader, to sink) (ArchiveReport, error) {
	gz, err := gzip.NewReader(r)
	if err != nil {
		return ArchiveReport{}, err
	}
	a := archiveReader{entries: tar.NewReader(gz), to: to}
	for {
		if ctx.Err() != nil {
			return a.report, ctx.Err()
		}
		header, err := a.entries.Next()
		if err != nil {
			return a.report, fmt.Errorf("it ends before its list of sums: %w", err)
		}
		name := strings.TrimSuffix(header.Name, "/")
		switch {
		case !filepath.IsLocal(name):
			return a.report, errors.New("it holds a path that leads outside")
		case (a.report.Files == 0) != (name == aboutFile):
			return a.report, errors.New("it does not begin with its description")
		case name == sumsFile:
			return a.report, a.finish(gz)
		}
		if err := a.take(name, header); err != nil {
			return a.report, err
		}
	}
}

// archiveReader is the reading of one archive so far.
type archiveReader struct {
	entries *tar.Reader
	to      sink
	sums    strings.Builder
	report  ArchiveReport
}

// take handles one entry, which must be a folder or a file.
func (a *archiveReader) take(name string, header *tar.Header) error {
	mode := os.FileMode(header.Mode).Perm()
	switch header.Typeflag {
	case tar.TypeDir:
		return a.to.folder(name, mode)
	case tar.TypeReg:
	default:
		return fmt.Errorf("%s is neither a file nor a folder", name)
	}
	sum := sha256.New()
	content := io.TeeReader(a.entries, sum)
	var err error
	if name == aboutFile {
		a.report, err = readAbout(content)
	} else {
		err = a.to.file(name, mode, content)
	}
	a.sums.WriteString(sumLine(sum, header.Name))
	a.report.Files++
	a.report.Bytes += header.Size
	return err
}

// finish compares the sums and reads to the very end, where gzip's own check is.
func (a *archiveReader) finish(gz *gzip.Reader) error {
	listed, err := io.ReadAll(a.entries)
	if err != nil {
		return err
	}
	if string(listed) != a.sums.String() {
		return errors.New("its files do not agree with its list of sums")
	}
	_, err = io.Copy(io.Discard, gz)
	return err
}

// readAbout refuses what this program cannot restore. PostgreSQL's files are not portable between kinds of machines.
func readAbout(r io.Reader) (ArchiveReport, error) {
	var a about
	raw, err := io.ReadAll(r)
	if err == nil {
		err = json.Unmarshal(raw, &a)
	}
	switch {
	case err != nil:
		return ArchiveReport{}, err
	case a.Format != archiveFormat:
		return ArchiveReport{}, newError(ArchiveForeign, nil, "the archive has format %d; this program reads format %d", a.Format, archiveFormat)
	case a.OS != runtime.GOOS || a.Arch != runtime.GOARCH:
		return ArchiveReport{}, newError(ArchiveForeign, nil, "the archive was made on %s/%s and cannot be used on %s/%s", a.OS, a.Arch, runtime.GOOS, runtime.GOARCH)
	}
	return ArchiveReport{CreatedAt: a.CreatedAt, PostgresMajor: a.PostgresMajor}, nil
}

// discard reads everything and keeps nothing.
type discard struct{}

func (discard) folder(string, os.FileMode) error { return nil }

func (discard) file(_ string, _ os.FileMode, content io.Reader) error {
	_, err := io.Copy(io.Discard, content)
	return err
}

// unpacker writes below a folder.
type unpacker struct{ root string }

func (u unpacker) folder(name string, mode os.FileMode) error {
	return os.MkdirAll(filepath.Join(u.root, filepath.FromSlash(name)), mode|0o700)
}

func (u unpacker) file(name string, mode os.FileMode, content io.Reader) error {
	f, err := os.OpenFile(filepath.Join(u.root, filepath.FromSlash(name)), os.O_CREATE|os.O_EXCL|os.O_WRONLY, mode)
	if err != nil {
		return err
	}
	_, err = io.Copy(f, content)
	return errors.Join(err, f.Close())
}
