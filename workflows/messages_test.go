package workflows_test

import (
	"encoding/json"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"evidencedesk/internal/evidence"
	"evidencedesk/workflows"
)

func TestWorkflowIDs(t *testing.T) {
	t.Parallel()
	for id, want := range map[string]evidence.RequestID{
		workflows.RequestWorkflowID(request):  request,
		workflows.FollowUpWorkflowID(request): request,
		"evidence-request/":                   "",
		"impact-follow-up/":                   "",
		"report/2026-11":                      "",
		"":                                    "",
	} {
		got, ok := workflows.RequestOf(id)
		if got != want || ok != (want != "") {
			t.Errorf("RequestOf(%q) = %q, %t", id, got, ok)
		}
	}
}

// TestStableNames fails when somebody changes a name that histories and clients know.
func TestStableNames(t *testing.T) {
	t.Parallel()
	want := []string{
		"evidence", "EvidenceRequest", "ImpactFollowUp", "command", "calendar-changed", "reproject", "snapshot",
		"answer-impact", "opt-out", "suspend", "anchor", "stop", "evidence-request/x", "impact-follow-up/x",
		"EvidenceStage", "EvidenceLibrary", "EvidenceUrgency", "EvidenceDueBy",
	}
	got := []string{
		workflows.TaskQueue, workflows.EvidenceRequestType, workflows.ImpactFollowUpType, workflows.CommandUpdate,
		workflows.CalendarChangedSignal, workflows.ReprojectSignal, workflows.SnapshotQuery, workflows.AnswerImpactUpdate,
		workflows.OptOutUpdate, workflows.SuspendSignal, workflows.AnchorSignal, workflows.StopSignal,
		workflows.RequestWorkflowID("x"), workflows.FollowUpWorkflowID("x"), workflows.StageAttribute,
		workflows.LibraryAttribute, workflows.UrgencyAttribute, workflows.DueByAttribute,
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

// TestAckOfStored makes the same answer of a state that went through the database.
func TestAckOfStored(t *testing.T) {
	t.Parallel()
	state := opened(realPace(), began())
	state.Clock.DecisionAt = began().Add(time.Hour)
	encoded, err := json.Marshal(state)
	if err != nil {
		t.Fatal(err)
	}
	var decoded evidence.State
	if err := json.Unmarshal(encoded, &decoded); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(workflows.AckOf("c", state), workflows.AckOf("c", decoded)); diff != "" {
		t.Error(diff)
	}
	if got := workflows.AckOf("c", state).DueBy; !got.Equal(state.Clock.DecisionAt) {
		t.Errorf("due by %v", got)
	}
}

func TestPriorities(t *testing.T) {
	t.Parallel()
	order := []string{"now", "urgent", "soon", "project"}
	for i := 1; i < len(order); i++ {
		if a, b := workflows.PriorityOf(order[i-1]), workflows.PriorityOf(order[i]); a.PriorityKey >= b.PriorityKey {
			t.Errorf("%s has %d, %s has %d", order[i-1], a.PriorityKey, order[i], b.PriorityKey)
		}
	}
	if workflows.PriorityOf("routine") != workflows.PriorityOf("soon") || workflows.FollowUpPriority().PriorityKey <= workflows.PriorityOf("project").PriorityKey {
		t.Error("routine is normal, and follow-ups come last")
	}
}

func TestSearchAttributes(t *testing.T) {
	t.Parallel()
	state := opened(realPace(), began())
	if n := len(workflows.SearchAttributes(state)); n != 4 {
		t.Errorf("%d attributes, want stage, library, urgency and due date", n)
	}
	state.Clock.PromiseDue = time.Time{}
	if n := len(workflows.SearchAttributes(state)); n != 3 {
		t.Errorf("%d attributes without a due date", n)
	}
}
