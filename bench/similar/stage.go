package main

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"

	"evidencedesk/internal/devstack"
	"evidencedesk/internal/evidence"
	"evidencedesk/internal/postgres"
)

// labelled is a request of a file.
type labelled struct {
	ID        string            `json:"id"`
	Question  string            `json:"question"`
	PICO      map[string]string `json:"pico"`
	Specialty string            `json:"specialty"`
	Labels    struct {
		Partner   string   `json:"near_duplicate_of"`
		Negatives []string `json:"hard_negatives"`
	} `json:"labels"`
}

const (
	longestLine = 1 << 20
	shortest    = 15 // characters that the database asks of a question; a shorter one is filled up with blanks
)

func read(name string) ([]labelled, error) {
	file, err := os.Open(name)
	if err != nil {
		return nil, err
	}
	defer file.Close()
	var list []labelled
	lines := bufio.NewScanner(file)
	lines.Buffer(nil, longestLine)
	for n := 1; lines.Scan(); n++ {
		if len(lines.Bytes()) == 0 {
			continue
		}
		var one labelled
		if err := json.Unmarshal(lines.Bytes(), &one); err != nil {
			return nil, fmt.Errorf("line %d: %w", n, err)
		}
		list = append(list, one)
	}
	return list, lines.Err()
}

// stage is a scratch database with one library, whose librarian searches.
type stage struct {
	dir       string
	stack     *devstack.Stack
	admin     *pgx.Conn
	app       *pgxpool.Pool
	reader    *postgres.Reader
	library   uuid.UUID
	librarian uuid.UUID
	invented  int
	stored    int
}

func startStage(ctx context.Context) (_ *stage, err error) {
	s := &stage{library: uuid.New(), librarian: uuid.New()}
	defer func() {
		if err != nil {
			s.stop()
		}
	}()
	if s.dir, err = os.MkdirTemp("", "evidencedesk-similar-"); err != nil {
		return nil, err
	}
	fmt.Println("starting PostgreSQL ...")
	if s.stack, err = devstack.Start(ctx, devstack.Options{DataDir: filepath.Join(s.dir, "data"), PostgresOnly: true}); err != nil {
		return nil, err
	}
	if err := postgres.Migrate(ctx, s.stack.DatabaseURL); err != nil {
		return nil, err
	}
	if s.admin, err = pgx.Connect(ctx, s.stack.DatabaseURL); err != nil {
		return nil, err
	}
	if s.app, err = postgres.Connect(ctx, s.stack.DatabaseURL, postgres.App); err != nil {
		return nil, err
	}
	s.reader = postgres.NewReader(s.app)
	for _, sql := range []string{
		`INSERT INTO library (id, code, name, nation, email) SELECT $1, 'bench', 'Bench library', 'england-and-wales', 'library@example.org' WHERE $2::uuid IS NOT NULL`,
		`INSERT INTO person (id, name, email) SELECT $2, 'Librarian', 'librarian@example.org' WHERE $1::uuid IS NOT NULL`,
		`INSERT INTO person_role VALUES ($2, $1, 'librarian')`,
	} {
		if _, err := s.admin.Exec(ctx, sql, s.library, s.librarian); err != nil {
			return nil, err
		}
	}
	return s, nil
}

func (s *stage) stop() {
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	defer cancel()
	if s.app != nil {
		s.app.Close()
	}
	if s.admin != nil {
		_ = s.admin.Close(ctx)
	}
	if s.stack != nil {
		_ = s.stack.Stop(ctx)
	}
	_ = os.RemoveAll(s.dir)
}

// store keeps the labelled requests as delivered ones, and gives the identifiers that they got.
func (s *stage) store(ctx context.Context, cases []labelled) (map[string]string, error) {
	ids := map[string]string{}
	var list []stored
	for _, c := range cases {
		id := uuid.New()
		ids[c.ID] = id.String()
		list = append(list, stored{id, s.next(), c.Question, c.PICO, c.Specialty})
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
}

func (s *stage) insert(ctx context.Context, list []stored) error {
	at := time.Date(2026, 1, 5, 9, 0, 0, 0, time.UTC)
	var requests, texts, states [][]any
	for _, r := range list {
		elements, err := json.Marshal(r.elements)
		if err != nil {
			return err
		}
		requests = append(requests, []any{r.id, r.reference, s.library, s.librarian, "patient_care", r.specialty, at})
		question := r.question
		if len([]rune(question)) < shortest {
			question = fmt.Sprintf("%-*s", shortest, question)
		}
		texts = append(texts, []any{r.id, 1, s.library, question, elements, at})
		states = append(states, []any{r.id, s.library, "closed", "answered", s.librarian, "routine", "patient_care", r.specialty, false, at, at, 1, at, at, at, at, 1})
	}
	for _, t := range []struct {
		name    string
		columns []string
		rows    [][]any
	}{
		{"request", []string{"id", "reference", "library_id", "requester", "type", "specialty", "created_at"}, requests},
		{"request_text", []string{"request_id", "version", "library_id", "question", "framework_text", "created_at"}, texts},
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

// like searches as the page of a claimed request does.
func (s *stage) like(ctx context.Context, id string) ([]postgres.SimilarRequest, error) {
	return s.reader.SimilarTo(ctx, evidence.PersonID(s.librarian.String()), evidence.RequestID(id), postgres.MaxSimilar)
}

func (s *stage) draw(ctx context.Context, n int) ([]string, error) {
	rows, err := s.admin.Query(ctx, `SELECT id::text FROM request ORDER BY md5(reference) LIMIT $1`, n)
	if err != nil {
		return nil, err
	}
	return pgx.CollectRows(rows, pgx.RowTo[string])
}
