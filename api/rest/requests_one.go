package rest

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"net/http"
	"slices"

	"github.com/danielgtaylor/huma/v2"

	"evidencedesk/internal/evidence"
)

// RequestView is a request as one person sees it.
type RequestView struct {
	RequestDetail
	AllowedCommands []evidence.Name `json:"allowed_commands" nullable:"false" doc:"What you may do now; each can still be refused for what it carries"`
}

// Details reads one request.
type Details interface {
	// Get returns a request as the person may see it; NotFound to whoever may not.
	Get(ctx context.Context, person evidence.PersonID, id evidence.RequestID) (RequestDetail, error)
	// Transitions returns every step of a request, oldest first.
	Transitions(ctx context.Context, id evidence.RequestID) ([]Transition, error)
}

type requestOutput struct {
	ETag   string `header:"ETag"`
	Status int
	Body   *RequestView
}

type oneInput struct {
	ID string `path:"id" format:"uuid"`
	cached
}

func registerOne(api huma.API, d Deps) {
	handle(api, route("get-request", http.MethodGet, "/requests/{id}", "Read a request", tagRequests, signedIn(), cacheable,
		describe("With what you may do now. The ETag begins with the number of the newest transition, so that it can be sent as If-Match.")),
		func(ctx context.Context, in *oneInput) (*requestOutput, error) {
			view, err := d.view(ctx, evidence.RequestID(in.ID))
			if err != nil {
				return nil, err
			}
			out := &requestOutput{ETag: viewTag(view), Status: http.StatusOK, Body: view}
			if noneMatch(in.IfNoneMatch, out.ETag) {
				out.Status, out.Body = http.StatusNotModified, nil
			}
			return out, nil
		})
	handle(api, route("list-transitions", http.MethodGet, "/requests/{id}/transitions", "List every step of a request", tagRequests, signedIn()),
		func(ctx context.Context, in *requestIn) (*listOut[Transition], error) {
			steps, err := d.history(ctx, evidence.RequestID(in.ID))
			return list(orNone(steps)), err
		})
}

// view reads a request and adds what the caller may do with it.
func (d Deps) view(ctx context.Context, id evidence.RequestID) (*RequestView, error) {
	p := caller(ctx)
	detail, err := d.Details.Get(ctx, p.Person, id)
	if err != nil {
		return nil, err
	}
	return &RequestView{RequestDetail: detail, AllowedCommands: orNone(d.offered(evidence.Allowed(detail.State, p.Actor(detail.State.Library), d.Now().UTC())))}, nil
}

// offered drops the commands that only the engine gives.
func (d Deps) offered(names []evidence.Name) []evidence.Name {
	return slices.DeleteFunc(names, func(n evidence.Name) bool {
		rule, ok := evidence.RuleFor(n)
		return !ok || !rule.ByPeople()
	})
}

// viewTag names one representation: the version of the process, and a digest because sharing, time and the reader's roles
// change it too.
func viewTag(v *RequestView) string {
	raw, err := json.Marshal(v)
	if err != nil {
		return etag(v.Seq)
	}
	sum := sha256.Sum256(raw)
	tag := etag(v.Seq)
	return tag[:len(tag)-1] + "-" + hex.EncodeToString(sum[:6]) + `"`
}

// history is for those who work on the request or asked it.
func (d Deps) history(ctx context.Context, id evidence.RequestID) ([]Transition, error) {
	standing, err := d.Standings.Standing(ctx, caller(ctx).Person, id)
	if err != nil {
		return nil, err
	}
	if standing.Relation == relationShared {
		return nil, evidence.Refuse(evidence.NotPermitted, "This is for the requester and the library.")
	}
	return d.Details.Transitions(ctx, id)
}

const relationShared = "shared"
