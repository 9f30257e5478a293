package postgres_test

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"github.com/google/uuid"
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
	MayQuote, DecisionInformed, Own bool
}

func (f *impact) facts() (list []askRow) {
	f.Helper()
	rows, err := f.db.App.Query(f.Context(), `SELECT round, coalesce(asked_on::text, ''), coalesce(answered_on::text, ''), coalesce(how, ''), sampled, immediate,
		probable, used_for, coalesce(minutes_saved, -1), may_quote, decision_informed, library_id = $2
		FROM ask_fact WHERE request_id = $1 ORDER BY round`, f.request, f.library)
	if err != nil {
		f.Fatal(err)
	}
	defer rows.Close()
	for rows.Next() {
		var r askRow
		if err := rows.Scan(&r.Round, &r.AskedOn, &r.AnsweredOn, &r.How, &r.Sampled, &r.Immediate, &r.Probable, &r.UsedFor, &r.Minutes, &r.MayQuote,
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
		UsedFor: []string{"patient_care", "research"}, Minutes: 90, MayQuote: true, DecisionInformed: true, Own: true,
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
