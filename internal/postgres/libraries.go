package postgres

import (
	"context"
	"encoding/json"
	"strings"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"

	"evidencedesk/internal/calendar"
	"evidencedesk/internal/evidence"
	"evidencedesk/internal/fulltext"
	"evidencedesk/internal/guard"
	"evidencedesk/internal/postgres/sqlc"
)

// Libraries keeps the library services, the organisations they serve and how they set the service up.
type Libraries struct {
	pool *pgxpool.Pool
	q    *sqlc.Queries
	now  func() time.Time
}

// NewLibraries makes the store over the application's pool. now is nil for the clock.
func NewLibraries(pool *pgxpool.Pool, now func() time.Time) *Libraries {
	return &Libraries{pool: pool, q: sqlc.New(pool), now: clock(now)}
}

// Library is a library service.
type Library struct {
	ID            evidence.LibraryID
	Code          string // short, for addresses and commands
	Name          string
	Nation        calendar.Nation
	Email         string
	Outside       bool // a partner that does not use this system
	Settings      Settings
	Organisations []Organisation
}

// Organisation is served by a library.
type Organisation struct {
	ID     string
	Name   string
	Area   string
	Trust  string
	County string
}

// Add adds a library, with the working hours and the templates of messages that a new library starts with. Adding the same identifier again changes
// nothing; the organisations are added by [Libraries.AddOrganisation]. Errors: Invalid for a code that is taken or
// misshapen, a name or address that is missing, a nation that there is not.
func (s *Libraries) Add(ctx context.Context, l Library) (evidence.LibraryID, error) {
	l.Name, l.Email = strings.TrimSpace(l.Name), strings.TrimSpace(l.Email)
	if l.Name == "" || l.Email == "" {
		return "", evidence.InvalidField("name", "required", "Give a name and an e-mail address.")
	}
	id, err := givenID(string(l.ID))
	if err != nil {
		return "", err
	}
	err = pgx.BeginFunc(ctx, s.pool, func(tx pgx.Tx) error {
		q := s.q.WithTx(tx)
		n, err := q.InsertLibrary(ctx, sqlc.InsertLibraryParams{
			ID: id, Code: l.Code, Name: l.Name, Nation: string(l.Nation), Email: l.Email, Outside: l.Outside, Now: s.now(),
		})
		if err != nil || n == 0 {
			return err
		}
		spec := calendar.DefaultSpec()
		spec.Nation = l.Nation
		_, err = q.InsertCalendar(ctx, sqlc.InsertCalendarParams{Library: id, Version: int32(spec.Version), Spec: jsonOf(spec), Now: s.now()}) //nolint:gosec // it is 1
		if err != nil || l.Outside {
			return err
		}
		return q.AddStartingTemplates(ctx, sqlc.AddStartingTemplatesParams{Library: id, Now: s.now()})
	})
	switch {
	case violates(err, "library_code_check"):
		return "", evidence.InvalidField("code", "malformed", "Use 2 to 31 small letters, digits and hyphens.")
	case violates(err, "library_nation_check"):
		return "", evidence.InvalidField("nation", "unknown", "There is no such nation.")
	case err != nil:
		return "", directoryError(err)
	}
	return evidence.LibraryID(id.String()), nil
}

// givenID reads an identifier that may be left to the store.
func givenID(id string) (uuid.UUID, error) {
	if id == "" {
		return rowID(), nil
	}
	if !isUUID(id) {
		return uuid.Nil, evidence.InvalidField("id", "malformed", "Use a UUID.")
	}
	return uuid.MustParse(id), nil
}

// AddOrganisation adds an organisation that the library serves and gives its identifier. Adding the same identifier again
// changes nothing. Errors: NotFound for the library; Invalid for a name that is missing or there already.
func (s *Libraries) AddOrganisation(ctx context.Context, library evidence.LibraryID, o Organisation) (string, error) {
	l, err := rowUUID(string(library))
	if err != nil {
		return "", err
	}
	if o.Name = strings.TrimSpace(o.Name); o.Name == "" {
		return "", evidence.InvalidField("name", "required", "Give a name.")
	}
	id, err := givenID(o.ID)
	if err != nil {
		return "", err
	}
	_, err = s.q.InsertOrganisation(ctx, sqlc.InsertOrganisationParams{
		ID: id, Library: l, Name: o.Name, Area: o.Area, Trust: o.Trust, County: o.County,
	})
	if err != nil {
		return "", directoryError(err)
	}
	return id.String(), nil
}

// Place narrows the directory; what is empty lets everything through.
type Place struct{ Area, Trust, County string }

// Directory lists the libraries by name. With a place, those that serve an organisation there, and only these
// organisations.
func (s *Libraries) Directory(ctx context.Context, at Place) ([]Library, error) {
	rows, err := s.q.Directory(ctx, sqlc.DirectoryParams{Area: at.Area, Trust: at.Trust, County: at.County})
	list := []Library{}
	for _, r := range rows {
		id := evidence.LibraryID(r.ID.String())
		if n := len(list); n == 0 || list[n-1].ID != id {
			list = append(list, Library{
				ID: id, Code: r.Code, Name: r.Name, Nation: calendar.Nation(r.Nation), Email: r.Email, Outside: r.Outside,
				Settings: fromJSON[Settings](r.Settings),
			})
		}
		if r.Organisation != nil {
			l := &list[len(list)-1]
			l.Organisations = append(l.Organisations, Organisation{
				ID: r.Organisation.String(), Name: orEmpty(r.OrganisationName), Area: orEmpty(r.Area), Trust: orEmpty(r.Trust), County: orEmpty(r.County),
			})
		}
	}
	return list, err
}

