package rest

import (
	"context"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"evidencedesk/internal/evidence"
	"evidencedesk/internal/vocabulary"
)

// Sharing is with whom a requester shares a request.
type Sharing struct {
	ShareReport   string `json:"share_report" minLength:"1" maxLength:"64" doc:"Who may see question, strategies and report, without the requester: a code of share_audiences"`
	ShareIdentity string `json:"share_identity" minLength:"1" maxLength:"64" doc:"Who may see who asked: a code of share_audiences"`
}

// Shares keeps it.
type Shares interface {
	SetSharing(ctx context.Context, id evidence.RequestID, report, identity string) error
}

func registerShare(api huma.API, d Deps) {
	handle(api, route("share", http.MethodPost, "/requests/{id}/share", "Set with whom a request is shared", tagRequests,
		Access{Relations: []string{"requester"}}, describe("Both are nobody until the requester sets them. Nobody else can.")),
		func(ctx context.Context, in *struct {
			OfRequest

			Body Sharing
		},
		) (*struct{ Body Sharing }, error) {
			id := evidence.RequestID(in.ID)
			standing, err := d.Standings.Standing(ctx, caller(ctx).Person, id)
			if err != nil {
				return nil, err
			}
			if standing.State.Requester != caller(ctx).Person {
				return nil, &evidence.Error{Code: evidence.NotPermitted, Detail: "This is for: requester.", Stage: standing.State.Stage}
			}
			check := d.checks()
			check.code("share_report", in.Body.ShareReport, vocabulary.ShareAudiences)
			check.code("share_identity", in.Body.ShareIdentity, vocabulary.ShareAudiences)
			if err := check.err(); err != nil {
				return nil, err
			}
			return &struct{ Body Sharing }{in.Body}, d.Shares.SetSharing(ctx, id, in.Body.ShareReport, in.Body.ShareIdentity)
		})
}
