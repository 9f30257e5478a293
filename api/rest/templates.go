package rest

import (
	"context"
	"net/http"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"evidencedesk/internal/evidence"
	"evidencedesk/internal/postgres"
)

// Templates keeps the texts that a library begins its messages with.
type Templates interface {
	Templates(ctx context.Context, library evidence.LibraryID) ([]postgres.Template, error)
	Template(ctx context.Context, library evidence.LibraryID, id string) (postgres.Template, error)
	AddTemplate(ctx context.Context, library evidence.LibraryID, by evidence.PersonID, t postgres.TemplateContent, k postgres.Creation) (postgres.Template, error)
	// SaveTemplate and RemoveTemplate give a *postgres.StaleError for another version than the one that is stored.
	SaveTemplate(ctx context.Context, library evidence.LibraryID, by evidence.PersonID, id string, version int, t postgres.TemplateContent) (postgres.Template, error)
	RemoveTemplate(ctx context.Context, library evidence.LibraryID, id string, version int) error
}

// TemplateBody is a template as its writer wants it to be.
type TemplateBody struct {
	Confirming
	Name string `json:"name" minLength:"1" maxLength:"200"`
	Kind string `json:"kind" enum:"ask,hold,decline,signpost,refer,message,deliver" doc:"Where it is offered"`
	Text string `json:"text" minLength:"1" maxLength:"10000" doc:"May name {requester}, {reference}, {question}, {librarian}, {library} and {due}"`
}

// Template is a text that a library begins its messages with.
type Template struct {
	ID        string    `json:"id" format:"uuid"`
	Name      string    `json:"name"`
	Kind      string    `json:"kind" enum:"ask,hold,decline,signpost,refer,message,deliver"`
	Text      string    `json:"text"`
	Version   int       `json:"version"`
	UpdatedAt time.Time `json:"updated_at"`
}

// SavedTemplate is a template that was just saved.
type SavedTemplate struct {
	Template

	Warnings []Finding `json:"warnings,omitempty" doc:"Look again: this may identify a patient"`
}

// OfTemplate names a template of a library.
type OfTemplate struct {
	OfLibrary

	Template string `path:"template" format:"uuid"`
}

// ChangingTemplate names a template and the version that its writer has read.
type ChangingTemplate struct {
	OfTemplate

	IfMatch string `header:"If-Match" maxLength:"100" doc:"The ETag that was read; required"`
}

type addTemplateIn struct {
	OfLibrary

	Body TemplateBody
}

type saveTemplateIn struct {
	ChangingTemplate

	Body TemplateBody
}

func registerTemplates(api huma.API, d Deps) {
	at, one := "/libraries/{id}/templates", "/libraries/{id}/templates/{template}"
	handle(api, route("list-templates", http.MethodGet, at, "List the templates of messages", tagPeople, workers(),
		describe("By kind and name; at most 200.")), d.listTemplates)
	handle(api, route("get-template", http.MethodGet, one, "Read a template", tagPeople, workers()), d.getTemplate)

	add := route("add-template", http.MethodPost, at, "Add a template", tagPeople, member(evidence.Manager), keyed, created)
	handle(api, add, func(ctx context.Context, in *addTemplateIn) (*newOut[SavedTemplate], error) {
		return d.addTemplate(ctx, in, creation(ctx, add))
	})
	handle(api, route("save-template", http.MethodPut, one, "Save a template", tagPeople, member(evidence.Manager), preconditioned), d.saveTemplate)
	handle(api, route("remove-template", http.MethodDelete, one, "Take a template out", tagPeople, member(evidence.Manager), noContent, preconditioned),
		d.removeTemplate)
}

func template(t postgres.Template) Template { return Template(t) }

func (b TemplateBody) content() postgres.TemplateContent {
	return postgres.TemplateContent{Name: b.Name, Kind: b.Kind, Text: b.Text}
}

func (d Deps) readTemplate(ctx context.Context, library evidence.LibraryID, b TemplateBody) ([]Finding, error) {
	return d.guarded(ctx, library, b.Confirm, Text{"name", b.Name}, Text{"text", b.Text})
}

func (d Deps) listTemplates(ctx context.Context, in *OfLibrary) (*listOut[Template], error) {
	all, err := d.Desk.Templates.Templates(ctx, in.library())
	return list(each(all, template)), err
}

func (d Deps) getTemplate(ctx context.Context, in *OfTemplate) (*rowOut[Template], error) {
	t, err := d.Desk.Templates.Template(ctx, in.library(), in.Template)
	return &rowOut[Template]{ETag: etag(t.Version), Body: template(t)}, err
}

func (d Deps) addTemplate(ctx context.Context, in *addTemplateIn, k postgres.Creation) (*newOut[SavedTemplate], error) {
	warnings, err := d.readTemplate(ctx, in.library(), in.Body)
	if err != nil {
		return nil, err
	}
	t, err := d.Desk.Templates.AddTemplate(ctx, in.library(), caller(ctx).Person, in.Body.content(), k)
	return &newOut[SavedTemplate]{
		ETag: etag(t.Version), Location: base + "/libraries/" + in.ID + "/templates/" + t.ID, Body: SavedTemplate{template(t), warnings},
	}, err
}

func (d Deps) saveTemplate(ctx context.Context, in *saveTemplateIn) (*rowOut[SavedTemplate], error) {
	version, err := ifMatch(in.IfMatch)
	if err != nil {
		return nil, err
	}
	warnings, err := d.readTemplate(ctx, in.library(), in.Body)
	if err != nil {
		return nil, err
	}
	t, err := d.Desk.Templates.SaveTemplate(ctx, in.library(), caller(ctx).Person, in.Template, version, in.Body.content())
	if err != nil {
		return nil, bothAs(ctx, err, template)
	}
	return &rowOut[SavedTemplate]{ETag: etag(t.Version), Body: SavedTemplate{template(t), warnings}}, nil
}

func (d Deps) removeTemplate(ctx context.Context, in *ChangingTemplate) (*nothing, error) {
	version, err := ifMatch(in.IfMatch)
	if err != nil {
		return nil, err
	}
	return &nothing{}, bothAs(ctx, d.Desk.Templates.RemoveTemplate(ctx, in.library(), in.Template, version), template)
}
