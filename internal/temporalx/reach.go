package temporalx

import (
	"context"
	"errors"
	"sync/atomic"
	"time"

	"google.golang.org/grpc"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/peer"
	"google.golang.org/grpc/status"
)

// patience is how long a call is tried on a server that cannot be reached at all before its caller is told.
const patience = 2 * time.Second

// errUnreached is why a call was given up: no server took it.
var errUnreached = errors.New("the Temporal server cannot be reached")

// reach notes whether any attempt of a call found a server. Only then may the call have had an effect.
type reach struct {
	found  atomic.Bool
	since  atomic.Int64 // Unix nanoseconds at which a server was last found, or the call began
	giveUp context.CancelCauseFunc
}

type reachKey struct{}

// withReach returns a context whose calls are watched. stop must be called at the end.
func withReach(ctx context.Context) (watched context.Context, r *reach, stop func()) {
	ctx, cancel := context.WithCancelCause(ctx)
	r = &reach{giveUp: cancel}
	r.since.Store(time.Now().UnixNano())
	return context.WithValue(ctx, reachKey{}, r), r, func() { cancel(nil) }
}

// watchReach is the innermost interceptor: it sees every attempt after the SDK's retries. A call that is not given to a
// connection has no peer.
func watchReach(ctx context.Context, method string, req, reply any, cc *grpc.ClientConn, invoke grpc.UnaryInvoker, opts ...grpc.CallOption) error {
	r, ok := ctx.Value(reachKey{}).(*reach)
	if !ok {
		return invoke(ctx, method, req, reply, cc, opts...)
	}
	var server peer.Peer
	err := invoke(ctx, method, req, reply, cc, append(opts, grpc.Peer(&server))...)
	switch {
	case server.Addr != nil:
		r.found.Store(true)
		r.since.Store(time.Now().UnixNano())
	case status.Code(err) == codes.Unavailable && time.Since(time.Unix(0, r.since.Load())) > patience:
		r.giveUp(errUnreached)
	}
	return err
}
