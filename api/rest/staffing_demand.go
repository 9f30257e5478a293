package rest

import (
	"context"
	"errors"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"evidencedesk/internal/evidence"
	"evidencedesk/internal/postgres"
	"evidencedesk/internal/report"
	"evidencedesk/internal/staffing"
)

// EmbeddedRoleBody is a librarian's role in a specialty.
type EmbeddedRoleBody struct {
	Confirming
	postgres.EmbeddedRoleContent
}

// DemandView is the demand of each specialty against the hours embedded in it.
type DemandView struct {
	Period      string            `json:"period" doc:"Its code: 2025-26"`
	Title       string            `json:"title"`
	Rows        []staffing.Demand `json:"rows" nullable:"false" doc:"The largest demand first"`
	RuleVersion int               `json:"rule_version"`
	Method      []string          `json:"method" nullable:"false"`
}

// InPeriod names a library and a period of it.
type InPeriod struct {
	OfLibrary

	Period string `query:"period" maxLength:"30" doc:"2026-09, 2026-Q3, 2026, 2025-26 (April to March) or 2026-09-01..2026-09-14; the last whole national year unless said"`
}

// OfRow names a row of a register of a library.
type OfRow struct {
	OfLibrary

	Item string `path:"item" format:"uuid"`
}

// ChangingRow names a row of a register and the version that its writer has read.
type ChangingRow struct {
	OfRow

	IfMatch string `header:"If-Match" maxLength:"100" doc:"The ETag that was read; required"`
}

type addRoleIn struct {
	OfLibrary

	Body EmbeddedRoleBody
}

type saveRoleIn struct {
	ChangingRow

	Body EmbeddedRoleBody
}

func registerDemand(api huma.API, d Deps) {
	const at = "/libraries/{id}/embedded-roles"
	boss := member(evidence.Manager)
	handle(api, route("get-demand", http.MethodGet, "/libraries/{id}/demand", "See where an embedded role would pay", tagPeople, workers()), d.demand)
	handle(api, route("list-embedded-roles", http.MethodGet, at, "List the embedded roles", tagPeople, workers()),
		func(ctx context.Context, in *OfLibrary) (*listOut[postgres.EmbeddedRole], error) {
			all, err := d.Staffing.Roles(ctx, in.library())
			return list(all), err
		})
	add := route("add-embedded-role", http.MethodPost, at, "Add an embedded role", tagPeople, boss, keyed, created)
	handle(api, add, func(ctx context.Context, in *addRoleIn) (*newOut[postgres.EmbeddedRole], error) {
		if err := d.readRole(ctx, in.library(), in.Body); err != nil {
			return nil, err
		}
		r, err := d.Staffing.AddRole(ctx, in.library(), caller(ctx).Person, in.Body.EmbeddedRoleContent, creation(ctx, add))
		return &newOut[postgres.EmbeddedRole]{ETag: etag(r.Version), Location: base + "/libraries/" + in.ID + "/embedded-roles/" + r.ID, Body: r}, err
	})
	handle(api, route("save-embedded-role", http.MethodPut, at+"/{item}", "Change an embedded role", tagPeople, boss, preconditioned), d.saveRole)
	handle(api, route("remove-embedded-role", http.MethodDelete, at+"/{item}", "Take an embedded role out", tagPeople, boss, noContent, preconditioned,
		describe("One that was entered by mistake. One that ended gets a last day.")),
		func(ctx context.Context, in *ChangingRow) (*nothing, error) {
			version, err := ifMatch(in.IfMatch)
			if err != nil {
				return nil, err
			}
			return nil, both(ctx, d.Staffing.RemoveRole(ctx, in.library(), in.Item, version))
		})
}

func (d Deps) readRole(ctx context.Context, library evidence.LibraryID, b EmbeddedRoleBody) error {
	_, err := d.guarded(ctx, library, b.Confirm, Text{"title", b.Title}, Text{"specialty", b.Specialty})
	return err
}

func (d Deps) saveRole(ctx context.Context, in *saveRoleIn) (*rowOut[postgres.EmbeddedRole], error) {
	version, err := ifMatch(in.IfMatch)
	if err != nil {
		return nil, err
	}
	if err := d.readRole(ctx, in.library(), in.Body); err != nil {
		return nil, err
	}
	r, err := d.Staffing.SaveRole(ctx, in.library(), caller(ctx).Person, in.Item, version, in.Body.EmbeddedRoleContent)
	if err != nil {
		return nil, both(ctx, err)
	}
	return &rowOut[postgres.EmbeddedRole]{ETag: etag(r.Version), Body: r}, nil
}

// periodOf reads the period that was asked for: the last whole national year unless said. One that has not begun is refused.
func (d Deps) periodOf(ctx context.Context, in InPeriod) (report.Period, report.Date, error) {
	today, cal, err := d.libraryDay(ctx, in.library())
	if err != nil {
		return report.Period{}, today, err
	}
	var p report.Period
	if in.Period == "" {
		p, err = report.At(d.Now(), cal.Location(), report.NationalYearly)
	} else {
		p, err = report.ParsePeriod(in.Period)
	}
	if err == nil {
		err = p.Check(today)
	}
	var wrong *report.Error
	if errors.As(err, &wrong) {
		return report.Period{}, today, evidence.InvalidField("period", string(wrong.Code), wrong.Message)
	}
	return p, today, err
}

const minutesPerHour = 60

func (d Deps) demand(ctx context.Context, in *InPeriod) (*struct{ Body DemandView }, error) {
	p, today, err := d.periodOf(ctx, *in)
	if err != nil {
		return nil, err
	}
	rules, err := d.Staffing.RatioRules(ctx, in.library())
	if err != nil {
		return nil, err
	}
	roles, err := d.Staffing.Roles(ctx, in.library())
	if err != nil {
		return nil, err
	}
	work, err := d.Staffing.SpecialtyWork(ctx, in.library(), p)
	if err != nil {
		return nil, err
	}
	usual, err := d.worth().Usual(ctx, in.library(), today)
	return &struct{ Body DemandView }{DemandView{
		Period: p.String(), Title: p.Title(), Rows: postgres.Demands(work, roles, p, rules[0].Rule, usual), RuleVersion: rules[0].Version,
		Method: staffing.DemandMethod(rules[0].Rule),
	}}, err
}
