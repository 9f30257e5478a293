package rest

import (
	"context"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"evidencedesk/internal/casestudy"
	"evidencedesk/internal/evidence"
	"evidencedesk/internal/postgres"
)

const tagCases = "Case studies"

// OfCase names a case study of a library.
type OfCase struct {
	OfLibrary

	Case string `path:"case" format:"uuid"`
}

// ChangingCase names a case study and the version that its writer has read.
type ChangingCase struct {
	OfCase

	IfMatch string `header:"If-Match" maxLength:"100" doc:"The ETag that was read; required"`
}

// AddCaseBody says what a case study is made of.
type AddCaseBody struct {
	Request string `json:"request" minLength:"1" maxLength:"64" doc:"A request that was delivered"`
	Answer  string `json:"answer,omitempty" maxLength:"64" doc:"The answer to a follow-up that told of the impact"`
}

// CaseTextBody is the story as its writer wants it to be.
type CaseTextBody struct {
	Confirming
	postgres.CaseText
}

// SavedCase is a case study that was just saved.
type SavedCase struct {
	postgres.CaseStudy

	Warnings []Finding `json:"warnings,omitempty" doc:"Look again: this may identify a patient"`
}

type caseListIn struct {
	OfLibrary

	Stage string `query:"stage" maxLength:"32" doc:"Only those in this stage"`
}

type addCaseIn struct {
	OfLibrary

	Body AddCaseBody
}

type saveCaseIn struct {
	ChangingCase

	Body CaseTextBody
}

type caseVersionIn struct {
	OfCase

	Version int `path:"version" minimum:"0" maximum:"2147483647" doc:"0 is the one that is published"`
}

func registerCaseStudies(api huma.API, d Deps) {
	const all, one = "/libraries/{id}/case-studies", "/libraries/{id}/case-studies/{case}"
	handle(api, route("list-case-candidates", http.MethodGet, "/libraries/{id}/case-candidates", "List answers that could become a case study", tagCases, workers(),
		describe("Answers to follow-ups that tell of an impact and may be quoted, and of which there is no case yet.")), d.listCandidates)
	handle(api, route("list-case-studies", http.MethodGet, all, "List case studies", tagCases, workers(), describe("Those that changed last first; at most 500.")), d.listCases)
	add := route("add-case-study", http.MethodPost, all, "Start a case study", tagCases, workers(), keyed, created)
	handle(api, add, func(ctx context.Context, in *addCaseIn) (*newOut[postgres.CaseStudy], error) {
		s, err := d.cases().AddCase(ctx, in.library(), d.actor(ctx, in.library()), evidence.RequestID(in.Body.Request), in.Body.Answer, creation(ctx, add))
		return &newOut[postgres.CaseStudy]{ETag: etag(max(s.Version, 1)), Location: base + "/libraries/" + in.ID + "/case-studies/" + s.ID, Body: s}, err
	})
	handle(api, route("get-case-study", http.MethodGet, one, "Read a case study", tagCases, workers()), d.getCase)
	handle(api, route("save-case-study", http.MethodPut, one, "Save the text of a case study", tagCases, workers(), preconditioned, conflicts,
		describe("Another text than the one that was approved makes it a draft again.")), d.saveCase)
	handle(api, route("get-case-study-version", http.MethodGet, one+"/versions/{version}", "Read a case study as it was shown to the requester", tagCases, workers(),
		describe("Quotations are read as consent stands now.")), d.getCaseVersion)
	handle(api, route("list-case-steps", http.MethodGet, one+"/steps", "List what happened to a case study", tagCases, workers()), d.listCaseSteps)
	registerCaseSteps(api, d)
	registerCaseQuotes(api, d)
	registerOwnCases(api, d)
	registerCaseFiles(api, d)
}

func (d Deps) cases() postgres.CaseStudies { return d.Content.Store.CaseStudies() }

// actor is the caller as the library of the address knows them.
func (d Deps) actor(ctx context.Context, library evidence.LibraryID) evidence.Actor {
	return caller(ctx).Actor(library)
}

func (d Deps) listCandidates(ctx context.Context, in *OfLibrary) (*listOut[postgres.CaseCandidate], error) {
	all, err := d.cases().Candidates(ctx, in.library())
	return list(all), err
}

func (d Deps) listCases(ctx context.Context, in *caseListIn) (*listOut[postgres.CaseRow], error) {
	all, err := d.cases().Cases(ctx, in.library(), in.Stage)
	return list(all), err
}

func (d Deps) getCase(ctx context.Context, in *OfCase) (*rowOut[postgres.CaseStudy], error) {
	s, err := d.cases().Case(ctx, in.library(), d.actor(ctx, in.library()), in.Case)
	return &rowOut[postgres.CaseStudy]{ETag: etag(s.Version), Body: s}, err
}

