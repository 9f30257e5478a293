package rest

import (
	"fmt"

	"evidencedesk/internal/evidence"
	"evidencedesk/internal/postgres"
	"evidencedesk/internal/reference"
)

func viewOfImport(i postgres.Import) ImportView {
	return ImportView{Import: i, Message: problemWords(i.Problem)}
}

// problemWords says why an import was refused, and what to do.
func problemWords(problem string) string {
	switch problem {
	case "":
		return ""
	case "no_records":
		return "No records were found in it. Export the results again, and look into the file first."
	case "request_is_full":
		return fmt.Sprintf("With it the request would have more than %d records. Narrow the search, or undo another import.", postgres.MaxRequestRecords)
	}
	return (&reference.Refusal{Problem: reference.Problem(problem), Limit: evidence.MaxReferences}).Error()
}

// warningWords says what a warning of a reader means.
func warningWords(code string) string {
	switch code {
	case reference.WarnHeading:
		return "There is text before the first record."
	case reference.WarnNumbering:
		return "Lines that only number the records were left out."
	case reference.WarnStray:
		return "There is text between records. It is kept as a note."
	case reference.WarnComment:
		return "There is a comment. It is left out."
	case reference.WarnNoStart:
		return "The line that says what kind of publication it is is missing."
	case reference.WarnNoEnd:
		return "The line that ends the record is missing."
	case reference.WarnUnclosed:
		return "Something was opened and not closed."
	case reference.WarnNoTitle:
		return "The record has no title."
	case reference.WarnUnknownType:
		return "The kind of publication is not known. It is kept as it stands."
	case reference.WarnMarkup:
		return "Formatting was taken out of the text."
	case reference.WarnLaTeX:
		return "A LaTeX command is not known. It is kept as it stands."
	case reference.WarnCut:
		return "A value is longer than the limit and was cut."
	case reference.WarnLineCut:
		return "A line is longer than the limit and was cut."
	case reference.WarnRecordCut:
		return "The record is longer than the limit. What followed was left out."
	case reference.WarnMoreAuthors:
		return "The source says that there are more authors."
	case reference.WarnColumns:
		return "The row has more cells than there are columns."
	case reference.WarnEncoding:
		return "Not all of the text is UTF-8. It was read as Windows-1252."
	case reference.WarnControl:
		return "Characters that cannot be printed were left out."
	case reference.WarnBroken:
		return "A part could not be understood. It is kept as it stands."
	case reference.WarnUnknownString:
		return "The file uses an abbreviation that it does not define."
	}
	return "Something is odd here."
}
