package postgres

import (
	"context"
	"strings"
	"time"

	"github.com/google/uuid"

	"evidencedesk/internal/evidence"
	"evidencedesk/internal/postgres/sqlc"
	reports "evidencedesk/internal/report"
)

// NewReview is a receipt to be written.
type NewReview struct {
	Reviewer   string
	ReviewedOn string
	Note       string
}

// AddReview notes that a report was reviewed. Errors: NotFound; Invalid for a day before the report was there or still to come.
func (s *PublishedReports) AddReview(ctx context.Context, p PublishedReport, by evidence.PersonID, n NewReview, today reports.Date, k Creation) (ReportReview, error) {
	report, person, err := idsOf(p.ID, string(by))
	if err != nil {
		return ReportReview{}, err
	}
	c := checker{now: s.now()}
	n.Reviewer, n.Note = strings.TrimSpace(n.Reviewer), strings.TrimSpace(n.Note)
	c.needed("reviewer", n.Reviewer, evidence.MaxName)
	c.text("note", n.Note, MaxReviewNote)
	on := c.day("reviewed_on", n.ReviewedOn, true)
	switch day := calendarDay(on); {
	case !on.Valid:
	case today.Before(day):
		c.wrong("reviewed_on", "in-the-future", "It cannot be later than today.")
	case day.Before(reports.DateOf(p.PublishedAt).AddDays(-1)): // whatever the zone
		c.wrong("reviewed_on", "too-early", "It cannot be before the report was published.")
	}
	if err := c.err(); err != nil {
		return ReportReview{}, err
	}
	ids, err := creator{s.pool, s.now}.create(ctx, person, report, k, 1, func(q *sqlc.Queries, ids []uuid.UUID) error {
		return q.InsertReportReview(ctx, sqlc.InsertReportReviewParams{
			ID: ids[0], Report: report, Reviewer: n.Reviewer, ReviewedOn: on, Note: n.Note, Person: person, Now: s.now(),
		})
	})
	if err != nil {
		return ReportReview{}, contentError(err)
	}
	all, err := s.reviews(ctx, uuid.MustParse(string(p.Library)), &report)
	for _, v := range all {
		if v.ID == ids[0].String() {
			return v, err
		}
	}
	return ReportReview{}, err
}

// ReportDraftRow is a report that waits for a manager to publish it.
type ReportDraftRow struct {
	ID          string                    `json:"id" format:"uuid" doc:"It stays the same when it is published"`
	Library     evidence.LibraryID        `json:"library" format:"uuid"`
	Title       string                    `json:"title"`
	Period      reports.Period            `json:"period"`
	PeriodTitle string                    `json:"period_title"`
	Schedule    evidence.ReportScheduleID `json:"schedule" format:"uuid"`
	MadeAt      time.Time                 `json:"made_at"`
}

// ReportDraft is that with its figures, complete.
type ReportDraft struct {
	ReportDraftRow

	Definitions string
	Complete    reports.Report
}

// Drafts lists the reports of a library that wait, the newest first.
func (s *PublishedReports) Drafts(ctx context.Context, library evidence.LibraryID) ([]ReportDraftRow, error) {
	l, err := rowUUID(string(library))
	if err != nil {
		return nil, err
	}
	rows, err := s.q.ListReportDrafts(ctx, sqlc.ListReportDraftsParams{Library: l, Most: mostPublished})
	return each(rows, func(r sqlc.ListReportDraftsRow) ReportDraftRow {
		return draftRow(r.ID, r.LibraryID, r.ScheduleID, r.Title, r.Period, r.MadeAt)
	}), contentError(err)
}

func draftRow(id, library, schedule uuid.UUID, title, code string, at time.Time) ReportDraftRow {
	period, _ := reports.ParsePeriod(code)
	return ReportDraftRow{
		ID: id.String(), Library: evidence.LibraryID(library.String()), Title: title, Period: period, PeriodTitle: period.Title(),
		Schedule: evidence.ReportScheduleID(schedule.String()), MadeAt: at.UTC(),
	}
}

