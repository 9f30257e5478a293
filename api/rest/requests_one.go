package rest

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"evidencedesk/internal/evidence"
	"evidencedesk/internal/postgres"
)

// Details reads one request.
type Details interface {
	// Get returns a request as the person may see it; NotFound to whoever may not.
	Get(ctx context.Context, person evidence.PersonID, id evidence.RequestID) (postgres.RequestView, error)
	// Transitions returns every step of a request, oldest first, as the person may see it; NotFound likewise.
	Transitions(ctx context.Context, person evidence.PersonID, id evidence.RequestID) ([]postgres.Step, error)
}

type requestOutput struct {
	ETag   string `header:"ETag"`
	Status int
	Body   *RequestView
}

type oneInput struct {
	ID string `path:"id" format:"uuid"`
	Cached
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
		func(ctx context.Context, in *OfRequest) (*listOut[StepView], error) {
			steps, err := d.Details.Transitions(ctx, caller(ctx).Person, evidence.RequestID(in.ID))
			return list(each(steps, func(s postgres.Step) StepView { return StepView(s) })), err
		})
}

// view reads a request and adds what the caller may do with it.
func (d Deps) view(ctx context.Context, id evidence.RequestID) (*RequestView, error) {
	p := caller(ctx)
	stored, err := d.Details.Get(ctx, p.Person, id)
	if err != nil {
		return nil, err
	}
	view := viewOf(stored)
	for _, name := range evidence.Allowed(stored.State, p.Actor(stored.Library), d.Now().UTC()) {
		if rule, ok := evidence.RuleFor(name); ok && rule.ByPeople() {
			view.AllowedCommands = append(view.AllowedCommands, name)
		}
	}
	return view, nil
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
