package calendar

import (
	"bytes"
	"encoding/json"
	"io"
	"time"
)

// Limits of a Spec. They bound the work of [New], not what a library may sensibly want.
const (
	MaxPeriodsPerDay = 24   // open periods in one day
	MaxDates         = 1000 // closures, and again special openings
	MaxTextRunes     = 200  // Name and each Reason
	MinYear          = 2000 // first year a date may lie in
	MaxYear          = 2099 // last year a date may lie in
)

// Spec says when a library service is open. It is a plain value: stored as jsonb, sent by the API, turned into
// a [Calendar] by [New]. Where several rules speak of one date, a special opening wins over a closure or a holiday,
// and those win over the week; a date may not be both a closure and a special opening.
type Spec struct {
	// Version is raised by the owner of the row at every change, from 1; explanations name it.
	Version int `json:"version"`
	// Name is shown to people, such as "Library desk hours".
	Name string `json:"name"`
	// Zone is an IANA time zone name, such as "Europe/London".
	Zone string `json:"zone"`
	// Week is the ordinary week.
	Week Week `json:"week"`
	// Nation chooses the bank holidays on which the service is closed; NationNone for none.
	Nation Nation `json:"nation"`
	// Closures are whole days on which the service is closed although the week says open.
	Closures []Closure `json:"closures"`
	// SpecialOpenings replace the hours of one date, longer or shorter than usual, also on a bank holiday.
	SpecialOpenings []SpecialOpening `json:"special_openings"`
}

// Week holds the open periods of each weekday in ascending order; an empty list is a closed day.
type Week struct {
	Monday    []Period `json:"monday"`
	Tuesday   []Period `json:"tuesday"`
	Wednesday []Period `json:"wednesday"`
	Thursday  []Period `json:"thursday"`
	Friday    []Period `json:"friday"`
	Saturday  []Period `json:"saturday"`
	Sunday    []Period `json:"sunday"`
}

// Period is a stretch of one day in local wall time, From included, To excluded, both "HH:MM". To may be "24:00".
// A night is written as two periods: to "24:00" on the first day, from "00:00" on the next.
type Period struct {
	From string `json:"from"`
	To   string `json:"to"`
}

// Closure is one date ("YYYY-MM-DD") on which the service is closed, with the reason people are shown.
type Closure struct {
	Date   string `json:"date"`
	Reason string `json:"reason"`
}

// SpecialOpening gives one date ("YYYY-MM-DD") its own open periods, at least one.
type SpecialOpening struct {
	Date    string   `json:"date"`
	Periods []Period `json:"periods"`
	Reason  string   `json:"reason"`
}

// DefaultSpec is the working clock a new library starts with: Monday to Friday 09:00–17:00 less the bank holidays
// of England and Wales (default rule of the domain reference, section 2.3; each service sets its own).
func DefaultSpec() Spec {
	day := func() []Period { return []Period{{From: "09:00", To: "17:00"}} }
	return Spec{
		Version: 1, Name: "Office hours", Zone: "Europe/London", Nation: EnglandAndWales,
		Week:     Week{Monday: day(), Tuesday: day(), Wednesday: day(), Thursday: day(), Friday: day()},
		Closures: []Closure{}, SpecialOpenings: []SpecialOpening{},
	}
}

// ParseSpec decodes a stored or posted Spec and refuses fields it does not know and text after the object, so that a
// newer rule is never silently dropped. It does not judge the values: [New] does. The error is an [*Error].
func ParseSpec(data []byte) (Spec, error) {
	decoder := json.NewDecoder(bytes.NewReader(data))
	decoder.DisallowUnknownFields()
	var spec Spec
	err := decoder.Decode(&spec)
	if err == nil {
		if _, rest := decoder.Token(); rest == io.EOF {
			return spec, nil
		}
	}
	return Spec{}, &Error{Code: CodeInvalid, Message: "the opening hours are not JSON of the expected form"}
}

// On gives the periods of a weekday.
func (w Week) On(weekday time.Weekday) []Period {
	switch weekday {
	case time.Monday:
		return w.Monday
	case time.Tuesday:
		return w.Tuesday
	case time.Wednesday:
		return w.Wednesday
	case time.Thursday:
		return w.Thursday
	case time.Friday:
		return w.Friday
	case time.Saturday:
		return w.Saturday
	default:
		return w.Sunday
	}
}
