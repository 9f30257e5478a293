package demo_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"strconv"
	"time"

	"github.com/google/uuid"

	"evidencedesk/api/rest"
	"evidencedesk/internal/demo"
	"evidencedesk/internal/evidence"
	"evidencedesk/internal/vocabulary"
)

func (d *desk) routes() {
	d.beside()
	d.mux.HandleFunc("POST /api/v1/requests", func(w http.ResponseWriter, r *http.Request) {
		var b rest.SubmitBody
		d.open(w, r, evidence.Submit, &b, &b, evidence.Args{})
	})
	d.mux.HandleFunc("POST /api/v1/requests/live", func(w http.ResponseWriter, r *http.Request) {
		var b rest.LiveBody
		d.open(w, r, evidence.AnswerLive, &b, &b.SubmitBody, evidence.Args{Outcome: evidence.AnsweredLive})
	})
	d.mux.HandleFunc("GET /api/v1/requests/{id}/{resource}", d.read)
	d.mux.HandleFunc("PUT /api/v1/requests/{id}/summary", d.write)
	d.mux.HandleFunc("POST /api/v1/requests/{id}/{resource}", func(w http.ResponseWriter, r *http.Request) {
		rec := d.requests[evidence.RequestID(r.PathValue("id"))]
		if rec == nil {
			refuse(w, evidence.Refuse(evidence.NotFound, ""))
			return
		}
		if _, command := evidence.RuleFor(evidence.Name(r.PathValue("resource"))); command {
			d.command(w, r, rec)
			return
		}
		d.add(w, r, rec)
	})
}

func (d *desk) open(w http.ResponseWriter, r *http.Request, name evidence.Name, into any, b *rest.SubmitBody, args evidence.Args) {
	if err := strictly(r, into); err != nil {
		refuse(w, err)
		return
	}
	d.known(vocabulary.Channels, b.Channel)
	d.known(vocabulary.StaffGroups, b.StaffGroup)
	if b.Limits != nil {
		d.known(vocabulary.LimitDates, b.Limits.Dates)
		d.known(vocabulary.LimitLanguages, b.Limits.Languages)
		d.known(vocabulary.LimitSpecies, b.Limits.Species)
	}
	if !b.DecisionAt.IsZero() && !b.DecisionAt.After(d.now) {
		d.t.Errorf("%s: the decision was taken before", b.Question)
	}
	id := evidence.RequestID(uuid.NewString())
	args.Opening = &evidence.Opening{
		Request: id, Library: b.Library, Requester: b.Requester.Person, Delegates: b.Delegates, Urgency: b.Urgency, Type: b.Type,
		Product: b.Product, DecisionAt: b.DecisionAt,
	}
	rec := &record{opened: r.Header.Get("Idempotency-Key"), version: 1, summary: json.RawMessage(`{}`)}
	if err := d.apply(rec, evidence.Command{Name: name, Actor: d.actor(r, b.Library), At: b.OccurredAt, Args: args}); err != nil {
		refuse(w, err)
		return
	}
	d.requests[id] = rec
	answer(w, http.StatusCreated, map[string]any{"id": id, "reference": "ED-2026-000001", "seq": 1, "stage": rec.state.Stage})
}

// known fails the test for a code that is not in the vocabulary.
func (d *desk) known(list, code string) {
	if !d.codes.Has(list, code) {
		d.t.Errorf("%q is not in %s", code, list)
	}
}

func (d *desk) command(w http.ResponseWriter, r *http.Request, rec *record) {
	name := evidence.Name(r.PathValue("resource"))
	c := evidence.Command{Name: name, Actor: d.actor(r, rec.state.Library)}
	if err := d.arguments(r, rec, &c); err != nil {
		refuse(w, err)
		return
	}
	if list, ok := d.codes.Reasons(string(name)); ok && c.Args.Reason != "" {
		d.known(list, c.Args.Reason)
	}
	if err := d.apply(rec, c); err != nil {
		refuse(w, err)
		return
	}
	answer(w, http.StatusOK, map[string]any{"id": rec.state.Request, "seq": rec.state.Seq, "stage": rec.state.Stage})
}

