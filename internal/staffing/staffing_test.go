package staffing_test

import (
	"math"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"evidencedesk/internal/report"
	"evidencedesk/internal/staffing"
	"evidencedesk/internal/vocabulary"
)

// TestTheRegionalTable works out the published table of 2018 again (domain rule 7.9).
func TestTheRegionalTable(t *testing.T) {
	t.Parallel()
	terms, err := vocabulary.Load()
	if err != nil {
		t.Fatal(err)
	}
	want := map[string][3]float64{ // recomputed, needed, gap
		"london_kss": {1180.0, 211.9, -12.6}, "midlands_east": {2101.0, 239.6, 97.1}, "north": {2255.0, 279.0, 124.3}, "south": {1622.7, 136.0, 31.2},
		"england": {1729.1, 866.4, 240.0},
	}
	regions, _ := terms.Get(vocabulary.RegionalStaffRatios)
	if len(regions.Terms) != len(want) {
		t.Fatalf("%d regions", len(regions.Terms))
	}
	tenth := func(f float64) float64 { return math.Round(f*10) / 10 }
	for _, term := range regions.Terms {
		r := staffing.Year{Workforce: term.Region.WorkforceWTE, Qualified: term.Region.QualifiedWTE}.Ratio(1250)
		if got := [3]float64{tenth(r.N), tenth(r.Needed), tenth(r.Gap)}; got != want[term.Code] || r.State != staffing.Known {
			t.Errorf("%s: %v, want %v", term.Code, got, want[term.Code])
		}
	}
}

func TestRatiosOfNothing(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		year staffing.Year
		want staffing.Ratio
		says string
	}{
		"no librarian":      {staffing.Year{Workforce: 2500}, staffing.Ratio{State: staffing.None, Needed: 2, Gap: 2}, "none"},
		"no workforce":      {staffing.Year{Qualified: 2}, staffing.Ratio{State: staffing.NoData}, "no data"},
		"neither":           {staffing.Year{}, staffing.Ratio{State: staffing.NoData}, "no data"},
		"the trust of 2 of": {staffing.Year{Workforce: 6500, Qualified: 2}, staffing.Ratio{State: staffing.Known, N: 3250, Needed: 5.2, Gap: 3.2}, "1:3,250"},
	} {
		got := c.year.Ratio(1250)
		got.Gap = math.Round(got.Gap*1000) / 1000
		if diff := cmp.Diff(c.want, got); diff != "" || got.String() != c.says {
			t.Errorf("%s: %s %s", name, got, diff)
		}
	}
}

func TestFiguresThatCannotBe(t *testing.T) {
	t.Parallel()
	today := report.Date{Year: 2026, Month: 11, Day: 16}
	good := staffing.Year{Start: 2026, Workforce: 6500, Qualified: 2, Other: 2.44, Hours: 166}
	if wrong := good.Check(today); wrong != nil {
		t.Fatalf("%+v", wrong)
	}
	for name, c := range map[string]struct {
		change func(*staffing.Year)
		field  string
	}{
		"a year to come":        {func(y *staffing.Year) { y.Start = 2027 }, "year"},
		"a year long ago":       {func(y *staffing.Year) { y.Start = 1066 }, "year"},
		"fewer than nobody":     {func(y *staffing.Year) { y.Qualified = -1 }, "qualified_wte"},
		"more than the NHS":     {func(y *staffing.Year) { y.Workforce = 4_000_000 }, "workforce_wte"},
		"no number":             {func(y *staffing.Year) { y.Other = math.NaN() }, "other_wte"},
		"a hundred hours":       {func(y *staffing.Year) { y.Hours = 444 }, "contracted_hours"},
		"more than they serve":  {func(y *staffing.Year) { y.Workforce = 1 }, "qualified_wte"},
		"hours without anybody": {func(y *staffing.Year) { y.Qualified, y.Other = 0, 0 }, "contracted_hours"},
	} {
		y := good
		c.change(&y)
		if wrong := y.Check(today); len(wrong) != 1 || wrong[0].Field != c.field {
			t.Errorf("%s: %+v", name, wrong)
		}
	}
	if wrong := (staffing.RatioRule{}).Check(); len(wrong) != 4 {
		t.Errorf("%+v", wrong)
	}
}

