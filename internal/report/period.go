package report

import (
	"cmp"
	"time"
)

// PeriodKind is how a period is cut from the calendar.
type PeriodKind string

// The kinds of period. A national year runs from 1 April to 31 March, as the annual statistics of knowledge and library
// services do.
const (
	Monthly        PeriodKind = "month"
	Quarterly      PeriodKind = "quarter"
	Yearly         PeriodKind = "year"
	NationalYearly PeriodKind = "national-year"
	Chosen         PeriodKind = "custom"
)

// MaxDays is how long a period of one's own choice may be: ten years.
const MaxDays = 3_653

// Period is a stretch of whole days, both ends included, by the local calendar of a library. It is nominal: September is
// September whenever the report about it is made. Periods compare with ==; the zero Period is none.
type Period struct {
	kind     PeriodKind
	from, to Date
}

// months is a period of whole months.
func months(kind PeriodKind, year int, first time.Month, n int) Period {
	from := Date{year, first, 1}
	next := DateOf(time.Date(year, first+time.Month(n), 1, 0, 0, 0, 0, time.UTC))
	return Period{kind, DateOf(from.In(time.UTC)), next.AddDays(-1)}
}

// Month is a month of the calendar; months outside 1 to 12 run on into the years around.
func Month(year int, month time.Month) Period { return months(Monthly, year, month, 1) }

// Quarter is three months; 1 is January to March. Quarters outside 1 to 4 run on into the years around.
func Quarter(year, quarter int) Period {
	return months(Quarterly, year, time.Month(3*quarter-2), 3)
}

// Year is January to December.
func Year(year int) Period { return months(Yearly, year, time.January, 12) }

// NationalYear is April to March; 2025 is 1 April 2025 to 31 March 2026.
func NationalYear(start int) Period { return months(NationalYearly, start, time.April, 12) }

// Custom is a period of one's own choice, both days included. It is [PeriodReversed] if it ends before it starts, and
// [PeriodTooLong] beyond [MaxDays].
func Custom(from, to Date) (Period, error) {
	switch {
	case to.Before(from):
		return Period{}, &Error{PeriodReversed, "The last day must not be before the first. Change one of the two dates."}
	case from.DaysUntil(to) >= MaxDays:
		return Period{}, &Error{PeriodTooLong, "A report covers ten years at most. Choose dates that are closer together."}
	}
	return Period{Chosen, from, to}, nil
}

// Kind is how the period is cut.
func (p Period) Kind() PeriodKind { return p.kind }

// From is the first day.
func (p Period) From() Date { return p.from }

// To is the last day.
func (p Period) To() Date { return p.to }

// IsZero reports whether it is no period.
func (p Period) IsZero() bool { return p == Period{} }

// Days is how many days it has.
func (p Period) Days() int { return p.from.DaysUntil(p.to) + 1 }

// Contains reports whether a day belongs to it.
func (p Period) Contains(d Date) bool { return !d.Before(p.from) && !p.to.Before(d) }

// Before is the period of the same kind directly before; of a custom one, as many days directly before.
func (p Period) Before() Period {
	switch p.kind {
	case Chosen:
		return Period{Chosen, p.from.AddDays(-p.Days()), p.from.AddDays(-1)}
	default:
		return PeriodOf(p.kind, p.from.AddDays(-1))
	}
}

// LastYear is the same period a year earlier. Of a custom one it is the same dates; 29 February becomes the nearest day inside
// the period: 1 March at its start, 28 February at its end (and at both, if it is the only day).
func (p Period) LastYear() Period {
	if p.kind != Chosen {
		return PeriodOf(p.kind, Date{p.from.Year - 1, p.from.Month, 1})
	}
	from, to := Date{p.from.Year - 1, p.from.Month, p.from.Day}, Date{p.to.Year - 1, p.to.Month, p.to.Day}
	if leapDay(to) {
		to.Day--
	}
	if leapDay(from) {
		from = Date{from.Year, time.March, 1}
	}
	if to.Before(from) {
		from = to
	}
	return Period{Chosen, from, to}
}

func leapDay(d Date) bool { return d.Month == time.February && d.Day == 29 }

// PeriodOf is the period of a kind that a day belongs to; for a custom kind, that one day.
func PeriodOf(kind PeriodKind, d Date) Period {
	switch kind {
	case Monthly:
		return Month(d.Year, d.Month)
	case Quarterly:
		return Quarter(d.Year, (int(d.Month)+2)/3)
	case Yearly:
		return Year(d.Year)
	case NationalYearly:
		if d.Month < time.April {
			return NationalYear(d.Year - 1)
		}
		return NationalYear(d.Year)
	default:
		return Period{Chosen, d, d}
	}
}

// At is the last whole period of a kind that had ended by an instant, by the clocks of a zone: on 1 October, and on any day of
// October, it is September. A schedule asks it about the nominal time of its run, so that a late run reports the right period. A
// kind that no schedule can have is [PeriodUnplanned].
func At(instant time.Time, zone *time.Location, kind PeriodKind) (Period, error) {
	switch kind {
	case Monthly, Quarterly, Yearly, NationalYearly:
		return PeriodOf(kind, DateOf(instant.In(zone))).Before(), nil
	default:
		return Period{}, &Error{PeriodUnplanned, "A schedule reports each month, quarter, year or national year."}
	}
}

// Check refuses a period that has not begun: [PeriodFuture]. One that is under way is allowed; its report says so.
func (p Period) Check(today Date) error {
	if today.Before(p.from) {
		return &Error{PeriodFuture, "This period has not begun. Choose one that has."}
	}
	return nil
}

// Underway reports whether the period has begun and its last day is not over.
func (p Period) Underway(today Date) bool { return p.Contains(today) }

// Months are the months that have a day in the period, in order.
func (p Period) Months() []Period {
	var all []Period
	for d := p.from; !p.to.Before(d); {
		m := Month(d.Year, d.Month)
		all, d = append(all, m), m.to.AddDays(1)
	}
	return all
}

// Compare orders periods by their first day, then by their last.
func (p Period) Compare(other Period) int {
	return cmp.Or(p.from.Compare(other.from), p.to.Compare(other.to))
}
