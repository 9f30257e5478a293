package postgres

import (
	"context"

	"github.com/google/uuid"

	"evidencedesk/internal/evidence"
	"evidencedesk/internal/postgres/sqlc"
	"evidencedesk/internal/reference"
)

// RecordGroup is the records that are one publication, the one that stands for it first, and the pairs that hold them together.
type RecordGroup struct {
	Lead    string         `json:"lead" format:"uuid"`
	Records []SourceRecord `json:"records" nullable:"false" doc:"The first 100"`
	Total   int            `json:"total"`
	Links   []RecordLink   `json:"links" nullable:"false"`

	// Conflict tells that more than one was decided of, and not alike: that of the lead counts.
	Conflict bool `json:"conflict,omitempty" doc:"More than one of the records was decided of, and not alike: the lead's decision counts"`
}

// RecordLink is why two records of a publication belong together.
type RecordLink struct {
	A           string            `json:"a" format:"uuid"`
	B           string            `json:"b" format:"uuid"`
	Rule        string            `json:"rule"`
	Explanation string            `json:"explanation"`
	Agree       []string          `json:"agree" nullable:"false"`
	Verdict     string            `json:"verdict,omitempty" enum:"same"`
	DecidedBy   evidence.PersonID `json:"decided_by,omitempty" format:"uuid"`
}

// maxMembers is how many records of one publication are shown.
const maxMembers = 100

// Group gives all records of the publication that one of them belongs to.
func (i *Imports) Group(ctx context.Context, a Access, record string) (RecordGroup, error) {
	if err := a.reads(); err != nil {
		return RecordGroup{}, err
	}
	key, err := rowUUID(record)
	if err != nil {
		return RecordGroup{}, err
	}
	members, err := i.q.GroupOf(ctx, sqlc.GroupOfParams{Request: a.request, Record: key, Most: maxMembers})
	if err != nil {
		return RecordGroup{}, contentError(err)
	}
	if len(members) == 0 {
		return RecordGroup{}, evidence.Refuse(evidence.NotFound, "")
	}
	ids := each(members, func(m sqlc.GroupOfRow) uuid.UUID { return m.ID })
	records, err := i.records(ctx, i.q, a.request, ids)
	if err != nil {
		return RecordGroup{}, err
	}
	links, err := i.q.LinksAmong(ctx, sqlc.LinksAmongParams{Request: a.request, Ids: ids})
	if err != nil {
		return RecordGroup{}, contentError(err)
	}
	p := RecordGroup{Lead: ids[0].String(), Total: int(members[0].Total), Links: each(links, linkOf)}
	decision := ""
	for _, id := range ids {
		r := records[id]
		p.Records = append(p.Records, r)
		p.Conflict = p.Conflict || r.Decision != "" && decision != "" && r.Decision != decision
		decision = firstOf(decision, r.Decision)
	}
	return p, nil
}

func linkOf(r sqlc.RecordPair) RecordLink {
	return RecordLink{
		A: r.A.String(), B: r.B.String(), Rule: r.Rule, Explanation: explain(r.Rule), Agree: each(r.Fields, func(s string) string { return s }),
		Verdict: r.Verdict, DecidedBy: personOrNone(r.DecidedBy),
	}
}

// What [Imports.Export] gives.
const (
	ExportAll      = "all"      // every record of every import
	ExportUnique   = "unique"   // of each publication the record that stands for it
	ExportIncluded = "included" // those of the publications that were included
)

// exportBatch is how many records are read at once.
const exportBatch = 500

// Export gives the records of a request whole, as they were read, one after the other.
func (i *Imports) Export(ctx context.Context, a Access, which string, each func(reference.Record) error) error {
	if err := a.reads(); err != nil {
		return err
	}
	after := uuid.Nil
	for {
		rows, err := i.q.RecordsToExport(ctx, sqlc.RecordsToExportParams{Request: a.request, After: after, Which: which, Most: exportBatch})
		if err != nil {
			return contentError(err)
		}
		for _, r := range rows {
			if err := each(fromJSON[reference.Record](r.Whole)); err != nil {
				return err
			}
			after = r.ID
		}
		if len(rows) < exportBatch {
			return nil
		}
	}
}
