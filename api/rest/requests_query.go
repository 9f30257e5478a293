package rest

import (
	"context"
	"slices"
	"time"

	"evidencedesk/internal/evidence"
	"evidencedesk/internal/postgres"
	"evidencedesk/internal/vocabulary"
)

// queueQuery checks what is asked for. Requesters see only what is theirs.
func (d Deps) queueQuery(ctx context.Context, in *QueueInput, now time.Time) (postgres.QueueQuery, error) {
	p := caller(ctx)
	works := worksIn(p)
	q := postgres.QueueQuery{
		Person: p.Person, Libraries: works, Mine: in.Mine || len(works) == 0, Specialty: in.Specialty, Text: in.Text,
		Sort: postgres.QueueSort(in.Sort), Cursor: in.Cursor, Limit: in.Limit, Urgencies: in.Urgency, Types: in.Type, Products: in.Product,
	}
	if q.ToCheck = in.Check == "me"; q.ToCheck {
		q.Mine, q.Libraries = false, nil // a check may be of another library
	}
	check := d.checks()
	check.codes("urgency", in.Urgency, vocabulary.Urgencies)
	check.codes("type", in.Type, vocabulary.SearchTypes)
	check.codes("product", in.Product, vocabulary.Products)
	q.Stages = check.stages(in.Stage)
	q.Changed = check.changed(in.Changed)
	if in.Library != "" {
		q.Libraries = []evidence.LibraryID{evidence.LibraryID(in.Library)}
		if !slices.Contains(works, evidence.LibraryID(in.Library)) {
			check.wrong("library", "unknown", "Name a library in which you work.")
		}
	}
	check.people(in, p.Person, &q)
	if err := check.err(); err != nil {
		return q, err
	}
	var err error
	q.DueBefore, err = d.dueBefore(ctx, in.Due, q.Libraries, now)
	return q, err
}

// stages reads the names of stages; open stands for those that are open.
func (c *checks) stages(names []string) []evidence.Stage {
	var list []evidence.Stage
	for _, s := range names {
		switch {
		case s == "open":
			list = append(list, evidence.OpenStages()...)
		case slices.Contains(evidence.Stages(), evidence.Stage(s)):
			list = append(list, evidence.Stage(s))
		default:
			c.wrong("stage", "unknown", "Use stages such as triage, or open.")
			return nil
		}
	}
	slices.Sort(list)
	return slices.Compact(list)
}

func (c *checks) changed(since string) time.Time {
	if since == "" {
		return time.Time{}
	}
	t, err := time.Parse(time.RFC3339, since)
	if err != nil {
		c.wrong("changed_since", "malformed", "Use a date and time with its offset, such as 2026-03-02T09:30:00Z.")
		return time.Time{}
	}
	c.instant("changed_since", t)
	return t.UTC()
}

// people reads who owns and who asked.
func (c *checks) people(in *QueueInput, me evidence.PersonID, q *postgres.QueueQuery) {
	switch {
	case in.Owner == "me":
		q.Owner = me
	case in.Owner == "none":
		q.Unowned = true
	case in.Owner != "" && !uuidForm.MatchString(in.Owner):
		c.wrong("owner", "malformed", "Use me, none or a person.")
	default:
		q.Owner = evidence.PersonID(in.Owner)
	}
	if in.Requester != "" && !uuidForm.MatchString(in.Requester) {
		c.wrong("requester", "malformed", "Name a person.")
		return
	}
	q.Requester = evidence.PersonID(in.Requester)
}

// dueBefore is when something must be due to be on the list. Days and weeks are those of the library; of the first one,
// where the list is of several.
func (d Deps) dueBefore(ctx context.Context, due string, libraries []evidence.LibraryID, now time.Time) (time.Time, error) {
	switch due {
	case "":
		return time.Time{}, nil
	case "overdue":
		return now, nil
	}
	if len(libraries) == 0 {
		libraries = caller(ctx).Libraries(evidence.Roles()...)
	}
	if len(libraries) == 0 {
		return time.Time{}, evidence.InvalidField("due", "not-allowed", "You belong to no library whose days could be meant.")
	}
	day, week, err := d.ends(ctx, libraries[0], now)
	if due == "today" {
		return day, err
	}
	return week, err
}
