package postgres

import (
	"context"

	"github.com/google/uuid"

	"evidencedesk/internal/postgres/sqlc"
)

// withFound adds where the publications were found.
func (c *Content) withFound(ctx context.Context, a Access, list []Publication) ([]Publication, error) {
	if len(list) == 0 {
		return list, nil
	}
	rows, err := c.q.FoundIn(ctx, sqlc.FoundInParams{Request: a.request, Groups: each(list, func(p Publication) uuid.UUID { return uuid.MustParse(p.ID) })})
	if err != nil {
		return nil, contentError(err)
	}
	found := map[string][]FoundIn{}
	for _, r := range rows {
		f := FoundIn{
			Import: r.ImportID.String(), Search: idOrNone(r.SearchID), Name: r.Name, Origin: r.Origin, Source: orEmpty(r.Source), SourceName: orEmpty(r.SourceName),
			Platform: orEmpty(r.Platform), Records: int(r.Records),
		}
		found[r.GroupID.String()] = append(found[r.GroupID.String()], f)
	}
	for i := range list {
		list[i].Found = append([]FoundIn{}, found[list[i].ID]...)
	}
	return list, nil
}

// publicationOf reads a row. What an included publication shares with its reference lives there.
func publicationOf(r sqlc.PublicationsByIDRow) Publication {
	p := Publication{
		ID: r.ID.String(), Type: r.Type, Title: r.Title, Authors: some(r.Authors), Journal: r.Journal, Year: widen(r.Year), Volume: r.Volume,
		Issue: r.Issue, Pages: r.Pages, DOI: r.Doi, PMID: r.Pmid, URL: r.Url, Abstract: r.Abstract, Found: []FoundIn{}, Decision: Decision{Version: 1},
	}
	if r.Version == nil {
		return p
	}
	p.Decision = Decision{
		Version: int(*r.Version), Verdict: Verdict(orEmpty(r.Verdict)), Reason: orEmpty(r.Reason), Note: orEmpty(r.Note), Theme: orEmpty(r.Theme),
		Tier: orEmpty(r.Tier), KeyPaper: r.KeyPaper != nil && *r.KeyPaper, DecidedBy: personOrNone(r.DecidedBy), DecidedAt: instant(r.DecidedAt),
		Erased: r.ErasedAt != nil,
	}
	if r.Reference != nil {
		p.Reference = r.Reference.String()
		p.Decision.Theme, p.Decision.Tier, p.Decision.KeyPaper = orEmpty(r.ReferenceTheme), orEmpty(r.ReferenceTier), r.ReferenceKey != nil && *r.ReferenceKey
	}
	return p
}
