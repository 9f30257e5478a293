package postgres

import (
	"time"

	"evidencedesk/internal/evidence"
)

// PressElement is one of the six elements of the PRESS 2015 form for reading a strategy.
type PressElement struct {
	Element string `json:"element" minLength:"1" maxLength:"64" doc:"A code of press_elements"`
	Verdict string `json:"verdict,omitempty" maxLength:"64" doc:"A code of press_verdicts"`
	Comment string `json:"comment,omitempty" maxLength:"10000"`
}

// ReviewContent is what a second librarian found. A strategy is read by the PRESS elements, a summary as a whole.
type ReviewContent struct {
	Verdict  string         `json:"verdict,omitempty" maxLength:"64" doc:"A code of review_verdicts"`
	Comment  string         `json:"comment,omitempty" maxLength:"10000"`
	Elements []PressElement `json:"elements,omitempty" maxItems:"6" doc:"For a strategy only, each element once"`
}

// Review is the reading of one check by one person.
type Review struct {
	ID             string            `json:"id" format:"uuid"`
	Version        int               `json:"version"`
	Subject        evidence.Subject  `json:"subject" enum:"strategy,summary"`
	SubjectVersion int               `json:"subject_version"`
	SubjectDigest  string            `json:"subject_digest" doc:"What was read"`
	Reviewer       evidence.PersonID `json:"reviewer" format:"uuid"`
	ReviewContent
	CreatedAt time.Time `json:"created_at"`
	UpdatedAt time.Time `json:"updated_at"`
	Erased    bool      `json:"erased,omitempty"`
}

// TimeContent is a stretch of work on a request.
type TimeContent struct {
	Stage     string    `json:"stage" minLength:"1" maxLength:"64" doc:"A code of time_entry_stages"`
	Minutes   int       `json:"minutes" minimum:"1" maximum:"1440"`
	StartedAt time.Time `json:"started_at"`
	Note      string    `json:"note,omitempty" maxLength:"10000"`
}

// TimeEntry is a stretch of work with who did it.
type TimeEntry struct {
	ID      string            `json:"id" format:"uuid"`
	Version int               `json:"version"`
	Person  evidence.PersonID `json:"person" format:"uuid"`
	TimeContent
	CreatedAt time.Time `json:"created_at"`
	UpdatedAt time.Time `json:"updated_at"`
	Erased    bool      `json:"erased,omitempty"`
}

// TimeTotal is how long one person worked on one stage of a request.
type TimeTotal struct {
	Person  evidence.PersonID `json:"person" format:"uuid"`
	Stage   string            `json:"stage"`
	Minutes int               `json:"minutes"`
}

// AttachmentContent describes a file.
type AttachmentContent struct {
	Name      string `json:"name" minLength:"1" maxLength:"200"`
	MediaType string `json:"media_type,omitempty" maxLength:"200" doc:"Empty, like size and sha256, for a file that is still to come"`
	Size      int64  `json:"size,omitempty" minimum:"0" maximum:"1099511627776" doc:"Bytes"`
	SHA256    string `json:"sha256,omitempty" pattern:"^([0-9a-f]{64})?$" maxLength:"64" doc:"The file that comes later must have it, if it is given"`
	CopyBasis string `json:"copy_basis,omitempty" enum:"cla,library_privilege,cfp,open_access,link_only" doc:"On which basis a copy may be supplied; link_only unless said"`
}

// Attachment is a file's description with who added it.
type Attachment struct {
	ID      string `json:"id" format:"uuid"`
	Version int    `json:"version"`
	AttachmentContent
	AddedBy   evidence.PersonID `json:"added_by" format:"uuid"`
	FromStaff bool              `json:"from_staff" doc:"Staff added it; requesters see it after delivery"`
	Kept      bool              `json:"kept,omitempty" doc:"The file itself is kept here, not only described"`
	ForReader bool              `json:"for_reader,omitempty" doc:"The basis lets the reader of this download the file"`
	CreatedAt time.Time         `json:"created_at"`
	UpdatedAt time.Time         `json:"updated_at"`
	Erased    bool              `json:"erased,omitempty"`
}

// Draft is a request that is not yet one. Only the person who writes it ever sees it.
type Draft struct {
	ID        string         `json:"id" format:"uuid"`
	Version   int            `json:"version"`
	Body      map[string]any `json:"submission" doc:"As for a submission, as far as it has got"`
	CreatedAt time.Time      `json:"created_at"`
	UpdatedAt time.Time      `json:"updated_at"`
}
