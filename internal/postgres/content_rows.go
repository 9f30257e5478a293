package postgres

import (
	"encoding/json"
	"fmt"
	"math"
	"slices"
	"strings"
	"time"

	"github.com/google/uuid"

	"evidencedesk/internal/evidence"
)

// page cuts off the row that was read only to know whether there are more.
func page[T any](rows []T, limit int) ([]T, bool) {
	if len(rows) <= limit {
		return rows, false
	}
	return rows[:limit], true
}

// each turns rows of the database into what they stand for; never nil, so that a list is a list in JSON too.
func each[R, T any](rows []R, of func(R) T) []T {
	list := make([]T, len(rows))
	for i, r := range rows {
		list[i] = of(r)
	}
	return list
}

func personOf(id uuid.UUID) evidence.PersonID { return evidence.PersonID(id.String()) }

func personOrNone(id *uuid.UUID) evidence.PersonID {
	if id == nil {
		return ""
	}
	return personOf(*id)
}

// people gives each person once, in a stable order.
func people(lists ...[]uuid.UUID) []evidence.PersonID {
	list := each(slices.Concat(lists...), personOf)
	slices.Sort(list)
	return slices.Compact(list)
}

// idOrNil reads an identifier that was checked before; nil for none.
func idOrNil(s string) *uuid.UUID {
	if s == "" {
		return nil
	}
	id := uuid.MustParse(s)
	return &id
}

// uuids reads identifiers that the database gave before.
func uuids(list []evidence.PersonID) []uuid.UUID {
	return each(list, func(p evidence.PersonID) uuid.UUID { return uuid.MustParse(string(p)) })
}

func orNil(s string) *string {
	if s == "" {
		return nil
	}
	return &s
}

func orEmpty(s *string) string {
	if s == nil {
		return ""
	}
	return *s
}

// fit gives a number as the database's integers hold it. One that does not fit, such as a version that a client made up,
// is one that no row has.
func fit(n int) int32 {
	if n < math.MinInt32 || n > math.MaxInt32 {
		return -1
	}
	return int32(n)
}

// narrow and widen translate between the numbers of the API and those of the database; they were checked before.
func narrow(n *int) *int32 {
	if n == nil {
		return nil
	}
	m := fit(*n)
	return &m
}

func widen(n *int32) *int {
	if n == nil {
		return nil
	}
	m := int(*n)
	return &m
}

// instant gives a time as the database will give it back, so that what was saved and what is read compare equal.
func instant(t *time.Time) *time.Time {
	if t == nil {
		return nil
	}
	u := t.UTC().Truncate(time.Microsecond)
	return &u
}

// jsonOf writes a value that always can be written.
func jsonOf(v any) []byte {
	raw, err := json.Marshal(v)
	if err != nil {
		panic(fmt.Sprintf("postgres: %T cannot be written as JSON", v))
	}
	return raw
}

// listOf writes a list; none is an empty one.
func listOf[T any](list []T) []byte {
	if list == nil {
		return []byte("[]")
	}
	return jsonOf(list)
}

// fromJSON reads what jsonOf wrote. What cannot be read is a fault of the program; the text stays out of the message.
func fromJSON[T any](raw []byte) (v T) {
	if err := json.Unmarshal(raw, &v); err != nil {
		panic(fmt.Sprintf("postgres: a stored %T cannot be read", v))
	}
	return v
}

// listFrom reads what listOf wrote; an empty list is none, so that a row compares equal with its frozen copy.
func listFrom[T any](raw []byte) []T { return some(fromJSON[[]T](raw)) }

func some[T any](list []T) []T {
	if len(list) == 0 {
		return nil
	}
	return list
}

// blank reports whether a text says nothing.
func blank(s string) bool { return strings.TrimSpace(s) == "" }
