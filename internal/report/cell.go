package report

import (
	"fmt"
	"math"
)

// String is the figure as every format shows it.
func (c Cell) String() string {
	switch {
	case c.Hidden && c.Kind == Share && c.Of > 0:
		return HiddenWord + " (of " + Number(c.Of) + ")"
	case c.Hidden:
		return HiddenWord
	}
	switch c.Kind {
	case Count:
		return Number(c.N)
	case Share:
		return c.share()
	case Hours, Quantile:
		return c.hours()
	case Money:
		return Pounds(c.Value)
	case Ratio:
		return OneTo(c.Value)
	case Change:
		return Signed(whole(c.Value))
	default:
		return c.Text
	}
}

func (c Cell) share() string {
	switch {
	case c.Of == 0:
		return NoDataWord
	case c.Of < FewestForPercent:
		return fmt.Sprintf("%d of %d", c.N, c.Of)
	default:
		return fmt.Sprintf("%s (%s of %s)", Percent(c.N, c.Of), Number(c.N), Number(c.Of))
	}
}

// hours are of nobody no 0.0: nobody has said anything.
func (c Cell) hours() string {
	if c.N == 0 {
		return NoDataWord
	}
	return InHours(c.Value)
}

// Spread is what stands beside a figure: of a share its interval, of a median its quartiles; otherwise nothing.
func (c Cell) Spread() string {
	switch {
	case c.Hidden:
		return ""
	case c.Kind == Share && c.Of >= FewestForPercent:
		return Interval(c.Low, c.High)
	case c.Kind == Quantile && c.N > 0:
		return fmt.Sprintf("%s to %s", tenths(c.Low/60), InHours(c.High))
	default:
		return ""
	}
}

// Number is the figure for a spreadsheet, rounded as it is shown: a count, a share from 0 to 1 in hundredths, hours with one
// decimal, whole pounds, the N of 1:N. It is false where no number is shown.
func (c Cell) Number() (float64, bool) {
	if c.Hidden {
		return 0, false
	}
	switch c.Kind {
	case Count:
		return float64(c.N), true
	case Share:
		return math.Round(100*c.Proportion()) / 100, c.Of >= FewestForPercent
	case Hours, Quantile:
		return math.Round(c.Value/6) / 10, c.N > 0
	case Money:
		return math.Round(c.Value / 100), true
	case Ratio:
		if c.Value < oneDecimalBelow {
			return math.Round(c.Value*10) / 10, c.Value > 0
		}
		return math.Round(c.Value), true
	case Change:
		return math.Round(c.Value), true
	default:
		return 0, false
	}
}

// Proportion is N ÷ Of, from 0 to 1, and 0 of nothing. Charts draw it; texts round it with [Percent].
func (c Cell) Proportion() float64 {
	if c.Of == 0 {
		return 0
	}
	return float64(c.N) / float64(c.Of)
}
