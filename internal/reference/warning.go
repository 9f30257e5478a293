package reference

// Codes of warnings. They are stored, so they are never renamed.
const (
	WarnHeading       = "heading"            // text before the first record
	WarnNumbering     = "numbering"          // lines that only number the records were left out; the detail says how many
	WarnStray         = "stray_text"         // text between records: kept as a note of the record that follows, or here
	WarnComment       = "comment"            // a comment of the format
	WarnNoStart       = "missing_start"      // the line that says the type of the record is missing
	WarnNoEnd         = "missing_end"        // the line that ends the record is missing
	WarnUnclosed      = "unclosed"           // a brace, quotation mark or element was not closed
	WarnNoTitle       = "no_title"           // the record has no title
	WarnUnknownType   = "unknown_type"       // the type of publication is not known; kept as it stands
	WarnMarkup        = "markup"             // HTML or XML markup was turned into plain text; the detail says in how many values
	WarnLaTeX         = "latex"              // a LaTeX command that is not known was kept as it stands
	WarnCut           = "cut"                // a value was longer than the limit and was cut
	WarnLineCut       = "line_cut"           // a line was longer than the limit and was cut
	WarnRecordCut     = "record_cut"         // a record was longer than the limit; what followed was dropped
	WarnMoreAuthors   = "and_others"         // the source says that there are more authors
	WarnColumns       = "columns"            // a row has more cells than the table has columns
	WarnEncoding      = "encoding"           // not all of the text is UTF-8: read as Windows-1252
	WarnControl       = "control_characters" // characters that cannot be printed were left out
	WarnBroken        = "broken"             // a part of the file could not be understood; kept as it stands, cut short
	WarnMixed         = "mixed_formats"      // from this line on the file is in another format, which the detail names
	WarnUnknownString = "unknown_string"     // a BibTeX abbreviation that the file does not define
)

// maxDetailRunes is how much of the file a warning shows.
const maxDetailRunes = 500

func detail(s string) string {
	short, _ := cutRunes(s, maxDetailRunes)
	return short
}
