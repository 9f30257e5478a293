package main

import (
	"crypto/rand"
	_ "embed"
	"html/template"
	"io"
	"net/http"

	"github.com/zitadel/oidc/v3/pkg/oidc"
	"github.com/zitadel/oidc/v3/pkg/op"
)

//go:embed login.html
var loginPage string

// pages are the provider with the form in which people say who they are, and the controls for tests.
type pages struct {
	store    *store
	provider *op.Provider
	login    *template.Template
	issuer   string
}

func newHandler(s *store, issuer string) (http.Handler, error) {
	config := &op.Config{CodeMethodS256: true, AuthMethodPost: true, DefaultLogoutRedirectURI: "/signed-out"}
	rand.Read(config.CryptoKey[:]) // never fails (crypto/rand, since Go 1.24)
	provider, err := op.NewProvider(config, s, op.StaticIssuer(issuer), op.WithAllowInsecure())
	if err != nil {
		return nil, err
	}
	page, err := template.New("login").Parse(loginPage)
	if err != nil {
		return nil, err
	}
	p := &pages{s, provider, page, issuer}
	mux := http.NewServeMux()
	mux.HandleFunc("GET /login", p.ask)
	mux.HandleFunc("POST /login", p.answer)
	mux.HandleFunc("GET /signed-out", func(w http.ResponseWriter, _ *http.Request) { _, _ = io.WriteString(w, "Signed out.\n") })
	mux.HandleFunc("POST /control/misbehave", p.misbehave)
	mux.HandleFunc("POST /control/rotate", p.rotate)
	mux.HandleFunc("PUT /control/users", p.users)
	mux.HandleFunc("/", p.protocol)
	return mux, nil
}

// protocol is the library, unless it is told to be busy.
func (p *pages) protocol(w http.ResponseWriter, r *http.Request) {
	if r.URL.Path == p.provider.TokenEndpoint().Relative() && p.store.has(busy) {
		http.Error(w, "busy", http.StatusServiceUnavailable)
		return
	}
	p.provider.ServeHTTP(w, r)
}

func (p *pages) ask(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	_ = p.login.Execute(w, map[string]any{"ID": r.URL.Query().Get("id"), "Wrong": r.URL.Query().Get("wrong") != ""}) // the client has gone
}

// answer takes the user name, or a refusal.
func (p *pages) answer(w http.ResponseWriter, r *http.Request) {
	ctx, id := op.ContextWithIssuer(r.Context(), p.issuer), r.PostFormValue("id")
	if r.PostFormValue("deny") != "" {
		asked, err := p.store.AuthRequestByID(ctx, id)
		if err != nil {
			http.Error(w, "unknown", http.StatusBadRequest)
			return
		}
		op.AuthRequestError(w, r, asked, oidc.ErrAccessDenied(), p.provider)
		return
	}
	if !p.store.signIn(id, r.PostFormValue("user")) {
		http.Redirect(w, r, "/login?wrong=1&id="+template.URLQueryEscaper(id), http.StatusSeeOther)
		return
	}
	http.Redirect(w, r, op.AuthCallbackURL(p.provider)(ctx, id), http.StatusFound)
}

func (p *pages) misbehave(w http.ResponseWriter, r *http.Request) {
	if err := p.store.misbehave(r.FormValue("fault")); err != nil {
		http.Error(w, err.Error(), http.StatusBadRequest)
	}
}

func (p *pages) rotate(w http.ResponseWriter, _ *http.Request) {
	if err := p.store.rotate(); err != nil {
		http.Error(w, err.Error(), http.StatusInternalServerError)
	}
}

// users replaces everybody, and the clients.
func (p *pages) users(w http.ResponseWriter, r *http.Request) {
	raw, err := io.ReadAll(http.MaxBytesReader(w, r.Body, 1<<20))
	if err == nil {
		var d directory
		if d, err = parseDirectory(raw); err == nil {
			p.store.replace(d)
			return
		}
	}
	http.Error(w, err.Error(), http.StatusBadRequest)
}
