package postgres

import (
	"context"
	"encoding/base64"
	"slices"
	"strings"

	"github.com/google/uuid"

	"evidencedesk/internal/evidence"
	"evidencedesk/internal/postgres/sqlc"
)

// Member is somebody who holds a role in a library.
type Member struct {
	Person           evidence.PersonID
	Name             string
	Email            string
	JobTitle         string
	Phone            string
	StaffGroup       string
	Organisation     string // empty: none
	OrganisationName string
	Roles            []evidence.Role // in this library
	Provided         []evidence.Role // those of them that only an identity provider gives: they come back while it does
}

// MemberQuery says which people of a library are wanted.
type MemberQuery struct {
	Library evidence.LibraryID
	Text    string        // the beginning of a name, of a word in it, or of an address
	Role    evidence.Role // empty: any
	Cursor  string        // of the page before or after; empty: the first page
	Limit   int
}

// MemberPage is one page of them, by name.
type MemberPage struct {
	Items      []Member
	Prev, Next string // cursors; empty where there is nothing more
	Total      int
}

// Members gives a page of the people of a library. Errors: Invalid for a cursor that is none.
func (s *People) Members(ctx context.Context, want MemberQuery) (MemberPage, error) {
	l, err := rowUUID(string(want.Library))
	if err != nil {
		return MemberPage{}, err
	}
	c, err := parseMemberCursor(want.Cursor)
	if err != nil {
		return MemberPage{}, err
	}
	pattern := prefixPattern(want.Text)
	rows, err := s.q.PeopleOf(ctx, sqlc.PeopleOfParams{
		Library: l, Pattern: pattern, Role: string(want.Role), Backwards: c.back, AfterID: c.after(), Most: fit(want.Limit + 1),
	})
	if err != nil {
		return MemberPage{}, err
	}
	total, err := s.q.CountPeopleOf(ctx, sqlc.CountPeopleOfParams{Library: l, Pattern: pattern, Role: string(want.Role)})
	rows, more := page(rows, want.Limit)
	if c.back {
		slices.Reverse(rows)
	}
	found := MemberPage{Items: each(rows, memberFrom), Total: int(total)}
	if len(rows) == 0 {
		return found, err
	}
	first, last := rows[0], rows[len(rows)-1]
	if c.back && more || !c.back && want.Cursor != "" {
		found.Prev = memberCursor{first.ID, true}.String()
	}
	if !c.back && more || c.back {
		found.Next = memberCursor{last.ID, false}.String()
	}
	return found, err
}

// Member gives one of the people of a library. Errors: NotFound for who holds no role there.
func (s *People) Member(ctx context.Context, library evidence.LibraryID, person evidence.PersonID) (Member, error) {
	p, l, err := twoUUIDs(string(person), string(library))
	if err != nil {
		return Member{}, err
	}
	rows, err := s.q.PeopleOf(ctx, sqlc.PeopleOfParams{Library: l, One: &p, Most: 1})
	if err == nil && len(rows) == 0 {
		err = evidence.Refuse(evidence.NotFound, "")
	}
	if err != nil {
		return Member{}, err
	}
	return memberFrom(rows[0]), nil
}

func memberFrom(r sqlc.PeopleOfRow) Member {
	m := Member{
		Person: personOf(r.ID), Name: r.Name, Email: r.Email, JobTitle: r.JobTitle, Phone: r.Phone, StaffGroup: r.StaffGroup,
		OrganisationName: r.OrganisationName, Roles: rolesOf(r.Roles), Provided: rolesOf(r.Provided),
	}
	if r.OrganisationID != nil {
		m.Organisation = r.OrganisationID.String()
	}
	return m
}

func rolesOf(rows []string) []evidence.Role {
	return each(rows, func(r string) evidence.Role { return evidence.Role(r) })
}

// Match is somebody found by the beginning of a name or an address.
type Match struct {
	Person           evidence.PersonID
	Name             string
	Email            string
	JobTitle         string
	StaffGroup       string
	OrganisationName string
}

// maxMatches is how many people are offered while somebody types a name.
const maxMatches = 10

// Match finds at most ten people of the libraries.
func (s *People) Match(ctx context.Context, libraries []evidence.LibraryID, text string) ([]Match, error) {
	var ids []uuid.UUID
	for _, l := range libraries {
		id, err := rowUUID(string(l))
		if err != nil {
			return nil, err
		}
		ids = append(ids, id)
	}
	rows, err := s.q.MatchPeople(ctx, sqlc.MatchPeopleParams{Libraries: ids, Pattern: prefixPattern(text), Most: maxMatches})
	return each(rows, func(r sqlc.MatchPeopleRow) Match {
		return Match{
			Person: personOf(r.ID), Name: r.Name, Email: r.Email, JobTitle: r.JobTitle, StaffGroup: r.StaffGroup, OrganisationName: r.OrganisationName,
		}
	}), err
}

// prefixPattern is a LIKE pattern for what begins with the text; empty for no text.
func prefixPattern(text string) string {
	text = strings.ToLower(strings.TrimSpace(text))
	if text == "" {
		return ""
	}
	return strings.NewReplacer(`\`, `\\`, `%`, `\%`, `_`, `\_`).Replace(text) + "%"
}

// memberCursor is the person with whom a page of people ends or begins: the list is in the order of names, which do not
// belong into addresses. To clients it is opaque.
type memberCursor struct {
	person uuid.UUID
	back   bool // the page before
}

// String writes a cursor: a direction and a person in base64url.
func (c memberCursor) String() string {
	direction := byte('f')
	if c.back {
		direction = 'b'
	}
	return base64.RawURLEncoding.EncodeToString(append([]byte{direction}, c.person[:]...))
}

func (c memberCursor) after() *uuid.UUID {
	if c.person == uuid.Nil {
		return nil
	}
	return &c.person
}

func parseMemberCursor(s string) (memberCursor, error) {
	if s == "" {
		return memberCursor{}, nil
	}
	raw, err := base64.RawURLEncoding.Strict().DecodeString(s)
	if err != nil || len(raw) != 1+len(uuid.Nil) || raw[0] != 'f' && raw[0] != 'b' {
		return memberCursor{}, evidence.InvalidField("cursor", "malformed", "Use the cursor of a page of this list.")
	}
	return memberCursor{uuid.UUID(raw[1:]), raw[0] == 'b'}, nil
}
