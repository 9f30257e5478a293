package rest

import (
	"context"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"evidencedesk/internal/gift"
	"evidencedesk/internal/postgres"
	"evidencedesk/internal/vocabulary"
	"evidencedesk/internal/worth"
)

// GiftView is the gift of time in a period.
type GiftView struct {
	Period  string             `json:"period"`
	Title   string             `json:"title"`
	Result  gift.Result        `json:"result"`
	Rates   postgres.GiftRates `json:"rates"`
	Untimed int                `json:"untimed" doc:"Requests on which no time was noted: they cost the usual time of their type"`
	Method  []string           `json:"method" nullable:"false"`
	Context []vocabulary.Term  `json:"context" nullable:"false" doc:"What others found. Never multiplied with the library's own figures."`
	Warning string             `json:"warning"`
}

func registerGift(api huma.API, d Deps) {
	handle(api, route("get-gift-of-time", http.MethodGet, "/libraries/{id}/gift-of-time", "Work out the gift of time", tagPeople, workers(),
		describe("Hours that answers saved, what they are worth and what they cost. Who did not answer counts as nothing saved.")), d.giftOfTime)
}

func (d Deps) giftOfTime(ctx context.Context, in *InPeriod) (*struct{ Body GiftView }, error) {
	p, today, err := d.periodOf(ctx, *in)
	if err != nil {
		return nil, err
	}
	g, err := d.worth().Gift(ctx, in.library(), p, today)
	if err != nil {
		return nil, err
	}
	studies, _ := d.Vocabulary.Get(vocabulary.TimeSavingStudies)
	return &struct{ Body GiftView }{GiftView{
		Period: p.String(), Title: p.Title(), Result: g.Result, Rates: g.Rates, Untimed: g.Untimed, Method: g.Method, Context: studies.Terms,
		Warning: studies.Warning,
	}}, nil
}

// worth works out what answers are worth.
func (d Deps) worth() worth.Worth { return worth.Worth{Store: d.Staffing, Words: d.Vocabulary} }
