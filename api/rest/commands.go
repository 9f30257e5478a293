package rest

import (
	"context"
	"errors"
	"net/http"
	"slices"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"evidencedesk/internal/evidence"
)

const tagCommands = "Commands"

// Timed is embedded in the body of every command: staff may say when it happened at the bedside or on the phone.
type Timed struct {
	OccurredAt time.Time `json:"occurred_at,omitzero" doc:"Staff only: when it happened, not before the last thing that happened to this request and not later than now"`
}

func (t Timed) occurred() time.Time { return t.OccurredAt }

// CommandResult is the answer to a command: where the request stands after it.
type CommandResult struct {
	ID         evidence.RequestID `json:"id" format:"uuid"`
	Seq        int                `json:"seq" doc:"The number of the newest transition; send it as If-Match"`
	Stage      evidence.Stage     `json:"stage"`
	Outcome    evidence.Outcome   `json:"outcome,omitempty"`
	Owner      evidence.PersonID  `json:"owner,omitempty" format:"uuid" doc:"Absent: the shared pool"`
	PromiseDue time.Time          `json:"promise_due,omitzero" doc:"Absent while the clock is stopped or nothing is promised"`
	DueBy      time.Time          `json:"due_by,omitzero" doc:"The earlier of the promise and the decision"`
	MustAgree  bool               `json:"must_agree,omitempty" doc:"The promise falls after the decision: agree a new one"`
	Warnings   []Finding          `json:"warnings,omitempty" doc:"Look again: this may identify a patient"`
}

type commandOutput struct {
	ETag string `header:"ETag"`
	Body CommandResult
}

type commandInput[B any] struct {
	ID      string `path:"id" format:"uuid"`
	IfMatch string `header:"If-Match" maxLength:"100" doc:"Optional: refuse unless the request is at this version"`
	Body    *B
}

// command is one row of the table of commands: what it needs beyond the rules of the process.
type command[B timed] struct {
	name    evidence.Name
	summary string
	// args turns the body into arguments. It reads and checks, and changes nothing.
	args func(context.Context, *call, *B) error
	// prepare saves what the command refers to, after the process would allow it: a message, a reserved link. It must be
	// safe to repeat with the same command ID.
	prepare func(context.Context, *call, *B) error
}

type timed interface{ occurred() time.Time }

// call is one command on its way from a body to the engine.
type call struct {
	cmd      evidence.Command
	request  evidence.RequestID
	state    evidence.State
	now      time.Time
	warnings []Finding
	withdraw func(context.Context) error // takes back what prepare saved, when the command is refused
}

func (c *call) actor() evidence.Actor { return c.cmd.Actor }

// registerCommand makes the operation of one command.
func registerCommand[B timed](api huma.API, h *commander, spec command[B]) {
	rule, ok := evidence.RuleFor(spec.name)
	if !ok {
		panic("rest: the process has no command " + string(spec.name))
	}
	op := route(string(spec.name), http.MethodPost, "/requests/{id}/"+string(spec.name), spec.summary, tagCommands, whoMay(rule), keyed, conflicts,
		describe(rule.Note))
	handle(api, op, func(ctx context.Context, in *commandInput[B]) (*commandOutput, error) {
		body := in.Body
		if body == nil {
			body = new(B)
		}
		return run(ctx, h, spec, op.Path, evidence.RequestID(in.ID), in.IfMatch, body)
	})
}

// whoMay says in the document which roles and relations a rule of the process names.
func whoMay(r evidence.Rule) Access {
	var a Access
	for _, w := range r.Who {
		switch w { //nolint:exhaustive // people give none of the others
		case evidence.ByRequester, evidence.ByDelegate:
			a.Relations = append(a.Relations, string(w))
		case evidence.ByOwner:
			a.Relations = append(a.Relations, "owner")
		case evidence.ByStaff:
			a.Roles = append(a.Roles, evidence.Librarian, evidence.Trainee)
		case evidence.ByLibrarian, evidence.ByHandler:
			a.Roles = append(a.Roles, evidence.Librarian)
		case evidence.ByChecker:
			a.Roles, a.Relations = append(a.Roles, evidence.Librarian), append(a.Relations, "reviewer")
		case evidence.ByManager:
			a.Roles = append(a.Roles, evidence.Manager)
		}
	}
	return a
}

// run carries a command out: who may see the request, whether it has been done already, what the process says to it as
// far as it is known here, what has to be saved first, and then the engine, which decides.
func run[B timed](ctx context.Context, h *commander, spec command[B], path string, id evidence.RequestID, match string, body *B) (*commandOutput, error) {
	c, err := h.open(ctx, spec.name, path, id, match, (*body).occurred())
	if err != nil {
		return nil, err
	}
	if done, err := h.begin(ctx, c, path); err != nil || done != nil {
		return done, err
	}
	if err := h.allowed(c); err != nil {
		return h.unlessDone(ctx, c, err)
	}
	if spec.args != nil {
		if err := spec.args(ctx, c, body); err != nil {
			return nil, err
		}
	}
	if _, err := evidence.Decide(c.state, c.cmd, c.now); err != nil {
		return h.unlessDone(ctx, c, h.sayingWhat(ctx, c, err))
	}
	if spec.prepare != nil {
		if err := spec.prepare(ctx, c, body); err != nil {
			return nil, err
		}
	}
	return h.give(ctx, c)
}

// allowed refuses what the process would refuse whatever the command carries, before anything is read or saved for it.
func (h *commander) allowed(c *call) error {
	_, err := evidence.Decide(c.state, c.cmd, c.now)
	var refusal *evidence.Error
	if errors.As(err, &refusal) && refusal.Code == evidence.Invalid &&
		!slices.ContainsFunc(refusal.Fields, func(f evidence.FieldError) bool { return f.Field == "occurred_at" }) {
		return nil
	}
	return err
}
