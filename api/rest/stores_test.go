package rest_test

import (
	"context"
	"slices"
	"time"

	"evidencedesk/api/rest"
	"evidencedesk/internal/calendar"
	"evidencedesk/internal/evidence"
	"evidencedesk/internal/postgres"
	"evidencedesk/internal/vocabulary"
	"evidencedesk/workflows"
)

const (
	outside  evidence.LibraryID = "11111111-0000-7000-8000-000000000003"
	other    evidence.RequestID = "22222222-0000-7000-8000-000000000003"
	newcomer evidence.PersonID  = "33333333-0000-7000-8000-999999999999"

	savedMessage = "44444444-0000-7000-8000-000000000001"
	openToken    = "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"
)

func (w *world) deps(c *vocabulary.Catalogue) rest.Deps {
	return rest.Deps{
		Tokens: w, Vocabulary: c, Sites: w, Overrides: w, Engine: w, Starter: w, Opener: w, Answers: w, Standings: w, Keys: w, People: w,
		Messages: w, Texts: w, Policies: w, Links: w, Calendars: w, Wishes: w, Shares: w, Queues: w, Details: w, Deadlines: w, Directory: w, Similarity: w,
		Surveys: surveys{w}, Impact: impact{w}, CalendarStore: w, Recomputer: w,
		Ready: func(context.Context) error { return nil }, Log: w.logger(), Now: w.Now, Key: []byte("a key of the tests"),
		Limits: rest.Limits{PerPerson: 10_000, PersonBurst: 100_000, PerClient: 10_000, ClientBurst: 100_000},
	}
}

func (w *world) HospitalPatterns(context.Context, evidence.LibraryID) ([]string, error) {
	return []string{`RXQ\d{6}`}, nil
}

func (w *world) RecordOverrides(_ context.Context, _ evidence.PersonID, _ evidence.RequestID, _ string, list []postgres.Override) error {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.overrides = append(w.overrides, list...)
	return nil
}

func (w *world) Roles(_ context.Context, who evidence.PersonID, library evidence.LibraryID) ([]evidence.Role, error) {
	for _, p := range w.tokens {
		if p.Person == who {
			return p.In(library), nil
		}
	}
	return nil, nil
}

func (w *world) Librarian(_ context.Context, who evidence.PersonID) (bool, error) {
	for _, p := range w.tokens {
		if p.Person == who {
			return p.Is(evidence.Librarian), nil
		}
	}
	return false, nil
}

func (w *world) Known(_ context.Context, who evidence.PersonID) (bool, error) {
	for _, p := range w.tokens {
		if p.Person == who {
			return true, nil
		}
	}
	return who == newcomer, nil
}

func (w *world) Register(context.Context, evidence.LibraryID, postgres.NewPerson) (evidence.PersonID, error) {
	return newcomer, nil
}

func (w *world) Access(context.Context, evidence.PersonID, evidence.RequestID) (postgres.Access, error) {
	return postgres.Access{}, nil
}

func (w *world) SaveForCommand(_ context.Context, _ postgres.Access, m postgres.CommandMessage) (postgres.Message, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.messages[m.Command] = m.Text
	return postgres.Message{ID: savedMessage}, nil
}

func (w *world) DropUnsent(context.Context, postgres.Access, string) error {
	w.mu.Lock()
	defer w.mu.Unlock()
	clear(w.messages)
	return nil
}

func (w *world) StrategyFacts(context.Context, postgres.Access, []string) (postgres.Strategy, error) {
	return postgres.Strategy{
		Facts:    postgres.Facts{Version: 2, Digest: "strategy-digest", Authors: []evidence.PersonID{person(evidence.Librarian, here)}},
		Searches: []string{"s1", "s2"},
	}, nil
}

func (w *world) FreezeStrategy(ctx context.Context, a postgres.Access) (postgres.Strategy, error) {
	return w.StrategyFacts(ctx, a, nil)
}

func (w *world) CheckPolicy(_ context.Context, _ evidence.LibraryID, searchType string) (evidence.CheckPolicy, error) {
	codes, err := vocabulary.Load()
	if err != nil {
		return "", err
	}
	kind, _ := codes.SearchType(searchType)
	return evidence.CheckPolicy(kind.CheckRequired), nil
}

