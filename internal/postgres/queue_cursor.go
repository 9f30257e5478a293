package postgres

import (
	"encoding/base64"
	"encoding/binary"
	"math"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5/pgtype"

	"evidencedesk/internal/evidence"
)

// order is one way to sort a list: by a column and then by the request, in the same direction.
type order struct {
	name   QueueSort
	code   byte // in cursors
	column string
	down   bool
	key    func(listed) int64
}

// noInstant is the key of what has no date: it sorts after everything, as infinity does in the database.
const noInstant = math.MaxInt64

func orders() []order {
	received := func(l listed) int64 { return l.ReceivedAt.UnixMicro() }
	return []order{
		{SortDue, 1, "due_by", false, func(l listed) int64 {
			if l.DueBy.IsZero() {
				return noInstant
			}
			return l.DueBy.UnixMicro()
		}},
		{SortReceived, 2, "received_at", false, received},
		{SortNewest, 3, "received_at", true, received},
		{SortChanged, 4, "change_seq", true, func(l listed) int64 { return l.change }},
	}
}

func (o order) cursor(l listed) cursor {
	return cursor{order: o.code, key: o.key(l), request: uuid.MustParse(string(l.ID))}
}

// end is the cursor behind everything, to turn back from where nothing is left.
func (o order) end() cursor {
	switch {
	case o.name == SortChanged:
		return cursor{order: o.code, back: true}
	case o.down:
		return cursor{order: o.code, back: true, key: earliestKey}
	case o.name == SortDue:
		return cursor{order: o.code, back: true, key: noInstant, request: uuid.Max}
	}
	return cursor{order: o.code, back: true, key: latestKey, request: uuid.Max}
}

// value is the key of a cursor as the column has it.
func (o order) value(key int64) any {
	switch {
	case o.name == SortChanged:
		return key
	case key == noInstant:
		return pgtype.Timestamptz{Valid: true, InfinityModifier: pgtype.Infinity}
	}
	return time.UnixMicro(key).UTC()
}

// cursor is the last row of a page, or the first one to turn back from. To clients it is opaque.
type cursor struct {
	order   byte
	back    bool  // to what comes before it
	key     int64 // microseconds since 1970, or the number of a change
	request uuid.UUID
}

const (
	cursorVersion = 1 // to what comes after it
	cursorBack    = 2 // to what comes before it
	cursorSize    = 1 + 1 + 8 + 16
)

// The instants that a cursor may name: those that a calendar can compute, with room to spare.
var (
	earliestKey = time.Date(1800, 1, 1, 0, 0, 0, 0, time.UTC).UnixMicro()
	latestKey   = time.Date(2500, 1, 1, 0, 0, 0, 0, time.UTC).UnixMicro()
)

// String writes a cursor: version, order, key and request in base64url.
func (c cursor) String() string {
	version := byte(cursorVersion)
	if c.back {
		version = cursorBack
	}
	raw := append(make([]byte, 0, cursorSize), version, c.order)
	raw = binary.BigEndian.AppendUint64(raw, uint64(c.key)) //nolint:gosec // the bits are kept
	return base64.RawURLEncoding.EncodeToString(append(raw, c.request[:]...))
}

// parseCursor reads what String wrote for the same order. Anything else is evidence.Invalid for the field cursor.
func parseCursor(s string, o order) (cursor, error) {
	raw, err := base64.RawURLEncoding.Strict().DecodeString(s)
	if err != nil || len(raw) != cursorSize || raw[0] != cursorVersion && raw[0] != cursorBack || raw[1] != o.code {
		return cursor{}, wrongCursor()
	}
	c := cursor{order: raw[1], back: raw[0] == cursorBack, key: int64(binary.BigEndian.Uint64(raw[2:])), request: uuid.UUID(raw[10:])} //nolint:gosec // the bits are kept
	if o.name != SortChanged && c.key != noInstant && (c.key < earliestKey || c.key > latestKey) {
		return cursor{}, wrongCursor()
	}
	if c.String() != s {
		return cursor{}, wrongCursor() // the decoder passes over line ends
	}
	return c, nil
}

func wrongCursor() error {
	return evidence.InvalidField("cursor", "malformed", "Use a cursor that this list gave you, with the same order.")
}
