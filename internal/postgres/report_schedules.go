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

// Limits of schedules.
const (
	MaxReportSchedules  = 50
	MaxReportRecipients = 50
	lastReportDay       = 28 // every month has it
)

// ReportScheduleContent is what a library means to report by itself.
type ReportScheduleContent struct {
	Title        string                 `json:"title" minLength:"1" maxLength:"200"`
	Kind         reports.PeriodKind     `json:"kind" enum:"month,quarter,year,national-year" doc:"Which periods; a national year runs from April to March"`
	Day          int                    `json:"day" minimum:"1" maximum:"28" doc:"The day of the month after a period ends on which its report is made"`
	Organisation string                 `json:"organisation,omitempty" maxLength:"36"`
	Specialty    string                 `json:"specialty,omitempty" maxLength:"200"`
	StaffGroup   string                 `json:"staff_group,omitempty" maxLength:"64"`
	Purpose      string                 `json:"purpose,omitempty" maxLength:"64"`
	Publishes    bool                   `json:"publishes,omitempty" doc:"At once; otherwise the report waits for a manager to publish it"`
	State        evidence.ScheduleState `json:"state" enum:"active,paused"`
	People       []evidence.PersonID    `json:"people,omitempty" maxItems:"50" doc:"People of the library who are sent the link"`
	Emails       []string               `json:"emails,omitempty" maxItems:"50" doc:"Addresses that are sent the link; one of somebody in the library becomes that person"`
}

// Scope is whose figures it reports.
func (c ReportScheduleContent) Scope(library evidence.LibraryID) reports.Scope {
	return reports.Scope{
		Libraries: []string{string(library)}, Organisation: c.Organisation, Specialty: c.Specialty, StaffGroup: c.StaffGroup, Purpose: c.Purpose,
	}
}

// ReportSchedule is a schedule as it is.
type ReportSchedule struct {
	ID      evidence.ReportScheduleID `json:"id" format:"uuid"`
	Library evidence.LibraryID        `json:"library" format:"uuid"`
	Version int                       `json:"version"`
	ReportScheduleContent
	Names     []string       `json:"names" nullable:"false" doc:"Of the people"`
	NextOn    string         `json:"next_on,omitempty" format:"date" doc:"When it runs next; absent while it is paused"`
	NextAbout reports.Period `json:"next_about" doc:"The period it reports then"`
	Zone      string         `json:"zone" doc:"By whose clock the day begins"`
	UpdatedAt time.Time      `json:"updated_at"`
}

func (s ReportSchedule) version() int { return s.Version }

// Schedules lists the schedules of a library, the oldest first.
func (s *PublishedReports) Schedules(ctx context.Context, library evidence.LibraryID) ([]ReportSchedule, error) {
	l, err := rowUUID(string(library))
	if err != nil {
		return nil, err
	}
	return s.schedules(ctx, l, nil)
}

// Schedule gives one of them. Errors: NotFound.
func (s *PublishedReports) Schedule(ctx context.Context, library evidence.LibraryID, id string) (ReportSchedule, error) {
	l, key, err := idsOf(string(library), id)
	if err != nil {
		return ReportSchedule{}, err
	}
	list, err := s.schedules(ctx, l, &key)
	if err == nil && len(list) == 0 {
		err = evidence.Refuse(evidence.NotFound, "")
	}
	if err != nil {
		return ReportSchedule{}, err
	}
	return list[0], nil
}

func (s *PublishedReports) schedules(ctx context.Context, library uuid.UUID, one *uuid.UUID) ([]ReportSchedule, error) {
	rows, err := s.q.ReportSchedules(ctx, sqlc.ReportSchedulesParams{Library: library, One: one, Most: MaxReportSchedules})
	if err != nil {
		return nil, contentError(err)
	}
	ids := each(rows, func(r sqlc.ReportSchedulesRow) uuid.UUID { return r.ReportSchedule.ID })
	recipients, err := s.q.ReportRecipients(ctx, ids)
	if err != nil {
		return nil, contentError(err)
	}
	return each(rows, func(r sqlc.ReportSchedulesRow) ReportSchedule {
		one := scheduleOf(r.ReportSchedule)
		for _, to := range recipients {
			switch {
			case to.ScheduleID != r.ReportSchedule.ID:
			case to.PersonID != nil:
				one.People, one.Names = append(one.People, personOf(*to.PersonID)), append(one.Names, to.Name)
			default:
				one.Emails = append(one.Emails, to.Email)
			}
		}
		one.next(s.now())
		return one
	}), nil
}

func scheduleOf(r sqlc.ReportSchedule) ReportSchedule {
	of := fromJSON[reports.Scope](r.Scope)
	return ReportSchedule{
		ID: evidence.ReportScheduleID(r.ID.String()), Library: evidence.LibraryID(r.LibraryID.String()), Version: int(r.Version), Zone: r.Zone, UpdatedAt: r.UpdatedAt.UTC(),
		Names: []string{}, ReportScheduleContent: ReportScheduleContent{
			Title: r.Title, Kind: reports.PeriodKind(r.Kind), Day: int(r.Day), Organisation: of.Organisation, Specialty: of.Specialty, StaffGroup: of.StaffGroup,
			Purpose: of.Purpose, Publishes: r.Publishes, State: evidence.ScheduleState(r.State),
		},
	}
}

