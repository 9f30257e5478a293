// Package directory holds the records of a directory of library services, after the fields that the national directory of the field
// shows, and reads and writes them as CSV. A record names roles, never people.
package directory

import (
	"net/mail"
	"net/url"
	"strings"
	"time"
	"unicode/utf8"
)

// Record is what a directory says of a library service. Every text is plain; those of several lines keep their lines.
type Record struct {
	Name               string   `json:"name" maxLength:"200" doc:"Of the library"`
	Organisation       string   `json:"organisation,omitempty" maxLength:"200" doc:"To which it belongs"`
	Sector             string   `json:"sector,omitempty" maxLength:"200" doc:"Such as NHS, university, charity"`
	Address            string   `json:"address,omitempty" maxLength:"500"`
	Phone              string   `json:"phone,omitempty" maxLength:"200"`
	Email              string   `json:"email,omitempty" maxLength:"254"`
	Homepage           string   `json:"homepage,omitempty" maxLength:"2000" doc:"http or https"`
	AccessPolicy       string   `json:"access_policy,omitempty" maxLength:"2000" doc:"Who may use it"`
	OpeningTimes       string   `json:"opening_times,omitempty" maxLength:"2000"`
	Directions         string   `json:"directions,omitempty" maxLength:"2000"`
	Subjects           string   `json:"subjects,omitempty" maxLength:"2000"`
	Resources          string   `json:"resources,omitempty" maxLength:"2000"`
	SpecialCollections string   `json:"special_collections,omitempty" maxLength:"2000"`
	ExtraServices      string   `json:"extra_services,omitempty" maxLength:"2000"`
	Contacts           string   `json:"contacts,omitempty" maxLength:"2000" doc:"Key contacts as roles, such as Outreach librarian: never names of people"`
	Classification     string   `json:"classification,omitempty" maxLength:"200" doc:"The scheme by which it is arranged"`
	LMS                string   `json:"lms,omitempty" maxLength:"200" doc:"Its library management system"`
	Networks           string   `json:"networks,omitempty" maxLength:"500" doc:"To which it belongs"`
	Branches           string   `json:"branches,omitempty" maxLength:"2000"`
	LibraryCode        string   `json:"library_code,omitempty" maxLength:"64" doc:"By which the field knows it"`
	ILLCode            string   `json:"ill_code,omitempty" maxLength:"64" doc:"For inter-library loans"`
	Served             []Served `json:"served" nullable:"false" maxItems:"200" doc:"The organisations that it serves"`
}

// Served is an organisation that a library serves, and where it is.
type Served struct {
	Name   string `json:"name" minLength:"1" maxLength:"200"`
	Area   string `json:"area,omitempty" maxLength:"200"`
	Trust  string `json:"trust,omitempty" maxLength:"200"`
	County string `json:"county,omitempty" maxLength:"200"`
}

// Limits of records, in characters and rows.
const (
	MaxServed = 200
	longText  = 2_000
	midText   = 500
	lineText  = 200
	codeText  = 64
	mailText  = 254
)

// StaleAfter is how many months a record stands without having been checked before its keepers are told (the national directory
// alerts after six).
const StaleAfter = 6

// Stale reports whether a record that was last checked on a day is to be checked again.
func Stale(checked, today time.Time) bool { return !checked.AddDate(0, StaleAfter, 0).After(today) }

// Field is one text of a record.
type Field struct {
	Name  string // as in JSON and in the heading of a column
	Label string
	Most  int  // characters
	Lines bool // several lines
	Free  bool // in somebody's own words, so that it is read for what identifies a patient
	of    func(*Record) *string
}

// Get gives the text of a record.
func (f Field) Get(r Record) string { return *f.of(&r) }

// Set puts a text into a record.
func (f Field) Set(r *Record, text string) { *f.of(r) = text }

