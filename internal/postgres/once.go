package postgres

import (
	"context"
	"sync"
)

type onceKey struct{}

// pageReads remembers what has been read for one page.
type pageReads struct {
	mu   sync.Mutex
	read map[any]any
}

// OnePage makes a context for the reads of one page: how its reader stands to a request, and the request itself, are read once for
// all of them. What changes while the page is being made shows on the next one. It is for reading only.
func OnePage(ctx context.Context) context.Context {
	return context.WithValue(ctx, onceKey{}, &pageReads{read: map[any]any{}})
}

// once reads, unless the page has read the same before. Keys are of a type of their own for each kind of thing. What fails is not
// remembered.
func once[T any](ctx context.Context, key any, read func() (T, error)) (T, error) {
	p, ok := ctx.Value(onceKey{}).(*pageReads)
	if !ok {
		return read()
	}
	p.mu.Lock()
	known, found := p.read[key].(T)
	p.mu.Unlock()
	if found {
		return known, nil
	}
	v, err := read()
	if err == nil {
		p.mu.Lock()
		p.read[key] = v
		p.mu.Unlock()
	}
	return v, err
}
