package gift_test

import (
	"testing"

	"pgregory.net/rapid"

	"evidencedesk/internal/gift"
	"evidencedesk/internal/report"
)

func midpoints() map[string]int {
	return map[string]int{"none": 0, "under_1_hour": 30, "hours_1_to_2": 90, "hours_2_to_4": 180, "hours_4_to_8": 360, "over_8_hours": 480}
}

func rates() gift.Rates {
	return gift.Rates{Librarian: 3000, Groups: map[string]int{"medical_dental": 6000, "students": 1200}, AsOf: "2026-04-01", Source: "Finance"}
}

func TestTheGiftOfTime(t *testing.T) {
	t.Parallel()
	r := gift.Work(gift.Input{
		Saved: []gift.Saved{
			{"medical_dental", "hours_2_to_4", 2}, {"medical_dental", "do_not_know", 1}, {"estates_ancillary", "over_8_hours", 1}, {"students", "none", 1}, {"students", "", 2},
		},
		Midpoints: midpoints(), Rates: rates(), Minutes: 240, Asked: 20, Delivered: 30,
	})
	if r.Minutes != 840 || r.Value != 36000 || r.Cost != 12000 || !r.HasRatio || r.Ratio != 3 || r.Answered != 7 || r.Told != 4 {
		t.Errorf("%+v", r)
	}
	for _, g := range r.Groups {
		if g.Unpriced != (g.Code == "estates_ancillary") {
			t.Errorf("%+v", g)
		}
	}
	for name, in := range map[string]gift.Input{
		"nothing":        {Midpoints: midpoints(), Rates: rates()},
		"no rate":        {Midpoints: midpoints(), Minutes: 100, Saved: []gift.Saved{{"medical_dental", "over_8_hours", 3}}},
		"no time noted":  {Midpoints: midpoints(), Rates: rates(), Saved: []gift.Saved{{"medical_dental", "over_8_hours", 3}}},
		"negative input": {Midpoints: map[string]int{"x": -5}, Rates: gift.Rates{Librarian: -1}, Minutes: -4, Saved: []gift.Saved{{"a", "x", 3}, {"a", "x", -9}}},
	} {
		if r := gift.Work(in); r.HasRatio || r.Cost != 0 || r.Minutes < 0 || r.Value < 0 {
			t.Errorf("%s: %+v", name, r)
		}
	}
}

// TestMoreAnswersNeverLowerTheHours adds an answer to any others, and takes one rate away.
func TestMoreAnswersNeverLowerTheHours(t *testing.T) {
	t.Parallel()
	one := rapid.Custom(func(t *rapid.T) gift.Saved {
		return gift.Saved{
			Group:  rapid.SampledFrom([]string{"medical_dental", "students", "estates_ancillary", ""}).Draw(t, "group"),
			Band:   rapid.SampledFrom([]string{"none", "under_1_hour", "over_8_hours", "do_not_know", "", "unheard_of"}).Draw(t, "band"),
			People: rapid.IntRange(-2, 50).Draw(t, "people"),
		}
	})
	rapid.Check(t, func(t *rapid.T) {
		in := gift.Input{
			Saved: rapid.SliceOf(one).Draw(t, "saved"), Midpoints: midpoints(), Rates: rates(), Minutes: float64(rapid.IntRange(0, 9000).Draw(t, "minutes")),
		}
		before := gift.Work(in)
		in.Saved = append(in.Saved, one.Draw(t, "another"))
		after := gift.Work(in)
		if after.Minutes < before.Minutes || after.Value < before.Value || after.Cost != before.Cost || after.Told > after.Answered {
			t.Fatalf("%+v became %+v", before, after)
		}
		bands, groups, people := 0, 0, 0
		for _, b := range after.Bands {
			bands, people = bands+b.Minutes, people+b.People
		}
		for _, g := range after.Groups {
			groups += g.Minutes
		}
		if bands != after.Minutes || groups != after.Minutes || people != after.Answered || after.HasRatio != (in.Minutes > 0) {
			t.Fatalf("the parts do not add up: %+v", after)
		}
		delete(in.Rates.Groups, "students")
		if fewer := gift.Work(in); fewer.Value > after.Value || fewer.Minutes != after.Minutes {
			t.Fatalf("a rate less: %+v", fewer)
		}
	})
}

func TestRatesThatAreWrong(t *testing.T) {
	t.Parallel()
	today := report.Date{Year: 2026, Month: 11, Day: 16}
	known := func(g string) bool { return g == "students" }
	for field, r := range map[string]gift.Rates{
		"librarian":         {Librarian: -1, AsOf: "2026-04-01", Source: "x"},
		"groups.students":   {Groups: map[string]int{"students": 100_001}, AsOf: "2026-04-01", Source: "x"},
		"groups.unheard_of": {Groups: map[string]int{"unheard_of": 1}, AsOf: "2026-04-01", Source: "x"},
		"as_of":             {AsOf: "2026-02-30", Source: "x"},
		"source":            {AsOf: "2026-04-01"},
	} {
		if wrong := r.Check(known, today); len(wrong) != 1 || wrong[0].Field != field {
			t.Errorf("%s: %+v", field, wrong)
		}
	}
	if wrong := (gift.Rates{AsOf: "2026-11-17", Source: "x"}).Check(known, today); len(wrong) != 1 || wrong[0].Code != "in-the-future" {
		t.Errorf("%+v", wrong)
	}
	if wrong := (gift.Rates{AsOf: "2026-11-16", Source: "x", Groups: map[string]int{"students": 0}}).Check(known, today); wrong != nil {
		t.Errorf("%+v", wrong)
	}
}
