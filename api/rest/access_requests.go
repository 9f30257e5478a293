package rest

import (
	"context"
	"net/http"
	"slices"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"evidencedesk/internal/evidence"
	"evidencedesk/internal/postgres"
)

// AccessRequests knows who wants to use which library.
type AccessRequests interface {
	// Access tells somebody what they asked for and what they may ask.
	Access(ctx context.Context, person evidence.PersonID) (postgres.AccessStanding, error)
	// Ask notes a wish; whom the library serves by their domain it lets in at once.
	Ask(ctx context.Context, person evidence.PersonID, library evidence.LibraryID, served bool) error
	// Pending lists who waits to be let into a library, the longest first.
	Pending(ctx context.Context, library evidence.LibraryID) ([]postgres.Waiting, error)
	// Decide answers; NotFound for another library's, AlreadyAnswered.
	Decide(ctx context.Context, d postgres.AccessDecision) error
}

// AccessState says how somebody stands to the libraries.
type AccessState string

// How somebody may stand to the libraries.
const (
	AccessMember      AccessState = "member"       // holds a role somewhere
	AccessPending     AccessState = "pending"      // waits for a library to decide
	AccessRefused     AccessState = "refused"      // a library has said no, and no other can be asked
	AccessMayAsk      AccessState = "may-ask"      // some library can be asked
	AccessNotEligible AccessState = "not-eligible" // none serves their organisation, and none takes wishes
)

// AccessView tells the caller whether they may use a library and, if not, what to do.
type AccessView struct {
	State     AccessState     `json:"state" enum:"member,pending,refused,may-ask,not-eligible"`
	Requests  []AccessRow     `json:"requests" nullable:"false" doc:"What they asked for, the newest first"`
	Libraries []AccessLibrary `json:"libraries" nullable:"false" doc:"Whom to ask, or to write to"`
}

// AccessRow is a wish to use a library.
type AccessRow struct {
	ID           string               `json:"id" format:"uuid"`
	Library      evidence.LibraryID   `json:"library" format:"uuid"`
	LibraryName  string               `json:"library_name"`
	LibraryEmail string               `json:"library_email"`
	State        postgres.AccessState `json:"state" enum:"pending,approved,refused"`
	Reason       string               `json:"reason,omitempty" doc:"When refused: not-served, not-known, left or other"`
	AskedAt      time.Time            `json:"asked_at"`
	DecidedAt    time.Time            `json:"decided_at,omitzero"`
}

// AccessLibrary is a library as the caller may come into it.
type AccessLibrary struct {
	ID     evidence.LibraryID `json:"id" format:"uuid"`
	Code   string             `json:"code"`
	Name   string             `json:"name"`
	Email  string             `json:"email"`
	Served bool               `json:"served,omitempty" doc:"It serves the caller's organisation: asking lets them in at once"`
	Open   bool               `json:"open,omitempty" doc:"It may be asked, and a manager decides"`
}

// AskAccess names the library that the caller wants to use.
type AskAccess struct {
	Library evidence.LibraryID `json:"library" format:"uuid"`
}

// WaitingRow is somebody who waits to be let into a library.
type WaitingRow struct {
	ID         string            `json:"id" format:"uuid"`
	Person     evidence.PersonID `json:"person" format:"uuid"`
	Name       string            `json:"name"`
	Email      string            `json:"email,omitempty"`
	JobTitle   string            `json:"job_title,omitempty"`
	StaffGroup string            `json:"staff_group,omitempty" doc:"A code of staff_groups"`
	AskedAt    time.Time         `json:"asked_at"`
}

// DecideAccess answers somebody who asked.
type DecideAccess struct {
	Decision string          `json:"decision" enum:"approve,refuse"`
	Roles    []evidence.Role `json:"roles,omitempty" maxItems:"6" doc:"When approved; requester when absent"`
	Reason   string          `json:"reason,omitempty" enum:"not-served,not-known,left,other" doc:"When refused; other when absent"`
}

type accessRequestIn struct {
	OfLibrary

	Request string `path:"request" format:"uuid"`
	Body    DecideAccess
}

func registerAccess(api huma.API, d Deps) {
	handle(api, route("get-access", http.MethodGet, "/me/access", "Read whether one may use a library", tagPeople, signedIn()),
		func(ctx context.Context, _ *struct{}) (*struct{ Body AccessView }, error) { return d.access(ctx) })
	handle(api, route("ask-access", http.MethodPost, "/access-requests", "Ask to use a library", tagPeople, signedIn(), created,
		describe("Whom the library serves by the domain of their e-mail address it lets in at once. Asking again changes nothing.")), d.askAccess)
	handle(api, route("list-access-requests", http.MethodGet, "/libraries/{id}/access-requests", "List who asks to use a library", tagPeople, keepers()),
		func(ctx context.Context, in *OfLibrary) (*listOut[WaitingRow], error) {
			waiting, err := d.SignIn.Access.Pending(ctx, in.library())
			return list(each(waiting, func(w postgres.Waiting) WaitingRow { return WaitingRow(w) })), err
		})
	handle(api, route("decide-access-request", http.MethodPost, "/libraries/{id}/access-requests/{request}/decide", "Let somebody use a library, or not",
		tagPeople, keepers(), noContent, refusable), d.decideAccess)
}

