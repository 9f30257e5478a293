package postgres_test

import (
	"errors"
	"fmt"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"github.com/google/uuid"
	"github.com/jackc/pgx/v5/pgconn"
	"pgregory.net/rapid"

	"evidencedesk/internal/evidence"
	"evidencedesk/internal/postgres"
)

// askRow is what reports count of one person asked.
type askRow struct {
	Round                           int
	AskedOn, AnsweredOn, How        string
	Sampled                         bool
	Immediate, Probable, UsedFor    []string
	Minutes                         int
	StaffGroup                      string
	MayQuote, DecisionInformed, Own bool
}

func (f *impact) facts() (list []askRow) {
	f.Helper()
	rows, err := f.db.App.Query(f.Context(), `SELECT round, coalesce(asked_on::text, ''), coalesce(answered_on::text, ''), coalesce(how, ''), sampled, immediate,
		probable, used_for, coalesce(minutes_saved, -1), coalesce(staff_group, ''), may_quote, decision_informed, library_id = $2
		FROM ask_fact WHERE request_id = $1 ORDER BY round`, f.request, f.library)
	if err != nil {
		f.Fatal(err)
	}
	defer rows.Close()
	for rows.Next() {
		var r askRow
		if err := rows.Scan(&r.Round, &r.AskedOn, &r.AnsweredOn, &r.How, &r.Sampled, &r.Immediate, &r.Probable, &r.UsedFor, &r.Minutes, &r.StaffGroup, &r.MayQuote,
			&r.DecisionInformed, &r.Own); err != nil {
			f.Fatal(err)
		}
		list = append(list, r)
	}
	return list
}

func (f *impact) counts(want ...askRow) {
	f.Helper()
	if diff := cmp.Diff(want, f.facts(), cmpopts.EquateEmpty()); diff != "" {
		f.Errorf("reports count (-want +got):\n%s", diff)
	}
}

func full() postgres.SurveyAnswer {
	minutes := 90
	return postgres.SurveyAnswer{
		Questionnaire: "2026-11", TimeSaved: "hours_1_to_2", MinutesSaved: &minutes, QuoteConsent: true, QuoteAs: postgres.QuoteName,
		Codes: map[string]any{"q2_uses": []string{"research", "patient_care"}, "q6_role": "students", "q4_benefits": map[string][]string{
			"safety": {"immediate", "probable_future"}, "informed_decision": {"probable_future"},
		}},
	}
}

func TestWhatReportsCountOfAnAsk(t *testing.T) {
	d := newDesk(t)
	f := d.asked()
	none := askRow{Round: 1, AskedOn: "2026-03-17", Sampled: true, Minutes: -1, Own: true}
	f.counts(none)
	f.save(d.requester, full())
	want := askRow{
		Round: 1, AskedOn: "2026-03-17", AnsweredOn: "2026-03-17", How: "mail", Sampled: true, Immediate: []string{"safety"}, Probable: []string{"informed_decision", "safety"},
		UsedFor: []string{"patient_care", "research"}, Minutes: 90, StaffGroup: "students", MayQuote: true, DecisionInformed: true, Own: true,
	}
	f.counts(want)
	if err := f.store.WithdrawQuote(t.Context(), f.of(d.requester).ID); err != nil {
		t.Fatal(err)
	}
	want.MayQuote = false
	f.counts(want)
}

// TestConsentIsWithdrawnOnce for good: the first time stays, and whoever never agreed has nothing to withdraw.
func TestConsentIsWithdrawnOnce(t *testing.T) {
	d := newDesk(t)
	f := d.asked()
	ask := f.of(d.requester).ID
	if err := f.store.WithdrawQuote(t.Context(), ask); evidence.CodeOf(err) != evidence.NotAllowedInStage {
		t.Errorf("without an answer: %v", err)
	}
	f.save(d.requester, full())
	first := d.now.Add(time.Hour)
	for i := range 3 {
		d.now = first.Add(time.Duration(i) * time.Hour)
		if err := f.store.WithdrawQuote(t.Context(), ask); err != nil {
			t.Fatal(err)
		}
	}
	a, err := f.store.AskOf(t.Context(), d.request, d.requester)
	if err != nil || a.MayQuote || !a.WithdrawnAt.Equal(first) || a.QuoteAs != postgres.QuoteName {
		t.Errorf("%+v, %v", a, err)
	}
}

