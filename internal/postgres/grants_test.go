package postgres_test

import (
	"errors"
	"testing"

	"github.com/jackc/pgx/v5/pgconn"
	"github.com/jackc/pgx/v5/pgxpool"
)

// What each role may not do with notices, follow-ups and erasures. SQLSTATE 42501 is insufficient_privilege.
func TestRolesOfTheLedgerAndTheFollowUps(t *testing.T) {
	d := newDesk(t)
	for role, c := range map[string]struct {
		pool       *pgxpool.Pool
		statements []string
	}{
		"application": {d.db.App, []string{
			`DELETE FROM notice`, `UPDATE notice SET person_id = NULL`, `UPDATE notice SET key = ''`, `DELETE FROM team_task`,
			`UPDATE team_task SET kind = ''`, `DELETE FROM follow_up`, `DELETE FROM ask`, `UPDATE ask SET asked_at = now()`,
			`UPDATE ask SET token_hash = NULL`, `UPDATE survey_answer SET answers = '{}'`, `DELETE FROM survey_answer`, `DELETE FROM opt_out`,
			`UPDATE opt_out SET at = now()`, `SELECT FROM erasure`, `INSERT INTO erasure SELECT * FROM erasure`, `DELETE FROM erasure`, `TRUNCATE notice`,
		}},
		"eraser": {d.db.Eraser, []string{
			`DELETE FROM notice`, `UPDATE notice SET attempts = 0`, `INSERT INTO notice SELECT * FROM notice`, `UPDATE survey_answer SET answers = '{}'`,
			`DELETE FROM survey_answer`, `UPDATE ask SET state = ''`, `UPDATE follow_up SET state = '{}'`, `DELETE FROM erasure`,
			`UPDATE erasure SET at = now()`, `DELETE FROM person_role`, `UPDATE person SET staff_group = ''`, `UPDATE person SET organisation_id = NULL`,
			`DELETE FROM person`, `UPDATE api_token SET expires_at = NULL`, `UPDATE request_state SET requester = NULL`, `INSERT INTO opt_out SELECT * FROM opt_out`,
		}},
	} {
		for _, statement := range c.statements {
			var pg *pgconn.PgError
			if _, err := c.pool.Exec(t.Context(), statement); !errors.As(err, &pg) || pg.Code != "42501" {
				t.Errorf("%s: %s: %v", role, statement, err)
			}
		}
	}
	if _, err := d.db.Eraser.Exec(t.Context(), `UPDATE person SET erased_at = now(), pseudonym = 'x' WHERE id = $1`, d.requester); err == nil {
		t.Error("somebody was erased without losing the name")
	}
}
