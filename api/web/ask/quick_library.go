package ask

import (
	"slices"

	"evidencedesk/api/rest"
	"evidencedesk/api/web/info"
	"evidencedesk/api/web/ui"
	"evidencedesk/internal/evidence"
)

// library asks which of the visitor's libraries the question goes to: at first the one that serves their organisation.
func (q *quick) library(m *quickPage) error {
	libraries, err := info.Of(q.Visit, askable(q.Visit)...)
	if err != nil {
		return err
	}
	if asked := evidence.LibraryID(q.Query("library")); slices.Contains(askable(q.Visit), asked) {
		q.f.Default("library", string(asked))
	}
	if !q.f.Has("library") {
		var me rest.Profile
		if err := q.Read("/me/profile", &me); err != nil {
			return err
		}
		q.f.Default("library", usualLibrary(libraries, me.Organisation))
	}
	options := []ui.Option{{Text: "Choose a library"}}
	for _, l := range libraries {
		options = append(options, ui.Option{Value: string(l.ID), Text: l.Name})
	}
	s := q.f.Select("library", "Which library do you ask?", options)
	m.Library = &s
	return nil
}

func usualLibrary(libraries []info.Library, organisation string) string {
	for _, l := range libraries {
		if organisation != "" && slices.ContainsFunc(l.Organisations, func(o rest.OrganisationRow) bool { return o.ID == organisation }) {
			return string(l.ID)
		}
	}
	return ""
}
