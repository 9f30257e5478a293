package main

import (
	"context"
	"fmt"
	"net"
	"strings"
	"time"

	"go.temporal.io/server/common/config"
	tlog "go.temporal.io/server/common/log"
	_ "go.temporal.io/server/common/persistence/sql/sqlplugin/postgresql" // registers postgres12_pgx
	"go.temporal.io/server/common/primitives/timestamp"
	sqlschema "go.temporal.io/server/schema/sqlite"
	"go.temporal.io/server/tools/common/schema"
	toolsql "go.temporal.io/server/tools/sql"
)

const (
	// plugin: 1.2 to 1.6 times the throughput of lib/pq ("postgres12") and half the PostgreSQL CPU.
	plugin = "postgres12_pgx"

	mainDatabase          = "temporal"
	mainSchema            = "postgresql/v12/temporal"
	mainConnections       = 20
	visibilityDatabase    = "temporal_visibility"
	visibilitySchema      = "postgresql/v12/visibility"
	visibilityConnections = 10

	databaseWait = 30 * time.Second
)

// store describes one of the two databases to the Temporal libraries.
func (s settings) store(database string, connections int) *config.SQL {
	password, _ := s.database.User.Password()
	attributes := map[string]string{}
	for _, key := range []string{"sslmode", "sslrootcert", "sslcert", "sslkey"} {
		if v := s.database.Query().Get(key); v != "" {
			attributes[key] = v
		}
	}
	return &config.SQL{
		PluginName: plugin, ConnectProtocol: "tcp", ConnectAddr: s.database.Host,
		User: s.database.User.Username(), Password: password, DatabaseName: database, ConnectAttributes: attributes,
		MaxConns: connections, MaxIdleConns: connections, MaxConnLifetime: time.Hour,
	}
}

// prepareStore creates what is missing: databases, schema up to this server's version, and the namespace. The
// namespace is written before the server starts, because one registered afterwards is unknown to the server's caches
// for some seconds. Everything is idempotent.
func prepareStore(ctx context.Context, s settings) error {
	if err := awaitDatabase(ctx, s.database.Host); err != nil {
		return err
	}
	log := tlog.NewNoopLogger()
	for _, d := range []struct{ database, schema string }{
		{mainDatabase, mainSchema}, {visibilityDatabase, visibilitySchema},
	} {
		if err := migrate(s, d.database, d.schema, log); err != nil {
			return fmt.Errorf("database %s: %w", d.database, err)
		}
	}
	namespace, err := sqlschema.NewNamespaceConfig(clusterName, s.namespace, false, s.attributes)
	if err != nil {
		return fmt.Errorf("namespace %s: %w", s.namespace, err)
	}
	namespace.Detail.Config.Retention = timestamp.DurationPtr(s.retention)
	// The function lives in the sqlite package but writes through the plugin-neutral layer.
	if err := sqlschema.CreateNamespaces(s.store(mainDatabase, 1), namespace); err != nil {
		return fmt.Errorf("namespace %s: %w", s.namespace, err)
	}
	return nil
}

func migrate(s settings, database, schemaName string, log tlog.Logger) error {
	// DoCreateDatabase overwrites the name in its argument, so it gets one of its own.
	maintenance := strings.TrimPrefix(s.database.Path, "/")
	if maintenance == "" {
		maintenance = "postgres"
	}
	if err := toolsql.DoCreateDatabase(s.store(database, 1), maintenance, log); err != nil {
		return fmt.Errorf("create: %w", err)
	}
	conn, err := toolsql.NewConnection(s.store(database, 1), log)
	if err != nil {
		return fmt.Errorf("connect: %w", err)
	}
	defer conn.Close()
	if _, err := conn.ReadSchemaVersion(); err != nil {
		setup := schema.NewSetupSchemaTask(conn, &schema.SetupConfig{InitialVersion: "0.0"}, log)
		if err := setup.Run(); err != nil {
			return fmt.Errorf("set up the schema: %w", err)
		}
	}
	if err := schema.NewUpdateSchemaTask(conn, &schema.UpdateConfig{SchemaName: schemaName}, log).Run(); err != nil {
		return fmt.Errorf("update the schema: %w", err)
	}
	return nil
}

// awaitDatabase gives a PostgreSQL that is just (re)starting time to listen.
func awaitDatabase(ctx context.Context, address string) error {
	ctx, cancel := context.WithTimeout(ctx, databaseWait)
	defer cancel()
	if err := eventually(ctx, func() error { return dial(ctx, address) }); err != nil {
		return fmt.Errorf("PostgreSQL at %s does not answer: %w", address, err)
	}
	return nil
}

func dial(ctx context.Context, address string) error {
	conn, err := new(net.Dialer).DialContext(ctx, "tcp", address)
	if err != nil {
		return err
	}
	return conn.Close()
}
