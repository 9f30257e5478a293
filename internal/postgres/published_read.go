package postgres

import (
	"context"
	"time"

	"github.com/google/uuid"

	"evidencedesk/internal/evidence"
	"evidencedesk/internal/postgres/sqlc"
	reports "evidencedesk/internal/report"
)

// PublishedRow is a published report without its figures.
type PublishedRow struct {
	ID            string                    `json:"id" format:"uuid"`
	Library       evidence.LibraryID        `json:"library" format:"uuid"`
	LibraryName   string                    `json:"library_name"`
	Title         string                    `json:"title"`
	Period        reports.Period            `json:"period"`
	PeriodTitle   string                    `json:"period_title"`
	Filter        []string                  `json:"filter,omitempty" doc:"What it is narrowed to, in words"`
	Schedule      evidence.ReportScheduleID `json:"schedule,omitempty" format:"uuid"`
	PublishedBy   evidence.PersonID         `json:"published_by,omitempty" format:"uuid" doc:"Absent: a schedule"`
	Publisher     string                    `json:"publisher,omitempty"`
	PublishedAt   time.Time                 `json:"published_at"`
	Supersedes    string                    `json:"supersedes,omitempty" format:"uuid" doc:"The report in whose place it stands"`
	Reason        string                    `json:"reason,omitempty" doc:"What was wrong with that"`
	SupersededBy  string                    `json:"superseded_by,omitempty" format:"uuid"`
	SupersededFor string                    `json:"superseded_for,omitempty" doc:"What is wrong with this one"`
	Reviews       int                       `json:"reviews" doc:"How often it was reviewed"`
	ReviewedOn    string                    `json:"reviewed_on,omitempty" format:"date" doc:"Last"`
}

// PublishedReport is a published report with its figures.
type PublishedReport struct {
	PublishedRow

	Definitions string         // the version of what the figures mean
	Complete    reports.Report // for the library's own staff
	Shown       reports.Report
	Receipts    []ReportReview

	answers, cases []uuid.UUID
}

// Published gives a report by its identifier; whoever asks must be allowed to see it. Errors: NotFound.
func (s *PublishedReports) Published(ctx context.Context, id string) (PublishedReport, error) {
	key, err := rowUUID(id)
	if err != nil {
		return PublishedReport{}, err
	}
	row, err := s.q.GetPublished(ctx, key)
	if err != nil {
		return PublishedReport{}, contentError(err)
	}
	r := row.PublishedReport
	p := PublishedReport{Definitions: r.Definitions, answers: r.Answers, cases: r.Cases}
	if p.Complete, err = reports.Read(r.Complete); err != nil {
		return PublishedReport{}, err
	}
	if p.Shown, err = reports.Read(r.Shown); err != nil {
		return PublishedReport{}, err
	}
	if p.Receipts, err = s.reviews(ctx, r.LibraryID, &key); err != nil {
		return PublishedReport{}, err
	}
	p.PublishedRow = PublishedRow{
		ID: r.ID.String(), Library: evidence.LibraryID(r.LibraryID.String()), LibraryName: row.LibraryName, Title: r.Title, Period: p.Shown.Period,
		PeriodTitle: p.Shown.Period.Title(), Filter: p.Shown.Filter, Schedule: evidence.ReportScheduleID(idText(r.ScheduleID)), PublishedBy: personOrNone(r.PublishedBy),
		Publisher: row.Publisher, PublishedAt: r.PublishedAt.UTC(), Supersedes: idText(r.Supersedes), Reason: r.Reason, SupersededBy: idText(row.SupersededBy),
		SupersededFor: row.SupersededFor, Reviews: len(p.Receipts),
	}
	if n := len(p.Receipts); n > 0 {
		p.ReviewedOn = p.Receipts[n-1].ReviewedOn
	}
	return p, nil
}

