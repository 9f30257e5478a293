package web

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"mime"
	"net/http"
	"os"
	"path/filepath"
	"time"
)

// BrandFiles serve what the operator adds to the look of the pages, from our own origin: a logo and a stylesheet.
type BrandFiles struct{ files map[string]brandFile }

type brandFile struct {
	kind    string
	content []byte
}

// brandPrefix is where their addresses begin.
const brandPrefix = "/brand/"

// maxBrandFile limits one file, in bytes.
const maxBrandFile = 1 << 20

// Add reads a file and gives its address, which changes with its content; empty for no file.
func (b *BrandFiles) Add(name string) (address string, err error) {
	if name == "" {
		return "", nil
	}
	content, err := os.ReadFile(name) //nolint:gosec // the operator names it in the settings
	if err != nil {
		return "", fmt.Errorf("the file of the brand: %w", err)
	}
	kind := mime.TypeByExtension(filepath.Ext(name))
	if kind == "" || len(content) > maxBrandFile {
		return "", fmt.Errorf("the file %s of the brand: at most 1 MiB, and a name that says what it is, such as logo.svg", filepath.Base(name))
	}
	sum := sha256.Sum256(content)
	if b.files == nil {
		b.files = map[string]brandFile{}
	}
	address = brandPrefix + hex.EncodeToString(sum[:8]) + filepath.Ext(name)
	b.files[address] = brandFile{kind, content}
	return address, nil
}

// ServeHTTP serves the files.
func (b *BrandFiles) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	f, ok := b.files[r.URL.Path]
	if !ok {
		http.NotFound(w, r)
		return
	}
	h := w.Header()
	h.Set("Content-Type", f.kind)
	h.Set("Cache-Control", "public, max-age=31536000, immutable")
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("Content-Security-Policy", "default-src 'none'; style-src 'unsafe-inline'; sandbox") // an image opened by itself runs nothing
	http.ServeContent(w, r, "", time.Time{}, bytes.NewReader(f.content))
}
