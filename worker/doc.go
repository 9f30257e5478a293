// Package worker is the worker process: it runs the workflows and activities, sends what the outbox and the mail ledger
// owe, makes a new version of itself current, and starts again what Temporal has lost. Any number of them run side by side.
package worker
