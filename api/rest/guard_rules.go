package rest

import (
	"context"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"evidencedesk/internal/guard"
)

// GuardRules is the identifier guard for people and for browsers, which run a part of it before a text is sent.
type GuardRules struct {
	RulesVersion   int            `json:"rules_version"`
	ReasonsVersion int            `json:"reasons_version"`
	Rules          []guard.Rule   `json:"rules" nullable:"false"`
	Reasons        []guard.Reason `json:"reasons" nullable:"false" doc:"For which a finding can be confirmed to identify nobody"`
}

type guardRulesOutput struct {
	CacheControl string `header:"Cache-Control"`
	Body         GuardRules
}

func registerGuardRules(api huma.API, _ Deps) {
	handle(api, route("get-identifier-guard", http.MethodGet, "/identifier-guard", "Read the rules of the identifier guard", tagReference, anonymous()),
		func(context.Context, *struct{}) (*guardRulesOutput, error) {
			return &guardRulesOutput{CacheControl: cacheReference, Body: GuardRules{
				RulesVersion: guard.RulesVersion, ReasonsVersion: guard.ReasonsVersion, Rules: guard.Rules(), Reasons: guard.Reasons(),
			}}, nil
		})
}
