package demo

import (
	"context"
	"errors"
	"fmt"
	"net/http"
)

// pastYears is what was asked before the forty requests, so that figures have something to be compared with. Half of it was
// answered on the spot.
type pastYears struct {
	Youngest int      `json:"youngest"` // days ago
	Oldest   int      `json:"oldest"`
	Wards    []ward   `json:"wards"`
	Answers  []impact `json:"answers"` // in turn, what was told by phone
}

// ward is somebody who asks about the topics one after the other.
type ward struct {
	Library   string   `json:"library"`
	Requester string   `json:"requester"`
	Owner     string   `json:"owner"`
	Specialty string   `json:"specialty"`
	Type      string   `json:"type"`
	Product   string   `json:"product"`
	Topics    []string `json:"topics"`
}

// Of so many requests one is searched for and not answered on the spot; of so many, the requester of one that was searched for tells of
// its impact.
const (
	oneSearchedOf = 2
	oneTellsOf    = 3
)

// past tells the years before.
func (t *telling) past(ctx context.Context) error {
	var p pastYears
	if err := read("past.json", &p); err != nil {
		return err
	}
	var failed []error
	for i, r := range p.requests() {
		if t.keep.told(r.Key) {
			continue
		}
		err := t.tell(ctx, r, i)
		if err != nil && !refused(err) {
			return err
		}
		failed = append(failed, err)
	}
	return errors.Join(failed...)
}

// requests are spread evenly over the years, the oldest first.
func (p pastYears) requests() []Request {
	var list []Request
	for topic := range p.Wards[0].Topics {
		for _, w := range p.Wards {
			list = append(list, w.request(topic, len(list)))
		}
	}
	for i := range list {
		list[i].DaysAgo = p.Oldest - (p.Oldest-p.Youngest)*i/(len(list)-1)
		if list[i].Story == "delivered" && i%oneTellsOf == 0 {
			list[i].Told = &p.Answers[i/oneTellsOf%len(p.Answers)]
		}
	}
	return list
}

func (w ward) request(topic, number int) Request {
	about := w.Topics[topic]
	r := Request{
		Key: fmt.Sprintf("p%02d", number+1), Library: w.Library, Requester: w.Requester, Owner: w.Owner, Specialty: w.Specialty, Type: w.Type,
		Question: "What does the evidence say about " + about + "?", Content: found(about, number),
	}
	if (number+topic)%oneSearchedOf == 0 {
		r.Story, r.Urgency, r.Product = "delivered", "routine", w.Product
		return r
	}
	r.Content.Searches, r.Content.Summary = nil, ""
	r.Story, r.Urgency, r.Why, r.Product = "live", "now", "Asked while the librarian was there.", "quick_answer"
	r.Answer = "Two example studies, looked up on the spot, point the same way; how far they apply here is for the team to judge."
	return r
}

// found is what was written about a topic.
func found(about string, number int) Content {
	first, last := 2100+37*number, 240+7*number
	return Content{
		Searches: []Search{{
			Source: "embase", Retrieved: last, Lines: []Line{{"(" + about + ").mp.", first}, {`limit 1 to (english language and yr="2015-Current")`, last}},
		}},
		References: []Reference{
			{Tier: "systematic_reviews", Title: "Example systematic review: " + about, Year: 2022},
			{Tier: "observational", Title: "Example cohort study: " + about, Year: 2023},
		},
		BottomLine: "Two example studies point the same way, with little certainty.",
		Summary:    "An example review [1] and an example cohort study [2] were selected. Both are small, and neither was done in a service like this one.",
	}
}

// hear writes down what the requester told of the impact by phone.
func (s *scene) hear(ctx context.Context) error {
	b := s.request.Told.body(nil)
	b["answers"].(body)["q6_role"] = s.person(s.request.Requester).Group
	_, err := s.as(s.owner()).Do(ctx, http.MethodPost, s.path("follow-ups"), b, nil)
	return unless(err, http.StatusConflict, http.StatusGone)
}
