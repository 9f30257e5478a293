package postgres

import (
	"context"
	"fmt"
	"strings"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"evidencedesk/internal/evidence"
	"evidencedesk/internal/postgres/sqlc"
)

// Limits of the register of teams.
const (
	MaxMDTTeams   = 200
	MaxMDTMembers = 50
	MaxDebrief    = 500
)

// MDTMember is a librarian whom a team includes.
type MDTMember struct {
	Person  evidence.PersonID `json:"person" format:"uuid" doc:"A librarian or trainee of the library"`
	Name    string            `json:"name,omitempty" readOnly:"true"`
	Invited bool              `json:"invited" doc:"To the debriefs of the team"`
}

// MDTTeamContent is a multidisciplinary team as its library notes it.
type MDTTeamContent struct {
	Name        string      `json:"name" minLength:"1" maxLength:"200"`
	NextDebrief string      `json:"next_debrief,omitempty" format:"date" doc:"The day of its next debrief"`
	DebriefNote string      `json:"debrief_note,omitempty" maxLength:"500" doc:"Where and at what time, in words"`
	Members     []MDTMember `json:"members" nullable:"false" maxItems:"50"`
}

// MDTTeam is a team of the register.
type MDTTeam struct {
	ID      string `json:"id" format:"uuid"`
	Version int    `json:"version"`
	MDTTeamContent
	UpdatedAt time.Time `json:"updated_at"`
}

func (t MDTTeam) version() int { return t.Version }

// OwnMDTTeam is a team that includes somebody, as that person is told.
type OwnMDTTeam struct {
	Name        string `json:"name"`
	NextDebrief string `json:"next_debrief,omitempty" format:"date" doc:"Absent: none, or one that is over"`
	DebriefNote string `json:"debrief_note,omitempty"`
	Invited     bool   `json:"invited"`
}

// MDTTeams lists the teams of a library by name.
func (s *Wellbeing) MDTTeams(ctx context.Context, library evidence.LibraryID) ([]MDTTeam, error) {
	l, err := rowUUID(string(library))
	if err != nil {
		return nil, err
	}
	return s.teams(ctx, l, nil)
}

// MDTTeam gives one of a library's. Errors: NotFound.
func (s *Wellbeing) MDTTeam(ctx context.Context, library evidence.LibraryID, id string) (MDTTeam, error) {
	l, key, err := idsOf(string(library), id)
	if err != nil {
		return MDTTeam{}, err
	}
	return s.team(ctx, l, key)
}

func (s *Wellbeing) team(ctx context.Context, library, id uuid.UUID) (MDTTeam, error) {
	list, err := s.teams(ctx, library, &id)
	if err == nil && len(list) == 0 {
		err = evidence.Refuse(evidence.NotFound, "")
	}
	if err != nil {
		return MDTTeam{}, err
	}
	return list[0], nil
}

func (s *Wellbeing) teams(ctx context.Context, library uuid.UUID, one *uuid.UUID) ([]MDTTeam, error) {
	rows, err := s.q.MDTTeams(ctx, sqlc.MDTTeamsParams{Library: library, One: one})
	list := []MDTTeam{}
	for _, r := range rows {
		if n := len(list); n == 0 || list[n-1].ID != r.ID.String() {
			list = append(list, MDTTeam{ID: r.ID.String(), Version: int(r.Version), UpdatedAt: r.UpdatedAt.UTC(), MDTTeamContent: MDTTeamContent{
				Name: r.Name, NextDebrief: dayWords(dayOf(r.NextDebrief)), DebriefNote: r.DebriefNote, Members: []MDTMember{},
			}})
		}
		if r.PersonID != nil {
			t := &list[len(list)-1]
			t.Members = append(t.Members, MDTMember{Person: personOf(*r.PersonID), Name: orEmpty(r.PersonName), Invited: r.Invited != nil && *r.Invited})
		}
	}
	return list, contentError(err)
}

// OwnMDTTeams lists the teams that include a person, the next debrief first. A debrief that is over is not told.
func (s *Wellbeing) OwnMDTTeams(ctx context.Context, library evidence.LibraryID, person evidence.PersonID) ([]OwnMDTTeam, error) {
	l, p, err := idsOf(string(library), string(person))
	if err != nil {
		return nil, err
	}
	rows, err := s.q.MDTTeamsOf(ctx, sqlc.MDTTeamsOfParams{Library: l, Person: p})
	today := s.now().Truncate(hoursOfDay)
	return each(rows, func(r sqlc.MDTTeamsOfRow) OwnMDTTeam {
		t := OwnMDTTeam{Name: r.Name, Invited: r.Invited}
		if d := dayOf(r.NextDebrief); d != nil && !d.Before(today) {
			t.NextDebrief, t.DebriefNote = dayWords(d), r.DebriefNote
		}
		return t
	}), contentError(err)
}

const hoursOfDay = 24 * time.Hour

