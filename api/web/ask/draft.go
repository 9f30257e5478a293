package ask

import (
	"errors"
	"net/url"
	"slices"
	"strings"
	"time"

	"evidencedesk/api/rest"
	"evidencedesk/api/web/page"
	"evidencedesk/api/web/ui"
	"evidencedesk/internal/apiclient"
	"evidencedesk/internal/guard"
)

// draft is a submission as far as it has got, as the API keeps it.
type draft struct {
	ID         string          `json:"id"`
	Version    int             `json:"version"`
	Submission rest.SubmitBody `json:"submission"`
	UpdatedAt  time.Time       `json:"updated_at"`
}

// draftBody is what the API takes. Its confirmations name the fields of the draft; those inside the submission name the fields of
// the submission, and are needed again when it is sent.
type draftBody struct {
	Submission rest.SubmitBody     `json:"submission"`
	Confirm    []rest.Confirmation `json:"confirm,omitempty"`
}

// prefix is what the API puts before the path of a field of a draft.
const prefix = "submission."

// answers is a draft on its way through the questions.
type answers struct {
	*page.Visit

	f    *page.Form
	d    draft
	b    *rest.SubmitBody  // of d
	text map[string]string // every free text as it is stored, by field
}

// open reads the draft of the visit's address.
func open(v *page.Visit) (*answers, error) {
	a := &answers{Visit: v, f: v.Form()}
	a.b = &a.d.Submission
	err := v.Read("/drafts/"+url.PathEscape(v.Param("draft")), &a.d)
	a.text = texts(a.b)
	return a, err
}

// save stores the draft over the version from which the form was filled in. What was said about texts that have changed since is
// forgotten.
func (a *answers) save() error {
	now := texts(a.b)
	var still []rest.Confirmation
	for _, c := range a.b.Confirm {
		if a.text[c.Field] == now[c.Field] {
			still = append(still, c)
		}
	}
	a.b.Confirm = still
	return keep(a.f, a.b, func(body draftBody) error {
		return a.Put("/drafts/"+url.PathEscape(a.d.ID), a.f.Version(), body, nil)
	})
}

// add keeps a submission as a new draft and gives its identifier.
func add(v *page.Visit, b *rest.SubmitBody) (string, error) {
	var made draft
	err := keep(v.Form(), b, func(body draftBody) error { return v.Post("/drafts", body, &made) })
	return made.ID, err
}

// keep sends a submission as a draft with everything that was said about its texts. The form's own confirmations name the fields
// of a submission, so the call must not add them as they are.
func keep(f *page.Form, b *rest.SubmitBody, call func(draftBody) error) error {
	for _, c := range given(f) {
		if !slices.Contains(b.Confirm, c) {
			b.Confirm = append(b.Confirm, c)
		}
	}
	body := draftBody{Submission: *b}
	for _, c := range b.Confirm {
		c.Field = prefix + c.Field
		body.Confirm = append(body.Confirm, c)
	}
	return plain(unconfirmed(f, func() error { return call(body) }))
}

// unconfirmed makes a call to which the kit does not add what the form says about texts: the body says it itself, or has none.
func unconfirmed(f *page.Form, call func() error) error {
	said := f.All(page.ConfirmField)
	f.Values().Del(page.ConfirmField)
	err := call()
	if said != nil {
		f.Values()[page.ConfirmField] = said
	}
	return err
}

// plain has a problem name the fields as a submission does.
func plain(err error) error {
	var p *apiclient.Problem
	if !errors.As(err, &p) {
		return err
	}
	q := *p
	q.Errors = nil
	for _, e := range p.Errors {
		e.Field = strings.TrimPrefix(e.Field, prefix)
		q.Errors = append(q.Errors, e)
	}
	return &q
}

// given is what the form says about texts that look like identifiers.
func given(f *page.Form) []rest.Confirmation {
	var list []rest.Confirmation
	for _, value := range f.All(page.ConfirmField) {
		if field, start, kind, reason, ok := ui.ParseConfirm(value); ok {
			list = append(list, rest.Confirmation{Field: field, Start: start, Kind: guard.Kind(kind), ReasonCode: reason})
		}
	}
	return list
}

// texts is every free text of a submission by the path of its field: those that the identifier guard reads.
func texts(b *rest.SubmitBody) map[string]string {
	m := map[string]string{
		"question": b.Question, "background": b.Background, "exclusions": b.Exclusions, "known_papers": b.KnownPapers,
		"on_behalf_of": b.OnBehalfOf, "specialty": b.Specialty, "why_urgent": b.WhyUrgent,
	}
	if b.Framework != nil {
		for key, text := range b.Framework.Elements {
			m[elementField(key)] = text
		}
	}
	return m
}
