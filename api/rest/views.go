package rest

import (
	"encoding/json"
	"time"

	"evidencedesk/internal/evidence"
	"evidencedesk/internal/postgres"
)

// RequestRow is a request as lists show it.
type RequestRow struct {
	ID            evidence.RequestID `json:"id" format:"uuid"`
	Reference     string             `json:"reference" doc:"For people, such as ED-2026-000123"`
	Relation      postgres.Relation  `json:"relation" enum:"library,own,review,shared" doc:"What you are to it"`
	Library       evidence.LibraryID `json:"library" format:"uuid"`
	LibraryName   string             `json:"library_name"`
	Stage         evidence.Stage     `json:"stage"`
	Outcome       evidence.Outcome   `json:"outcome,omitempty"`
	Owner         evidence.PersonID  `json:"owner,omitempty" format:"uuid" doc:"Absent: the shared pool"`
	OwnerName     string             `json:"owner_name,omitempty"`
	Requester     evidence.PersonID  `json:"requester,omitempty" format:"uuid" doc:"Absent where you are not to know"`
	RequesterName string             `json:"requester_name,omitempty"`
	Urgency       string             `json:"urgency"`
	Type          string             `json:"type"`
	Specialty     string             `json:"specialty,omitempty"`
	Question      string             `json:"question" doc:"Its beginning in a list, the whole in a single request"`
	Running       bool               `json:"running" doc:"The promise is running"`
	MustAgree     bool               `json:"must_agree,omitempty" doc:"The promise falls after the decision: agree a new one"`
	PromiseDue    time.Time          `json:"promise_due,omitzero" doc:"Absent while the clock is stopped or nothing is promised"`
	DecisionAt    time.Time          `json:"decision_at,omitzero"`
	DueBy         time.Time          `json:"due_by,omitzero" doc:"The earlier of the promise and the decision"`
	ReceivedAt    time.Time          `json:"received_at"`
	StageSince    time.Time          `json:"stage_since"`
	DeliveredAt   time.Time          `json:"delivered_at,omitzero"`
	ClosedAt      time.Time          `json:"closed_at,omitzero"`
	At            time.Time          `json:"at" doc:"Of the newest transition"`
	Seq           int                `json:"seq" doc:"The number of the newest transition"`
}

func rowOf(r postgres.RequestRow) RequestRow { return RequestRow(r) }

// RequestView is a request as one person sees it. What they are not to see is absent.
type RequestView struct {
	RequestRow
	Organisation     string               `json:"organisation,omitempty" format:"uuid"`
	OrganisationName string               `json:"organisation_name,omitempty"`
	OnBehalfOf       string               `json:"on_behalf_of,omitempty"`
	StaffGroup       string               `json:"staff_group,omitempty"`
	Framework        *FrameworkBody       `json:"framework,omitempty"`
	Background       string               `json:"background,omitempty"`
	Exclusions       string               `json:"exclusions,omitempty"`
	KnownPapers      string               `json:"known_papers,omitempty"`
	TextVersion      int                  `json:"text_version"`
	Erased           bool                 `json:"erased,omitempty" doc:"The text was erased"`
	Limits           *LimitsBody          `json:"limits,omitempty"`
	Output           *OutputBody          `json:"output,omitempty"`
	Product          string               `json:"product,omitempty"`
	Estimate         int                  `json:"estimate_minutes,omitempty"`
	CheckPolicy      evidence.CheckPolicy `json:"check_policy,omitempty"`
	Check            *CheckView           `json:"check,omitempty" doc:"The check under way; for those who work on the request"`
	NeededBy         time.Time            `json:"needed_by,omitzero"`
	Channel          string               `json:"channel,omitempty"`
	CreatedBy        evidence.PersonID    `json:"created_by,omitempty" format:"uuid"`
	CreatedAt        time.Time            `json:"created_at"`
	ShareReport      string               `json:"share_report,omitempty"`
	ShareIdentity    string               `json:"share_identity,omitempty"`
	FirstDeliveredAt time.Time            `json:"first_delivered_at,omitzero"`
	DeliveredVersion int                  `json:"delivered_version,omitempty" doc:"Of the summary"`
	FollowUp         evidence.ImpactStage `json:"follow_up,omitempty"`
	ReviewAt         time.Time            `json:"review_at,omitzero" doc:"While on hold"`
	QuestionOpen     bool                 `json:"question_open,omitempty" doc:"A question waits for the requester's answer"`
	Survivor         evidence.RequestID   `json:"survivor,omitempty" format:"uuid" doc:"While merged"`
	People           []PersonView         `json:"people" nullable:"false"`
	Links            []LinkView           `json:"links" nullable:"false"`
	Referrals        []ReferralView       `json:"referrals" nullable:"false"`
	Contents         ContentsView         `json:"contents"`
	AllowedCommands  []evidence.Name      `json:"allowed_commands" nullable:"false" doc:"What you may do now; each can still be refused for what it carries"`
}

// CheckView is a check that is under way.
type CheckView struct {
	Subject  evidence.Subject  `json:"subject"`
	Version  int               `json:"version" doc:"Send it, with the digest, to approve"`
	Digest   string            `json:"digest"`
	Reviewer evidence.PersonID `json:"reviewer,omitempty" format:"uuid" doc:"Who was invited"`
}

