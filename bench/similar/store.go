package main

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
)

// store keeps the labelled requests as delivered ones, and gives the identifiers that they got.
func (s *stage) store(ctx context.Context, cases []labelled) (map[string]string, error) {
	ids := map[string]string{}
	var list []stored
	for _, c := range cases {
		id := uuid.New()
		ids[c.ID] = id.String()
		list = append(list, stored{id: id, reference: s.next(), question: c.Question, elements: c.PICO, specialty: c.Specialty})
	}
	return ids, s.insert(ctx, list)
}

// grow invents requests until there are so many, and counts their words as the nightly housekeeping does.
func (s *stage) grow(ctx context.Context, n int) error {
	fmt.Printf("inventing %d requests ...\n", n-s.invented)
	const batch = 5000
	for s.invented < n {
		var list []stored
		for ; s.invented < n && len(list) < batch; s.invented++ {
			list = append(list, invent(uint64(s.invented), s.next())) //nolint:gosec // never negative
		}
		if err := s.insert(ctx, list); err != nil {
			return err
		}
	}
	if _, err := s.admin.Exec(ctx, `VACUUM ANALYZE`); err != nil { //nolint:misspell // the keyword
		return err
	}
	_, err := s.reader.RefreshLexemes(ctx)
	return err
}

func (s *stage) next() string {
	s.stored++
	return fmt.Sprintf("ED-2020-%08d", s.stored)
}

// stored is a request to keep.
type stored struct {
	id        uuid.UUID
	reference string
	question  string
	elements  map[string]string
	specialty string
	headings  []string // of its search
}

func (s *stage) insert(ctx context.Context, list []stored) error {
	at := time.Date(2026, 1, 5, 9, 0, 0, 0, time.UTC)
	var requests, texts, searches, states [][]any
	for _, r := range list {
		elements, err := json.Marshal(r.elements)
		if err != nil {
			return err
		}
		requests = append(requests, []any{r.id, r.reference, s.library, s.requester, "patient_care", r.specialty, at})
		question := r.question
		if len([]rune(question)) < shortest {
			question = fmt.Sprintf("%-*s", shortest, question)
		}
		texts = append(texts, []any{r.id, 1, s.library, question, elements, at})
		if len(r.headings) > 0 {
			searches = append(searches, []any{uuid.New(), r.id, 1, "medline", "ovid", "database", linesOf(r.headings), []uuid.UUID{s.librarian}, false, at, s.librarian, at})
		}
		states = append(states, []any{r.id, s.library, "closed", "answered", s.requester, "routine", "patient_care", r.specialty, false, at, at, 1, at, at, at, at, 1})
	}
	for _, t := range []struct {
		name    string
		columns []string
		rows    [][]any
	}{
		{"request", []string{"id", "reference", "library_id", "requester", "type", "specialty", "created_at"}, requests},
		{"request_text", []string{"request_id", "version", "library_id", "question", "framework_text", "created_at"}, texts},
		{"search_record", []string{"id", "request_id", "version", "source", "platform", "kind", "lines", "authors", "trainee", "created_at", "updated_by", "updated_at"}, searches},
	} {
		if _, err := s.admin.CopyFrom(ctx, pgx.Identifier{t.name}, t.columns, pgx.CopyFromRows(t.rows)); err != nil {
			return err
		}
	}
	b := &pgx.Batch{}
	for _, row := range states {
		b.Queue(`INSERT INTO request_state (request_id, library_id, stage, outcome, requester, urgency, type, specialty, running, received_at, stage_since, seq, at,
			first_delivered_at, delivered_at, closed_at, change_seq, change_xid)
			VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, pg_current_xact_id())`, row...)
	}
	b.Queue(`INSERT INTO transition (request_id, seq, command, command_id, to_stage, actor, actor_kind, at, recorded_at, args, state, state_version)
		SELECT id, 1, 'submit', 'submit', 'submitted', requester, 'person', created_at, created_at, '{}', '{}', 1 FROM request r
		WHERE NOT EXISTS (SELECT FROM transition t WHERE t.request_id = r.id)`)
	return s.admin.SendBatch(ctx, b).Close()
}

// linesOf are the lines of a search for subject headings, as Ovid writes them.
func linesOf(headings []string) []map[string]any {
	var lines []map[string]any
	for i, h := range headings {
		lines = append(lines, map[string]any{"n": i + 1, "text": "exp " + h + "/", "hits": 1})
	}
	return lines
}
