package postgres_test

import (
	"context"
	"testing"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"

	"evidencedesk/internal/evidence"
	"evidencedesk/internal/postgres"
)

func TestADatabaseThatCannotBeReached(t *testing.T) {
	t.Parallel()
	pool, err := postgres.Connect(t.Context(), "postgres://nobody@127.0.0.1:1/none?sslmode=disable&connect_timeout=2", postgres.App)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(pool.Close)
	content := postgres.NewContent(pool, codes(t), []byte("0123456789abcdef0123456789abcdef"), nil)
	id := "01a20413-e71d-7c9f-9e09-c4c9d317fa27"
	_, err = content.Access(t.Context(), evidence.PersonID(id), evidence.RequestID(id))
	refusal(t, err, evidence.StoreUnavailable)
	_, err = content.AddDraft(t.Context(), evidence.PersonID(id), map[string]any{}, postgres.Creation{})
	refusal(t, err, evidence.StoreUnavailable)
}

// statements counts what is sent to the database.
type statements struct{ sent []string }

func (s *statements) TraceQueryStart(ctx context.Context, _ *pgx.Conn, q pgx.TraceQueryStartData) context.Context {
	s.sent = append(s.sent, q.SQL)
	return ctx
}

func (*statements) TraceQueryEnd(context.Context, *pgx.Conn, pgx.TraceQueryEndData) {}

func TestAnAutosaveIsTwoStatements(t *testing.T) {
	d := newDesk(t)
	d.write(d.librarian, "one")
	draft, err := d.content.AddDraft(t.Context(), d.requester, map[string]any{"question": "one"}, postgres.Creation{})
	if err != nil {
		t.Fatal(err)
	}
	config, err := pgxpool.ParseConfig(d.db.URL)
	if err != nil {
		t.Fatal(err)
	}
	var seen statements
	config.ConnConfig.Tracer = &seen
	pool, err := pgxpool.NewWithConfig(t.Context(), config)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(pool.Close)
	d.content = postgres.NewContent(pool, codes(t), []byte("0123456789abcdef0123456789abcdef"), nil)

	if _, err := d.saveSummary(d.librarian, 2, "two"); err != nil || len(seen.sent) != 2 {
		t.Errorf("a summary took %d statements, %v: %v", len(seen.sent), err, seen.sent)
	}
	seen.sent = nil
	if _, err := d.content.SaveDraft(t.Context(), d.requester, draft.ID, 1, map[string]any{"question": "two"}); err != nil || len(seen.sent) != 1 {
		t.Errorf("a draft took %d statements, %v: %v", len(seen.sent), err, seen.sent)
	}
}
