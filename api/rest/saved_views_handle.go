package rest

import (
	"context"
	"slices"

	"github.com/danielgtaylor/huma/v2"

	"evidencedesk/api/auth"
	"evidencedesk/internal/calendar"
	"evidencedesk/internal/evidence"
	"evidencedesk/internal/postgres"
)

// views serves saved views.
type views struct {
	Deps

	read func(query string) (QueueInput, error)
}

func newViews(api huma.API, d Deps) *views {
	return &views{d, queueReader(api.OpenAPI().Components.Schemas)}
}

func (h *views) list(ctx context.Context, in *viewsIn) (*struct{ Body ViewList }, error) {
	p := caller(ctx)
	saved, err := h.Desk.Views.Views(ctx, p.Person, worksIn(p))
	if err != nil {
		return nil, err
	}
	builtIn := builtInViews()
	if len(p.Libraries(evidence.Librarian)) == 0 {
		builtIn = slices.DeleteFunc(builtIn, func(v View) bool { return v.ID == "to-check" })
	}
	all := append(builtIn, each(saved, viewFor(p.Person))...)
	if in.Counts {
		err = h.count(ctx, all)
	}
	return &struct{ Body ViewList }{ViewList{all}}, err
}

// count counts what the views list. One whose query has become invalid, such as by a code that there is no longer, has no
// count.
func (h *views) count(ctx context.Context, all []View) error {
	now, d := h.Now().UTC(), h.Deps
	d.Calendars = remembered{d.Calendars, map[evidence.LibraryID]*calendar.Calendar{}}
	var queries []postgres.QueueQuery
	var counted []int
	for i, v := range all {
		in, err := h.read(v.Query)
		if err != nil {
			continue
		}
		q, err := d.queueQuery(ctx, &in, now)
		switch {
		case evidence.CodeOf(err) == evidence.Invalid:
		case err != nil:
			return err
		default:
			queries, counted = append(queries, q), append(counted, i)
		}
	}
	counts, err := h.Desk.Views.CountAll(ctx, queries)
	if err != nil {
		return err
	}
	for n, i := range counted {
		all[i].Count, all[i].Capped = &counts[n].Requests, counts[n].Capped
	}
	return nil
}

func (h *views) get(ctx context.Context, in *OfView) (*rowOut[View], error) {
	p := caller(ctx)
	v, err := h.Desk.Views.View(ctx, p.Person, worksIn(p), in.ID)
	return &rowOut[View]{ETag: etag(v.Version), Body: viewFor(p.Person)(v)}, err
}

func (h *views) add(ctx context.Context, in *addViewIn, k postgres.Creation) (*newOut[SavedView], error) {
	p := caller(ctx)
	if !slices.Contains(worksIn(p), in.Body.Library) {
		return nil, evidence.InvalidField("library", "unknown", "Name a library in which you work.")
	}
	content, warnings, err := h.check(ctx, &in.Body)
	if err != nil {
		return nil, err
	}
	v, err := h.Desk.Views.AddView(ctx, p.Person, content, k)
	return &newOut[SavedView]{
		ETag: etag(v.Version), Location: base + "/views/" + v.ID, Body: SavedView{viewFor(p.Person)(v), warnings},
	}, err
}

func (h *views) save(ctx context.Context, in *saveViewIn) (*rowOut[SavedView], error) {
	p := caller(ctx)
	stored, version, err := h.change(ctx, p, in.ChangingView)
	if err != nil {
		return nil, err
	}
	if in.Body.Library != stored.Library {
		return nil, evidence.InvalidField("library", "not-allowed", "A view stays in its library.")
	}
	content, warnings, err := h.check(ctx, &in.Body)
	if err != nil {
		return nil, err
	}
	v, err := h.Desk.Views.SaveView(ctx, in.ID, version, content)
	if err != nil {
		return nil, bothAs(ctx, err, viewFor(p.Person))
	}
	return &rowOut[SavedView]{ETag: etag(v.Version), Body: SavedView{viewFor(p.Person)(v), warnings}}, nil
}

func (h *views) remove(ctx context.Context, in *ChangingView) (*nothing, error) {
	p := caller(ctx)
	_, version, err := h.change(ctx, p, *in)
	if err != nil {
		return nil, err
	}
	return &nothing{}, bothAs(ctx, h.Desk.Views.RemoveView(ctx, in.ID, version), viewFor(p.Person))
}

// change lets the owner of a view change it, and of a shared one the managers of its library.
func (h *views) change(ctx context.Context, p auth.Principal, in ChangingView) (postgres.SavedView, int, error) {
	v, err := h.Desk.Views.View(ctx, p.Person, worksIn(p), in.ID)
	if err != nil {
		return v, 0, err
	}
	if v.Owner != p.Person && !slices.Contains(p.In(v.Library), evidence.Manager) {
		return v, 0, evidence.Refuse(evidence.NotPermitted, "This is for: the person who saved it, manager.")
	}
	version, err := ifMatch(in.IfMatch)
	return v, version, err
}

// check reads the query of a view as the queue would, and has the identifier guard read its words.
func (h *views) check(ctx context.Context, b *ViewBody) (postgres.ViewContent, []Finding, error) {
	in, err := h.read(b.Query)
	if err != nil {
		return postgres.ViewContent{}, nil, err
	}
	if _, err := h.queueQuery(ctx, &in, h.Now().UTC()); err != nil {
		return postgres.ViewContent{}, nil, under("query", err)
	}
	warnings, err := h.guarded(ctx, b.Library, b.Confirm, Text{"name", b.Name}, Text{"query.q", in.Text}, Text{"query.specialty", in.Specialty})
	return postgres.ViewContent{Library: b.Library, Name: b.Name, Query: canonicalQuery(b.Query), Shared: b.Shared}, warnings, err
}

// remembered reads the calendar of a library once.
type remembered struct {
	Calendars

	read map[evidence.LibraryID]*calendar.Calendar
}

// Calendar implements Calendars.
func (r remembered) Calendar(ctx context.Context, library evidence.LibraryID) (c *calendar.Calendar, err error) {
	if c = r.read[library]; c == nil {
		c, err = r.Calendars.Calendar(ctx, library)
		r.read[library] = c
	}
	return c, err
}

// worksIn lists the libraries in which the caller works.
func worksIn(p auth.Principal) []evidence.LibraryID {
	return p.Libraries(staff().Roles...)
}
