package postgres

// What the tests reach into the package for.
var QueueNotices = queueNotices
