package report

import (
	"fmt"
	"strconv"
	"strings"
	"time"
)

// between stands between the two dates of a custom period.
const between = ".."

// String is the code of a period, fit for an address: 2026-09, 2026-Q3, 2026, 2025-26 (a national year) or
// 2026-09-01..2026-09-14. A national year whose short code would read as a month is written in full: 2011-2012.
func (p Period) String() string {
	switch p.kind {
	case Monthly:
		return fmt.Sprintf("%04d-%02d", p.from.Year, int(p.from.Month))
	case Quarterly:
		return fmt.Sprintf("%04d-Q%d", p.from.Year, (int(p.from.Month)+2)/3)
	case Yearly:
		return fmt.Sprintf("%04d", p.from.Year)
	case NationalYearly:
		if short := p.to.Year % 100; short == 0 || short > 12 {
			return fmt.Sprintf("%04d-%02d", p.from.Year, short)
		}
		return fmt.Sprintf("%04d-%04d", p.from.Year, p.to.Year)
	case Chosen:
		return p.from.String() + between + p.to.String()
	default:
		return ""
	}
}

// ParsePeriod reads the code of a period. It is [PeriodUnreadable] if it is no code, and whatever [Custom] refuses.
func ParsePeriod(code string) (Period, error) {
	if first, last, ok := strings.Cut(code, between); ok {
		return parseCustom(first, last)
	}
	year, rest, long := strings.Cut(code, "-")
	y, ok := parseYear(year)
	switch {
	case !ok:
	case !long:
		return Year(y), nil
	case len(rest) == 2 && rest[0] == 'Q' && rest[1] >= '1' && rest[1] <= '4':
		return Quarter(y, int(rest[1]-'0')), nil
	default:
		if p, ok := parseTail(y, rest); ok {
			return p, nil
		}
	}
	return Period{}, &Error{PeriodUnreadable, "Write the period as 2026-09, 2026-Q3, 2026, 2025-26 or 2026-09-01..2026-09-14."}
}

// parseTail reads what follows the year: a month, or the end of a national year.
func parseTail(y int, rest string) (Period, bool) {
	n, err := strconv.Atoi(rest)
	short := len(rest) == 2
	switch {
	case err != nil || !digits(rest):
		return Period{}, false
	case short && n >= 1 && n <= 12:
		return Month(y, time.Month(n)), true
	case short && n == (y+1)%100, len(rest) == 4 && n == y+1:
		return NationalYear(y), y < MaxYear
	default:
		return Period{}, false
	}
}

func parseCustom(first, last string) (Period, error) {
	from, err := ParseDate(first)
	if err != nil {
		return Period{}, err
	}
	to, err := ParseDate(last)
	if err != nil {
		return Period{}, err
	}
	return Custom(from, to)
}

func parseYear(text string) (int, bool) {
	y, err := strconv.Atoi(text)
	return y, err == nil && len(text) == 4 && digits(text) && y >= MinYear && y <= MaxYear
}

func digits(text string) bool { return strings.Trim(text, "0123456789") == "" }

// Title names the period in words: September 2026, July to September 2026, 2026, April 2025 to March 2026, 1 to 14 September 2026.
func (p Period) Title() string {
	switch p.kind {
	case Monthly:
		return monthYear(p.from)
	case Quarterly:
		return p.from.Month.String() + " to " + monthYear(p.to)
	case Yearly:
		return strconv.Itoa(p.from.Year)
	case NationalYearly:
		return monthYear(p.from) + " to " + monthYear(p.to)
	case Chosen:
		return p.days()
	default:
		return ""
	}
}

func monthYear(d Date) string { return d.Month.String() + " " + strconv.Itoa(d.Year) }

// days leaves out what both days have in common.
func (p Period) days() string {
	switch {
	case p.from == p.to:
		return p.to.Words()
	case p.from.Year != p.to.Year:
		return p.from.Words() + " to " + p.to.Words()
	case p.from.Month != p.to.Month:
		return fmt.Sprintf("%d %s to %s", p.from.Day, p.from.Month, p.to.Words())
	default:
		return fmt.Sprintf("%d to %s", p.from.Day, p.to.Words())
	}
}

// MarshalText writes the code.
func (p Period) MarshalText() ([]byte, error) { return []byte(p.String()), nil }

// UnmarshalText reads the code; an empty text is no period.
func (p *Period) UnmarshalText(text []byte) error {
	if len(text) == 0 {
		*p = Period{}
		return nil
	}
	read, err := ParsePeriod(string(text))
	*p = read
	return err
}
