// Package report is what a manager's report is, whatever it is shown as: the period it is about, the figures with their
// intervals and rounding, the sentences made from them, and the rule that keeps small groups hidden. One [Report] is rendered
// as a page, CSV, Excel, Word and PDF, and is kept as JSON for years. The package is pure: the figures come in.
package report
