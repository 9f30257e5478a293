package postgres

import (
	"context"

	"evidencedesk/internal/evidence"
	"evidencedesk/internal/postgres/sqlc"
)

// Override is a writer's word that something the identifier guard found identifies nobody.
type Override struct {
	Field  string // its path, never its text
	Start  int    // in code points
	Kind   string
	Reason string
}

// RecordOverrides keeps for information governance where and why findings were overridden, never what they were. Saving
// the same text again counts once. The request is empty for a draft and for a submission that is no request yet; the
// resource says what is saved, such as summary.
func (c *Content) RecordOverrides(ctx context.Context, person evidence.PersonID, request evidence.RequestID, resource string, list []Override) error {
	if len(list) == 0 {
		return nil
	}
	p, err := rowUUID(string(person))
	if err != nil {
		return err
	}
	if request != "" && !isUUID(string(request)) {
		return evidence.Refuse(evidence.NotFound, "")
	}
	rows := sqlc.InsertOverridesParams{Person: p, Request: idOrNil(string(request)), Resource: resource, Now: c.now()}
	for _, o := range list {
		rows.Fields, rows.Starts = append(rows.Fields, o.Field), append(rows.Starts, fit(o.Start))
		rows.Kinds, rows.Reasons = append(rows.Kinds, o.Kind), append(rows.Reasons, o.Reason)
	}
	return contentError(c.q.InsertOverrides(ctx, rows))
}
