// Package mail sends the notices of the process: letters in plain words that carry a link and never the text of a
// question, an answer or the name of any person but the reader.
package mail

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"time"

	"evidencedesk/internal/evidence"
)

// Notice is one entry of the ledger, claimed for sending. To and Name exist in memory only, for as long as that takes.
type Notice struct {
	ID        string // row of the ledger
	Key       string // unique for what is said to whom about what; the Message-ID is made of it
	Kind      evidence.NoticeKind
	Request   evidence.RequestID
	Reference string // ED-2026-000123
	Report    string // for the notices about a report of figures: the report; there is no request then
	Directory string // for the notices about records of the directory: the library that keeps them; there is no request then
	Ask       string // for the impact notices: the ask, whose link needs no sign-in
	To        string // e-mail address; empty when the person was erased
	Name      string
	Attempts  int // failed so far
	QueuedAt  time.Time
	// Found is how much a look at a watched report found, for the notices about one.
	Found evidence.WatchOutcome
	// Library and LibraryTo are whom the reader may ask: the name of the request's library and its e-mail address, if it has one.
	Library, LibraryTo string
}

// Letter is a notice in words.
type Letter struct {
	Key     string
	To      string
	Name    string
	Subject string
	Text    string
	// Unsubscribe is the page on which the reader says never to be asked again; only letters that ask have one.
	Unsubscribe string
}

// Site is what links are made of.
type Site struct {
	BaseURL string // https://evidence.example, without a slash at the end
	Key     []byte // the key of the links to the impact questions
	// First is the first of the impact questions, which a letter asks itself: each answer is a link to the page, where it is
	// chosen already. Opening a link stores nothing; only the button of the page does.
	First Question
}

// Question is a question with the answers that can be chosen.
type Question struct {
	Text    string
	Answers []Answer
}

// Answer is one that can be chosen.
type Answer struct {
	Code  string
	Label string
}

// AskToken is the secret part of the link to an ask: base64url(HMAC-SHA-256(key, "ask:" + ID)). It is never stored or
// logged; the ask's row holds its SHA-256.
func AskToken(key []byte, ask string) string {
	h := hmac.New(sha256.New, key)
	h.Write([]byte("ask:" + ask))
	return base64.RawURLEncoding.EncodeToString(h.Sum(nil))
}

func (s Site) link(n Notice) string {
	if n.Ask != "" {
		return s.BaseURL + "/follow-ups/" + AskToken(s.Key, n.Ask)
	}
	if n.Directory != "" {
		return s.BaseURL + "/directory/kept?stale=true&library=" + n.Directory
	}
	if n.Report != "" {
		return s.BaseURL + "/published/" + n.Report
	}
	if n.Kind == evidence.NoticeWatchFound { // where its owner decides
		return s.BaseURL + "/work/" + string(n.Request) + "/watch"
	}
	if n.Kind == evidence.NoticeCaseAsked { // where they answer
		return s.BaseURL + "/my-case-studies"
	}
	return s.BaseURL + "/requests/" + string(n.Request)
}
