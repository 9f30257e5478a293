package demo

import (
	"context"
	_ "embed"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"

	"evidencedesk/internal/apiclient"
	"evidencedesk/internal/evidence"
)

//go:embed directory.json
var directoryData []byte

// listed is a record of the directory: a library of the demonstration or one that does not use the service. All are made up.
type listed struct {
	Keeper string         `json:"keeper"`
	Own    bool           `json:"own"`
	Record map[string]any `json:"record"`
}

// chapter is something that the demonstration has beside its requests, told once.
type chapter struct {
	key  string
	tell func(context.Context) error
}

// beside tells what the demonstration has beside its requests: the directory, and where the people of a library find help.
func (t *telling) beside(ctx context.Context) error {
	var failed []error
	for _, c := range []chapter{{"directory", t.directory}, {"wellbeing", t.wellbeing}} {
		if t.keep.has(&t.keep.file.Beside, c.key) {
			continue
		}
		if err := c.tell(ctx); err != nil {
			failed = append(failed, err)
			continue
		}
		failed = append(failed, t.keep.add(&t.keep.file.Beside, c.key))
	}
	return errors.Join(failed...)
}

// manager is who keeps the records and settings of a library.
func (t *telling) manager(library string) *apiclient.Client {
	for _, p := range t.data.People {
		if p.works(library, evidence.Manager) {
			return t.api.As(t.keep.Token(p.Key))
		}
	}
	return t.api
}

func (t *telling) directory(ctx context.Context) error {
	var list []listed
	if err := json.Unmarshal(directoryData, &list); err != nil {
		return fmt.Errorf("demo: the directory: %w", err)
	}
	for i, one := range list {
		at := apiclient.V1 + "/libraries/" + string(LibraryID(one.Keeper))
		if one.Own {
			one.Record["library"] = LibraryID(one.Keeper)
		}
		key := apiclient.IdempotencyKey(fmt.Sprintf("demo-directory-%d", i))
		if _, err := t.manager(one.Keeper).Do(ctx, http.MethodPost, at+"/directory", one.Record, nil, key); err != nil {
			return fmt.Errorf("demo: record %d of the directory: %w", i+1, err)
		}
	}
	return nil
}

// wellbeing says where the people of the first library find help, and which teams include its librarians.
func (t *telling) wellbeing(ctx context.Context) error {
	const library = "northmoor"
	at, manager := apiclient.V1+"/libraries/"+string(LibraryID(library)), t.manager(library)
	service := body{"name": "Northmoor staff support", "url": "https://support.northmoor.example.nhs.uk", "phone": "01632 960199", "note": "Somebody answers day and night. You need not say why you call."}
	_, err := manager.Do(ctx, http.MethodPut, at+"/wellbeing/service", service, nil, apiclient.IfMatch(`"1"`))
	if p, ok := apiclient.ProblemOf(err); ok && p.Status == http.StatusPreconditionFailed {
		err = nil // it was told before
	}
	if err != nil {
		return fmt.Errorf("demo: where help is: %w", err)
	}
	debrief := t.keep.Began().AddDate(0, 0, 12).Format("2006-01-02")
	for i, team := range []body{
		{"name": "Stroke team", "next_debrief": debrief, "debrief_note": "Seminar room 2, 12.30pm", "members": []body{{"person": PersonID("librarian"), "invited": true}}},
		{"name": "Palliative care team", "members": []body{{"person": PersonID("librarian"), "invited": false}, {"person": PersonID("second"), "invited": true}}},
	} {
		if _, err := manager.Do(ctx, http.MethodPost, at+"/mdt-teams", team, nil, apiclient.IdempotencyKey(fmt.Sprintf("demo-team-%d", i))); err != nil {
			return fmt.Errorf("demo: team %d: %w", i+1, err)
		}
	}
	shown := body{"on": t.keep.Began().AddDate(0, 0, -20).Format("2006-01-02"), "how": "team_meeting"}
	if _, err := manager.Do(ctx, http.MethodPost, at+"/wellbeing/signposts", shown, nil, apiclient.IdempotencyKey("demo-signpost")); err != nil {
		return fmt.Errorf("demo: when help was pointed out: %w", err)
	}
	return nil
}
