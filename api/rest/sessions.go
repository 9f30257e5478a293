package rest

import (
	"context"
	"net/http"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"evidencedesk/api/auth"
	"evidencedesk/internal/evidence"
	"evidencedesk/internal/postgres"
)

// Sessions knows who is signed in to the pages.
type Sessions interface {
	// List gives somebody's sessions, the last used first.
	List(ctx context.Context, person evidence.PersonID) ([]postgres.Session, error)
	// Revoke ends one; NotFound, also for another person's.
	Revoke(ctx context.Context, person evidence.PersonID, id string) error
	// RevokeAll ends all, and says how many there were.
	RevokeAll(ctx context.Context, person evidence.PersonID) (int, error)
}

// SessionRow is one of somebody's sessions.
type SessionRow struct {
	ID        string    `json:"id" format:"uuid"`
	Method    string    `json:"method" doc:"How they signed in: link, demo, or oidc/ and the name of a provider"`
	Agent     string    `json:"agent" doc:"Such as Firefox on Android"`
	CreatedAt time.Time `json:"created_at"`
	SeenAt    time.Time `json:"seen_at" doc:"To about a minute"`
	ExpiresAt time.Time `json:"expires_at" doc:"At the latest; earlier when it is not used"`
	Current   bool      `json:"current,omitempty" doc:"The one that asks"`
}

type memberSessionIn struct {
	OfMember

	Session string `path:"session" format:"uuid"`
}

func registerSessions(api huma.API, d Deps) {
	handle(api, route("list-my-sessions", http.MethodGet, "/me/sessions", "List where one is signed in", tagPeople, signedIn()),
		func(ctx context.Context, _ *struct{}) (*listOut[SessionRow], error) {
			return d.sessionsOf(ctx, caller(ctx).Person)
		})
	handle(api, route("end-my-session", http.MethodDelete, "/me/sessions/{session}", "Sign out of one device", tagPeople, signedIn(), noContent),
		func(ctx context.Context, in *struct {
			Session string `path:"session" format:"uuid"`
		},
		) (*nothing, error) {
			return &nothing{}, d.SignIn.Sessions.Revoke(ctx, caller(ctx).Person, in.Session)
		})
	handle(api, route("end-my-other-sessions", http.MethodDelete, "/me/sessions", "Sign out of all other devices", tagPeople, signedIn(), noContent,
		describe("All sessions of the caller but the one that asks.")), d.endOtherSessions)

	admins := member(evidence.Admin)
	handle(api, route("list-sessions", http.MethodGet, "/libraries/{id}/people/{person}/sessions", "List where somebody is signed in", tagPeople, admins),
		func(ctx context.Context, in *OfMember) (*listOut[SessionRow], error) {
			if err := d.belongs(ctx, in); err != nil {
				return nil, err
			}
			return d.sessionsOf(ctx, evidence.PersonID(in.Person))
		})
	handle(api, route("end-sessions", http.MethodDelete, "/libraries/{id}/people/{person}/sessions", "Sign somebody out everywhere", tagPeople, admins, noContent),
		func(ctx context.Context, in *OfMember) (*nothing, error) {
			if err := d.belongs(ctx, in); err != nil {
				return nil, err
			}
			_, err := d.SignIn.Sessions.RevokeAll(ctx, evidence.PersonID(in.Person))
			return &nothing{}, err
		})
	handle(api, route("end-session", http.MethodDelete, "/libraries/{id}/people/{person}/sessions/{session}", "Sign somebody out of one device", tagPeople, admins, noContent),
		func(ctx context.Context, in *memberSessionIn) (*nothing, error) {
			if err := d.belongs(ctx, &in.OfMember); err != nil {
				return nil, err
			}
			return &nothing{}, d.SignIn.Sessions.Revoke(ctx, evidence.PersonID(in.Person), in.Session)
		})
}

// belongs refuses to look after somebody who is not of the library.
func (d Deps) belongs(ctx context.Context, in *OfMember) error {
	_, err := d.SignIn.Members.Member(ctx, in.library(), evidence.PersonID(in.Person))
	return err
}

func (d Deps) sessionsOf(ctx context.Context, person evidence.PersonID) (*listOut[SessionRow], error) {
	sessions, err := d.SignIn.Sessions.List(ctx, person)
	current := auth.CurrentSession(ctx)
	return list(each(sessions, func(s postgres.Session) SessionRow {
		return SessionRow{
			ID: s.ID, Method: s.Method, Agent: s.Agent, CreatedAt: s.CreatedAt, SeenAt: s.SeenAt, ExpiresAt: s.ExpiresAt, Current: s.ID == current,
		}
	})), err
}

func (d Deps) endOtherSessions(ctx context.Context, _ *struct{}) (*nothing, error) {
	person, current := caller(ctx).Person, auth.CurrentSession(ctx)
	sessions, err := d.SignIn.Sessions.List(ctx, person)
	if err != nil {
		return nil, err
	}
	for _, s := range sessions {
		if s.ID == current {
			continue
		}
		if err := d.SignIn.Sessions.Revoke(ctx, person, s.ID); err != nil && evidence.CodeOf(err) != evidence.NotFound {
			return nil, err
		}
	}
	return &nothing{}, nil
}
