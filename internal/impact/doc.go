// Package impact makes the manager's impact report: which figures it shows, in which order, and the sentences that say what they
// show. The figures come from a Counter, so that the live page, the API, exports and the reports that a schedule makes are one
// and the same.
package impact
