package demo_test

import (
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/google/uuid"

	"evidencedesk/api/rest"
	listing "evidencedesk/internal/directory"
	"evidencedesk/internal/evidence"
	"evidencedesk/internal/postgres"
	"evidencedesk/internal/vocabulary"
)

const ofLibrary = " /api/v1/libraries/{id}/"

// take takes rows of one type, looks at each, and counts them by address.
func (d *desk) take(pattern string, into func() any, look func(any)) {
	d.mux.HandleFunc(pattern, func(w http.ResponseWriter, r *http.Request) {
		b := into()
		if err := strictly(r, b); err != nil {
			refuse(w, err)
			return
		}
		look(b)
		d.rows[r.URL.Path]++
		answer(w, http.StatusCreated, map[string]any{"id": uuid.NewString(), "published_at": d.now})
	})
}

// hold takes what is written once: who writes it again without having read it is told.
func (d *desk) hold(pattern string, into func() any, look func(any)) {
	d.mux.HandleFunc(pattern, func(w http.ResponseWriter, r *http.Request) {
		b := into()
		if err := strictly(r, b); err != nil {
			refuse(w, err)
			return
		}
		if r.Header.Get("If-Match") != `"1"` || d.rows[r.URL.Path] > 0 {
			refuse(w, evidence.Refuse(evidence.VersionStale, ""))
			return
		}
		look(b)
		d.rows[r.URL.Path]++
		answer(w, http.StatusOK, map[string]any{})
	})
}

// beside takes what the demonstration has beside its requests.
func (d *desk) beside() {
	anything := func(any) {}
	d.take("POST"+ofLibrary+"directory", func() any { return new(rest.EntryBody) }, func(b any) {
		record := b.(*rest.EntryBody).Record
		if faults := listing.Check(listing.Tidy(record)); len(faults) > 0 || len(record.Served) == 0 {
			d.t.Errorf("%s: %+v", record.Name, faults)
		}
	})
	d.hold("PUT"+ofLibrary+"wellbeing/service", func() any { return new(rest.WellbeingServiceBody) }, anything)
	d.take("POST"+ofLibrary+"mdt-teams", func() any { return new(rest.MDTTeamBody) }, anything)
	d.take("POST"+ofLibrary+"wellbeing/signposts", func() any { return new(postgres.SignpostContent) }, func(b any) {
		if how := b.(*postgres.SignpostContent).How; !slices.Contains(postgres.SignpostWays(), how) {
			d.t.Errorf("there is no way %q", how)
		}
	})
	d.hold("PUT"+ofLibrary+"survey", func() any { return new(rest.SurveyFormBody) }, anything)
	d.figures()
	d.framework()
	d.studies()
	d.weight()
}

// figures takes what a manager enters about staff, and what is reported.
func (d *desk) figures() {
	past := func(day string) {
		if on, err := time.Parse(time.DateOnly, day); err != nil || on.After(d.now) {
			d.t.Errorf("%s is no day that has been", day)
		}
	}
	d.hold("PUT"+ofLibrary+"staffing/{year}", func() any { return new(rest.StaffingYearBody) }, func(b any) {
		past(b.(*rest.StaffingYearBody).AsOf)
	})
	d.hold("PUT"+ofLibrary+"gift-rates", func() any { return new(rest.GiftRatesBody) }, func(b any) {
		past(b.(*rest.GiftRatesBody).AsOf)
		for group := range b.(*rest.GiftRatesBody).Groups {
			d.known(vocabulary.StaffGroups, group)
		}
	})
	d.hold("PUT"+ofLibrary+"returns/{year}", func() any { return new(rest.ReturnBody) }, func(b any) {
		for activity := range b.(*rest.ReturnBody).Entered {
			d.known(vocabulary.ReturnActivities, activity)
		}
	})
	d.take("POST"+ofLibrary+"contracts", func() any { return new(rest.NewContract) }, func(b any) { past(b.(*rest.NewContract).From) })
	d.take("POST"+ofLibrary+"leave", func() any { return new(rest.NewLeave) }, func(any) {})
	d.take("POST"+ofLibrary+"embedded-roles", func() any { return new(rest.EmbeddedRoleBody) }, func(b any) {
		past(b.(*rest.EmbeddedRoleBody).From)
	})
	d.take("POST"+ofLibrary+"report-schedules", func() any { return new(rest.ReportScheduleBody) }, func(any) {})
	d.take("POST"+ofLibrary+"published-reports", func() any { return new(rest.PublishBody) }, func(any) {})
	d.take("POST /api/v1/published-reports/{item}/reviews", func() any { return new(rest.ReceiptBody) }, func(b any) {
		past(b.(*rest.ReceiptBody).ReviewedOn)
	})
}

