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
	words := map[string]string{
		reference.WarnHeading:       "There is text before the first record.",
		reference.WarnNumbering:     "Lines that only number the records were left out.",
		reference.WarnStray:         "There is text between records. It is kept as a note.",
		reference.WarnComment:       "There is a comment. It is left out.",
		reference.WarnNoStart:       "The line that says what kind of publication it is is missing.",
		reference.WarnNoEnd:         "The line that ends the record is missing.",
		reference.WarnUnclosed:      "Something was opened and not closed.",
		reference.WarnNoTitle:       "The record has no title.",
		reference.WarnUnknownType:   "The kind of publication is not known. It is kept as it stands.",
		reference.WarnMarkup:        "Formatting was taken out of the text.",
		reference.WarnLaTeX:         "A LaTeX command is not known. It is kept as it stands.",
		reference.WarnCut:           "A value is longer than the limit and was cut.",
		reference.WarnLineCut:       "A line is longer than the limit and was cut.",
		reference.WarnRecordCut:     "The record is longer than the limit. What followed was left out.",
		reference.WarnMoreAuthors:   "The source says that there are more authors.",
		reference.WarnColumns:       "The row has more cells than there are columns.",
		reference.WarnEncoding:      "Not all of the text is UTF-8. It was read as Windows-1252.",
		reference.WarnControl:       "Characters that cannot be printed were left out.",
		reference.WarnBroken:        "A part could not be understood. It is kept as it stands.",
		reference.WarnUnknownString: "The file uses an abbreviation that it does not define.",
	}
	if said, known := words[code]; known {
		return said
	}
	return "Something is odd here."
}
