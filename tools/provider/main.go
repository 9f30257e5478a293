// Command provider is a small OpenID provider for tests and demonstrations, over a certified library. It keeps everything in
// memory, asks for a user name and nothing else, requires PKCE, and can be told to misbehave. It must never be reachable from
// a network.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"os"
	"os/signal"
	"strings"
	"syscall"
	"time"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	err := run(ctx, os.Args[1:], os.Stdout)
	stop()
	if err != nil {
		fmt.Fprintln(os.Stderr, "provider:", err)
		os.Exit(1)
	}
}

func run(ctx context.Context, args []string, out io.Writer) error {
	f := flag.NewFlagSet("provider", flag.ContinueOnError)
	listen := f.String("listen", "127.0.0.1:9998", "loopback address to listen on; port 0 takes a free one")
	users := f.String("users", "", "JSON file with the clients and the users")
	attached := f.Bool("attached", false, "end when standard input ends, so that nothing outlives whoever started it")
	misbehave := f.String("misbehave", "", "faults to begin with, with commas between: "+strings.Join(faultNames(), ", "))
	if err := f.Parse(args); err != nil {
		return err
	}
	slog.SetDefault(slog.New(slog.DiscardHandler)) // what people are called does not belong into a log
	known, err := readDirectory(*users)
	if err != nil {
		return err
	}
	store, err := newStore(known)
	if err != nil {
		return err
	}
	for _, name := range strings.FieldsFunc(*misbehave, func(r rune) bool { return r == ',' }) {
		if err := store.misbehave(name); err != nil {
			return err
		}
	}
	l, err := (&net.ListenConfig{}).Listen(ctx, "tcp", *listen)
	if err != nil {
		return err
	}
	if at, ok := l.Addr().(*net.TCPAddr); !ok || !at.IP.IsLoopback() {
		return errors.Join(errors.New("listen on a loopback address only"), l.Close())
	}
	issuer := "http://" + l.Addr().String()
	handler, err := newHandler(store, issuer)
	if err != nil {
		return errors.Join(err, l.Close())
	}
	if *attached {
		var end context.CancelFunc
		ctx, end = context.WithCancel(ctx)
		go func() {
			defer end()
			_, _ = io.Copy(io.Discard, os.Stdin) // whatever ends it, it has ended
		}()
	}
	fmt.Fprintln(out, issuer)
	return serve(ctx, l, handler)
}

const stopWithin = 5 * time.Second

func serve(ctx context.Context, l net.Listener, h http.Handler) error {
	server := &http.Server{Handler: h, ReadHeaderTimeout: stopWithin}
	go func() {
		<-ctx.Done()
		stopping, cancel := context.WithTimeout(context.WithoutCancel(ctx), stopWithin)
		defer cancel()
		_ = server.Shutdown(stopping) // Serve tells
	}()
	if err := server.Serve(l); !errors.Is(err, http.ErrServerClosed) {
		return err
	}
	return nil
}
