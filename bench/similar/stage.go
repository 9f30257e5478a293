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

// stage is a scratch database with one library, whose librarian searches for what a requester asked.
type stage struct {
	dir       string
	stack     *devstack.Stack
	admin     *pgx.Conn
	app       *pgxpool.Pool // of one connection, so that the work of the database is that of one process
	reader    *postgres.Reader
	library   uuid.UUID
	librarian uuid.UUID
	requester uuid.UUID
	invented  int
	stored    int
}

func startStage(ctx context.Context) (_ *stage, err error) {
	s := &stage{library: uuid.New(), librarian: uuid.New(), requester: uuid.New()}
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
	if s.app, err = postgres.ConnectUpTo(ctx, s.stack.DatabaseURL, postgres.App, 1); err != nil {
		return nil, err
	}
	s.reader = postgres.NewReader(s.app)
	return s, s.furnish(ctx)
}

// furnish makes the library and its people.
func (s *stage) furnish(ctx context.Context) error {
	b := &pgx.Batch{}
	b.Queue(`INSERT INTO library (id, code, name, nation, email) VALUES ($1, 'bench', 'Bench library', 'england-and-wales', 'library@example.org')`, s.library)
	b.Queue(`INSERT INTO person (id, name, email) VALUES ($1, 'Librarian', 'librarian@example.org'), ($2, 'Requester', 'requester@example.org')`, s.librarian, s.requester)
	b.Queue(`INSERT INTO person_role VALUES ($1, $2, 'librarian')`, s.librarian, s.library)
	return s.admin.SendBatch(ctx, b).Close()
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

// like searches as the page of a claimed request does.
func (s *stage) like(ctx context.Context, id string, most int) ([]postgres.SimilarRequest, error) {
	found, err := s.reader.SimilarTo(ctx, evidence.PersonID(s.librarian.String()), evidence.RequestID(id), most)
	return found.Requests, err
}

func (s *stage) draw(ctx context.Context, n int) ([]string, error) {
	rows, err := s.admin.Query(ctx, `SELECT id::text FROM request ORDER BY md5(reference) LIMIT $1`, n)
	if err != nil {
		return nil, err
	}
	return pgx.CollectRows(rows, pgx.RowTo[string])
}
