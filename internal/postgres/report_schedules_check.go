package postgres

import (
	"context"
	"fmt"
	"net/mail"
	"slices"
	"strings"
	"time"

	"github.com/google/uuid"

	"evidencedesk/internal/evidence"
	"evidencedesk/internal/postgres/sqlc"
	reports "evidencedesk/internal/report"
)

// maxEmail is how long an address can be (RFC 5321, 4.5.3.1.3).
const maxEmail = 254

// checked is the content as it is kept, or what is wrong with it.
func (c ReportScheduleContent) checked(now time.Time) (ReportScheduleContent, error) {
	k := checker{now: now}
	c.Title = strings.TrimSpace(c.Title)
	k.needed("title", c.Title, evidence.MaxName)
	k.between("day", c.Day, 1, lastReportDay)
	if !slices.Contains([]reports.PeriodKind{reports.Monthly, reports.Quarterly, reports.Yearly, reports.NationalYearly}, c.Kind) {
		k.wrong("kind", "unknown", "Use month, quarter, year or national-year.")
	}
	if c.State != evidence.ScheduleActive && c.State != evidence.SchedulePaused {
		k.wrong("state", "unknown", "Use active or paused.")
	}
	k.many("people", len(c.People), MaxReportRecipients)
	for i, p := range c.People {
		if !isUUID(string(p)) {
			k.wrong(fmt.Sprintf("people[%d]", i), "unknown", "Name people of your library.")
		}
	}
	k.many("emails", len(c.Emails), MaxReportRecipients)
	emails := make([]string, 0, len(c.Emails))
	for i, e := range c.Emails {
		at, err := mail.ParseAddress(strings.TrimSpace(e))
		switch {
		case err != nil || at.Name != "" || len(at.Address) > maxEmail:
			k.wrong(fmt.Sprintf("emails[%d]", i), "malformed", "Give one e-mail address, such as name@example.nhs.uk.")
		case !slices.ContainsFunc(emails, func(known string) bool { return strings.EqualFold(known, at.Address) }):
			emails = append(emails, at.Address)
		}
	}
	c.Emails = emails
	return c, k.err()
}

// address adds the recipients who are not there yet.
func (s *PublishedReports) address(ctx context.Context, q *sqlc.Queries, library, schedule uuid.UUID, c ReportScheduleContent) error {
	_, err := q.AddReportReaders(ctx, sqlc.AddReportReadersParams{Schedule: schedule, People: uuids(c.People), Library: library})
	if err != nil {
		return err
	}
	if _, err := q.AddReportRecipients(ctx, sqlc.AddReportRecipientsParams{Schedule: schedule, Emails: c.Emails, Library: library}); err != nil {
		return err
	}
	there, err := q.ReportRecipients(ctx, []uuid.UUID{schedule})
	if err != nil {
		return err
	}
	for _, p := range c.People {
		if !slices.ContainsFunc(there, func(r sqlc.ReportRecipientsRow) bool { return personOrNone(r.PersonID) == p }) {
			return evidence.InvalidField("people", "unknown", "Name people of your library.")
		}
	}
	return nil
}
