package temporalx

import (
	"context"
	"errors"
	"time"

	enumspb "go.temporal.io/api/enums/v1"
	"go.temporal.io/api/serviceerror"
	"go.temporal.io/api/workflowservice/v1"
	"go.temporal.io/sdk/client"
	"go.temporal.io/sdk/temporal"

	"evidencedesk/internal/evidence"
	"evidencedesk/workflows"
)

// Client is the part of Temporal's client that the Commander uses.
type Client interface {
	ExecuteWorkflow(ctx context.Context, options client.StartWorkflowOptions, workflow any, args ...any) (client.WorkflowRun, error)
	DescribeWorkflowExecution(ctx context.Context, workflowID, runID string) (*workflowservice.DescribeWorkflowExecutionResponse, error)
	UpdateWorkflow(ctx context.Context, options client.UpdateWorkflowOptions) (client.WorkflowUpdateHandle, error)
	UpdateWithStartWorkflow(ctx context.Context, options client.UpdateWithStartWorkflowOptions) (client.WorkflowUpdateHandle, error)
	NewWithStartWorkflowOperation(options client.StartWorkflowOptions, workflow any, args ...any) client.WithStartWorkflowOperation
}

// Lookup is what PostgreSQL knows. It is asked when a workflow is not there, and when a command is refused.
type Lookup interface {
	// Applied returns the state that a stored command led to; ok is false when no transition has its ID.
	Applied(ctx context.Context, id evidence.RequestID, commandID string) (s evidence.State, ok bool, err error)
	// State returns the newest stored state, or a NotFound error.
	State(ctx context.Context, id evidence.RequestID) (evidence.State, error)
	// FollowUp returns the newest stored state of a follow-up, or a NotFound error.
	FollowUp(ctx context.Context, id evidence.RequestID) (evidence.ImpactState, error)
}

// Commander gives commands to requests and follow-ups and waits for their answers.
type Commander struct {
	client Client
	lookup Lookup
	budget time.Duration
	now    func() time.Time
}

// DefaultBudget is how long a command is waited for.
const DefaultBudget = 10 * time.Second

// NewCommander makes a Commander. A budget of 0 is DefaultBudget.
func NewCommander(c Client, l Lookup, budget time.Duration) *Commander {
	if budget == 0 {
		budget = DefaultBudget
	}
	return &Commander{client: c, lookup: l, budget: budget, now: time.Now}
}

// Do gives one command and waits until it is carried out. The same command ID gives the same answer, however often it is
// sent. Errors are *evidence.Error: a refusal of the process; NotFound; EngineUnavailable when nothing was sent;
// OutcomeUnknown when it may still happen, and the same command may be sent again.
func (c *Commander) Do(ctx context.Context, id evidence.RequestID, cmd evidence.Command) (workflows.Ack, error) {
	var ack workflows.Ack
	call := update{
		workflowID: workflows.RequestWorkflowID(id), name: workflows.CommandUpdate, updateID: cmd.ID, arg: cmd, answer: &ack,
		missing: func(ctx context.Context) (*start, error) { return c.missing(ctx, id, cmd, &ack) },
	}
	err := c.send(ctx, call)
	if refused(err) {
		return c.reconsider(ctx, id, cmd, err)
	}
	return ack, err
}

// reconsider looks at a refusal in the light of the store. The command may have been carried out before; or the workflow
// does not yet know its newest step, because its worker died just after storing it, and takes the command a little later.
func (c *Commander) reconsider(ctx context.Context, id evidence.RequestID, cmd evidence.Command, refusal error) (workflows.Ack, error) {
	if s, ok, err := c.lookup.Applied(ctx, id, cmd.ID); err == nil && ok {
		return workflows.AckOf(cmd.ID, s), nil
	}
	s, err := c.lookup.State(ctx, id)
	if err != nil {
		return workflows.Ack{}, refusal
	}
	if _, err := evidence.Decide(s, cmd, c.now()); err != nil {
		return workflows.Ack{}, refusal
	}
	return workflows.Ack{}, &evidence.Error{Code: evidence.EngineUnavailable, Detail: "It is catching up."}
}

// missing decides what a workflow that is not there means. Temporal does not tell a request that has ended from one that
// was never started or was lost; PostgreSQL does.
func (c *Commander) missing(ctx context.Context, id evidence.RequestID, cmd evidence.Command, ack *workflows.Ack) (*start, error) {
	applied, ok, err := c.lookup.Applied(ctx, id, cmd.ID)
	if err != nil {
		return nil, stored(err)
	}
	if ok {
		*ack = workflows.AckOf(cmd.ID, applied)
		return nil, nil //nolint:nilnil // nothing to start: the answer is there
	}
	s, err := c.lookup.State(ctx, id)
	if err != nil {
		return nil, stored(err)
	}
	if s.Done(c.now()) {
		if _, err := evidence.Decide(s, cmd, c.now()); err != nil {
			return nil, err
		}
		return nil, &evidence.Error{Code: evidence.NotAllowedInStage, Stage: s.Stage, Seq: s.Seq}
	}
	return &start{
		options: startOptions(s, enumspb.WORKFLOW_ID_REUSE_POLICY_ALLOW_DUPLICATE_FAILED_ONLY),
		kind:    workflows.EvidenceRequestType, input: workflows.RequestInput{State: s},
	}, nil
}

