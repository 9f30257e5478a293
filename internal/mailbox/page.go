package mailbox

import (
	_ "embed"
	"encoding/base64"
	"html/template"
	"io"
	"mime"
	"mime/multipart"
	"mime/quotedprintable"
	"net/http"
	"net/mail"
	"strings"
)

//go:embed page.html
var pageSource string

// ServeHTTP shows the newest hundred messages.
func (m *Mailbox) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	messages, err := m.Messages(100)
	if err != nil {
		http.Error(w, "The mailbox cannot be read.", http.StatusInternalServerError)
		return
	}
	page := template.Must(template.New("mailbox").Parse(pageSource))
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	w.Header().Set("Content-Security-Policy", "default-src 'none'; style-src 'self'; base-uri 'none'; form-action 'none'")
	w.Header().Set("Cache-Control", "no-store")
	if r.Method == http.MethodHead {
		return
	}
	_ = page.Execute(w, messages) // the client has gone; there is nobody to tell
}

func decoded(header string) string {
	words := new(mime.WordDecoder)
	if s, err := words.DecodeHeader(header); err == nil {
		return s
	}
	return header
}

// text finds the plain text of a message.
func text(m *mail.Message) string {
	kind, params, err := mime.ParseMediaType(m.Header.Get("Content-Type"))
	if err != nil || !strings.HasPrefix(kind, "multipart/") {
		return body(m.Body, m.Header.Get("Content-Transfer-Encoding"))
	}
	parts := multipart.NewReader(m.Body, params["boundary"])
	for {
		p, err := parts.NextRawPart()
		if err != nil {
			return ""
		}
		if kind, _, _ := mime.ParseMediaType(p.Header.Get("Content-Type")); kind == "text/plain" {
			return body(p, p.Header.Get("Content-Transfer-Encoding"))
		}
	}
}

func body(r io.Reader, encoding string) string {
	switch strings.ToLower(encoding) {
	case "quoted-printable":
		r = quotedprintable.NewReader(r)
	case "base64":
		r = base64.NewDecoder(base64.StdEncoding, r)
	}
	b, err := io.ReadAll(io.LimitReader(r, MaxMessage))
	if err != nil {
		return string(b) + "\n[the rest could not be decoded]"
	}
	return string(b)
}
