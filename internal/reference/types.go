package reference

import "strings"

// typeNamed recognises the kinds that databases and programs write out; empty when the name is none of them.
func typeNamed(name string) Type {
	switch folded(name) {
	case "article", "journalarticle", "magazinearticle", "newspaperarticle", "electronicarticle", "journal", "periodical", "magazine", "newspaper":
		return Article
	case "book", "editedbook", "electronicbook", "monograph", "ebook", "collection", "mvbook":
		return Book
	case "booksection", "bookchapter", "chapter", "electronicbooksection", "incollection", "inbook", "bookpart":
		return Chapter
	case "report", "techreport", "governmentdocument", "technicalreport":
		return Report
	case "guideline", "standard", "practiceguideline":
		return Guideline
	case "webpage", "website", "online", "electronic", "blog", "electronicsource":
		return WebPage
	case "thesis", "phdthesis", "mastersthesis", "dissertation", "dissertationthesis":
		return Thesis
	case "conferencepaper", "conferenceproceedings", "conferenceproceeding", "inproceedings", "conference", "proceedingspaper":
		return ConferencePaper
	case "preprint", "postedcontent":
		return Preprint
	case "other", "generic", "misc", "":
		return Other
	}
	return ""
}

// kind sets the type of a record by the name that the source gives it. A name that is not known is kept.
func (b *build) kind(tag, name string, line int) {
	b.Type = typeNamed(name)
	if b.Type == "" {
		b.Type = Other
		b.extra(tag, name)
		b.warn(line, WarnUnknownType, strings.TrimSpace(name))
	}
}
