package postgres

import "slices"

// turn is which page of a list is wanted: the first one, the one after a row, or the one before a row.
type turn struct {
	order

	from  *cursor // nil: the first page
	limit int
}

// turnTo reads the cursor of a page; empty for the first one.
func turnTo(o order, s string, limit int) (turn, error) {
	if s == "" {
		return turn{order: o, limit: limit}, nil
	}
	c, err := parseCursor(s, o)
	return turn{order: o, from: &c, limit: limit}, err
}

func (t turn) back() bool { return t.from != nil && t.from.back }

// direction is the keyword and the comparison of what is read: towards the beginning when the pages are turned back.
func (t turn) direction() (sort, after string) {
	if t.down != t.back() {
		return "DESC", "<"
	}
	return "ASC", ">"
}

// fellShort reports that fewer rows lie before the cursor than a page holds, because some of them have gone: then the first
// page is wanted.
func (t turn) fellShort(found int) bool { return t.back() && found < t.limit }

// cut makes a page of the rows that were read, with the cursors of the pages around it.
func cut[R any](t turn, rows []R, at func(R) cursor) (found []R, prev, next string) {
	found, more := page(rows, t.limit)
	if t.back() {
		slices.Reverse(found)
	}
	if len(found) == 0 {
		if t.from != nil { // what was there has gone
			prev = t.end().String()
		}
		return found, prev, ""
	}
	if t.from != nil && (more || !t.back()) {
		first := at(found[0])
		first.back = true
		prev = first.String()
	}
	if more || t.back() {
		next = at(found[len(found)-1]).String()
	}
	return found, prev, next
}
