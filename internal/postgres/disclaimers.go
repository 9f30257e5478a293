package postgres

import (
	"context"
	"strings"
	"time"

	"evidencedesk/internal/evidence"
	"evidencedesk/internal/postgres/sqlc"
	"evidencedesk/internal/vocabulary"
)

// LibraryDisclaimer is a disclaimer as a library's reports carry it from now on. Versions that were frozen keep their words.
type LibraryDisclaimer struct {
	Code      string            `json:"code" doc:"A code of disclaimers"`
	Label     string            `json:"label"`
	When      string            `json:"when" doc:"On which reports it stands"`
	Text      string            `json:"text" doc:"Plain text; a blank line parts paragraphs"`
	Own       bool              `json:"own,omitempty" doc:"The library has words of its own"`
	Standard  string            `json:"standard" doc:"The words when it has not"`
	Version   int               `json:"version"`
	UpdatedBy evidence.PersonID `json:"updated_by,omitempty" format:"uuid"`
	UpdatedAt time.Time         `json:"updated_at,omitzero"`
}

func (d LibraryDisclaimer) version() int { return d.Version }

// firstDisclaimer is the version of a disclaimer for which a library has never had its own words.
const firstDisclaimer = 1

// LibraryDisclaimers lists the disclaimers of a library in the order in which they stand on a report.
func (c *Content) LibraryDisclaimers(ctx context.Context, library evidence.LibraryID) ([]LibraryDisclaimer, error) {
	l, err := rowUUID(string(library))
	if err != nil {
		return nil, err
	}
	rows, err := c.q.ListDisclaimers(ctx, l)
	if err != nil {
		return nil, contentError(err)
	}
	own := map[string]sqlc.LibraryDisclaimer{}
	for _, r := range rows {
		own[r.Code] = r
	}
	all, _ := c.codes.Get(vocabulary.Disclaimers)
	return each(all.Terms, func(t vocabulary.Term) LibraryDisclaimer { return disclaimerOf(t, own[t.Code]) }), nil
}

// SaveLibraryDisclaimer gives a library its own words for the disclaimer that is at this version; no words bring back the standard
// ones. Errors: NotFound for a code that there is not, Invalid for a text that is too long.
func (c *Content) SaveLibraryDisclaimer(ctx context.Context, library evidence.LibraryID, by evidence.PersonID, code string, version int, text string) (LibraryDisclaimer, error) {
	l, person, err := idsOf(string(library), string(by))
	if err != nil {
		return LibraryDisclaimer{}, err
	}
	term, ok := c.disclaimer(code)
	if !ok {
		return LibraryDisclaimer{}, evidence.Refuse(evidence.NotFound, "")
	}
	text = strings.TrimSpace(text)
	if text == term.Disclaimer.Text {
		text = "" // the standard words are nobody's own
	}
	check := c.checker()
	check.text("text", text, evidence.MaxNote)
	if err := check.err(); err != nil {
		return LibraryDisclaimer{}, err
	}
	var row sqlc.LibraryDisclaimer
	if version == firstDisclaimer {
		row, err = c.q.InsertDisclaimer(ctx, sqlc.InsertDisclaimerParams{Library: l, Code: code, Body: text, Person: person, Now: c.now()})
	} else {
		row, err = c.q.UpdateDisclaimer(ctx, sqlc.UpdateDisclaimerParams{Library: l, Code: code, Version: fit(version), Body: text, Person: person, Now: c.now()})
	}
	return written(disclaimerOf(term, row), err, version, func() (LibraryDisclaimer, error) {
		current, err := c.q.GetDisclaimer(ctx, sqlc.GetDisclaimerParams{Library: l, Code: code})
		if isMissing(err) {
			err = nil
		}
		return disclaimerOf(term, current), err
	})
}

func (c *Content) disclaimer(code string) (vocabulary.Term, bool) {
	all, _ := c.codes.Get(vocabulary.Disclaimers)
	for _, t := range all.Terms {
		if t.Code == code {
			return t, true
		}
	}
	return vocabulary.Term{}, false
}

// disclaimerOf is a disclaimer with the library's words, if it has any; the row of one that it never had is empty.
func disclaimerOf(t vocabulary.Term, r sqlc.LibraryDisclaimer) LibraryDisclaimer {
	d := LibraryDisclaimer{Code: t.Code, Label: t.Label, When: t.Definition, Text: t.Disclaimer.Text, Standard: t.Disclaimer.Text, Version: firstDisclaimer}
	if r.Version == 0 {
		return d
	}
	d.Version, d.UpdatedBy, d.UpdatedAt = int(r.Version), personOf(r.UpdatedBy), r.UpdatedAt.UTC()
	if r.Body != "" {
		d.Text, d.Own = r.Body, true
	}
	return d
}
