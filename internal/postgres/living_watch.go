package postgres

import (
	"context"
	"slices"
	"time"

	"evidencedesk/internal/evidence"
	"evidencedesk/internal/postgres/sqlc"
)

// WatchContent is how a delivered report is watched.
type WatchContent struct {
	Months  int                 `json:"months" enum:"1,3,6,12" doc:"Between two looks"`
	State   evidence.WatchState `json:"state,omitempty" enum:"active,paused,ended" doc:"active unless said"`
	FirstAt time.Time           `json:"first_at" doc:"The first look; the others follow every so many months"`
	EndsAt  time.Time           `json:"ends_at" doc:"No look after this; at most five years ahead"`
}

// Watch is the watch of a delivered report.
type Watch struct {
	ID      string `json:"id" format:"uuid"`
	Version int    `json:"version"`
	WatchContent
	NextAt    *time.Time        `json:"next_at,omitempty" doc:"The next look; absent while it is paused and after the last one"`
	AskedAt   *time.Time        `json:"asked_at,omitempty" doc:"Somebody asked for a look at once, which has not begun"`
	SetBy     evidence.PersonID `json:"set_by" format:"uuid"`
	CreatedAt time.Time         `json:"created_at"`
	UpdatedAt time.Time         `json:"updated_at"`
}

func (w Watch) version() int { return w.Version }

// watches allows the librarians of the library to watch a report that was delivered, also when its request has been closed since.
func (a Access) watches() error {
	if a.relation != relationLibrary || !a.actor.Is(evidence.Librarian) {
		return a.refuse("This is for the librarians of the library.")
	}
	if a.delivered == 0 || a.stage != evidence.Delivered && a.stage != evidence.Closed {
		return &evidence.Error{Code: evidence.NotAllowedInStage, Detail: "Only a report that was delivered can be watched.", Stage: a.stage}
	}
	return nil
}

// SetWatch begins to watch a report. Errors: NotPermitted, NotAllowedInStage; Invalid, also when it is watched already.
func (l *Living) SetWatch(ctx context.Context, a Access, c WatchContent) (Watch, error) {
	if err := a.watches(); err != nil {
		return Watch{}, err
	}
	c.State = evidence.WatchActive
	c, err := l.checkedWatch(c)
	if err != nil {
		return Watch{}, err
	}
	n, err := l.q.InsertWatch(ctx, sqlc.InsertWatchParams{
		ID: rowID(), Request: a.request, Months: fit(c.Months), FirstAt: c.FirstAt, EndsAt: c.EndsAt, Person: a.person, Now: l.now(),
	})
	if err != nil {
		return Watch{}, contentError(err)
	}
	if n == 0 {
		return Watch{}, evidence.InvalidField("months", "exists", "This report is watched already. Change its watch.")
	}
	return l.Watch(ctx, a)
}

// ChangeWatch changes the watch that is at this version: how often, until when, paused, ended.
func (l *Living) ChangeWatch(ctx context.Context, a Access, version int, c WatchContent) (Watch, error) {
	if err := a.watches(); err != nil {
		return Watch{}, err
	}
	if c.State == "" {
		c.State = evidence.WatchActive
	}
	c, err := l.checkedWatch(c)
	if err != nil {
		return Watch{}, err
	}
	n, err := l.q.UpdateWatch(ctx, sqlc.UpdateWatchParams{
		Request: a.request, Version: fit(version), Months: fit(c.Months), State: string(c.State), FirstAt: c.FirstAt, EndsAt: c.EndsAt, Person: a.person, Now: l.now(),
	})
	if err != nil {
		return Watch{}, contentError(err)
	}
	now, err := l.Watch(ctx, a)
	if err == nil && n == 0 {
		return now, &StaleError{Version: now.Version, Current: now}
	}
	return now, err
}

// AskWatch asks for a look at once. Errors: NotFound when the report is not watched now.
func (l *Living) AskWatch(ctx context.Context, a Access) error {
	if err := a.watches(); err != nil {
		return err
	}
	n, err := l.q.AskWatchRun(ctx, sqlc.AskWatchRunParams{Request: a.request, Now: l.now()})
	if err == nil && n == 0 {
		return evidence.Refuse(evidence.NotFound, "")
	}
	return contentError(err)
}

