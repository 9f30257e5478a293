package demo

import (
	"context"

	"evidencedesk/internal/evidence"
)

// channels are how requests reach the desk, in turn.
func channels() []string { return []string{"email", "phone", "form", "ward_round", "meeting", "teams"} }

func (s *scene) submit(ctx context.Context) error { return s.open(ctx, "/requests", s.submission()) }

// submission is what the desk writes down of a request.
func (s *scene) submission() body {
	r := s.request
	b := body{
		"library": LibraryID(r.Library), "requester": body{"person": PersonID(r.Requester)}, "question": r.Question,
		"type": r.Type, "urgency": r.Urgency, "specialty": r.Specialty, "product": r.Product,
		"staff_group": s.person(r.Requester).Group, "channel": channels()[s.number%len(channels())], "occurred_at": s.at,
	}
	optional := map[string]string{"background": r.Background, "why_urgent": r.Why}
	for field, text := range optional {
		if text != "" {
			b[field] = text
		}
	}
	if r.Pico != nil {
		b["framework"] = body{"code": "pico", "elements": r.Pico}
		b["limits"] = body{"dates": "last_10", "languages": "english_only", "species": "humans"}
	}
	if r.DecisionDays > 0 {
		b["decision_at"] = s.decision
	}
	var delegates []evidence.PersonID
	for _, key := range r.Delegates {
		delegates = append(delegates, PersonID(key))
	}
	if delegates != nil {
		b["delegates"] = delegates
	}
	return b
}

func (s *scene) answerLive(ctx context.Context) error {
	b := s.submission()
	b["answer"] = body{"text": s.request.Answer, "product": s.request.Product}
	b["references"] = s.references()
	b["follow_up"] = s.number%2 == 0
	if err := s.open(ctx, "/requests/live", b); err != nil {
		return err
	}
	return s.spend(ctx, s.owner(), "search", 15)
}

func (s *scene) claim(ctx context.Context) error {
	return s.give(ctx, s.owner(), evidence.Claim, nil)
}

// projectEstimate is agreed for work whose type suggests no time.
const projectEstimate = 40 * hour

func (s *scene) accept(ctx context.Context) error {
	due, err := s.diary.agreed(s.request, s.received, s.at)
	if err != nil {
		return err
	}
	b := body{"type": s.request.Type, "product": s.request.Product, "promise_due": due}
	if t, ok := s.vocabulary.SearchType(s.request.Type); ok && t.DefaultMinutes == 0 {
		b["estimate_minutes"] = projectEstimate
	}
	return s.give(ctx, s.owner(), evidence.Accept, b)
}

func (s *scene) note(ctx context.Context) error {
	return s.post(ctx, s.owner(), "messages", body{"kind": "note", "text": "Read it and looked for an earlier search: there is none. Sources to start with: HMIC and Embase."})
}

func (s *scene) release(ctx context.Context) error {
	return s.give(ctx, s.owner(), evidence.Release, body{"reason": "workload"})
}

func (s *scene) ask(ctx context.Context) error {
	if err := s.give(ctx, s.owner(), evidence.Ask, body{"message": s.request.Ask}); err != nil {
		return err
	}
	return s.spend(ctx, s.owner(), "clarify", 10)
}

func (s *scene) answer(ctx context.Context) error {
	return s.give(ctx, s.owner(), evidence.Answer, body{"message": s.request.Reply, "channel": "phone"})
}

// holdDays and partnerDays are how long after the beginning of the demonstration something is awaited.
const (
	holdDays    = 25
	partnerDays = 12
)

func (s *scene) hold(ctx context.Context) error {
	review, err := s.diary.ahead(holdDays)
	if err != nil {
		return err
	}
	return s.give(ctx, s.owner(), evidence.Hold, body{"reason": "waiting_for_documents", "review_at": review})
}

func (s *scene) refer(ctx context.Context) error {
	promised, err := s.diary.ahead(partnerDays)
	if err != nil {
		return err
	}
	return s.give(ctx, s.owner(), evidence.Refer, body{
		"reason": "specialist_subject", "library": LibraryID(s.request.Partner), "consent": true, "review_at": promised,
	})
}

func (s *scene) merge(ctx context.Context) error {
	survivor, err := s.opened(ctx, s.request.Survivor)
	if err != nil {
		return err
	}
	return s.give(ctx, s.owner(), evidence.Merge, body{"survivor": survivor})
}

func (s *scene) split(ctx context.Context) error {
	var parts []body
	for _, question := range s.request.Parts {
		parts = append(parts, body{"question": question})
	}
	return s.give(ctx, s.owner(), evidence.SplitRequest, body{"parts": parts})
}

func (s *scene) decline(ctx context.Context) error {
	if err := s.give(ctx, s.owner(), evidence.Decline, body{"reason": "assessed_coursework", "offered": "coaching"}); err != nil {
		return err
	}
	return s.spend(ctx, s.owner(), "admin", 15)
}

func (s *scene) signpost(ctx context.Context) error {
	return s.give(ctx, s.owner(), evidence.Signpost, body{"reason": "kl_hub", "offered": "kl_hub"})
}

// withdraw is given by the requester, so it happens now.
func (s *scene) withdraw(ctx context.Context) error {
	_, _, err := s.as(s.request.Requester).Command(ctx, s.id, evidence.Withdraw, body{"reason": "found_elsewhere"}, s.key(""))
	return err
}

func (s *scene) reopen(ctx context.Context) error {
	return s.give(ctx, s.owner(), evidence.Reopen, body{"reason": "extend_scope", "back_to": evidence.Searching})
}
