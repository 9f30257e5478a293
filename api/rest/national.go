package rest

import (
	"context"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"evidencedesk/internal/evidence"
	"evidencedesk/internal/postgres"
	"evidencedesk/internal/report"
	"evidencedesk/internal/staffing"
	"evidencedesk/internal/vocabulary"
)

// ReturnView is the national return of a year, from April to March.
type ReturnView struct {
	Year        int                    `json:"year"`
	Title       string                 `json:"title"`
	Version     int                    `json:"version" doc:"Send it as If-Match; 1: nothing was entered"`
	Underway    bool                   `json:"underway" doc:"The year has not ended: figures still grow"`
	Rule        postgres.ReturnRule    `json:"rule" doc:"By which the year is counted"`
	NewestRule  int                    `json:"newest_rule" doc:"The version of the rule for years to come"`
	RuleVersion []int                  `json:"rule_versions" nullable:"false" doc:"Those that a year may keep"`
	Lines       []ReturnLine           `json:"lines" nullable:"false"`
	Changes     []staffing.Explanation `json:"changes" nullable:"false" doc:"What is counted from requests, against the year before"`
	BeforeRule  int                    `json:"before_rule" doc:"The version by which the year before was counted"`
	Method      []string               `json:"method" nullable:"false"`
}

// ReturnLine is an activity of the return.
type ReturnLine struct {
	Activity string `json:"activity" doc:"A code of return_activities"`
	Label    string `json:"label"`
	Counted  int    `json:"counted" doc:"From requests"`
	Counts   bool   `json:"counts" doc:"It is counted from requests at all"`
	Entered  int    `json:"entered" doc:"By hand: what is done elsewhere"`
	Total    int    `json:"total"`
	Before   int    `json:"before" doc:"The total of the year before, as it was returned"`
}

// ReturnBody is what is entered for a year.
type ReturnBody struct {
	RuleVersion int            `json:"rule_version" minimum:"1" doc:"The version of the counting rule that the year keeps"`
	Entered     map[string]int `json:"entered" doc:"By code of return_activities: what is not counted from requests"`
}

type saveReturnIn struct {
	OfYear

	IfMatch string `header:"If-Match" maxLength:"100" doc:"The ETag of the version that was read; required"`
	Body    ReturnBody
}

func registerNational(api huma.API, d Deps) {
	const at = "/libraries/{id}/returns/{year}"
	handle(api, route("get-return", http.MethodGet, at, "Read the national return of a year", tagPeople, workers()), d.getReturn)
	handle(api, route("save-return", http.MethodPut, at, "Enter what is done elsewhere", tagPeople, member(evidence.Manager), preconditioned,
		describe("Earlier versions are kept.")), d.saveReturn)
	registerReturnFiles(api, d)
}

func (d Deps) getReturn(ctx context.Context, in *OfYear) (*rowOut[ReturnView], error) {
	view, err := d.nationalReturn(ctx, in)
	return &rowOut[ReturnView]{ETag: etag(view.Version), Body: view}, err
}

func (d Deps) nationalReturn(ctx context.Context, in *OfYear) (ReturnView, error) {
	today, _, err := d.libraryDay(ctx, in.library())
	if err != nil {
		return ReturnView{}, err
	}
	if wrong := (staffing.Year{Start: in.year()}).Check(today); len(wrong) > 0 {
		return ReturnView{}, &evidence.Error{Code: evidence.Invalid, Fields: wrong}
	}
	now, err := d.Staffing.CountReturn(ctx, in.library(), in.year())
	if err != nil {
		return ReturnView{}, err
	}
	before, err := d.Staffing.CountReturn(ctx, in.library(), in.year()-1)
	if err != nil {
		return ReturnView{}, err
	}
	all, err := d.Staffing.ReturnRules(ctx, in.library())
	if err != nil {
		return ReturnView{}, err
	}
	period := report.NationalYear(in.year())
	view := ReturnView{
		Year: in.year(), Title: period.Title(), Version: now.Return.Version, Underway: period.Underway(today), Rule: now.Rule, NewestRule: all[0].Version,
		RuleVersion: each(all, func(r postgres.ReturnRule) int { return r.Version }), BeforeRule: before.Rule.Version,
		Method: now.Rule.Rule.Sentences(d.Vocabulary.Label),
	}
	activities, _ := d.Vocabulary.Get(vocabulary.ReturnActivities)
	for _, a := range activities.Terms {
		e := staffing.Explain(a.Code, now.Tally(a.Code), before.Tally(a.Code))
		counts := a.Code == staffing.ExpertSearches || a.Code == staffing.Enquiries
		view.Lines = append(view.Lines, ReturnLine{
			Activity: a.Code, Label: a.Label, Counts: counts, Counted: e.Now - now.Return.Entered[a.Code], Entered: now.Return.Entered[a.Code],
			Total: e.Now, Before: e.Before,
		})
		if counts {
			view.Changes = append(view.Changes, e)
		}
	}
	return view, nil
}

func (d Deps) saveReturn(ctx context.Context, in *saveReturnIn) (*rowOut[ReturnView], error) {
	version, err := ifMatch(in.IfMatch)
	if err != nil {
		return nil, err
	}
	today, _, err := d.libraryDay(ctx, in.library())
	if err != nil {
		return nil, err
	}
	_, err = d.Staffing.SaveReturn(ctx, in.library(), caller(ctx).Person, version,
		postgres.NationalReturn{Year: in.year(), RuleVersion: in.Body.RuleVersion, Entered: in.Body.Entered}, today)
	if err != nil {
		return nil, both(ctx, err)
	}
	return d.getReturn(ctx, &in.OfYear)
}
