package queue

import (
	"net/url"
	"regexp"
	"strings"

	"evidencedesk/api/rest"
	"evidencedesk/api/web/page"
	"evidencedesk/internal/evidence"
)

// atField holds the query of the list from which a form was sent.
const atField = "_at"

// A ticked box or a button names a request together with its reference, so that what fails is reported by the name that
// people know.
var targetForm = regexp.MustCompile(`^([0-9a-f-]{36}):(ED-[0-9]{4}-[0-9]{6,12})$`)

func targetOf(r rest.RequestRow) string { return string(r.ID) + ":" + r.Reference }

// target reads what targetOf wrote; nothing for anything else.
func target(value string) (evidence.RequestID, string) {
	m := targetForm.FindStringSubmatch(value)
	if m == nil {
		return "", ""
	}
	return evidence.RequestID(m[1]), m[2]
}

// stored is the list from which the form was sent.
func stored(f *page.Form) filter {
	q, _ := url.ParseQuery(strings.TrimPrefix(f.Get(atField), "?")) // what cannot be read is no filter
	return parseFilter(q)
}

// backTo is its address, at the same page.
func backTo(f *page.Form) string {
	l := stored(f)
	if l.Cursor != "" {
		return l.turned(l.Cursor, l.From)
	}
	return l.href()
}

// place is the query of the list at its page, for atField.
func (f filter) place() string {
	here := f.href()
	if f.Cursor != "" {
		here = f.turned(f.Cursor, f.From)
	}
	return strings.TrimPrefix(strings.TrimPrefix(here, address), "?")
}
