package vocabulary

// Status says how sure a vocabulary or a term is of its source.
type Status string

// The degrees of certainty.
const (
	Sourced  Status = "sourced"  // stated by a source that the vocabulary names
	Recalled Status = "recalled" // widely known, but not confirmed on a page: check before printing it as official
	Inferred Status = "inferred" // our own reasoning, for the service owner to confirm
)

// Vocabulary is one list of terms as it is served. It is shared: read it, never change it.
type Vocabulary struct {
	ID       string   `json:"id"`
	Title    string   `json:"title"`
	Version  string   `json:"version" doc:"Year and month of the last change"`
	Status   Status   `json:"status" enum:"sourced,recalled,inferred"`
	Source   []string `json:"source" doc:"Names and addresses of the public sources"`
	Note     string   `json:"note,omitempty"`
	Warning  string   `json:"warning,omitempty" doc:"To be shown wherever the list is shown"`
	Commands []string `json:"commands,omitempty" doc:"Commands whose reason is a code of this list"`
	Terms    []Term   `json:"terms" doc:"In the order in which a form offers them"`
}

// Term is one choice. The fields after Refs belong to single vocabularies and are absent elsewhere.
type Term struct {
	Code         string              `json:"code"`
	Label        string              `json:"label"`
	Definition   string              `json:"definition,omitempty"`
	Status       Status              `json:"status,omitempty" enum:"sourced,recalled,inferred"`
	Source       string              `json:"source,omitempty"`
	Default      bool                `json:"default,omitempty" doc:"Chosen unless another is; at most one in a list"`
	OffByDefault bool                `json:"off_by_default,omitempty" doc:"Offered only where a library switches it on"`
	Warning      string              `json:"warning,omitempty" doc:"To be shown beside the choice"`
	Refs         map[string][]string `json:"refs,omitempty" doc:"Codes of other vocabularies that belong to this term, by vocabulary"`

	Search          *SearchRule        `json:"search,omitempty" doc:"search_types only"`
	Urgency         *UrgencyRule       `json:"urgency,omitempty" doc:"urgencies only"`
	Elements        []FrameworkElement `json:"elements,omitempty" doc:"frameworks only"`
	Combine         string             `json:"combine,omitempty" doc:"frameworks only: how the elements are combined, where that is prescribed"`
	Band            *AgeBand           `json:"band,omitempty" doc:"limit_ages only"`
	Years           int                `json:"years,omitempty" doc:"limit_dates only: years back from today"`
	MaxResults      int                `json:"max_results,omitempty" doc:"result_counts only"`
	Effort          string             `json:"effort,omitempty" doc:"products only: what others allow for it"`
	HasSummary      bool               `json:"has_summary,omitempty" doc:"products only: includes a bottom line"`
	SetBy           []string           `json:"set_by,omitempty" doc:"outcomes only: commands that set it"`
	Prompts         []string           `json:"prompts,omitempty" doc:"press_elements only"`
	Answer          *AnswerForm        `json:"answer,omitempty" doc:"impact_questions only"`
	MidpointMinutes *int               `json:"midpoint_minutes,omitempty" doc:"time_saved_bands only; absent when unknown"`
	Outline         *SummaryOutline    `json:"outline,omitempty" doc:"summary_outlines only"`
	Disclaimer      *DisclaimerRule    `json:"disclaimer,omitempty" doc:"disclaimers only"`
	Phrases         []string           `json:"phrases,omitempty" doc:"distressing_topics only: what in a question suggests the topic; a star ends a word that may go on"`
	Region          *RegionRatio       `json:"region,omitempty" doc:"regional_staff_ratios only"`
}

// SearchRule is what the type of search decides.
type SearchRule struct {
	SuggestedHours   *HourRange  `json:"suggested_hours,omitempty" doc:"Absent when the estimate is agreed from case to case"`
	Upper            UpperBound  `json:"upper" enum:"suggested,maximum,none"`
	MinElapsedDays   int         `json:"min_elapsed_days,omitempty" doc:"Calendar days before first results can be expected"`
	CheckRequired    CheckPolicy `json:"check_required" enum:"none,strategy,summary,both"`
	FirstAskDays     int         `json:"first_ask_days" doc:"Calendar days from delivery to the first question about impact"`
	SecondAskDays    int         `json:"second_ask_days,omitempty" doc:"Calendar days from delivery to the second one; absent when there is none"`
	Prioritised      bool        `json:"prioritised,omitempty" doc:"Done before other types"`
	NormallyDeclined bool        `json:"normally_declined,omitempty"`
}

// HourRange is a planning range in hours of work over all stages; the default is its midpoint.
type HourRange struct {
	Low     float64 `json:"low"`
	High    float64 `json:"high"`
	Default float64 `json:"default"`
}

// UpperBound says what the upper end of a range of hours means.
type UpperBound string

// The meanings of an upper end.
const (
	UpperSuggested UpperBound = "suggested" // a guide; actual times vary widely
	UpperMaximum   UpperBound = "maximum"   // not to be exceeded
	UpperNone      UpperBound = "none"      // no maximum and no range
)

// CheckPolicy says what a second librarian must have read before delivery.
type CheckPolicy string

// The check policies, as the process names them.
const (
	CheckNone     CheckPolicy = "none"
	CheckStrategy CheckPolicy = "strategy"
	CheckSummary  CheckPolicy = "summary"
	CheckBoth     CheckPolicy = "both"
)

// UrgencyRule is what the urgency decides. Minutes are working minutes of the library's calendar.
type UrgencyRule struct {
	PromiseWorkingMinutes     int  `json:"promise_working_minutes,omitempty" doc:"From receipt to delivery; absent when by agreement"`
	StartWithinWorkingMinutes int  `json:"start_within_working_minutes,omitempty"`
	SameWorkingDay            bool `json:"same_working_day,omitempty" doc:"Due by the close of the working day of receipt, within the minutes"`
	ByAgreement               bool `json:"by_agreement,omitempty"`
	MinElapsedDays            int  `json:"min_elapsed_days,omitempty"`
	NeedsReason               bool `json:"needs_reason,omitempty" doc:"The form asks why"`
	BypassesQueue             bool `json:"bypasses_queue,omitempty" doc:"May be answered at once and recorded afterwards"`
}

// FrameworkElement is one part of a question framework.
type FrameworkElement struct {
	Key    string `json:"key"`
	Label  string `json:"label"`
	Search bool   `json:"search" doc:"Searched on unless the librarian decides otherwise"`
}

// RegionRatio is how many librarians there were for how many staff, as published. WTE are whole-time equivalents.
type RegionRatio struct {
	QualifiedWTE float64 `json:"qualified_wte"`
	WorkforceWTE float64 `json:"workforce_wte"`
	Published    int     `json:"published" doc:"The N of the published 1:N, rounded as the source rounds it"`
}

// AgeBand is a range of completed units of age, both ends included.
type AgeBand struct {
	Unit string `json:"unit" enum:"months,years"`
	From int    `json:"from"`
	To   *int   `json:"to,omitempty" doc:"Absent when open"`
}

// AnswerForm is how a question of the questionnaire is answered.
type AnswerForm struct {
	Kind       string `json:"kind" enum:"one,many,matrix,text,consent"`
	Vocabulary string `json:"vocabulary,omitempty" doc:"Where the choices, or the rows of a matrix, come from"`
	Columns    string `json:"columns,omitempty" doc:"matrix only: the vocabulary of its columns"`
}
