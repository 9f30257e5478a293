package demo

import (
	"context"
	"net/http"

	"evidencedesk/internal/apiclient"
	"evidencedesk/internal/report"
)

// debriefDays is how long after the beginning a team meets; on a working day.
const debriefDays = 12

// wellbeing says where the people of the first library find help, and which teams include its librarians.
func (t *telling) wellbeing(ctx context.Context) error {
	const library = "northmoor"
	service := body{
		"name": "Northmoor staff support", "url": "https://support.northmoor.example.nhs.uk", "phone": "01632 960199",
		"note": "Somebody answers day and night. You need not say why you call.",
	}
	if err := t.enter(ctx, library, "wellbeing/service", service); err != nil {
		return err
	}
	debrief, err := t.diary.ahead(debriefDays)
	if err != nil {
		return err
	}
	member := func(key string, invited bool) body { return body{"person": PersonID(key), "invited": invited} }
	for i, team := range []body{
		{
			"name": "Stroke team", "next_debrief": report.DateOf(debrief).String(), "debrief_note": "Seminar room 2, 12.30pm",
			"members": []body{member("librarian", true)},
		},
		{"name": "Palliative care team", "members": []body{member("librarian", false), member("second", true)}},
	} {
		if err := t.add(ctx, library, "mdt-teams", numbered("team", i), team, nil); err != nil {
			return err
		}
	}
	return t.add(ctx, library, "wellbeing/signposts", "signpost", body{"on": t.day(-20), "how": "team_meeting"}, nil)
}

// weighed is a request whose topic was confirmed as one that may weigh on who reads about it.
type weighed struct {
	Request string   `json:"request"`
	Topics  []string `json:"topics"`
	Said    string   `json:"said"` // what its owner answered to "how was that?"; empty: nothing
}

// weight confirms topics and answers the check-in, each as the owner of the request. Only that person reads the answer.
func (t *telling) weight(ctx context.Context) error {
	var list []weighed
	if err := read("wellbeing.json", &list); err != nil {
		return err
	}
	for _, w := range list {
		request, err := t.request(w.Request)
		if err != nil {
			return err
		}
		id, err := t.opened(ctx, w.Request)
		if err != nil {
			return err
		}
		owner, confirmed := t.as(request.Owner), body{"state": "confirmed", "topics": w.Topics}
		if len(w.Topics) > 0 {
			_, err := owner.Do(ctx, http.MethodPut, apiclient.RequestPath(id, "topic"), confirmed, nil, apiclient.IfMatch(`"1"`))
			if err := unless(err, http.StatusPreconditionFailed); err != nil {
				return wrong("topic of "+w.Request, err)
			}
		}
		if w.Said != "" {
			_, err := owner.Do(ctx, http.MethodPut, apiclient.RequestPath(id, "check-in"), body{"answer": w.Said}, nil)
			if err := unless(err, http.StatusConflict); err != nil { // delivered more than 90 days ago
				return wrong("check-in after "+w.Request, err)
			}
		}
	}
	return nil
}