func (w *world) Freeze(context.Context, postgres.Access) (postgres.Facts, error) {
	return postgres.Facts{Version: 3, Digest: "report-digest", Authors: []evidence.PersonID{person(evidence.Librarian, here)}}, nil
}

func (w *world) Press(context.Context, postgres.Access) (string, error) { return "press", nil }

func (w *world) SentDigest(context.Context, postgres.Access) (string, error) {
	return "report-digest-before", nil
}

func (w *world) Changed(context.Context, postgres.Access, postgres.Bound, postgres.Bound) ([]string, error) {
	return nil, nil
}

func (w *world) ReserveMerge(context.Context, evidence.RequestID, evidence.RequestID) error {
	return nil
}

func (w *world) ReleaseMerge(context.Context, evidence.RequestID) error { return nil }

func (w *world) PrepareSplit(context.Context, evidence.RequestID, []postgres.Part) error { return nil }

func (w *world) PrepareReferral(context.Context, postgres.Referral) error { return nil }

func (w *world) Partner(_ context.Context, id evidence.LibraryID) (bool, error) {
	if !slices.Contains([]evidence.LibraryID{here, there, outside}, id) {
		return false, &evidence.Error{Code: evidence.NotFound}
	}
	return id == outside, nil
}

func (w *world) Calendar(context.Context, evidence.LibraryID) (*calendar.Calendar, error) {
	return calendar.New(w.spec(), w.holidays())
}

func (w *world) spec() calendar.Spec {
	s := calendar.DefaultSpec()
	s.Nation = calendar.NationNone
	return s
}

func (w *world) holidays() []calendar.Holiday { return nil }

func (w *world) NeededBy(context.Context, evidence.RequestID) (time.Time, error) {
	return time.Time{}, nil
}

func (w *world) SetSharing(context.Context, evidence.RequestID, string, string) error { return nil }

func (w *world) Queue(context.Context, postgres.QueueQuery) (postgres.QueuePage, error) {
	return postgres.QueuePage{}, nil
}

func (w *world) Count(context.Context, postgres.QueueQuery) (postgres.QueueCounts, error) {
	return postgres.QueueCounts{}, nil
}

func (w *world) Get(ctx context.Context, who evidence.PersonID, id evidence.RequestID) (postgres.RequestView, error) {
	standing, err := w.Standing(ctx, who, id)
	s := standing.State
	row := postgres.RequestRow{ID: id, Library: s.Library, Stage: s.Stage, Seq: s.Seq, Relation: standing.Relation}
	return postgres.RequestView{RequestRow: row, State: s}, err
}

func (w *world) Transitions(context.Context, evidence.PersonID, evidence.RequestID) ([]postgres.Step, error) {
	return nil, nil
}

func (w *world) DeadlineFacts(context.Context, evidence.RequestID) (postgres.DeadlineFacts, error) {
	return postgres.DeadlineFacts{}, nil
}

func (w *world) Directory(context.Context, postgres.Place) ([]postgres.Library, error) {
	return nil, nil
}

func (w *world) Library(context.Context, evidence.LibraryID) (postgres.Library, error) {
	return postgres.Library{Name: "Here"}, nil
}

func (w *world) Staff(context.Context, evidence.LibraryID) ([]postgres.Colleague, error) {
	return nil, nil
}

func (w *world) Similar(context.Context, evidence.PersonID, postgres.SimilarQuery, int) ([]postgres.SimilarRequest, error) {
	return nil, nil
}

func (w *world) SimilarTo(context.Context, evidence.PersonID, evidence.RequestID, int) (postgres.SimilarWork, error) {
	return postgres.SimilarWork{}, nil
}

func (w *world) Holidays(context.Context) ([]calendar.Holiday, error) {
	return []calendar.Holiday{{Nation: calendar.EnglandAndWales, Date: "2026-12-25", Name: "Christmas Day", Status: calendar.Published}}, nil
}

func (w *world) Spec(context.Context, evidence.LibraryID) (calendar.Spec, error) {
	return w.spec(), nil
}

func (w *world) Replace(_ context.Context, _ evidence.LibraryID, _ evidence.PersonID, version int, s calendar.Spec) (calendar.Spec, error) {
	if version != 1 {
		return calendar.Spec{}, &evidence.Error{Code: evidence.VersionStale, Seq: 1}
	}
	return s, nil
}

