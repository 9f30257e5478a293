package rest

import (
	"context"
	"encoding/json"
	"errors"
	"log/slog"
	"net/http"
	"regexp"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humagin"

	"evidencedesk/api/auth"
	"evidencedesk/internal/evidence"
)

// door is the first part of every operation: who is calling, whether the operation is for them, whether they call too
// often, and under which key the call may be repeated.
type door struct {
	tokens  auth.Tokens
	log     *slog.Logger
	people  *limiter // by person
	clients *limiter // by address, for callers who have not signed in
	pages   *limiter // by person or by address, for the pages of this process
}

// pageCalls is how many calls of the API one page may make: its own limit is that much higher than a program's.
const pageCalls = 10

func newDoor(d Deps) *door {
	limits := d.Limits.orDefault()
	return &door{
		tokens: d.Tokens, log: d.Log,
		people:  newLimiter(limits.PerPerson, limits.PersonBurst, d.Now),
		clients: newLimiter(limits.PerClient, limits.ClientBurst, d.Now),
		pages:   newLimiter(limits.PerPerson*pageCalls, limits.PersonBurst*pageCalls, d.Now),
	}
}

func (d *door) admit(ctx huma.Context, next func(huma.Context)) {
	inner, cancel := context.WithTimeout(ctx.Context(), timeFor(ctx.Operation()))
	defer cancel()
	inner, err := d.enter(context.WithValue(inner, placeKey{}, d.place(ctx)), ctx)
	if err == nil {
		err = errors.Join(cleanPath(ctx), cleanQuery(ctx))
	}
	if err == nil && ctx.Operation().Metadata[keyedKey] != nil {
		inner, err = withKey(inner, ctx)
	}
	if err != nil {
		refuse(ctx, problemOf(inner, err))
		return
	}
	next(huma.WithContext(ctx, inner))
}

// place is what a call is about: which operation, on which request.
type place struct {
	operation string
	request   evidence.RequestID // empty outside of a request
	log       *slog.Logger
}

func (p place) logger() *slog.Logger {
	if p.log == nil {
		return slog.New(slog.DiscardHandler)
	}
	return p.log
}

type placeKey struct{}

func (d *door) place(ctx huma.Context) place {
	op := ctx.Operation()
	at := place{operation: op.OperationID, log: d.log}
	if strings.HasPrefix(op.Path, base+"/requests/{id}") {
		at.request = evidence.RequestID(ctx.Param("id"))
	}
	return at
}

func placeOf(ctx context.Context) place {
	at, _ := ctx.Value(placeKey{}).(place)
	return at
}

// enter finds out who is calling and whether the operation is for them. A page of this process that calls the API brings
// the person who signed in, or the visitor's address, in the context; nothing that comes over a network can put it there.
func (d *door) enter(inner context.Context, ctx huma.Context) (context.Context, error) {
	who := accessOf(ctx.Operation())
	p, known := auth.From(inner)
	visitor, inside := auth.Visitor(inner)
	switch {
	case known:
		if err := d.pages.take(string(p.Person)); err != nil || who.Anonymous {
			return inner, err
		}
		return inner, who.admit(p, ctx.Param("id"))
	case inside && who.Anonymous:
		return inner, d.pages.take(visitor)
	case inside:
		return inner, evidence.Refuse(evidence.Unauthenticated, "")
	}
	return d.enterFromOutside(inner, ctx, who)
}

// enterFromOutside reads the bearer token of a program.
func (d *door) enterFromOutside(inner context.Context, ctx huma.Context, who Access) (context.Context, error) {
	client := humagin.Unwrap(ctx).ClientIP()
	if who.Anonymous {
		return inner, d.clients.take(client)
	}
	p, err := auth.SignIn(inner, d.tokens, ctx.Header("Authorization"))
	switch {
	case evidence.CodeOf(err) == evidence.Unauthenticated:
		return inner, d.unknown(client, err)
	case err != nil:
		return inner, err
	}
	if err := d.people.take(string(p.Person)); err != nil {
		return inner, err
	}
	return auth.With(inner, p), who.admit(p, ctx.Param("id"))
}

// unknown slows down whoever tries tokens.
func (d *door) unknown(client string, err error) error {
	if slow := d.clients.take(client); slow != nil {
		return slow
	}
	return err
}

// cleanPath answers a part of the address that names nothing like one of a thing that does not exist. Left to huma it would
// be a field to be corrected.
func cleanPath(ctx huma.Context) error {
	for _, p := range ctx.Operation().Parameters {
		if p.In == "path" && !names(p.Schema, ctx.Param(p.Name)) {
			return &evidence.Error{Code: evidence.NotFound}
		}
	}
	return nil
}

// names reports whether a part of an address could name something.
func names(s *huma.Schema, value string) bool {
	if s.Format == "uuid" {
		return uuidForm.MatchString(value)
	}
	var part any = value
	if s.Type == huma.TypeInteger {
		n, err := strconv.ParseInt(value, 10, 64)
		if err != nil || strconv.FormatInt(n, 10) != value {
			return false
		}
		part = n
	}
	var result huma.ValidateResult
	huma.Validate(nil, s, huma.NewPathBuffer(nil, 0), huma.ModeWriteToServer, part, &result)
	return len(result.Errors) == 0 && utf8.ValidString(value) && !strings.ContainsRune(value, 0)
}

// uuidForm is the one form in which this API writes identifiers.
var uuidForm = regexp.MustCompile(`^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$`)

// cleanQuery refuses what no store can hold: text that is not UTF-8, and the NUL character.
func cleanQuery(ctx huma.Context) error {
	u := ctx.URL()
	var fields []evidence.FieldError
	for name, values := range u.Query() {
		for _, v := range values {
			if !utf8.ValidString(v) || strings.ContainsRune(v, 0) {
				fields = append(fields, evidence.FieldError{Field: safeName(name), Code: "malformed", Detail: "Send UTF-8 text without NUL."})
			}
		}
		if len(values) > 1 && !repeatable(ctx.Operation(), name) {
			fields = append(fields, evidence.FieldError{Field: safeName(name), Code: "duplicate", Detail: "Send it once."})
		}
	}
	return invalid(fields)
}

func repeatable(op *huma.Operation, name string) bool {
	for _, p := range op.Parameters {
		if p.Name == name && p.In == "query" {
			return p.Explode != nil && *p.Explode
		}
	}
	return false
}

// refuse answers with a problem from within a middleware.
func refuse(ctx huma.Context, p *Problem) {
	for name, values := range p.headers {
		for _, v := range values {
			ctx.SetHeader(name, v)
		}
	}
	ctx.SetHeader("Content-Type", p.ContentType(""))
	ctx.SetStatus(p.Status)
	_ = json.NewEncoder(ctx.BodyWriter()).Encode(p) // the client has gone if this fails
}

// writeProblem answers with a problem outside of an operation.
func writeProblem(w http.ResponseWriter, p *Problem) {
	for name, values := range p.headers {
		w.Header()[name] = values
	}
	w.Header().Set("Content-Type", p.ContentType(""))
	w.WriteHeader(p.Status)
	_ = json.NewEncoder(w).Encode(p)
}