// arguments reads the body as the API does and fills in what the API finds out by itself.
func (d *desk) arguments(r *http.Request, rec *record, c *evidence.Command) error {
	a := &c.Args
	facts := evidence.Args{Subject: evidence.Summary, Version: 1, Digest: "d1", Authors: []evidence.PersonID{rec.state.Owner}}
	if rec.state.Stage == evidence.Searching {
		facts.Subject = evidence.Strategy
	}
	for _, p := range d.people {
		for _, role := range p.Roles["northmoor"] {
			facts.Trainee = facts.Trainee || role == evidence.Trainee && demo.PersonID(p.Key) == rec.state.Owner
		}
	}
	switch c.Name {
	case evidence.Claim:
		var b rest.PlainBody
		return fill(r, &b, func() { c.At = b.OccurredAt })
	case evidence.Release:
		var b rest.ReleaseBody
		return fill(r, &b, func() { c.At, a.Reason = b.OccurredAt, b.Reason })
	case evidence.Accept:
		var b rest.AcceptBody
		return fill(r, &b, func() {
			kind, _ := d.codes.SearchType(b.Type)
			c.At, a.Type, a.Product, a.Policy, a.PromiseDue = b.OccurredAt, b.Type, b.Product, evidence.CheckPolicy(kind.CheckRequired), b.PromiseDue
			a.Estimate = max(b.Estimate, kind.DefaultMinutes)
			if a.PromiseDue.IsZero() {
				a.PromiseDue = d.now.Add(48 * time.Hour)
			}
		})
	case evidence.Ask:
		var b rest.AskBody
		return fill(r, &b, func() { c.At, a.Message = b.OccurredAt, b.Message })
	case evidence.Answer:
		var b rest.AnswerBody
		return fill(r, &b, func() { c.At, a.Message, a.Channel = b.OccurredAt, b.Message, b.Channel })
	case evidence.Hold:
		var b rest.HoldBody
		return fill(r, &b, func() { c.At, a.Reason, a.ReviewAt = b.OccurredAt, b.Reason, b.ReviewAt })
	case evidence.CompleteSearch:
		var b rest.CompleteSearchBody
		return fill(r, &b, func() { c.At, a.Digest, a.Searches = b.OccurredAt, "d1", make([]string, len(rec.searches)) })
	case evidence.SubmitForCheck:
		var b rest.SubmitForCheckBody
		return fill(r, &b, func() { *a = facts; c.At, a.Reviewer = b.OccurredAt, b.Reviewer })
	case evidence.Approve:
		var b rest.ApproveBody
		return fill(r, &b, func() { c.At, a.Version, a.Digest = b.OccurredAt, b.Version, b.Digest })
	case evidence.Deliver:
		var b rest.DeliverBody
		return fill(r, &b, func() { *a = facts; c.At, a.Outcome = b.OccurredAt, b.Outcome })
	default:
		return d.linking(r, c)
	}
}

func (d *desk) linking(r *http.Request, c *evidence.Command) error {
	a := &c.Args
	switch c.Name {
	case evidence.Reopen:
		var b rest.BackBody
		return fill(r, &b, func() { c.At, a.Reason, a.BackTo = b.OccurredAt, b.Reason, b.BackTo })
	case evidence.Refer:
		var b rest.ReferBody
		return fill(r, &b, func() {
			c.At, a.Reason, a.Consent, a.ReviewAt = b.OccurredAt, b.Reason, b.Consent, b.ReviewAt
			if a.Outside = b.Library == demo.LibraryID("forensic-partner"); !a.Outside {
				a.Request = "partner"
			}
		})
	case evidence.Merge:
		var b rest.MergeBody
		return fill(r, &b, func() { c.At, a.Survivor = b.OccurredAt, b.Survivor })
	case evidence.SplitRequest:
		var b rest.SplitBody
		return fill(r, &b, func() {
			c.At = b.OccurredAt
			for i := range b.Parts {
				a.Children = append(a.Children, evidence.RequestID(strconv.Itoa(i)))
			}
		})
	case evidence.Decline, evidence.Signpost:
		var b rest.OfferBody
		return fill(r, &b, func() {
			c.At, a.Reason, a.Offered = b.OccurredAt, b.Reason, b.Offered
			d.known(vocabulary.SignpostTargets, b.Offered)
		})
	case evidence.Withdraw:
		var b rest.WithdrawBody
		return fill(r, &b, func() { c.At, a.Reason = b.OccurredAt, b.Reason })
	}
	return fmt.Errorf("the demonstration gives the command %s", c.Name)
}

func fill(r *http.Request, b any, use func()) error {
	err := strictly(r, b)
	if err == nil {
		use()
	}
	return err
}