func (w *world) RecomputeLibrary(context.Context, evidence.LibraryID) (int, error) { return 4, nil }

func (w *world) CheckAnswer(postgres.SummaryText, []postgres.ReferenceContent) ([]postgres.ReferenceContent, error) {
	return nil, nil
}

func (w *world) Open(_ context.Context, o postgres.Opening) (postgres.Opened, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	o.Command.Args.Opening.Request = other
	d, err := evidence.Decide(evidence.State{}, o.Command, w.now)
	if err != nil {
		return postgres.Opened{}, err
	}
	w.states[other] = d.Next
	w.opened = append(w.opened, o)
	return postgres.Opened{ID: other, Reference: "ED-2026-000001", State: d.Next}, nil
}

func (w *world) Start(context.Context, evidence.State) error {
	if w.engine != nil {
		return w.engine()
	}
	return nil
}

type surveys struct{ *world }

func (s surveys) AskByToken(context.Context, []byte) (postgres.Ask, error) {
	return postgres.Ask{ID: "ask", Request: ours, Library: here, Reference: "ED-2026-000001", Round: 1, State: evidence.AskAsked, Form: 2, Open: true}, nil
}

func (s surveys) AskOf(ctx context.Context, request evidence.RequestID, who evidence.PersonID) (postgres.Ask, error) {
	if request != ours || who != person(evidence.Requester, here) {
		return postgres.Ask{}, &evidence.Error{Code: evidence.NotFound}
	}
	return s.AskByToken(ctx, nil)
}

func (s surveys) SaveAnswer(_ context.Context, _ string, a postgres.SurveyAnswer) (string, error) {
	s.surveys = append(s.surveys, a)
	return "answer", nil
}

func (s surveys) SaveTold(_ context.Context, t postgres.Told) (postgres.Ask, string, bool, error) {
	s.surveys = append(s.surveys, t.Answer)
	return postgres.Ask{ID: "ask"}, "answer", true, nil
}

func (s surveys) HeardOf(context.Context, evidence.RequestID) ([]postgres.Heard, error) {
	return []postgres.Heard{{
		ID: "ask", Person: person(evidence.Requester, here), Name: "Somebody", Round: 1, State: evidence.AskAnswered, How: postgres.HowPhone, ToldAt: noon(),
		RecordedBy: person(evidence.Librarian, here), RecordedName: "Somebody", Questionnaire: "2026-11", Form: 2,
		Codes: []byte(`{"q2_uses":["patient_care"],"local":{"local_1":["option_1"]}}`), Texts: map[string]string{"q3_how": "In a policy.", "local.local_2": "Well."},
		MayQuote: true, QuoteAs: postgres.QuoteName,
	}}, nil
}

func (s surveys) OptOut(context.Context, string) error {
	s.optedOut++
	return nil
}

func (s surveys) WithdrawQuote(context.Context, string) error { return nil }

func (s surveys) Form(_ context.Context, _ evidence.LibraryID, version int) (postgres.SurveyForm, error) {
	return postgres.SurveyForm{Version: max(version, 2), Share: 50, Questions: []postgres.LocalQuestion{
		{Code: "local_1", Label: "On which ward?", Kind: "one", Options: []postgres.LocalOption{{Code: "option_1", Label: "Medical"}, {Code: "option_2", Label: "Surgical"}}},
		{Code: "local_2", Label: "What else?", Kind: "text"},
	}}, nil
}

func (s surveys) SaveForm(_ context.Context, _ evidence.LibraryID, _ evidence.PersonID, version, share int, list []postgres.LocalQuestion) (postgres.SurveyForm, error) {
	return postgres.SurveyForm{Version: version + 1, Share: share, Questions: list}, nil
}

func (s surveys) Rate(context.Context, evidence.LibraryID) (postgres.SurveyRate, error) {
	return postgres.SurveyRate{From: "2025-03-03", Before: "2026-03-03", Delivered: 55, Asked: 30, Answered: 12}, nil
}

type impact struct{ *world }

func (i impact) AnswerImpact(context.Context, evidence.RequestID, workflows.ImpactAnswer) (workflows.ImpactAck, error) {
	return workflows.ImpactAck{}, nil
}

func (i impact) OptOut(context.Context, evidence.RequestID, workflows.ImpactOptOut) (workflows.ImpactAck, error) {
	return workflows.ImpactAck{}, nil
}