func TestSamplesAreTheSameWheneverTheyAreDrawn(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(rt *rapid.T) {
		id := evidence.RequestID(uuid.Must(uuid.NewRandomFromReader(newReader(rapid.SliceOfN(rapid.Byte(), 16, 16).Draw(rt, "id")))).String())
		small, large := rapid.IntRange(0, 100).Draw(rt, "small"), rapid.IntRange(0, 100).Draw(rt, "large")
		if small > large {
			small, large = large, small
		}
		if postgres.Sampled(id, small) && !postgres.Sampled(id, large) {
			rt.Errorf("in %d%% but not in %d%%", small, large)
		}
		if !postgres.Sampled(id, 100) || postgres.Sampled(id, 0) {
			rt.Error("not everybody, or somebody of nobody")
		}
	})
	drawn := 0
	for range 10_000 {
		if postgres.Sampled(evidence.RequestID(uuid.NewString()), 30) {
			drawn++
		}
	}
	if drawn < 2700 || drawn > 3300 {
		t.Errorf("%d of 10,000 drawn for 30%%", drawn)
	}
}

// newReader gives the bytes of a test.
func newReader(b []byte) *byteReader { return &byteReader{b} }

type byteReader struct{ rest []byte }

func (r *byteReader) Read(p []byte) (int, error) {
	n := copy(p, r.rest)
	r.rest = r.rest[n:]
	return n, nil
}

func TestWhoIsNotDrawnIsRecordedAndNotAsked(t *testing.T) {
	d := newDesk(t)
	store := d.followUps()
	if _, err := store.SaveForm(t.Context(), d.library, d.manager, 1, 1, nil); err != nil {
		t.Fatal(err)
	}
	request := d.ask()
	for postgres.Sampled(request, 1) {
		request = d.ask()
	}
	f := d.follow(request)
	f.pass(evidence.ImpactAskDue)
	f.expect(evidence.ImpactNotAsked, map[evidence.PersonID]evidence.AskState{d.requester: evidence.AskNotAsked})
	if f.of(d.requester).Reason != evidence.NotAskedSampled || len(d.owed()) != 0 {
		t.Errorf("%+v, %v", f.state.Asks, d.owed())
	}
	f.counts(askRow{Round: 1, Minutes: -1, Own: true})
	if rate, err := store.Rate(t.Context(), d.library); err != nil || rate.Asked != 0 {
		t.Errorf("%+v, %v", rate, err)
	}
}

func TestTheSecondLookIsAnAskOfItsOwn(t *testing.T) {
	d := newDesk(t)
	f := &impact{desk: d, store: d.followUps(), request: d.request}
	f.state = evidence.ImpactState{Request: d.request, Library: d.library, Type: "business_case", Anchor: d.now}
	f.give(evidence.ImpactCommand{Name: evidence.ImpactAnchor})
	f.pass(evidence.ImpactAskDue)
	first := f.save(d.requester, full())
	f.give(evidence.ImpactCommand{Name: evidence.ImpactAnswer, Ask: f.of(d.requester).ID, Answer: first})
	open, err := f.store.OpenFollowUps(t.Context(), "", 10)
	if err != nil || len(open) != 1 {
		t.Fatalf("what waits for its second look is not open: %v %v", open, err)
	}
	f.pass(evidence.ImpactAskAgain)
	if f.state.Stage != evidence.ImpactAsked || len(f.state.Asks) != 2 || f.state.Asks[1].Round != 2 {
		t.Fatalf("%+v", f.state)
	}
	ask, err := f.store.AskOf(t.Context(), d.request, d.requester)
	if err != nil || ask.Round != 2 || !ask.Open {
		t.Fatalf("%+v, %v", ask, err)
	}
	row, err := f.store.SaveAnswer(t.Context(), ask.ID, yes())
	if err != nil || row == first {
		t.Fatal(row, err)
	}
	f.give(evidence.ImpactCommand{Name: evidence.ImpactAnswer, Ask: ask.ID, Answer: row})
	if facts := f.facts(); len(facts) != 2 || facts[1].Round != 2 || facts[1].AnsweredOn == "" {
		t.Errorf("%+v", facts)
	}
	if want := slices.Concat(owedTo(evidence.NoticeImpactAgain, d.requester), owedTo(evidence.NoticeImpactAsked, d.requester)); !slices.Equal(want, d.owed()) {
		t.Errorf("notices %v", d.owed())
	}
}

