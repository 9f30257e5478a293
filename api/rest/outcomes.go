package rest

import (
	"context"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"evidencedesk/internal/evidence"
	"evidencedesk/internal/postgres"
)

const tagOutcomes = "Outcomes framework"

// OutcomeTagBody says that something is evidence for an outcome.
type OutcomeTagBody struct {
	Confirming
	Outcome string `json:"outcome" minLength:"1" maxLength:"64" doc:"A code of the outcomes, such as outcome_2"`
	Kind    string `json:"kind" enum:"request,metric,quote,case"`
	Target  string `json:"target" minLength:"1" maxLength:"64" doc:"The identifier of the request, quotation or case; of a metric its name"`
	Note    string `json:"note,omitempty" maxLength:"10000"`
	Dated   string `json:"dated,omitempty" maxLength:"10" doc:"Of a metric; the others have their own day"`
}

// AssessmentBody is how a library assesses itself.
type AssessmentBody struct {
	Confirming
	Edition string                  `json:"edition" enum:"outcomes_2019,outcomes_2021"`
	Levels  []postgres.OutcomeLevel `json:"levels" maxItems:"6"`
}

// OutcomeActionBody is a line of an improvement plan.
type OutcomeActionBody struct {
	Confirming
	postgres.OutcomeActionContent
}

// OfOutcomeYear names a national year of a library by the year in which it ends.
type OfOutcomeYear struct {
	OfLibrary

	Year int `path:"year" minimum:"2000" maximum:"2199"`
}

// OfTag names a tag.
type OfTag struct {
	OfLibrary

	Tag string `path:"tag" format:"uuid"`
}

type tagsIn struct {
	OfLibrary

	Outcome string `query:"outcome" maxLength:"64"`
	Year    int    `query:"year" minimum:"0" maximum:"2199" doc:"The national year that ends in it; absent: every year"`
}

type addTagIn struct {
	OfLibrary

	Body OutcomeTagBody
}

type assessmentIn struct {
	OfOutcomeYear

	IfMatch string `header:"If-Match" maxLength:"100" doc:"The ETag that was read; required. One that was never made is at 1"`
	Body    AssessmentBody
}

type addActionIn struct {
	OfOutcomeYear

	Body OutcomeActionBody
}

type saveActionIn struct {
	OfLibrary

	Action  string `path:"action" format:"uuid"`
	IfMatch string `header:"If-Match" maxLength:"100" doc:"The ETag that was read; required"`
	Body    OutcomeActionBody
}

func registerOutcomes(api huma.API, d Deps) {
	const at = "/libraries/{id}/outcome"
	handle(api, route("list-outcome-tags", http.MethodGet, at+"-tags", "List what is evidence for the outcomes", tagOutcomes, workers()), d.listTags)
	handle(api, route("add-outcome-tag", http.MethodPost, at+"-tags", "Use something as evidence for an outcome", tagOutcomes, workers(), created), d.addTag)
	handle(api, route("remove-outcome-tag", http.MethodDelete, at+"-tags/{tag}", "Take something out of the evidence", tagOutcomes, workers(), noContent), d.removeTag)
	handle(api, route("list-outcome-suggestions", http.MethodGet, at+"-years/{year}/suggestions", "List what could be evidence", tagOutcomes, workers(),
		describe("Suggestions that a person accepts by tagging, or does not.")), d.listSuggestions)
	handle(api, route("list-assessments", http.MethodGet, at+"-years", "List how the library assessed itself", tagOutcomes, workers()), d.listAssessments)
	handle(api, route("get-assessment", http.MethodGet, at+"-years/{year}", "Read how the library assessed itself in a year", tagOutcomes, workers()), d.getAssessment)
	handle(api, route("save-assessment", http.MethodPut, at+"-years/{year}", "Save how the library assesses itself in a year", tagOutcomes, member(evidence.Manager), preconditioned), d.saveAssessment)
	handle(api, route("list-outcome-actions", http.MethodGet, at+"-years/{year}/actions", "List the improvement plan of a year", tagOutcomes, workers()), d.listActions)
	add := route("add-outcome-action", http.MethodPost, at+"-years/{year}/actions", "Add a line to the improvement plan", tagOutcomes, member(evidence.Manager), keyed, created)
	handle(api, add, func(ctx context.Context, in *addActionIn) (*rowOut[postgres.OutcomeAction], error) {
		return d.addAction(ctx, in, creation(ctx, add))
	})
	handle(api, route("save-outcome-action", http.MethodPut, at+"-actions/{action}", "Save a line of the improvement plan", tagOutcomes, member(evidence.Manager), preconditioned), d.saveAction)
	registerOutcomeFiles(api, d)
}

func (d Deps) outcomes() postgres.OutcomesFramework { return d.Content.Store.OutcomesFramework() }

func (d Deps) listTags(ctx context.Context, in *tagsIn) (*listOut[postgres.OutcomeTag], error) {
	all, err := d.outcomes().Tags(ctx, in.library(), in.Outcome, in.Year)
	for i := range all {
		all[i].About = d.aboutTag(all[i].Kind, all[i].Target, all[i].About)
	}
	return list(all), err
}

