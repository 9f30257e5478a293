// Package worth works out what answers are worth to an organisation: the gift of time, set against what the answers cost, and how
// many staff there are for one qualified librarian. The impact report and the pages of staffing ask the same.
package worth

import (
	"context"

	"evidencedesk/internal/capacity"
	"evidencedesk/internal/evidence"
	"evidencedesk/internal/gift"
	"evidencedesk/internal/postgres"
	"evidencedesk/internal/report"
	"evidencedesk/internal/vocabulary"
)

// Store counts and keeps what a library entered: *postgres.Staffing.
type Store interface {
	// TypeTimes is how long answers of each type took, of those delivered from a day until before another.
	TypeTimes(ctx context.Context, library evidence.LibraryID, from, before report.Date) ([]postgres.TypeTime, error)
	GiftRates(ctx context.Context, library evidence.LibraryID) ([]postgres.GiftRates, error)
	SavedTime(ctx context.Context, library evidence.LibraryID, p report.Period) (saved []gift.Saved, asked int, err error)
	SpecialtyWork(ctx context.Context, library evidence.LibraryID, p report.Period) ([]postgres.Worked, error)
	Years(ctx context.Context, library evidence.LibraryID) ([]postgres.StaffingYear, error)
	RatioRules(ctx context.Context, library evidence.LibraryID) ([]postgres.RatioRule, error)
}

// Worth works out what answers are worth.
type Worth struct {
	Store Store
	Words *vocabulary.Catalogue
}

// Gift is the gift of time in a period.
type Gift struct {
	Result  gift.Result
	Rates   postgres.GiftRates
	Untimed int // requests on which no time was noted: they cost the usual time of their type
	Method  []string
}

const minutesPerHour = 60

// Usual is how long each type of search takes a library, as known on a day.
func (w Worth) Usual(ctx context.Context, library evidence.LibraryID, today report.Date) (map[string]capacity.Forecast, error) {
	times, err := w.Store.TypeTimes(ctx, library, postgres.Since(today), today)
	if err != nil {
		return nil, err
	}
	own := map[string]capacity.Own{}
	for _, t := range times {
		own[t.Type] = t.Own
	}
	types, _ := w.Words.Get(vocabulary.SearchTypes)
	forecasts := map[string]capacity.Forecast{}
	for _, t := range types.Terms {
		var guide capacity.Guidance
		if h := t.Search.SuggestedHours; h != nil {
			guide = capacity.Guidance{Low: h.Low * minutesPerHour, High: h.High * minutesPerHour}
		}
		forecasts[t.Code] = capacity.Predict(own[t.Code], guide)
	}
	return forecasts, nil
}

// Gift works out the gift of time of a library in a period (domain rule 7.10).
func (w Worth) Gift(ctx context.Context, library evidence.LibraryID, p report.Period, today report.Date) (Gift, error) {
	rates, err := w.Store.GiftRates(ctx, library)
	if err != nil {
		return Gift{}, err
	}
	saved, asked, err := w.Store.SavedTime(ctx, library, p)
	if err != nil {
		return Gift{}, err
	}
	work, err := w.Store.SpecialtyWork(ctx, library, p)
	if err != nil {
		return Gift{}, err
	}
	usual, err := w.Usual(ctx, library, today)
	if err != nil {
		return Gift{}, err
	}
	bands, _ := w.Words.Get(vocabulary.TimeSavedBands)
	input := gift.Input{Saved: saved, Midpoints: map[string]int{}, Rates: rates[0].Rule, Asked: asked}
	for _, t := range bands.Terms {
		if t.MidpointMinutes != nil {
			input.Midpoints[t.Code] = *t.MidpointMinutes
		}
	}
	g := Gift{Rates: rates[0], Method: gift.Method(bands.Version)}
	for _, one := range work {
		input.Minutes, input.Delivered, g.Untimed = input.Minutes+one.Whole(usual), input.Delivered+one.Requests, g.Untimed+one.Untimed
	}
	g.Result = gift.Work(input)
	return g, nil
}
