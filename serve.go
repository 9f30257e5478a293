package main

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"time"

	"golang.org/x/sync/errgroup"

	"evidencedesk/api/auth"
	"evidencedesk/api/rest"
	"evidencedesk/internal/config"
	"evidencedesk/internal/postgres"
	"evidencedesk/worker"
)

// runAPI serves the API and the pages until it is told to stop. It starts without Temporal: requests are taken, and wait.
func runAPI(ctx context.Context, args []string, io streams) error {
	if err := parse(flags("api", io), args); err != nil {
		return err
	}
	c, err := config.Load(ctx)
	if err != nil {
		return err
	}
	if err := errors.Join(c.Production(), c.Require("DATABASE_URL", "EVIDENCEDESK_MAC_KEY", "EVIDENCEDESK_SMTP_ADDRESS")); err != nil {
		return err
	}
	p, err := wire(ctx, c, newLog(io.err, c))
	if err != nil {
		return err
	}
	defer p.close()
	listener, err := (&net.ListenConfig{}).Listen(ctx, "tcp", c.Listen)
	if err != nil {
		return fmt.Errorf("cannot listen on %s (set EVIDENCEDESK_LISTEN to another address): %w", c.Listen, err)
	}
	return p.serveAPI(ctx, listener, nil, nil)
}

// serveAPI serves the API and the pages, and what else is mounted beside them, on the listener.
func (p *parts) serveAPI(ctx context.Context, l net.Listener, mounted map[string]http.Handler, demonstration *auth.Demo) error {
	api := rest.New(p.restDeps())
	site, err := p.pages(api, demonstration)
	if err != nil {
		return err
	}
	mux := http.NewServeMux()
	for _, path := range rest.Paths() {
		mux.Handle(path, api)
	}
	for path, h := range mounted {
		mux.Handle(path, h)
	}
	mux.Handle("/", site.handler)
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	g, ctx := errgroup.WithContext(ctx)
	g.Go(func() error {
		site.hub.Run(ctx)
		return nil
	})
	g.Go(func() error {
		defer site.links.Wait()
		return p.serve(ctx, l, mux)
	})
	return g.Wait()
}

// serve answers until ctx ends, then lets what is under way finish.
func (p *parts) serve(ctx context.Context, l net.Listener, h http.Handler) error {
	server := &http.Server{
		Handler: h, ReadHeaderTimeout: rest.ReadHeaderTimeout, WriteTimeout: rest.WriteTimeout, IdleTimeout: rest.IdleTimeout,
		MaxHeaderBytes: rest.MaxHeaderBytes,
	}
	g, ctx := errgroup.WithContext(ctx)
	g.Go(func() error {
		if err := server.Serve(l); !errors.Is(err, http.ErrServerClosed) {
			return err
		}
		return nil
	})
	g.Go(func() error {
		<-ctx.Done()
		stopping, cancel := context.WithTimeout(context.WithoutCancel(ctx), p.config.StopTimeout)
		defer cancel()
		return server.Shutdown(stopping)
	})
	return g.Wait()
}

// runWorker runs the worker, or makes its version current.
func runWorker(ctx context.Context, args []string, io streams) error {
	if len(args) > 0 && args[0] == "promote" {
		return promote(ctx, args[1:], io)
	}
	if err := parse(flags("worker", io), args); err != nil {
		return err
	}
	c, err := config.Load(ctx)
	if err != nil {
		return err
	}
	if err := c.Require("DATABASE_URL", "EVIDENCEDESK_MAC_KEY", "EVIDENCEDESK_SMTP_ADDRESS"); err != nil {
		return err
	}
	p, err := wire(ctx, c, newLog(io.err, c))
	if err != nil {
		return err
	}
	defer p.close()
	listener, err := (&net.ListenConfig{}).Listen(ctx, "tcp", c.WorkerHealth)
	if err != nil {
		return fmt.Errorf("cannot listen on %s (set EVIDENCEDESK_WORKER_LISTEN to another address): %w", c.WorkerHealth, err)
	}
	g, ctx := errgroup.WithContext(ctx)
	g.Go(func() error { return p.serve(ctx, listener, p.workerHealth()) })
	g.Go(func() error { return p.work(ctx) })
	return g.Wait()
}

// work runs the workflows' worker and the two relays until ctx ends.
func (p *parts) work(ctx context.Context) error {
	notices, err := p.notices()
	if err != nil {
		return err
	}
	engine, err := dial(p.config, p.log, true)
	if err != nil {
		return err
	}
	defer engine.Close()
	keeper, closeKeeper, err := p.housekeeper(ctx)
	if err != nil {
		return err
	}
	defer closeKeeper()
	looking, err := p.living()
	if err != nil {
		return err
	}
	return worker.Run(ctx, worker.Config{
		Versioning:  worker.Versioning{Enabled: p.config.Versioning, Deployment: p.config.DeploymentName, BuildID: p.config.BuildID},
		StopTimeout: p.config.StopTimeout, Activities: int(p.config.DatabaseConns),
	}, worker.Deps{
		Temporal: engine, Requests: p.requests, FollowUps: p.followUps, Outbox: p.outbox, States: p.reader,
		Commander: p.commander, Notices: notices, Keeper: keeper, Imports: p.content.Imports(),
		Living: looking, Orders: p.content.Living(), Reports: p.publisher(), Planned: postgres.NewPublishedReports(p.pool, nil), Log: p.log,
	})
}

// workerHealth answers a supervisor: alive always, ready when the database and Temporal can be reached.
func (p *parts) workerHealth() http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /health/live", func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusOK) })
	mux.HandleFunc("GET /health/ready", func(w http.ResponseWriter, r *http.Request) {
		ctx, cancel := context.WithTimeout(r.Context(), healthTimeout)
		defer cancel()
		if err := errors.Join(p.pool.Ping(ctx), p.engineReady(ctx)); err != nil {
			w.WriteHeader(http.StatusServiceUnavailable)
			return
		}
		w.WriteHeader(http.StatusOK)
	})
	return mux
}

// promoteTimeout is how long `worker promote` waits for the first worker of the version.
const promoteTimeout = 2 * time.Minute

func promote(ctx context.Context, args []string, io streams) error {
	f := flags("worker promote", io)
	percent := f.Int("percent", 100, "share of the work that the version takes; 100 makes it current")
	build := f.String("build", "", "build ID; EVIDENCEDESK_BUILD_ID when empty")
	if err := parse(f, args); err != nil {
		return err
	}
	c, err := config.Load(ctx)
	if err != nil {
		return err
	}
	if *build == "" {
		*build = c.BuildID
	}
	temporal, err := dial(c, textLog(io.err, c), false)
	if err != nil {
		return err
	}
	defer temporal.Close()
	ctx, cancel := context.WithTimeout(ctx, promoteTimeout)
	defer cancel()
	if err := worker.Promote(ctx, temporal, worker.Promotion{Deployment: c.DeploymentName, BuildID: *build, Percent: *percent}); err != nil {
		return err
	}
	fmt.Fprintf(io.out, "version %s of %s takes %d %% of the work\n", *build, c.DeploymentName, *percent)
	return nil
}
