package main

import (
	"context"
	"io"
	"log/slog"
	"net"
	"os"
	"path/filepath"
	"strconv"
	"time"

	"github.com/jackc/pgx/v5/pgxpool"
	"go.temporal.io/sdk/client"

	"evidencedesk/activities"
	"evidencedesk/api/auth"
	"evidencedesk/api/rest"
	"evidencedesk/internal/config"
	"evidencedesk/internal/demo"
	"evidencedesk/internal/evidence"
	"evidencedesk/internal/mail"
	"evidencedesk/internal/metric"
	"evidencedesk/internal/postgres"
	"evidencedesk/internal/postgres/figures"
	"evidencedesk/internal/pubmed"
	"evidencedesk/internal/temporalx"
	"evidencedesk/internal/vocabulary"
)

// parts is everything a process is made of, each made once.
type parts struct {
	config     config.Config
	key        []byte
	log        *slog.Logger
	pool       *pgxpool.Pool
	temporal   client.Client
	commander  *temporalx.Commander
	vocabulary *vocabulary.Catalogue
	metrics    *metric.Registry
	people     *postgres.People
	tokens     *postgres.Tokens
	libraries  *postgres.Libraries
	calendars  *postgres.Calendars
	content    *postgres.Content
	requests   *postgres.Requests
	reader     *lookup
	followUps  *postgres.FollowUps
	outbox     *postgres.Outbox
}

// lookup is what the engine asks of PostgreSQL: the reading sides of requests and of follow-ups.
type lookup struct {
	*postgres.Reader
	*postgres.FollowUps
}

// wire makes the parts. It connects to nothing: the first use of each does.
func wire(ctx context.Context, c config.Config, log *slog.Logger) (*parts, error) {
	p := &parts{config: c, log: log}
	var err error
	if p.key, err = c.MAC(); err != nil {
		return nil, err
	}
	if p.vocabulary, err = vocabulary.Load(); err != nil {
		return nil, err
	}
	if p.metrics, err = metric.Load(p.vocabulary); err != nil {
		return nil, err
	}
	if p.pool, err = connect(ctx, c, postgres.App); err != nil {
		return nil, err
	}
	if p.temporal, err = dial(c, log, false); err != nil {
		p.pool.Close()
		return nil, err
	}
	p.stores()
	p.commander = temporalx.NewCommander(p.temporal, p.reader, 0)
	return p, nil
}

func (p *parts) stores() {
	questionnaire := p.vocabulary.Versions()[vocabulary.ImpactQuestions]
	p.people, p.tokens = postgres.NewPeople(p.pool, nil), postgres.NewTokens(p.pool, nil)
	p.libraries, p.calendars = postgres.NewLibraries(p.pool, nil), postgres.NewCalendars(p.pool, nil)
	p.content = postgres.NewContent(p.pool, p.vocabulary, p.key, nil)
	p.requests = postgres.NewRequests(p.pool, p.calendars, p.vocabulary, p.content, nil)
	p.followUps = postgres.NewFollowUps(p.pool, p.calendars, p.key, questionnaire, nil)
	p.outbox = postgres.NewOutbox(p.pool, nil)
	p.reader = &lookup{postgres.NewReader(p.pool), p.followUps}
}

func (p *parts) close() {
	p.temporal.Close()
	p.pool.Close()
}

func connect(ctx context.Context, c config.Config, role postgres.Role) (*pgxpool.Pool, error) {
	return postgres.ConnectUpTo(ctx, c.DatabaseURL, role, c.DatabaseConns)
}

// dial makes a client of Temporal; a worker's waits for a process that has the key where its own ring lacks it.
func dial(c config.Config, log *slog.Logger, forWorker bool) (client.Client, error) {
	keys, err := temporalx.ParseKeys(c.PayloadKeys)
	if err != nil {
		return nil, err
	}
	return temporalx.Dial(temporalx.Options{Keys: keys, Log: log, ForWorker: forWorker})
}

// engineReady asks Temporal whether it answers.
func (p *parts) engineReady(ctx context.Context) error {
	_, err := p.temporal.CheckHealth(ctx, &client.CheckHealthRequest{})
	return err
}

// restDeps hands the API what it needs.
func (p *parts) restDeps() rest.Deps {
	return rest.Deps{
		Tokens: auth.Stored(p.tokens), Vocabulary: p.vocabulary, Sites: p.libraries, Overrides: p.content,
		Engine: p.commander, Starter: starter{p}, Opener: p.requests, Answers: p.content, Standings: p.reader, Keys: p.requests,
		People: p.people, Messages: p.content, Texts: p.content, Policies: p.content, Links: p.requests, Calendars: p.calendars, Wishes: p.reader,
		Shares: p.reader, Queues: p.reader, Details: p.reader, Deadlines: p.reader, Directory: p.libraries,
		Similarity: p.reader, Surveys: p.followUps, Impact: p.commander, CalendarStore: p.calendars, Recomputer: recomputer{p},
		Content: p.contentDeps(), Reports: p.reportDeps(), Desk: p.deskDeps(), Figures: rest.FigureDeps{Store: figures.New(p.pool), Metrics: p.metrics, Published: postgres.NewPublishedReports(p.pool, nil)}, Wellbeing: postgres.NewWellbeing(p.pool, p.vocabulary, nil), Entries: postgres.NewEntries(p.pool, nil), Staffing: postgres.NewStaffing(p.pool, p.vocabulary, nil), SignIn: p.signInDeps(), Ready: p.pool.Ping, Log: p.log, Now: time.Now, Key: p.key, Proxies: p.config.TrustedProxies, Limits: p.limits(),
	}
}

