package info

import "evidencedesk/api/web/page"

// privacy says what the service keeps about people, for what and for how long.
func privacy(v *page.Visit) error {
	return v.Show("privacy", page.View{Title: "Privacy", Data: statementOf(v)})
}
