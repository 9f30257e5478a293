package devstack

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"strings"
	"syscall"

	"golang.org/x/sys/unix"
)

// Code names a kind of failure, for programs; the message is for people.
type Code string

// The codes of this package's errors.
const (
	BadOption       Code = "bad-option"
	InUse           Code = "data-folder-in-use"
	PortTaken       Code = "port-taken"
	DiskFull        Code = "disk-full"
	NoPermission    Code = "no-permission"
	ToolMissing     Code = "tool-missing"
	NoPostgres      Code = "postgres-missing"
	PostgresVersion Code = "postgres-version"
	BuildFailed     Code = "build-failed"
	StartFailed     Code = "start-failed"
	StopFailed      Code = "stop-failed"
	DataDamaged     Code = "data-damaged"
	NoData          Code = "no-data"
	DataExists      Code = "data-exists"
	ArchiveDamaged  Code = "archive-damaged"
	ArchiveForeign  Code = "archive-foreign"
)

// Error is every error of this package: a code and one line that says what is wrong and what to do.
type Error struct {
	Code    Code
	Message string
	Err     error // the cause, if there is one
}

func (e *Error) Error() string { return e.Message }

// Unwrap gives the cause.
func (e *Error) Unwrap() error { return e.Err }

func newError(code Code, cause error, format string, args ...any) *Error {
	return &Error{Code: code, Message: fmt.Sprintf(format, args...), Err: cause}
}

// explain recognises, in an error or in what a tool printed, the two causes that need the user: a full disk and a
// missing permission. Anything else becomes an error with the given code. place is the folder concerned, doing what was
// attempted ("create the data folder").
func explain(code Code, err error, printed, doing, place string) *Error {
	text := strings.ToLower(printed)
	if err != nil {
		text += " " + strings.ToLower(err.Error())
	}
	switch {
	case errors.Is(err, syscall.ENOSPC), errors.Is(err, syscall.EDQUOT),
		strings.Contains(text, "no space left on device"), strings.Contains(text, "disk quota exceeded"), diskFull(place):
		return newError(DiskFull, err, "disk full: cannot %s in %s; free some space there and start again", doing, place)
	case errors.Is(err, fs.ErrPermission), strings.Contains(text, "permission denied"):
		return newError(NoPermission, err, "no permission: cannot %s in %s as user %d; choose another folder or change its owner", doing, place, os.Geteuid())
	}
	reason := lastLine(printed)
	if reason == "" && err != nil {
		reason = err.Error()
	}
	return newError(code, err, "cannot %s: %s", doing, reason)
}

// diskFull looks for itself: a server on a full disk often cannot even write down why it ended.
func diskFull(place string) bool {
	const least = 4 << 20
	var fs unix.Statfs_t
	return unix.Statfs(place, &fs) == nil && uint64(fs.Bavail)*uint64(fs.Bsize) < least
}

// lastLine is the line that most likely names the cause: the last that speaks of an error, or else the last.
func lastLine(printed string) string {
	var last, lastError string
	for line := range strings.Lines(printed) {
		if line = strings.TrimSpace(line); line == "" {
			continue
		}
		last = line
		lower := strings.ToLower(line)
		if strings.Contains(lower, "error") || strings.Contains(lower, "fatal") || strings.Contains(lower, "panic") {
			lastError = line
		}
	}
	if lastError != "" {
		return lastError
	}
	return last
}

func makeFolder(path string, mode fs.FileMode) error {
	if err := os.MkdirAll(path, mode); err != nil {
		return explain(BadOption, err, "", "create a folder", path)
	}
	return nil
}