// Fields lists the texts of a record in the order in which they are shown.
func Fields() []Field {
	return []Field{
		{"name", "Name of the library", lineText, false, false, func(r *Record) *string { return &r.Name }},
		{"organisation", "Organisation", lineText, false, false, func(r *Record) *string { return &r.Organisation }},
		{"sector", "Sector", lineText, false, false, func(r *Record) *string { return &r.Sector }},
		{"address", "Address", midText, true, false, func(r *Record) *string { return &r.Address }},
		{"phone", "Phone", lineText, false, false, func(r *Record) *string { return &r.Phone }},
		{"email", "E-mail", mailText, false, false, func(r *Record) *string { return &r.Email }},
		{"homepage", "Homepage", longText, false, false, func(r *Record) *string { return &r.Homepage }},
		{"access_policy", "Who may use it", longText, true, true, func(r *Record) *string { return &r.AccessPolicy }},
		{"opening_times", "Opening times", longText, true, true, func(r *Record) *string { return &r.OpeningTimes }},
		{"directions", "How to get there", longText, true, true, func(r *Record) *string { return &r.Directions }},
		{"subjects", "Subjects", longText, true, true, func(r *Record) *string { return &r.Subjects }},
		{"resources", "Resources", longText, true, true, func(r *Record) *string { return &r.Resources }},
		{"special_collections", "Special collections", longText, true, true, func(r *Record) *string { return &r.SpecialCollections }},
		{"extra_services", "Extra services", longText, true, true, func(r *Record) *string { return &r.ExtraServices }},
		{"contacts", "Key contacts, by role", longText, true, true, func(r *Record) *string { return &r.Contacts }},
		{"classification", "Classification", lineText, false, false, func(r *Record) *string { return &r.Classification }},
		{"lms", "Library management system", lineText, false, false, func(r *Record) *string { return &r.LMS }},
		{"networks", "Networks", midText, false, false, func(r *Record) *string { return &r.Networks }},
		{"branches", "Branches", longText, true, true, func(r *Record) *string { return &r.Branches }},
		{"library_code", "Library code", codeText, false, false, func(r *Record) *string { return &r.LibraryCode }},
		{"ill_code", "Inter-library loan code", codeText, false, false, func(r *Record) *string { return &r.ILLCode }},
	}
}

// Fault is what is wrong with a field of a record.
type Fault struct {
	Field  string `json:"field"`
	Code   string `json:"code"`
	Detail string `json:"detail"`
}

// Tidy gives a record with the space around its texts taken off and its line ends made one kind.
func Tidy(r Record) Record {
	for _, f := range Fields() {
		f.Set(&r, tidyText(f.Get(r), f.Lines))
	}
	served := make([]Served, 0, len(r.Served))
	for _, s := range r.Served {
		s = Served{tidyText(s.Name, false), tidyText(s.Area, false), tidyText(s.Trust, false), tidyText(s.County, false)}
		if s != (Served{}) {
			served = append(served, s)
		}
	}
	r.Served = served
	return r
}

func tidyText(s string, lines bool) string {
	s = strings.ReplaceAll(strings.ReplaceAll(s, "\r\n", "\n"), "\r", "\n")
	if !lines {
		s = strings.Join(strings.FieldsFunc(s, func(r rune) bool { return r == '\n' || r == '\t' }), " ")
	}
	return strings.TrimSpace(s)
}

// Check finds everything that is wrong with a record that was tidied.
func Check(r Record) []Fault {
	var c checker
	for _, f := range Fields() {
		c.text(f.Name, f.Get(r), f.Most)
	}
	if r.Name == "" {
		c.wrong("name", "required", "Give the name of the library.")
	}
	if a, err := mail.ParseAddress(r.Email); r.Email != "" && (err != nil || a.Address != r.Email) {
		c.wrong("email", "malformed", "Give one address, such as library@example.nhs.uk.")
	}
	if r.Homepage != "" && !isPage(r.Homepage) {
		c.wrong("homepage", "malformed", "Use an address that begins with https:// or http://.")
	}
	c.served(r.Served)
	return c.faults
}

// checker collects what is wrong.
type checker struct{ faults []Fault }

func (c *checker) wrong(field, code, detail string) {
	c.faults = append(c.faults, Fault{field, code, detail})
}

func (c *checker) text(field, s string, most int) {
	switch {
	case utf8.RuneCountInString(s) > most:
		c.wrong(field, "too-long", "Shorten this.")
	case !utf8.ValidString(s) || strings.ContainsRune(s, 0):
		c.wrong(field, "malformed", "Remove the characters that are not text.")
	}
}

func (c *checker) served(list []Served) {
	if len(list) > MaxServed {
		c.wrong("served", "too-many", "Name at most 200 organisations.")
	}
	for _, s := range list {
		if s.Name == "" {
			c.wrong("served", "required", "Name every organisation that you give a place.")
		}
		for _, part := range []string{s.Name, s.Area, s.Trust, s.County} {
			c.text("served", part, lineText)
		}
	}
}

// isPage reports whether an address leads to a page, without a sign-in of its own.
func isPage(s string) bool {
	u, err := url.Parse(s)
	return err == nil && (u.Scheme == "https" || u.Scheme == "http") && u.Hostname() != "" && u.User == nil
}

// Contact is what somebody copies who writes to a library that does not use this service.
func Contact(r Record, organisation, question string) string {
	var b strings.Builder
	b.WriteString("To: " + r.Name + "\n")
	if r.Email != "" {
		b.WriteString("E-mail: " + r.Email + "\n")
	}
	b.WriteString("\nDear colleagues,\n\n")
	if organisation != "" {
		b.WriteString("I work for " + organisation + ", which your library serves. ")
	}
	b.WriteString("Please could you search for evidence on this question?\n\n" + strings.TrimSpace(question) + "\n\nKind regards\n")
	return b.String()
}
