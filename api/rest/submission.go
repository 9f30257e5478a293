package rest

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"evidencedesk/internal/evidence"
	"evidencedesk/internal/vocabulary"
)

// QuestionBody is the question as the requester asks it.
type QuestionBody struct {
	Question    string         `json:"question" minLength:"15" maxLength:"10000" doc:"In the requester's own words. Never name or describe a patient"`
	Background  string         `json:"background,omitempty" maxLength:"10000"`
	Framework   *FrameworkBody `json:"framework,omitempty"`
	Exclusions  string         `json:"exclusions,omitempty" maxLength:"10000" doc:"What is not wanted"`
	KnownPapers string         `json:"known_papers,omitempty" maxLength:"10000" doc:"Key papers already known: they test the strategy"`
}

// FrameworkBody is the question in the parts of a framework such as PICO.
type FrameworkBody struct {
	Code     string            `json:"code" minLength:"1" maxLength:"64" doc:"A code of frameworks"`
	Elements map[string]string `json:"elements,omitempty" maxProperties:"12" doc:"Text by the keys of the framework's elements"`
}

// LimitsBody narrows the search. What is absent is not limited.
type LimitsBody struct {
	Dates            string   `json:"dates,omitempty" maxLength:"64" doc:"A code of limit_dates"`
	From             int      `json:"from,omitempty" minimum:"1800" maximum:"2200" doc:"First year, for custom dates"`
	To               int      `json:"to,omitempty" minimum:"1800" maximum:"2200" doc:"Last year, for custom dates"`
	Languages        string   `json:"languages,omitempty" maxLength:"64" doc:"A code of limit_languages"`
	LanguageList     []string `json:"language_list,omitempty" maxItems:"20" doc:"ISO 639 codes, for a list of languages"`
	Species          string   `json:"species,omitempty" maxLength:"64" doc:"A code of limit_species"`
	Ages             []string `json:"ages,omitempty" maxItems:"20" doc:"Codes of limit_ages"`
	Sex              string   `json:"sex,omitempty" maxLength:"64" doc:"A code of limit_sexes"`
	Geography        string   `json:"geography,omitempty" maxLength:"64" doc:"A code of limit_geographies"`
	Settings         []string `json:"settings,omitempty" maxItems:"20" doc:"Codes of limit_settings"`
	PublicationTypes []string `json:"publication_types,omitempty" maxItems:"30" doc:"Codes of publication_types"`
	EvidenceLevel    string   `json:"evidence_level,omitempty" maxLength:"64" doc:"A code of evidence_levels"`
	FullText         string   `json:"full_text,omitempty" maxLength:"64" doc:"A code of full_text_limits"`
	Exclude          []string `json:"exclude,omitempty" maxItems:"20" doc:"Codes of exclusions"`
}

// OutputBody says in which form the answer is wanted.
type OutputBody struct {
	Results        string   `json:"results,omitempty" maxLength:"64" doc:"A code of result_counts"`
	ResultNumber   int      `json:"result_number,omitempty" minimum:"1" maximum:"10000" doc:"For a number of results"`
	Formats        []string `json:"formats,omitempty" maxItems:"10" doc:"Codes of output_formats"`
	Abstracts      *bool    `json:"abstracts,omitempty"`
	FullText       string   `json:"full_text,omitempty" maxLength:"64" doc:"A code of full_text_choices"`
	Strategy       *bool    `json:"strategy,omitempty" doc:"Include the strategy; yes unless said"`
	ReferenceStyle string   `json:"reference_style,omitempty" maxLength:"64" doc:"A code of reference_styles"`
	Alert          string   `json:"alert,omitempty" maxLength:"64" doc:"A code of alert_frequencies"`
}

// NewPerson names a person who may not be known here yet. The e-mail address decides who it is; somebody who is
// known keeps what is known of them.
type NewPerson struct {
	Name         string `json:"name" minLength:"1" maxLength:"200"`
	Email        string `json:"email" minLength:"3" maxLength:"254" format:"email"`
	JobTitle     string `json:"job_title,omitempty" maxLength:"200"`
	Phone        string `json:"phone,omitempty" maxLength:"200" doc:"Also a bleep or pager number"`
	StaffGroup   string `json:"staff_group,omitempty" maxLength:"64" doc:"A code of staff_groups"`
	Organisation string `json:"organisation,omitempty" format:"uuid" doc:"From GET /libraries"`
}

// checks collects every field of a body that is wrong.
type checks struct {
	vocabulary *vocabulary.Catalogue
	fields     []evidence.FieldError
}

func (c *checks) wrong(field, code, detail string) {
	c.fields = append(c.fields, evidence.FieldError{Field: field, Code: code, Detail: detail})
}

func (c *checks) err() error { return invalid(c.fields) }

// code checks that a value is empty or a code of the vocabulary.
func (c *checks) code(field, value, vocabularyID string) {
	if value != "" && !c.vocabulary.Has(vocabularyID, value) {
		c.wrong(field, "unknown", "Use a code of the vocabulary "+vocabularyID+".")
	}
}

