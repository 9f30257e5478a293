package rest

import (
	"context"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"evidencedesk/internal/evidence"
	"evidencedesk/internal/postgres"
	"evidencedesk/internal/publishing"
	"evidencedesk/internal/report"
)

const tagPublished = "Published reports"

// PublishBody says which report is to be published.
type PublishBody struct {
	Confirming

	Title        string `json:"title,omitempty" maxLength:"200" doc:"Impact report when absent"`
	Period       string `json:"period" minLength:"1" maxLength:"32" doc:"2026-09, 2026-Q3, 2026, 2025-26 (April to March) or 2026-09-01..2026-09-14"`
	Organisation string `json:"organisation,omitempty" maxLength:"36"`
	Specialty    string `json:"specialty,omitempty" maxLength:"200"`
	StaffGroup   string `json:"staff_group,omitempty" maxLength:"64" doc:"A code of staff_groups"`
	Purpose      string `json:"purpose,omitempty" maxLength:"64" doc:"A code of search_types"`
}

// ReplaceBody says what is wrong with a published report.
type ReplaceBody struct {
	Confirming

	Reason string `json:"reason" minLength:"1" maxLength:"2000" doc:"Readers of both reports see it"`
}

// ReceiptBody is the receipt of a review.
type ReceiptBody struct {
	Confirming

	Reviewer   string `json:"reviewer" minLength:"1" maxLength:"200" doc:"The role or body that reviewed it, such as Quality committee"`
	ReviewedOn string `json:"reviewed_on" minLength:"1" maxLength:"10" doc:"2026-11-27"`
	Note       string `json:"note,omitempty" maxLength:"2000"`
}

// OfPublished names a published report.
type OfPublished struct {
	Item string `path:"item" format:"uuid"`
}

type publishIn struct {
	OfLibrary

	Body PublishBody
}

type replaceIn struct {
	OfPublished

	Body ReplaceBody
}

type reviewPublishedIn struct {
	OfPublished

	Body ReceiptBody
}

func registerPublished(api huma.API, d Deps) {
	publish := route("publish-report", http.MethodPost, "/libraries/{id}/published-reports", "Publish a report", tagPublished, member(evidence.Manager), keyed, created,
		describe("Kept for good as it is, complete for the library and with small groups hidden for everybody else. A wrong one can only be replaced."))
	handle(api, publish, func(ctx context.Context, in *publishIn) (*newOut[PublishedView], error) {
		return d.publish(ctx, in, creation(ctx, publish))
	})
	handle(api, route("list-published-reports", http.MethodGet, "/published-reports", "List published reports", tagPublished, signedIn(),
		describe("Of the libraries that the caller belongs to; system leads see those of all. The latest periods first, at most 500.")), d.listPublished)
	handle(api, route("get-published-report", http.MethodGet, "/published-reports/{item}", "Read a published report", tagPublished, signedIn(),
		describe("As it left the library; its own staff may read it complete. Quotations and case studies are as consent stands now.")), d.getPublished)
	replace := route("replace-published-report", http.MethodPost, "/published-reports/{item}/replacements", "Publish a report in the place of a wrong one", tagPublished, signedIn(),
		keyed, created, conflicts, describe("For managers of its library. The same period is counted anew; both stay readable."))
	handle(api, replace, func(ctx context.Context, in *replaceIn) (*newOut[PublishedView], error) {
		return d.replace(ctx, in, creation(ctx, replace))
	})
	review := route("review-published-report", http.MethodPost, "/published-reports/{item}/reviews", "Note that a report was reviewed", tagPublished, signedIn(), keyed, created,
		describe("For managers of the library, and for readers in the organisations that it serves."))
	handle(api, review, func(ctx context.Context, in *reviewPublishedIn) (*bodyOut[postgres.ReportReview], error) {
		return d.reviewPublished(ctx, in, creation(ctx, review))
	})
	registerPublishedFiles(api, d)
	registerReportDrafts(api, d)
	registerReportSchedules(api, d)
}

func (d Deps) publish(ctx context.Context, in *publishIn, k postgres.Creation) (*newOut[PublishedView], error) {
	b := in.Body
	if _, err := d.guarded(ctx, in.library(), b.Confirm, Text{"title", b.Title}); err != nil {
		return nil, err
	}
	return d.publishScope(ctx, FigureScope{
		Library: in.ID, Period: b.Period, Organisation: b.Organisation, Specialty: b.Specialty, StaffGroup: b.StaffGroup, Purpose: b.Purpose,
	}, postgres.ReportPublication{Library: in.library(), Complete: report.Report{Title: b.Title}}, k)
}

// publishScope counts a report and publishes it.
func (d Deps) publishScope(ctx context.Context, of FigureScope, p postgres.ReportPublication, k postgres.Creation) (*newOut[PublishedView], error) {
	v, err := d.figureView(ctx, of)
	if err != nil {
		return nil, err
	}
	if p.Complete.Title != "" {
		v.ask.Title = p.Complete.Title
	}
	if p.Complete, err = d.reportMaker().Make(ctx, v.ask); err != nil {
		return nil, err
	}
	p.By, p.Definitions, p.Leave = caller(ctx).Person, d.Figures.Metrics.Version(), publishing.Leaving(v.today)
	done, err := d.Figures.Published.Publish(ctx, p, k)
	if err != nil {
		return nil, err
	}
	view, err := d.publishedView(ctx, done, publishedReader{staff: true, manager: true}, false)
	return &newOut[PublishedView]{Location: base + "/published-reports/" + done.ID, Body: view}, err
}

func (d Deps) replace(ctx context.Context, in *replaceIn, k postgres.Creation) (*newOut[PublishedView], error) {
	old, who, err := d.published(ctx, in.Item)
	if err != nil {
		return nil, err
	}
	if !who.manager {
		return nil, evidence.Refuse(evidence.NotPermitted, "This is for managers of the library.")
	}
	if _, err := d.guarded(ctx, old.Library, in.Body.Confirm, Text{"reason", in.Body.Reason}); err != nil {
		return nil, err
	}
	of := old.Complete.Scope
	return d.publishScope(ctx, FigureScope{
		Library: string(old.Library), Period: old.Period.String(), Organisation: of.Organisation, Specialty: of.Specialty, StaffGroup: of.StaffGroup, Purpose: of.Purpose,
	}, postgres.ReportPublication{
		Library: old.Library, Schedule: old.Schedule, Complete: report.Report{Title: old.Title}, Supersedes: old.ID, Reason: in.Body.Reason,
	}, k)
}

func (d Deps) reviewPublished(ctx context.Context, in *reviewPublishedIn, k postgres.Creation) (*bodyOut[postgres.ReportReview], error) {
	p, who, err := d.published(ctx, in.Item)
	if err != nil {
		return nil, err
	}
	if !who.reviews() {
		return nil, evidence.Refuse(evidence.NotPermitted, "This is for managers of the library, and for its readers outside it.")
	}
	b := in.Body
	if _, err := d.guarded(ctx, p.Library, b.Confirm, Text{"reviewer", b.Reviewer}, Text{"note", b.Note}); err != nil {
		return nil, err
	}
	zone, err := d.figureZone(ctx, []postgres.Library{{ID: p.Library}})
	if err != nil {
		return nil, err
	}
	n := postgres.NewReview{Reviewer: b.Reviewer, ReviewedOn: b.ReviewedOn, Note: b.Note}
	r, err := d.Figures.Published.AddReview(ctx, p, caller(ctx).Person, n, report.DateOf(d.Now().In(zone)), k)
	return &bodyOut[postgres.ReportReview]{r}, err
}