// Draft gives a report of a library that waits. Errors: NotFound.
func (s *PublishedReports) Draft(ctx context.Context, library evidence.LibraryID, id string) (ReportDraft, error) {
	key, err := rowUUID(id)
	if err != nil {
		return ReportDraft{}, err
	}
	row, err := s.q.GetReportDraft(ctx, key)
	if err != nil {
		return ReportDraft{}, contentError(err)
	}
	r := row.ReportDraft
	if r.LibraryID.String() != string(library) {
		return ReportDraft{}, evidence.Refuse(evidence.NotFound, "")
	}
	d := ReportDraft{ReportDraftRow: draftRow(r.ID, r.LibraryID, r.ScheduleID, r.Title, r.Period, r.MadeAt), Definitions: r.Definitions}
	d.Complete, err = reports.Read(r.Complete)
	return d, err
}

// PublishDraft publishes a report that waits, and owes its link to the recipients of the schedule. Publishing it again gives what
// was published. Errors: NotFound; Invalid where the period was published meanwhile.
func (s *PublishedReports) PublishDraft(ctx context.Context, library evidence.LibraryID, by evidence.PersonID, id string, leave Leaving) (PublishedReport, error) {
	d, err := s.Draft(ctx, library, id)
	if evidence.CodeOf(err) == evidence.NotFound {
		if p, known := s.Published(ctx, id); known == nil && p.Library == library {
			return p, nil
		}
	}
	if err != nil {
		return PublishedReport{}, err
	}
	key := uuid.MustParse(d.ID)
	err = s.tx(ctx, func(q *sqlc.Queries) error {
		if err := q.LockPublishing(ctx, uuid.MustParse(string(library))); err != nil {
			return err
		}
		if n, err := q.DropReportDraft(ctx, key); err != nil || n == 0 { // somebody else was quicker
			return err
		}
		p := ReportPublication{Library: library, By: by, Schedule: d.Schedule, Complete: d.Complete, Definitions: d.Definitions, Leave: leave}
		if err := s.insert(ctx, q, key, p); err != nil {
			return err
		}
		_, err := tellRecipients(ctx, q, key, d.Schedule)
		return err
	})
	if err != nil {
		return PublishedReport{}, err
	}
	return s.Published(ctx, d.ID)
}

// DiscardDraft throws away a report that waits. Errors: NotFound.
func (s *PublishedReports) DiscardDraft(ctx context.Context, library evidence.LibraryID, id string) error {
	d, err := s.Draft(ctx, library, id)
	if err != nil {
		return err
	}
	_, err = s.q.DropReportDraft(ctx, uuid.MustParse(d.ID))
	return contentError(err)
}

func tellRecipients(ctx context.Context, q *sqlc.Queries, report uuid.UUID, schedule evidence.ReportScheduleID) (int, error) {
	n, err := q.TellRecipients(ctx, sqlc.TellRecipientsParams{
		Report: report, Kind: string(evidence.NoticeReportReady), Schedule: uuid.MustParse(string(schedule)),
	})
	return int(n), err
}

// ReportLetter is what became of a letter about a report.
type ReportLetter struct {
	Recipient string     `json:"recipient" doc:"A name, or an address"`
	Kind      string     `json:"kind"`
	State     string     `json:"state" enum:"queued,sending,sent,unconfirmed,failed,no_recipient"`
	QueuedAt  time.Time  `json:"queued_at"`
	DoneAt    *time.Time `json:"done_at,omitempty"`
}

// Letters lists who was sent the link to a report, and whether it went.
func (s *PublishedReports) Letters(ctx context.Context, id string) ([]ReportLetter, error) {
	key, err := rowUUID(id)
	if err != nil {
		return nil, err
	}
	rows, err := s.q.ReportLetters(ctx, sqlc.ReportLettersParams{Report: key, Most: mostLetters})
	return each(rows, func(r sqlc.ReportLettersRow) ReportLetter {
		return ReportLetter{Recipient: r.Recipient, Kind: r.Kind, State: r.State, QueuedAt: r.QueuedAt.UTC(), DoneAt: instant(r.DoneAt)}
	}), contentError(err)
}
