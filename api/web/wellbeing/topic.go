package wellbeing

import (
	"strconv"
	"strings"

	"evidencedesk/api/rest"
	"evidencedesk/api/web/page"
	"evidencedesk/api/web/ui"
	"evidencedesk/api/web/workbench"
	"evidencedesk/internal/postgres"
	"evidencedesk/internal/vocabulary"
)

// topicPage is the topic of a request.
type topicPage struct {
	Top       []ui.Component
	Suggested string // in words; empty: nothing
	Confirmed string
	Decided   bool
	Words     string // the version of the list
	Start     ui.Form
	State     ui.Radios
	Topics    ui.Checkboxes
	Swap      *swapPart
	Debrief   *debriefPart
	CheckIn   *checkInPart
}

// swapPart is the button about an offer to swap.
type swapPart struct {
	Text   string
	Start  ui.Form
	Button ui.Button
}

// debriefPart is where help is.
type debriefPart struct {
	Service postgres.WellbeingServiceContent
	Teams   []string
}

// checkInPart asks how it was, or says what was answered.
type checkInPart struct {
	Said   string
	Until  string
	Start  ui.Form
	Answer ui.Radios
	Delete *ui.Button
}

// open reads the request of the address and its topic.
func open(v *page.Visit) (*workbench.Bench, rest.TopicView, error) {
	b, err := workbench.Load(v, v.Param("id"))
	if err != nil {
		return nil, rest.TopicView{}, err
	}
	var t rest.TopicView
	err = v.Read(b.API("topic"), &t)
	return b, t, err
}

func showTopic(v *page.Visit) error {
	b, t, err := open(v)
	if err != nil {
		return err
	}
	return topicView(v, b, t, v.Show)
}

func takeTopic(v *page.Visit) error {
	b, t, err := open(v)
	if err != nil {
		return err
	}
	f := v.Form()
	f.Say("topics:required", "Choose the topics that you confirm")
	f.Say("state:required", "Say whether it is such a topic")
	d := postgres.TopicDecision{State: f.Get("state"), Topics: []string{}}
	if d.State != "dismissed" {
		d.Topics = append(d.Topics, f.All("topics")...)
	}
	if d.State == "" {
		f.Wrong("state", "Say whether it is such a topic")
		return topicView(v, b, t, v.Again)
	}
	var current postgres.Topic
	err = v.Put(b.API("topic"), f.Version(), d, nil)
	switch {
	case page.Stale(err, &current):
		t.Topic = current
		f.Set(page.VersionField, strconv.Itoa(current.Version))
		f.Top = "A colleague decided about the topic since you opened the page. What they said is shown; what you chose is below."
		return topicView(v, b, t, v.Conflict)
	case f.Refused(err):
		return topicView(v, b, t, v.Again)
	case err != nil:
		return err
	}
	return v.Go(b.URL("topic"), "Your decision about the topic is saved.")
}

// swap offers the request, takes the offer back or takes the request.
func swap(v *page.Visit) error {
	b, err := workbench.Load(v, v.Param("id"))
	if err != nil {
		return err
	}
	var words string
	switch v.Form().Get("_do") {
	case "offer":
		words, err = "The request is offered to your colleagues. It stays yours until somebody takes it.", v.Put(b.API("swap"), 0, nil, nil)
	case "withdraw":
		words, err = "The offer is taken back. The request stays yours.", v.Remove(b.API("swap"))
	case "take":
		words, err = "The request is yours now.", v.Post(b.API("swap", "take"), nil, nil)
	default:
		return page.ErrNotFound
	}
	if err != nil {
		return err
	}
	return v.Go(b.URL("topic"), words)
}

