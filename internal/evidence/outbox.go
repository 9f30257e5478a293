package evidence

// OutboxRow is something one transaction owes to a workflow: its start, that of an import, or a command to another request. It holds
// identifiers and codes only.
type OutboxRow struct {
	ID       string
	Kind     OutboxKind
	Request  RequestID
	Command  Command  // for OutboxCommand; its ID is the row's unique key, so sending it twice is harmless
	Import   ImportID // for OutboxImport
	Attempts int      // failed so far
}

// OutboxKind is what an outbox row asks for.
type OutboxKind string

// The kinds of outbox row.
const (
	OutboxStart   OutboxKind = "start-request"
	OutboxCommand OutboxKind = "command"
	OutboxImport  OutboxKind = "start-import"
)