func TestDemandOfSpecialties(t *testing.T) {
	t.Parallel()
	week := report.PeriodOf(report.Chosen, report.Date{Year: 2026, Month: 11, Day: 2})
	period, err := report.Custom(week.From(), week.From().AddDays(13))
	if err != nil {
		t.Fatal(err)
	}
	from := period.From()
	got := staffing.Demands(
		[]staffing.Work{{"Cardiology", 4, 1200, 1}, {" cardiology ", 1, 120, 0}, {"Stroke", 2, 900, 0}, {"Dental", 1, 60, 0}, {"", 3, 6000, 3}, {"Renal", 1, 300, 0}},
		[]staffing.Role{
			{"Cardiology", 10, from.AddDays(-400), from.AddDays(6)},
			{"Renal", 20, from, report.Date{}},
			{"Burns", 5, from.AddDays(14), report.Date{}},
			{"Paediatrics", 5, from, report.Date{}},
		},
		period, staffing.StandardRatio())
	want := []staffing.Demand{
		{"", 3, 3, 50, 0, 0, staffing.Unnamed},
		{"cardiology", 5, 1, 11, 5, 2.2, staffing.Stretched},
		{"stroke", 2, 0, 7.5, 0, 0, staffing.RolePays},
		{"renal", 1, 0, 2.5, 20, 0.125, staffing.Covered},
		{"dental", 1, 0, 0.5, 0, 0, staffing.Small},
		{"paediatrics", 0, 0, 0, 5, 0, staffing.Covered},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func groups() *rapid.Generator[[]staffing.Group] {
	return rapid.SliceOf(rapid.Custom(func(t *rapid.T) staffing.Group {
		return staffing.Group{
			Purpose:    rapid.SampledFrom([]string{"audit", "patient_care", "research"}).Draw(t, "purpose"),
			Product:    rapid.SampledFrom([]string{"quick_answer", "reference_list"}).Draw(t, "product"),
			Outcome:    rapid.SampledFrom([]string{"answered", "nothing_found", "declined"}).Draw(t, "outcome"),
			StaffGroup: rapid.SampledFrom([]string{"students", "medical_dental", ""}).Draw(t, "group"),
			Live:       rapid.Bool().Draw(t, "live"), Rerun: rapid.Bool().Draw(t, "rerun"), Requests: rapid.IntRange(1, 40).Draw(t, "requests"),
		}
	}))
}

func rules() *rapid.Generator[staffing.ReturnRule] {
	as := rapid.SampledFrom([]staffing.As{staffing.AsSearch, staffing.AsEnquiry, staffing.AsNothing})
	return rapid.Custom(func(t *rapid.T) staffing.ReturnRule {
		return staffing.ReturnRule{
			Live: as.Draw(t, "live"), Quick: as.Draw(t, "quick"), Rerun: as.Draw(t, "rerun"), Nothing: as.Draw(t, "nothing"),
			LeaveOut: rapid.SliceOfN(rapid.SampledFrom([]string{"audit", "research"}), 0, 1).Draw(t, "leave out"),
		}
	})
}

// TestTheDifferenceIsExplainedExactly takes apart the difference of any two years counted by any two rules.
func TestTheDifferenceIsExplainedExactly(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		year := func(name string) staffing.Tally {
			return staffing.Tally{Groups: groups().Draw(t, name), Entered: rapid.IntRange(0, 500).Draw(t, name+" entered"), Rule: rules().Draw(t, name+" rule")}
		}
		now, before := year("now"), year("before")
		for _, activity := range []string{staffing.ExpertSearches, staffing.Enquiries, "user_education"} {
			e := staffing.Explain(activity, now, before)
			if e.Now-e.Before != e.Change {
				t.Fatalf("%+v", e)
			}
			for _, parts := range [][]staffing.Part{e.Types, e.StaffGroups} {
				sum := e.Rule + e.Entered
				for _, p := range parts {
					sum += p.Change
				}
				if sum != e.Change {
					t.Fatalf("the parts add up to %d: %+v", sum, e)
				}
			}
			same := before
			same.Rule = now.Rule
			if other := staffing.Explain(activity, now, same); other.Rule != 0 {
				t.Fatalf("the same rule explains %d", other.Rule)
			}
		}
	})
}

func TestWhatCountsAsASearch(t *testing.T) {
	t.Parallel()
	rule := staffing.StandardReturn()
	rule.LeaveOut, rule.LeaveList = []string{"coursework"}, []string{"article_supply"}
	rule.Rerun = staffing.AsNothing
	for name, c := range map[string]struct {
		group staffing.Group
		want  staffing.As
	}{
		"a search":             {staffing.Group{Outcome: "answered"}, staffing.AsSearch},
		"on the spot":          {staffing.Group{Outcome: "answered_live", Live: true, Rerun: true}, staffing.AsEnquiry},
		"asked again":          {staffing.Group{Outcome: "answered", Rerun: true}, staffing.AsNothing},
		"declined":             {staffing.Group{Outcome: "declined"}, staffing.AsNothing},
		"not answered yet":     {staffing.Group{}, staffing.AsNothing},
		"a type left out":      {staffing.Group{Outcome: "answered", Purpose: "coursework", Live: true}, staffing.AsNothing},
		"a product left out":   {staffing.Group{Outcome: "answered", Product: "article_supply"}, staffing.AsNothing},
		"nothing was found":    {staffing.Group{Outcome: "nothing_found"}, staffing.AsSearch},
		"a quick answer found": {staffing.Group{Outcome: "answered", Product: "quick_answer"}, staffing.AsSearch},
	} {
		if got := rule.As(c.group); got != c.want {
			t.Errorf("%s counts as %s", name, got)
		}
	}
	wrong := staffing.ReturnRule{Live: "perhaps", Quick: "search", Rerun: "search", Nothing: "search", LeaveOut: []string{"gossip"}}.Check(func(string, string) bool { return false })
	if len(wrong) != 2 {
		t.Errorf("%+v", wrong)
	}
}
