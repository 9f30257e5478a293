package account

import (
	"evidencedesk/api/rest"
	"evidencedesk/api/web/page"
	"evidencedesk/api/web/ui"
	"evidencedesk/internal/evidence"
	"evidencedesk/internal/postgres"
)

// access tells somebody who has signed in and belongs to no library how that can change.
type access struct {
	State    rest.AccessState
	Waiting  []rest.AccessRow
	Refused  []rest.AccessRow
	Start    ui.Form
	Library  *ui.Radios
	Contacts []rest.AccessLibrary
}

func showAccess(v *page.Visit) error {
	view, err := accessView(v)
	if err != nil {
		return err
	}
	return v.Show("access", view)
}

func accessView(v *page.Visit) (page.View, error) {
	var stand rest.AccessView
	if err := v.Read("/me/access", &stand); err != nil {
		return page.View{}, err
	}
	f := v.Form()
	m := access{State: stand.State}
	for _, r := range stand.Requests {
		switch r.State { //nolint:exhaustive // approved needs no word: they are a member
		case postgres.AccessPending:
			m.Waiting = append(m.Waiting, r)
		case postgres.AccessRefused:
			m.Refused = append(m.Refused, r)
		}
	}
	var items []ui.Item
	for _, l := range stand.Libraries {
		if l.Served || l.Open {
			item := ui.Item{Value: string(l.ID), Label: l.Name}
			if l.Served {
				item.Hint = "It serves your organisation: you can begin at once"
			}
			items = append(items, item)
		}
		m.Contacts = append(m.Contacts, l)
	}
	if len(items) > 0 && (stand.State == rest.AccessMayAsk || stand.State == rest.AccessMember) {
		r := f.Radios("library", "Which library do you want to use?", items)
		m.Library = &r
	}
	m.Start = f.Start("/account/access")
	return page.View{Title: "Your access", Form: f, Data: m}, nil
}

func askAccess(v *page.Visit) error {
	f := v.Form()
	f.Say("library:required", "Choose a library.")
	var stand rest.AccessView
	if f.Get("library") == "" {
		f.Wrong("library", "Choose a library.")
	} else if err := v.Post("/access-requests", rest.AskAccess{Library: evidence.LibraryID(f.Get("library"))}, &stand); err != nil && !f.Refused(err) {
		return err
	}
	if f.Failed() {
		view, err := accessView(v)
		if err != nil {
			return err
		}
		return v.Again("access", view)
	}
	if stand.State == rest.AccessMember {
		return v.Go("/", "You can use the library now.")
	}
	return v.Go("/account/access", "The library has been asked. You will see its answer here.")
}
