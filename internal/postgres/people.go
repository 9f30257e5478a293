package postgres

import (
	"context"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"

	"evidencedesk/internal/evidence"
	"evidencedesk/internal/postgres/sqlc"
)

// People knows who people are and what they may be in which library. It is the only place that holds names and addresses.
type People struct {
	pool *pgxpool.Pool
	q    *sqlc.Queries
	now  func() time.Time
}

// NewPeople makes the store over the application's pool. now is nil for the clock.
func NewPeople(pool *pgxpool.Pool, now func() time.Time) *People {
	return &People{pool: pool, q: sqlc.New(pool), now: clock(now)}
}

// clock reads a clock as the database keeps it: UTC, microseconds.
func clock(now func() time.Time) func() time.Time {
	if now == nil {
		now = time.Now
	}
	return func() time.Time { return now().UTC().Truncate(time.Microsecond) }
}

// Person is what is known of somebody. An erased person has a pseudonym for a name, and nothing else that tells who it was.
type Person struct {
	ID           evidence.PersonID
	Name         string
	Email        string
	JobTitle     string
	Phone        string
	StaffGroup   string // a code of staff_groups
	Organisation string // empty: none
	Erased       bool
}

// NewPerson is somebody to be added. The address decides who it is; upper and lower case are the same.
type NewPerson struct {
	ID           evidence.PersonID // empty: a new one
	Name         string
	Email        string
	JobTitle     string
	Phone        string
	StaffGroup   string
	Organisation string
}

// Add adds a person. Adding the same identifier or address again changes nothing and gives who is there.
func (s *People) Add(ctx context.Context, p NewPerson) (evidence.PersonID, error) {
	var id uuid.UUID
	err := s.tx(ctx, func(q *sqlc.Queries) (err error) {
		id, err = s.add(ctx, q, p)
		return err
	})
	return idOrEmpty(id, err), err
}

// Register finds the person with this address, or adds them, and makes them a requester of the library unless they ask or
// work there already. What is known of somebody stays as it is.
func (s *People) Register(ctx context.Context, library evidence.LibraryID, p NewPerson) (evidence.PersonID, error) {
	l, err := rowUUID(string(library))
	if err != nil {
		return "", err
	}
	var id uuid.UUID
	err = s.tx(ctx, func(q *sqlc.Queries) error {
		if id, err = s.add(ctx, q, p); err != nil {
			return err
		}
		roles, err := q.RolesIn(ctx, sqlc.RolesInParams{Person: id, Library: l})
		if err != nil || asksOrWorks(roles) {
			return err
		}
		_, err = q.InsertRole(ctx, s.giving(id, l, evidence.Requester))
		return err
	})
	return idOrEmpty(id, err), err
}

func asksOrWorks(roles []string) bool {
	held := evidence.Actor{Roles: each(roles, func(r string) evidence.Role { return evidence.Role(r) })}
	return held.Staff() || held.Is(evidence.Requester)
}

func (s *People) add(ctx context.Context, q *sqlc.Queries, p NewPerson) (uuid.UUID, error) {
	p.Name, p.Email = strings.TrimSpace(p.Name), strings.TrimSpace(p.Email)
	if err := p.check(); err != nil {
		return uuid.Nil, err
	}
	row := sqlc.InsertPersonParams{
		ID: rowID(), Name: p.Name, Email: &p.Email, JobTitle: p.JobTitle, Phone: p.Phone, StaffGroup: p.StaffGroup, Now: s.now(),
	}
	if p.ID != "" {
		id, err := rowUUID(string(p.ID))
		if err != nil {
			return uuid.Nil, evidence.InvalidField("id", "malformed", "Use a UUID.")
		}
		row.ID = id
	}
	if p.Organisation != "" {
		organisation, err := rowUUID(p.Organisation)
		if err != nil {
			return uuid.Nil, noSuchOrganisation()
		}
		row.Organisation = &organisation
	}
	n, err := q.InsertPerson(ctx, row)
	if err != nil || n == 1 {
		return row.ID, err
	}
	if there, err := q.GetPerson(ctx, row.ID); err == nil {
		return there.ID, nil
	}
	there, err := q.PersonByEmail(ctx, p.Email)
	return there.ID, err
}

