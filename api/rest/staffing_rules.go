package rest

import (
	"context"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"evidencedesk/internal/evidence"
	"evidencedesk/internal/gift"
	"evidencedesk/internal/postgres"
	"evidencedesk/internal/staffing"
)

// rulesOut is every version of a rule with the tag of the newest.
type rulesOut[T any] struct {
	ETag string `header:"ETag"`
	Body struct {
		Items []postgres.LibraryRule[T] `json:"items" nullable:"false" doc:"The newest first; version 1 is the standard"`
	}
}

// GiftRatesBody is the hourly rates of a library.
type GiftRatesBody struct {
	Confirming
	gift.Rates
}

type saveRuleIn[T any] struct {
	OfLibrary

	IfMatch string `header:"If-Match" maxLength:"100" doc:"The ETag that was read; required"`
	Body    T
}

func registerStaffingRules(api huma.API, d Deps) {
	const ratio, rates, counting = "/libraries/{id}/ratio-rule", "/libraries/{id}/gift-rates", "/libraries/{id}/return-rule"
	boss := member(evidence.Manager)
	handle(api, route("get-ratio-rule", http.MethodGet, ratio, "Read how staffing is judged", tagPeople, workers()),
		func(ctx context.Context, in *OfLibrary) (*rulesOut[staffing.RatioRule], error) {
			return rules(d.Staffing.RatioRules(ctx, in.library()))
		})
	handle(api, route("save-ratio-rule", http.MethodPut, ratio, "Decide how staffing is judged", tagPeople, boss, preconditioned),
		func(ctx context.Context, in *saveRuleIn[staffing.RatioRule]) (*rowOut[postgres.RatioRule], error) {
			return savedRule(ctx, in, func(version int) (postgres.RatioRule, error) {
				return d.Staffing.SaveRatioRule(ctx, in.library(), caller(ctx).Person, version, in.Body)
			})
		})
	handle(api, route("get-gift-rates", http.MethodGet, rates, "Read the hourly rates", tagPeople, workers()),
		func(ctx context.Context, in *OfLibrary) (*rulesOut[gift.Rates], error) {
			return rules(d.Staffing.GiftRates(ctx, in.library()))
		})
	handle(api, route("save-gift-rates", http.MethodPut, rates, "Set the hourly rates", tagPeople, boss, preconditioned,
		describe("In pence an hour. Earlier rates are kept.")), d.saveGiftRates)
	handle(api, route("get-return-rule", http.MethodGet, counting, "Read what counts as an expert search", tagPeople, workers()),
		func(ctx context.Context, in *OfLibrary) (*rulesOut[staffing.ReturnRule], error) {
			return rules(d.Staffing.ReturnRules(ctx, in.library()))
		})
	handle(api, route("save-return-rule", http.MethodPut, counting, "Decide what counts as an expert search", tagPeople, boss, preconditioned,
		describe("A year that was entered keeps the rule that it names.")),
		func(ctx context.Context, in *saveRuleIn[staffing.ReturnRule]) (*rowOut[postgres.ReturnRule], error) {
			return savedRule(ctx, in, func(version int) (postgres.ReturnRule, error) {
				return d.Staffing.SaveReturnRule(ctx, in.library(), caller(ctx).Person, version, in.Body)
			})
		})
}

func rules[T any](all []postgres.LibraryRule[T], err error) (*rulesOut[T], error) {
	if err != nil {
		return nil, err
	}
	out := &rulesOut[T]{ETag: etag(all[0].Version)}
	out.Body.Items = all
	return out, nil
}

func savedRule[B, T any](ctx context.Context, in *saveRuleIn[B], save func(version int) (postgres.LibraryRule[T], error)) (*rowOut[postgres.LibraryRule[T]], error) {
	version, err := ifMatch(in.IfMatch)
	if err != nil {
		return nil, err
	}
	saved, err := save(version)
	if err != nil {
		return nil, both(ctx, err)
	}
	return &rowOut[postgres.LibraryRule[T]]{ETag: etag(saved.Version), Body: saved}, nil
}

func (d Deps) saveGiftRates(ctx context.Context, in *saveRuleIn[GiftRatesBody]) (*rowOut[postgres.GiftRates], error) {
	if _, err := d.guarded(ctx, in.library(), in.Body.Confirm, Text{"source", in.Body.Source}); err != nil {
		return nil, err
	}
	today, _, err := d.libraryDay(ctx, in.library())
	if err != nil {
		return nil, err
	}
	return savedRule(ctx, in, func(version int) (postgres.GiftRates, error) {
		return d.Staffing.SaveGiftRates(ctx, in.library(), caller(ctx).Person, version, in.Body.Rates, today)
	})
}
