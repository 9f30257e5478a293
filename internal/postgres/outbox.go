package postgres

import (
	"context"
	"encoding/json"
	"fmt"
	"strconv"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"

	"evidencedesk/internal/evidence"
	"evidencedesk/internal/postgres/sqlc"
)

// outboxPayload is what a row of the outbox holds: identifiers and codes.
type outboxPayload struct {
	Request evidence.RequestID `json:"request"`
	Command evidence.Command   `json:"command,omitzero"`
	Import  evidence.ImportID  `json:"import,omitempty"`
}

func startKey(id evidence.RequestID) string { return "start/" + string(id) }

func (w *writer) owe(ctx context.Context, kind evidence.OutboxKind, key string, p outboxPayload) error {
	return w.q.InsertOutbox(ctx, sqlc.InsertOutboxParams{Kind: string(kind), Key: key, Payload: jsonOf(p), At: w.now})
}

// oweCommand orders an engine's command to another request, because of what happened to the request from as its
// transition seq. The key is also the command's ID, so carrying it out twice is harmless.
func (w *writer) oweCommand(ctx context.Context, to evidence.RequestID, name evidence.Name, from evidence.RequestID, seq int, args evidence.Args) error {
	key := fmt.Sprintf("%s/%s/%s/%d", name, to, from, seq)
	c := evidence.Command{ID: key, Name: name, Actor: evidence.Engine(), Args: args}
	return w.owe(ctx, evidence.OutboxCommand, key, outboxPayload{Request: to, Command: c})
}

// Outbox is what transactions owe to workflows. Any number of workers may share it.
type Outbox struct {
	pool *pgxpool.Pool
	q    *sqlc.Queries
	now  func() time.Time
}

// NewOutbox makes the outbox over the application's pool. now is nil for the clock.
func NewOutbox(pool *pgxpool.Pool, now func() time.Time) *Outbox {
	if now == nil {
		now = time.Now
	}
	return &Outbox{pool: pool, q: sqlc.New(pool), now: now}
}

// Claim leases up to limit rows whose time has come. The lease, not a lock, keeps other workers off them, so that no
// transaction stays open while Temporal is called.
func (o *Outbox) Claim(ctx context.Context, limit int, lease time.Duration) ([]evidence.OutboxRow, error) {
	var list []evidence.OutboxRow
	err := pgx.BeginFunc(ctx, o.pool, func(tx pgx.Tx) error {
		now := o.now()
		until := now.Add(lease)
		rows, err := o.q.WithTx(tx).ClaimOutbox(ctx, sqlc.ClaimOutboxParams{Until: &until, Now: now, Most: int32(limit)})
		if err != nil {
			return err
		}
		for _, row := range rows {
			var p outboxPayload
			if err := json.Unmarshal(row.Payload, &p); err != nil {
				return err
			}
			list = append(list, evidence.OutboxRow{
				ID: strconv.FormatInt(row.ID, 10), Kind: evidence.OutboxKind(row.Kind), Request: p.Request, Command: p.Command, Import: p.Import, Attempts: int(row.Attempts),
			})
		}
		return nil
	})
	return list, processError(err)
}

// Done marks a row as carried out.
func (o *Outbox) Done(ctx context.Context, id string) error {
	n, err := strconv.ParseInt(id, 10, 64)
	if err != nil {
		return err
	}
	now := o.now()
	return o.q.FinishOutbox(ctx, sqlc.FinishOutboxParams{ID: n, Now: &now})
}

// Started marks the order to start a request's workflow as carried out, when it was started at once.
func (o *Outbox) Started(ctx context.Context, id evidence.RequestID) error {
	now := o.now()
	return o.q.FinishStart(ctx, sqlc.FinishStartParams{Key: startKey(id), Now: &now})
}

// Retry counts a failed attempt and releases the row until at. With alert it makes a task for the team.
func (o *Outbox) Retry(ctx context.Context, id, code string, at time.Time, alert bool) error {
	n, err := strconv.ParseInt(id, 10, 64)
	if err != nil {
		return err
	}
	return pgx.BeginFunc(ctx, o.pool, func(tx pgx.Tx) error {
		q := o.q.WithTx(tx)
		if err := q.RetryOutbox(ctx, sqlc.RetryOutboxParams{ID: n, Code: code, At: at}); err != nil {
			return err
		}
		if !alert {
			return nil
		}
		return q.OutboxTask(ctx, sqlc.OutboxTaskParams{ID: rowID(), Row: n, Now: o.now()})
	})
}

// Forget drops rows that were done, and idempotency keys, before an instant, and counts them.
func (o *Outbox) Forget(ctx context.Context, before time.Time) (int, error) {
	done, err := o.q.DropDoneOutbox(ctx, &before)
	if err != nil {
		return 0, err
	}
	keys, err := o.q.DropOldKeys(ctx, before)
	return int(done + keys), err
}