func (f *impact) told(person evidence.PersonID, v postgres.SurveyAnswer) (postgres.Ask, string, bool, error) {
	v.RecordedBy = f.librarian
	return f.store.SaveTold(f.Context(), postgres.Told{Request: f.request, Library: f.library, Person: person, Answer: v})
}

func TestWhatIsToldToStaffIsMarked(t *testing.T) {
	d := newDesk(t)
	f := d.asked()
	ask, row, waits, err := f.told(d.requester, full())
	if err != nil || !waits || ask.ID != f.of(d.requester).ID {
		t.Fatal(ask, waits, err)
	}
	if _, again, _, err := f.told(d.requester, full()); err != nil || again != row {
		t.Errorf("the same once more: %v", err)
	}
	if _, _, _, err := f.told(d.requester, yes()); evidence.CodeOf(err) != evidence.AlreadyAnswered {
		t.Errorf("something else: %v", err)
	}
	list, err := f.store.HeardOf(t.Context(), d.request)
	if err != nil || len(list) != 1 || list[0].How != postgres.HowPhone || list[0].RecordedBy != d.librarian || !list[0].MayQuote {
		t.Errorf("%+v, %v", list, err)
	}
	if n := d.count(`SELECT count(*) FROM survey_answer WHERE how = 'phone' AND recorded_by = $1`, d.librarian); n != 1 {
		t.Errorf("%d answers are marked", n)
	}
	if _, _, _, err := f.told(d.outsider, full()); evidence.CodeOf(err) != evidence.NotFound {
		t.Errorf("somebody for whom the answer was not: %v", err)
	}
}

func TestWhoHasToldUsIsNotAsked(t *testing.T) {
	d := newDesk(t)
	f := d.follow(d.request)
	if _, _, waits, err := f.told(d.requester, full()); err != nil || waits {
		t.Fatal(waits, err)
	}
	f.counts(askRow{
		Round: 1, AnsweredOn: "2026-03-02", How: "phone", Sampled: true, Immediate: []string{"safety"}, Probable: []string{"informed_decision", "safety"},
		UsedFor: []string{"patient_care", "research"}, Minutes: 90, StaffGroup: "students", MayQuote: true, DecisionInformed: true, Own: true,
	})
	f.pass(evidence.ImpactAskDue)
	f.expect(evidence.ImpactAnswered, map[evidence.PersonID]evidence.AskState{d.requester: evidence.AskAnswered})
	if len(d.owed()) != 0 {
		t.Errorf("notices: %v", d.owed())
	}
}

func TestWhoWasNotDrawnMayTellAllTheSame(t *testing.T) {
	d := newDesk(t)
	other := d.follow(d.ask())
	other.pass(evidence.ImpactAskDue)
	f := d.follow(d.request)
	f.state.At = time.Time{}
	f.give(evidence.ImpactCommand{Name: evidence.ImpactAskDue})
	if f.of(d.requester).Reason != evidence.NotAskedRecent {
		t.Fatalf("%+v", f.state.Asks)
	}
	if _, _, waits, err := f.told(d.requester, full()); err != nil || waits {
		t.Fatal(waits, err)
	}
	if n := d.count(`SELECT count(*) FROM ask WHERE request_id = $1 AND state = 'answered' AND reason = 'recent' AND asked_on IS NULL`, d.request); n != 1 {
		t.Error("why nobody asked is not known any more")
	}
}

func local(labels ...string) (list []postgres.LocalQuestion) {
	for _, l := range labels {
		list = append(list, postgres.LocalQuestion{Label: l, Kind: "one", Options: []postgres.LocalOption{{Label: "Yes"}, {Label: "No"}}})
	}
	return list
}

