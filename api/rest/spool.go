package rest

import (
	"crypto/sha256"
	"errors"
	"io"
	"os"

	"evidencedesk/internal/evidence"
	"evidencedesk/internal/reference"
)

// sniffed is how much of an upload is looked at before the rest is taken.
const sniffed = 64 << 10

// spool is an upload that has been received whole, in a file without a name: it costs no memory, and nothing of it stays, however
// the process ends.
type spool struct {
	file   *os.File
	size   int64
	sha256 []byte
	format reference.Format
}

// receive takes an upload. One that is no file of references is refused by its first bytes, before the rest has come. Errors:
// evidence.Invalid with the field file, saying what it is instead; evidence.TooLarge.
func receive(body io.Reader) (*spool, error) {
	head := make([]byte, sniffed)
	n, err := io.ReadFull(body, head)
	head = head[:n]
	ended := errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF)
	if err != nil && !ended {
		return nil, uploadError(err)
	}
	s := &spool{}
	if s.format, err = reference.Sniff(head); err != nil {
		return nil, notReferences(err)
	}
	if err := s.open(); err != nil {
		return nil, err
	}
	if err := s.fill(head, body, ended); err != nil {
		s.close()
		return nil, err
	}
	return s, nil
}

func (s *spool) open() (err error) {
	if s.file, err = os.CreateTemp("", "upload-"); err == nil {
		_ = os.Remove(s.file.Name()) // the open file lives on until it is closed
	}
	return err
}

func (s *spool) fill(head []byte, body io.Reader, ended bool) error {
	sum := sha256.New()
	to := io.MultiWriter(s.file, sum)
	if _, err := to.Write(head); err != nil {
		return err
	}
	s.size = int64(len(head))
	if !ended {
		n, err := io.Copy(to, body)
		s.size += n
		if err != nil {
			return uploadError(err)
		}
	}
	s.sha256 = sum.Sum(nil)
	_, err := s.file.Seek(0, io.SeekStart)
	return err
}

// next gives the next piece of this size in bytes; an empty one after the last. The bytes stand until the next call.
func (s *spool) next(size int) func() ([]byte, error) {
	buffer := make([]byte, size)
	return func() ([]byte, error) {
		n, err := io.ReadFull(s.file, buffer)
		if errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
			err = nil
		}
		return buffer[:n], err
	}
}

func (s *spool) close() { _ = s.file.Close() }

// notReferences says what a file is that holds no references.
func notReferences(err error) error {
	var refusal *reference.Refusal
	if !errors.As(err, &refusal) {
		return err
	}
	return evidence.InvalidField("file", "not-references", refusal.Error())
}
