package postgres

import (
	"time"

	"evidencedesk/internal/evidence"
)

// MessageKind says what an entry of the thread is.
type MessageKind string

// The kinds of messages.
const (
	MessageQuestion MessageKind = "question" // the librarian's, sent by the command ask
	MessageAnswer   MessageKind = "answer"   // the requester's, sent by the command answer
	MessageNote     MessageKind = "note"     // among staff; requesters never see it
	MessageUpdate   MessageKind = "update"   // for both sides, from either
)

// Message is one entry of the thread between a requester and a library. It is never changed.
type Message struct {
	ID        string            `json:"id" format:"uuid"`
	Kind      MessageKind       `json:"kind" enum:"question,answer,note,update"`
	Author    evidence.PersonID `json:"author" format:"uuid"`
	Text      string            `json:"text"`
	Channel   string            `json:"channel,omitempty" doc:"How an answer that staff wrote down reached them"`
	CreatedAt time.Time         `json:"created_at"`
	Erased    bool              `json:"erased,omitempty" doc:"The text was erased"`
}

// StrategyLine is one line of a search, exactly as it was run (PRISMA-S item 8).
type StrategyLine struct {
	N    int    `json:"n" minimum:"1" maximum:"9999" doc:"The number of the line, ascending"`
	Text string `json:"text" minLength:"1" maxLength:"20000"`
	Hits *int   `json:"hits,omitempty" minimum:"0" maximum:"2147483647" doc:"Records that the line found"`
	Note string `json:"note,omitempty" maxLength:"10000"`
	Role string `json:"role,omitempty" enum:"concept,combine,limit,filter"`
}

// SearchLimit is a limit with its justification (PRISMA-S item 9).
type SearchLimit struct {
	Kind   string `json:"kind" minLength:"1" maxLength:"64"`
	Value  string `json:"value,omitempty" maxLength:"200"`
	Reason string `json:"reason,omitempty" maxLength:"10000"`
}

// SearchFilter is a published search filter (PRISMA-S item 10).
type SearchFilter struct {
	Name     string `json:"name" minLength:"1" maxLength:"200"`
	Version  string `json:"version,omitempty" maxLength:"200"`
	Citation string `json:"citation,omitempty" maxLength:"10000"`
	Modified bool   `json:"modified,omitempty"`
}

// AIUse is one use of an AI tool, as national guidance wants it stated: tool, version, date and prompt.
type AIUse struct {
	Stage           string            `json:"stage" minLength:"1" maxLength:"64" doc:"A code of time_entry_stages"`
	Tool            string            `json:"tool" minLength:"1" maxLength:"200"`
	Version         string            `json:"version,omitempty" maxLength:"200"`
	AccessedAt      *time.Time        `json:"accessed_at,omitempty"`
	Prompt          string            `json:"prompt,omitempty" maxLength:"10000"`
	Link            string            `json:"link,omitempty" maxLength:"2000" doc:"http or https"`
	OutputCheckedBy evidence.PersonID `json:"output_checked_by,omitempty" format:"uuid"`
	Note            string            `json:"note,omitempty" maxLength:"10000"`
}

// SearchContent is what a librarian records of one search of one source: the fields of PRISMA-S.
type SearchContent struct {
	Source           string            `json:"source" minLength:"1" maxLength:"64" doc:"A code of sources"`
	SourceName       string            `json:"source_name,omitempty" maxLength:"200" doc:"The name of a source that has no code of its own"`
	Platform         string            `json:"platform,omitempty" maxLength:"64" doc:"A code of platforms"`
	Kind             string            `json:"kind" minLength:"1" maxLength:"64" doc:"A code of source_kinds"`
	Method           string            `json:"method,omitempty" maxLength:"10000" doc:"How a site was browsed, a citation chased, a person asked"`
	MultiDBGroup     string            `json:"multi_db_group,omitempty" maxLength:"200" doc:"The same for all databases that were searched at once on one platform"`
	Coverage         string            `json:"coverage,omitempty" maxLength:"200" doc:"The dates covered, as the provider shows them"`
	RunAt            *time.Time        `json:"run_at,omitempty" doc:"When it was last run"`
	RunBy            evidence.PersonID `json:"run_by,omitempty" format:"uuid" doc:"A librarian or trainee of this library"`
	IsRerunOf        string            `json:"is_rerun_of,omitempty" format:"uuid" doc:"An earlier search for the same request"`
	AdaptedFrom      string            `json:"adapted_from,omitempty" maxLength:"10000" doc:"A request or a citation from which the strategy was taken"`
	Lines            []StrategyLine    `json:"lines,omitempty" maxItems:"500"`
	Limits           []SearchLimit     `json:"limits,omitempty" maxItems:"200"`
	Filters          []SearchFilter    `json:"filters,omitempty" maxItems:"200"`
	RecordsRetrieved *int              `json:"records_retrieved,omitempty" minimum:"0" maximum:"2147483647"`
	RecordsExported  *int              `json:"records_exported,omitempty" minimum:"0" maximum:"2147483647"`
	AIUse            []AIUse           `json:"ai_use,omitempty" maxItems:"200"`
	Note             string            `json:"note,omitempty" maxLength:"10000"`

	// Fields that came later stand last: the digest of what was checked before them stays the same.
	Alerts            string `json:"alerts,omitempty" maxLength:"10000" doc:"How new records are followed after this run"`
	AdaptedFromSearch string `json:"adapted_from_search,omitempty" format:"uuid" doc:"The search, of any request, from which this one was copied"`
}

// Search is a search record: a working row that may be changed by whoever has read its version.
type Search struct {
	ID      string `json:"id" format:"uuid"`
	Version int    `json:"version"`
	SearchContent
	Authors   []evidence.PersonID `json:"authors" doc:"Everybody who changed it"`
	Trainee   bool                `json:"trainee" doc:"A trainee wrote some of it"`
	CreatedAt time.Time           `json:"created_at"`
	UpdatedBy evidence.PersonID   `json:"updated_by" format:"uuid"`
	UpdatedAt time.Time           `json:"updated_at"`
	Erased    bool                `json:"erased,omitempty"`
}
