package e2e_test

import (
	"fmt"
	"testing"
	"time"
)

// patience is how long something is waited for. It is no claim about speed: a machine with much else to do takes long.
const patience = 2 * time.Minute

// eventually repeats try until it succeeds.
func eventually(tb testing.TB, what string, try func() error) {
	tb.Helper()
	pause := 10 * time.Millisecond
	for end := time.Now().Add(patience); ; {
		err := try()
		if err == nil {
			return
		}
		if time.Now().After(end) {
			tb.Fatalf("%s: %v", what, err)
		}
		time.Sleep(pause)
		pause = min(2*pause, 250*time.Millisecond)
	}
}

// count counts rows, past everything.
func (d *desk) count(tb testing.TB, query string, args ...any) (n int) {
	tb.Helper()
	if err := d.admin.QueryRow(tb.Context(), query, args...).Scan(&n); err != nil {
		tb.Fatal(err)
	}
	return n
}

// becomes waits until a count has the value.
func (d *desk) becomes(tb testing.TB, what string, want int, query string, args ...any) {
	tb.Helper()
	eventually(tb, what, func() error {
		if n := d.count(tb, query, args...); n != want {
			return fmt.Errorf("%d, want %d", n, want)
		}
		return nil
	})
}