// AnswerImpact tells the follow-up of a request that an answer to an ask is stored. Errors as for Do; Expired when the
// follow-up has ended, AlreadyAnswered for a second answer.
func (c *Commander) AnswerImpact(ctx context.Context, id evidence.RequestID, a workflows.ImpactAnswer) (workflows.ImpactAck, error) {
	repeat := evidence.ImpactCommand{Name: evidence.ImpactAnswer, Ask: a.Ask, Answer: a.Answer}
	return c.impact(ctx, id, workflows.AnswerImpactUpdate, "answer/"+a.Answer, a, repeat)
}

// OptOut tells the follow-up that the person of an ask does not want to be asked again. Errors as for AnswerImpact; when
// it is Expired, the wish is the caller's to store.
func (c *Commander) OptOut(ctx context.Context, id evidence.RequestID, o workflows.ImpactOptOut) (workflows.ImpactAck, error) {
	repeat := evidence.ImpactCommand{Name: evidence.ImpactOptOut, Ask: o.Ask}
	return c.impact(ctx, id, workflows.OptOutUpdate, "opt-out/"+o.Ask, o, repeat)
}

func (c *Commander) impact(ctx context.Context, id evidence.RequestID, name, updateID string, arg any, repeat evidence.ImpactCommand) (workflows.ImpactAck, error) {
	var ack workflows.ImpactAck
	err := c.send(ctx, update{
		workflowID: workflows.FollowUpWorkflowID(id), name: name, updateID: updateID, arg: arg, answer: &ack,
		missing: func(ctx context.Context) (*start, error) {
			s, err := c.lookup.FollowUp(ctx, id)
			switch {
			case err != nil:
				return nil, stored(err)
			case s.Repeats(repeat):
				ack = workflows.ImpactAck{Seq: s.Seq, Stage: s.Stage}
				return nil, nil //nolint:nilnil // nothing to start: it is done
			case s.Done(c.now()):
				if _, err := evidence.DecideImpact(s, repeat, c.now()); evidence.CodeOf(err) == evidence.AlreadyAnswered {
					return nil, err
				}
				return nil, &evidence.Error{Code: evidence.Expired}
			}
			return &start{options: followUpOptions(s), kind: workflows.ImpactFollowUpType, input: workflows.ImpactInput{State: s}}, nil
		},
	})
	return ack, err
}

// stored passes on an error of the store; one without a code means that it cannot be reached.
func stored(err error) error {
	var e *evidence.Error
	if errors.As(err, &e) {
		return err
	}
	return errors.Join(&evidence.Error{Code: evidence.StoreUnavailable}, err)
}

// refused reports whether the process itself said no, which an earlier sending of the same command can explain.
func refused(err error) bool {
	switch evidence.CodeOf(err) {
	case evidence.Internal, evidence.NotFound, evidence.EngineUnavailable, evidence.OutcomeUnknown, evidence.StoreUnavailable:
		return false
	default:
		return err != nil
	}
}

// explain turns an error of Temporal's client into one of the domain. Once a server was reached, no answer means that the
// command may still be carried out.
func explain(err error, reached bool) error {
	var application *temporal.ApplicationError
	if errors.As(err, &application) {
		return explainApplication(application)
	}
	if reached && !harmless(err) {
		return errors.Join(&evidence.Error{Code: evidence.OutcomeUnknown}, err)
	}
	return unavailable(err)
}

// harmless reports an answer of the server that says that nothing was done and nothing will be.
func harmless(err error) bool {
	var (
		exhausted *serviceerror.ResourceExhausted
		invalid   *serviceerror.InvalidArgument
		denied    *serviceerror.PermissionDenied
		namespace *serviceerror.NamespaceNotFound
		already   *serviceerror.WorkflowExecutionAlreadyStarted
	)
	return errors.As(err, &exhausted) || errors.As(err, &invalid) || errors.As(err, &denied) ||
		errors.As(err, &namespace) || errors.As(err, &already)
}

func explainApplication(err *temporal.ApplicationError) error {
	var refusal evidence.Error
	if err.HasDetails() && err.Details(&refusal) == nil && string(refusal.Code) == err.Type() {
		return &refusal
	}
	return errors.Join(&evidence.Error{Code: evidence.Internal}, err)
}
