package rest

import (
	"context"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"evidencedesk/internal/evidence"
	"evidencedesk/internal/postgres"
)

// NewContract is the hours of somebody who works in the library.
type NewContract struct {
	Person evidence.PersonID `json:"person" maxLength:"36"`
	postgres.ContractContent
}

// NewLeave is days off.
type NewLeave struct {
	Person evidence.PersonID `json:"person,omitempty" maxLength:"36" doc:"The caller if absent; a manager may name anybody who works in the library"`
	postgres.LeaveContent
}

type addContractIn struct {
	OfLibrary

	Body NewContract
}

type saveContractIn struct {
	ChangingRow

	Body postgres.ContractContent
}

type addLeaveIn struct {
	OfLibrary

	Body NewLeave
}

func registerContracts(api huma.API, d Deps) {
	const at = "/libraries/{id}/contracts"
	boss := member(evidence.Manager)
	handle(api, route("list-contracts", http.MethodGet, at, "List contracted hours", tagPeople, workers(), describe("A manager sees everybody's; everybody else sees their own.")),
		func(ctx context.Context, in *OfLibrary) (*listOut[postgres.Contract], error) {
			all, err := d.Staffing.Contracts(ctx, in.library(), whose(ctx, in.library()))
			return list(all), err
		})
	add := route("add-contract", http.MethodPost, at, "Add contracted hours", tagPeople, boss, keyed, created)
	handle(api, add, func(ctx context.Context, in *addContractIn) (*newOut[postgres.Contract], error) {
		c, err := d.Staffing.AddContract(ctx, in.library(), caller(ctx).Person, in.Body.Person, in.Body.ContractContent, creation(ctx, add))
		return &newOut[postgres.Contract]{ETag: etag(c.Version), Location: base + "/libraries/" + in.ID + "/contracts/" + c.ID, Body: c}, err
	})
	handle(api, route("save-contract", http.MethodPut, at+"/{item}", "Change contracted hours", tagPeople, boss, preconditioned,
		describe("To change the hours from a day on, give the contract a last day and add another.")), d.saveContract)
	handle(api, route("remove-contract", http.MethodDelete, at+"/{item}", "Take contracted hours out", tagPeople, boss, noContent, preconditioned),
		func(ctx context.Context, in *ChangingRow) (*nothing, error) {
			version, err := ifMatch(in.IfMatch)
			if err != nil {
				return nil, err
			}
			return nil, both(ctx, d.Staffing.RemoveContract(ctx, in.library(), in.Item, version))
		})
}

func (d Deps) saveContract(ctx context.Context, in *saveContractIn) (*rowOut[postgres.Contract], error) {
	version, err := ifMatch(in.IfMatch)
	if err != nil {
		return nil, err
	}
	c, err := d.Staffing.SaveContract(ctx, in.library(), caller(ctx).Person, in.Item, version, in.Body)
	if err != nil {
		return nil, both(ctx, err)
	}
	return &rowOut[postgres.Contract]{ETag: etag(c.Version), Body: c}, nil
}

func registerLeave(api huma.API, d Deps) {
	const at = "/libraries/{id}/leave"
	handle(api, route("list-leave", http.MethodGet, at, "List days off", tagPeople, workers(),
		describe("Those that have not ended. A manager sees everybody's; everybody else sees their own. Why somebody is off is not kept.")),
		func(ctx context.Context, in *OfLibrary) (*listOut[postgres.Leave], error) {
			today, _, err := d.libraryDay(ctx, in.library())
			if err != nil {
				return nil, err
			}
			all, err := d.Staffing.Leaves(ctx, in.library(), whose(ctx, in.library()), today)
			return list(all), err
		})
	add := route("add-leave", http.MethodPost, at, "Enter days off", tagPeople, workers(), keyed, created)
	handle(api, add, func(ctx context.Context, in *addLeaveIn) (*newOut[postgres.Leave], error) {
		me := caller(ctx).Person
		person := in.Body.Person
		if person == "" {
			person = me
		}
		if mine := whose(ctx, in.library()); mine != "" && person != mine {
			return nil, evidence.InvalidField("person", "not-allowed", "Only a manager enters the days off of others.")
		}
		l, err := d.Staffing.AddLeave(ctx, in.library(), me, person, in.Body.LeaveContent, creation(ctx, add))
		return &newOut[postgres.Leave]{Location: base + "/libraries/" + in.ID + "/leave/" + l.ID, Body: l}, err
	})
	handle(api, route("remove-leave", http.MethodDelete, at+"/{item}", "Take days off back", tagPeople, workers(), noContent),
		func(ctx context.Context, in *OfRow) (*nothing, error) {
			return nil, d.Staffing.RemoveLeave(ctx, in.library(), in.Item, whose(ctx, in.library()))
		})
}
