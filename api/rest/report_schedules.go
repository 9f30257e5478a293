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

// OfReport names a draft or a schedule of a library.
type OfReport struct {
	OfLibrary

	Item string `path:"item" format:"uuid"`
}

// ChangingReport names a schedule and the version that its writer has read.
type ChangingReport struct {
	OfReport

	IfMatch string `header:"If-Match" maxLength:"100" doc:"The ETag that was read; required"`
}

// ReportScheduleBody is what a library means to report by itself.
type ReportScheduleBody struct {
	Confirming
	postgres.ReportScheduleContent
}

// ReportRunBody asks for a report at once.
type ReportRunBody struct {
	Period string `json:"period" minLength:"1" maxLength:"32" doc:"One that is over, of the schedule's kind"`
}

// ReportDraftView is a report that waits to be published, complete.
type ReportDraftView struct {
	postgres.ReportDraftRow

	Definitions string        `json:"definitions"`
	Report      report.Report `json:"report"`
}

type addReportScheduleIn struct {
	OfLibrary

	Body ReportScheduleBody
}

type saveReportScheduleIn struct {
	ChangingReport

	Body ReportScheduleBody
}

type askReportRunIn struct {
	OfReport

	Body ReportRunBody
}

func registerReportDrafts(api huma.API, d Deps) {
	const all, one = "/libraries/{id}/report-drafts", "/libraries/{id}/report-drafts/{item}"
	managers := member(evidence.Manager)
	handle(api, route("list-report-drafts", http.MethodGet, all, "List reports that wait to be published", tagPublished, workers()),
		func(ctx context.Context, in *OfLibrary) (*listOut[postgres.ReportDraftRow], error) {
			drafts, err := d.Figures.Published.Drafts(ctx, in.library())
			return list(drafts), err
		})
	handle(api, route("get-report-draft", http.MethodGet, one, "Read a report that waits to be published", tagPublished, workers()),
		func(ctx context.Context, in *OfReport) (*bodyOut[ReportDraftView], error) {
			draft, err := d.Figures.Published.Draft(ctx, in.library(), in.Item)
			return &bodyOut[ReportDraftView]{ReportDraftView{draft.ReportDraftRow, draft.Definitions, draft.Complete}}, err
		})
	handle(api, route("publish-report-draft", http.MethodPost, one+"/publication", "Publish a report that waits", tagPublished, managers, keyed, conflicts,
		describe("The recipients of its schedule are sent the link.")), d.publishDraft)
	handle(api, route("discard-report-draft", http.MethodDelete, one, "Throw away a report that waits", tagPublished, managers, noContent),
		func(ctx context.Context, in *OfReport) (*struct{}, error) {
			return nil, d.Figures.Published.DiscardDraft(ctx, in.library(), in.Item)
		})
}

func (d Deps) publishDraft(ctx context.Context, in *OfReport) (*bodyOut[PublishedView], error) {
	zone, err := d.figureZone(ctx, []postgres.Library{{ID: in.library()}})
	if err != nil {
		return nil, err
	}
	leave := publishing.Leaving(report.DateOf(d.Now().In(zone)))
	p, err := d.Figures.Published.PublishDraft(ctx, in.library(), caller(ctx).Person, in.Item, leave)
	if err != nil {
		return nil, err
	}
	v, err := d.publishedView(ctx, p, readerOf(ctx, p.Library), false)
	return &bodyOut[PublishedView]{v}, err
}

