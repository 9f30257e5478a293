package demo_test

import (
	"net/http"
	"strconv"
	"strings"

	"github.com/google/uuid"

	"evidencedesk/api/rest"
	"evidencedesk/internal/casestudy"
	"evidencedesk/internal/demo"
	"evidencedesk/internal/evidence"
	"evidencedesk/internal/postgres"
)

// study is a case study in memory; the real function decides about it.
type study struct {
	ID       string             `json:"id"`
	Request  evidence.RequestID `json:"request"`
	Stage    casestudy.Stage    `json:"stage"`
	Version  int                `json:"version"`
	Quotes   []struct{}         `json:"quotes"`
	Criteria []string           `json:"criteria"`

	text     postgres.CaseText
	approver evidence.PersonID
}

func (s *study) state(same bool) casestudy.State {
	whole := s.text.Title != "" && s.text.Challenge != "" && s.text.Role != "" && s.text.Intervention != "" && s.text.Outcome != ""
	return casestudy.State{Stage: s.Stage, Whole: whole && (s.text.Figure == "" || s.text.FigureBasis != ""), Met: s.Criteria, Same: same}
}

// studies are the routes of case studies.
func (d *desk) studies() {
	const all, one = ofLibrary + "case-studies", ofLibrary + "case-studies/{case}"
	d.mux.HandleFunc("GET"+ofLibrary+"case-candidates", d.candidates)
	d.mux.HandleFunc("GET"+all, func(w http.ResponseWriter, _ *http.Request) {
		answer(w, http.StatusOK, map[string]any{"items": d.written})
	})
	d.mux.HandleFunc("POST"+all, func(w http.ResponseWriter, r *http.Request) {
		var b rest.AddCaseBody
		if err := strictly(r, &b); err != nil {
			refuse(w, err)
			return
		}
		id := evidence.RequestID(b.Request)
		s := &study{ID: uuid.NewString(), Request: id, Stage: casestudy.Candidate, Version: 1, approver: d.requests[id].state.Requester}
		d.written = append(d.written, s)
		answer(w, http.StatusCreated, s)
	})
	d.mux.HandleFunc("GET"+one, func(w http.ResponseWriter, r *http.Request) { answer(w, http.StatusOK, d.study(r)) })
	d.change("PUT"+one, func() any { return new(rest.CaseTextBody) }, func(s *study, b any) bool {
		before := s.text
		s.text = b.(*rest.CaseTextBody).CaseText
		return s.text != before
	})
	d.change("POST"+one+"/quotes", func() any { return new(rest.CaseQuoteBody) }, func(s *study, b any) bool {
		words := b.(*rest.CaseQuoteBody).Text
		if !strings.Contains(d.requests[s.Request].heard, words) {
			d.t.Errorf("nobody said %q", words)
		}
		s.Quotes = append(s.Quotes, struct{}{})
		return true
	})
	d.change("PUT"+one+"/criteria", func() any { return new(rest.CaseCriteriaBody) }, func(s *study, b any) bool {
		s.Criteria = nil
		for _, c := range b.(*rest.CaseCriteriaBody).Criteria {
			s.Criteria = append(s.Criteria, c.Code)
		}
		return false
	})
	d.mux.HandleFunc("POST"+one+"/steps", func(w http.ResponseWriter, r *http.Request) {
		var b rest.CaseStepBody
		if err := strictly(r, &b); err != nil {
			refuse(w, err)
			return
		}
		d.decideCase(w, d.study(r), casestudy.Command(b.Command), casestudy.Who{Worker: true, Leader: true}, true)
	})
	d.approvals()
}

// approvals are the routes of who is asked to approve.
func (d *desk) approvals() {
	const own = " /api/v1/me/case-studies/{case}"
	d.mux.HandleFunc("GET"+own, func(w http.ResponseWriter, r *http.Request) {
		answer(w, http.StatusOK, map[string]any{"digest": strconv.Itoa(d.study(r).Version)})
	})
	d.mux.HandleFunc("POST"+own+"/approval", func(w http.ResponseWriter, r *http.Request) {
		var b rest.OwnCaseBody
		if err := strictly(r, &b); err != nil {
			refuse(w, err)
			return
		}
		s := d.study(r)
		who := casestudy.Who{Approver: d.actor(r, demo.LibraryID("northmoor")).Person == s.approver}
		d.decideCase(w, s, casestudy.Command(b.Command), who, b.Digest == strconv.Itoa(s.Version))
	})
}

func (d *desk) candidates(w http.ResponseWriter, _ *http.Request) {
	list := []map[string]any{}
	for id, rec := range d.requests {
		if rec.heard != "" {
			list = append(list, map[string]any{"request": id, "answer": uuid.NewString()})
		}
	}
	answer(w, http.StatusOK, map[string]any{"items": list})
}

// study is the case that an address names.
func (d *desk) study(r *http.Request) *study {
	for _, s := range d.written {
		if s.ID == r.PathValue("case") {
			return s
		}
	}
	d.t.Fatalf("%s: there is no such case", r.URL.Path)
	return nil
}

// change takes what is changed about a case at a version; do reports whether that makes another one.
func (d *desk) change(pattern string, into func() any, do func(*study, any) bool) {
	d.mux.HandleFunc(pattern, func(w http.ResponseWriter, r *http.Request) {
		s, b := d.study(r), into()
		switch err := strictly(r, b); {
		case err != nil:
			refuse(w, err)
			return
		case r.Header.Get("If-Match") != strconv.Quote(strconv.Itoa(s.Version)):
			refuse(w, evidence.Refuse(evidence.VersionStale, ""))
			return
		}
		if do(s, b) {
			s.Version++
		}
		answer(w, http.StatusOK, s)
	})
}

func (d *desk) decideCase(w http.ResponseWriter, s *study, command casestudy.Command, who casestudy.Who, same bool) {
	stage, err := casestudy.Decide(s.state(same), command, who)
	if err != nil {
		refuse(w, err)
		return
	}
	s.Stage = stage
	answer(w, http.StatusOK, s)
}