// framework takes evidence for the outcomes, each once.
func (d *desk) framework() {
	tags := map[[2]string]bool{}
	d.mux.HandleFunc("POST"+ofLibrary+"outcome-tags", func(w http.ResponseWriter, r *http.Request) {
		var b rest.OutcomeTagBody
		switch err := strictly(r, &b); {
		case err != nil:
			refuse(w, err)
			return
		case tags[[2]string{b.Outcome, b.Target}]:
			refuse(w, evidence.InvalidField("outcome", "taken", ""))
			return
		}
		d.known(vocabulary.Outcomes2021, b.Outcome)
		tags[[2]string{b.Outcome, b.Target}] = true
		d.rows[r.URL.Path]++
		answer(w, http.StatusCreated, map[string]any{})
	})
	d.hold("PUT"+ofLibrary+"outcome-years/{year}", func() any { return new(rest.AssessmentBody) }, func(b any) {
		for _, l := range b.(*rest.AssessmentBody).Levels {
			d.known(vocabulary.Outcomes2021, l.Outcome)
		}
	})
	d.take("POST"+ofLibrary+"outcome-years/{year}/actions", func() any { return new(rest.OutcomeActionBody) }, func(b any) {
		d.known(vocabulary.Outcomes2021, b.(*rest.OutcomeActionBody).Outcome)
	})
}

// weight takes the topics that somebody confirmed, and what its owner says of how a request was.
func (d *desk) weight() {
	d.hold("PUT /api/v1/requests/{id}/topic", func() any { return new(postgres.TopicDecision) }, func(b any) {
		for _, topic := range b.(*postgres.TopicDecision).Topics {
			d.known(vocabulary.DistressingTopics, topic)
		}
	})
	d.mux.HandleFunc("PUT /api/v1/requests/{id}/check-in", func(w http.ResponseWriter, r *http.Request) {
		rec := d.requests[evidence.RequestID(r.PathValue("id"))]
		if who := d.actor(r, rec.state.Library).Person; who != rec.state.Owner || rec.state.FirstDeliveredAt.IsZero() {
			d.t.Errorf("%s says how it was", who)
		}
		d.rows[r.URL.Path] = 1
		answer(w, http.StatusNoContent, nil)
	})
}

// asked is when the engine asks about a request in this API.
const asked = 28 * 24 * time.Hour

// ask tells somebody what they are asked about a request, once it is time.
func (d *desk) ask(w http.ResponseWriter, rec *record) {
	if d.now.Sub(rec.state.FirstDeliveredAt) < asked {
		refuse(w, evidence.Refuse(evidence.NotFound, ""))
		return
	}
	state := evidence.AskAsked
	if rec.heard != "" {
		state = evidence.AskAnswered
	}
	answer(w, http.StatusOK, map[string]any{"state": state, "open": true, "local": []map[string]any{{"code": "local_1"}}})
}

// hear takes an answer once; the same again is the same.
func (d *desk) hear(rec *record, b rest.SurveyBody) error {
	d.known(vocabulary.TimeSavedBands, b.TimeSaved)
	d.known(vocabulary.StaffGroups, b.Answers.Role)
	for _, code := range b.Answers.Services {
		d.known(vocabulary.ImpactServices, code)
	}
	for _, code := range b.Answers.Uses {
		d.known(vocabulary.ImpactUses, code)
	}
	for code, horizons := range b.Answers.Benefits {
		d.known(vocabulary.ImpactBenefits, code)
		for _, horizon := range horizons {
			d.known(vocabulary.ImpactHorizons, horizon)
		}
	}
	said := strings.Join(append(b.Answers.Uses, b.TimeSaved, b.Answers.How, b.Answers.Detail), "\n")
	if rec.heard != "" && rec.heard != said {
		return evidence.Refuse(evidence.AlreadyAnswered, "")
	}
	rec.heard = said
	return nil
}
