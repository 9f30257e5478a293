package rest

import (
	"context"
	"errors"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"evidencedesk/internal/calendar"
	"evidencedesk/internal/evidence"
)

// CalendarBody is when a library is open: working time is counted by it.
type CalendarBody struct {
	Name            string                    `json:"name" minLength:"1" maxLength:"200"`
	Zone            string                    `json:"zone" minLength:"1" maxLength:"64" doc:"IANA name, such as Europe/London"`
	Week            calendar.Week             `json:"week"`
	Nation          calendar.Nation           `json:"nation" maxLength:"64" doc:"Whose bank holidays: england-and-wales, scotland, northern-ireland or none"`
	Closures        []calendar.Closure        `json:"closures" maxItems:"1000" nullable:"false"`
	SpecialOpenings []calendar.SpecialOpening `json:"special_openings" maxItems:"1000" nullable:"false"`
}

func (b CalendarBody) spec() calendar.Spec {
	return calendar.Spec{Name: b.Name, Zone: b.Zone, Week: b.Week, Nation: b.Nation, Closures: b.Closures, SpecialOpenings: b.SpecialOpenings}
}

// CalendarResult is the calendar in force.
type CalendarResult struct {
	Version int `json:"version" doc:"Send it as If-Match"`
	CalendarBody
}

type calendarOutput struct {
	ETag string `header:"ETag"`
	Body CalendarResult
}

func calendarAnswer(s calendar.Spec) *calendarOutput {
	return &calendarOutput{ETag: etag(s.Version), Body: CalendarResult{s.Version, CalendarBody{
		s.Name, s.Zone, s.Week, s.Nation, orNone(s.Closures), orNone(s.SpecialOpenings),
	}}}
}

// orNone makes an absent list an empty one.
func orNone[T any](list []T) []T {
	if list == nil {
		return []T{}
	}
	return list
}

// CalendarStore keeps the calendars of libraries.
type CalendarStore interface {
	// Spec returns the calendar in force; NotFound for a library that does not exist.
	Spec(ctx context.Context, library evidence.LibraryID) (calendar.Spec, error)
	// Replace puts the next version in force, unless somebody has replaced the version that was read: VersionStale. A
	// calendar.Error names what is wrong with it.
	Replace(ctx context.Context, library evidence.LibraryID, by evidence.PersonID, version int, spec calendar.Spec) (calendar.Spec, error)
	// Holidays lists the bank holidays in force: those that came with the programs, and what was entered or corrected since.
	Holidays(ctx context.Context) ([]calendar.Holiday, error)
}

// Recomputer has every open request of a library compute its dates again.
type Recomputer interface {
	// RecomputeLibrary returns how many requests were told.
	RecomputeLibrary(ctx context.Context, library evidence.LibraryID) (int, error)
}

// OfLibrary names a library.
type OfLibrary struct {
	ID string `path:"id" format:"uuid"`
}

func (o OfLibrary) library() evidence.LibraryID { return evidence.LibraryID(o.ID) }

// Recomputed says how many requests compute their dates again.
type Recomputed struct {
	Requests int `json:"requests"`
}

func registerCalendars(api huma.API, d Deps) {
	handle(api, route("get-calendar", http.MethodGet, "/libraries/{id}/calendar", "Read when a library is open", tagPeople, member()),
		func(ctx context.Context, in *OfLibrary) (*calendarOutput, error) {
			spec, err := d.CalendarStore.Spec(ctx, in.library())
			return calendarAnswer(spec), err
		})
	handle(api, route("put-calendar", http.MethodPut, "/libraries/{id}/calendar", "Change when a library is open", tagPeople, member(evidence.Manager), preconditioned,
		describe("New promises use it at once. Open requests keep their dates until recompute.")),
		func(ctx context.Context, in *struct {
			OfLibrary

			IfMatch string `header:"If-Match" maxLength:"100" doc:"The version that you read"`
			Body    CalendarBody
		},
		) (*calendarOutput, error) {
			version, err := ifMatch(in.IfMatch)
			if err != nil {
				return nil, err
			}
			stored, err := d.CalendarStore.Replace(ctx, in.library(), caller(ctx).Person, version, in.Body.spec())
			return calendarAnswer(stored), calendarProblems(err)
		})
	handle(api, route("list-holidays", http.MethodGet, "/holidays", "List the bank holidays in force", tagReference, signedIn()),
		func(ctx context.Context, _ *struct{}) (*listOut[calendar.Holiday], error) {
			holidays, err := d.CalendarStore.Holidays(ctx)
			return list(holidays), err
		})
	handle(api, route("recompute-calendar", http.MethodPost, "/libraries/{id}/calendar/recompute", "Have open requests compute their dates again", tagPeople, member(evidence.Manager)),
		func(ctx context.Context, in *OfLibrary) (*struct{ Body Recomputed }, error) {
			n, err := d.Recomputer.RecomputeLibrary(ctx, in.library())
			return &struct{ Body Recomputed }{Recomputed{n}}, err
		})
}

// calendarProblems names every field of a calendar that is wrong.
func calendarProblems(err error) error {
	var wrong *calendar.Error
	if !errors.As(err, &wrong) || len(wrong.Problems) == 0 {
		return err
	}
	var fields []evidence.FieldError
	for _, p := range wrong.Problems {
		fields = append(fields, evidence.FieldError{Field: p.Field, Code: p.Code, Detail: p.Message})
	}
	return invalid(fields)
}
