package reference

import (
	"slices"
	"strings"
	"sync"
)

// wosPrefix and ovidPrefix mark the columns of the tables of Web of Science and Ovid, whose names are the tags of their tagged text.
const (
	wosPrefix  = "WOS "
	ovidPrefix = "OVID "
)

// csvColumns gives the field of each column, or its name when it has none; nil when the row is not one of column names.
func csvColumns(cells []string) []string {
	if slices.Contains(cells, "TI") && slices.Contains(cells, "SO") && slices.Contains(cells, "AU") {
		prefix := wosPrefix
		if slices.Contains(cells, "VN") || slices.Contains(cells, "UI") && !slices.Contains(cells, "PT") {
			prefix = ovidPrefix
		}
		columns := make([]string, len(cells))
		for i, name := range cells {
			columns[i] = prefix + strings.TrimSpace(name)
		}
		return columns
	}
	columns := make([]string, len(cells))
	known := 0
	for i, name := range cells {
		name = cleanText(name)
		columns[i] = csvColumn(name)
		switch {
		case columns[i] != "":
			known++
		case name != "":
			columns[i] = name
		default:
			columns[i] = "column"
		}
	}
	if known < 2 && (known == 0 || len(cells) > 1) || !slices.Contains(columns, "title") {
		return nil
	}
	if !slices.Contains(columns, "journal") { // Publish or Perish and Embase call the journal the source
		if i := slices.Index(columns, "database"); i >= 0 && folded(cells[i]) == "source" {
			columns[i] = "journal"
		}
	}
	return columns
}

// csvColumn knows what databases and reference managers call their columns; empty when it does not know.
func csvColumn(name string) string {
	if len(name) > maxColumnName {
		return ""
	}
	return csvSynonyms()[folded(name)]
}

const maxColumnName = 80 // bytes; longer cells are text

var csvSynonyms = sync.OnceValue(func() map[string]string {
	known := map[string]string{}
	for _, group := range csvGroups() {
		known[folded(group[0])] = group[0]
		for _, name := range group {
			known[name] = group[0]
		}
	}
	return known
})

// csvGroups is what each field is called, its own name first; in lower case without spaces and signs.
func csvGroups() [][]string {
	return [][]string{
		{"title", "articletitle", "documenttitle", "studytitle", "itemtitle", "primarytitle", "titel", "publicationname", "referencetitle", "papertitle", "maintitle", "publictitle", "brieftitle"},
		{"authors", "author", "authornames", "authorlist", "creator", "creators", "primaryauthors", "autoren", "contributors", "authorshipsauthordisplayname"},
		{"full_authors", "authorfullnames", "authorsfullname", "authorsfullnames", "fullauthornames"},
		{"editors", "editor"},
		{"year", "publicationyear", "pubyear", "publishedyear", "yearpublished", "yearofpublication", "pubdateyear", "jahr"},
		{
			"date", "publicationdate", "datepublished", "dateofpublication", "pubdate", "coverdate", "publisheddate", "firstposted", "publicationdateyyyymmdd",
			"dateregistration", "dateofregistration", "registrationdate", "studyfirstposted",
		},
		{"month", "publishedmonth", "publicationmonth"},
		{"day"},
		{
			"journal", "journalbook", "sourcetitle", "publicationtitle", "journaltitle", "publication", "journalname", "sourcepublication", "periodical",
			"secondarytitle", "containertitle", "fulljournalname", "journalorbook", "zeitschrift", "pubtitle", "nlmjournalname", "primarylocationsourcedisplayname",
		},
		{"abbreviation", "abbreviatedsourcetitle", "journalabbreviation", "abbreviatedjournal", "journalabbr", "isoabbreviation", "alternatejournal", "isojournalabbreviation"},
		{"book_title", "booktitle", "anthologytitle", "conferencename", "conferencetitle", "proceedingstitle"},
		{"volume", "vol", "journalvolume", "bibliovolume"},
		{"issue", "number", "issuenumber", "no", "journalissue", "biblioissue"},
		{"pages", "pagination", "pagerange", "pagenumbers", "artno", "articlenumber", "seiten"},
		{"first_page", "pagestart", "startpage", "firstpage", "beginningpage", "bibliofirstpage"},
		{"last_page", "pageend", "endpage", "lastpage", "endingpage", "bibliolastpage"},
		{"edition"},
		{"publisher", "sponsor", "primarysponsor", "bookpublisher"},
		{"place", "placepublished", "placeofpublication", "publisherlocation", "location", "city"},
		{"doi", "digitalobjectidentifier", "doilink", "articledoi", "doiurl"},
		{"pmid", "pubmedid", "medlinepmid", "pubmedpmid", "idspmid"},
		{"pmcid", "pmc", "pmcidentifier", "idspmcid"},
		{"issn", "issns", "eissn", "printissn", "onlineissn", "issnisbn", "serialnumber", "issnprint", "issnelectronic", "issnlinking", "printissns", "electronicissns"},
		{"isbn", "isbns"},
		{"urls", "url", "link", "links", "articleurl", "studyurl", "externalurl", "fulltexturl", "fulltextlink", "sourceurls", "plink", "permalink", "weblink", "pdflink", "webaddress", "documenturl", "persistentlinktothisrecord", "persistentlink", "openurllink"},
		{"abstract", "abstractnote", "briefsummary", "summary", "abstracts", "abstracttext", "zusammenfassung"},
		{
			"keywords", "authorkeywords", "indexkeywords", "keyword", "meshterms", "subjects", "subjectheadings", "manualtags", "automatictags", "descriptors",
			"conditions", "condition", "meshsubjectheadings", "mesh", "subject", "tags", "subjectterms", "identifierkeyword",
		},
		{"terms", "emtreedrugindextermsmajorfocus", "emtreemedicalindextermsmajorfocus", "emtreeterms", "emtreedrugindexterms", "emtreemedicalindexterms"},
		{"language", "languageoforiginaldocument", "languages", "languageofpublication", "languageofarticle", "languageofdocument", "articlelanguage", "sprache"},
		{"pub_types", "documenttype", "publicationtype", "publicationtypes", "doctype", "doctypes", "pubtype", "pubtypes", "articletype"},
		{"accession", "accessionnumber", "nctnumber", "eid", "lensid", "publicationid", "embaseaccessionid", "ut", "cochranereviewid", "uniqueid", "uniqueidentifier", "trialid", "nctid", "proquestdocumentid", "pui", "an", "storeid"},
		{"database", "source", "databasename", "librarycatalog", "databases", "sourcedatabase", "longdbname", "sourceregister"},
		{"provider", "databaseprovider"},
		{"notes", "note", "extra", "researchnotes", "comments"},
		{"citation", "abbreviatedsource"},
		{"type", "itemtype", "entrytype", "referencetype", "reftype"},
		{overlayField},
	}
}

// csvNames is whether a column holds names of persons.
func csvNames(column string) bool {
	return column == "authors" || column == "editors" || column == "full_authors"
}
