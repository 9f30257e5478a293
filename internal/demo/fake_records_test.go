package demo_test

import (
	"encoding/json"
	"net/http"
	"slices"
	"strings"

	"github.com/google/uuid"

	"evidencedesk/api/rest"
	"evidencedesk/internal/postgres"
	"evidencedesk/internal/reference"
	"evidencedesk/internal/vocabulary"
)

// upload reads a file of records. Titles tell publications apart here.
func (d *desk) upload(r *http.Request, rec *record) error {
	_, err := reference.Read(r.Body, reference.Options{}, func(i reference.Item) error {
		same := func(p map[string]any) bool { return strings.EqualFold(p["title"].(string), i.Record.Title) }
		if !slices.ContainsFunc(rec.published, same) {
			rec.published = append(rec.published, map[string]any{"id": uuid.NewString(), "title": i.Record.Title})
		}
		return nil
	})
	rec.imports = append(rec.imports, json.RawMessage(`{"state":"ready"}`))
	return err
}

func (d *desk) decide(rec *record, b rest.DecisionsBody) {
	if b.Verdict == postgres.Exclude {
		d.known(vocabulary.ExclusionReasons, b.Reason)
	}
	for _, p := range rec.published {
		if slices.Contains(b.Records, p["id"].(string)) {
			p["verdict"] = b.Verdict
			rec.decided++
		}
	}
}
