package mail

import (
	"fmt"
	"time"
)

// SignInLetter carries a link with which its reader signs in once. It is never kept: not in the ledger of notices, nor in
// any history. The key names the letter and must not be the token.
func (s Site) SignInLetter(key, to, path string, valid time.Duration) Letter {
	return Letter{
		Key: key, To: to, Subject: "Your link to sign in to Evidence Desk",
		Text: fmt.Sprintf("Somebody, probably you, asked to sign in to Evidence Desk with this e-mail address.\n\n"+
			"Open this link and press the button on the page to sign in. It works once, within %d minutes.\n\n%s\n\n"+
			"If you did not ask for it, do nothing: without this link nobody can sign in as you. Do not pass it on.\n",
			int(valid.Minutes()), s.BaseURL+path),
	}
}

// SignInElsewhereLetter tells somebody who works in a library that they sign in with their organisation's account.
func (s Site) SignInElsewhereLetter(key, to, path string) Letter {
	return Letter{
		Key: key, To: to, Subject: "How to sign in to Evidence Desk",
		Text: fmt.Sprintf("Somebody, probably you, asked to sign in to Evidence Desk with this e-mail address.\n\n"+
			"Because you work in a library here, please sign in with your organisation's account instead of a link:\n\n%s\n\n"+
			"If you did not ask for it, do nothing.\n", s.BaseURL+path),
	}
}
