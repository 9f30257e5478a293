package rest

import (
	"context"
	"net/http"
	"strconv"

	"github.com/danielgtaylor/huma/v2"

	"evidencedesk/internal/calendar"
	"evidencedesk/internal/evidence"
	"evidencedesk/internal/postgres"
	"evidencedesk/internal/report"
	"evidencedesk/internal/staffing"
	"evidencedesk/internal/vocabulary"
)

// StaffingView is a library's staffing over the years against the ratio aimed at.
type StaffingView struct {
	Rule           postgres.RatioRule `json:"rule"`
	Years          []StaffingRow      `json:"years" nullable:"false" doc:"The latest first"`
	Regions        []RegionRow        `json:"regions" nullable:"false" doc:"The published table of 2018"`
	RegionsVersion string             `json:"regions_version"`
	RegionsNote    string             `json:"regions_note"`
	RegionsSource  []string           `json:"regions_source" nullable:"false"`
	Method         []string           `json:"method" nullable:"false" doc:"How it is worked out, in sentences"`
}

// StaffingRow is a year with what follows from its figures.
type StaffingRow struct {
	postgres.StaffingYear

	Ratio staffing.Ratio `json:"ratio"`
}

// RegionRow is a region as it was published, and worked out again.
type RegionRow struct {
	Code string `json:"code"`
	Name string `json:"name"`
	vocabulary.RegionRatio
	Ratio staffing.Ratio `json:"ratio"`
}

// StaffingYearBody is the figures of a year.
type StaffingYearBody struct {
	Confirming
	WorkforceWTE    float64 `json:"workforce_wte"`
	QualifiedWTE    float64 `json:"qualified_wte"`
	OtherWTE        float64 `json:"other_wte"`
	ContractedHours float64 `json:"contracted_hours" doc:"A week, everybody together"`
	AsOf            string  `json:"as_of" maxLength:"10" doc:"The day of which the figures are"`
	Source          string  `json:"source" maxLength:"200" doc:"Where they are from"`
}

// SavedStaffingYear is a year that was just saved.
type SavedStaffingYear struct {
	StaffingRow

	Warnings []Finding `json:"warnings,omitempty" doc:"Look again: this may identify a patient"`
}

// OfYear names a year of a library, from April to March.
type OfYear struct {
	OfLibrary

	Year string `path:"year" pattern:"^[0-9]{4}$" doc:"The April with which it begins: 2025"`
}

func (o OfYear) year() int {
	n, _ := strconv.Atoi(o.Year) // four digits, as the pattern says
	return n
}

type saveStaffingYearIn struct {
	OfYear

	IfMatch string `header:"If-Match" maxLength:"100" doc:"The ETag of the version that was read; required"`
	Body    StaffingYearBody
}

func registerStaffing(api huma.API, d Deps) {
	const at = "/libraries/{id}/staffing"
	handle(api, route("get-staffing", http.MethodGet, at, "Read the staff ratio over the years", tagPeople, workers()), d.getStaffing)
	handle(api, route("get-staffing-year", http.MethodGet, at+"/{year}", "Read every version of a year's staffing", tagPeople, workers(),
		describe("The newest first. The ETag is that of the newest; a year for which nothing was entered has version 1 and no items.")), d.staffingYear)
	handle(api, route("save-staffing-year", http.MethodPut, at+"/{year}", "Enter or correct a year's staffing", tagPeople, member(evidence.Manager), preconditioned,
		describe("Earlier versions are kept.")), d.saveStaffingYear)
	registerStaffingRules(api, d)
	registerDemand(api, d)
	registerCapacity(api, d)
	registerReplay(api, d)
	registerGift(api, d)
	registerNational(api, d)
}

// libraryDay is the present day where a library is, with its calendar.
func (d Deps) libraryDay(ctx context.Context, library evidence.LibraryID) (report.Date, *calendar.Calendar, error) {
	cal, err := d.Calendars.Calendar(ctx, library)
	if err != nil {
		return report.Date{}, nil, err
	}
	return report.DateOf(d.Now().In(cal.Location())), cal, nil
}

