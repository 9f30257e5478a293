// Package assets serves the style sheet, the script and the images of the pages from the binary, under addresses that name their
// content, so a browser may keep them for ever.
package assets

import (
	"bytes"
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"net/http"
	"path"
	"strings"
	"time"
)

//go:embed all:dist
var embedded embed.FS

// Prefix is where the addresses of assets begin.
const Prefix = "/assets/"

// ErrNotBuilt says that the binary was built without its style sheet.
var ErrNotBuilt = errors.New("the style sheet and the script of the pages are missing: run make assets, then build again")

// file is one asset as it is, and packed where that is smaller. Its digest is in its address and its ETag.
type file struct {
	plain, gzip, brotli []byte
	kind                string // media type
	digest              string
}

// Set is every asset of the binary.
type Set struct {
	byName map[string]string // "app.css" → "/assets/app-1a2b3c4d5e6f.css"
	byPath map[string]file   // by address
}

// New reads the assets that the binary was built with.
func New() (*Set, error) {
	dist, err := fs.Sub(embedded, "dist")
	if err != nil {
		return nil, err
	}
	return Read(dist)
}

// Read reads assets from a folder: files, each with its .gz and .br beside it where packing helps.
func Read(dist fs.FS) (*Set, error) {
	s := &Set{byName: map[string]string{}, byPath: map[string]file{}}
	err := fs.WalkDir(dist, ".", func(name string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() || strings.HasPrefix(path.Base(name), ".") || packed(name) {
			return err
		}
		return s.add(dist, name)
	})
	if err != nil {
		return nil, fmt.Errorf("reading the assets: %w", err)
	}
	if s.byName["app.css"] == "" || s.byName["app.js"] == "" {
		return nil, ErrNotBuilt
	}
	return s, nil
}

func packed(name string) bool {
	return strings.HasSuffix(name, ".gz") || strings.HasSuffix(name, ".br")
}

func (s *Set) add(dist fs.FS, name string) error {
	plain, err := fs.ReadFile(dist, name)
	if err != nil {
		return err
	}
	f := file{plain: plain, kind: mediaType(name), digest: digest(plain)}
	// A missing packed form is no fault: images have none.
	f.gzip, _ = fs.ReadFile(dist, name+".gz")
	f.brotli, _ = fs.ReadFile(dist, name+".br")
	ext := path.Ext(name)
	address := Prefix + strings.TrimSuffix(name, ext) + "-" + f.digest + ext
	s.byName[name] = address
	s.byPath[address] = f
	return nil
}

func digest(b []byte) string {
	sum := sha256.Sum256(b)
	return hex.EncodeToString(sum[:6])
}

// mediaType does not ask the machine's tables, which differ and are absent from an empty image.
func mediaType(name string) string {
	switch path.Ext(name) {
	case ".css":
		return "text/css; charset=utf-8"
	case ".js":
		return "text/javascript; charset=utf-8"
	case ".svg":
		return "image/svg+xml"
	case ".png":
		return "image/png"
	case ".ico":
		return "image/x-icon"
	case ".webmanifest":
		return "application/manifest+json"
	default:
		return "application/octet-stream"
	}
}

// URL is the address of an asset, such as "/assets/app-1a2b3c4d5e6f.css" for "app.css"; empty when there is none.
func (s *Set) URL(name string) string { return s.byName[name] }

// Handler serves the assets under Prefix for GET and HEAD. Anything else there is 404.
func (s *Set) Handler() http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		f, ok := s.byPath[r.URL.Path]
		if !ok {
			w.Header().Set("Cache-Control", "no-store")
			http.NotFound(w, r)
			return
		}
		f.serve(w, r)
	})
}

func (f file) serve(w http.ResponseWriter, r *http.Request) {
	body, encoding := f.choose(r.Header.Get("Accept-Encoding"))
	h := w.Header()
	h.Set("Content-Type", f.kind)
	h.Set("Cache-Control", "public, max-age=31536000, immutable")
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("ETag", `"`+f.digest+encoding+`"`)
	if f.gzip != nil || f.brotli != nil {
		h.Set("Vary", "Accept-Encoding")
	}
	if encoding != "" {
		h.Set("Content-Encoding", encoding)
	}
	// No time of change: the address says it all.
	http.ServeContent(w, r, "", time.Time{}, bytes.NewReader(body))
}

// choose picks the smallest form that the browser accepts.
func (f file) choose(accept string) (body []byte, encoding string) {
	switch {
	case f.brotli != nil && accepts(accept, "br"):
		return f.brotli, "br"
	case f.gzip != nil && accepts(accept, "gzip"):
		return f.gzip, "gzip"
	default:
		return f.plain, ""
	}
}

// accepts reads Accept-Encoding (RFC 9110, 12.5.3) as far as it matters here: a coding that is named and not refused by q=0.
func accepts(header, coding string) bool {
	for part := range strings.SplitSeq(header, ",") {
		name, params, _ := strings.Cut(part, ";")
		if !strings.EqualFold(strings.TrimSpace(name), coding) {
			continue
		}
		q := strings.TrimSpace(strings.ToLower(params))
		return q != "q=0" && q != "q=0.0" && q != "q=0.00" && q != "q=0.000"
	}
	return false
}