// checkIn keeps or deletes what the visitor says of how it was.
func checkIn(v *page.Visit) error {
	b, t, err := open(v)
	if err != nil {
		return err
	}
	f := v.Form()
	if f.Get("_do") == "delete" {
		if err := v.Remove(b.API("check-in")); err != nil {
			return err
		}
		return v.Go(b.URL("topic"), "What you said is deleted.")
	}
	answer := f.Get("answer")
	if answer == "" {
		f.Wrong("answer", "Choose an answer, or that you would rather not say")
		return topicView(v, b, t, v.Again)
	}
	err = v.Put(b.API("check-in"), 0, map[string]string{"answer": answer}, nil)
	switch {
	case f.Refused(err):
		return topicView(v, b, t, v.Again)
	case err != nil:
		return err
	}
	return v.Go(b.URL("topic"), "Thank you. Nobody else can read what you said, and it is deleted after 90 days.")
}

func topicView(v *page.Visit, b *workbench.Bench, t rest.TopicView, show shower) error {
	f := v.Form()
	f.Default(page.VersionField, strconv.Itoa(t.Version))
	f.Default("state", t.State)
	chosen := t.Topics
	if len(chosen) == 0 {
		chosen = t.Suggested
	}
	f.DefaultAll("topics", chosen)
	p := topicPage{
		Top: b.Top(workbench.Overview), Suggested: labels(v, t.Suggested), Confirmed: labels(v, t.Topics), Decided: t.State != "", Words: t.Words,
		State: f.Radios("state", "Is it a topic that can weigh on whoever searches?", []ui.Item{
			{Value: "confirmed", Label: "Yes"}, {Value: "dismissed", Label: "No"},
		}, "About the topic only, never about the person who asks or who searches."),
		Topics: f.Checkboxes("topics", "Which topic is it?", v.Choices(vocabulary.DistressingTopics), "Only if you said yes. Choose all that apply."),
		Swap:   swapOf(f, b, t), Debrief: debriefOf(v, t.Debrief), CheckIn: checkInOf(v, f, b, t),
	}
	p.Start = f.Start(b.URL("topic"))
	view := b.View("Topic", p)
	view.Form = f
	return show("topic", view)
}

func labels(v *page.Visit, codes []string) string {
	var words []string
	for _, c := range codes {
		words = append(words, v.Label(vocabulary.DistressingTopics, c))
	}
	return strings.Join(words, ", ")
}

func swapOf(f *page.Form, b *workbench.Bench, t rest.TopicView) *swapPart {
	button := func(do, words string) ui.Button {
		return ui.Button{Text: words, Variant: ui.Secondary, Name: "_do", Value: do, PreventDoubleClick: true}
	}
	p := swapPart{Start: f.Start(b.URL("topic", "swap"))}
	switch {
	case t.Swap.Mine:
		p.Text, p.Button = "You offer this request to your colleagues. It stays yours until somebody takes it.", button("withdraw", "Take the offer back")
	case t.Swap.MayTake:
		p.Text, p.Button = "A colleague offers this request. Nobody asks why.", button("take", "Take this request")
	case t.Swap.MayOffer:
		p.Text, p.Button = "You can offer this request to your colleagues. Nobody asks why, and nobody counts it.", button("offer", "Offer to swap")
	default:
		return nil
	}
	return &p
}

func debriefOf(v *page.Visit, d *rest.Debrief) *debriefPart {
	if d == nil {
		return nil
	}
	return &debriefPart{Service: d.Service, Teams: debriefs(v, d.Teams)}
}

func checkInOf(v *page.Visit, f *page.Form, b *workbench.Bench, t rest.TopicView) *checkInPart {
	if !t.AskedHow && t.Said == "" {
		return nil
	}
	f.Default("answer", t.Said)
	p := &checkInPart{Said: pointWords(t.Said), Answer: f.Radios("answer", "How was that?", points(), "You need not answer. Only you can read it; it is no part of any figure about you.")}
	p.Start = f.Start(b.URL("topic", "check-in"))
	if t.Said != "" {
		p.Until = v.Day(t.SaidUntil)
		p.Delete = &ui.Button{Text: "Delete what I said", Variant: ui.Secondary, Name: "_do", Value: "delete"}
	}
	return p
}
