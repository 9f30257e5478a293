// Package rest is the JSON API of Evidence Desk, version 1: one file for each resource, described by the OpenAPI document
// that it serves at /openapi.json and /openapi.yaml.
//
// A handler reads its input, has every free text read by the identifier guard, builds the argument of a store or of a
// command to the engine, and writes the answer. It decides nothing about the process: that is for evidence.Decide. What a
// caller may not see is answered exactly as what does not exist.
package rest

import (
	"context"
	"log/slog"
	"net/http"
	"reflect"
	"time"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humagin"
	"github.com/gin-gonic/gin"

	"evidencedesk/api/auth"
	"evidencedesk/internal/postgres"
	"evidencedesk/internal/vocabulary"
)

// Timeouts for the http.Server that serves the API. There is no ReadTimeout: the body has a time limit of its own, and one
// that outlasts it would cancel commands that wait for the engine.
const (
	ReadHeaderTimeout = 5 * time.Second
	WriteTimeout      = 40 * time.Second // longer than handleTimeout, so that a late answer is still a problem document
	IdleTimeout       = 2 * time.Minute
	MaxHeaderBytes    = 32 << 10

	handleTimeout = 25 * time.Second
	bodyTimeout   = 15 * time.Second
)

// Deps is what the API needs from the rest of the program.
type Deps struct {
	Tokens        auth.Tokens
	Vocabulary    *vocabulary.Catalogue
	Sites         Sites
	Overrides     Overrides
	Engine        Engine
	Starter       Starter
	Opener        Opener
	Answers       Answers
	Standings     Standings
	Keys          Keys
	People        People
	Messages      CommandMessages
	Texts         Texts
	Links         Links
	Calendars     Calendars
	Wishes        Wishes
	Policies      Policies
	Shares        Shares
	Queues        Queues
	Details       Details
	Deadlines     Deadlines
	Directory     Directory
	Similarity    Similarity
	Surveys       Surveys
	Impact        ImpactEngine
	CalendarStore CalendarStore
	Recomputer    Recomputer
	Content       ContentDeps
	Reports       ReportDeps
	Desk          DeskDeps
	Figures       FigureDeps
	Wellbeing     *postgres.Wellbeing
	Entries       *postgres.Entries
	Staffing      *postgres.Staffing
	SignIn        SignInDeps
	Ready         func(context.Context) error // can the database be reached
	Log           *slog.Logger
	Now           func() time.Time
	Key           []byte   // keys the digests of bodies; the same in every process, kept secret
	Proxies       []string // addresses and networks whose X-Forwarded-For is believed; none by default
	Limits        Limits
}

// New makes the handler of the whole API.
func New(d Deps) http.Handler {
	gin.SetMode(gin.ReleaseMode)
	engine := gin.New()
	engine.HandleMethodNotAllowed, engine.RedirectTrailingSlash = true, false
	engine.Use(surround(d.Log)...)
	if err := engine.SetTrustedProxies(d.Proxies); err != nil {
		panic("rest: the trusted proxies: " + err.Error())
	}
	engine.NoRoute(noRoute)
	engine.NoMethod(noMethod)

	api := humagin.New(engine, config())
	api.UseMiddleware(newDoor(d).admit, readStrictly(d.Key))
	registerRoutes(api, d)
	tidy(api.OpenAPI())
	serveDocument(engine, api.OpenAPI())
	return sameOrigin(engine)
}

// Paths are the patterns, as of net/http's ServeMux, under which the API answers.
func Paths() []string {
	return []string{"/api/", "/openapi.json", "/openapi.yaml", "/problems", "/problems/", "/health/"}
}

// config is huma without its documentation pages, its schema links and its global error model.
func config() huma.Config {
	c := huma.DefaultConfig("Evidence Desk", Version)
	c.Info.Description = "Evidence requests in health libraries, from submission to impact."
	c.OpenAPIPath, c.DocsPath, c.SchemasPath, c.CreateHooks = "", "", "", nil
	c.Formats = map[string]huma.Format{"application/json": huma.DefaultJSONFormat, "json": huma.DefaultJSONFormat}
	c.Transformers = []huma.Transformer{ourProblems}
	c.Components.Schemas = huma.NewMapRegistry("#/components/schemas/", schemaName)
	c.Components.Schemas.Schema(reflect.TypeFor[Problem](), true, "Problem")
	c.Components.Responses = problemResponses()
	c.Components.SecuritySchemes = map[string]*huma.SecurityScheme{
		bearerScheme: {Type: "http", Scheme: "bearer", BearerFormat: auth.Prefix + "…", Description: "A token issued by `evidencedesk token`."},
	}
	return c
}

// Version of the API's document. It is raised when the document changes in a way that clients can see.
const Version = "1.0.0"
