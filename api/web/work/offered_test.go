package work_test

import (
	"net/http"
	"slices"
	"testing"

	"evidencedesk/api/rest"
	"evidencedesk/api/web/webtest"
	"evidencedesk/internal/evidence"
)

// Whatever the stage and whoever owns the request, the overview leads to exactly the commands that the process takes from the visitor,
// and none of their pages says that it is too late. A request that was given back, for one, offers neither to be reassigned nor referred.
func TestWhatIsOfferedIsWhatTheProcessTakes(t *testing.T) {
	t.Parallel()
	me := evidence.Actor{Person: webtest.Me, Roles: []evidence.Role{evidence.Librarian}}
	for _, stage := range evidence.Stages() {
		for _, owner := range []evidence.PersonID{webtest.Me, "", tom} {
			state := evidence.State{Request: request, Library: webtest.Library, Seq: 4, Stage: stage, Owner: owner, Requester: amara, At: day(15, 10)}
			allowed := evidence.Allowed(state, me, day(16, 10))
			as := func(v *rest.RequestView) { v.Stage, v.Owner, v.AllowedCommands = stage, owner, allowed }
			to := links(sound(t, site(t, as).Get(at), http.StatusOK))
			for _, name := range everything() {
				path := at + "/" + string(name)
				if name == evidence.Answer {
					path = at + "/answer-for"
				}
				_, offered := to[path]
				if name == evidence.Approve {
					continue // given on the page of the check
				}
				if may := slices.Contains(allowed, name); offered != may {
					t.Errorf("%s, owner %q: %s is offered %v, allowed %v", stage, owner, name, offered, may)
				}
				if offered && owner == webtest.Me {
					sound(t, site(t, as).Get(path), http.StatusOK)
				}
			}
		}
	}
}
