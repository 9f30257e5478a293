package queue

import (
	"net/url"

	"evidencedesk/internal/postgres"
)

// Sources reads the sources of a live answer.
func Sources(text string) []postgres.ReferenceContent { return sources(text) }

// SourceLines are its lines.
func SourceLines(text string) []string { return sourceLines(text) }

// Canonical writes the query of a list in one way.
func Canonical(q url.Values) string { return parseFilter(q).query() }
