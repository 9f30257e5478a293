package metric_test

import (
	"reflect"
	"strings"
	"testing"

	"evidencedesk/internal/metric"
	"evidencedesk/internal/report"
	"evidencedesk/internal/vocabulary"
)

func load(t *testing.T) *metric.Registry {
	t.Helper()
	words, err := vocabulary.Load()
	if err != nil {
		t.Fatal(err)
	}
	r, err := metric.Load(words)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// TestEveryFigureIsDefined asks of every definition what makes a measure meaningful, actionable, reproducible and comparable.
func TestEveryFigureIsDefined(t *testing.T) {
	t.Parallel()
	r := load(t)
	for _, m := range r.All() {
		d, ok := r.Definition(m.Family)
		if !ok {
			t.Errorf("%s has no definition", m.ID)
			continue
		}
		if d.Derived || m.Unit == "" {
			t.Errorf("%s is counted, and so is something: %q", m.ID, m.Unit)
		}
	}
	for _, d := range r.Definitions() {
		v := reflect.ValueOf(d)
		for i := range v.NumField() {
			if v.Field(i).Kind() == reflect.String && strings.TrimSpace(v.Field(i).String()) == "" {
				t.Errorf("the definition %s says nothing under %s", d.ID, v.Type().Field(i).Name)
			}
		}
		if strings.HasSuffix(d.Title, ".") || !strings.HasSuffix(d.Definition, ".") {
			t.Errorf("%s: a title has no full stop, a definition has one", d.ID)
		}
	}
}

// TestBasesAreTheSameRows: where a share names the count that is its denominator, both count the same rows of the same day, or a
// report would call two different numbers by one name.
func TestBasesAreTheSameRows(t *testing.T) {
	t.Parallel()
	r := load(t)
	seen := map[string]bool{}
	for _, m := range r.All() {
		if seen[m.ID] {
			t.Errorf("there are two of %s", m.ID)
		}
		seen[m.ID] = true
		if (m.Kind == report.Share) != (m.Hit != "") {
			t.Errorf("%s: a share, and only a share, has a numerator", m.ID)
		}
		if (m.Kind == report.Hours || m.Kind == report.Quantile) && m.Value == "" {
			t.Errorf("%s adds up nothing", m.ID)
		}
		if m.Base == "" {
			continue
		}
		b, ok := r.Find(m.Base)
		if !ok || b.Over != m.Over || b.Day != m.Day || b.Rows() != m.Rows() || b.Kind != report.Count {
			t.Errorf("%s is a share of %s, which counts other rows", m.ID, m.Base)
		}
	}
}

// TestFiguresHaveTitles names a counted figure, one of a family, a derived one and none.
func TestFiguresHaveTitles(t *testing.T) {
	t.Parallel()
	r := load(t)
	for _, id := range []string{metric.Requesters, metric.StaffRatio, metric.GiftOfTime, r.Family(metric.FamilyImpact + metric.Immediate)[0].ID} {
		if title, ok := r.Title(id); !ok || title == "" {
			t.Errorf("%s is called %q", id, title)
		}
	}
	for _, id := range []string{metric.StaffRatio, metric.GiftOfTime} {
		if d, ok := r.Definition(id); !ok || !d.Derived || len(d.Metrics) > 0 {
			t.Errorf("%s is worked out, not counted: %+v", id, d)
		}
	}
	if title, ok := r.Title("happiness"); ok {
		t.Errorf("happiness is called %q", title)
	}
}

func TestSomeKnowsWhatThereIs(t *testing.T) {
	t.Parallel()
	r := load(t)
	if got := r.Some("response", "received"); got[0].ID != "response" || got[1].ID != "received" {
		t.Errorf("%v", got)
	}
	defer func() {
		if recover() == nil {
			t.Error("a metric that there is not was found")
		}
	}()
	r.Some("happiness")
}

// TestTheMatrixIsTheQuestionnaires counts the rows of the impact matrix: seven benefits, each at once and in future.
func TestTheMatrixIsTheQuestionnaires(t *testing.T) {
	t.Parallel()
	r := load(t)
	for _, horizon := range []string{metric.Immediate, metric.Probable} {
		if n := len(r.Family(metric.FamilyImpact + horizon)); n != 7 {
			t.Errorf("%s: %d rows", horizon, n)
		}
	}
}
