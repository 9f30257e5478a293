package rest

import (
	"context"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"evidencedesk/internal/evidence"
	"evidencedesk/internal/postgres"
	"evidencedesk/internal/wellbeing"
)

// OwnWellbeing is what somebody who searches is told about their own work, and where help is.
type OwnWellbeing struct {
	Service postgres.WellbeingServiceContent `json:"service"`
	Teams   []postgres.OwnMDTTeam            `json:"teams" nullable:"false" doc:"Teams that include the caller, the next debrief first"`
	Months  []postgres.WorkMonth             `json:"months" nullable:"false" doc:"The caller's own months that are over, the oldest first; nobody else is shown them"`
}

// TeamWellbeing is what a manager is told of a team.
type TeamWellbeing struct {
	LeastPeople int                  `json:"least_people" doc:"How many people have to stand behind a figure about people"`
	Months      []postgres.TeamMonth `json:"months" nullable:"false" doc:"Calendar months that are over, the oldest first. Nothing narrows them, and what was told of a check-in never changes"`
}

// WellbeingServiceBody is where the people of a library find help, as it should be from now on.
type WellbeingServiceBody struct {
	Confirming
	postgres.WellbeingServiceContent
}

// SavedWellbeingService is that as it was just saved.
type SavedWellbeingService struct {
	postgres.WellbeingService

	Warnings []Finding `json:"warnings,omitempty" doc:"Look again: this may identify a patient"`
}

type saveWellbeingServiceIn struct {
	OfLibrary

	IfMatch string `header:"If-Match" maxLength:"100" doc:"The ETag that was read; required"`
	Body    WellbeingServiceBody
}

type addSignpostIn struct {
	OfLibrary

	Body postgres.SignpostContent
}

// AddedSignpost names a record that was just made.
type AddedSignpost struct {
	ID string `json:"id" format:"uuid"`
}

func registerTeamWellbeing(api huma.API, d Deps) {
	at := "/libraries/{id}/wellbeing"
	searchers, managers := member(evidence.Librarian, evidence.Trainee), member(evidence.Manager)
	handle(api, route("get-own-wellbeing", http.MethodGet, at+"/mine", "See one's own work, and where help is", tagWellbeing, searchers), d.ownWellbeing)
	handle(api, route("get-team-wellbeing", http.MethodGet, at+"/team", "See how a team fares", tagWellbeing, managers,
		describe("No figure about a person: a month is told when at least five different people stand behind it.")), d.teamWellbeing)
	handle(api, route("get-wellbeing-service", http.MethodGet, at+"/service", "Read where help is", tagWellbeing, workers()),
		func(ctx context.Context, in *OfLibrary) (*rowOut[postgres.WellbeingService], error) {
			s, err := d.Wellbeing.Service(ctx, in.library())
			return &rowOut[postgres.WellbeingService]{ETag: etag(s.Version), Body: s}, err
		})
	handle(api, route("put-wellbeing-service", http.MethodPut, at+"/service", "Say where help is", tagWellbeing, managers, preconditioned), d.saveWellbeingService)
	handle(api, route("list-signposts", http.MethodGet, at+"/signposts", "List when the wellbeing service was pointed out", tagWellbeing, managers),
		func(ctx context.Context, in *OfLibrary) (*listOut[postgres.Signpost], error) {
			all, err := d.Wellbeing.Signposts(ctx, in.library())
			return list(all), err
		})
	add := route("add-signpost", http.MethodPost, at+"/signposts", "Record that the wellbeing service was pointed out", tagWellbeing, managers, keyed, created)
	handle(api, add, func(ctx context.Context, in *addSignpostIn) (*newOut[AddedSignpost], error) {
		id, err := d.Wellbeing.AddSignpost(ctx, in.library(), caller(ctx).Person, in.Body, creation(ctx, add))
		return &newOut[AddedSignpost]{Location: base + "/libraries/" + in.ID + "/wellbeing/signposts", Body: AddedSignpost{id}}, err
	})
}

func (d Deps) ownWellbeing(ctx context.Context, in *OfLibrary) (*struct{ Body OwnWellbeing }, error) {
	hours, err := d.Calendars.Calendar(ctx, in.library())
	if err != nil {
		return nil, err
	}
	me := caller(ctx).Person
	service, err := d.Wellbeing.Service(ctx, in.library())
	if err != nil {
		return nil, err
	}
	teams, err := d.Wellbeing.OwnMDTTeams(ctx, in.library(), me)
	if err != nil {
		return nil, err
	}
	months, err := d.Wellbeing.OwnMonths(ctx, in.library(), me, hours)
	return &struct{ Body OwnWellbeing }{OwnWellbeing{service.WellbeingServiceContent, teams, months}}, err
}

func (d Deps) teamWellbeing(ctx context.Context, in *OfLibrary) (*struct{ Body TeamWellbeing }, error) {
	hours, err := d.Calendars.Calendar(ctx, in.library())
	if err != nil {
		return nil, err
	}
	months, err := d.Wellbeing.TeamMonths(ctx, in.library(), hours)
	return &struct{ Body TeamWellbeing }{TeamWellbeing{wellbeing.LeastPeople, months}}, err
}

func (d Deps) saveWellbeingService(ctx context.Context, in *saveWellbeingServiceIn) (*rowOut[SavedWellbeingService], error) {
	version, err := ifMatch(in.IfMatch)
	if err != nil {
		return nil, err
	}
	// The name, the address and the telephone are the service's own; only the note is a text.
	warnings, err := d.guarded(ctx, in.library(), in.Body.Confirm, Text{"note", in.Body.Note})
	if err != nil {
		return nil, err
	}
	s, err := d.Wellbeing.SaveService(ctx, in.library(), caller(ctx).Person, version, in.Body.WellbeingServiceContent)
	if err != nil {
		return nil, both(ctx, err)
	}
	return &rowOut[SavedWellbeingService]{ETag: etag(s.Version), Body: SavedWellbeingService{s, warnings}}, nil
}
