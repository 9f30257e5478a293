package rest

import (
	"context"
	"fmt"
	"log/slog"
	"slices"

	"evidencedesk/internal/evidence"
	"evidencedesk/internal/guard"
	"evidencedesk/internal/postgres"
)

// Text is one free-text field on its way to the store.
type Text struct {
	Field string // its path in the body
	Value string
}

// Finding is something in a text that looks like a patient's identifier. It says where, never what.
type Finding struct {
	Field  string     `json:"field" doc:"Path in the body"`
	Start  int        `json:"start" doc:"First character, counted in Unicode code points from 0"`
	Length int        `json:"length"`
	Kind   guard.Kind `json:"kind" doc:"What it looks like"`
	Action string     `json:"action" enum:"warn,nudge" doc:"nudge: mention it quietly"`
}

// Confirmation says of one finding that it identifies nobody. It is kept with its reason, without the text.
type Confirmation struct {
	Field      string     `json:"field" maxLength:"200" doc:"As in the finding"`
	Start      int        `json:"start" minimum:"0" maximum:"10000000" doc:"As in the finding"`
	Kind       guard.Kind `json:"kind" maxLength:"64" doc:"As in the finding"`
	ReasonCode string     `json:"reason_code" minLength:"1" maxLength:"64" doc:"Why it identifies nobody; see GET /identifier-guard"`
}

// Confirming is embedded in bodies with free text.
type Confirming struct {
	Confirm []Confirmation `json:"confirm,omitempty" maxItems:"200" doc:"Findings of the identifier guard that identify nobody"`
}

// Sites knows in which shapes the hospitals of a library write their numbers (RE2).
type Sites interface {
	HospitalPatterns(ctx context.Context, library evidence.LibraryID) ([]string, error)
}

// Overrides keeps what was confirmed, for the report on information governance: where and why, never what.
type Overrides interface {
	RecordOverrides(ctx context.Context, person evidence.PersonID, request evidence.RequestID, resource string, list []postgres.Override) error
}

// guarded has the identifier guard read every free text of a body before anything is stored. A finding that blocks and is
// not confirmed gives identifier-suspected with all of them; those that only warn are returned for the answer.
func (d Deps) guarded(ctx context.Context, library evidence.LibraryID, confirm []Confirmation, texts ...Text) ([]Finding, error) {
	confirms, err := confirmations(confirm)
	if err != nil {
		return nil, err
	}
	shapes, err := d.Sites.HospitalPatterns(ctx, library)
	if err != nil {
		return nil, err
	}
	patterns, err := guard.ParseHospitalPatterns(shapes)
	if err != nil {
		d.Log.WarnContext(ctx, "the hospital numbers of a library cannot be read; they are not looked for", slog.String("library", string(library)))
	}
	var filled []guard.Text
	for _, t := range texts {
		if t.Value != "" {
			filled = append(filled, guard.Text(t))
		}
	}
	found := guard.ScanAll(filled, guard.Options{HospitalNumbers: patterns})
	if blocking := guard.Unconfirmed(found, confirms); len(blocking) > 0 {
		return nil, suspected(blocking)
	}
	if overrides := overridden(found, confirms); len(overrides) > 0 {
		at := placeOf(ctx)
		if err := d.Overrides.RecordOverrides(ctx, caller(ctx).Person, at.request, at.operation, overrides); err != nil {
			return nil, err
		}
	}
	return warnings(found, confirms), nil
}

func confirmations(list []Confirmation) ([]guard.Confirm, error) {
	var fields []evidence.FieldError
	confirms := make([]guard.Confirm, len(list))
	for i, c := range list {
		confirms[i] = guard.Confirm{Field: c.Field, Start: c.Start, Kind: c.Kind, ReasonCode: c.ReasonCode}
		if !guard.Confirmable(c.Kind, c.ReasonCode) {
			fields = append(fields, evidence.FieldError{
				Field: fmt.Sprintf("confirm[%d].reason_code", i), Code: "unknown", Detail: "Use a reason that can be given for this kind; see GET /identifier-guard.",
			})
		}
	}
	return confirms, invalid(fields)
}

func suspected(findings []guard.Finding) error {
	e := &evidence.Error{Code: evidence.IdentifierSuspected}
	for _, f := range findings {
		e.Fields = append(e.Fields, evidence.FieldError{
			Field: safeField(f.Field), Code: string(evidence.IdentifierSuspected), Start: f.Start, Length: f.Length, Kind: string(f.Kind),
			Detail: "Remove it, or confirm with a reason that it identifies nobody.",
		})
	}
	return e
}

func confirmed(f guard.Finding, confirms []guard.Confirm) (guard.Confirm, bool) {
	i := slices.IndexFunc(confirms, func(c guard.Confirm) bool { return c.Field == f.Field && c.Start == f.Start && c.Kind == f.Kind })
	if i < 0 {
		return guard.Confirm{}, false
	}
	return confirms[i], true
}

func overridden(found []guard.Finding, confirms []guard.Confirm) []postgres.Override {
	var list []postgres.Override
	for _, f := range found {
		if c, ok := confirmed(f, confirms); ok {
			list = append(list, postgres.Override{Field: safeField(f.Field), Start: f.Start, Kind: string(f.Kind), Reason: c.ReasonCode})
		}
	}
	return list
}

func warnings(found []guard.Finding, confirms []guard.Confirm) []Finding {
	var list []Finding
	for _, f := range found {
		if _, ok := confirmed(f, confirms); !ok {
			list = append(list, Finding{Field: safeField(f.Field), Start: f.Start, Length: f.Length, Kind: f.Kind, Action: string(f.Action)})
		}
	}
	return list
}
