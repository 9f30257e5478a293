package work

import (
	"strings"

	"evidencedesk/api/rest"
	"evidencedesk/api/web/page"
	"evidencedesk/api/web/ui"
	"evidencedesk/api/web/workbench"
	"evidencedesk/internal/vocabulary"
)

// topicLink leads to the page about the topic of the request, and says in short what waits there. It is for those whom the topic may
// weigh on; nil for others.
func topicLink(v *page.Visit, b *workbench.Bench) (*ui.Link, error) {
	if !b.Works() {
		return nil, nil // no link is no mistake
	}
	var t rest.TopicView
	if err := v.Read(b.API("topic"), &t); err != nil {
		if page.NotThere(err) {
			return nil, nil // its text was erased, so it has no topic any more
		}
		return nil, err
	}
	return &ui.Link{Href: b.URL("topic"), Text: topicWords(v, t)}, nil
}

func topicWords(v *page.Visit, t rest.TopicView) string {
	var topics []string
	for _, code := range append(append([]string{}, t.Topics...), t.Suggested...) {
		topics = append(topics, v.Label(vocabulary.DistressingTopics, code))
	}
	named := page.Lower(strings.Join(topics, ", "))
	switch {
	case t.Debrief != nil:
		return "Where help is after work on this topic: " + named
	case t.Swap.MayTake:
		return "A colleague offers this request for a swap: see its topic"
	case len(t.Suggested) > 0:
		return "The words suggest a topic that can weigh on you: " + named + ". Confirm or dismiss it"
	case t.State == "confirmed":
		return "A topic that can weigh on you: " + named + ". You can offer to swap"
	}
	return "Name a topic that can weigh on whoever searches"
}
