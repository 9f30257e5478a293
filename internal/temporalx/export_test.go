package temporalx

import "context"

// MarkReached tells the watched context that a server took a call, as the interceptor does.
func MarkReached(ctx context.Context) {
	if r, ok := ctx.Value(reachKey{}).(*reach); ok {
		r.found.Store(true)
	}
}
