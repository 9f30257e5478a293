package ask

import (
	"strings"
	"unicode/utf8"

	"evidencedesk/api/rest"
	"evidencedesk/api/web/page"
	"evidencedesk/internal/guard"
	"evidencedesk/internal/postgres"
)

// The scores from which an earlier request is worth showing: mostly the share of what the question says that the earlier one says too,
// a rare word counting for more. Requests that ask the same in other words score about 0.25 to 0.4, others seldom more than 0.24: so a
// quick sending is held up only by what is nearly the same text, and the page that checks the answers, which holds nobody up, shows more.
const (
	sameText  = 0.5
	sameTopic = 0.2
)

// mostAlike is how many earlier requests are shown.
const mostAlike = 3

// alike is a finished request like the one being asked.
type alike struct {
	Href      string
	Question  string
	Reference string
	About     string
}

// lookAlikes finds finished requests that the visitor may see and that are like the one being asked. Failing to look never keeps
// anybody from asking: ok is false then.
func lookAlikes(v *page.Visit, b rest.SubmitBody, atLeast float64) (list []alike, ok bool) {
	if utf8.RuneCountInString(b.Question) < 3 { //nolint:mnd // what the API asks for
		return nil, true
	}
	body := rest.SimilarBody{Text: b.Question, Background: b.Background, Specialty: b.Specialty, Papers: b.KnownPapers, Limit: mostAlike}
	if b = ready(b, v, ""); b.Framework != nil {
		body.Elements = b.Framework.Elements
	}
	var found struct {
		Items []rest.SimilarRow `json:"items"`
	}
	if err := unconfirmed(v.Form(), func() error { return v.Post("/requests/similar", body, &found) }); err != nil {
		return nil, false
	}
	for _, r := range found.Items {
		if r.Score >= atLeast {
			list = append(list, alikeOf(v, r))
		}
	}
	return list, true
}

// suspected reports whether the guard will ask about the question. Then that comes first: earlier requests are looked for by a text
// that can be sent.
func suspected(f *page.Form, question string) bool {
	var said []guard.Confirm
	for _, c := range given(f) {
		said = append(said, guard.Confirm{Field: c.Field, Start: c.Start, Kind: c.Kind, ReasonCode: c.ReasonCode})
	}
	found := guard.ScanAll([]guard.Text{{Field: "question", Value: question}}, guard.Options{})
	return len(guard.Unconfirmed(found, said)) > 0
}

func alikeOf(v *page.Visit, r rest.SimilarRow) alike {
	a := alike{Href: "/requests/" + string(r.ID) + "/report", Question: page.Shorten(r.Question, excerpt), Reference: r.Reference}
	var about []string
	if !r.DeliveredAt.IsZero() {
		about = append(about, "Answered on "+v.Day(r.DeliveredAt)+" by "+r.LibraryName)
	}
	switch {
	case r.Relation == postgres.RelationOwn:
		about = append(about, "you asked it")
	case r.RequesterName != "":
		about = append(about, "asked by "+r.RequesterName)
	}
	a.About = strings.Join(about, ", ")
	return a
}

// excerpt is how much of a question a list shows, in characters.
const excerpt = 160
