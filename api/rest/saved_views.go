package rest

import (
	"context"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"evidencedesk/internal/evidence"
	"evidencedesk/internal/postgres"
)

// Views keeps the lists that people come back to.
type Views interface {
	// Views lists what the person saved and what is shared in the libraries, each by name.
	Views(ctx context.Context, person evidence.PersonID, libraries []evidence.LibraryID) ([]postgres.SavedView, error)
	View(ctx context.Context, person evidence.PersonID, libraries []evidence.LibraryID, id string) (postgres.SavedView, error)
	AddView(ctx context.Context, person evidence.PersonID, v postgres.ViewContent, k postgres.Creation) (postgres.SavedView, error)
	// SaveView and RemoveView give a *postgres.StaleError for another version than the one that is stored.
	SaveView(ctx context.Context, id string, version int, v postgres.ViewContent) (postgres.SavedView, error)
	RemoveView(ctx context.Context, id string, version int) error
	// CountAll counts what each query lists, in one statement.
	CountAll(ctx context.Context, queries []postgres.QueueQuery) ([]postgres.ViewCount, error)
}

// ViewBody is a list to come back to.
type ViewBody struct {
	Confirming
	Library evidence.LibraryID `json:"library" format:"uuid" doc:"The library whose view it is; it stays the same"`
	Name    string             `json:"name" minLength:"1" maxLength:"100"`
	Query   string             `json:"query" maxLength:"1000" doc:"As after the ? of GET /requests, without cursor, limit and counts: owner=none&sort=due"`
	Shared  bool               `json:"shared,omitempty" doc:"For everybody who works in the library"`
}

// View is a list to come back to.
type View struct {
	ID      string             `json:"id" doc:"A word for those that are built in: unclaimed, mine, to-check (of librarians), overdue, today, waiting, checking, all, finished"`
	Name    string             `json:"name"`
	Query   string             `json:"query" doc:"For GET /requests"`
	BuiltIn bool               `json:"built_in,omitempty"`
	Shared  bool               `json:"shared,omitempty"`
	Library evidence.LibraryID `json:"library,omitempty" format:"uuid"`
	Owner   evidence.PersonID  `json:"owner,omitempty" format:"uuid"`
	Mine    bool               `json:"mine,omitempty"`
	Count   *int               `json:"count,omitempty" doc:"With counts=true, at most 1000; absent for a view whose query is no longer valid"`
	Capped  bool               `json:"capped,omitempty" doc:"There are more than were counted"`
	Version int                `json:"version,omitempty"`
}

// ViewList is every view that the caller may use.
type ViewList struct {
	Items []View `json:"items" nullable:"false" doc:"First those that are built in, then the caller's own, then the shared ones"`
}

// SavedView is a view that was just saved.
type SavedView struct {
	View

	Warnings []Finding `json:"warnings,omitempty" doc:"Look again: this may identify a patient"`
}

// OfView names a view.
type OfView struct {
	ID string `path:"id" format:"uuid"`
}

// ChangingView names a view and the version that its writer has read.
type ChangingView struct {
	OfView

	IfMatch string `header:"If-Match" maxLength:"100" doc:"The ETag that was read; required"`
}

type viewsIn struct {
	Counts bool `query:"counts" doc:"Also count what each view lists"`
}

type addViewIn struct{ Body ViewBody }

type saveViewIn struct {
	ChangingView

	Body ViewBody
}

const tagViews = "Views of the queue"

func registerViews(api huma.API, d Deps) {
	h := newViews(api, d)
	handle(api, route("list-views", http.MethodGet, "/views", "List the views of the queue", tagViews, staff()), h.list)
	handle(api, route("get-view", http.MethodGet, "/views/{id}", "Read a saved view", tagViews, staff()), h.get)

	add := route("add-view", http.MethodPost, "/views", "Save a view", tagViews, staff(), keyed, created)
	handle(api, add, func(ctx context.Context, in *addViewIn) (*newOut[SavedView], error) {
		return h.add(ctx, in, creation(ctx, add))
	})
	handle(api, route("save-view", http.MethodPut, "/views/{id}", "Change a saved view", tagViews, staff(), preconditioned,
		describe("One's own; a manager also those that are shared in the library.")), h.save)
	handle(api, route("remove-view", http.MethodDelete, "/views/{id}", "Take a saved view out", tagViews, staff(), noContent, preconditioned,
		describe("One's own; a manager also those that are shared in the library.")), h.remove)
}

// builtInViews are the views that everybody who works in a library has.
func builtInViews() []View {
	views := []View{
		{ID: "unclaimed", Name: "Not taken", Query: "owner=none&sort=due"},
		{ID: "mine", Name: "My work", Query: "owner=me&sort=due"},
		{ID: "to-check", Name: "Checks waiting for me", Query: "check=me&sort=due"},
		{ID: "overdue", Name: "Overdue", Query: "due=overdue&sort=due"},
		{ID: "today", Name: "Due today", Query: "due=today&sort=due"},
		{ID: "waiting", Name: "Waiting", Query: "stage=clarifying,on_hold&sort=due"},
		{ID: "checking", Name: "Being checked", Query: "stage=checking&sort=due"},
		{ID: "all", Name: "All open", Query: "stage=open&sort=due"},
		{ID: "finished", Name: "Finished", Query: "stage=delivered,closed&sort=-changed"},
	}
	for i := range views {
		views[i].BuiltIn = true
	}
	return views
}

func viewFor(p evidence.PersonID) func(postgres.SavedView) View {
	return func(v postgres.SavedView) View {
		return View{
			ID: v.ID, Name: v.Name, Query: v.Query, Shared: v.Shared, Library: v.Library, Owner: v.Owner, Mine: v.Owner == p, Version: v.Version,
		}
	}
}
