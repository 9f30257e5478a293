package main

import (
	"context"
	"crypto/rand"
	"encoding/base64"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"syscall"
	"time"

	"github.com/jackc/pgx/v5/pgxpool"
	"go.temporal.io/sdk/client"
	"go.temporal.io/sdk/worker"

	"evidencedesk/api/auth"
	"evidencedesk/internal/apiclient"
	"evidencedesk/internal/calendar"
	"evidencedesk/internal/devstack"
	"evidencedesk/internal/evidence"
	"evidencedesk/internal/mailbox"
	"evidencedesk/internal/postgres"
	"evidencedesk/internal/temporalx"
	"evidencedesk/internal/vocabulary"
)

// stage is a system of its own to measure on: servers, the api and worker processes, people, and the bare counterparts.
type stage struct {
	dir, binary string
	stack       *devstack.Stack
	children    map[string]*exec.Cmd
	box         *mailbox.Mailbox
	pool        *pgxpool.Pool
	temporal    client.Client
	bare        worker.Worker
	requests    *postgres.Requests
	library     evidence.LibraryID
	clinician   evidence.PersonID
	librarian   evidence.PersonID
	asClinician *apiclient.Client
	asLibrarian *apiclient.Client
}

func startStage(ctx context.Context, binary string) (_ *stage, err error) {
	s := &stage{binary: binary, children: map[string]*exec.Cmd{}}
	defer func() {
		if err != nil {
			s.stop()
		}
	}()
	if s.dir, err = os.MkdirTemp("", "evidencedesk-bench-"); err != nil {
		return s, err
	}
	fmt.Println("starting PostgreSQL and Temporal ...")
	s.stack, err = devstack.Start(ctx, devstack.Options{DataDir: filepath.Join(s.dir, "data"), SearchAttributes: temporalx.SearchAttributes(), NoUI: true})
	if err != nil {
		return s, err
	}
	if err := postgres.Migrate(ctx, s.stack.DatabaseURL); err != nil {
		return s, err
	}
	if s.box, err = mailbox.Open(ctx, filepath.Join(s.dir, "mail"), "127.0.0.1:0"); err != nil {
		return s, err
	}
	go func() { _ = s.box.Serve() }()
	if s.pool, err = postgres.Connect(ctx, s.stack.DatabaseURL, postgres.App); err != nil {
		return s, err
	}
	if s.temporal, err = temporalx.Dial(temporalx.Options{
		Address: s.stack.TemporalAddress, Namespace: s.stack.TemporalNamespace, Log: slog.New(slog.DiscardHandler),
	}); err != nil {
		return s, err
	}
	catalogue, err := vocabulary.Load()
	if err != nil {
		return s, err
	}
	key := make([]byte, 32)
	rand.Read(key)
	s.requests = postgres.NewRequests(s.pool, postgres.NewCalendars(s.pool, nil), catalogue, postgres.NewContent(s.pool, catalogue, key, nil), nil)
	if err := s.startBare(); err != nil {
		return s, err
	}
	return s, s.people(ctx, base64.StdEncoding.EncodeToString(key))
}

func (s *stage) people(ctx context.Context, key string) error {
	people, tokens, libraries := postgres.NewPeople(s.pool, nil), postgres.NewTokens(s.pool, nil), postgres.NewLibraries(s.pool, nil)
	var err error
	s.library, err = libraries.Add(ctx, postgres.Library{Code: "bench", Name: "Bench library", Nation: calendar.EnglandAndWales, Email: "library@example.org"})
	if err != nil {
		return err
	}
	address, err := freeAddress(ctx)
	if err != nil {
		return err
	}
	one := func(role evidence.Role) (evidence.PersonID, *apiclient.Client, error) {
		id, err := people.Add(ctx, postgres.NewPerson{Name: string(role), Email: string(role) + "@example.org"})
		if err != nil {
			return "", nil, err
		}
		token, hash := auth.NewToken()
		if _, err := tokens.Issue(ctx, id, hash, "bench", time.Time{}); err != nil {
			return "", nil, err
		}
		transport := &http.Transport{MaxIdleConnsPerHost: 64}
		return id, apiclient.New("http://"+address, &http.Client{Transport: transport}, token), people.GiveRole(ctx, id, s.library, role)
	}
	if s.clinician, s.asClinician, err = one(evidence.Requester); err != nil {
		return err
	}
	if s.librarian, s.asLibrarian, err = one(evidence.Librarian); err != nil {
		return err
	}
	workerAddress, err := freeAddress(ctx)
	if err != nil {
		return err
	}
	env := append(os.Environ(), "DATABASE_URL="+s.stack.DatabaseURL, "TEMPORAL_ADDRESS="+s.stack.TemporalAddress,
		"TEMPORAL_NAMESPACE="+s.stack.TemporalNamespace, "EVIDENCEDESK_MAC_KEY="+key, "EVIDENCEDESK_LISTEN="+address,
		"EVIDENCEDESK_WORKER_LISTEN="+workerAddress, "EVIDENCEDESK_SMTP_ADDRESS="+s.box.Address(), "EVIDENCEDESK_SMTP_TLS=none",
		"EVIDENCEDESK_RATE_LIMIT=100000", "EVIDENCEDESK_LOG_LEVEL=warn")
	for name, at := range map[string]string{"api": address, "worker": workerAddress} {
		c := exec.CommandContext(context.WithoutCancel(ctx), s.binary, name) //nolint:gosec // the binary that was asked for
		c.Env, c.Stderr = env, os.Stderr
		if err := c.Start(); err != nil {
			return err
		}
		s.children[name] = c
		if err := ready(ctx, "http://"+at+"/health/ready"); err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
	}
	return nil
}

func freeAddress(ctx context.Context) (string, error) {
	l, err := (&net.ListenConfig{}).Listen(ctx, "tcp", "127.0.0.1:0")
	if err != nil {
		return "", err
	}
	return l.Addr().String(), l.Close()
}

// ready waits until a health address answers with 200.
func ready(ctx context.Context, url string) error {
	ctx, cancel := context.WithTimeout(ctx, time.Minute)
	defer cancel()
	for {
		request, err := http.NewRequestWithContext(ctx, http.MethodGet, url, nil)
		if err != nil {
			return err
		}
		if response, err := http.DefaultClient.Do(request); err == nil {
			_ = response.Body.Close()
			if response.StatusCode == http.StatusOK {
				return nil
			}
		}
		select {
		case <-ctx.Done():
			return errors.New("did not become ready")
		case <-time.After(20 * time.Millisecond):
		}
	}
}

func (s *stage) stop() {
	for _, c := range s.children {
		_ = c.Process.Signal(syscall.SIGTERM)
		_ = c.Wait()
	}
	if s.bare != nil {
		s.bare.Stop()
	}
	if s.temporal != nil {
		s.temporal.Close()
	}
	if s.pool != nil {
		s.pool.Close()
	}
	if s.box != nil {
		_ = s.box.Close()
	}
	if s.stack != nil {
		ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
		defer cancel()
		_ = s.stack.Stop(ctx)
	}
	_ = os.RemoveAll(s.dir)
}
