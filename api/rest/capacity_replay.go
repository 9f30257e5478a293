package rest

import (
	"context"
	"fmt"
	"net/http"
	"strconv"
	"strings"

	"github.com/danielgtaylor/huma/v2"

	"evidencedesk/internal/calendar"
	"evidencedesk/internal/capacity"
	"evidencedesk/internal/evidence"
	"evidencedesk/internal/postgres"
	"evidencedesk/internal/report"
	"evidencedesk/internal/vocabulary"
)

type replayIn struct {
	InPeriod

	Weekly       float64  `query:"weekly" minimum:"0" maximum:"10000" doc:"Hours of work in an ordinary week; what was worked on average unless said"`
	Promises     []string `query:"promises" maxItems:"60" doc:"Working days promised, by code of urgencies or of search_types: routine:10,patient_care:1. What is not named keeps what was promised."`
	Readers      string   `query:"readers" enum:"as_it_was,none,all,types" default:"as_it_was" doc:"Which answers a second librarian reads"`
	Types        []string `query:"types" maxItems:"30" doc:"With readers=types: codes of search_types"`
	CheckMinutes int      `query:"check_minutes" minimum:"0" maximum:"600" default:"45" doc:"Of work for a check"`
	CheckDays    int      `query:"check_days" minimum:"0" maximum:"20" default:"1" doc:"Working days for which an answer waits for its check"`
}

// ReplayView is a period as it was, replayed as it was, and replayed under another policy.
type ReplayView struct {
	Period   string           `json:"period"`
	Title    string           `json:"title"`
	Requests int              `json:"requests"`
	Guessed  int              `json:"guessed" doc:"Requests whose work is the usual time of their type"`
	Average  float64          `json:"average_hours" doc:"Of work in an ordinary week: what all requests of the period took, shared out over its opening hours"`
	Weekly   float64          `json:"weekly_hours" doc:"Those of the policy"`
	Was      capacity.Outcome `json:"was" doc:"As it was recorded"`
	Same     capacity.Outcome `json:"same" doc:"Replayed with what was promised, the average hours and the checks that there were"`
	Changed  capacity.Outcome `json:"changed" doc:"Replayed under the policy"`
	Method   []string         `json:"method" nullable:"false"`
}

func registerReplay(api huma.API, d Deps) {
	handle(api, route("get-replay", http.MethodGet, "/libraries/{id}/replay", "Replay a year under another policy", tagPeople, workers(),
		describe("A simulation without chance: the same question has the same answer. A period of two years at most.")), d.replay)
}

// mostReplayed is the longest period that is replayed, in days; longestOpen is how long before it a request may have come.
const (
	mostReplayed = 731
	longestOpen  = 366
)

func (d Deps) replay(ctx context.Context, in *replayIn) (*struct{ Body ReplayView }, error) {
	p, today, err := d.periodOf(ctx, in.InPeriod)
	if err != nil {
		return nil, err
	}
	if p.Days() > mostReplayed {
		return nil, evidence.InvalidField("period", "too-long", "Choose two years at most.")
	}
	if p, err = ended(p, today); err != nil {
		return nil, err
	}
	policy, err := d.policy(in)
	if err != nil {
		return nil, err
	}
	_, cal, err := d.libraryDay(ctx, in.library())
	if err != nil {
		return nil, err
	}
	items, err := d.Staffing.PastRequests(ctx, in.library(), p, p.From().AddDays(-longestOpen))
	if err != nil {
		return nil, err
	}
	usual, err := d.worth().Usual(ctx, in.library(), today)
	if err != nil {
		return nil, err
	}
	past, guessed := pastOf(cal, p, items, usual)
	view := ReplayView{Period: p.String(), Title: p.Title(), Requests: len(items), Guessed: guessed, Was: capacity.AsItWas(past), Method: capacity.ReplayMethod()}
	average := capacity.AverageWeek(past)
	if in.Weekly > 0 {
		policy.Weekly = int(in.Weekly * minutesPerHour)
	} else {
		policy.Weekly = average
	}
	view.Average, view.Weekly = float64(average)/minutesPerHour, float64(policy.Weekly)/minutesPerHour
	view.Same = capacity.Replay(past, capacity.Policy{Weekly: average, Readers: capacity.ReadAsItWas, CheckDays: policy.CheckDays, CheckMinutes: policy.CheckMinutes})
	view.Changed = capacity.Replay(past, policy)
	return &struct{ Body ReplayView }{view}, nil
}

// ended cuts a period that is under way off at yesterday.
func ended(p report.Period, today report.Date) (report.Period, error) {
	if p.To().Before(today) {
		return p, nil
	}
	cut, err := report.Custom(p.From(), today.AddDays(-1))
	if err != nil {
		return p, evidence.InvalidField("period", string(report.CodeOf(err)), "Choose a period of which at least a day is over.")
	}
	return cut, nil
}

// pastOf lays requests out over the days of a library.
func pastOf(cal *calendar.Calendar, p report.Period, items []postgres.PastRequest, usual map[string]capacity.Forecast) (past capacity.Past, guessed int) {
	first := p.From()
	if len(items) > 0 && items[0].Received.Before(first) {
		first = items[0].Received
	}
	for day := first; !p.To().Before(day); day = day.AddDays(1) {
		past.Days = append(past.Days, capacity.Day{Date: day, Open: minutesOpen(cal, day)})
	}
	past.Start = first.DaysUntil(p.From())
	for _, i := range items {
		item := capacity.Item{
			Type: i.Type, Urgency: i.Urgency, Received: first.DaysUntil(i.Received), Promise: i.Promise, Minutes: i.Minutes, Checked: i.Checked, Delivered: -1, Met: i.Met,
		}
		if !i.Delivered.IsZero() {
			item.Delivered = first.DaysUntil(i.Delivered)
		}
		if f := usual[i.Type].Usual; i.Minutes == 0 || i.Delivered.IsZero() && float64(i.Minutes) < f {
			item.Minutes = int(f)
			guessed++
		}
		past.Items = append(past.Items, item)
	}
	return past, guessed
}

// mostDays is the longest promise, in working days.
const mostDays = 260

func (d Deps) policy(in *replayIn) (capacity.Policy, error) {
	p := capacity.Policy{
		Readers: capacity.Readers(in.Readers), Types: in.Types, CheckMinutes: in.CheckMinutes, CheckDays: in.CheckDays,
		UrgencyDays: map[string]int{}, TypeDays: map[string]int{},
	}
	var wrong []evidence.FieldError
	for i, one := range in.Promises {
		code, text, _ := strings.Cut(one, ":")
		days, err := strconv.Atoi(text)
		switch {
		case err != nil || days < 0 || days > mostDays:
			wrong = append(wrong, evidence.FieldError{Field: fmt.Sprintf("promises[%d]", i), Code: "out-of-range", Detail: fmt.Sprintf("Use working days from 0 to %d.", mostDays)})
		case d.Vocabulary.Has(vocabulary.Urgencies, code):
			p.UrgencyDays[code] = days
		case d.Vocabulary.Has(vocabulary.SearchTypes, code):
			p.TypeDays[code] = days
		default:
			wrong = append(wrong, evidence.FieldError{Field: fmt.Sprintf("promises[%d]", i), Code: "unknown", Detail: "Use a code of urgencies or of search_types."})
		}
	}
	for i, code := range in.Types {
		if !d.Vocabulary.Has(vocabulary.SearchTypes, code) {
			wrong = append(wrong, evidence.FieldError{Field: fmt.Sprintf("types[%d]", i), Code: "unknown", Detail: "Use a code of search_types."})
		}
	}
	return p, invalid(wrong)
}
