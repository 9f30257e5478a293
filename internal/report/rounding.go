package report

import (
	"fmt"
	"math"
	"strconv"
	"strings"
)

// FewestForPercent is the smallest number of which a percentage is given; of fewer, a report says "3 of 7".
const FewestForPercent = 10

// Words of figures that are not there.
const (
	HiddenWord = "hidden"  // few people, or it would give few people away
	NoDataWord = "no data" // nobody was counted
)

// whole rounds half away from zero, as people do.
func whole(v float64) int { return int(math.Round(v)) }

// Number writes a count with commas: 1,234. A negative one has a minus sign.
func Number(n int) string {
	text := strconv.Itoa(max(n, -n))
	for i := len(text) - 3; i > 0; i -= 3 {
		text = text[:i] + "," + text[i:]
	}
	if n < 0 {
		return "−" + text
	}
	return text
}

// Percent writes a share as a whole percentage. What is more than nothing is never 0%, and what is less than all never 100%:
// "less than 1%", "more than 99%". Of nothing it is "no data".
func Percent(x, n int) string {
	if n <= 0 {
		return NoDataWord
	}
	percent := whole(100 * float64(x) / float64(n))
	switch {
	case percent == 0 && x > 0:
		return "less than 1%"
	case percent == 100 && x < n:
		return "more than 99%"
	default:
		return strconv.Itoa(percent) + "%"
	}
}

// Interval writes an interval of shares, each from 0 to 1: "52% to 71%".
func Interval(low, high float64) string {
	return fmt.Sprintf("%d%% to %d%%", whole(100*low), whole(100*high))
}

// InHours writes minutes as hours with one decimal: "12.5 hours", "1.0 hour".
func InHours(minutes float64) string {
	text := tenths(minutes / 60)
	if text == "1.0" {
		return text + " hour"
	}
	return text + " hours"
}

// tenths writes a number with one decimal and commas.
func tenths(v float64) string {
	rounded := math.Round(v*10) / 10
	text := strconv.FormatFloat(math.Abs(rounded), 'f', 1, 64)
	units, part, _ := strings.Cut(text, ".")
	n, err := strconv.Atoi(units)
	if err != nil {
		return text
	}
	if rounded < 0 {
		return "−" + Number(n) + "." + part
	}
	return Number(n) + "." + part
}

// Pounds writes pence as whole pounds: £1,235.
func Pounds(pence float64) string {
	n := whole(pence / 100)
	if n < 0 {
		return "−£" + Number(-n)
	}
	return "£" + Number(n)
}

// OneTo writes a ratio: 1:1,730, and with one decimal below ten: 1:2.4. Of none there is no ratio: "none".
func OneTo(n float64) string {
	switch {
	case n <= 0:
		return "none"
	case n < oneDecimalBelow:
		return "1:" + tenths(n)
	default:
		return "1:" + Number(whole(n))
	}
}

const oneDecimalBelow = 10

// Signed writes a change: +12, −3, or "no change".
func Signed(n int) string {
	switch {
	case n == 0:
		return "no change"
	case n > 0:
		return "+" + Number(n)
	default:
		return Number(n)
	}
}