// List lists the reports of some libraries, or of all, those of the latest periods first; at most 500.
func (s *PublishedReports) List(ctx context.Context, everywhere bool, libraries ...evidence.LibraryID) ([]PublishedRow, error) {
	in := sqlc.ListPublishedParams{Everywhere: everywhere, Libraries: []uuid.UUID{}, Most: mostPublished}
	for _, l := range libraries {
		id, err := rowUUID(string(l))
		if err != nil {
			return nil, err
		}
		in.Libraries = append(in.Libraries, id)
	}
	rows, err := s.q.ListPublished(ctx, in)
	return each(rows, func(r sqlc.ListPublishedRow) PublishedRow {
		period, _ := reports.ParsePeriod(r.Period) // was parsed before it was stored
		return PublishedRow{
			ID: r.ID.String(), Library: evidence.LibraryID(r.LibraryID.String()), LibraryName: r.LibraryName, Title: r.Title, Period: period, PeriodTitle: period.Title(),
			Filter: listFrom[string](r.Filter), Schedule: evidence.ReportScheduleID(idText(r.ScheduleID)), PublishedBy: personOrNone(r.PublishedBy), Publisher: r.Publisher,
			PublishedAt: r.PublishedAt.UTC(), Supersedes: idText(r.Supersedes), Reason: r.Reason, SupersededBy: idText(r.SupersededBy), Reviews: int(r.Reviews),
			ReviewedOn: dayText(r.ReviewedOn),
		}
	}), contentError(err)
}

func idText(id *uuid.UUID) string {
	if id == nil {
		return ""
	}
	return id.String()
}

// ReportQuote is what somebody answered, with their consent.
type ReportQuote struct {
	Text       string `json:"text"`
	StaffGroup string `json:"staff_group,omitempty" doc:"A code of staff_groups"`
	Name       string `json:"name,omitempty" doc:"Of who agreed to be named"`
}

// Quotes gives the quotations of a report as consent stands now, and how many were there that are no longer.
func (s *PublishedReports) Quotes(ctx context.Context, p PublishedReport) (all []ReportQuote, withdrawn int, err error) {
	rows, err := s.q.ReportQuotes(ctx, p.answers)
	all = each(rows, func(r sqlc.ReportQuotesRow) ReportQuote {
		q := ReportQuote{Text: r.Body, StaffGroup: r.StaffGroup}
		if r.QuoteAs == "name" {
			q.Name = r.Name
		}
		return q
	})
	return all, len(p.answers) - len(all), contentError(err)
}

// Cases names the case studies of a report, by their identifiers: they are read as they stand now.
func (p PublishedReport) Cases() []string {
	return each(p.cases, func(id uuid.UUID) string { return id.String() })
}

// ReportReview is the receipt of a review.
type ReportReview struct {
	ID         string            `json:"id" format:"uuid"`
	Report     string            `json:"report" format:"uuid"`
	Title      string            `json:"title"`
	Period     reports.Period    `json:"period"`
	Reviewer   string            `json:"reviewer" doc:"The role or body that reviewed it"`
	ReviewedOn string            `json:"reviewed_on" format:"date"`
	Note       string            `json:"note,omitempty"`
	RecordedBy evidence.PersonID `json:"recorded_by" format:"uuid"`
	Recorder   string            `json:"recorder"`
	RecordedAt time.Time         `json:"recorded_at"`
}

// Reviews lists the receipts of all reports of a library, the earliest first.
func (s *PublishedReports) Reviews(ctx context.Context, library evidence.LibraryID) ([]ReportReview, error) {
	l, err := rowUUID(string(library))
	if err != nil {
		return nil, err
	}
	return s.reviews(ctx, l, nil)
}

func (s *PublishedReports) reviews(ctx context.Context, library uuid.UUID, report *uuid.UUID) ([]ReportReview, error) {
	rows, err := s.q.ReportReviews(ctx, sqlc.ReportReviewsParams{Report: report, Library: library})
	return each(rows, func(r sqlc.ReportReviewsRow) ReportReview {
		period, _ := reports.ParsePeriod(r.Period)
		v := r.ReportReview
		return ReportReview{
			ID: v.ID.String(), Report: v.ReportID.String(), Title: r.Title, Period: period, Reviewer: v.Reviewer, ReviewedOn: dayText(v.ReviewedOn), Note: v.Note,
			RecordedBy: personOf(v.RecordedBy), Recorder: r.Recorder, RecordedAt: v.RecordedAt.UTC(),
		}
	}), contentError(err)
}