// AddMDTTeam adds a team. Errors: Invalid, also for a name that is taken or somebody who does not work in the library.
func (s *Wellbeing) AddMDTTeam(ctx context.Context, library evidence.LibraryID, by evidence.PersonID, t MDTTeamContent, k Creation) (MDTTeam, error) {
	l, p, err := idsOf(string(library), string(by))
	if err != nil {
		return MDTTeam{}, err
	}
	if t, err = t.checked(); err != nil {
		return MDTTeam{}, err
	}
	ids, err := creator{s.pool, s.now}.create(ctx, p, l, k, 1, func(q *sqlc.Queries, ids []uuid.UUID) error {
		if n, err := q.CountMDTTeams(ctx, l); err != nil || n >= MaxMDTTeams {
			return tooMany(err, "name", MaxMDTTeams)
		}
		err := q.InsertMDTTeam(ctx, sqlc.InsertMDTTeamParams{
			ID: ids[0], Library: l, Name: t.Name, NextDebrief: dateOf(dayFrom(t.NextDebrief)), DebriefNote: t.DebriefNote, Person: p, Now: s.now(),
		})
		if err != nil {
			return err
		}
		return t.join(ctx, q, l, ids[0])
	})
	if err != nil {
		return MDTTeam{}, teamError(err)
	}
	return s.team(ctx, l, ids[0])
}

// SaveMDTTeam changes the team that is at this version, its members included. Errors: as AddMDTTeam; a [StaleError].
func (s *Wellbeing) SaveMDTTeam(ctx context.Context, library evidence.LibraryID, by evidence.PersonID, id string, version int, t MDTTeamContent) (MDTTeam, error) {
	l, key, err := idsOf(string(library), id)
	if err != nil {
		return MDTTeam{}, err
	}
	p, err := rowUUID(string(by))
	if err != nil {
		return MDTTeam{}, err
	}
	if t, err = t.checked(); err != nil {
		return MDTTeam{}, err
	}
	err = pgx.BeginFunc(ctx, s.pool, func(tx pgx.Tx) error {
		q := s.q.WithTx(tx)
		_, err := q.UpdateMDTTeam(ctx, sqlc.UpdateMDTTeamParams{
			Library: l, ID: key, Version: fit(version), Name: t.Name, NextDebrief: dateOf(dayFrom(t.NextDebrief)), DebriefNote: t.DebriefNote, Person: p, Now: s.now(),
		})
		if err != nil {
			return err
		}
		if err := q.ClearMDTMembers(ctx, key); err != nil {
			return err
		}
		return t.join(ctx, q, l, key)
	})
	if isMissing(err) {
		return written(MDTTeam{}, err, version, func() (MDTTeam, error) { return s.team(ctx, l, key) })
	}
	if err != nil {
		return MDTTeam{}, teamError(err)
	}
	return s.team(ctx, l, key)
}

// RemoveMDTTeam takes out the team that is at this version.
func (s *Wellbeing) RemoveMDTTeam(ctx context.Context, library evidence.LibraryID, id string, version int) error {
	l, key, err := idsOf(string(library), id)
	if err != nil {
		return err
	}
	_, err = s.q.DeleteMDTTeam(ctx, sqlc.DeleteMDTTeamParams{Library: l, ID: key, Version: fit(version)})
	return removed(err, version, func() (MDTTeam, error) { return s.team(ctx, l, key) })
}

func (t MDTTeamContent) checked() (MDTTeamContent, error) {
	var k checker
	t.Name, t.DebriefNote = strings.TrimSpace(t.Name), strings.TrimSpace(t.DebriefNote)
	k.needed("name", t.Name, evidence.MaxName)
	k.text("debrief_note", t.DebriefNote, MaxDebrief)
	if t.NextDebrief != "" && dayFrom(t.NextDebrief) == nil {
		k.wrong("next_debrief", "malformed", "Use a date such as 2026-11-27.")
	}
	k.many("members", len(t.Members), MaxMDTMembers)
	seen := map[evidence.PersonID]bool{}
	for i, m := range t.Members {
		if seen[m.Person] || !isUUID(string(m.Person)) {
			k.wrong(fmt.Sprintf("members[%d].person", i), "unknown", "Name each librarian or trainee of the library once.")
		}
		seen[m.Person] = true
	}
	return t, k.err()
}

// join puts the members into the team; somebody who does not work in the library is refused.
func (t MDTTeamContent) join(ctx context.Context, q *sqlc.Queries, library, team uuid.UUID) error {
	rows := sqlc.AddMDTMembersParams{Team: team, Library: library, People: []uuid.UUID{}, Invited: []bool{}}
	for _, m := range t.Members {
		rows.People, rows.Invited = append(rows.People, uuid.MustParse(string(m.Person))), append(rows.Invited, m.Invited)
	}
	n, err := q.AddMDTMembers(ctx, rows)
	if err == nil && int(n) != len(t.Members) {
		return evidence.InvalidField("members", "unknown", "Name librarians and trainees of this library.")
	}
	return err
}

func teamError(err error) error {
	if violates(err, "mdt_team_name") {
		return evidence.InvalidField("name", "taken", "There is a team of this name already.")
	}
	return contentError(err)
}
