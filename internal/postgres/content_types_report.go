package postgres

import (
	"time"

	"evidencedesk/internal/evidence"
)

// ReferenceContent is one reference of the report.
type ReferenceContent struct {
	Type     string   `json:"type" enum:"article,book,chapter,report,guideline,web_page,thesis,conference_paper,preprint,other"`
	Title    string   `json:"title" minLength:"1" maxLength:"2000"`
	Authors  []string `json:"authors,omitempty" maxItems:"200" doc:"Each as it is to be printed, at most 200 characters"`
	Journal  string   `json:"journal,omitempty" maxLength:"1000"`
	Year     *int     `json:"year,omitempty" minimum:"1400" maximum:"2200"`
	Volume   string   `json:"volume,omitempty" maxLength:"64"`
	Issue    string   `json:"issue,omitempty" maxLength:"64"`
	Pages    string   `json:"pages,omitempty" maxLength:"64"`
	DOI      string   `json:"doi,omitempty" maxLength:"200" doc:"Without the address of a resolver; one that is given is taken off"`
	PMID     string   `json:"pmid,omitempty" maxLength:"9" pattern:"^[1-9][0-9]{0,8}$"`
	PMCID    string   `json:"pmcid,omitempty" maxLength:"13" pattern:"^(PMC[1-9][0-9]{0,9})?$" doc:"Where the free copy is in PubMed Central"`
	URL      string   `json:"url,omitempty" maxLength:"2000" doc:"http or https"`
	Abstract string   `json:"abstract,omitempty" maxLength:"10000"`
	Note     string   `json:"note,omitempty" maxLength:"10000" doc:"Why it matters here"`
	Tier     string   `json:"tier,omitempty" enum:"guidance,systematic_reviews,trials,observational,qualitative,grey,other_trusts,cds"`
	Theme    string   `json:"theme,omitempty" maxLength:"200"`
	KeyPaper bool     `json:"key_paper,omitempty" doc:"One of the papers that matter most"`
}

// Reference is a reference with its place in the list.
type Reference struct {
	ID       string `json:"id" format:"uuid"`
	Version  int    `json:"version"`
	Position int    `json:"position" doc:"Ascending, with gaps where one was taken out"`
	ReferenceContent
	Record    string              `json:"record,omitempty" format:"uuid" doc:"The record of a search that it came from"`
	Writers   []evidence.PersonID `json:"writers" doc:"Everybody who changed it"`
	Trainee   bool                `json:"trainee" doc:"A trainee wrote some of it"`
	CreatedAt time.Time           `json:"created_at"`
	UpdatedBy evidence.PersonID   `json:"updated_by" format:"uuid"`
	UpdatedAt time.Time           `json:"updated_at"`
	Erased    bool                `json:"erased,omitempty"`
}

// Summary is the working copy, of which a request has one. Version 1 is the empty page. For readers outside the library it
// is the version that was delivered.
type Summary struct {
	Version int `json:"version"`
	SummaryText
	Delivered bool                `json:"delivered,omitempty" doc:"This is the version that was delivered, not the working copy"`
	Authors   []evidence.PersonID `json:"authors" doc:"Everybody who changed it"`
	Trainee   bool                `json:"trainee" doc:"A trainee wrote some of it"`
	UpdatedBy evidence.PersonID   `json:"updated_by,omitempty" format:"uuid"`
	UpdatedAt time.Time           `json:"updated_at,omitzero"`
	Erased    bool                `json:"erased,omitempty"`
}

// Facts are what the process keeps of a text: which one it was, never what it says.
type Facts struct {
	Version int                 `json:"version"`
	Digest  string              `json:"digest" doc:"HMAC-SHA-256 of the canonical form"`
	Authors []evidence.PersonID `json:"authors" doc:"Everybody who wrote some of it"`
	Trainee bool                `json:"trainee" doc:"A trainee wrote some of it"`
}

// VersionInfo is a frozen version without its text.
type VersionInfo struct {
	Facts
	FrozenBy  evidence.PersonID `json:"frozen_by" format:"uuid"`
	FrozenAt  time.Time         `json:"frozen_at"`
	Delivered bool              `json:"delivered" doc:"This is what the requester sees"`
	Erased    bool              `json:"erased,omitempty"`
}

// SummaryVersion is the whole report as it was frozen: the text, the references it cites and the searches it describes, which
// sentence stands on which reference, and the disclaimers in the words of that day.
type SummaryVersion struct {
	VersionInfo
	SummaryText
	References  []Reference  `json:"references"`
	Searches    []Search     `json:"searches"`
	Support     []Support    `json:"support"`
	Disclaimers []Disclaimer `json:"disclaimers"`
	Methods     *Methods     `json:"methods,omitempty" doc:"What is said of the searching, in the figures of that day; absent without searches"`
	Question    int          `json:"question,omitempty" doc:"The version of the question that it answers"`
}
