package vocabulary

import (
	"bytes"
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"path"
	"slices"
	"strings"
)

//go:embed data/*.json
var data embed.FS

// Catalogue is every vocabulary, checked. It never changes after Load and may be used from many goroutines.
type Catalogue struct {
	all     []Vocabulary
	byID    map[string]Vocabulary
	terms   map[string]map[string]Term // by vocabulary and code
	reasons map[string]string          // vocabulary by command
	digest  string
}

// Load reads and checks the vocabularies in the binary. An error means that the binary was built from bad data and lists
// everything that is wrong.
func Load() (*Catalogue, error) {
	sub, err := fs.Sub(data, "data")
	if err != nil {
		return nil, err
	}
	return LoadFS(sub)
}

// LoadFS is Load for files elsewhere: one <id>.json for each of IDs at the top of fsys.
func LoadFS(fsys fs.FS) (*Catalogue, error) {
	names, err := fs.Glob(fsys, "*.json")
	if err != nil {
		return nil, err
	}
	var all []Vocabulary
	var faults []error
	for _, name := range names {
		v, err := read(fsys, name)
		if err != nil {
			faults = append(faults, fmt.Errorf("%s: %w", name, err))
			continue
		}
		all = append(all, v)
	}
	if err := errors.Join(faults...); err != nil {
		return nil, err
	}
	c := newCatalogue(all)
	if err := c.check(); err != nil {
		return nil, err
	}
	return c, c.sum()
}

// read decodes one file strictly and gives every term its status.
func read(fsys fs.FS, name string) (Vocabulary, error) {
	raw, err := fs.ReadFile(fsys, name)
	if err != nil {
		return Vocabulary{}, err
	}
	var v Vocabulary
	d := json.NewDecoder(bytes.NewReader(raw))
	d.DisallowUnknownFields()
	if err := d.Decode(&v); err != nil {
		return Vocabulary{}, err
	}
	if _, err := d.Token(); !errors.Is(err, io.EOF) {
		return Vocabulary{}, errors.New("more than one JSON value")
	}
	if want := strings.TrimSuffix(path.Base(name), ".json"); v.ID != want {
		return Vocabulary{}, fmt.Errorf("id is %q, the file name says %q", v.ID, want)
	}
	for i := range v.Terms {
		if v.Terms[i].Status == "" {
			v.Terms[i].Status = v.Status
		}
	}
	return v, nil
}

func newCatalogue(all []Vocabulary) *Catalogue {
	slices.SortFunc(all, func(a, b Vocabulary) int { return strings.Compare(a.ID, b.ID) })
	c := &Catalogue{
		all: all, byID: map[string]Vocabulary{}, terms: map[string]map[string]Term{}, reasons: map[string]string{},
	}
	for _, v := range all {
		c.byID[v.ID] = v
		c.terms[v.ID] = map[string]Term{}
		for _, t := range v.Terms {
			c.terms[v.ID][t.Code] = t
		}
		for _, command := range v.Commands {
			c.reasons[command] = v.ID
		}
	}
	return c
}

// sum records the digest: SHA-256 of everything that is served, in the order in which it is served.
func (c *Catalogue) sum() error {
	raw, err := json.Marshal(c.all)
	if err != nil {
		return err
	}
	h := sha256.Sum256(raw)
	c.digest = hex.EncodeToString(h[:])
	return nil
}

// All returns every vocabulary in the order of its identifier. The terms are shared: read them, never change them.
func (c *Catalogue) All() []Vocabulary { return slices.Clone(c.all) }

// Get returns one vocabulary.
func (c *Catalogue) Get(id string) (Vocabulary, bool) {
	v, ok := c.byID[id]
	return v, ok
}

// Term returns one term of a vocabulary.
func (c *Catalogue) Term(vocabularyID, code string) (Term, bool) {
	t, ok := c.terms[vocabularyID][code]
	return t, ok
}

// Has reports whether a vocabulary has a code; false for a vocabulary that does not exist.
func (c *Catalogue) Has(vocabularyID, code string) bool {
	_, ok := c.Term(vocabularyID, code)
	return ok
}

// Label returns the words for a code, or the code itself when a newer version wrote it and this binary does not know it.
func (c *Catalogue) Label(vocabularyID, code string) string {
	if t, ok := c.Term(vocabularyID, code); ok {
		return t.Label
	}
	return code
}

// Default returns the code that is chosen unless another is.
func (c *Catalogue) Default(vocabularyID string) (string, bool) {
	for _, t := range c.byID[vocabularyID].Terms {
		if t.Default {
			return t.Code, true
		}
	}
	return "", false
}

// Reasons returns the vocabulary from which the reason of a command is taken; false when the command takes none.
func (c *Catalogue) Reasons(command string) (vocabularyID string, ok bool) {
	id, ok := c.reasons[command]
	return id, ok
}

// Versions returns the version of each vocabulary, for a stored record that must say what its codes meant.
func (c *Catalogue) Versions() map[string]string {
	versions := make(map[string]string, len(c.all))
	for _, v := range c.all {
		versions[v.ID] = v.Version
	}
	return versions
}

// Digest returns the SHA-256 of the whole catalogue in hexadecimal: equal digests mean equal answers.
func (c *Catalogue) Digest() string { return c.digest }

// ETag returns the digest as a strong entity tag (RFC 9110, 8.8.3), quotes included.
func (c *Catalogue) ETag() string { return `"` + c.digest + `"` }
