package demo

import (
	"context"
	"fmt"
	"slices"
)

// step is one thing that happens to a request.
type step struct {
	name  string // unique in its story: part of the Idempotency-Key
	after int    // working minutes after the step before, at the pace of a routine request
	play  func(*scene, context.Context) error
}

// checks says what a second librarian has to read before delivery.
type checks struct{ strategy, summary bool }

// story gives the steps of a request in their order; nil for a story that does not exist.
func story(r Request, needs checks) []step {
	submitted := []step{{"submit", 0, (*scene).submit}}
	claimed := then(submitted, step{"claim", 1 * hour, (*scene).claim})
	switch r.Story {
	case "submitted":
		return submitted
	case "withdrawn": // by the requester, who cannot say that it happened earlier
		return then(submitted, step{"withdraw", 0, (*scene).withdraw})
	case "live":
		return []step{{"answer-live", 0, (*scene).answerLive}}
	case "triage":
		return claimed
	case "released":
		return then(claimed, step{"note", 20, (*scene).note}, step{"release", 4 * hour, (*scene).release})
	case "clarifying", "lapsed": // the engine lets a question lapse that nobody answers
		return then(claimed, step{"ask", 30, (*scene).ask})
	}
	if last, ok := endings()[r.Story]; ok {
		return then(claimed, step{last.name, 90, last.play})
	}
	return work(r, needs, claimed)
}

// endings are the last steps of stories in which nothing is searched.
func endings() map[string]step {
	return map[string]step{
		"referred_outside": {name: "refer", play: (*scene).refer},
		"referred_here":    {name: "refer", play: (*scene).refer},
		"merged":           {name: "merge", play: (*scene).merge},
		"split":            {name: "split", play: (*scene).split},
		"declined":         {name: "decline", play: (*scene).decline},
		"signposted":       {name: "signpost", play: (*scene).signpost},
	}
}

// work gives the stories that search.
func work(r Request, needs checks, claimed []step) []step {
	accepted := then(claimed, step{"accept", 25, (*scene).accept})
	searched := slices.Concat(accepted, clarified(r), searches(r), records(r))
	written := then(searched,
		step{"complete-search", 2 * hour, (*scene).completeSearch},
		step{"references", 40, (*scene).addReferences},
		step{"summary", 4 * hour, (*scene).writeSummary})
	checking := then(written, step{"submit-for-check", 20, (*scene).submitForCheck})
	if needs.strategy {
		checking = then(searched, step{"submit-for-check", 1 * hour, (*scene).submitForCheck})
	}
	delivered := then(written, step{"deliver", 30, (*scene).deliver})
	if needs.summary {
		delivered = then(checking, step{"approve", 5 * hour, (*scene).approve}, step{"deliver", 30, (*scene).deliver})
	}
	switch r.Story {
	case "searching":
		return then(searched, screened(r)...)
	case "on_hold":
		return then(searched, step{"hold", 2 * hour, (*scene).hold})
	case "summarising":
		return then(written, screened(r)...)
	case "checking":
		return checking
	case "delivered", "delivered_checked", "delivered_old", "nothing_found": // the engine closes the old ones and asks about them
		if r.Told != nil {
			return then(delivered, step{"hear", 18 * day, (*scene).hear})
		}
		return delivered
	case "reopened":
		return then(delivered, step{"reopen", 6 * day, (*scene).reopen})
	}
	return nil
}

// clarified is a question that was answered.
func clarified(r Request) []step {
	if r.Ask == "" || r.Reply == "" {
		return nil
	}
	return []step{{"ask", 45, (*scene).ask}, {"answer", 3 * hour, (*scene).answer}}
}

// searches are the searches of the request, one source after the other.
func searches(r Request) []step {
	var steps []step
	for i := range r.Content.Searches {
		steps = append(steps, step{fmt.Sprintf("search-%d", i+1), 3 * hour, func(s *scene, ctx context.Context) error { return s.search(ctx, i) }})
	}
	return steps
}

// records are what the searches found, where the story tells of it.
func records(r Request) []step {
	if len(r.Content.Records) == 0 {
		return nil
	}
	return []step{{"records", 30, (*scene).upload}, {"known", 10, (*scene).know}}
}

// screened is the choice from the records.
func screened(r Request) []step {
	if len(r.Content.Records) == 0 {
		return nil
	}
	return []step{{"screen", 1 * hour, (*scene).screen}}
}

func then(steps []step, more ...step) []step { return slices.Concat(steps, more) }
