// Package postgres keeps everything that Evidence Desk knows: people, requests, every step of their process, the queue
// and its search, notices, follow-ups and erasure. The process itself is decided by package evidence; this package
// carries decisions out in one transaction each and computes their dates with the library's calendar.
//
// Every read takes the person who reads. What they may not see is evidence.NotFound, exactly like what does not exist.
// Refusals are *evidence.Error; a database that cannot be reached is evidence.StoreUnavailable. Errors never hold text,
// names or addresses. Identifiers are UUIDs in their text form; instants are UTC with microseconds.
package postgres
