package postgres

import (
	"context"
	"database/sql"
	"embed"
	"errors"
	"fmt"
	"io/fs"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/stdlib"
	"github.com/pressly/goose/v3"
	"github.com/pressly/goose/v3/lock"
)

//go:embed migrations/*.sql
var migrationFiles embed.FS

// Version is where the schema stands and where this binary wants it.
type Version struct {
	Current int64 `json:"current"`
	Target  int64 `json:"target"`
}

// UpToDate reports that nothing is left to migrate.
func (v Version) UpToDate() bool { return v.Current == v.Target }

// Migrate brings the schema and the bank holidays up to what this binary needs. Several processes may call it at once:
// one works, the others wait. The URL's user must own the database and be allowed to create roles.
func Migrate(ctx context.Context, adminURL string) error {
	err := withProvider(adminURL, func(p *goose.Provider) error {
		_, err := p.Up(ctx)
		return err
	})
	if err != nil {
		return err
	}
	return seedHolidays(ctx, adminURL)
}

// MigrateTo moves the schema up or down to a version; 0 removes everything. Going down loses data.
func MigrateTo(ctx context.Context, adminURL string, version int64) error {
	return withProvider(adminURL, func(p *goose.Provider) error {
		now, err := p.GetDBVersion(ctx)
		if err != nil {
			return err
		}
		if now > version {
			_, err = p.DownTo(ctx, version)
		} else {
			_, err = p.UpTo(ctx, version)
		}
		return err
	})
}

// MigrationStatus tells the schema's version without changing it.
func MigrationStatus(ctx context.Context, adminURL string) (v Version, err error) {
	err = withProvider(adminURL, func(p *goose.Provider) error {
		v.Current, v.Target, err = p.GetVersions(ctx)
		return err
	})
	return v, err
}

func withProvider(adminURL string, do func(*goose.Provider) error) error {
	config, err := pgx.ParseConfig(adminURL)
	if err != nil {
		return errors.New("postgres: the database address cannot be read")
	}
	db := stdlib.OpenDB(*config)
	defer db.Close() //nolint:errcheck // a failed close of an idle connection changes nothing
	p, err := newProvider(db)
	if err != nil {
		return fmt.Errorf("postgres: read migrations: %w", err)
	}
	if err := do(p); err != nil {
		return fmt.Errorf("postgres: migrate: %w", err)
	}
	return nil
}

func newProvider(db *sql.DB) (*goose.Provider, error) {
	files, err := fs.Sub(migrationFiles, "migrations")
	if err != nil {
		return nil, err
	}
	locker, err := lock.NewPostgresSessionLocker()
	if err != nil {
		return nil, err
	}
	return goose.NewProvider(goose.DialectPostgres, db, files, goose.WithSessionLocker(locker))
}
