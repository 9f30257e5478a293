package postgres_test

import (
	"fmt"

	"evidencedesk/internal/evidence"
	"evidencedesk/internal/postgres"
)

// put is a record as a test says it. Without a group it stands for itself.
type put struct {
	title, doi, pmid, abstract, group string
	authors                           []string
	year                              int
}

// putIn stores records as an import of a search does, and gives their identifiers. An empty search is an import of none.
func (d *desk) putIn(search string, records ...put) []string {
	d.Helper()
	file := d.id()
	d.exec(`INSERT INTO import (id, request_id, search_id, origin, name, state, records, created_by, created_at, updated_at)
		VALUES ($1, $2, nullif($3, '')::uuid, 'file', 'medline.nbib', 'ready', $4, $5, $6, $6)`, file, d.request, search, len(records), d.librarian, d.now)
	ids := make([]string, len(records))
	for i, r := range records {
		ids[i] = d.id()
		group := r.group
		if group == "" {
			group = ids[i]
		}
		if r.authors == nil {
			r.authors = []string{}
		}
		d.exec(`INSERT INTO record (id, request_id, import_id, n, group_id, type, title, authors, year, doi, pmid, abstract, whole)
			VALUES ($1, $2, $3, $4, $5, 'article', $6, $7, nullif($8, 0), $9, $10, $11, '{}')`,
			ids[i], d.request, file, i+1, group, r.title, r.authors, r.year, r.doi, r.pmid, r.abstract)
	}
	return ids
}

func (d *desk) publications(q postgres.PublicationQuery) postgres.PublicationPage {
	d.Helper()
	if q.Limit == 0 {
		q.Limit = 100
	}
	p, err := d.content.Publications(d.Context(), d.as(d.librarian), q)
	if err != nil {
		d.Fatal(err)
	}
	return p
}

func (d *desk) publication(id string) postgres.Publication {
	d.Helper()
	p, err := d.content.Publication(d.Context(), d.as(d.librarian), id)
	if err != nil {
		d.Fatal(err)
	}
	return p
}

// decide takes a decision over whatever was decided before.
func (d *desk) decide(p evidence.PersonID, id string, c postgres.DecisionContent) postgres.Decided {
	d.Helper()
	done, err := d.content.DecideRecord(d.Context(), d.as(p), id, d.publication(id).Decision.Version, c)
	if err != nil {
		d.Fatal(err)
	}
	return done
}

func shown(list []postgres.Publication) (s string) {
	for _, p := range list {
		s += fmt.Sprint(p.Title, " ")
	}
	return s
}
