// Package demo fills an empty service with two libraries, their people and forty requests, with what stands beside those:
// the directory, staffing, what people say of the impact, case studies, reports, and with the years before. Somebody who starts it for the first time
// finds a desk at work.
//
// Nothing is inserted behind the back of the process: every request is told through the API, step by step, as if its
// librarian had written down afterwards what happened. Telling may be interrupted and goes on at the next start.
// Everybody and everything here is invented.
package demo

import (
	"embed"
	"encoding/json"
	"slices"
	"strings"

	"github.com/google/uuid"

	"evidencedesk/internal/evidence"
)

//go:embed *.json
var files embed.FS

// Library is a library service with the organisations it serves.
type Library struct {
	Code          string         `json:"code"`
	Name          string         `json:"name"`
	Nation        string         `json:"nation"`
	Email         string         `json:"email"`
	Outside       bool           `json:"outside"` // a partner that does not use this system
	Organisations []Organisation `json:"organisations"`
}

// Organisation is served by a library.
type Organisation struct {
	Code   string `json:"code"`
	Name   string `json:"name"`
	Area   string `json:"area"`
	Trust  string `json:"trust"`
	County string `json:"county"`
}

// Person is somebody of the demonstration.
type Person struct {
	Key          string                     `json:"key"` // names the person in requests.json
	Name         string                     `json:"name"`
	Job          string                     `json:"job"`
	Group        string                     `json:"group"`        // a code of staff_groups
	Organisation string                     `json:"organisation"` // its code
	Roles        map[string][]evidence.Role `json:"roles"`        // by code of library
	SignIn       string                     `json:"signin"`       // what a visitor is told this person is; empty for people in the background
}

// Request is one request and how its story goes.
type Request struct {
	Key          string            `json:"key"`
	Library      string            `json:"library"`
	Requester    string            `json:"requester"`
	Delegates    []string          `json:"delegates"`
	Owner        string            `json:"owner"` // empty: nobody has claimed it
	Story        string            `json:"story"`
	DaysAgo      int               `json:"days_ago"`      // calendar days from receipt to the beginning of the demonstration
	DecisionDays int               `json:"decision_days"` // calendar days from there to the decision; 0: none
	Urgency      string            `json:"urgency"`
	Why          string            `json:"why"` // why it is urgent
	Type         string            `json:"type"`
	Specialty    string            `json:"specialty"`
	Product      string            `json:"product"`
	Question     string            `json:"question"`
	Background   string            `json:"background"`
	Pico         map[string]string `json:"pico"`
	Ask          string            `json:"ask"`      // the librarian's question
	Reply        string            `json:"reply"`    // the requester's answer to it
	Answer       string            `json:"answer"`   // of a live answer
	Survivor     string            `json:"survivor"` // key of the request into which it is merged
	Partner      string            `json:"partner"`  // code of the library to which it is referred
	Parts        []string          `json:"parts"`
	Content      Content           `json:"-"`
	Told         *impact           `json:"-"` // by phone, some weeks after the answer
}

// Content is what the librarian wrote about a request.
type Content struct {
	Searches   []Search    `json:"searches"`
	References []Reference `json:"references"`
	BottomLine string      `json:"bottom_line"`
	Summary    string      `json:"summary"` // Markdown; [1] is the first of the references
	Sections   []Section   `json:"sections"`
	Table      []TableRow  `json:"table"`
	Ratings    []Rating    `json:"ratings"`
	Records    []Record    `json:"records"` // what the searches found
	Known      []string    `json:"known"`   // papers that they have to find
}

// Section is a part of the summary under a heading.
type Section struct {
	Heading string `json:"heading"`
	Text    string `json:"text"`
}

// TableRow is a row of the evidence table; its reference is a place in the list, from 1.
type TableRow struct {
	Reference  int    `json:"reference"`
	Design     string `json:"design"`
	Setting    string `json:"setting"`
	Number     string `json:"n"`
	Comparison string `json:"comparison"`
	Outcomes   string `json:"outcomes"`
	Finding    string `json:"finding"`
	Limits     string `json:"limits"`
}

// Rating is how certain the evidence on an outcome is, as the authors of a reference rate it.
type Rating struct {
	Outcome   string `json:"outcome"`
	Level     string `json:"level"`
	Reference int    `json:"reference"` // its place in the list, from 1
	Reason    string `json:"reason"`
}

// Search is a search of one source.
type Search struct {
	Source    string `json:"source"` // a code of sources
	Lines     []Line `json:"lines"`
	Retrieved int    `json:"retrieved"`
	Note      string `json:"note"`
}

// Line is a line of a strategy with its hits; in the file it is a list of these two.
type Line struct {
	Text string
	Hits int
}

// UnmarshalJSON reads [text, hits].
func (l *Line) UnmarshalJSON(data []byte) error {
	pair := [2]any{&l.Text, &l.Hits}
	return json.Unmarshal(data, &pair)
}

// Reference is a reference that says of itself that it is an example.
type Reference struct {
	Tier  string `json:"tier"`
	Title string `json:"title"`
	Year  int    `json:"year"`
	URL   string `json:"url"`
	Theme string `json:"theme"`
	Note  string `json:"note"`
}

// Data is the whole demonstration.
type Data struct {
	Libraries []Library
	People    []Person
	Requests  []Request // in the order in which they are told: the oldest first
}

// Load reads the demonstration.
func Load() (Data, error) {
	var people struct {
		Libraries []Library `json:"libraries"`
		People    []Person  `json:"people"`
	}
	var requests struct {
		Requests []Request `json:"requests"`
	}
	content := map[string]Content{}
	for name, into := range map[string]any{"people.json": &people, "requests.json": &requests, "content.json": &content} {
		if err := read(name, into); err != nil {
			return Data{}, err
		}
	}
	for i, r := range requests.Requests {
		requests.Requests[i].Content = content[r.Key]
	}
	slices.SortStableFunc(requests.Requests, func(a, b Request) int { return b.DaysAgo - a.DaysAgo })
	return Data{Libraries: people.Libraries, People: people.People, Requests: requests.Requests}, nil
}

// The identifiers of the demonstration are the same in every installation.

// LibraryID gives the identifier of a library by its code.
func LibraryID(code string) evidence.LibraryID {
	return evidence.LibraryID(identifier("library", code))
}

// OrganisationID gives the identifier of an organisation by its code.
func OrganisationID(code string) string { return identifier("organisation", code) }

// PersonID gives the identifier of a person by its key.
func PersonID(key string) evidence.PersonID { return evidence.PersonID(identifier("person", key)) }

func identifier(kind, name string) string {
	return uuid.NewSHA1(uuid.NameSpaceURL, []byte("urn:evidencedesk:demo:"+kind+":"+name)).String()
}

// Email gives the address of a person, at the library that serves them.
func (p Person) Email(libraries []Library) string {
	for _, l := range libraries {
		for _, o := range l.Organisations {
			if o.Code == p.Organisation {
				_, domain, _ := strings.Cut(l.Email, "@")
				return strings.ToLower(strings.ReplaceAll(p.Name, " ", ".")) + "@" + domain
			}
		}
	}
	return ""
}

// works reports whether the person works on requests in a library.
func (p Person) works(library string, as ...evidence.Role) bool {
	return slices.ContainsFunc(p.Roles[library], func(r evidence.Role) bool { return slices.Contains(as, r) })
}
