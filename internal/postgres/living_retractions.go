package postgres

import (
	"context"
	"slices"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5/pgtype"

	"evidencedesk/internal/postgres/sqlc"
)

// The natures of a notice about a paper.
const (
	NatureRetraction    = "retraction"
	NatureConcern       = "concern"
	NatureCorrection    = "correction"
	NatureReinstatement = "reinstatement"
	NatureOther         = "other"
)

// RetractionNotice is a notice about a reference: that it was retracted, corrected, put in doubt or reinstated.
type RetractionNotice struct {
	Reference string     `json:"reference" format:"uuid" doc:"Which reference it is about"`
	Title     string     `json:"title" doc:"Of the reference"`
	DOI       string     `json:"doi,omitempty"`
	PMID      string     `json:"pmid,omitempty"`
	Number    int        `json:"number" doc:"Record ID at Retraction Watch"`
	Nature    string     `json:"nature" enum:"retraction,concern,correction,reinstatement,other"`
	Date      *time.Time `json:"date,omitempty" format:"date-time" doc:"Of the notice"`
	NoticeDOI string     `json:"notice_doi,omitempty"`
	Reasons   []string   `json:"reasons,omitempty" doc:"As Retraction Watch words them"`
}

// RetractionCheck is what is known of the papers of a report.
type RetractionCheck struct {
	Items    []RetractionNotice `json:"items" nullable:"false" doc:"The newest first for each reference, in the order of the references"`
	Checked  int                `json:"checked" doc:"References that were looked up"`
	LoadedAt *time.Time         `json:"loaded_at,omitempty" doc:"When the file of Retraction Watch was loaded; absent: never, so nothing is known"`
}

// maxRetractionCheck is how many references of a report are looked up.
const maxRetractionCheck = 5_000

// Retractions looks for notices about the references of a request: those of the working list, and for readers outside the library
// those of the report that was delivered.
func (l *Living) Retractions(ctx context.Context, a Access) (RetractionCheck, error) {
	references, _, err := l.content.References(ctx, a, 0, maxRetractionCheck)
	if err != nil {
		return RetractionCheck{}, err
	}
	check := RetractionCheck{Items: []RetractionNotice{}, Checked: len(references)}
	load, err := l.q.GetRetractionLoad(ctx)
	switch {
	case isMissing(err):
		return check, nil
	case err != nil:
		return check, err
	}
	check.LoadedAt = instant(&load.LoadedAt)
	check.Items, err = noticesAbout(ctx, l.q, references)
	return check, err
}

// noticesAbout finds the notices about references. Papers are told apart by DOI and PMID: one that both sides give must be the same,
// so that a supplement's DOI, which many papers share, does not condemn them all.
func noticesAbout(ctx context.Context, q *sqlc.Queries, references []Reference) ([]RetractionNotice, error) {
	var dois, pmids []string
	for _, r := range references {
		if r.DOI != "" {
			dois = append(dois, lowerDOI(r.DOI))
		}
		if r.PMID != "" {
			pmids = append(pmids, r.PMID)
		}
	}
	list := []RetractionNotice{}
	if len(dois)+len(pmids) == 0 {
		return list, nil
	}
	rows, err := q.RetractionsOf(ctx, sqlc.RetractionsOfParams{Dois: dois, Pmids: pmids, Most: maxRetractionCheck})
	if err != nil {
		return nil, err
	}
	for _, r := range references {
		for _, n := range rows {
			if about(r, n) {
				list = append(list, RetractionNotice{
					Reference: r.ID, Title: r.Title, DOI: lowerDOI(r.DOI), PMID: r.PMID, Number: int(n.Number), Nature: n.Nature, Date: dayOf(n.NoticedOn),
					NoticeDOI: n.NoticeDoi, Reasons: n.Reasons,
				})
			}
		}
	}
	return list, nil
}

func about(r Reference, n sqlc.Retraction) bool {
	if r.PMID != "" && n.Pmid != "" {
		return r.PMID == n.Pmid
	}
	return n.Doi != "" && lowerDOI(r.DOI) == n.Doi
}

func dayOf(d pgtype.Date) *time.Time {
	if !d.Valid {
		return nil
	}
	t := d.Time.UTC()
	return &t
}

func dateOf(t *time.Time) pgtype.Date {
	if t == nil {
		return pgtype.Date{}
	}
	return pgtype.Date{Time: *t, Valid: true}
}

// WatchFinding is something that a run of a watch found.
type WatchFinding struct {
	ID        string     `json:"id" format:"uuid"`
	Version   int        `json:"version"`
	Kind      string     `json:"kind" enum:"new_record,retraction,needs_export"`
	Title     string     `json:"title,omitempty"`
	Authors   []string   `json:"authors,omitempty"`
	Journal   string     `json:"journal,omitempty"`
	Year      *int       `json:"year,omitempty"`
	DOI       string     `json:"doi,omitempty"`
	PMID      string     `json:"pmid,omitempty"`
	Code      string     `json:"code,omitempty" doc:"The nature of a notice, or why an export is needed"`
	Date      *time.Time `json:"date,omitempty" doc:"Of a notice"`
	NoticeDOI string     `json:"notice_doi,omitempty"`
	Reasons   []string   `json:"reasons,omitempty"`
	Search    string     `json:"search,omitempty" format:"uuid"`
	Source    string     `json:"source,omitempty" doc:"A code of sources"`
	Platform  string     `json:"platform,omitempty" doc:"A code of platforms"`
	Record    string     `json:"record,omitempty" format:"uuid"`
	Reference string     `json:"reference,omitempty" format:"uuid"`
	Decision  string     `json:"decision,omitempty" enum:"keep,dismiss"`
	Note      string     `json:"note,omitempty" doc:"For the requester"`
	Erased    bool       `json:"erased,omitempty"`
}

func watchFindingOf(r sqlc.ListFindingsRow) WatchFinding {
	id := func(u *uuid.UUID) string { return string(personOrNone(u)) }
	return WatchFinding{
		ID: r.ID.String(), Version: int(r.Version), Kind: r.Kind, Title: r.Title, Authors: r.Authors, Journal: r.Journal, Year: widen(r.Year), DOI: r.Doi, PMID: r.Pmid,
		Code: r.Code, Date: dayOf(r.NoticedOn), NoticeDOI: r.NoticeDoi, Reasons: r.Reasons, Search: id(r.SearchID), Source: orEmpty(r.Source),
		Platform: orEmpty(r.Platform), Record: id(r.RecordID), Reference: id(r.ReferenceID), Decision: r.Decision, Note: r.Note, Erased: r.ErasedAt != nil,
	}
}

// serious reports whether a notice takes something from a paper's worth.
func serious(nature string) bool {
	return slices.Contains([]string{NatureRetraction, NatureConcern}, nature)
}

// LoadedRetractions says what a load did.
type LoadedRetractions struct {
	Notices int // rows of which a paper can be told
	Before  int // that were there
	At      time.Time
}
