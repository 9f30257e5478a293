package casestudy_test

import (
	"slices"
	"testing"

	"pgregory.net/rapid"

	"evidencedesk/internal/casestudy"
	"evidencedesk/internal/evidence"
)

var (
	trainee   = casestudy.Who{Worker: true}
	librarian = casestudy.Who{Worker: true, Leader: true}
	requester = casestudy.Who{Approver: true}
)

// ready has everything that any step needs.
func ready(s casestudy.Stage) casestudy.State {
	return casestudy.State{
		Stage: s, Live: s != casestudy.Candidate && s != casestudy.Dropped, Whole: true, Short: true, Champion: true, Same: true,
		Met: slices.Concat(casestudy.Core(), casestudy.Extra()),
	}
}

func TestALifeFromCandidateToVignette(t *testing.T) {
	t.Parallel()
	s := ready(casestudy.Candidate)
	for _, step := range []struct {
		command casestudy.Command
		who     casestudy.Who
		to      casestudy.Stage
	}{
		{casestudy.Begin, trainee, casestudy.Draft},
		{casestudy.Ask, trainee, casestudy.Asked},
		{casestudy.Decline, requester, casestudy.Draft},
		{casestudy.Ask, librarian, casestudy.Asked},
		{casestudy.Approve, requester, casestudy.Approved},
		{casestudy.Publish, librarian, casestudy.Published},
		{casestudy.Submit, librarian, casestudy.Submitted},
		{casestudy.Return, librarian, casestudy.Returned},
		{casestudy.Ask, librarian, casestudy.Asked},
		{casestudy.Approve, requester, casestudy.Approved},
		{casestudy.Publish, librarian, casestudy.Published},
		{casestudy.Submit, librarian, casestudy.Submitted},
		{casestudy.Accept, librarian, casestudy.Accepted},
		{casestudy.Escalate, librarian, casestudy.Escalated},
		{casestudy.Retell, librarian, casestudy.Vignette},
		{casestudy.TakeBack, requester, casestudy.Draft},
	} {
		to, err := casestudy.Decide(s, step.command, step.who)
		if err != nil || to != step.to {
			t.Fatalf("%s from %s: %s, %v", step.command, s.Stage, to, err)
		}
		s.Stage = to
	}
}

func TestWhatIsMissingIsSaid(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		stage   casestudy.Stage
		command casestudy.Command
		who     casestudy.Who
		lack    func(*casestudy.State)
		code    evidence.Code
	}{
		"no challenge":           {casestudy.Draft, casestudy.Ask, librarian, func(s *casestudy.State) { s.Whole = false }, evidence.Invalid},
		"another text":           {casestudy.Asked, casestudy.Approve, requester, func(s *casestudy.State) { s.Same = false }, evidence.ChangedAfterCheck},
		"staff approve":          {casestudy.Asked, casestudy.Approve, librarian, nil, evidence.NotPermitted},
		"a trainee publishes":    {casestudy.Approved, casestudy.Publish, trainee, nil, evidence.NotPermitted},
		"publish a draft":        {casestudy.Draft, casestudy.Publish, librarian, nil, evidence.NotAllowedInStage},
		"impact unchecked":       {casestudy.Published, casestudy.Submit, librarian, func(s *casestudy.State) { s.Met = []string{casestudy.Achieved, casestudy.Role} }, evidence.Invalid},
		"champion withdrew":      {casestudy.Accepted, casestudy.Escalate, librarian, func(s *casestudy.State) { s.Champion = false }, evidence.Invalid},
		"no saving":              {casestudy.Accepted, casestudy.Escalate, librarian, func(s *casestudy.State) { s.Met = []string{casestudy.Champion} }, evidence.Invalid},
		"no short form":          {casestudy.Published, casestudy.Retell, librarian, func(s *casestudy.State) { s.Short = false }, evidence.Invalid},
		"drop what is published": {casestudy.Draft, casestudy.Drop, librarian, nil, evidence.NotAllowedInStage},
		"nothing to take back":   {casestudy.Draft, casestudy.TakeBack, requester, func(s *casestudy.State) { s.Live = false }, evidence.NotAllowedInStage},
		"unheard of":             {casestudy.Draft, "sing", librarian, nil, evidence.Invalid},
	} {
		s := ready(c.stage)
		if c.lack != nil {
			c.lack(&s)
		}
		if _, err := casestudy.Decide(s, c.command, c.who); evidence.CodeOf(err) != c.code || err == nil {
			t.Errorf("%s: %v, want %s", name, err, c.code)
		}
	}
}

// TestNothingIsPublishedThatWasNotApproved leads cases through random lives: what is published is what was approved last, and any
// change asks again.
func TestNothingIsPublishedThatWasNotApproved(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(r *rapid.T) {
		s := ready(casestudy.Candidate)
		s.Live = false
		text, asked, approved := 1, 0, 0
		for range 30 {
			if rapid.Bool().Draw(r, "change") {
				to, err := casestudy.Change(s.Stage)
				if err != nil {
					continue
				}
				s.Stage, text = to, text+1
				continue
			}
			command := rapid.SampledFrom(casestudy.Commands()).Draw(r, "command")
			who := rapid.SampledFrom([]casestudy.Who{trainee, librarian, requester}).Draw(r, "who")
			s.Same = asked == text
			to, err := casestudy.Decide(s, command, who)
			if err != nil {
				continue
			}
			switch command {
			case casestudy.Ask:
				asked = text
			case casestudy.Approve:
				approved = asked
			case casestudy.Publish:
				s.Live = true
				if approved != text {
					r.Fatalf("text %d is published, %d was approved", text, approved)
				}
			case casestudy.TakeBack, casestudy.TakeDown:
				s.Live = false
			default:
			}
			if s.Stage = to; s.Stage.Words() == "" || !slices.Contains(casestudy.Stages(), s.Stage) {
				r.Fatalf("stage %q", s.Stage)
			}
		}
	})
}

func TestStrongAnswers(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		immediate, probable []string
		want                bool
	}{
		{[]string{"safety"}, nil, true},
		{nil, []string{"safety"}, false},
		{[]string{"development"}, []string{"development", "collaboration"}, false},
		{[]string{"development"}, []string{"informed_decision", "collaboration"}, true},
		{nil, nil, false},
	} {
		if got := casestudy.Strong(c.immediate, c.probable); got != c.want {
			t.Errorf("%v, %v: %v", c.immediate, c.probable, got)
		}
	}
}

func TestAllowedAgreesWithMissing(t *testing.T) {
	t.Parallel()
	s := ready(casestudy.Published)
	s.Met = nil
	if casestudy.Missing(s, casestudy.Submit, librarian) == "" || slices.Contains(casestudy.Allowed(s, librarian), casestudy.Submit) {
		t.Error("it may be submitted without its criteria")
	}
	if casestudy.Missing(s, casestudy.Submit, requester) != "" {
		t.Error("the requester is told what is missing of a step that is not theirs")
	}
}
