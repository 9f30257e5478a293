package info

import (
	"maps"
	"slices"

	"evidencedesk/api/web/page"
)

type helpPage struct {
	Service   service
	Libraries []Library // of the visitor
	SignedIn  bool
	Asks      bool // has requests of their own to see, or would have after signing in
}

// help says whom to ask: the visitor's library, or where to find it.
func help(v *page.Visit) error {
	m := helpPage{Service: serviceOf(v), SignedIn: v.SignedIn, Asks: !v.SignedIn || page.Asking(v)}
	if len(v.Me.Memberships) > 0 {
		mine, err := Of(v, slices.Collect(maps.Keys(v.Me.Memberships))...)
		if err != nil {
			return err
		}
		m.Libraries = mine
	}
	return v.Show("help", page.View{Title: "Contact the library", Current: "/help", Data: m})
}
