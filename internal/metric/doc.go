// Package metric is the list of figures that reports show. A metric is defined once: in words, by the template that makes a
// measure meaningful, actionable, reproducible and comparable (MARC, domain rule 7.6), and as pieces of SQL over the rows of
// facts. Pages, the API, exports, schedules and the list of cases behind a number all count with the same pieces.
package metric
