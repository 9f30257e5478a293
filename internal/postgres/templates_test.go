package postgres_test

import (
	"fmt"
	"slices"
	"testing"

	"evidencedesk/internal/calendar"
	"evidencedesk/internal/evidence"
	"evidencedesk/internal/postgres"
)

func TestALibraryStartsWithTemplates(t *testing.T) {
	d := newDesk(t)
	templates := postgres.NewTemplates(d.db.App, nil)
	id := d.addLibrary(postgres.Library{Code: "new", Name: "New", Nation: calendar.Scotland})
	outside := d.addLibrary(postgres.Library{Code: "out", Name: "Out", Nation: calendar.Scotland, Outside: true})
	all, err := templates.Templates(t.Context(), id)
	if err != nil || len(all) < len(postgres.TemplateKinds()) {
		t.Fatalf("%d templates, %v", len(all), err)
	}
	for _, kind := range postgres.TemplateKinds() {
		if !slices.ContainsFunc(all, func(t postgres.Template) bool { return t.Kind == kind }) {
			t.Errorf("there is none for %s", kind)
		}
	}
	for _, tpl := range all { // each could be saved as it is
		if _, err := templates.SaveTemplate(t.Context(), id, d.manager, tpl.ID, tpl.Version, postgres.TemplateContent{Name: tpl.Name, Kind: tpl.Kind, Text: tpl.Text + " "}); err != nil {
			t.Errorf("%s: %v", tpl.Name, err)
		}
	}
	if none, err := templates.Templates(t.Context(), outside); err != nil || len(none) != 0 {
		t.Errorf("a partner outside has %d, %v", len(none), err)
	}
}

func TestTemplates(t *testing.T) {
	d := newDesk(t)
	templates := postgres.NewTemplates(d.db.App, nil)
	add := func(c postgres.TemplateContent, key string) (postgres.Template, error) {
		k := postgres.Creation{}
		if key != "" {
			k = postgres.Creation{Route: "/templates", Key: key, Body: make([]byte, 32)}
		}
		return templates.AddTemplate(d.Context(), d.library, d.manager, c, k)
	}
	first, err := add(postgres.TemplateContent{Name: " Which age ", Kind: "ask", Text: "Dear {requester}, about {reference}: {librarian} {library} {question} {due} {and what I put into braces myself, because I like them}"}, "one")
	if err != nil || first.Name != "Which age" || first.Version != 1 {
		t.Fatalf("%+v, %v", first, err)
	}
	if again, err := add(postgres.TemplateContent{Name: "Which age", Kind: "ask", Text: "x"}, "one"); err != nil || again.ID != first.ID {
		t.Errorf("the same key: %+v, %v", again, err)
	}
	for field, wrong := range map[string]postgres.TemplateContent{
		"name": {Name: "which AGE", Kind: "ask", Text: "x"}, "kind": {Name: "x", Kind: "sing", Text: "x"}, "text": {Name: "x", Kind: "ask", Text: "Dear {patient}"},
	} {
		_, err := add(wrong, "")
		if e := refusal(t, err, evidence.Invalid); e.Fields[0].Field != field {
			t.Errorf("%+v: %+v", wrong, e)
		}
	}
	if _, err := add(postgres.TemplateContent{Name: "Which age", Kind: "hold", Text: "x"}, ""); err != nil {
		t.Errorf("the same name elsewhere: %v", err)
	}
	second, err := templates.SaveTemplate(t.Context(), d.library, d.manager, first.ID, 1, postgres.TemplateContent{Name: "Which ages", Kind: "ask", Text: "?"})
	if err != nil || second.Version != 2 || second.Text != "?" {
		t.Errorf("%+v, %v", second, err)
	}
	_, err = templates.SaveTemplate(t.Context(), d.library, d.manager, first.ID, 1, postgres.TemplateContent{Name: "Mine", Kind: "ask", Text: "!"})
	if current := staleRow[postgres.Template](t, err); current.Name != "Which ages" {
		t.Errorf("%+v", current)
	}
	var other evidence.LibraryID
	for l := range must(d.people().Memberships(t.Context(), d.elsewhere)) {
		other = l
	}
	_, err = templates.Template(t.Context(), other, first.ID)
	refusal(t, err, evidence.NotFound)
	refusal(t, templates.RemoveTemplate(t.Context(), other, first.ID, 2), evidence.NotFound)
	if err := templates.RemoveTemplate(t.Context(), d.library, first.ID, 2); err != nil {
		t.Error(err)
	}
	for i := d.count(`SELECT count(*) FROM message_template WHERE library_id = $1`, d.library); i < postgres.MaxTemplates; i++ {
		d.exec(`INSERT INTO message_template (id, library_id, name, kind, body, created_at, updated_at) VALUES ($1, $2, $3, 'ask', 'x', now(), now())`, d.id(), d.library, fmt.Sprint(i))
	}
	_, err = add(postgres.TemplateContent{Name: "One too many", Kind: "ask", Text: "x"}, "")
	refusal(t, err, evidence.Invalid)
}