func registerReportSchedules(api huma.API, d Deps) {
	const all, one = "/libraries/{id}/report-schedules", "/libraries/{id}/report-schedules/{item}"
	managers := member(evidence.Manager)
	handle(api, route("list-report-schedules", http.MethodGet, all, "List the reports that a library plans", tagPublished, workers()),
		func(ctx context.Context, in *OfLibrary) (*listOut[postgres.ReportSchedule], error) {
			schedules, err := d.Figures.Published.Schedules(ctx, in.library())
			return list(schedules), err
		})
	handle(api, route("get-report-schedule", http.MethodGet, one, "Read what a library plans to report", tagPublished, workers()),
		func(ctx context.Context, in *OfReport) (*rowOut[postgres.ReportSchedule], error) {
			s, err := d.Figures.Published.Schedule(ctx, in.library(), in.Item)
			return &rowOut[postgres.ReportSchedule]{ETag: etag(s.Version), Body: s}, err
		})
	add := route("add-report-schedule", http.MethodPost, all, "Plan a report", tagPublished, managers, keyed, created,
		describe("It is made on a day of the month after each period ends, at six in the morning by the library's clock. A run that is late reports the period it was meant for."))
	handle(api, add, func(ctx context.Context, in *addReportScheduleIn) (*newOut[postgres.ReportSchedule], error) {
		zone, err := d.planned(ctx, in.library(), in.Body)
		if err != nil {
			return nil, err
		}
		s, err := d.Figures.Published.AddSchedule(ctx, in.library(), caller(ctx).Person, zone, in.Body.ReportScheduleContent, creation(ctx, add))
		return &newOut[postgres.ReportSchedule]{ETag: etag(max(s.Version, 1)), Location: base + "/libraries/" + in.ID + "/report-schedules/" + string(s.ID), Body: s}, err
	})
	handle(api, route("save-report-schedule", http.MethodPut, one, "Change, pause or resume a planned report", tagPublished, managers, preconditioned), d.saveReportSchedule)
	handle(api, route("end-report-schedule", http.MethodDelete, one, "Plan a report no more", tagPublished, managers, preconditioned, noContent,
		describe("What it published stays.")), d.endReportSchedule)
	handle(api, route("list-report-runs", http.MethodGet, one+"/runs", "List what a planned report came to", tagPublished, workers(), describe("The last hundred, the newest first.")),
		func(ctx context.Context, in *OfReport) (*listOut[postgres.ReportRun], error) {
			runs, err := d.Figures.Published.Runs(ctx, in.library(), in.Item)
			return list(runs), err
		})
	run := route("run-report", http.MethodPost, one+"/runs", "Make a planned report now", tagPublished, managers, keyed, created, describe("Of a period that is over. It is made by the worker."))
	handle(api, run, func(ctx context.Context, in *askReportRunIn) (*bodyOut[postgres.ReportRun], error) {
		period, err := report.ParsePeriod(in.Body.Period)
		if err != nil {
			return nil, periodError(err)
		}
		r, err := d.Figures.Published.AskRun(ctx, in.library(), caller(ctx).Person, in.Item, period, creation(ctx, run))
		return &bodyOut[postgres.ReportRun]{r}, err
	})
}

// planned guards what a plan says, and gives the name of the clock by which its days begin.
func (d Deps) planned(ctx context.Context, library evidence.LibraryID, b ReportScheduleBody) (string, error) {
	if _, err := d.guarded(ctx, library, b.Confirm, Text{"title", b.Title}); err != nil {
		return "", err
	}
	zone, err := d.figureZone(ctx, []postgres.Library{{ID: library}})
	if err != nil {
		return "", err
	}
	return zone.String(), nil
}

func (d Deps) saveReportSchedule(ctx context.Context, in *saveReportScheduleIn) (*rowOut[postgres.ReportSchedule], error) {
	version, err := ifMatch(in.IfMatch)
	if err != nil {
		return nil, err
	}
	zone, err := d.planned(ctx, in.library(), in.Body)
	if err != nil {
		return nil, err
	}
	s, err := d.Figures.Published.SaveSchedule(ctx, in.library(), caller(ctx).Person, in.Item, version, zone, in.Body.ReportScheduleContent)
	if err != nil {
		return nil, both(ctx, err)
	}
	return &rowOut[postgres.ReportSchedule]{ETag: etag(s.Version), Body: s}, nil
}

func (d Deps) endReportSchedule(ctx context.Context, in *ChangingReport) (*struct{}, error) {
	version, err := ifMatch(in.IfMatch)
	if err != nil {
		return nil, err
	}
	return nil, both(ctx, d.Figures.Published.EndSchedule(ctx, in.library(), caller(ctx).Person, in.Item, version))
}
