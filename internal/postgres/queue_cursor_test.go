package postgres_test

import (
	"bytes"
	"encoding/base64"
	"slices"
	"strings"
	"testing"

	"evidencedesk/internal/evidence"
	"evidencedesk/internal/postgres"
)

// edges are cursors whose keys are as small and as great as can be, and the one of what has no date.
func edges(code byte) (list []string) {
	for _, key := range [][]byte{bytes.Repeat([]byte{0}, 8), bytes.Repeat([]byte{255}, 8), append([]byte{127}, bytes.Repeat([]byte{255}, 7)...), append([]byte{128}, make([]byte, 7)...)} {
		list = append(list, base64.RawURLEncoding.EncodeToString(slices.Concat([]byte{1, code}, key, make([]byte, 16))))
	}
	return list
}

func TestCursorsReachTheDatabaseOrAreRefused(t *testing.T) {
	s := newShelf(t)
	s.put(item{})
	for code, sort := range map[byte]postgres.QueueSort{1: postgres.SortDue, 2: postgres.SortReceived, 3: postgres.SortNewest, 4: postgres.SortChanged} {
		for _, cursor := range edges(code) {
			_, err := s.reader.Queue(t.Context(), postgres.QueueQuery{Person: s.librarian, Cursor: cursor, Sort: sort})
			if err != nil && evidence.CodeOf(err) != evidence.Invalid {
				t.Errorf("%s by %s: %v", cursor, sort, err)
			}
		}
	}
}

// FuzzCursor reads anything as a cursor. What is taken is written exactly as it came, and only for the order it was made for.
func FuzzCursor(f *testing.F) {
	sorts := []postgres.QueueSort{postgres.SortDue, postgres.SortReceived, postgres.SortNewest, postgres.SortChanged}
	for i := range sorts {
		for _, seed := range append(edges(byte(i+1)), "", "AQE", strings.Repeat("A", 35), "AQH_700000000000000000000\r0000000000") {
			f.Add(seed)
		}
	}
	f.Fuzz(func(t *testing.T, cursor string) {
		taken := 0
		for _, sort := range sorts {
			again, ok := postgres.ReadCursor(cursor, sort)
			if !ok {
				continue
			}
			if taken++; again != cursor {
				t.Errorf("%q is read as %q", cursor, again)
			}
		}
		if taken > 1 {
			t.Errorf("%q is taken for %d orders", cursor, taken)
		}
	})
}
