// Package guard finds text that could identify a patient before it is stored.
//
// A request for evidence never needs an identifier (Caldicott principles), so
// every free-text field is scanned when it is saved. The package is pure: it
// reads text, returns positions, and keeps, logs and returns nothing of the
// text itself. It has no clock, so the same text always gives the same answer.
//
// A detector looks for one kind of identifier; each is in a file of its own and
// is made of a pattern (what it looks like) and a judgement (what stands before
// and after it). Rules lists the detectors with the words shown to the user.
//
// Positions count Unicode code points of the text as it was given, from 0.
package guard
