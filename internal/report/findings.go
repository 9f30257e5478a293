package report

import "fmt"

// The Say functions make the sentence that stands above a table from cells of that table. They say no more than the cells do: of
// a hidden figure they say that it is hidden. A sentence has no full stop, because it is a heading.

// Noun is what is counted, with its verb if it has one: {"request was answered", "requests were answered"}.
type Noun struct{ One, Many string }

func counted(n int, of Noun) string {
	if n == 1 {
		return "1 " + of.One
	}
	return Number(n) + " " + of.Many
}

// SayCount says how many there were and how many more or fewer than a year before: "412 requests were answered, 38 (10%) more
// than in September 2025".
func SayCount(now, before Cell, what Noun, then Period) string {
	switch {
	case now.Hidden:
		return "How many " + what.Many + " is hidden: they were few, or would give few away"
	case now.N == 0 && !before.Hidden && before.N == 0:
		return "No " + what.Many
	}
	text := counted(now.N, what)
	if now.N == 0 {
		text = "No " + what.Many
	}
	if before.Hidden || then.IsZero() {
		return text
	}
	return text + ", " + against(now.N, before.N, then)
}

// SaySoFar is [SayCount] of a period that is not over, for which nothing can be said of more or fewer yet: "12 requests were answered
// so far, against 374 in September 2025".
func SaySoFar(now, before Cell, what Noun, then Period) string {
	text := SayCount(now, Cell{Hidden: true}, what, then)
	if now.Hidden {
		return text
	}
	text += " so far"
	if before.Hidden || then.IsZero() || before.N == 0 {
		return text
	}
	return text + ", against " + Number(before.N) + " " + during(then)
}

// during is a period after a verb: "in September 2025", "from 1 to 14 September 2025", "on 14 September 2025".
func during(p Period) string {
	switch {
	case p.kind != Chosen:
		return "in " + p.Title()
	case p.from == p.to:
		return "on " + p.Title()
	default:
		return "from " + p.Title()
	}
}

func against(now, before int, then Period) string {
	when := during(then)
	switch diff := now - before; {
	case before == 0:
		return "after none " + when
	case diff == 0:
		return "as many as " + when
	case diff > 0:
		return fmt.Sprintf("%s (%s) more than %s", Number(diff), Percent(diff, before), when)
	default:
		return fmt.Sprintf("%s (%s) fewer than %s", Number(-diff), Percent(-diff, before), when)
	}
}

// SayShare says how large a share is: "92% (138 of 150) of answers met the agreed date". Who is "answers", what is "met the
// agreed date".
func SayShare(c Cell, who, what string) string {
	switch {
	case c.Hidden:
		return "How many " + who + " " + what + " is hidden: they were few, or nearly all"
	case c.Of == 0:
		return "There were no " + who + " to count"
	case c.Of < FewestForPercent:
		return fmt.Sprintf("%d of %d %s %s", c.N, c.Of, who, what)
	case c.N == c.Of:
		return fmt.Sprintf("All %s %s %s", Number(c.Of), who, what)
	case c.N == 0:
		return fmt.Sprintf("None of %s %s %s", Number(c.Of), who, what)
	default:
		return fmt.Sprintf("%s of %s %s", c, who, what)
	}
}

// SayCompare says how a share compares with that of a year before. It speaks of more or fewer only where the intervals do not
// overlap, which is stricter than a test at 5 per cent; otherwise chance may explain the difference. It is empty where there is
// nothing to compare.
func SayCompare(now, before Cell, then Period) string {
	if now.Hidden || before.Hidden || now.Of < FewestForPercent || before.Of < FewestForPercent || then.IsZero() {
		return ""
	}
	earlier := fmt.Sprintf("%s in %s", Percent(before.N, before.Of), then.Title())
	switch {
	case now.Low > before.High:
		return "More than " + earlier
	case now.High < before.Low:
		return "Less than " + earlier
	default:
		return "Against " + earlier + ", a difference that may be chance"
	}
}

// SayMost names the row of a table whose share in a column is largest: "Better informed decisions were reported by most: 56% (31
// of 55)". Shares of fewer than ten and hidden ones are passed over; without any other it is "Too few answers to compare".
func SayMost(t Table, column int, what string) string {
	best := -1
	for i, r := range t.Rows {
		c := r.Cells[column]
		if c.Kind != Share || c.Hidden || c.Of < FewestForPercent || c.N == 0 {
			continue
		}
		if best < 0 || c.Proportion() > t.Rows[best].Cells[column].Proportion() {
			best = i
		}
	}
	if best < 0 {
		return "Too few answers to compare"
	}
	return fmt.Sprintf("%s %s: %s", t.Rows[best].Heading, what, t.Rows[best].Cells[column])
}

// SayMedian says how long half of them took: "Half of the answers took no more than 6.5 hours of working time".
func SayMedian(c Cell, what string) string {
	switch {
	case c.Hidden:
		return "How long " + what + " took is hidden: they were few"
	case c.N == 0:
		return "There were no " + what + " to time"
	default:
		return fmt.Sprintf("Half of the %s took no more than %s of working time", what, InHours(c.Value))
	}
}

// SaySum says what hours or money came to, and who said so: "The answers saved 312.5 hours, as 55 people told us".
func SaySum(c Cell, what string) string {
	switch {
	case c.Hidden:
		return "What the " + what + " is hidden: few people told us"
	case c.N == 0:
		return "Nobody has told us yet what the " + what
	case c.N == 1:
		return fmt.Sprintf("The %s %s, as 1 person told us", what, c)
	default:
		return fmt.Sprintf("The %s %s, as %s people told us", what, c, Number(c.N))
	}
}

// SayRatio says how many staff there are for one qualified librarian, against the aim of the national policy.
func SayRatio(c Cell, aim float64) string {
	if c.Value <= 0 {
		return "There is no qualified librarian, against an aim of " + OneTo(aim)
	}
	meets := "which meets the aim of "
	if c.Value > aim {
		meets = "against an aim of "
	}
	return fmt.Sprintf("One qualified librarian for every %s staff (%s), %s%s", Number(whole(c.Value)), c, meets, OneTo(aim))
}
