package rest

import (
	"context"
	"net/http"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"evidencedesk/internal/evidence"
	"evidencedesk/internal/postgres"
	"evidencedesk/internal/wellbeing"
)

const tagWellbeing = "Wellbeing"

// registerWellbeing registers what concerns the wellbeing of the people who search. What somebody says of how it was is for that
// person alone; a manager is told of teams of five or more.
func registerWellbeing(api huma.API, d Deps) {
	h := &contents{d}
	registerTopics(api, h)
	registerSwaps(api, h)
	registerCheckIns(api, h)
	registerTeamWellbeing(api, d)
	registerMDTTeams(api, d)
}

// TopicView is what a librarian is told beside a request: its topic, whether it is offered for a swap, and after the delivery
// where there is help.
type TopicView struct {
	postgres.Topic

	Swap      SwapView           `json:"swap"`
	Debrief   *Debrief           `json:"debrief,omitempty" doc:"For its owner after the delivery, where the topic was confirmed"`
	AskedHow  bool               `json:"asked_how,omitempty" doc:"Its owner may say how it was, or leave it"`
	Said      string             `json:"said,omitempty" enum:"fine,mixed,hard,skipped" doc:"What the caller said of how it was; nobody else reads it"`
	SaidUntil time.Time          `json:"said_until,omitzero" doc:"When that is deleted"`
	Library   evidence.LibraryID `json:"library" format:"uuid"`
}

// SwapView says where an offer to swap stands.
type SwapView struct {
	Offered  bool `json:"offered"`
	Mine     bool `json:"mine,omitempty" doc:"By the caller"`
	MayOffer bool `json:"may_offer,omitempty"`
	MayTake  bool `json:"may_take,omitempty"`
}

// Debrief is where help is after work on a topic that weighs.
type Debrief struct {
	Service postgres.WellbeingServiceContent `json:"service"`
	Teams   []postgres.OwnMDTTeam            `json:"teams" nullable:"false" doc:"Those that include the caller, the next debrief first"`
}

type decideTopicIn struct {
	OfRequest

	IfMatch string `header:"If-Match" maxLength:"100" doc:"The ETag that was read; required"`
	Body    postgres.TopicDecision
}

func registerTopics(api huma.API, h *contents) {
	handle(api, route("get-topic", http.MethodGet, "/requests/{id}/topic", "Read what is known of the topic", tagWellbeing, writers(),
		describe("Words of the question suggest a topic; only what a librarian confirms counts. Nothing is read from the mood of a text.")), h.topic)
	handle(api, route("decide-topic", http.MethodPut, "/requests/{id}/topic", "Confirm or dismiss the topic", tagWellbeing, writers(), preconditioned),
		func(ctx context.Context, in *decideTopicIn) (*rowOut[TopicView], error) {
			a, version, err := h.changeRequest(ctx, in.ID, in.IfMatch)
			if err != nil {
				return nil, err
			}
			t, err := h.Wellbeing.DecideTopic(ctx, a, version, in.Body)
			if err != nil {
				return nil, both(ctx, err)
			}
			return h.topicView(ctx, a, t)
		})
}

func (h *contents) topic(ctx context.Context, in *OfRequest) (*rowOut[TopicView], error) {
	a, err := h.enter(ctx, in.ID)
	if err != nil {
		return nil, err
	}
	t, err := h.Wellbeing.Topic(ctx, a)
	if err != nil {
		return nil, err
	}
	return h.topicView(ctx, a, t)
}

// topicView adds what is for the caller alone.
func (h *contents) topicView(ctx context.Context, a postgres.Access, t postgres.Topic) (*rowOut[TopicView], error) {
	me := caller(ctx)
	mine, confirmed := t.Owner == me.Person, t.State == "confirmed"
	out := &rowOut[TopicView]{ETag: etag(t.Version), Body: TopicView{Topic: t, Library: a.Library(), Swap: SwapView{
		Offered: t.OfferedBy != "", Mine: t.OfferedBy == me.Person, MayOffer: mine && confirmed && t.Open && t.OfferedBy == "",
		MayTake: t.OfferedBy != "" && !mine && me.Actor(a.Library()).Is(evidence.Librarian),
	}}}
	if !mine || t.DeliveredAt.IsZero() {
		return out, nil
	}
	since := h.Now().Sub(t.DeliveredAt)
	if since < wellbeing.KeepCheckIns {
		if err := h.addCheckIn(ctx, a, &out.Body, since); err != nil {
			return nil, err
		}
	}
	if confirmed && since <= wellbeing.PromptFor {
		return out, h.addDebrief(ctx, a, &out.Body)
	}
	return out, nil
}

// addCheckIn adds what the caller said of how it was, or that they may say it.
func (h *contents) addCheckIn(ctx context.Context, a postgres.Access, v *TopicView, since time.Duration) error {
	said, err := h.Wellbeing.CheckIns(ctx, caller(ctx).Person)
	for _, c := range said {
		if c.Request == a.Request() {
			v.Said, v.SaidUntil = c.Answer, c.At.Add(wellbeing.KeepCheckIns)
		}
	}
	v.AskedHow = v.Said == "" && since <= wellbeing.PromptFor
	return err
}

// addDebrief adds where help is.
func (h *contents) addDebrief(ctx context.Context, a postgres.Access, v *TopicView) error {
	service, err := h.Wellbeing.Service(ctx, a.Library())
	if err != nil {
		return err
	}
	teams, err := h.Wellbeing.OwnMDTTeams(ctx, a.Library(), caller(ctx).Person)
	v.Debrief = &Debrief{Service: service.WellbeingServiceContent, Teams: teams}
	return err
}

type checkInIn struct {
	OfRequest

	Body struct {
		Answer string `json:"answer" enum:"fine,mixed,hard,skipped" doc:"skipped: would rather not say"`
	}
}

func registerCheckIns(api huma.API, h *contents) {
	at := "/requests/{id}/check-in"
	handle(api, route("say-check-in", http.MethodPut, at, "Say how it was", tagWellbeing, writers(), noContent, conflicts,
		describe("After a delivery, by its owner, if they wish. Only they read it; it is deleted after 90 days and is part of no figure about a person.")),
		func(ctx context.Context, in *checkInIn) (*nothing, error) {
			a, err := h.enter(ctx, in.ID)
			if err != nil {
				return nil, err
			}
			return &nothing{}, h.Wellbeing.SayCheckIn(ctx, a, in.Body.Answer)
		})
	handle(api, route("drop-check-in", http.MethodDelete, at, "Delete what one said of how it was", tagWellbeing, writers(), noContent),
		func(ctx context.Context, in *OfRequest) (*nothing, error) {
			a, err := h.enter(ctx, in.ID)
			if err != nil {
				return nil, err
			}
			return &nothing{}, h.Wellbeing.DropCheckIn(ctx, a)
		})
	handle(api, route("list-check-ins", http.MethodGet, "/me/check-ins", "List what one said of how it was", tagWellbeing, signedIn(),
		describe("The caller's own of the last 90 days.")),
		func(ctx context.Context, _ *struct{}) (*listOut[postgres.CheckIn], error) {
			all, err := h.Wellbeing.CheckIns(ctx, caller(ctx).Person)
			return list(all), err
		})
}
