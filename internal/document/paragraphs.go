package document

// Paragraphs shows plain text, for reports that are built elsewhere: an empty line parts paragraphs.
func Paragraphs(text string) []Block { return asParagraphs(text) }
