package report_test

import (
	"math"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"evidencedesk/internal/report"
)

// Worked by hand from Wilson's formula with z = 1.96 and checked against published tables (Newcombe 1998, table I, method 3).
func TestWilson(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		x, n      int
		low, high float64
	}{
		{81, 263, 0.2553, 0.3662}, {15, 148, 0.0624, 0.1605}, {0, 20, 0, 0.1611}, {1, 29, 0.0061, 0.1718}, {20, 20, 0.8389, 1}, {0, 0, 0, 1}, {9, 5, 0.5655, 1},
	} {
		low, high := report.Wilson(tt.x, tt.n)
		if math.Abs(low-tt.low) > 0.00006 || math.Abs(high-tt.high) > 0.00006 {
			t.Errorf("%d of %d: %.4f to %.4f, want %.4f to %.4f", tt.x, tt.n, low, high, tt.low, tt.high)
		}
	}
}

// The interval is where the score test does not reject: at each end, the distance is z standard errors of that end.
func TestWilsonSolvesTheScoreTest(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(rt *rapid.T) {
		n := rapid.IntRange(1, 250_000).Draw(rt, "n")
		x := rapid.IntRange(0, n).Draw(rt, "x")
		share := float64(x) / float64(n)
		low, high := report.Wilson(x, n)
		if low < 0 || high > 1 || low > share || high < share {
			rt.Fatalf("%d of %d: %v to %v", x, n, low, high)
		}
		for _, end := range []float64{low, high} {
			if end == 0 || end == 1 {
				continue
			}
			if score := math.Abs(share-end) / math.Sqrt(end*(1-end)/float64(n)); math.Abs(score-1.959964) > 1e-4 {
				rt.Fatalf("%d of %d: the end %v has a score of %v", x, n, end, score)
			}
		}
		mirrorLow, mirrorHigh := report.Wilson(n-x, n)
		if math.Abs(1-mirrorHigh-low) > 1e-12 || math.Abs(1-mirrorLow-high) > 1e-12 {
			rt.Fatalf("%d of %d is not the mirror of %d", x, n, n-x)
		}
	})
}

func TestQuantiles(t *testing.T) {
	t.Parallel()
	// What PostgreSQL's percentile_cont(array[0, 0.25, 0.5, 0.9, 1]) gives for these values.
	got := report.Quantiles([]float64{40, 10, 20, 30}, 0, 0.25, 0.5, 0.9, 1)
	if diff := cmp.Diff([]float64{10, 17.5, 25, 37, 40}, got); diff != "" {
		t.Error(diff)
	}
	if report.Quantiles(nil, 0.5) != nil {
		t.Error("there are quantiles of nothing")
	}
	rapid.Check(t, func(rt *rapid.T) {
		values := rapid.SliceOfN(rapid.Float64Range(0, 1e6), 1, 40).Draw(rt, "values")
		before := slices.Clone(values)
		q := report.Quantiles(values, 0, 0.25, 0.5, 0.75, 1)
		if !slices.IsSorted(q) || q[0] != slices.Min(values) || q[4] != slices.Max(values) {
			rt.Fatalf("%v are no quantiles", q)
		}
		if !slices.Equal(values, before) {
			rt.Fatal("the values were put in order where they stood")
		}
	})
}