func TestTheFormOfALibraryHasVersions(t *testing.T) {
	d := newDesk(t)
	store := d.followUps()
	f1, err := store.Form(t.Context(), d.library, 0)
	if err != nil || f1.Version != 1 || f1.Share != 100 || len(f1.Questions) != 0 {
		t.Fatalf("%+v, %v", f1, err)
	}
	f2, err := store.SaveForm(t.Context(), d.library, d.manager, 1, 100, local("First?", "Second?"))
	if err != nil || f2.Version != 2 || f2.Questions[0].Code != "local_1" || f2.Questions[1].Options[1].Code != "option_2" {
		t.Fatalf("%+v, %v", f2, err)
	}
	asked := d.asked() // with the second version
	list := []postgres.LocalQuestion{f2.Questions[1], f2.Questions[0]}
	list[1].Label = "First, in other words?"
	f3, err := store.SaveForm(t.Context(), d.library, d.manager, 2, 60, list)
	if err != nil || f3.Version != 3 || f3.Questions[0].Code != "local_2" || f3.Questions[1].Code != "local_3" || f3.Share != 60 {
		t.Fatalf("%+v, %v", f3, err)
	}
	f4, err := store.SaveForm(t.Context(), d.library, d.manager, 3, 60, append(f3.Questions[:1:1], local("First?")...))
	if err != nil || f4.Questions[1].Code != "local_4" {
		t.Errorf("a retired question's number is used again: %+v, %v", f4, err)
	}
	ask, err := asked.store.AskOf(t.Context(), d.request, d.requester)
	if err != nil || ask.Form != 2 {
		t.Fatalf("%+v, %v", ask, err)
	}
	asked.save(d.requester, yes())
	if n := d.count(`SELECT form FROM survey_answer`); n != 2 {
		t.Errorf("the answer keeps version %d", n)
	}
	if old, err := store.Form(t.Context(), d.library, 2); err != nil || old.Questions[0].Label != "First?" {
		t.Errorf("%+v, %v", old, err)
	}
}

func TestFormsThatAreRefused(t *testing.T) {
	d := newDesk(t)
	store := d.followUps()
	core := local("Reworded?")
	core[0].Code = "q1_services"
	words := local("In words?")
	words[0].Kind = "text"
	for name, c := range map[string]struct {
		share int
		list  []postgres.LocalQuestion
		field string
	}{
		"a question of the questionnaire": {100, core, "questions[0].code"},
		"no words":                        {100, local(" "), "questions[0].label"},
		"choices of a text":               {100, words, "questions[0].options"},
		"no choices":                      {100, []postgres.LocalQuestion{{Label: "Which?", Kind: "many"}}, "questions[0].options"},
		"no such kind":                    {100, []postgres.LocalQuestion{{Label: "Which?", Kind: "smileys"}}, "questions[0].kind"},
		"too many":                        {100, local("1", "2", "3", "4", "5", "6"), "questions"},
		"nobody":                          {0, nil, "share"},
		"more than everybody":             {101, nil, "share"},
	} {
		_, err := store.SaveForm(t.Context(), d.library, d.manager, 1, c.share, c.list)
		var refusal *evidence.Error
		if !errors.As(err, &refusal) || len(refusal.Fields) == 0 || refusal.Fields[0].Field != c.field {
			t.Errorf("%s: %v", name, err)
		}
	}
	for _, statement := range []string{`UPDATE survey_form SET questions = '[]'`, `DELETE FROM survey_form`, `UPDATE survey_answer SET quote_consent = true`} {
		var pg *pgconn.PgError
		if _, err := d.db.App.Exec(t.Context(), statement); !errors.As(err, &pg) || pg.Code != "42501" {
			t.Errorf("%s: %v", statement, err)
		}
	}
}

func TestOneOfTwoManagersIsFirst(t *testing.T) {
	d := newDesk(t)
	store := d.followUps()
	const managers = 6
	errs := make([]error, managers)
	var wg sync.WaitGroup
	for i := range managers {
		wg.Go(func() { _, errs[i] = store.SaveForm(d.Context(), d.library, d.manager, 1, 50, local(fmt.Sprintf("Question %d?", i))) })
	}
	wg.Wait()
	won := 0
	for _, err := range errs {
		var stale *postgres.StaleError
		switch {
		case err == nil:
			won++
		case !errors.As(err, &stale) || stale.Version != 2 || stale.Current.(postgres.SurveyForm).Version != 2: //nolint:forcetypeassert // it is this
			t.Errorf("%v", err)
		}
	}
	if won != 1 {
		t.Errorf("%d were first", won)
	}
}
