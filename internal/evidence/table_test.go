package evidence_test

import (
	"slices"
	"strings"
	"testing"

	"evidencedesk/internal/evidence"
)

// spec is the stage table of the process, written out again from the process document: for every command who may give
// it, from where and to where. "=" is unchanged, "<" is where it came from. The test gives every command in every stage as
// every kind of person and compares.
var spec = []struct {
	name evidence.Name
	who  string // space separated: ann sec lib other learner boss guest engine
	from string
	to   string
}{
	{evidence.Claim, "lib other learner", "submitted", "triage"},
	{evidence.Release, "lib boss", "triage", "submitted"},
	{evidence.Release, "lib boss", "clarifying searching summarising checking on_hold referred", "="},
	{evidence.Reassign, "boss", "submitted", "triage"},
	{evidence.Reassign, "lib boss", "triage clarifying searching summarising checking on_hold referred", "="},
	{evidence.Accept, "lib", "triage", "searching"},
	{evidence.Ask, "lib", "triage searching summarising", "clarifying"},
	{evidence.Answer, "ann sec lib", "clarifying", "triage"},
	{evidence.Answer, "ann sec lib", "on_hold", "on_hold"},
	{evidence.Hold, "lib", "triage clarifying searching summarising checking", "on_hold"},
	{evidence.Resume, "lib", "on_hold", "clarifying"},
	{evidence.CompleteSearch, "lib", "searching", "summarising"},
	{evidence.ResumeSearch, "lib", "summarising", "searching"},
	{evidence.SubmitForCheck, "lib", "searching summarising", "checking"},
	{evidence.Approve, "other guest", "checking", "summarising"},
	{evidence.ReturnForChanges, "other guest", "checking", "summarising"},
	{evidence.WaiveCheck, "boss", "searching summarising", "="},
	{evidence.WaiveCheck, "boss", "checking", "summarising"},
	{evidence.Deliver, "lib", "summarising", "delivered"},
	{evidence.Correct, "lib", "delivered", "delivered"},
	{evidence.Reopen, "ann sec lib", "delivered", "searching"},
	{evidence.Refer, "boss", "submitted", "referred"},
	{evidence.Refer, "lib boss", "triage clarifying searching summarising checking on_hold", "referred"},
	{evidence.Return, "lib boss", "referred", "triage"},
	{evidence.Merge, "lib other boss", "submitted", "merged"},
	{evidence.Merge, "lib boss", "triage clarifying searching summarising checking on_hold", "merged"},
	{evidence.Unmerge, "lib boss", "merged", "triage"},
	{evidence.SplitRequest, "lib", "triage", "split"},
	{evidence.Decline, "lib other boss", "submitted", "closed"},
	{evidence.Decline, "lib boss", "triage clarifying searching summarising checking on_hold referred", "closed"},
	{evidence.Signpost, "lib other boss", "submitted", "closed"},
	{evidence.Signpost, "lib boss", "triage clarifying searching summarising checking on_hold referred", "closed"},
	{evidence.Withdraw, "ann sec boss", "submitted triage clarifying searching summarising checking on_hold referred merged", "closed"},
	{evidence.AgreeDeadline, "boss", "submitted", "="},
	{evidence.AgreeDeadline, "lib boss", "triage clarifying searching summarising checking on_hold referred", "="},
	{evidence.SetUrgency, "boss", "submitted", "="},
	{evidence.SetUrgency, "lib boss", "triage clarifying searching summarising checking on_hold referred", "="},
	{evidence.ChangeRequester, "boss", "submitted", "="},
	{evidence.ChangeRequester, "lib boss", "triage clarifying searching summarising checking on_hold referred", "="},
	{evidence.DueSoon, "engine", "submitted triage searching summarising checking referred", "="},
	{evidence.Due, "engine", "submitted triage searching summarising checking referred", "="},
	{evidence.Overdue, "engine", "submitted triage searching summarising checking referred", "="},
	{evidence.Remind1, "engine", "clarifying", "="},
	{evidence.Remind2, "engine", "clarifying", "="},
	{evidence.LapseWarning, "engine", "clarifying", "="},
	{evidence.Lapse, "engine", "clarifying", "closed"},
	{evidence.Review, "engine", "on_hold", "="},
	{evidence.ReferralDue, "engine", "referred", "="},
	{evidence.Close, "engine", "delivered", "closed"},
	{evidence.CloseMerged, "engine", "merged", "closed"},
	{evidence.ChildEnded, "engine", "split", "="},
	{evidence.PartnerEnded, "engine", "referred", "summarising"},
	{evidence.Recompute, "engine", "submitted triage clarifying searching summarising checking on_hold referred merged delivered", "="},
	{evidence.Cancel, "engine", "submitted triage clarifying searching summarising checking on_hold referred merged split delivered", "closed"},
}

