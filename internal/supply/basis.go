// Package supply says what a library may hand to its readers: which kinds of file, and on which copyright basis to whom. It is pure.
package supply

import "slices"

// Version of the table of bases, and where its rules come from. They are recalled from public summaries of the CLA Licence Plus of
// the NHS in England and of library privilege (Copyright, Designs and Patents Act 1988, section 42A), and partly inferred: the
// licence in force decides.
const (
	Version = 1
	Status  = "recalled and inferred: check the licence in force"
)

// Basis is on which basis a copy may be supplied.
type Basis string

// The bases.
const (
	LinkOnly  Basis = "link_only"         // nothing is known, so nothing is copied
	Open      Basis = "open_access"       // published under a licence that lets anyone copy it
	CLA       Basis = "cla"               // the library's licence of the Copyright Licensing Agency
	Privilege Basis = "library_privilege" // one copy for one person's private use
	FeePaid   Basis = "cfp"               // a copyright fee was paid
)

// Reader is how a person stands to a request.
type Reader string

// The readers. Staff of the answering library make the copies, so they always reach them.
const (
	Staff     Reader = "staff"
	Requester Reader = "requester"
	Delegate  Reader = "delegate"
	Copied    Reader = "copied"
	Reviewer  Reader = "reviewer"
	Colleague Reader = "colleague" // of the NHS, with whom the report is shared; perhaps of another library
)

// Readers lists every reader.
func Readers() []Reader { return []Reader{Staff, Requester, Delegate, Copied, Reviewer, Colleague} }

// Audience is for whom a copy is.
type Audience string

// The audiences, each within the next.
const (
	Nobody   Audience = "nobody"
	OnlyOne  Audience = "requester"
	NHS      Audience = "nhs"
	Everyone Audience = "anyone"
)

// Rule is what one basis allows.
type Rule struct {
	Basis        Basis
	Audience     Audience
	PatientPaper bool   // one paper copy may be given to a patient or carer
	Label        string // for whoever chooses it
	Sentence     string // for whoever reads the copy
}

// Rules gives the table, the most careful basis first.
func Rules() []Rule {
	return []Rule{
		{LinkOnly, Nobody, false, "No, only pointed to", "No copy is supplied: follow the link."},
		{Open, Everyone, true, "Yes, it is open access", "Open access. You may pass it on to anyone, as its licence says."},
		{CLA, NHS, true, "Yes, under our CLA licence", "Copied under the library’s CLA licence. You may pass it on to colleagues in the NHS, and give a patient or carer one copy on paper. Not for commercial use."},
		{Privilege, OnlyOne, false, "Yes, under library privilege", "For your own private study or non-commercial research only. Do not pass it on or copy it: ask the library if others need it."},
		{FeePaid, NHS, true, "Yes, with a copyright fee paid", "A copy for which a copyright fee was paid. You may pass it on to colleagues in the NHS, and give a patient or carer one copy on paper. It stays the property of the NHS."},
	}
}

// RuleOf gives the rule of a basis; an unknown one allows nothing.
func RuleOf(b Basis) Rule {
	rules := Rules()
	if i := slices.IndexFunc(rules, func(r Rule) bool { return r.Basis == b }); i >= 0 {
		return rules[i]
	}
	return Rule{Basis: b, Audience: Nobody, Sentence: rules[0].Sentence}
}

// Carries reports whether a file may be kept and supplied on the basis at all.
func (r Rule) Carries() bool { return r.Audience != Nobody }

// Allows reports whether a reader may have the copy.
func (r Rule) Allows(who Reader) bool {
	if !slices.Contains(Readers(), who) {
		return false
	}
	switch r.Audience {
	case OnlyOne:
		return who == Requester || who == Staff
	case NHS, Everyone:
		return true
	case Nobody:
	}
	return false
}
