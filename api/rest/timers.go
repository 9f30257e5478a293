package rest

import (
	"context"
	"net/http"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"evidencedesk/internal/evidence"
	"evidencedesk/internal/postgres"
)

// Timers measures work that goes on over several sittings. Of one person's timers at most one runs.
type Timers interface {
	// Timer gives the person's timer of a request; a zero one when there is none.
	Timer(ctx context.Context, a postgres.Access) (postgres.WorkTimer, error)
	// StartTimer makes it run and pauses the person's other one.
	StartTimer(ctx context.Context, a postgres.Access) (postgres.WorkTimer, error)
	PauseTimer(ctx context.Context, a postgres.Access) (postgres.WorkTimer, error)
	// LogTimer makes a time entry of it and removes it, both or neither.
	LogTimer(ctx context.Context, a postgres.Access, l postgres.TimerLog, k postgres.Creation) (postgres.TimeEntry, error)
	DropTimer(ctx context.Context, a postgres.Access) error
	// TimersOf lists somebody's timers of requests that they may see, the running one first.
	TimersOf(ctx context.Context, person evidence.PersonID) ([]postgres.WorkTimer, error)
}

// Timer is the caller's own timer of a request.
type Timer struct {
	Running   bool      `json:"running"`
	Seconds   int       `json:"seconds" doc:"Counted until this answer; 0 when there is no timer"`
	StartedAt time.Time `json:"started_at,omitzero" doc:"Since when it runs; absent while it is paused"`
}

// MyTimer is one of the caller's timers with its request.
type MyTimer struct {
	Timer
	Request   evidence.RequestID `json:"request" format:"uuid"`
	Reference string             `json:"reference"`
}

// TimerLogBody turns a timer into a time entry.
type TimerLogBody struct {
	Confirming
	Activity string `json:"activity" minLength:"1" maxLength:"64" doc:"A code of time_entry_stages"`
	Minutes  int    `json:"minutes,omitempty" minimum:"1" maximum:"1440" doc:"Instead of what was counted, which is rounded up to whole minutes"`
	Note     string `json:"note,omitempty" maxLength:"10000"`
}

type timerOut struct{ Body Timer }

type logTimerIn struct {
	OfRequest

	Body TimerLogBody
}

func registerTimers(api huma.API, h *contents) {
	at := "/requests/{id}/timer"
	handle(api, route("get-timer", http.MethodGet, at, "Read one's own timer", tagContent, insiders()), h.timer(Timers.Timer))
	handle(api, route("start-timer", http.MethodPost, at+"/start", "Start one's own timer", tagContent, insiders(),
		describe("Goes on from where it was paused. Another timer of the caller that runs is paused.")), h.timer(Timers.StartTimer))
	handle(api, route("pause-timer", http.MethodPost, at+"/pause", "Pause one's own timer", tagContent, insiders()), h.timer(Timers.PauseTimer))

	log := route("log-timer", http.MethodPost, at+"/log", "Make a time entry of one's own timer", tagContent, insiders(), keyed, created,
		describe("The timer goes. What was counted over more than a day needs minutes."))
	handle(api, log, func(ctx context.Context, in *logTimerIn) (*newOut[SavedTime], error) {
		return h.logTimer(ctx, in, creation(ctx, log))
	})
	handle(api, route("remove-timer", http.MethodDelete, at, "Throw one's own timer away", tagContent, insiders(), noContent), h.dropTimer)
	handle(api, route("list-my-timers", http.MethodGet, "/me/timers", "List one's own timers", tagPeople, signedIn()),
		func(ctx context.Context, _ *struct{}) (*listOut[MyTimer], error) {
			timers, err := h.Desk.Timers.TimersOf(ctx, caller(ctx).Person)
			return list(each(timers, func(t postgres.WorkTimer) MyTimer {
				return MyTimer{Timer: timerOf(t), Request: t.Request, Reference: t.Reference}
			})), err
		})
}

func timerOf(t postgres.WorkTimer) Timer {
	return Timer{Running: !t.StartedAt.IsZero(), Seconds: int(t.Counted / time.Second), StartedAt: t.StartedAt}
}

// timer serves what gives the timer as it then is.
func (h *contents) timer(do func(Timers, context.Context, postgres.Access) (postgres.WorkTimer, error)) func(context.Context, *OfRequest) (*timerOut, error) {
	return func(ctx context.Context, in *OfRequest) (*timerOut, error) {
		a, err := h.enter(ctx, in.ID)
		if err != nil {
			return nil, err
		}
		t, err := do(h.Desk.Timers, ctx, a)
		return &timerOut{timerOf(t)}, err
	}
}

func (h *contents) logTimer(ctx context.Context, in *logTimerIn, k postgres.Creation) (*newOut[SavedTime], error) {
	a, err := h.enter(ctx, in.ID)
	if err != nil {
		return nil, err
	}
	warnings, err := h.guarded(ctx, a.Library(), in.Body.Confirm, Text{"note", in.Body.Note})
	if err != nil {
		return nil, err
	}
	t, err := h.Desk.Timers.LogTimer(ctx, a, postgres.TimerLog{Activity: in.Body.Activity, Minutes: in.Body.Minutes, Note: in.Body.Note}, k)
	if err != nil {
		return nil, err
	}
	return &newOut[SavedTime]{ETag: etag(t.Version), Location: location(in.ID, "time-entries", t.ID), Body: SavedTime{t, warnings}}, nil
}

func (h *contents) dropTimer(ctx context.Context, in *OfRequest) (*nothing, error) {
	a, err := h.enter(ctx, in.ID)
	if err != nil {
		return nil, err
	}
	return &nothing{}, h.Desk.Timers.DropTimer(ctx, a)
}