func people() map[string]evidence.Actor {
	return map[string]evidence.Actor{
		"ann": asAnn, "sec": asSec, "lib": asLib, "other": asOther, "learner": asLearner, "boss": asBoss, "guest": asGuest,
		"nobody": asNobody, "lead": asLead, "admin": asAdmin, "engine": evidence.Engine(), "anonymous": {},
	}
}

func TestEveryStageCommandAndRole(t *testing.T) {
	t.Parallel()
	for _, stage := range evidence.Stages() {
		s, now := at(t, stage)
		for _, rule := range evidence.Process() {
			for who, a := range people() {
				want, allowed := expected(rule.Name, stage, who)
				c := evidence.Command{ID: "x", Name: rule.Name, Actor: a, Args: args(rule.Name, stage, now)}
				d, err := evidence.Decide(s, c, now)
				switch {
				case allowed && err != nil:
					t.Errorf("%s in %s by %s: refused with %v", rule.Name, stage, who, err)
				case !allowed && err == nil:
					t.Errorf("%s in %s by %s: allowed", rule.Name, stage, who)
				case allowed && d.Next.Stage != want:
					t.Errorf("%s in %s by %s: went to %s, want %s", rule.Name, stage, who, d.Next.Stage, want)
				}
				if slices.Contains(evidence.Allowed(s, a, now), rule.Name) != allowed {
					t.Errorf("%s in %s by %s: Allowed does not agree", rule.Name, stage, who)
				}
			}
		}
	}
}

func expected(n evidence.Name, stage evidence.Stage, who string) (evidence.Stage, bool) {
	for _, row := range spec {
		if row.name != n || !contains(row.from, string(stage)) || !contains(row.who, who) {
			continue
		}
		if row.to == "=" {
			return stage, true
		}
		return evidence.Stage(row.to), true
	}
	return "", false
}

func contains(list, word string) bool { return slices.Contains(strings.Fields(list), word) }

func TestEveryRuleIsInTheTable(t *testing.T) {
	t.Parallel()
	listed := map[evidence.Name]bool{}
	for _, row := range spec {
		listed[row.name] = true
	}
	for _, r := range evidence.Process() {
		if len(r.From) > 0 && !listed[r.Name] {
			t.Errorf("%s is not in the test's table", r.Name)
		}
	}
}

func TestOpening(t *testing.T) {
	t.Parallel()
	for _, tc := range []struct {
		name    evidence.Name
		allowed string
		stage   evidence.Stage
	}{
		{evidence.Submit, "ann sec lib other learner boss", evidence.Submitted},
		{evidence.AnswerLive, "lib other", evidence.Delivered},
		{evidence.OpenChild, "lib other", evidence.Triage},
		{evidence.OpenPartner, "engine", evidence.Submitted},
	} {
		for who, a := range people() {
			d, err := evidence.Decide(evidence.State{}, evidence.Command{ID: "x", Name: tc.name, Actor: a, Args: args(tc.name, "", start)}, start)
			if allowed := contains(tc.allowed, who); allowed != (err == nil) {
				t.Errorf("%s by %s: %v", tc.name, who, err)
			} else if allowed && (d.Next.Stage != tc.stage || d.Next.Seq != 1) {
				t.Errorf("%s by %s: %s number %d", tc.name, who, d.Next.Stage, d.Next.Seq)
			}
		}
	}
}
