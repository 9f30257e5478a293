package postgres

import (
	"context"
	"time"

	"evidencedesk/internal/evidence"
	"evidencedesk/internal/postgres/sqlc"
)

// TeamLoad is who in a library has how much to do.
type TeamLoad struct {
	People           []PersonLoad // who works there, and who still owns requests; by name
	Unclaimed        int
	OverdueUnclaimed int
}

// PersonLoad counts the open requests that a person owns.
type PersonLoad struct {
	Person           evidence.PersonID
	Name             string
	Roles            []evidence.Role
	Open             int
	Overdue          int
	DueThisWeek      int // from now until the week ends
	Waiting          int // clarifying or on hold
	Checking         int
	EstimatedMinutes int
	LoggedMinutes    int // noted on these requests, by anybody
}

// Load counts the open requests of a library by owner, in one statement.
func (r *Reader) Load(ctx context.Context, library evidence.LibraryID, now, weekEnds time.Time) (TeamLoad, error) {
	l, err := rowUUID(string(library))
	if err != nil {
		return TeamLoad{}, err
	}
	rows, err := r.q.TeamLoad(ctx, sqlc.TeamLoadParams{Library: l, Now: now, WeekEnds: weekEnds})
	load := TeamLoad{People: []PersonLoad{}}
	for _, row := range rows {
		if row.PersonID == nil {
			load.Unclaimed, load.OverdueUnclaimed = int(row.Requests), int(row.Overdue)
			continue
		}
		load.People = append(load.People, PersonLoad{
			Person: personOf(*row.PersonID), Name: row.Name, Roles: each(row.Roles, func(r string) evidence.Role { return evidence.Role(r) }),
			Open: int(row.Requests), Overdue: int(row.Overdue), DueThisWeek: int(row.DueThisWeek), Waiting: int(row.Waiting),
			Checking: int(row.Checking), EstimatedMinutes: int(row.Estimated), LoggedMinutes: int(row.Logged),
		})
	}
	return load, readError(err)
}
