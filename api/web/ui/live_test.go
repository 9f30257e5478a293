package ui_test

import (
	"strings"
	"testing"

	"evidencedesk/api/web/ui"
)

// At rest nothing is said aloud: what a page rests with stands outside the place whose changes screen readers say, and the script knows
// what to put there once it listens.
func TestALivePlaceRests(t *testing.T) {
	t.Parallel()
	page := render(t, ui.Live{Source: "/events", Since: "7", Text: "This page is from 10am.", Still: "Nothing has changed since 10am.", Link: "Load it again", Href: "/here"})
	for _, want := range []string{`role="status"></p>`, `data-still="Nothing has changed since 10am.">This page is from 10am.</p>`, `href="/here"`} {
		if !strings.Contains(page, want) {
			t.Errorf("%s is not in %s", want, page)
		}
	}
}