// signInDeps hands the API who belongs to a library, who asks to, and who is signed in.
func (p *parts) signInDeps() rest.SignInDeps {
	return rest.SignInDeps{
		Members: p.people, Access: postgres.NewSignIns(p.pool, nil), Sessions: postgres.NewSessions(p.pool, p.config.SessionIdle, nil),
	}
}

// deskDeps hands the API what people work with beside a request.
func (p *parts) deskDeps() rest.DeskDeps {
	return rest.DeskDeps{
		Questions: p.content, Timers: p.content, Presences: postgres.NewPresences(p.pool, nil), Views: postgres.NewViews(p.pool, nil),
		Templates: postgres.NewTemplates(p.pool, nil), Settings: p.libraries, Previews: p.calendars, Loads: p.reader,
		Tasks: postgres.NewTasks(p.pool, nil), Shared: p.reader, Profiles: p.people, Notices: postgres.NewNotices(p.pool),
	}
}

// limits follow from what one person may ask for; a client without a sign-in gets a quarter of it.
func (p *parts) limits() rest.Limits {
	const burst, anonymous = 5, 4
	rate := p.config.RateLimit
	return rest.Limits{PerPerson: rate, PersonBurst: int(rate * burst), PerClient: rate / anonymous, ClientBurst: int(rate * burst / anonymous)}
}

// starter starts a new request's workflow at once, and then takes the order to do so off the relay's list.
type starter struct{ p *parts }

func (s starter) Start(ctx context.Context, state evidence.State) error {
	if err := s.p.commander.Start(ctx, state); err != nil {
		return err
	}
	if err := s.p.outbox.Started(ctx, state.Request); err != nil {
		s.p.log.WarnContext(ctx, "started, but not noted", slog.String("request", string(state.Request)))
	}
	return nil
}

// contentDeps hands the API what people write about a request, and what their searches found.
func (p *parts) contentDeps() rest.ContentDeps {
	d := rest.ContentDeps{Store: p.content, StartImport: p.startImport, PubMed: p.config.PubMed.On()}
	if c := p.config.PubMed; c.On() {
		// The configuration was checked before, so that it makes a client.
		if lines, err := pubmed.New(pubmed.Options{Base: c.URL, Key: c.Key, Email: c.Email, Rate: c.Rate}); err == nil {
			d.Lines = lines
		}
	}
	return d
}

// startImport starts the reading of an upload at once, and then takes the order to do so off the relay's list.
func (p *parts) startImport(ctx context.Context, id evidence.ImportID) error {
	if err := p.commander.StartImport(ctx, id); err != nil {
		return err
	}
	if err := p.outbox.ImportStarted(ctx, id); err != nil {
		p.log.WarnContext(ctx, "started, but not noted", slog.String("import", string(id)))
	}
	return nil
}

// recomputer tells the open requests of a library that its calendar changed.
type recomputer struct{ p *parts }

func (r recomputer) RecomputeLibrary(ctx context.Context, library evidence.LibraryID) (int, error) {
	ids, err := r.p.libraries.OpenRequests(ctx, library)
	if err != nil {
		return 0, err
	}
	return temporalx.CalendarChanged(ctx, r.p.temporal, ids)
}

// mailer makes the sender of letters.
func (p *parts) mailer() (*mail.Sender, error) {
	host, port, err := net.SplitHostPort(p.config.SMTPAddress)
	if err != nil {
		return nil, err
	}
	n, err := strconv.Atoi(port)
	if err != nil {
		return nil, err
	}
	return mail.New(mail.Config{
		Host: host, Port: n, Security: mail.Security(p.config.SMTPTLS), User: p.config.SMTPUser, Password: p.config.SMTPPassword, From: p.config.MailFrom,
	})
}

// notices makes the sender of the ledger's letters.
func (p *parts) notices() (*activities.Notices, error) {
	sender, err := p.mailer()
	if err != nil {
		return nil, err
	}
	return &activities.Notices{
		Ledger: postgres.NewNotices(p.pool), Mailer: sender, Site: mail.Site{BaseURL: p.config.PublicURL, Key: p.key, First: firstQuestion(p.vocabulary)},
	}, nil
}

func (p *parts) demoStores() demo.Stores {
	return demo.Stores{Libraries: p.libraries, People: p.people, Tokens: p.tokens}
}

// newLog writes what happens for machines; textLog for people at a terminal.
func newLog(to io.Writer, c config.Config) *slog.Logger {
	if c.LogFormat == "text" {
		return textLog(to, c)
	}
	return slog.New(slog.NewJSONHandler(to, &slog.HandlerOptions{Level: level(c)}))
}

func textLog(to io.Writer, c config.Config) *slog.Logger {
	return slog.New(slog.NewTextHandler(to, &slog.HandlerOptions{Level: level(c)}))
}

func level(c config.Config) slog.Level {
	var l slog.Level
	if err := l.UnmarshalText([]byte(c.LogLevel)); err != nil {
		return slog.LevelInfo
	}
	return l
}

// quietLog keeps the log of the embedded mode in a file, so that the terminal shows only what a person waits for.
func quietLog(c config.Config, path string) (*slog.Logger, error) {
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return nil, err
	}
	file, err := os.OpenFile(path, os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o600) //nolint:gosec // in the operator's own data folder
	if err != nil {
		return nil, err
	}
	return newLog(file, c), nil
}
