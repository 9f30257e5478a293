package postgres

import (
	"context"
	"fmt"
	"slices"
	"time"

	"evidencedesk/internal/evidence"
	"evidencedesk/internal/postgres/sqlc"
	"evidencedesk/internal/strategy"
)

// SearchStatement says of a PRISMA-S item that nothing was done for it, and why.
type SearchStatement struct {
	Item int    `json:"item" minimum:"1" maximum:"16" doc:"The number of the PRISMA-S item"`
	Text string `json:"text,omitempty" maxLength:"10000" doc:"One that says nothing is left out"`
}

// SearchDedup says how duplicates were removed outside this program (PRISMA-S item 16).
type SearchDedup struct {
	Method   string `json:"method,omitempty" maxLength:"10000"`
	Software string `json:"software,omitempty" maxLength:"200" doc:"With its version"`
	Before   *int   `json:"before,omitempty" minimum:"0" maximum:"2147483647"`
	After    *int   `json:"after,omitempty" minimum:"0" maximum:"2147483647"`
}

// ReportingContent is what is told of the searches of a request as a whole.
type ReportingContent struct {
	Statements []SearchStatement `json:"statements,omitempty" maxItems:"16" doc:"Each item at most once"`
	Dedup      SearchDedup       `json:"dedup,omitzero"`
}

// Reporting is a request's statements about its searches. Version 1 is that nothing has been said.
type Reporting struct {
	Version int `json:"version"`
	ReportingContent
	UpdatedBy evidence.PersonID `json:"updated_by,omitempty" format:"uuid"`
	UpdatedAt time.Time         `json:"updated_at,omitzero"`
	Erased    bool              `json:"erased,omitempty"`
}

func (r Reporting) version() int { return r.Version }

// Reporting gives what is told of the searches as a whole. Outside the library there is something only after delivery.
func (c *Content) Reporting(ctx context.Context, a Access) (Reporting, error) {
	if !a.insider() && a.delivered == 0 {
		return Reporting{Version: 1}, nil
	}
	row, err := c.q.GetReporting(ctx, a.request)
	if isMissing(err) {
		return Reporting{Version: 1}, nil
	}
	if err != nil {
		return Reporting{}, contentError(err)
	}
	return reportingOf(row), nil
}

// SaveReporting changes what is told of the searches, when it is at this version.
func (c *Content) SaveReporting(ctx context.Context, a Access, version int, r ReportingContent) (Reporting, error) {
	if err := a.works(); err != nil {
		return Reporting{}, err
	}
	check := c.checker()
	check.reporting(r)
	if err := check.err(); err != nil {
		return Reporting{}, err
	}
	r.Statements = slices.DeleteFunc(slices.Clone(r.Statements), func(s SearchStatement) bool { return blank(s.Text) })
	row, err := c.q.SaveReporting(ctx, sqlc.SaveReportingParams{
		Request: a.request, Version: fit(version), Statements: listOf(r.Statements), Dedup: jsonOf(r.Dedup), Person: a.person, Now: c.now(),
	})
	var saved Reporting
	if err == nil {
		saved = reportingOf(row)
	}
	return written(saved, err, version, func() (Reporting, error) { return c.Reporting(ctx, a) })
}

func (k *checker) reporting(r ReportingContent) {
	k.many("statements", len(r.Statements), strategy.ItemCount)
	seen := map[int]bool{}
	for i, s := range r.Statements {
		at := fmt.Sprintf("statements[%d].", i)
		k.between(at+"item", s.Item, 1, strategy.ItemCount)
		if seen[s.Item] {
			k.wrong(at+"item", "repeated", "Say something of each item once.")
		}
		seen[s.Item] = true
		k.text(at+"text", s.Text, evidence.MaxNote)
	}
	k.text("dedup.method", r.Dedup.Method, evidence.MaxNote)
	k.text("dedup.software", r.Dedup.Software, evidence.MaxName)
	k.count("dedup.before", r.Dedup.Before)
	k.count("dedup.after", r.Dedup.After)
	if r.Dedup.Before != nil && r.Dedup.After != nil && *r.Dedup.After > *r.Dedup.Before {
		k.wrong("dedup.after", "out-of-range", "There cannot be more records after duplicates were removed than before.")
	}
}

func reportingOf(r sqlc.SearchReporting) Reporting {
	return Reporting{
		Version: int(r.Version), UpdatedBy: personOf(r.UpdatedBy), UpdatedAt: r.UpdatedAt.UTC(), Erased: r.ErasedAt != nil,
		ReportingContent: ReportingContent{Statements: listFrom[SearchStatement](r.Statements), Dedup: fromJSON[SearchDedup](r.Dedup)},
	}
}
