package wellbeing_test

import (
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"evidencedesk/internal/vocabulary"
	"evidencedesk/internal/wellbeing"
)

func topics(t *testing.T) []wellbeing.Topic {
	t.Helper()
	c, err := vocabulary.Load()
	if err != nil {
		t.Fatal(err)
	}
	list, ok := c.Get(vocabulary.DistressingTopics)
	if !ok {
		t.Fatal("there is no list of topics")
	}
	var all []wellbeing.Topic
	for _, term := range list.Terms {
		all = append(all, wellbeing.Topic{Code: term.Code, Phrases: term.Phrases})
	}
	return all
}

// Every topic that the field names is found by its usual words, and common words of other fields suggest nothing.
func TestSuggest(t *testing.T) {
	t.Parallel()
	all := topics(t)
	for text, want := range map[string][]string{
		"What helps parents after a still-birth?":                          {"stillbirth"},
		"Risk of STILLBIRTHS in older mothers":                             {"stillbirth"},
		"Support for staff after the death of a child on the ward":         {"child_death"},
		"Do safety plans reduce self-harm and suicidal thoughts in teens?": {"self_harm"},
		"Signs of non-accidental injury in infants; safeguarding duties":   {"abuse", "safeguarding"},
		"Physical restraint in dementia wards":                             {"restraint"},
		"End-of-life care at home":                                         {"end_of_life"},
		"Pulmonary rehabilitation for adults with bronchiectasis":          {},
		"Substance abuse services: staffing":                               {},
		"I am desperate and exhausted, find me something on hand hygiene":  {}, // a mood is no topic
		"Drapery in theatre":                                               {}, // no words inside of words
		"":                                                                 {},
	} {
		if got := wellbeing.Suggest(all, text); !slices.Equal(got, want) {
			t.Errorf("%q suggests %v, want %v", text, got, want)
		}
	}
	if got := wellbeing.Suggest(all, "A ward", "Palliative care, later the hospice"); !slices.Equal(got, []string{"end_of_life"}) {
		t.Errorf("the background suggests %v", got)
	}
}

func TestSuggestNeverFails(t *testing.T) {
	t.Parallel()
	all := topics(t)
	rapid.Check(t, func(r *rapid.T) {
		text := rapid.String().Draw(r, "text")
		found := wellbeing.Suggest(all, text)
		if again := wellbeing.Suggest(all, text+" and so on", text); len(wellbeing.New(again, found)) > 0 && len(text) == 0 {
			r.Errorf("more text suggests less: %v, %v", found, again)
		}
	})
}

func TestNew(t *testing.T) {
	t.Parallel()
	if got := wellbeing.New([]string{"abuse"}, []string{"abuse", "restraint"}); !slices.Equal(got, []string{"restraint"}) {
		t.Error(got)
	}
}

type always bool

func (a always) IsOpen(time.Time) bool { return bool(a) }

func TestMonths(t *testing.T) {
	t.Parallel()
	at := time.Date(2026, time.March, 31, 23, 59, 0, 0, time.UTC)
	if got := wellbeing.Since(at, 3); !got.Equal(time.Date(2025, time.December, 1, 0, 0, 0, 0, time.UTC)) {
		t.Error(got)
	}
	if n := wellbeing.OutOfHours(always(false), []time.Time{at, at}); n != 2 || wellbeing.OutOfHours(always(true), []time.Time{at}) != 0 {
		t.Error(n)
	}
	if wellbeing.Few(0) || !wellbeing.Few(1) || !wellbeing.Few(4) || wellbeing.Few(5) {
		t.Error("what is few has moved")
	}
	if wellbeing.Band(3).Words() != "three quarters or more" || wellbeing.Band(7).Words() != "not known" {
		t.Error("the words of the bands have moved")
	}
}
