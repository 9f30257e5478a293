package postgres_test

import (
	"testing"

	"evidencedesk/internal/postgres"
)

func TestThePoolHasTheConnectionsThatAreSet(t *testing.T) {
	t.Parallel()
	const address = "postgres://nobody@127.0.0.1:1/none?pool_max_conns=9"
	for want, given := range map[int32]int32{9: 0, 7: 7} {
		pool, err := postgres.ConnectUpTo(t.Context(), address, postgres.App, given)
		if err != nil {
			t.Fatal(err)
		}
		if got := pool.Config().MaxConns; got != want {
			t.Errorf("given %d the pool takes %d, want %d", given, got, want)
		}
		pool.Close()
	}
}
