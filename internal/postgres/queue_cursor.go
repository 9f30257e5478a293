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

// direction is the keyword and the comparison of what comes after.
func (o order) direction() (sort, after string) {
	if o.down {
		return "DESC", "<"
	}
	return "ASC", ">"
}

func (o order) cursor(l listed) cursor {
	return cursor{order: o.code, key: o.key(l), request: uuid.MustParse(string(l.ID))}
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

// cursor is the last row of a page. To clients it is opaque.
type cursor struct {
	order   byte
	key     int64 // microseconds since 1970, or the number of a change
	request uuid.UUID
}

const (
	cursorVersion = 1
	cursorSize    = 1 + 1 + 8 + 16
)

// The instants that a cursor may name: those that a calendar can compute, with room to spare.
var (
	earliestKey = time.Date(1800, 1, 1, 0, 0, 0, 0, time.UTC).UnixMicro()
	latestKey   = time.Date(2500, 1, 1, 0, 0, 0, 0, time.UTC).UnixMicro()
)

// String writes a cursor: version, order, key and request in base64url.
func (c cursor) String() string {
	raw := append(make([]byte, 0, cursorSize), cursorVersion, c.order)
	raw = binary.BigEndian.AppendUint64(raw, uint64(c.key)) //nolint:gosec // the bits are kept
	return base64.RawURLEncoding.EncodeToString(append(raw, c.request[:]...))
}

// parseCursor reads what String wrote for the same order. Anything else is evidence.Invalid for the field cursor.
func parseCursor(s string, o order) (cursor, error) {
	refused := evidence.InvalidField("cursor", "malformed", "Use the cursor of the page before, with the same order.")
	raw, err := base64.RawURLEncoding.Strict().DecodeString(s)
	if err != nil || len(raw) != cursorSize || raw[0] != cursorVersion || raw[1] != o.code {
		return cursor{}, refused
	}
	c := cursor{order: raw[1], key: int64(binary.BigEndian.Uint64(raw[2:])), request: uuid.UUID(raw[10:])} //nolint:gosec // the bits are kept
	if o.name != SortChanged && c.key != noInstant && (c.key < earliestKey || c.key > latestKey) {
		return cursor{}, refused
	}
	if c.String() != s {
		return cursor{}, refused // the decoder passes over line ends
	}
	return c, nil
}