func (p NewPerson) check() error {
	var wrong []evidence.FieldError
	limit := func(field, value string, least, most int) {
		if n := utf8.RuneCountInString(value); n < least || n > most {
			wrong = append(wrong, evidence.FieldError{Field: field, Code: "length", Detail: "This is missing or too long."})
		}
	}
	limit("name", p.Name, 1, evidence.MaxName)
	limit("email", p.Email, 1, evidence.MaxEmail)
	limit("job_title", p.JobTitle, 0, evidence.MaxName)
	limit("phone", p.Phone, 0, evidence.MaxName)
	limit("staff_group", p.StaffGroup, 0, evidence.MaxCode)
	if local, domain, _ := strings.Cut(p.Email, "@"); p.Email != "" && (local == "" || domain == "") {
		wrong = append(wrong, evidence.FieldError{Field: "email", Code: "malformed", Detail: "Give an e-mail address."})
	}
	if wrong == nil {
		return nil
	}
	return &evidence.Error{Code: evidence.Invalid, Fields: wrong}
}

func noSuchOrganisation() error {
	return evidence.InvalidField("organisation", "unknown", "There is no such organisation.")
}

// Person gives what is known of somebody, also after erasure. Errors: NotFound.
func (s *People) Person(ctx context.Context, id evidence.PersonID) (Person, error) {
	key, err := rowUUID(string(id))
	if err != nil {
		return Person{}, err
	}
	row, err := s.q.GetPerson(ctx, key)
	return personFrom(row), processError(err)
}

// ByEmail finds a person by address, whatever its case. Errors: NotFound.
func (s *People) ByEmail(ctx context.Context, email string) (Person, error) {
	row, err := s.q.PersonByEmail(ctx, strings.TrimSpace(email))
	return personFrom(row), processError(err)
}

// Names gives the names of those who exist; of the erased their pseudonyms.
func (s *People) Names(ctx context.Context, ids []evidence.PersonID) (map[evidence.PersonID]string, error) {
	var keys []uuid.UUID
	for _, id := range ids {
		if key, err := rowUUID(string(id)); err == nil {
			keys = append(keys, key)
		}
	}
	rows, err := s.q.NamesOf(ctx, keys)
	names := make(map[evidence.PersonID]string, len(rows))
	for _, r := range rows {
		names[personOf(r.ID)] = r.Name
	}
	return names, err
}

func personFrom(r sqlc.Person) Person {
	p := Person{
		ID: personOf(r.ID), Name: r.Name, Email: orEmpty(r.Email), JobTitle: r.JobTitle, Phone: r.Phone, StaffGroup: r.StaffGroup,
		Erased: r.ErasedAt != nil,
	}
	if r.OrganisationID != nil {
		p.Organisation = r.OrganisationID.String()
	}
	return p
}

func (s *People) tx(ctx context.Context, do func(*sqlc.Queries) error) error {
	return directoryError(pgx.BeginFunc(ctx, s.pool, func(tx pgx.Tx) error { return do(s.q.WithTx(tx)) }))
}

func idOrEmpty(id uuid.UUID, err error) evidence.PersonID {
	if err != nil {
		return ""
	}
	return personOf(id)
}

// directoryError turns an error of the database about people and libraries into one that callers may see.
func directoryError(err error) error {
	switch {
	case violates(err, "person_organisation_id_fkey"):
		return noSuchOrganisation()
	case violates(err, "person_role_library_id_fkey"), violates(err, "organisation_library_id_fkey"):
		return evidence.Refuse(evidence.NotFound, "")
	case violates(err, "library_code_key"):
		return evidence.InvalidField("code", "taken", "Another library has this code.")
	case violates(err, "organisation_library_id_name_key"):
		return evidence.InvalidField("name", "taken", "The library serves an organisation of this name already.")
	}
	return processError(err)
}
