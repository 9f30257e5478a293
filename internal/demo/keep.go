package demo

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"sync"
	"time"

	"evidencedesk/api/auth"
	"evidencedesk/internal/evidence"
)

// Keep is what the demonstration remembers in the data folder between two starts: the tokens of its people, the instant
// from which its dates are counted, which requests have been told, and what else. Only its owner can read the file.
type Keep struct {
	path string

	mu   sync.Mutex
	file keepFile
}

type keepFile struct {
	Began  time.Time         `json:"began"`
	Tokens map[string]string `json:"tokens"` // by key of the person
	Issued []string          `json:"issued"` // keys of people whose token the service knows
	Told   []string          `json:"told"`   // keys of requests
	Beside []string          `json:"beside"` // what was told beside the requests

	Requests map[string]evidence.RequestID `json:"requests"` // what the requests that were told are called, by key
}

// OpenKeep reads the file at path, or makes it with new tokens and with now as the beginning.
func OpenKeep(path string, now time.Time) (*Keep, error) {
	k := &Keep{path: path, file: keepFile{Tokens: map[string]string{}}}
	raw, err := os.ReadFile(path) //nolint:gosec // a file of the data folder, chosen by the program
	switch {
	case errors.Is(err, fs.ErrNotExist):
		k.file.Began = now.UTC().Truncate(time.Minute)
	case err != nil:
		return nil, fmt.Errorf("demo: read what was kept: %w", err)
	default:
		if err := json.Unmarshal(raw, &k.file); err != nil || k.file.Tokens == nil {
			return nil, fmt.Errorf("demo: %s is damaged; remove it to get new tokens", filepath.Base(path))
		}
	}
	data, err := Load()
	if err != nil {
		return nil, err
	}
	for _, p := range data.People {
		if k.file.Tokens[p.Key] == "" {
			k.file.Tokens[p.Key], _ = auth.NewToken()
		}
	}
	return k, k.save()
}

// Began is the instant from which the dates of the demonstration are counted.
func (k *Keep) Began() time.Time { return k.file.Began }

// Token gives the token of a person by key. It is valid once [Introduce] has issued it.
func (k *Keep) Token(key string) string {
	k.mu.Lock()
	defer k.mu.Unlock()
	return k.file.Tokens[key]
}

// Told counts the requests that have been told to the end.
func (k *Keep) Told() int {
	k.mu.Lock()
	defer k.mu.Unlock()
	return len(k.file.Told)
}

func (k *Keep) valid(key string) bool { return k.has(&k.file.Issued, key) }

func (k *Keep) issued(key string) error { return k.add(&k.file.Issued, key) }

func (k *Keep) told(key string) bool { return k.has(&k.file.Told, key) }

// tell notes that a request was told, and what the service calls it.
func (k *Keep) tell(key string, id evidence.RequestID) error {
	k.mu.Lock()
	if k.file.Requests == nil {
		k.file.Requests = map[string]evidence.RequestID{}
	}
	k.file.Requests[key] = id
	k.mu.Unlock()
	return k.add(&k.file.Told, key)
}

// request is what the service calls a request that was told; empty for any other.
func (k *Keep) request(key string) evidence.RequestID {
	k.mu.Lock()
	defer k.mu.Unlock()
	return k.file.Requests[key]
}

// renew makes another token, which has still to be issued.
func (k *Keep) renew(key string) error {
	k.mu.Lock()
	k.file.Tokens[key], _ = auth.NewToken()
	k.mu.Unlock()
	return k.forget(key)
}

// forget notes that the token of a person is not valid.
func (k *Keep) forget(key string) error {
	k.mu.Lock()
	defer k.mu.Unlock()
	k.file.Issued = slices.DeleteFunc(k.file.Issued, func(other string) bool { return other == key })
	return k.save()
}

func (k *Keep) has(list *[]string, key string) bool {
	k.mu.Lock()
	defer k.mu.Unlock()
	return slices.Contains(*list, key)
}

func (k *Keep) add(list *[]string, key string) error {
	k.mu.Lock()
	defer k.mu.Unlock()
	if slices.Contains(*list, key) {
		return nil
	}
	*list = append(*list, key)
	return k.save()
}

// save replaces the file in one step, so that a crash leaves the old one or the new one.
func (k *Keep) save() error {
	raw, err := json.MarshalIndent(k.file, "", " ")
	if err != nil {
		return err
	}
	temporary, err := os.CreateTemp(filepath.Dir(k.path), filepath.Base(k.path)+".*") // mode 0600
	if err != nil {
		return fmt.Errorf("demo: keep the tokens: %w", err)
	}
	_, err = temporary.Write(raw)
	err = errors.Join(err, temporary.Close())
	if err == nil {
		err = os.Rename(temporary.Name(), k.path)
	}
	if err != nil {
		return errors.Join(fmt.Errorf("demo: keep the tokens: %w", err), os.Remove(temporary.Name()))
	}
	return nil
}
