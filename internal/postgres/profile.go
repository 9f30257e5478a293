package postgres

import (
	"context"
	"strings"

	"github.com/google/uuid"

	"evidencedesk/internal/evidence"
	"evidencedesk/internal/postgres/sqlc"
)

// ProfileContent is what a person says of themselves.
type ProfileContent struct {
	Name         string
	JobTitle     string
	Phone        string
	StaffGroup   string // a code of staff_groups
	Organisation string // empty: none
}

// Profile is what is known of a person.
type Profile struct {
	ProfileContent

	Email   string
	Version int
}

func (p Profile) version() int { return p.Version }

// Profile gives what is known of a person. Errors: NotFound, also for somebody who was erased.
func (s *People) Profile(ctx context.Context, person evidence.PersonID) (Profile, error) {
	key, err := rowUUID(string(person))
	if err != nil {
		return Profile{}, err
	}
	return s.profile(ctx, key)
}

func (s *People) profile(ctx context.Context, person uuid.UUID) (Profile, error) {
	row, err := s.q.GetPerson(ctx, person)
	if err == nil && row.ErasedAt != nil {
		return Profile{}, evidence.Refuse(evidence.NotFound, "")
	}
	return profileOf(row), contentError(err)
}

// SaveProfile changes the profile that is at this version. Errors: NotFound; a [StaleError]; Invalid for a text that is
// too long, and for an organisation that no library of the person serves, because a report can be shared with everybody
// of an organisation.
func (s *People) SaveProfile(ctx context.Context, person evidence.PersonID, version int, p ProfileContent) (Profile, error) {
	key, err := rowUUID(string(person))
	if err != nil {
		return Profile{}, err
	}
	current, err := s.profile(ctx, key)
	if err != nil {
		return Profile{}, err
	}
	if p, err = p.checked(); err != nil {
		return Profile{}, err
	}
	if err := s.served(ctx, key, p.Organisation, current.Organisation); err != nil {
		return Profile{}, err
	}
	row, err := s.q.UpdateProfile(ctx, sqlc.UpdateProfileParams{
		ID: key, Version: fit(version), Name: p.Name, JobTitle: p.JobTitle, Phone: p.Phone, StaffGroup: p.StaffGroup, Organisation: idOrNil(p.Organisation),
	})
	return written(profileOf(row), err, version, func() (Profile, error) { return s.profile(ctx, key) })
}

func (s *People) served(ctx context.Context, person uuid.UUID, organisation, before string) error {
	if organisation == "" || organisation == before {
		return nil
	}
	id, err := rowUUID(organisation)
	if err != nil {
		return noSuchOrganisation()
	}
	ok, err := s.q.ServedBy(ctx, sqlc.ServedByParams{Organisation: id, Person: person})
	if err == nil && !ok {
		return evidence.InvalidField("organisation", "unknown", "Name an organisation that a library of yours serves.")
	}
	return contentError(err)
}

func (p ProfileContent) checked() (ProfileContent, error) {
	p.Name, p.JobTitle, p.Phone = strings.TrimSpace(p.Name), strings.TrimSpace(p.JobTitle), strings.TrimSpace(p.Phone)
	var k checker
	k.needed("name", p.Name, evidence.MaxName)
	k.text("job_title", p.JobTitle, evidence.MaxName)
	k.text("phone", p.Phone, evidence.MaxName)
	k.text("staff_group", p.StaffGroup, evidence.MaxCode)
	return p, k.err()
}

func profileOf(r sqlc.Person) Profile {
	p := personFrom(r)
	return Profile{Email: p.Email, Version: int(r.Version), ProfileContent: ProfileContent{p.Name, p.JobTitle, p.Phone, p.StaffGroup, p.Organisation}}
}
