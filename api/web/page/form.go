package page

import (
	"crypto/rand"
	"errors"
	"net/http"
	"net/url"
	"strings"

	"evidencedesk/internal/apiclient"
	"evidencedesk/internal/evidence"
	"evidencedesk/internal/postgres"
)

// Names of the fields that every form carries, hidden.
const (
	KeyField     = "_key"     // the Idempotency-Key of what the form does
	VersionField = "_version" // the version that was shown
	ConfirmField = "_confirm" // what was said about a text that looks like an identifier
)

// Limits of what a form may send, in bytes.
const (
	MaxForm   = 2 << 20
	MaxUpload = postgres.MaxImportBytes + 1<<20 // the longest file and the fields beside it
)

// FieldError is what is wrong with one field, in words for people.
type FieldError struct {
	Field string
	Text  string
	Code  string
}

// Form is what was typed into a form and what is wrong with it. On a page that is asked for with GET it is empty, or it holds what
// was typed before the sign-in ended.
type Form struct {
	values   url.Values
	errors   []FieldError
	Top      string         // what is wrong with the form as a whole
	Suspects []FieldProblem // findings of the identifier guard
	Restored bool           // it was typed before the sign-in ended
	Words    map[string]string
	shown    []shown
}

// FieldProblem is a finding of the identifier guard at a field.
type FieldProblem = apiclient.FieldProblem

// Form reads the form of the visit, once.
func (v *Visit) Form() *Form {
	if v.form != nil {
		return v.form
	}
	v.form = &Form{values: url.Values{}, Words: map[string]string{}}
	switch v.Request.Method {
	case http.MethodPost:
		values, err := v.posted()
		if err != nil {
			v.form.Top = "The form could not be read, or it is too large."
		}
		v.form.values = values
	case http.MethodGet:
		if v.Stash == nil {
			break
		}
		if kept, ok := v.Stash.Take(v.Writer, v.Request, v.Request.URL.Path); ok {
			v.form.values, v.form.Restored = kept, true
		}
	}
	return v.form
}

func (v *Visit) posted() (url.Values, error) {
	if strings.HasPrefix(v.ContentType(), "multipart/") {
		whole := v.Request.Body
		v.Request.Body = http.MaxBytesReader(nil, whole, MaxUpload) // without the writer: the connection stays for the answer
		if err := v.Request.ParseMultipartForm(MaxForm); err != nil {
			hearOut(whole)
			return url.Values{}, err
		}
	} else {
		v.Request.Body = http.MaxBytesReader(v.Writer, v.Request.Body, MaxForm)
		if err := v.Request.ParseForm(); err != nil {
			return url.Values{}, err
		}
	}
	return tidy(v.Request.PostForm), nil
}

// tidy gives line breaks the one form that the API keeps, and takes out what no text holds.
func tidy(values url.Values) url.Values {
	for name, list := range values {
		for i, s := range list {
			values[name][i] = strings.ReplaceAll(strings.ReplaceAll(strings.ToValidUTF8(s, "\uFFFD"), "\r\n", "\n"), "\x00", "")
		}
	}
	return values
}

// Key is the Idempotency-Key of this form: new for a new form, the same when it is sent again.
func (f *Form) Key() string {
	if len(f.values.Get(KeyField)) < 8 {
		f.values.Set(KeyField, rand.Text())
	}
	return f.values.Get(KeyField)
}

// Get gives a value without the space around it.
func (f *Form) Get(name string) string { return strings.TrimSpace(f.values.Get(name)) }

// All gives every value of a field, such as the ticked boxes.
func (f *Form) All(name string) []string { return f.values[name] }

// Has reports whether the field came with the form at all.
func (f *Form) Has(name string) bool { return f.values.Has(name) }

// Default gives a field a value unless the form holds one already.
func (f *Form) Default(name, value string) {
	if !f.values.Has(name) && value != "" {
		f.values.Set(name, value)
	}
}

// DefaultAll is Default for a field with several values.
func (f *Form) DefaultAll(name string, values []string) {
	if !f.values.Has(name) && len(values) > 0 {
		f.values[name] = values
	}
}

// Set gives a field a value.
func (f *Form) Set(name, value string) { f.values.Set(name, value) }

// Values is everything that was typed.
func (f *Form) Values() url.Values { return f.values }

// Wrong notes what is wrong with a field. The first word on a field counts.
func (f *Form) Wrong(field, text string) {
	if f.Error(field) == "" {
		f.errors = append(f.errors, FieldError{Field: field, Text: text})
	}
}

// Error is what is wrong with a field; empty when nothing is.
func (f *Form) Error(field string) string {
	for _, e := range f.errors {
		if e.Field == field {
			return e.Text
		}
	}
	return ""
}

// Failed reports whether something is wrong.
func (f *Form) Failed() bool { return f.Top != "" || len(f.errors) > 0 }

// Say gives the words for what can be wrong with a field: Say("question:required", "Write your question").
func (f *Form) Say(fieldAndCode, text string) { f.Words[fieldAndCode] = text }

// Refused reports whether the API refused what the form asked for in a way that the form can show: the form then holds what is
// wrong, and the page shows it again with status 422. Other errors are for the caller to return.
func (f *Form) Refused(err error) bool {
	var p *apiclient.Problem
	if !errors.As(err, &p) {
		return false
	}
	switch p.Status {
	case http.StatusUnprocessableEntity, http.StatusRequestEntityTooLarge:
	case http.StatusConflict, http.StatusTooManyRequests, http.StatusServiceUnavailable:
		f.Top = Words(p)
		return true
	default:
		return false
	}
	for _, e := range p.Errors {
		if e.Code == string(evidence.IdentifierSuspected) {
			f.Suspects = append(f.Suspects, e)
		}
		f.Wrong(e.Field, f.wordsFor(e))
	}
	if len(p.Errors) == 0 {
		f.Top = Words(p)
	}
	if p.Code == evidence.IdempotencyKeyReused {
		f.values.Del(KeyField) // the form was changed after it had been sent: what it asks now is something new
	}
	return true
}

func (f *Form) wordsFor(e FieldProblem) string {
	if w := f.Words[e.Field+":"+e.Code]; w != "" {
		return w
	}
	if e.Code == string(evidence.IdentifierSuspected) {
		return "This looks like " + KindWords(e.Kind) + ". Take it out, or say why it identifies no patient."
	}
	if w, ok := codeWords[e.Code]; ok && e.Detail == "" {
		return w
	}
	if e.Detail != "" {
		return e.Detail
	}
	return "Check this answer."
}

// codeWords are what the codes of wrong fields mean where the API says no more.
var codeWords = map[string]string{
	"required":     "Fill this in.",
	"too-long":     "Shorten this.",
	"too-short":    "Write a little more.",
	"unknown":      "Choose one of the answers.",
	"in-the-past":  "Give a date that is still to come.",
	"out-of-range": "Give a value in the range.",
	"malformed":    "Check how this is written.",
	"wrong-type":   "Check how this is written.",
	"duplicate":    "Give each only once.",
	"not-allowed":  "This cannot be given here.",
}
