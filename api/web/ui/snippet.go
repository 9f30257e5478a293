package ui

import (
	"crypto/sha256"
	"encoding/base64"
)

// NoModuleSnippet is the one inline script of every page, right after <body>: it says to the style sheet that scripts run, and
// to nhsuk-frontend that the browser is one it supports. It is nhsuk-frontend's own, so its published hash holds.
const NoModuleSnippet = `document.body.className += ' js-enabled' + ('noModule' in HTMLScriptElement.prototype ? ' nhsuk-frontend-supported' : '');`

// NoModuleHash is the source expression that lets the Content-Security-Policy pass the snippet: 'sha256-…', with its quotes.
func NoModuleHash() string {
	sum := sha256.Sum256([]byte(NoModuleSnippet))
	return "'sha256-" + base64.StdEncoding.EncodeToString(sum[:]) + "'"
}
