package worker_test

import (
	"context"
	"fmt"
	"slices"
	"testing"

	"evidencedesk/internal/evidence"
	"evidencedesk/internal/temporalx"
	"evidencedesk/worker"
)

// register holds open work in the order of IDs, more than a page of it.
type register struct{ requests, followUps []evidence.RequestID }

func newRegister(requests, followUps int) register {
	ids := func(n int) (list []evidence.RequestID) {
		for i := range n {
			list = append(list, evidence.RequestID(fmt.Sprintf("r%04d", i)))
		}
		return list
	}
	return register{ids(requests), ids(followUps)}
}

func page(list []evidence.RequestID, after evidence.RequestID, limit int) []evidence.RequestID {
	i, found := slices.BinarySearch(list, after)
	if found {
		i++
	}
	return list[i:min(i+limit, len(list))]
}

// OpenRequests implements worker.OpenWork.
func (r register) OpenRequests(_ context.Context, after evidence.RequestID, limit int) (states []evidence.State, err error) {
	for _, id := range page(r.requests, after, limit) {
		states = append(states, evidence.State{Request: id, Seq: 1})
	}
	return states, nil
}

// OpenFollowUps implements worker.OpenWork.
func (r register) OpenFollowUps(_ context.Context, after evidence.RequestID, limit int) (states []evidence.ImpactState, err error) {
	for _, id := range page(r.followUps, after, limit) {
		states = append(states, evidence.ImpactState{Request: id, Seq: 1})
	}
	return states, nil
}

func TestRebuild(t *testing.T) {
	t.Parallel()
	e := &engine{}
	found, err := worker.Rebuild(t.Context(), newRegister(450, 201), e, quiet())
	if err != nil {
		t.Fatal(err)
	}
	if n := found.Requests; n[temporalx.PresenceStarted] != 225 || n[temporalx.PresenceEnded] != 45 || n[temporalx.PresenceRunning] != 180 {
		t.Errorf("requests %v", n)
	}
	if n := found.FollowUps[temporalx.PresenceStarted] + found.FollowUps[temporalx.PresenceEnded] + found.FollowUps[temporalx.PresenceRunning]; n != 201 {
		t.Errorf("follow-ups %v", found.FollowUps)
	}
	if len(found.Ended) != 45+21 || len(e.started) != 651 {
		t.Errorf("%d ended, %d seen", len(found.Ended), len(e.started))
	}
	e.err = &evidence.Error{Code: evidence.EngineUnavailable}
	if _, err := worker.Rebuild(t.Context(), newRegister(3, 0), e, quiet()); evidence.CodeOf(err) != evidence.EngineUnavailable {
		t.Error(err)
	}
}

func TestPromotionIsChecked(t *testing.T) {
	t.Parallel()
	for _, p := range []worker.Promotion{{}, {Deployment: "d"}, {BuildID: "b"}, {Deployment: "d", BuildID: "b", Percent: 101}, {Deployment: "d", BuildID: "b", Percent: -1}} {
		if err := worker.Promote(t.Context(), nil, p); err == nil {
			t.Errorf("%+v was accepted", p)
		}
	}
	if err := worker.Run(t.Context(), worker.Config{Versioning: worker.Versioning{Enabled: true}}, worker.Deps{}); err == nil {
		t.Error("versioning without a name was accepted")
	}
}