func (d *desk) read(w http.ResponseWriter, r *http.Request) {
	rec := d.requests[evidence.RequestID(r.PathValue("id"))]
	switch r.PathValue("resource") {
	case "searches":
		answer(w, http.StatusOK, map[string]any{"items": rec.searches})
	case "references":
		answer(w, http.StatusOK, map[string]any{"items": rec.references})
	case "check-reviews":
		answer(w, http.StatusOK, map[string]any{"items": rec.reviews})
	case "imports":
		answer(w, http.StatusOK, map[string]any{"items": rec.imports})
	case "test-papers":
		answer(w, http.StatusOK, map[string]any{"items": rec.known})
	case "record-pairs":
		answer(w, http.StatusOK, map[string]any{"items": []any{}})
	case "records":
		open := []map[string]any{}
		for _, p := range rec.published {
			if p["verdict"] == nil {
				open = append(open, map[string]any{"id": p["id"], "title": p["title"]})
			}
		}
		answer(w, http.StatusOK, map[string]any{"items": open})
	case "follow-up":
		d.ask(w, rec)
	case "summary":
		w.Header().Set("ETag", strconv.Quote(strconv.Itoa(rec.version)))
		answer(w, http.StatusOK, rec.summary)
	}
}

func (d *desk) write(w http.ResponseWriter, r *http.Request) {
	rec := d.requests[evidence.RequestID(r.PathValue("id"))]
	var b rest.SummaryBody
	switch err := strictly(r, &b); {
	case err != nil:
		refuse(w, err)
	case r.Header.Get("If-Match") != strconv.Quote(strconv.Itoa(rec.version)):
		refuse(w, evidence.Refuse(evidence.VersionStale, ""))
	default:
		rec.version++
		rec.summary, _ = json.Marshal(b.SummaryText)
		answer(w, http.StatusOK, b)
	}
}

// add appends a row. What belongs to a report cannot be added once the request has ended.
func (d *desk) add(w http.ResponseWriter, r *http.Request, rec *record) {
	resource := r.PathValue("resource")
	if rec.state.Stage == evidence.Closed && resource != "time-entries" {
		refuse(w, &evidence.Error{Code: evidence.NotAllowedInStage, Stage: rec.state.Stage})
		return
	}
	var out any = struct{}{}
	var err error
	switch resource {
	case "searches":
		var b rest.SearchBody
		err = fill(r, &b, func() {
			d.known(vocabulary.Sources, b.Source)
			d.known(vocabulary.SourceKinds, b.Kind)
			d.known(vocabulary.Platforms, b.Platform)
			rec.searches = append(rec.searches, json.RawMessage(`{"id":"`+uuid.NewString()+`"}`))
		})
	case "references":
		var b rest.ReferencesBody
		err = fill(r, &b, func() {
			for range b.References {
				rec.references = append(rec.references, json.RawMessage(`{"id":"`+uuid.NewString()+`"}`))
			}
		})
	case "imports":
		err = d.upload(r, rec)
	case "test-papers":
		var b rest.TestPapersBody
		err = fill(r, &b, func() { rec.known = append(rec.known, json.RawMessage(`{}`)) })
	case "record-decisions":
		var b rest.DecisionsBody
		err = fill(r, &b, func() { d.decide(rec, b) })
	case "follow-up":
		var b rest.FollowUpBody
		if err = strictly(r, &b); err == nil {
			err = d.hear(rec, b.SurveyBody)
		}
	case "follow-ups":
		var b rest.ToldBody
		if err = strictly(r, &b); err == nil {
			err = d.hear(rec, b.SurveyBody)
		}
	case "messages":
		var b rest.MessageBody
		err = fill(r, &b, func() { rec.messages++ })
	case "time-entries":
		var b rest.TimeBody
		err = fill(r, &b, func() { d.known(vocabulary.TimeEntryStages, b.Stage); rec.times++ })
	case "check-reviews":
		var b rest.ReviewBody
		if rec.state.Check == nil {
			refuse(w, evidence.Refuse(evidence.NotAllowedInStage, ""))
			return
		}
		err = fill(r, &b, func() {
			d.known(vocabulary.ReviewVerdicts, b.Verdict)
			row := map[string]any{"reviewer": d.actor(r, rec.state.Library).Person, "subject_version": 1, "subject_digest": "d1"}
			rec.reviews, out = append(rec.reviews, row), row
		})
	default:
		err = fmt.Errorf("the demonstration writes %s", resource)
	}
	if err != nil {
		refuse(w, err)
		return
	}
	answer(w, http.StatusCreated, out)
}
