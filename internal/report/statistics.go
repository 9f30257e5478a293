package report

import (
	"math"
	"slices"
)

// z is the 97.5th percentile of the normal distribution, for an interval of 95 per cent.
const z = 1.959963984540054

// Wilson is the 95 per cent score interval of a share of x in n, from 0 to 1 (E. B. Wilson, Probable inference, the law of
// succession, and statistical inference, Journal of the American Statistical Association 22, 1927, 209–212; without correction
// for continuity). Of nothing, nothing is known: 0 to 1. None in n begins at 0 and all in n ends at 1 exactly. An x outside 0 to
// n is taken as the nearest there can be.
func Wilson(x, n int) (low, high float64) {
	if n <= 0 {
		return 0, 1
	}
	x = min(max(x, 0), n)
	count, share := float64(n), float64(x)/float64(n)
	scale := 1 + z*z/count
	centre := (share + z*z/(2*count)) / scale
	half := z * math.Sqrt(share*(1-share)/count+z*z/(4*count*count)) / scale
	low, high = max(centre-half, 0), min(centre+half, 1)
	if x == 0 {
		low = 0
	}
	if x == n {
		high = 1
	}
	return low, high
}

// Quantiles are quantiles of some values by linear interpolation between the two nearest, as percentile_cont of SQL does: the
// value at place q × (n − 1) of the ordered values, counted from 0. Each q lies from 0 to 1. Of no values there are none: nil.
func Quantiles(values []float64, qs ...float64) []float64 {
	if len(values) == 0 {
		return nil
	}
	sorted := slices.Sorted(slices.Values(values))
	found := make([]float64, len(qs))
	for i, q := range qs {
		place := min(max(q, 0), 1) * float64(len(sorted)-1)
		below := int(math.Floor(place))
		above := int(math.Ceil(place))
		found[i] = sorted[below] + (place-float64(below))*(sorted[above]-sorted[below])
	}
	return found
}

// QuantilesOf is a cell with the median and the quartiles of some durations in minutes.
func QuantilesOf(minutes []float64) Cell {
	c := Cell{Kind: Quantile, N: len(minutes)}
	if q := Quantiles(minutes, 0.5, 0.25, 0.75); q != nil {
		c.Value, c.Low, c.High = q[0], q[1], q[2]
	}
	return c
}
