package postgres

import (
	"context"
	"strings"
	"time"

	"github.com/google/uuid"

	"evidencedesk/internal/evidence"
	"evidencedesk/internal/postgres/sqlc"
)

// WellbeingServiceContent is where the people of a library find help, in the words of their organisation.
type WellbeingServiceContent struct {
	Name  string `json:"name" maxLength:"200" doc:"Of the wellbeing service; empty: none is named"`
	URL   string `json:"url" maxLength:"2000" doc:"https"`
	Phone string `json:"phone" maxLength:"200"`
	Note  string `json:"note" maxLength:"2000" doc:"Plain text, such as when somebody answers"`
}

// WellbeingService is that with its version.
type WellbeingService struct {
	WellbeingServiceContent

	Version   int       `json:"version" doc:"Send it as If-Match; 1 while nothing was ever saved"`
	UpdatedAt time.Time `json:"updated_at,omitzero"`
}

func (w WellbeingService) version() int { return w.Version }

// maxWellbeingNote bounds what is said of the service, in characters.
const maxWellbeingNote = 2_000

// Service gives where the people of a library find help.
func (s *Wellbeing) Service(ctx context.Context, library evidence.LibraryID) (WellbeingService, error) {
	l, err := rowUUID(string(library))
	if err != nil {
		return WellbeingService{}, err
	}
	return s.service(ctx, l)
}

func (s *Wellbeing) service(ctx context.Context, library uuid.UUID) (WellbeingService, error) {
	r, err := s.q.GetWellbeingService(ctx, library)
	if isMissing(err) {
		return WellbeingService{Version: undecided}, nil
	}
	return serviceOf(r), contentError(err)
}

// SaveService changes what is at this version. Errors: Invalid; a [StaleError].
func (s *Wellbeing) SaveService(ctx context.Context, library evidence.LibraryID, by evidence.PersonID, version int, c WellbeingServiceContent) (WellbeingService, error) {
	l, p, err := idsOf(string(library), string(by))
	if err != nil {
		return WellbeingService{}, err
	}
	k := s.checker()
	c.Name, c.URL, c.Phone, c.Note = strings.TrimSpace(c.Name), strings.TrimSpace(c.URL), strings.TrimSpace(c.Phone), strings.TrimSpace(c.Note)
	k.text("name", c.Name, evidence.MaxName)
	k.secureLink("url", c.URL)
	k.text("phone", c.Phone, evidence.MaxName)
	k.text("note", c.Note, maxWellbeingNote)
	if err := k.err(); err != nil {
		return WellbeingService{}, err
	}
	var row sqlc.WellbeingService
	if version == undecided {
		row, err = s.q.InsertWellbeingService(ctx, sqlc.InsertWellbeingServiceParams{
			Library: l, Name: c.Name, Url: c.URL, Phone: c.Phone, Note: c.Note, Person: p, Now: s.now(),
		})
	} else {
		row, err = s.q.UpdateWellbeingService(ctx, sqlc.UpdateWellbeingServiceParams{
			Library: l, Version: fit(version), Name: c.Name, Url: c.URL, Phone: c.Phone, Note: c.Note, Person: p, Now: s.now(),
		})
	}
	return written(serviceOf(row), err, version, func() (WellbeingService, error) { return s.service(ctx, l) })
}

func serviceOf(r sqlc.WellbeingService) WellbeingService {
	return WellbeingService{
		Version: int(r.Version), UpdatedAt: r.UpdatedAt.UTC(),
		WellbeingServiceContent: WellbeingServiceContent{Name: r.Name, URL: r.Url, Phone: r.Phone, Note: r.Note},
	}
}

// SignpostContent is that the wellbeing service was pointed out to the team.
type SignpostContent struct {
	On  string `json:"on" format:"date" doc:"Not in the future"`
	How string `json:"how" enum:"team_meeting,email,noticeboard,induction,other"`
}

// Signpost is that with who recorded it.
type Signpost struct {
	ID string `json:"id" format:"uuid"`
	SignpostContent
	By     evidence.PersonID `json:"by" format:"uuid"`
	ByName string            `json:"by_name"`
	At     time.Time         `json:"at" doc:"When it was recorded"`
}

// SignpostWays are the ways of pointing out the service.
func SignpostWays() []string {
	return []string{"team_meeting", "email", "noticeboard", "induction", "other"}
}

// Signposts lists when the service was pointed out, the last time first; at most 200.
func (s *Wellbeing) Signposts(ctx context.Context, library evidence.LibraryID) ([]Signpost, error) {
	l, err := rowUUID(string(library))
	if err != nil {
		return nil, err
	}
	rows, err := s.q.Signposts(ctx, l)
	return each(rows, func(r sqlc.SignpostsRow) Signpost {
		return Signpost{
			ID: r.ID.String(), By: personOf(r.ByPerson), ByName: r.Name, At: r.RecordedAt.UTC(),
			SignpostContent: SignpostContent{On: dayWords(dayOf(r.OnDate)), How: r.How},
		}
	}), contentError(err)
}

// AddSignpost records one. Errors: Invalid for a day that is none or still to come.
func (s *Wellbeing) AddSignpost(ctx context.Context, library evidence.LibraryID, by evidence.PersonID, c SignpostContent, k Creation) (string, error) {
	l, p, err := idsOf(string(library), string(by))
	if err != nil {
		return "", err
	}
	check := s.checker()
	day := dayFrom(c.On)
	switch {
	case day == nil:
		check.wrong("on", "malformed", "Use a date such as 2026-11-27.")
	case day.After(s.now()):
		check.wrong("on", "in-the-future", "Record it once it has happened.")
	}
	check.needed("how", c.How, evidence.MaxCode)
	check.one("how", c.How, SignpostWays()...)
	if err := check.err(); err != nil {
		return "", err
	}
	ids, err := creator{s.pool, s.now}.create(ctx, p, l, k, 1, func(q *sqlc.Queries, ids []uuid.UUID) error {
		return q.InsertSignpost(ctx, sqlc.InsertSignpostParams{ID: ids[0], Library: l, OnDate: dateOf(day), How: c.How, Person: p, Now: s.now()})
	})
	if err != nil {
		return "", err
	}
	return ids[0].String(), nil
}

// dayFrom reads a date such as 2026-11-27; nil for what is none.
func dayFrom(s string) *time.Time {
	t, err := time.Parse(time.DateOnly, s)
	if err != nil || t.Year() < 1990 || t.Year() > 2198 {
		return nil
	}
	return &t
}

// dayWords writes a date; nothing for none.
func dayWords(t *time.Time) string {
	if t == nil {
		return ""
	}
	return t.Format(time.DateOnly)
}
