package demo

import (
	"context"
	"net/http"
	"strconv"

	"evidencedesk/internal/apiclient"
	"evidencedesk/internal/evidence"
)

// outcomes is what a library shows for the outcomes framework. A year counts backwards from the national year in which the
// demonstration began.
type outcomes struct {
	Library string `json:"library"`
	Tags    []struct {
		Outcome string `json:"outcome"`
		Kind    string `json:"kind"`
		Target  string `json:"target"` // the key of a request, or of that of a case; the name of a metric
		Note    string `json:"note"`
	} `json:"tags"`
	Years []struct {
		Ago    int    `json:"ago"`
		Levels []body `json:"levels"`
	} `json:"years"`
	Actions []struct {
		Outcome string `json:"outcome"`
		Action  string `json:"action"`
		Owner   string `json:"owner_role"`
		Due     int    `json:"due"` // days from the beginning
	} `json:"actions"`
}

func (t *telling) outcomes(ctx context.Context) error {
	var o outcomes
	if err := read("outcomes.json", &o); err != nil {
		return err
	}
	if err := t.evidenceOf(ctx, o); err != nil {
		return err
	}
	for _, y := range o.Years {
		year := body{"edition": "outcomes_2021", "levels": y.Levels}
		if err := t.enter(ctx, o.Library, "outcome-years/"+strconv.Itoa(t.april(y.Ago)+1), year); err != nil {
			return err
		}
	}
	plan := "outcome-years/" + strconv.Itoa(t.april(0)+1) + "/actions"
	for i, a := range o.Actions {
		action := body{"outcome": a.Outcome, "action": a.Action, "owner_role": a.Owner, "due_on": t.day(a.Due)}
		if err := t.add(ctx, o.Library, plan, numbered("outcome-action", i), action, nil); err != nil {
			return err
		}
	}
	return nil
}

// evidenceOf tags what is evidence for the outcomes.
func (t *telling) evidenceOf(ctx context.Context, o outcomes) error {
	for _, tag := range o.Tags {
		target := tag.Target
		if tag.Kind != "metric" {
			id, err := t.opened(ctx, tag.Target)
			if err != nil {
				return err
			}
			target = string(id)
		}
		if tag.Kind == "case" {
			made, err := t.caseOf(ctx, o.Library, evidence.RequestID(target))
			if err != nil {
				return err
			}
			target = made.ID
		}
		b := body{"outcome": tag.Outcome, "kind": tag.Kind, "target": target, "note": tag.Note}
		_, err := t.manager(o.Library).Do(ctx, http.MethodPost, at(o.Library, "outcome-tags"), b, nil)
		if err := tagged(err); err != nil {
			return wrong(tag.Outcome+" "+tag.Target, err)
		}
	}
	return nil
}

// tagged forgives that it is evidence already.
func tagged(err error) error {
	if p, ok := apiclient.ProblemOf(err); ok && p.Names("outcome", "taken") {
		return nil
	}
	return err
}