func (d Deps) access(ctx context.Context) (*struct{ Body AccessView }, error) {
	p := caller(ctx)
	standing, err := d.SignIn.Access.Access(ctx, p.Person)
	view := AccessView{
		State:     accessState(len(p.Memberships) > 0, standing, d.Now()),
		Requests:  each(standing.Requests, func(r postgres.AccessRequest) AccessRow { return AccessRow(r) }),
		Libraries: each(standing.Libraries, func(l postgres.AccessChoice) AccessLibrary { return AccessLibrary(l) }),
	}
	return &struct{ Body AccessView }{view}, err
}

// refusedFor is how long a library's no stands before it can be asked again.
const refusedFor = 30 * 24 * time.Hour

func accessState(member bool, s postgres.AccessStanding, now time.Time) AccessState {
	is := func(state postgres.AccessState) bool {
		return slices.ContainsFunc(s.Requests, func(r postgres.AccessRequest) bool { return r.State == state })
	}
	mayAsk := slices.ContainsFunc(s.Libraries, func(l postgres.AccessChoice) bool {
		return l.Served || l.Open && !saidNo(s, l.ID, now)
	})
	switch {
	case member:
		return AccessMember
	case is(postgres.AccessPending):
		return AccessPending
	case mayAsk:
		return AccessMayAsk
	case is(postgres.AccessRefused):
		return AccessRefused
	}
	return AccessNotEligible
}

// saidNo reports whether the library's last answer was a recent no.
func saidNo(s postgres.AccessStanding, library evidence.LibraryID, now time.Time) bool {
	i := slices.IndexFunc(s.Requests, func(r postgres.AccessRequest) bool { return r.Library == library })
	return i >= 0 && s.Requests[i].State == postgres.AccessRefused && now.Sub(s.Requests[i].DecidedAt) < refusedFor
}

func (d Deps) askAccess(ctx context.Context, in *struct{ Body AskAccess }) (*struct{ Body AccessView }, error) {
	p := caller(ctx)
	standing, err := d.SignIn.Access.Access(ctx, p.Person)
	if err != nil {
		return nil, err
	}
	i := slices.IndexFunc(standing.Libraries, func(l postgres.AccessChoice) bool { return l.ID == in.Body.Library })
	if i < 0 {
		return nil, evidence.InvalidField("library", "unknown", "There is no such library here.")
	}
	library := standing.Libraries[i]
	switch {
	case len(p.In(library.ID)) > 0: // there is nothing to ask
		return d.access(ctx)
	case !library.Served && !library.Open:
		return nil, evidence.Refuse(evidence.NotPermitted, "This library does not serve your organisation. Write to it if you think that it should.")
	case !library.Served && saidNo(standing, library.ID, d.Now()):
		return nil, evidence.Refuse(evidence.NotPermitted, "This library has answered no. Write to it if something has changed.")
	}
	if err := d.SignIn.Access.Ask(ctx, p.Person, library.ID, library.Served); err != nil {
		return nil, err
	}
	view, err := d.access(ctx)
	if err == nil && library.Served {
		view.Body.State = AccessMember // the caller was read before the role was given
	}
	return view, err
}

func (d Deps) decideAccess(ctx context.Context, in *accessRequestIn) (*nothing, error) {
	check := d.checks()
	check.roles(in.Body.Roles)
	if err := check.err(); err != nil {
		return nil, err
	}
	decision := postgres.AccessDecision{Library: in.library(), Request: in.Request, By: caller(ctx).Person}
	if in.Body.Decision == "refuse" {
		decision.Reason = in.Body.Reason
		if decision.Reason == "" {
			decision.Reason = "other"
		}
		return &nothing{}, d.SignIn.Access.Decide(ctx, decision)
	}
	decision.Roles = in.Body.Roles
	if len(decision.Roles) == 0 {
		decision.Roles = []evidence.Role{evidence.Requester}
	}
	may := grants(caller(ctx), in.library())
	for _, r := range decision.Roles {
		if !slices.Contains(may, r) {
			return nil, evidence.Refuse(evidence.NotPermitted, "You cannot give the role "+string(r)+".")
		}
	}
	return &nothing{}, d.SignIn.Access.Decide(ctx, decision)
}
