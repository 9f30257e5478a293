package workflows_test

import (
	"cmp"
	"time"

	enumspb "go.temporal.io/api/enums/v1"
	"go.temporal.io/sdk/client"

	"evidencedesk/internal/evidence"
	"evidencedesk/workflows"
)

func impactScenarios() []scenario {
	impact := func(name string, play func(k *take)) scenario {
		return scenario{kind: workflows.ImpactFollowUpType, name: name, pace: lively(time.Millisecond, 6*time.Second), play: play}
	}
	return []scenario{
		impact("answered", func(k *take) {
			k.survey()
			k.stored(evidence.ImpactAskDue)
			k.answer("ask-1", "0199f000-0000-7000-8000-000000000001", "")
			k.ended()
		}),
		impact("late-answer", func(k *take) {
			k.survey()
			k.stored(evidence.ImpactGiveUpDue)
			k.answer("ask-1", "0199f000-0000-7000-8000-000000000001", "")
			k.ended()
		}),
		impact("no-response", func(k *take) { k.survey(); k.ended() }),
		impact("opted-out", func(k *take) {
			k.survey()
			k.stored(evidence.ImpactRemindDue)
			k.optOut("ask-1")
			k.ended()
		}),
		impact("not-asked", func(k *take) {
			k.store.asks = func(evidence.ImpactState) []evidence.ImpactAsk {
				return []evidence.ImpactAsk{{ID: "ask-1", Person: requester, State: evidence.AskNotAsked, Reason: evidence.NotAskedRecent}}
			}
			k.survey()
			k.ended()
		}),
		impact("two-people", recordTwoPeople),
		impact("second-look", func(k *take) {
			k.surveyWith(workflows.ImpactInput{State: evidence.ImpactState{Type: "quality_improvement"}})
			k.stored(evidence.ImpactAskAgain)
			k.answer("ask-again", "0199f000-0000-7000-8000-000000000004", "")
			k.ended()
		}),
		impact("suspended", func(k *take) {
			k.survey()
			k.signal(workflows.SuspendSignal, nil)
			k.stored(evidence.ImpactSuspend)
			k.signal(workflows.AnchorSignal, workflows.ImpactAnchor{At: time.Now(), Type: "audit"})
			k.ended()
		}),
		impact("stopped", func(k *take) {
			k.survey()
			k.signal(workflows.SuspendSignal, nil)
			k.signal(workflows.StopSignal, nil)
			k.ended()
		}),
		impact("cancelled", func(k *take) { k.survey(); k.cancel(); k.ended() }),
		impact("continue", func(k *take) {
			k.surveyWith(workflows.ImpactInput{HistoryLimit: 12})
			k.ended()
		}),
	}
}

func recordTwoPeople(k *take) {
	k.store.asks = func(evidence.ImpactState) []evidence.ImpactAsk {
		return []evidence.ImpactAsk{
			{ID: "ask-1", Person: requester, State: evidence.AskAsked}, {ID: "ask-2", Person: delegate, State: evidence.AskAsked},
		}
	}
	k.survey()
	k.stored(evidence.ImpactAskDue)
	k.answer("ask-1", "0199f000-0000-7000-8000-000000000001", "")
	k.answer("ask-1", "0199f000-0000-7000-8000-000000000001", "")
	k.answer("ask-1", "0199f000-0000-7000-8000-000000000002", evidence.AlreadyAnswered)
	k.optOut("ask-1")
	k.answer("ask-2", "0199f000-0000-7000-8000-000000000003", "")
	k.ended()
}

// survey starts a follow-up on its own.
func (k *take) survey() { k.surveyWith(workflows.ImpactInput{}) }

func (k *take) surveyWith(in workflows.ImpactInput) {
	k.t.Helper()
	in.State = evidence.ImpactState{Request: k.request, Library: library, Type: cmp.Or(in.State.Type, "patient_care"), Anchor: time.Now()}
	_, err := k.r.client.ExecuteWorkflow(k.t.Context(), client.StartWorkflowOptions{
		ID: workflows.FollowUpWorkflowID(k.request), TaskQueue: workflows.TaskQueue,
		WorkflowIDReusePolicy: enumspb.WORKFLOW_ID_REUSE_POLICY_REJECT_DUPLICATE,
	}, workflows.ImpactFollowUpType, in)
	if err != nil {
		k.t.Fatal(err)
	}
	k.stored(evidence.ImpactAnchor)
}

// startWith starts the request's workflow with an input of its own.
func (k *take) startWith(in workflows.RequestInput) {
	k.t.Helper()
	_, err := k.r.client.ExecuteWorkflow(k.t.Context(), client.StartWorkflowOptions{
		ID: k.workflow, TaskQueue: workflows.TaskQueue,
	}, workflows.EvidenceRequestType, in)
	if err != nil {
		k.t.Fatal(err)
	}
}

func (k *take) answer(ask, row string, code evidence.Code) {
	k.t.Helper()
	_, err := k.commander.AnswerImpact(k.t.Context(), k.request, workflows.ImpactAnswer{Ask: ask, Answer: row})
	if code == "" && err != nil || code != "" && evidence.CodeOf(err) != code {
		k.t.Fatalf("answer %s: %v, want %q", row, err, code)
	}
}

func (k *take) optOut(ask string) {
	k.t.Helper()
	if _, err := k.commander.OptOut(k.t.Context(), k.request, workflows.ImpactOptOut{Ask: ask}); err != nil {
		k.t.Fatal(err)
	}
}