func (d Deps) saveCase(ctx context.Context, in *saveCaseIn) (*rowOut[SavedCase], error) {
	version, err := ifMatch(in.IfMatch)
	if err != nil {
		return nil, err
	}
	t := in.Body.CaseText
	warnings, err := d.guarded(ctx, in.library(), in.Body.Confirm, Text{"title", t.Title}, Text{"setting", t.Setting}, Text{"challenge", t.Challenge}, Text{"role", t.Role},
		Text{"intervention", t.Intervention}, Text{"outcome", t.Outcome}, Text{"figure", t.Figure}, Text{"figure_basis", t.FigureBasis}, Text{"headline", t.Headline}, Text{"short", t.Short})
	if err != nil {
		return nil, err
	}
	s, err := d.cases().SaveCase(ctx, in.library(), d.actor(ctx, in.library()), in.Case, version, t)
	if err != nil {
		return nil, both(ctx, err)
	}
	return &rowOut[SavedCase]{ETag: etag(s.Version), Body: SavedCase{s, warnings}}, nil
}

func (d Deps) getCaseVersion(ctx context.Context, in *caseVersionIn) (*bodyOut[postgres.CaseShown], error) {
	s, err := d.cases().Shown(ctx, in.library(), in.Case, in.Version)
	return &bodyOut[postgres.CaseShown]{s}, err
}

func (d Deps) listCaseSteps(ctx context.Context, in *OfCase) (*listOut[postgres.CaseStep], error) {
	all, err := d.cases().CaseSteps(ctx, in.library(), in.Case)
	return list(all), err
}

// CaseStepBody is a step of a case study that staff take.
type CaseStepBody struct {
	Command  string `json:"command" enum:"begin,ask-approval,publish,take-down,submit,return,accept,escalate,make-vignette,drop,pick-up"`
	Audience string `json:"audience,omitempty" enum:"library,organisation,beyond" doc:"publish: for whom"`
}

// CaseCriteriaBody is what a person checked.
type CaseCriteriaBody struct {
	Confirming
	Criteria []CaseCriterionBody `json:"criteria" maxItems:"5"`
}

// CaseCriterionBody is one criterion.
type CaseCriterionBody struct {
	Code string `json:"code" enum:"achieved,impact,role,champion,saving"`
	Met  bool   `json:"met,omitempty"`
	Note string `json:"note,omitempty" maxLength:"10000" doc:"In a sentence, where the text makes it clear"`
}

type caseStepIn struct {
	OfCase

	Body CaseStepBody
}

type caseCriteriaIn struct {
	ChangingCase

	Body CaseCriteriaBody
}

func registerCaseSteps(api huma.API, d Deps) {
	const one = "/libraries/{id}/case-studies/{case}"
	handle(api, route("step-case-study", http.MethodPost, one+"/steps", "Take a step with a case study", tagCases, workers(), keyed, conflicts,
		describe("A case is not submitted before its three core criteria were checked of the text as it is.")), d.stepCase)
	handle(api, route("check-case-study", http.MethodPut, one+"/criteria", "Check the criteria of a case study", tagCases, workers(), preconditioned), d.checkCase)
}

func (d Deps) stepCase(ctx context.Context, in *caseStepIn) (*rowOut[postgres.CaseStudy], error) {
	s, err := d.cases().Step(ctx, in.library(), d.actor(ctx, in.library()), in.Case, postgres.CaseMove{Command: casestudy.Command(in.Body.Command), Audience: in.Body.Audience})
	return &rowOut[postgres.CaseStudy]{ETag: etag(s.Version), Body: s}, err
}

func (d Deps) checkCase(ctx context.Context, in *caseCriteriaIn) (*rowOut[SavedCase], error) {
	version, err := ifMatch(in.IfMatch)
	if err != nil {
		return nil, err
	}
	var texts []Text
	for _, c := range in.Body.Criteria {
		texts = append(texts, Text{"note_" + c.Code, c.Note})
	}
	warnings, err := d.guarded(ctx, in.library(), in.Body.Confirm, texts...)
	if err != nil {
		return nil, err
	}
	checked := each(in.Body.Criteria, func(c CaseCriterionBody) postgres.CaseCriterion {
		return postgres.CaseCriterion{Code: c.Code, Met: c.Met, Note: c.Note}
	})
	s, err := d.cases().CheckCase(ctx, in.library(), d.actor(ctx, in.library()), in.Case, version, checked)
	if err != nil {
		return nil, both(ctx, err)
	}
	return &rowOut[SavedCase]{ETag: etag(s.Version), Body: SavedCase{s, warnings}}, nil
}