// Library gives a library without its organisations. Errors: NotFound.
func (s *Libraries) Library(ctx context.Context, id evidence.LibraryID) (Library, error) {
	key, err := rowUUID(string(id))
	if err != nil {
		return Library{}, err
	}
	row, err := s.q.GetLibrary(ctx, key)
	return libraryFrom(row), processError(err)
}

// ByCode finds a library by its code. Errors: NotFound.
func (s *Libraries) ByCode(ctx context.Context, code string) (Library, error) {
	row, err := s.q.LibraryByCode(ctx, code)
	return libraryFrom(row), processError(err)
}

func libraryFrom(r sqlc.Library) Library {
	return Library{
		ID: evidence.LibraryID(r.ID.String()), Code: r.Code, Name: r.Name, Nation: calendar.Nation(r.Nation), Email: r.Email, Outside: r.Outside,
		Settings: fromJSON[Settings](r.Settings),
	}
}

// Settings is how a library sets the service up.
type Settings struct {
	// HospitalNumberPatterns are the shapes in which its hospitals write their numbers (RE2), for the identifier guard.
	HospitalNumberPatterns []string `json:"hospital_number_patterns,omitempty"`
	// RetentionMonths is how long after closing a request says who asked; 0: [DefaultRetentionMonths].
	RetentionMonths int `json:"retention_months,omitempty"`
	// EmailDomains are the domains of e-mail addresses whose owners may use the library without being asked in, such as
	// northmoor.nhs.uk. A domain stands for itself, not for those below it.
	EmailDomains []string `json:"email_domains,omitempty"`
	// AccessOpen lets anybody who has signed in ask to use the library; a manager decides.
	AccessOpen bool `json:"access_open,omitempty"`
	// What people are shown of the library: addresses for what they can do by themselves, and a note on the opening hours.
	Phone             string `json:"phone,omitempty"`
	HubURL            string `json:"hub_url,omitempty"`
	OpenAthensURL     string `json:"openathens_url,omitempty"`
	ArticleRequestURL string `json:"article_request_url,omitempty"`
	OpeningNote       string `json:"opening_note,omitempty"`
	// How readers get to the whole text of a reference: see fulltext.Library, where the article request is the one above.
	OpenAthensTemplate string `json:"openathens_template,omitempty"`
	LibraryHubTemplate string `json:"library_hub_template,omitempty"`
}

// DefaultRetentionMonths is how long the fields of a closed request that identify people are kept, unless the library says
// otherwise (domain rule 9: two years, inferred).
const DefaultRetentionMonths = 24

const maxRetentionMonths = 30 * 12

// FullText is how the readers of the library get to the whole text of a reference.
func (v Settings) FullText() fulltext.Library {
	return fulltext.Library{OpenAthens: v.OpenAthensTemplate, Hub: v.LibraryHubTemplate, Request: v.ArticleRequestURL}
}

// Settings gives the settings of a library. Errors: NotFound.
func (s *Libraries) Settings(ctx context.Context, library evidence.LibraryID) (Settings, error) {
	key, err := rowUUID(string(library))
	if err != nil {
		return Settings{}, err
	}
	raw, err := s.q.LibrarySettings(ctx, key)
	if err != nil {
		return Settings{}, processError(err)
	}
	var v Settings
	return v, json.Unmarshal(raw, &v)
}

// SaveSettings replaces the settings of a library. Errors: NotFound; Invalid for a pattern that cannot be read or matches
// nearly everything, for a retention of more than 30 years, and for a domain that is none.
func (s *Libraries) SaveSettings(ctx context.Context, library evidence.LibraryID, v Settings) error {
	key, err := rowUUID(string(library))
	if err != nil {
		return err
	}
	if _, err := guard.ParseHospitalPatterns(v.HospitalNumberPatterns); err != nil {
		return evidence.InvalidField("hospital_number_patterns", "malformed", "One of the patterns is not a regular expression that can be used.")
	}
	if v.RetentionMonths < 0 || v.RetentionMonths > maxRetentionMonths {
		return evidence.InvalidField("retention_months", "out-of-range", "Give 1 to 360 months.")
	}
	if v.EmailDomains, err = mailDomains(v.EmailDomains); err != nil {
		return err
	}
	n, err := s.q.SaveLibrarySettings(ctx, sqlc.SaveLibrarySettingsParams{ID: key, Settings: jsonOf(v)})
	if err == nil && n == 0 {
		return evidence.Refuse(evidence.NotFound, "")
	}
	return err
}

// HospitalPatterns gives the shapes of hospital numbers that the identifier guard looks for in this library's texts.
func (s *Libraries) HospitalPatterns(ctx context.Context, library evidence.LibraryID) ([]string, error) {
	v, err := s.Settings(ctx, library)
	return v.HospitalNumberPatterns, err
}

// OpenRequests lists the requests of a library whose dates the calendar decides: those that are told to compute them again.
func (s *Libraries) OpenRequests(ctx context.Context, library evidence.LibraryID) ([]evidence.RequestID, error) {
	key, err := rowUUID(string(library))
	if err != nil {
		return nil, err
	}
	rows, err := s.q.OpenRequestIDs(ctx, key)
	return each(rows, func(id uuid.UUID) evidence.RequestID { return evidence.RequestID(id.String()) }), err
}