func (l *Living) checkedWatch(c WatchContent) (WatchContent, error) {
	now := l.now()
	c.FirstAt, c.EndsAt = *instant(&c.FirstAt), *instant(&c.EndsAt)
	if late := c.FirstAt.Day() - lastDay; late > 0 {
		c.FirstAt = c.FirstAt.AddDate(0, 0, -late)
	}
	var fields []evidence.FieldError
	wrong := func(field, code, detail string) {
		fields = append(fields, evidence.FieldError{Field: field, Code: code, Detail: detail})
	}
	if !slices.Contains(evidence.WatchMonths(), c.Months) {
		wrong("months", "unknown", "Use 1, 3, 6 or 12.")
	}
	if !slices.Contains([]evidence.WatchState{evidence.WatchActive, evidence.WatchPaused, evidence.WatchEnded}, c.State) {
		wrong("state", "unknown", "Use active, paused or ended.")
	}
	switch {
	case c.State == evidence.WatchEnded:
	case c.FirstAt.Before(now.AddDate(-evidence.MaxWatchYears, 0, 0)) || c.FirstAt.After(now.AddDate(evidence.MaxWatchYears, 0, 0)):
		wrong("first_at", "out-of-range", "Give a day within five years.")
	case !c.EndsAt.After(now):
		wrong("ends_at", "in-the-past", "Give a day to come.")
	case !c.EndsAt.After(c.FirstAt):
		wrong("ends_at", "too-early", "It ends before the first look.")
	case c.EndsAt.After(now.AddDate(evidence.MaxWatchYears, 0, 0)):
		wrong("ends_at", "too-late", "A report can be watched for five years at most.")
	}
	if len(fields) > 0 {
		return c, &evidence.Error{Code: evidence.Invalid, Fields: fields}
	}
	return c, nil
}

// Watch gives the watch of a report. Errors: NotFound when there is none.
func (l *Living) Watch(ctx context.Context, a Access) (Watch, error) {
	if err := a.reads(); err != nil {
		return Watch{}, err
	}
	r, err := l.q.GetWatch(ctx, a.request)
	if err != nil {
		return Watch{}, contentError(err)
	}
	w := Watch{
		ID: r.ID.String(), Version: int(r.Version), AskedAt: instant(r.AskedAt), SetBy: personOf(r.SetBy), CreatedAt: r.CreatedAt.UTC(), UpdatedAt: r.UpdatedAt.UTC(),
		WatchContent: WatchContent{Months: int(r.Months), State: evidence.WatchState(r.State), FirstAt: r.FirstAt.UTC(), EndsAt: r.EndsAt.UTC()},
	}
	w.State, w.NextAt = w.standing(l.now())
	return w, nil
}

// standing is the state at an instant, with the next look if there is one. A watch whose time is over has ended, without anybody ending it.
func (c WatchContent) standing(now time.Time) (evidence.WatchState, *time.Time) {
	switch next := c.next(now); {
	case !c.EndsAt.After(now):
		return evidence.WatchEnded, nil
	case c.State == evidence.WatchActive && next.Before(c.EndsAt):
		return c.State, &next
	}
	return c.State, nil
}

// lastDay is the last day that every month has: a watch that is to begin later in the month begins then.
const lastDay = 28

// next is the first look after now.
func (c WatchContent) next(now time.Time) time.Time {
	at := c.FirstAt
	for !at.After(now) {
		at = at.AddDate(0, c.Months, 0)
	}
	return at
}

// WatchRow is one watched report in the list of a library.
type WatchRow struct {
	Request   evidence.RequestID  `json:"request" format:"uuid"`
	Reference string              `json:"reference"`
	Months    int                 `json:"months"`
	State     evidence.WatchState `json:"state" enum:"active,paused,ended" doc:"ended: only its newest look waits"`
	NextAt    *time.Time          `json:"next_at,omitempty"`
	EndsAt    time.Time           `json:"ends_at"`
	LastAt    *time.Time          `json:"last_at,omitempty" doc:"The newest look"`
	LastState string              `json:"last_state,omitempty" enum:"running,nothing,review,approved"`
	New       int                 `json:"new" doc:"Found at the newest look"`
	Retracted int                 `json:"retracted"`
}

// Watches lists the reports that a library watches, those that wait for a person first. The caller has made sure that they may be seen.
func (l *Living) Watches(ctx context.Context, library evidence.LibraryID) ([]WatchRow, error) {
	key, err := rowUUID(string(library))
	if err != nil {
		return nil, err
	}
	rows, err := l.q.ListWatches(ctx, sqlc.ListWatchesParams{Library: key, Now: l.now(), Most: maxWatches})
	return each(rows, func(r sqlc.ListWatchesRow) WatchRow {
		w := WatchRow{
			Request: evidence.RequestID(r.RequestID.String()), Reference: r.Reference, Months: int(r.Months), EndsAt: r.EndsAt.UTC(), LastState: r.LastState, New: int(r.NewCount), Retracted: int(r.Retracted),
		}
		if r.LastState != "" {
			w.LastAt = instant(&r.LastAt)
		}
		c := WatchContent{Months: w.Months, State: evidence.WatchState(r.State), FirstAt: r.FirstAt.UTC(), EndsAt: w.EndsAt}
		w.State, w.NextAt = c.standing(l.now())
		return w
	}), err
}

// maxWatches bounds the list of a library.
const maxWatches = 1_000
