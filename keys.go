package main

import (
	"crypto/rand"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
)

// keys are the secrets of one data folder in the embedded mode. Production gives its own by settings.
type keys struct {
	MAC     string `json:"mac"`
	Payload string `json:"payload"`
}

const keyBytes = 32

// loadKeys reads the keys of a data folder, making them the first time.
func loadKeys(path string) (keys, error) {
	raw, err := os.ReadFile(path) //nolint:gosec // the path is the operator's own data folder
	if err == nil {
		var k keys
		if err := json.Unmarshal(raw, &k); err != nil || k.MAC == "" || k.Payload == "" {
			return keys{}, fmt.Errorf("%s is damaged; without it what was signed and encrypted with it cannot be read: restore it from a backup", path)
		}
		return k, nil
	}
	if !errors.Is(err, fs.ErrNotExist) {
		return keys{}, err
	}
	k := keys{MAC: newKey(), Payload: "1:" + newKey()}
	if raw, err = json.Marshal(k); err != nil {
		return keys{}, err
	}
	return k, writePrivate(path, raw)
}

func newKey() string {
	b := make([]byte, keyBytes)
	rand.Read(b) // never fails (crypto/rand, since Go 1.24)
	return base64.StdEncoding.EncodeToString(b)
}

// writePrivate replaces a file that only its owner may read, all or nothing.
func writePrivate(path string, raw []byte) error {
	part, err := os.CreateTemp(filepath.Dir(path), filepath.Base(path)+".*") // mode 0600
	if err != nil {
		return err
	}
	_, err = part.Write(raw)
	if err := errors.Join(err, part.Sync(), part.Close()); err != nil {
		return errors.Join(err, os.Remove(part.Name()))
	}
	return os.Rename(part.Name(), path)
}
