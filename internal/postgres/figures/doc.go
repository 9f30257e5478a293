// Package figures counts what reports show, from the rows of facts, with the metrics of package metric. It is the one source of
// every number: pages, the API, exports and schedules ask it, and the cases behind a number are found by the same conditions.
package figures