// aboutTag says what a tag is about. A figure is called what its definition calls it.
func (d Deps) aboutTag(kind, target, about string) string {
	if title, ok := d.Figures.Metrics.Title(target); ok && kind == "metric" {
		return title
	}
	return about
}

func (d Deps) addTag(ctx context.Context, in *addTagIn) (*bodyOut[postgres.OutcomeTag], error) {
	b := in.Body
	if _, ok := d.Figures.Metrics.Title(b.Target); b.Kind == "metric" && !ok {
		return nil, evidence.InvalidField("target", "unknown", "There is no such figure. Take its name from its page of definitions.")
	}
	if _, err := d.guarded(ctx, in.library(), b.Confirm, Text{"note", b.Note}); err != nil {
		return nil, err
	}
	t, err := d.outcomes().AddTag(ctx, in.library(), caller(ctx).Person, postgres.NewOutcomeTag{Outcome: b.Outcome, Kind: b.Kind, Target: b.Target, Note: b.Note, Dated: b.Dated})
	t.About = d.aboutTag(t.Kind, t.Target, t.About)
	return &bodyOut[postgres.OutcomeTag]{t}, err
}

func (d Deps) removeTag(ctx context.Context, in *OfTag) (*nothing, error) {
	return &nothing{}, d.outcomes().RemoveTag(ctx, in.library(), in.Tag)
}

func (d Deps) listSuggestions(ctx context.Context, in *OfOutcomeYear) (*listOut[postgres.OutcomeSuggestion], error) {
	all, err := d.outcomes().Suggestions(ctx, in.library(), in.Year)
	for i := range all {
		all[i].About = d.aboutTag(all[i].Kind, all[i].Target, all[i].About)
	}
	return list(all), err
}

func (d Deps) listAssessments(ctx context.Context, in *OfLibrary) (*listOut[postgres.OutcomeAssessment], error) {
	all, err := d.outcomes().Assessments(ctx, in.library())
	return list(all), err
}

func (d Deps) getAssessment(ctx context.Context, in *OfOutcomeYear) (*rowOut[postgres.OutcomeAssessment], error) {
	a, err := d.outcomes().Assessment(ctx, in.library(), in.Year)
	return &rowOut[postgres.OutcomeAssessment]{ETag: etag(a.Version), Body: a}, err
}

func (d Deps) saveAssessment(ctx context.Context, in *assessmentIn) (*rowOut[postgres.OutcomeAssessment], error) {
	version, err := ifMatch(in.IfMatch)
	if err != nil {
		return nil, err
	}
	var texts []Text
	for _, l := range in.Body.Levels {
		texts = append(texts, Text{l.Outcome + ".narrative", l.Narrative})
	}
	if _, err := d.guarded(ctx, in.library(), in.Body.Confirm, texts...); err != nil {
		return nil, err
	}
	a, err := d.outcomes().SaveAssessment(ctx, in.library(), caller(ctx).Person, version, postgres.OutcomeAssessment{Year: in.Year, Edition: in.Body.Edition, Levels: in.Body.Levels})
	if err != nil {
		return nil, both(ctx, err)
	}
	return &rowOut[postgres.OutcomeAssessment]{ETag: etag(a.Version), Body: a}, nil
}

func (d Deps) listActions(ctx context.Context, in *OfOutcomeYear) (*listOut[postgres.OutcomeAction], error) {
	all, err := d.outcomes().Actions(ctx, in.library(), in.Year)
	return list(all), err
}

func (d Deps) guardedAction(ctx context.Context, library evidence.LibraryID, b OutcomeActionBody) error {
	_, err := d.guarded(ctx, library, b.Confirm, Text{"action", b.Action}, Text{"owner_role", b.OwnerRole})
	return err
}

func (d Deps) addAction(ctx context.Context, in *addActionIn, k postgres.Creation) (*rowOut[postgres.OutcomeAction], error) {
	if err := d.guardedAction(ctx, in.library(), in.Body); err != nil {
		return nil, err
	}
	a, err := d.outcomes().AddAction(ctx, in.library(), caller(ctx).Person, in.Year, in.Body.OutcomeActionContent, k)
	return &rowOut[postgres.OutcomeAction]{ETag: etag(a.Version), Body: a}, err
}

func (d Deps) saveAction(ctx context.Context, in *saveActionIn) (*rowOut[postgres.OutcomeAction], error) {
	version, err := ifMatch(in.IfMatch)
	if err != nil {
		return nil, err
	}
	if err := d.guardedAction(ctx, in.library(), in.Body); err != nil {
		return nil, err
	}
	a, err := d.outcomes().SaveAction(ctx, in.library(), caller(ctx).Person, in.Action, version, in.Body.OutcomeActionContent)
	if err != nil {
		return nil, both(ctx, err)
	}
	return &rowOut[postgres.OutcomeAction]{ETag: etag(a.Version), Body: a}, nil
}