func (c *checks) codes(field string, values []string, vocabularyID string) {
	seen := map[string]bool{}
	for i, v := range values {
		at := fmt.Sprintf("%s[%d]", field, i)
		if !c.vocabulary.Has(vocabularyID, v) {
			c.wrong(at, "unknown", "Use a code of the vocabulary "+vocabularyID+".")
		}
		if seen[v] {
			c.wrong(at, "duplicate", "Name each once.")
		}
		seen[v] = true
	}
}

// The instants that a client may name: beyond them no calendar counts and JSON has no form for them.
var (
	firstInstant = time.Date(1990, 1, 1, 0, 0, 0, 0, time.UTC)
	lastInstant  = time.Date(2199, 1, 1, 0, 0, 0, 0, time.UTC)
)

func (c *checks) instant(field string, t time.Time) {
	if !t.IsZero() && (t.Before(firstInstant) || t.After(lastInstant)) {
		c.wrong(field, "out-of-range", "Use a date between 1990 and 2198.")
	}
}

// future checks that a date given by a client lies after the time of receipt.
func (c *checks) future(field string, t, from time.Time) {
	c.instant(field, t)
	if !t.IsZero() && !t.After(from) {
		c.wrong(field, "in-the-past", "Give a date that is still to come.")
	}
}

func (c *checks) question(path string, q *QuestionBody) {
	q.Question = strings.TrimSpace(q.Question)
	if n := utf8.RuneCountInString(q.Question); n < evidence.MinQuestion {
		c.wrong(join(path, "question"), "too-short", fmt.Sprintf("At least %d characters.", evidence.MinQuestion))
	}
	f := q.Framework
	if f == nil {
		return
	}
	at := join(path, "framework")
	framework, ok := c.vocabulary.Framework(f.Code)
	if !ok {
		c.wrong(at+".code", "unknown", "Use a code of the vocabulary frameworks.")
		return
	}
	for _, key := range slices.Sorted(maps.Keys(f.Elements)) {
		switch field := at + ".elements." + safeName(key); {
		case !framework.Has(key):
			c.wrong(field, "unknown", "The framework has no such element.")
		case utf8.RuneCountInString(f.Elements[key]) > evidence.MaxNote:
			c.wrong(field, "too-long", fmt.Sprintf("At most %d characters.", evidence.MaxNote))
		}
	}
}

func (c *checks) limits(l *LimitsBody) {
	if l == nil {
		return
	}
	c.code("limits.dates", l.Dates, vocabulary.LimitDates)
	c.code("limits.languages", l.Languages, vocabulary.LimitLanguages)
	c.code("limits.species", l.Species, vocabulary.LimitSpecies)
	c.codes("limits.ages", l.Ages, vocabulary.LimitAges)
	c.code("limits.sex", l.Sex, vocabulary.LimitSexes)
	c.code("limits.geography", l.Geography, vocabulary.LimitGeographies)
	c.codes("limits.settings", l.Settings, vocabulary.LimitSettings)
	c.codes("limits.publication_types", l.PublicationTypes, vocabulary.PublicationTypes)
	c.code("limits.evidence_level", l.EvidenceLevel, vocabulary.EvidenceLevels)
	c.code("limits.full_text", l.FullText, vocabulary.FullTextLimits)
	c.codes("limits.exclude", l.Exclude, vocabulary.Exclusions)
	for i, code := range l.LanguageList {
		if !languageCode(code) {
			c.wrong(fmt.Sprintf("limits.language_list[%d]", i), "malformed", "Use an ISO 639 code such as fr.")
		}
	}
	if l.From > 0 && l.To > 0 && l.From > l.To {
		c.wrong("limits.to", "reversed", "The last year must not be before the first.")
	}
}

func languageCode(code string) bool {
	return len(code) >= 2 && len(code) <= 3 && strings.Trim(code, "abcdefghijklmnopqrstuvwxyz") == ""
}

func (c *checks) output(o *OutputBody) {
	if o == nil {
		return
	}
	c.code("output.results", o.Results, vocabulary.ResultCounts)
	c.codes("output.formats", o.Formats, vocabulary.OutputFormats)
	c.code("output.full_text", o.FullText, vocabulary.FullTextChoices)
	c.code("output.reference_style", o.ReferenceStyle, vocabulary.ReferenceStyles)
	c.code("output.alert", o.Alert, vocabulary.AlertFrequencies)
}

// texts lists every free text of a question for the identifier guard.
func (q *QuestionBody) texts(path string) []Text {
	list := []Text{
		{join(path, "question"), q.Question},
		{join(path, "background"), q.Background},
		{join(path, "exclusions"), q.Exclusions},
		{join(path, "known_papers"), q.KnownPapers},
	}
	if q.Framework == nil {
		return list
	}
	for _, key := range slices.Sorted(maps.Keys(q.Framework.Elements)) {
		list = append(list, Text{join(path, "framework.elements."+key), q.Framework.Elements[key]})
	}
	return list
}
