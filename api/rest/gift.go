package rest

import (
	"context"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"evidencedesk/internal/gift"
	"evidencedesk/internal/postgres"
	"evidencedesk/internal/vocabulary"
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
	rates, err := d.Staffing.GiftRates(ctx, in.library())
	if err != nil {
		return nil, err
	}
	saved, asked, err := d.Staffing.SavedTime(ctx, in.library(), p)
	if err != nil {
		return nil, err
	}
	work, err := d.Staffing.SpecialtyWork(ctx, in.library(), p)
	if err != nil {
		return nil, err
	}
	usual, err := d.usual(ctx, in.library(), today)
	if err != nil {
		return nil, err
	}
	bands, _ := d.Vocabulary.Get(vocabulary.TimeSavedBands)
	input := gift.Input{Saved: saved, Midpoints: map[string]int{}, Rates: rates[0].Rule, Asked: asked}
	for _, t := range bands.Terms {
		if t.MidpointMinutes != nil {
			input.Midpoints[t.Code] = *t.MidpointMinutes
		}
	}
	view := GiftView{Period: p.String(), Title: p.Title(), Rates: rates[0], Method: gift.Method(bands.Version)}
	for _, w := range work {
		input.Minutes, input.Delivered, view.Untimed = input.Minutes+w.Whole(usual), input.Delivered+w.Requests, view.Untimed+w.Untimed
	}
	studies, _ := d.Vocabulary.Get(vocabulary.TimeSavingStudies)
	view.Result, view.Context, view.Warning = gift.Work(input), studies.Terms, studies.Warning
	return &struct{ Body GiftView }{view}, nil
}