func (d Deps) getStaffing(ctx context.Context, in *OfLibrary) (*struct{ Body StaffingView }, error) {
	rules, err := d.Staffing.RatioRules(ctx, in.library())
	if err != nil {
		return nil, err
	}
	years, err := d.Staffing.Years(ctx, in.library())
	if err != nil {
		return nil, err
	}
	rule := rules[0]
	regions, _ := d.Vocabulary.Get(vocabulary.RegionalStaffRatios)
	return &struct{ Body StaffingView }{StaffingView{
		Rule: rule, RegionsVersion: regions.Version, RegionsNote: regions.Note, RegionsSource: regions.Source,
		Years: each(years, func(y postgres.StaffingYear) StaffingRow { return staffingRow(y, rule.Rule) }),
		Regions: each(regions.Terms, func(t vocabulary.Term) RegionRow {
			figures := staffing.Year{Workforce: t.Region.WorkforceWTE, Qualified: t.Region.QualifiedWTE}
			return RegionRow{Code: t.Code, Name: t.Label, RegionRatio: *t.Region, Ratio: figures.Ratio(rule.Rule.Aim)}
		}),
		Method: []string{
			"The ratio is the whole-time equivalents of the workforce served, divided by those of qualified librarians and knowledge specialists. It is worked out from the figures as they were entered and rounded only to be shown.",
			"Qualified are those with a degree accredited by CILIP, or with its Chartership or Fellowship, chartered knowledge managers included.",
			"Needed is the workforce divided by the number aimed at. The gap is needed less qualified; a minus sign says that there are more than needed.",
		},
	}}, nil
}

func staffingRow(y postgres.StaffingYear, rule staffing.RatioRule) StaffingRow {
	return StaffingRow{y, y.Figures().Ratio(rule.Aim)}
}

type staffingYearOut struct {
	ETag string `header:"ETag"`
	Body struct {
		Items []postgres.StaffingYear `json:"items" nullable:"false"`
	}
}

func (d Deps) staffingYear(ctx context.Context, in *OfYear) (*staffingYearOut, error) {
	all, err := d.Staffing.YearHistory(ctx, in.library(), in.year())
	if err != nil {
		return nil, err
	}
	out := &staffingYearOut{ETag: etag(1)}
	if out.Body.Items = all; len(all) > 0 {
		out.ETag = etag(all[0].Version)
	}
	return out, nil
}

func (d Deps) saveStaffingYear(ctx context.Context, in *saveStaffingYearIn) (*rowOut[SavedStaffingYear], error) {
	version, err := ifMatch(in.IfMatch)
	if err != nil {
		return nil, err
	}
	warnings, err := d.guarded(ctx, in.library(), in.Body.Confirm, Text{"source", in.Body.Source})
	if err != nil {
		return nil, err
	}
	today, _, err := d.libraryDay(ctx, in.library())
	if err != nil {
		return nil, err
	}
	saved, err := d.Staffing.SaveYear(ctx, in.library(), caller(ctx).Person, version, postgres.StaffingYear{
		Year: in.year(), WorkforceWTE: in.Body.WorkforceWTE, QualifiedWTE: in.Body.QualifiedWTE, OtherWTE: in.Body.OtherWTE,
		ContractedHours: in.Body.ContractedHours, AsOf: in.Body.AsOf, Source: in.Body.Source,
	}, today)
	if err != nil {
		return nil, both(ctx, err)
	}
	rules, err := d.Staffing.RatioRules(ctx, in.library())
	if err != nil {
		return nil, err
	}
	return &rowOut[SavedStaffingYear]{ETag: etag(saved.Version), Body: SavedStaffingYear{staffingRow(saved, rules[0].Rule), warnings}}, nil
}