// next says when it runs next, by the library's clock, and about what.
func (s *ReportSchedule) next(now time.Time) {
	zone, err := time.LoadLocation(s.Zone)
	if err != nil {
		zone = time.UTC
	}
	today := reports.DateOf(now.In(zone))
	p := reports.PeriodOf(s.Kind, today)
	run := p.From().AddDays(s.Day - 1)
	if !today.Before(run) { // this one's turn has come: the next is after the period under way
		run = p.To().AddDays(s.Day)
		s.NextAbout = p
	} else {
		s.NextAbout = p.Before()
	}
	if s.State == evidence.ScheduleActive {
		s.NextOn = run.String()
	}
}

// AddSchedule adds a schedule. Errors: Invalid with every field that cannot be.
func (s *PublishedReports) AddSchedule(ctx context.Context, library evidence.LibraryID, by evidence.PersonID, zone string, c ReportScheduleContent, k Creation) (ReportSchedule, error) {
	l, p, err := idsOf(string(library), string(by))
	if err != nil {
		return ReportSchedule{}, err
	}
	if c, err = c.checked(s.now()); err != nil {
		return ReportSchedule{}, err
	}
	ids, err := creator{s.pool, s.now}.create(ctx, p, l, k, 1, func(q *sqlc.Queries, ids []uuid.UUID) error {
		if rows, err := q.ReportSchedules(ctx, sqlc.ReportSchedulesParams{Library: l, Most: MaxReportSchedules}); err != nil || len(rows) >= MaxReportSchedules {
			return tooMany(err, "title", MaxReportSchedules)
		}
		err := q.InsertReportSchedule(ctx, sqlc.InsertReportScheduleParams{
			ID: ids[0], Library: l, Title: c.Title, Kind: string(c.Kind), Day: fit(c.Day), Scope: scopeJSON(c.Scope(library)), Publishes: c.Publishes, Zone: zone,
			State: string(c.State), Person: p, Now: s.now(),
		})
		if err != nil {
			return err
		}
		return s.address(ctx, q, l, ids[0], c)
	})
	if err != nil {
		return ReportSchedule{}, contentError(err)
	}
	return s.Schedule(ctx, library, ids[0].String())
}

// SaveSchedule changes, pauses or resumes the schedule that is at this version. Errors: as AddSchedule; a [StaleError].
func (s *PublishedReports) SaveSchedule(ctx context.Context, library evidence.LibraryID, by evidence.PersonID, id string, version int, zone string, c ReportScheduleContent) (ReportSchedule, error) {
	c, err := c.checked(s.now())
	if err != nil {
		return ReportSchedule{}, err
	}
	return s.saveSchedule(ctx, library, by, id, version, zone, c)
}

// EndSchedule ends the schedule that is at this version. What it published stays.
func (s *PublishedReports) EndSchedule(ctx context.Context, library evidence.LibraryID, by evidence.PersonID, id string, version int) error {
	now, err := s.Schedule(ctx, library, id)
	if err != nil {
		return err
	}
	c := now.ReportScheduleContent
	c.State, c.People, c.Emails = evidence.ScheduleEnded, nil, nil
	_, err = s.saveSchedule(ctx, library, by, id, version, now.Zone, c)
	if evidence.CodeOf(err) == evidence.NotFound { // an ended one is read no more
		return nil
	}
	return err
}

func (s *PublishedReports) saveSchedule(ctx context.Context, library evidence.LibraryID, by evidence.PersonID, id string, version int, zone string, c ReportScheduleContent) (ReportSchedule, error) {
	l, key, err := idsOf(string(library), id)
	if err != nil {
		return ReportSchedule{}, err
	}
	p, err := rowUUID(string(by))
	if err != nil {
		return ReportSchedule{}, err
	}
	err = s.tx(ctx, func(q *sqlc.Queries) error {
		_, err := q.UpdateReportSchedule(ctx, sqlc.UpdateReportScheduleParams{
			ID: key, Library: l, Version: fit(version), Title: c.Title, Kind: string(c.Kind), Day: fit(c.Day), Scope: scopeJSON(c.Scope(library)),
			Publishes: c.Publishes, Zone: zone, State: string(c.State), Person: p, Now: s.now(),
		})
		if err != nil {
			return err
		}
		err = q.DropReportRecipients(ctx, sqlc.DropReportRecipientsParams{
			Now: s.now(), Schedule: key, Emails: each(c.Emails, strings.ToLower), People: uuids(c.People),
		})
		if err != nil {
			return err
		}
		return s.address(ctx, q, l, key, c)
	})
	if evidence.CodeOf(err) == evidence.NotFound {
		now, err := s.Schedule(ctx, library, id)
		if err == nil && now.Version != version {
			err = &StaleError{Version: now.Version, Current: now}
		}
		return now, err
	}
	if err != nil {
		return ReportSchedule{}, err
	}
	return s.Schedule(ctx, library, id)
}
