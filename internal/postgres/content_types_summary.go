package postgres

// Section is a part of the summary under a heading of its own.
type Section struct {
	Heading string `json:"heading" minLength:"1" maxLength:"200"`
	Text    string `json:"text,omitempty" maxLength:"200000" doc:"Markdown"`
}

// Certainty is how sure the evidence on one outcome is, in the four levels of GRADE. A rating is reported from a source, which is
// then named, or given by the librarian with a reason; it is never guessed, so a summary may well have none.
type Certainty struct {
	Outcome         string `json:"outcome,omitempty" maxLength:"200" doc:"Of what; absent: of the answer as a whole"`
	Level           string `json:"level" enum:"high,moderate,low,very_low"`
	RatedBy         string `json:"rated_by" enum:"source,librarian"`
	SourceReference string `json:"source_reference,omitempty" format:"uuid" doc:"The reference whose rating it is; needed when rated_by is source"`
	Reason          string `json:"reason,omitempty" maxLength:"10000" doc:"Needed when rated_by is librarian"`
}

// EvidenceRow is what one reference contributes, as a row of the evidence table. A cell that is empty was not filled in.
type EvidenceRow struct {
	Reference  string `json:"reference" format:"uuid" doc:"A reference of the report, at most once"`
	Design     string `json:"design,omitempty" maxLength:"2000"`
	Setting    string `json:"setting,omitempty" maxLength:"2000" doc:"Setting and population"`
	Number     string `json:"n,omitempty" maxLength:"2000" doc:"How many took part, as it is to be printed: 412, or 12 trials with 9,400 people"`
	Comparison string `json:"comparison,omitempty" maxLength:"2000" doc:"Intervention and what it was compared with"`
	Outcomes   string `json:"outcomes,omitempty" maxLength:"2000"`
	Finding    string `json:"finding,omitempty" maxLength:"2000" doc:"The main finding"`
	Limits     string `json:"limits,omitempty" maxLength:"2000" doc:"Limits that the authors state"`
	Note       string `json:"note,omitempty" maxLength:"2000" doc:"The librarian's note"`
}

// Cell is one cell of the evidence table under its name in the API.
type Cell struct{ Name, Text string }

// Cells are the cells of a row after its reference, in the order of their columns.
func (r EvidenceRow) Cells() []Cell {
	return []Cell{
		{"design", r.Design},
		{"setting", r.Setting},
		{"n", r.Number},
		{"comparison", r.Comparison},
		{"outcomes", r.Outcomes},
		{"finding", r.Finding},
		{"limits", r.Limits},
		{"note", r.Note},
	}
}

// Support is one sentence of a frozen text and the references on which it stands.
type Support struct {
	Section  string   `json:"section" doc:"The path of its text: bottom_line, text or sections[0].text"`
	Sentence int      `json:"sentence" minimum:"1" doc:"Its number among the sentences of that text, from 1"`
	Refs     []string `json:"refs" doc:"The identifiers of the references, in the order of the report"`
}

// Disclaimer is a statement that goes with a report, in the words that the library had when the version was frozen.
type Disclaimer struct {
	Code string `json:"code" doc:"A code of disclaimers"`
	Text string `json:"text" doc:"Plain text; a blank line parts paragraphs"`
}

// SummaryText is what a librarian writes: text and sections together have at most evidence.MaxSummary characters, and so has the
// evidence table.
type SummaryText struct {
	Text          string        `json:"text,omitempty" maxLength:"200000" doc:"Markdown"`
	BottomLine    string        `json:"bottom_line,omitempty" maxLength:"10000"`
	Product       string        `json:"product,omitempty" maxLength:"64" doc:"A code of products"`
	Sections      []Section     `json:"sections,omitempty" maxItems:"200"`
	EvidenceTable []EvidenceRow `json:"evidence_table,omitempty" maxItems:"200" doc:"At most one row for each reference"`
	Certainties   []Certainty   `json:"certainties,omitempty" maxItems:"20" doc:"Each outcome once"`
}
