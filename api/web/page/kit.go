// Package page is what every page of Evidence Desk is made with: who is visiting, calls of the JSON API in the process,
// forms that lose nothing, and one layout.
//
// A page is a client of our own API. It reads and writes through the same operations as any program, as the person who
// signed in, so sight, rights, the identifier guard and idempotency exist once. The names of form fields are the API's
// field paths: what the API finds wrong is shown at the field that holds it.
package page

import (
	"context"
	"html/template"
	"log/slog"
	"net/http"
	"net/url"
	"time"

	"evidencedesk/internal/apiclient"
	"evidencedesk/internal/vocabulary"
)

// Sessions keeps one sentence for the next page, and what was typed while the sign-in had ended.
type Sessions interface {
	// Notice keeps a sentence of ours for the next page of this browser.
	Notice(ctx context.Context, text string)
	// TakeNotice gives the sentence back, once.
	TakeNotice(ctx context.Context) string
}

// Stash keeps a form that was posted after the sign-in had ended, unreadable to everybody but the browser that posted it.
type Stash interface {
	Put(w http.ResponseWriter, r *http.Request, path string, form url.Values) error
	Take(w http.ResponseWriter, r *http.Request, path string) (url.Values, bool)
}

// Assets gives the address of a file such as app.css.
type Assets interface {
	URL(name string) string
}

// Brand is whose service this is, from the configuration. The zero value is neutral.
type Brand struct {
	Mode           string // neutral, organisation or nhs-service
	Service        string // "Evidence Desk"
	Organisation   string
	Split          string // a second line of the organisation's name
	Descriptor     string // "NHS Foundation Trust"
	LogoURL        string // on our own origin
	StylesheetURL  string // on our own origin
	HelpEmail      string
	HelpPhone      string
	Copyright      string
	FontOrigin     string // one more origin for fonts, such as of the operator's brand
	StatementsName string // who is named in the accessibility and privacy statements
}

// Options are the parts of a Kit.
type Options struct {
	API        http.Handler
	Sessions   Sessions
	Stash      Stash
	Assets     Assets
	Brand      Brand
	Vocabulary *vocabulary.Catalogue
	Zone       *time.Location
	Now        func() time.Time
	Log        *slog.Logger
	Demo       bool // the demonstration: a banner says that nothing here is real
}

// Kit makes pages.
type Kit struct {
	Options
	api   *apiclient.Client
	base  *template.Template // the layout and the components, from which every page is cloned
	pages templates          // the kit's own: failures
}

// New makes a kit.
func New(o Options) *Kit {
	k := &Kit{Options: o, api: apiclient.New("http://evidence-desk.internal", apiclient.InProcess(o.API), "")}
	k.base = template.Must(template.New("").Option("missingkey=error").Funcs(k.funcs()).ParseFS(files, "layout.gohtml"))
	k.pages = parse(k, files)
	return k
}

// Label gives the words for a code of a vocabulary.
func (k *Kit) Label(vocabularyID, code string) string { return k.Vocabulary.Label(vocabularyID, code) }
