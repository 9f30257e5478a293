package postgres

// ReadCursor reads a cursor of a list in this order and writes it again; false when it is refused.
func ReadCursor(s string, sort QueueSort) (again string, ok bool) {
	c, err := parseCursor(s, QueueQuery{Sort: sort}.order())
	return c.String(), err == nil
}
