package postgres

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"
)

// Role is the database role that a pool works as. Both are NOLOGIN: the login user of the URL is a member of them.
type Role string

// The roles. See the grants at the end of each migration.
const (
	App    Role = "evidencedesk_app"    // cannot change history, nor the schema
	Eraser Role = "evidencedesk_eraser" // can only blank text and people
)

// Time limits of every session. A statement that needs longer is a fault; a transaction never waits for anything else.
const (
	statementTimeout = 15 * time.Second
	lockTimeout      = 10 * time.Second
	idleInTxTimeout  = 30 * time.Second
)

// Connect opens a pool whose connections work as the role. It does not wait for the database: the first use does.
// The address may set pool_max_conns and the other parameters of pgxpool.
func Connect(ctx context.Context, url string, role Role) (*pgxpool.Pool, error) {
	return ConnectUpTo(ctx, url, role, 0)
}

// ConnectUpTo is [Connect] with a largest number of connections; 0 leaves it to the address.
func ConnectUpTo(ctx context.Context, url string, role Role, conns int32) (*pgxpool.Pool, error) {
	config, err := pgxpool.ParseConfig(url)
	if err != nil {
		return nil, errors.New("postgres: the database address cannot be read")
	}
	if conns > 0 {
		config.MaxConns = conns
	}
	params := config.ConnConfig.RuntimeParams
	params["application_name"] = string(role)
	params["timezone"] = "UTC"
	params["statement_timeout"] = milliseconds(statementTimeout)
	params["lock_timeout"] = milliseconds(lockTimeout)
	params["idle_in_transaction_session_timeout"] = milliseconds(idleInTxTimeout)
	// Planning the queue's statement takes several times as long as running it, and no plan of ours depends on the values but those of
	// reports, which say so themselves: see package figures.
	params["plan_cache_mode"] = "force_generic_plan"
	config.AfterConnect = func(ctx context.Context, c *pgx.Conn) error {
		_, err := c.Exec(ctx, "SET ROLE "+pgx.Identifier{string(role)}.Sanitize())
		return err
	}
	pool, err := pgxpool.NewWithConfig(ctx, config)
	if err != nil {
		return nil, fmt.Errorf("postgres: open pool: %w", err)
	}
	return pool, nil
}

func milliseconds(d time.Duration) string { return strconv.FormatInt(d.Milliseconds(), 10) }
