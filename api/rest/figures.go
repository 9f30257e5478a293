package rest

import (
	"context"
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"evidencedesk/internal/evidence"
	"evidencedesk/internal/impact"
	"evidencedesk/internal/metric"
	"evidencedesk/internal/postgres"
	"evidencedesk/internal/postgres/figures"
	"evidencedesk/internal/report"
)

const tagFigures = "Reports"

// FigureDeps is what the figures of reports need.
type FigureDeps struct {
	Store     Figures
	Metrics   *metric.Registry
	Published *postgres.PublishedReports
}

// Figures counts, and lists the cases behind what was counted.
type Figures interface {
	// Count counts each query, all of them at one moment.
	Count(ctx context.Context, queries ...metric.Query) ([]metric.Figures, error)
	// Cases lists what the person may see of the requests behind a number.
	Cases(ctx context.Context, q figures.CaseQuery) (figures.CasePage, error)
	// EachCase hands on every one of them.
	EachCase(ctx context.Context, q figures.CaseQuery, most int, take func(figures.Case) error) error
}

// FigureScope says whose figures are asked for, and of which time.
type FigureScope struct {
	Library      string `query:"library" format:"uuid" maxLength:"36" doc:"One library; all whose figures the caller may see when absent"`
	Period       string `query:"period" required:"true" maxLength:"32" doc:"2026-09, 2026-Q3, 2026, 2025-26 (April to March) or 2026-09-01..2026-09-14"`
	Organisation string `query:"organisation" format:"uuid" maxLength:"36"`
	Specialty    string `query:"specialty" maxLength:"200"`
	StaffGroup   string `query:"staff_group" maxLength:"64" doc:"A code of staff_groups"`
	Purpose      string `query:"purpose" maxLength:"64" doc:"A code of search_types"`
}

// view is what a scope comes to for one caller.
type figureView struct {
	ask      impact.Ask
	complete bool // the caller works in every library of the scope
	today    report.Date
}

// readsFigures are the people for whom there are figures at all.
func readsFigures() Access {
	return only(evidence.Librarian, evidence.Trainee, evidence.Manager, evidence.SystemLead)
}

func registerFigures(api huma.API, d Deps) {
	registerDefinitions(api, d)
	registerCases(api, d)
	handle(api, route("get-impact", http.MethodGet, "/reports/impact", "See the impact report", tagFigures, readsFigures(),
		describe("Complete for those who work in the library. System leads see it without small groups and without cases.")),
		func(ctx context.Context, in *FigureScope) (*struct{ Body report.Report }, error) {
			v, err := d.figureView(ctx, *in)
			if err != nil {
				return nil, err
			}
			r, err := d.reportMaker().Make(ctx, v.ask)
			return &struct{ Body report.Report }{v.shown(r)}, err
		})
	handle(api, route("get-figures", http.MethodGet, "/reports/figures", "Count", tagFigures, readsFigures(),
		describe("Any metrics by any dimension, as a report of one section.")),
		func(ctx context.Context, in *struct {
			FigureScope

			Metrics []string `query:"metric" required:"true" minItems:"1" maxItems:"20" doc:"Identifiers of metrics, with commas between"`
			By      string   `query:"by" enum:"library,organisation,specialty,staff_group,purpose,product,urgency,channel,month"`
		},
		) (*struct{ Body report.Report }, error) {
			v, err := d.figureView(ctx, in.FigureScope)
			if err != nil {
				return nil, err
			}
			metrics, err := d.metrics(in.Metrics)
			if err != nil {
				return nil, err
			}
			r, err := d.reportMaker().Count(ctx, v.ask, metrics, metric.Dimension(in.By))
			return &struct{ Body report.Report }{v.shown(r)}, err
		})
}

// reportMaker makes reports of figures, with what answers are worth.
func (d Deps) reportMaker() *impact.Maker {
	return impact.New(d.Figures.Store, d.Figures.Metrics, d.worth())
}

// shown is a report as the caller may see it.
func (v figureView) shown(r report.Report) report.Report {
	if v.complete {
		return r
	}
	return impact.Leave(r, v.today)
}

func (d Deps) metrics(ids []string) ([]metric.Metric, error) {
	all := make([]metric.Metric, len(ids))
	for i, id := range ids {
		m, ok := d.Figures.Metrics.Find(id)
		if !ok {
			return nil, evidence.InvalidField("metric", "unknown", "Name a metric of /reports/definitions.")
		}
		if slices.Contains(ids[:i], id) {
			return nil, evidence.InvalidField("metric", "twice", "Name each metric once.")
		}
		all[i] = m
	}
	return all, nil
}

// figureView reads a scope, and finds out whether the caller may see it complete.
func (d Deps) figureView(ctx context.Context, in FigureScope) (figureView, error) {
	period, err := report.ParsePeriod(in.Period)
	if err != nil {
		return figureView{}, periodError(err)
	}
	libraries, complete, err := d.figureLibraries(ctx, in.Library)
	if err != nil {
		return figureView{}, err
	}
	zone, err := d.figureZone(ctx, libraries)
	if err != nil {
		return figureView{}, err
	}
	v := figureView{complete: complete, today: report.DateOf(d.Now().In(zone))}
	if err := period.Check(v.today); err != nil {
		return figureView{}, periodError(err)
	}
	names := impact.GroupNames{Words: d.Vocabulary, Named: map[string]string{}}
	v.ask = impact.Ask{
		Title: "Impact report", Period: period, Names: names, Now: d.Now().In(zone),
		Scope: report.Scope{Organisation: in.Organisation, Specialty: in.Specialty, StaffGroup: in.StaffGroup, Purpose: in.Purpose},
	}
	for _, l := range libraries {
		v.ask.Libraries = append(v.ask.Libraries, l.Name)
		v.ask.Scope.Libraries = append(v.ask.Scope.Libraries, string(l.ID))
		names.Named[string(l.ID)] = l.Name
		for _, o := range l.Organisations {
			names.Named[o.ID] = o.Name
		}
	}
	v.ask.Filter = names.Filter(v.ask.Scope)
	return v, nil
}

// figureLibraries are the libraries of a scope: those in which the caller works, complete; for a system lead any, without
// small groups. For others a library does not exist.
func (d Deps) figureLibraries(ctx context.Context, id string) (all []postgres.Library, complete bool, err error) {
	p := caller(ctx)
	complete = true
	ids := p.Libraries(evidence.Librarian, evidence.Trainee, evidence.Manager)
	if p.Is(evidence.SystemLead) && (id == "" || !slices.Contains(ids, evidence.LibraryID(id))) {
		complete = false
	}
	known, err := d.Directory.Directory(ctx, postgres.Place{})
	if err != nil {
		return nil, false, err
	}
	for _, l := range known {
		if l.Outside || id != "" && string(l.ID) != id || complete && !slices.Contains(ids, l.ID) {
			continue
		}
		all = append(all, l)
	}
	if len(all) == 0 {
		return nil, false, evidence.InvalidField("library", "unknown", "Name a library whose figures you may see.")
	}
	return all, complete, nil
}

// figureZone is by whose clock it is today: that of the library, or of the first of several.
func (d Deps) figureZone(ctx context.Context, libraries []postgres.Library) (*time.Location, error) {
	cal, err := d.Calendars.Calendar(ctx, libraries[0].ID)
	if err != nil {
		return nil, err
	}
	return cal.Location(), nil
}

// periodError says what is wrong with a period, at its field.
func periodError(err error) error {
	_, code, _ := strings.Cut(string(report.CodeOf(err)), "-")
	return evidence.InvalidField("period", code, err.Error())
}
