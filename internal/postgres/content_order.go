package postgres

import (
	"context"
	"slices"

	"github.com/google/uuid"

	"evidencedesk/internal/evidence"
	"evidencedesk/internal/postgres/sqlc"
)

// Order is in which order the references of a report stand. It is a row of its own: adding, taking out and reordering
// change its version, changing a reference does not.
type Order struct {
	Version int      `json:"version"`
	IDs     []string `json:"ids" maxItems:"5000" doc:"Every reference of the list, once"`
}

func (o Order) version() int { return o.Version }

// ReferenceOrder gives the order of the references, for the people who work on the request.
func (c *Content) ReferenceOrder(ctx context.Context, a Access) (Order, error) {
	if err := a.reads(); err != nil {
		return Order{}, err
	}
	return orderOf(ctx, c.q, a.request)
}

// Reorder puts the references into a new order, which names every one of them once, if the order is at this version.
func (c *Content) Reorder(ctx context.Context, a Access, version int, ids []string) (Order, error) {
	if err := a.works(); err != nil {
		return Order{}, err
	}
	wanted, err := distinct("ids", ids)
	if err != nil {
		return Order{}, err
	}
	var saved Order
	err = c.tx(ctx, func(q *sqlc.Queries) error {
		locked, err := q.LockReferenceList(ctx, a.request)
		if err != nil {
			return err
		}
		current, err := orderOf(ctx, q, a.request)
		if err != nil {
			return err
		}
		current.Version = int(locked) - 1 // the lock moved it on; a refusal takes that back
		if current.Version != version {
			return &StaleError{Version: current.Version, Current: current}
		}
		if !sameSet(current.IDs, each(wanted, uuid.UUID.String)) {
			return evidence.InvalidField("ids", "incomplete", "Name every reference of the list once.")
		}
		if _, err := q.ReorderReferences(ctx, sqlc.ReorderReferencesParams{Ids: wanted, Request: a.request}); err != nil {
			return err
		}
		if err := q.NoteHand(ctx, sqlc.NoteHandParams{Request: a.request, Person: a.person}); err != nil {
			return err
		}
		saved = Order{Version: int(locked), IDs: each(wanted, uuid.UUID.String)}
		return nil
	})
	return saved, err
}

func orderOf(ctx context.Context, q *sqlc.Queries, request uuid.UUID) (Order, error) {
	version, err := q.ReferenceListVersion(ctx, request)
	if err != nil {
		return Order{}, contentError(err)
	}
	ids, err := q.ReferenceOrder(ctx, request)
	return Order{Version: int(version), IDs: each(ids, uuid.UUID.String)}, contentError(err)
}

// distinct reads a list of identifiers that names each once.
func distinct(field string, ids []string) ([]uuid.UUID, error) {
	list := make([]uuid.UUID, len(ids))
	seen := make(map[uuid.UUID]bool, len(ids))
	for i, s := range ids {
		id, err := rowUUID(s)
		if err != nil {
			return nil, evidence.InvalidField(field, "unknown", "Use identifiers that this API gave you.")
		}
		if seen[id] {
			return nil, evidence.InvalidField(field, "duplicate", "Name each once.")
		}
		list[i], seen[id] = id, true
	}
	return list, nil
}

func sameSet(a, b []string) bool {
	return slices.Equal(slices.Sorted(slices.Values(a)), slices.Sorted(slices.Values(b)))
}
