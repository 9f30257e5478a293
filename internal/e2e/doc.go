// Package e2e holds the end-to-end tests: the real binary as child processes, a real PostgreSQL, a real Temporal and a real
// SMTP server, with nothing in between but TCP proxies that can be cut. Every answer of the API is validated against the
// OpenAPI document that the same process serves.
//
// A desk is one installation: a database, a Temporal namespace, an API process and a worker process. The journeys share one
// and run side by side, each with libraries and people of its own; every test that breaks something has a desk to itself.
// When a desk closes, everything that happened on it is checked: the audit folds to the projection and to the workflows,
// nothing is left in the outbox, and no word that anybody wrote stands in a history, a log or a problem.
package e2e
