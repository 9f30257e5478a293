package pubmed

import "errors"

// Code names what went wrong with PubMed.
type Code string

// The codes of [Error].
const (
	BadOption      Code = "pubmed-bad-option"
	Unreachable    Code = "pubmed-unreachable"     // no answer, or one that says that the server has a fault; worth trying later
	TooFast        Code = "pubmed-too-fast"        // refused because of too many requests, again and again
	NotAccepted    Code = "pubmed-not-accepted"    // the key or the request was refused
	BadAnswer      Code = "pubmed-bad-answer"      // it is not what NCBI describes
	QueryRefused   Code = "pubmed-query-refused"   // PubMed cannot read the query
	HistoryExpired Code = "pubmed-history-expired" // the set is no longer kept
	OutOfReach     Code = "pubmed-out-of-reach"    // more records than PubMed gives
)

// Error is a failure to get an answer. It holds nothing that was asked.
type Error struct {
	Code   Code
	Detail string // a sentence for people

	passing bool // worth another attempt at once
}

// Error gives code and detail.
func (e *Error) Error() string { return string(e.Code) + ": " + e.Detail }

// CodeOf gives the code of the first [Error] in the chain; empty when there is none.
func CodeOf(err error) Code {
	var e *Error
	if errors.As(err, &e) {
		return e.Code
	}
	return ""
}

// Lasting reports whether asking the same again later would fail in the same way.
func Lasting(err error) bool {
	switch CodeOf(err) {
	case BadOption, QueryRefused, OutOfReach:
		return true
	default:
		return false
	}
}
