package demo_test

import (
	"net/http"
	"slices"

	"evidencedesk/api/rest"
	listing "evidencedesk/internal/directory"
	"evidencedesk/internal/postgres"
)

// beside takes what the demonstration has beside its requests.
func (d *desk) beside() {
	take := func(pattern string, into func() any, look func(any)) {
		d.mux.HandleFunc(pattern, func(w http.ResponseWriter, r *http.Request) {
			b := into()
			if err := strictly(r, b); err != nil {
				refuse(w, err)
				return
			}
			look(b)
			answer(w, http.StatusCreated, map[string]any{})
		})
	}
	take("POST /api/v1/libraries/{id}/directory", func() any { return new(rest.EntryBody) }, func(b any) {
		record := b.(*rest.EntryBody).Record
		if faults := listing.Check(listing.Tidy(record)); len(faults) > 0 || len(record.Served) == 0 {
			d.t.Errorf("%s: %+v", record.Name, faults)
		}
	})
	take("PUT /api/v1/libraries/{id}/wellbeing/service", func() any { return new(rest.WellbeingServiceBody) }, func(any) {})
	take("POST /api/v1/libraries/{id}/mdt-teams", func() any { return new(rest.MDTTeamBody) }, func(any) {})
	take("POST /api/v1/libraries/{id}/wellbeing/signposts", func() any { return new(postgres.SignpostContent) }, func(b any) {
		if how := b.(*postgres.SignpostContent).How; !slices.Contains(postgres.SignpostWays(), how) {
			d.t.Errorf("there is no way %q", how)
		}
	})
}
