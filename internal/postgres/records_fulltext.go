package postgres

import (
	"context"
	"regexp"

	"github.com/google/uuid"

	"evidencedesk/internal/fulltext"
	"evidencedesk/internal/postgres/sqlc"
)

// FullText is what a reference says of itself that leads to its text.
func (r ReferenceContent) FullText() fulltext.Item {
	return fulltext.Item{DOI: r.DOI, PMID: r.PMID, PMCID: r.PMCID, URL: r.URL, Title: r.Title}
}

// pmcidForm is the shape of an identifier of PubMed Central.
var pmcidForm = regexp.MustCompile(`^PMC[1-9][0-9]{0,9}$`)

func (k *checker) pmcid(field, s string) {
	if s != "" && !pmcidForm.MatchString(s) {
		k.wrong(field, "malformed", "A PubMed Central identifier is PMC and a number, such as PMC2714657.")
	}
}

// pmcids gives the identifiers in PubMed Central of publications, by the records that stand for them: that of any record of the
// publication, since databases know of different copies.
func pmcids(ctx context.Context, q *sqlc.Queries, request uuid.UUID, leads []uuid.UUID) (map[uuid.UUID]string, error) {
	rows, err := q.PMCIDsOf(ctx, sqlc.PMCIDsOfParams{Request: request, Leads: leads})
	known := make(map[uuid.UUID]string, len(rows))
	for _, r := range rows {
		if pmcidForm.MatchString(r.Pmcid) {
			known[r.GroupID] = r.Pmcid
		}
	}
	return known, err
}

// routesTo gives the ways to the whole text of a publication, the best first.
func (c *Content) routesTo(ctx context.Context, a Access, p Publication) ([]fulltext.Route, error) {
	lead := uuid.MustParse(p.ID)
	known, err := pmcids(ctx, c.q, a.request, []uuid.UUID{lead})
	if err != nil {
		return nil, contentError(err)
	}
	l, err := c.fullText(ctx, a)
	return fulltext.Routes(fulltext.Item{DOI: p.DOI, PMID: p.PMID, PMCID: known[lead], URL: p.URL, Title: p.Title}, l), err
}

// Routes gives the ways to the whole text of a reference, the best first, as [Content.Reference] shows it.
func (c *Content) Routes(ctx context.Context, a Access, reference string) ([]fulltext.Route, error) {
	r, err := c.Reference(ctx, a, reference)
	if err != nil {
		return nil, err
	}
	l, err := c.fullText(ctx, a)
	return fulltext.Routes(r.FullText(), l), err
}

// fullText is how the readers of the library get to full texts.
func (c *Content) fullText(ctx context.Context, a Access) (fulltext.Library, error) {
	l, err := rowUUID(string(a.library))
	if err != nil {
		return fulltext.Library{}, err
	}
	raw, err := c.q.LibrarySettings(ctx, l)
	if err != nil {
		return fulltext.Library{}, contentError(err)
	}
	return fromJSON[Settings](raw).FullText(), nil
}