// PersonView is somebody with what they are to a request.
type PersonView struct {
	Person   evidence.PersonID `json:"person" format:"uuid"`
	Name     string            `json:"name"`
	Relation string            `json:"relation" enum:"delegate,copied,reviewer"`
}

// LinkView is another request that belongs to this one.
type LinkView struct {
	Kind      postgres.LinkKind  `json:"kind" enum:"follow_on,full_search,referred_from,split_from,rerun_of,merged"`
	Older     bool               `json:"older" doc:"The other one was there first"`
	Request   evidence.RequestID `json:"request" format:"uuid"`
	Reference string             `json:"reference"`
	Stage     evidence.Stage     `json:"stage"`
	Outcome   evidence.Outcome   `json:"outcome,omitempty"`
}

// ReferralView says to whom a request was referred.
type ReferralView struct {
	Library     evidence.LibraryID `json:"library" format:"uuid"`
	LibraryName string             `json:"library_name"`
	Outside     string             `json:"outside,omitempty" doc:"A code, for a partner that does not use this system"`
	Request     evidence.RequestID `json:"request,omitempty" format:"uuid" doc:"At the partner, once you may see it"`
	Expected    time.Time          `json:"expected,omitzero"`
	PartnerDue  time.Time          `json:"partner_due,omitzero"`
	DeliveredAt time.Time          `json:"delivered_at,omitzero"`
	At          time.Time          `json:"at"`
}

// ContentsView counts what is written about a request.
type ContentsView struct {
	Messages    int `json:"messages"`
	Notes       int `json:"notes"`
	Searches    int `json:"searches"`
	References  int `json:"references"`
	Attachments int `json:"attachments"`
}

// storedLimits is how limits and the wishes for the answer are kept: codes and numbers.
type storedLimits struct {
	*LimitsBody
	Output *OutputBody `json:"output,omitempty"`
}

func viewOf(v postgres.RequestView) *RequestView {
	s := v.State
	view := &RequestView{
		RequestRow: rowOf(v.RequestRow), Organisation: v.Organisation, OrganisationName: v.OrganisationName, OnBehalfOf: v.OnBehalfOf,
		StaffGroup: v.StaffGroup, Background: v.Background, Exclusions: v.Exclusions, KnownPapers: v.KnownPapers, TextVersion: v.TextVersion,
		Erased: v.Erased, Product: orElse(s.Product, v.Product), Estimate: s.Estimate, CheckPolicy: s.Policy, NeededBy: v.NeededBy,
		Channel: v.Channel, CreatedBy: v.CreatedBy, CreatedAt: v.CreatedAt, ShareReport: v.ShareReport, ShareIdentity: v.ShareIdentity,
		FirstDeliveredAt: v.FirstDeliveredAt, DeliveredVersion: v.DeliveredVersion, FollowUp: v.FollowUp, ReviewAt: s.ReviewAt,
		QuestionOpen: s.Question != "", Survivor: s.Survivor, Contents: ContentsView(v.Contents),
		People: []PersonView{}, Links: []LinkView{}, Referrals: []ReferralView{}, AllowedCommands: []evidence.Name{},
	}
	if v.Framework != "" {
		view.Framework = &FrameworkBody{Code: v.Framework, Elements: v.FrameworkText}
	}
	var kept storedLimits
	if json.Unmarshal(v.Limits, &kept) == nil {
		view.Limits, view.Output = kept.LimitsBody, kept.Output
	}
	if c := s.Check; c != nil && (v.Relation == postgres.RelationLibrary || v.Relation == postgres.RelationReview) {
		view.Check = &CheckView{Subject: c.Subject, Version: c.Version, Digest: c.Digest, Reviewer: c.Reviewer}
	}
	for _, p := range v.People {
		view.People = append(view.People, PersonView(p))
	}
	for _, l := range v.Links {
		view.Links = append(view.Links, LinkView(l))
	}
	for _, r := range v.Referrals {
		view.Referrals = append(view.Referrals, ReferralView(r))
	}
	return view
}

// StepView is one transition of a request.
type StepView struct {
	Seq        int               `json:"seq"`
	Command    evidence.Name     `json:"command"`
	From       evidence.Stage    `json:"from,omitempty"`
	To         evidence.Stage    `json:"to"`
	By         postgres.By       `json:"by" enum:"requester,staff,engine"`
	Actor      evidence.PersonID `json:"actor,omitempty" format:"uuid" doc:"Absent for the engine, and for staff you are not told of"`
	ActorName  string            `json:"actor_name,omitempty"`
	At         time.Time         `json:"at" doc:"When it happened; clocks use it"`
	RecordedAt time.Time         `json:"recorded_at" doc:"When it was written down"`
	Late       bool              `json:"late,omitempty" doc:"It was written down afterwards"`
	Reason     string            `json:"reason,omitempty"`
	Person     evidence.PersonID `json:"person,omitempty" format:"uuid" doc:"The new owner or requester"`
	Channel    string            `json:"channel,omitempty"`
	Outcome    evidence.Outcome  `json:"outcome,omitempty"`
	PromiseDue time.Time         `json:"promise_due,omitzero" doc:"The promise in force after it"`
}

// each turns every element of a list, never giving nil.
func each[A, B any](list []A, turn func(A) B) []B {
	out := make([]B, len(list))
	for i, v := range list {
		out[i] = turn(v)
	}
	return out
}
