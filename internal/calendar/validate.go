package calendar

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"
	"unicode/utf8"
)

// maxZoneName is longer than any name in the IANA database.
const maxZoneName = 64

// longestClosure is how many days in a row a service may be closed before its calendar is refused: a search for the
// next opening must end.
const longestClosure = 366

func (c *Calendar) readHead(spec Spec, found *problems) {
	if spec.Version < 1 {
		found.add("version", "out-of-range", "The version must be 1 or more.")
	}
	checkText("name", spec.Name, found)
	if !spec.Nation.known() {
		found.add("nation", "unknown", "The nation must be england-and-wales, scotland, northern-ireland or none.")
	}
	c.zone = time.UTC
	// LoadLocation takes "" for UTC and "Local" for the machine's own zone; neither is a choice here.
	if spec.Zone == "" || spec.Zone == "Local" || len(spec.Zone) > maxZoneName {
		found.add("zone", "unknown", "The zone must be an IANA time zone name such as Europe/London.")
		return
	}
	zone, err := time.LoadLocation(spec.Zone)
	if err != nil {
		found.add("zone", "unknown", "The zone must be an IANA time zone name such as Europe/London.")
		return
	}
	c.zone = zone
}

func (c *Calendar) readWeek(week Week, found *problems) {
	before, open := len(*found), false
	for i := range 7 {
		weekday := time.Weekday((i + 1) % 7)
		field := "week." + strings.ToLower(weekday.String())
		c.week[weekday].periods = readPeriods(field, week.On(weekday), found)
		open = open || len(c.week[weekday].periods) > 0
	}
	if !open && len(*found) == before {
		found.add("week", "never-open", "The week must have at least one open period.")
	}
}

func (c *Calendar) readHolidays(holidays []Holiday, found *problems) {
	if c.nation == NationNone || !c.nation.known() {
		return
	}
	for i, holiday := range holidays {
		if holiday.Nation != c.nation {
			continue
		}
		field := fmt.Sprintf("holidays[%d]", i)
		if holiday.Status != Published && holiday.Status != Derived {
			found.add(field+".status", "unknown", "The status must be published or derived.")
		}
		if holiday.Name == "" {
			found.add(field+".name", "required", "The bank holiday must have a name.")
		}
		checkText(field+".name", holiday.Name, found)
		d, ok := c.readDate(field+".date", holiday.Date, found)
		if ok {
			c.dates[d] = hours{kind: holidayDay, text: holiday.Name, derived: holiday.Status == Derived}
			c.years[d.time().Year()] = true
		}
	}
	if len(c.years) == 0 {
		found.add("nation", "no-data", "No bank holidays are loaded for this nation.")
	}
}

func (c *Calendar) readClosures(closures []Closure, found *problems) {
	if len(closures) > MaxDates {
		found.add("closures", "too-many", fmt.Sprintf("There may be at most %d closures.", MaxDates))
		return
	}
	for i, closure := range closures {
		field := fmt.Sprintf("closures[%d]", i)
		checkText(field+".reason", closure.Reason, found)
		if d, ok := c.readDate(field+".date", closure.Date, found); ok {
			c.dates[d] = hours{kind: closureDay, text: closure.Reason}
		}
	}
}

func (c *Calendar) readSpecialOpenings(spec Spec, found *problems) {
	if len(spec.SpecialOpenings) > MaxDates {
		found.add("special_openings", "too-many", fmt.Sprintf("There may be at most %d special openings.", MaxDates))
		return
	}
	for i, special := range spec.SpecialOpenings {
		field := fmt.Sprintf("special_openings[%d]", i)
		checkText(field+".reason", special.Reason, found)
		d, ok := c.readDate(field+".date", special.Date, found)
		if len(special.Periods) == 0 {
			found.add(field+".periods", "required", "A special opening must have an open period; use a closure otherwise.")
		}
		periods := readPeriods(field+".periods", special.Periods, found)
		if ok {
			c.dates[d] = hours{kind: specialDay, periods: periods, text: special.Reason}
		}
	}
}

// readDate refuses a date that an earlier entry of the same list, or a closure, has already decided. A holiday gives
// way: services do close for longer, or open, on bank holidays.
func (c *Calendar) readDate(field, text string, found *problems) (day, bool) {
	d, ok := dayOf(text)
	if !ok {
		found.add(field, "format", fmt.Sprintf("The date must be YYYY-MM-DD between %d and %d.", MinYear, MaxYear))
		return 0, false
	}
	if taken, twice := c.dates[d]; twice && (taken.kind != holidayDay || strings.HasPrefix(field, "holidays")) {
		found.add(field, "duplicate", "This date is given more than once.")
		return 0, false
	}
	return d, true
}

func readPeriods(field string, list []Period, found *problems) []period {
	if len(list) > MaxPeriodsPerDay {
		found.add(field, "too-many", fmt.Sprintf("A day may have at most %d open periods.", MaxPeriodsPerDay))
		return nil
	}
	periods := make([]period, 0, len(list))
	for i, p := range list {
		from, okFrom := readTime(p.From)
		to, okTo := readTime(p.To)
		okFrom = okFrom && from < daySeconds
		at := fmt.Sprintf("%s[%d]", field, i)
		if !okFrom {
			found.add(at+".from", "format", "The time must be HH:MM from 00:00 to 23:59.")
		}
		if !okTo {
			found.add(at+".to", "format", "The time must be HH:MM from 00:01 to 24:00.")
		}
		if !okFrom || !okTo {
			continue
		}
		if to <= from {
			found.add(at+".to", "reversed", "The period must end after it begins; write a night as two periods.")
		}
		if n := len(periods); n > 0 && from < periods[n-1].to {
			found.add(at+".from", "overlap", "The period must not begin before the one above it ends.")
		}
		periods = append(periods, period{from, to})
	}
	return periods
}

// readTime turns "HH:MM" into seconds since midnight, "24:00" included.
func readTime(text string) (int64, bool) {
	if text == "24:00" {
		return daySeconds, true
	}
	t, err := time.Parse("15:04", text)
	if err != nil || len(text) != len("15:04") {
		return 0, false
	}
	return int64(t.Hour()*3600 + t.Minute()*60), true
}

func checkText(field, text string, found *problems) {
	if !utf8.ValidString(text) || utf8.RuneCountInString(text) > MaxTextRunes {
		found.add(field, "too-long", fmt.Sprintf("The text may have at most %d characters.", MaxTextRunes))
	}
}

// checkOpens finds a run of closed days longer than longestClosure. Away from the dates that are listed the week
// repeats, so only the days between them need a look.
func (c *Calendar) checkOpens(found *problems) {
	if len(c.dates) == 0 {
		return
	}
	days := slices.Collect(maps.Keys(c.dates))
	closed := 0
	for d := slices.Min(days) - 7; d <= slices.Max(days)+7; d++ {
		if closed++; len(c.periodsOn(d)) > 0 {
			closed = 0
		}
		if closed > longestClosure {
			found.add("closures", "never-open", "The service must not be closed for more than a year in a row.")
			return
		}
	}
}
