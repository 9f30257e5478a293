package reference

import (
	"bytes"
	"regexp"
	"strings"
)

// refuse recognises what is not text of references by its first bytes (the signatures are those of the formats' own
// specifications), and web pages and JSON by their text.
func refuse(raw, text []byte) *Refusal {
	if p := binaryKind(raw); p != "" {
		return refusedAs(p)
	}
	trimmed := bytes.TrimSpace(text)
	if len(trimmed) == 0 {
		if len(raw) > 0 && bytes.IndexByte(raw, 0) >= 0 {
			return refusedAs(Binary)
		}
		return refusedAs(Empty)
	}
	if _, name := utf16Order(raw); name == "" && unprintable(raw) > len(raw)/20 {
		return refusedAs(Binary)
	}
	if htmlStart().Match(trimmed) {
		return refusedAs(WebPageFile)
	}
	if jsonStart().Match(trimmed) && !cslStart().Match(trimmed) {
		return refusedAs(JSONFile)
	}
	return nil
}

func binaryKind(raw []byte) Problem {
	starts := func(signature string) bool { return bytes.HasPrefix(raw, []byte(signature)) }
	switch {
	case starts("PK\x03\x04"), starts("PK\x05\x06"), starts("PK\x07\x08"):
		return zipKind(raw)
	case starts("\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1"):
		if bytes.Contains(raw, []byte("W\x00o\x00r\x00d\x00D\x00o\x00c\x00")) {
			return WordDocument
		}
		return Spreadsheet
	case starts("\x1F\x8B"), starts("BZh"), starts("7z\xBC\xAF\x27\x1C"), starts("\xFD7zXZ\x00"), starts("Rar!\x1A\x07"), starts("\x28\xB5\x2F\xFD"):
		return Archive
	case starts("%PDF-"), bytes.Contains(raw[:min(len(raw), 1024)], []byte("\n%PDF-")):
		return PDF
	case starts("\x89PNG\r\n"), starts("\xFF\xD8\xFF"), starts("GIF8"), starts("II*\x00"), starts("MM\x00*"), starts("RIFF") && bytes.Contains(raw[:min(len(raw), 16)], []byte("WEBP")):
		return Image
	case starts(`{\rtf`):
		return WordDocument
	}
	return ""
}

func unprintable(raw []byte) int {
	n := 0
	for _, c := range raw {
		if c < ' ' && c != '\n' && c != '\r' && c != '\t' && c != '\f' && c != '\v' || c == 0x7F {
			n++
		}
	}
	return n
}

var (
	htmlStart = pattern(`^(?is)(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*(?:<!doctype html|<html[\s>]|<head[\s>]|<body[\s>])`)
	jsonStart = pattern(`^(?s)(?:\{\s*(?:"[^"\n]{1,200}"\s*:|\})|\[\s*(?:[\{\[]|\]\s*$))`)
)

// sniffText recognises the format of text by what its lines look like.
func sniffText(text []byte) Format {
	s := string(text)
	trimmed := strings.TrimSpace(s)
	if cslStart().MatchString(trimmed) {
		return CSLJSON
	}
	if strings.HasPrefix(trimmed, "<") {
		if f := sniffXML(trimmed); f != "" {
			return f
		}
	}
	first, _, _ := strings.Cut(trimmed, "\n")
	if f := recordBegins(first); f != "" { // surer than anything that stands within
		return f
	}
	if tableHead(first) {
		return CSV
	}
	count := func(p func() *regexp.Regexp) int { return len(p().FindAllStringIndex(s, 50)) }
	ris, wos, nbib := count(risStarts), count(wosStarts), count(nbibStarts)
	switch {
	case ris > 0 && ris >= wos && ris >= nbib:
		return RIS
	case wos > 0 && (count(wosEnds) > 0 || strings.HasPrefix(trimmed, "FN ")):
		return WebOfScience
	case nbib > 0:
		return NBIB
	case count(bibtexStarts) > 0:
		return BibTeX
	case count(enwStarts) > 1:
		return EndNoteTagged
	case count(cochraneStarts) > 0, colonTagged(s):
		return RIS
	}
	if count(refworksStarts) > 0 {
		return RefWorks
	}
	return sniffLoose(s, trimmed)
}

// sniffLoose recognises text that nothing sure begins.
func sniffLoose(s, trimmed string) Format {
	if pubmedTextStarts(trimmed) {
		return PubMedText
	}
	if labelledHead(trimmed) { // numbered: surer than a comma in it
		return Labelled
	}
	if f := sniffTable(s); f != "" {
		return f
	}
	if f := sniffTags(s); f != "" {
		return f
	}
	return sniffLabels(s)
}

func sniffXML(s string) Format {
	at := func(element string) bool { return regexp.MustCompile(`<` + element + `[\s>/]`).MatchString(s) }
	switch {
	case at("PubmedArticleSet"), at("PubmedArticle"), at("PubmedBookArticle"), at("MedlineCitationSet"):
		return PubMedXML
	case at("Trials_downloaded_from_ICTRP"), at("Trial") && at("TrialID"), at("trial") && at("trial_id"), at("clinical_study"), at("rec") && at("controlInfo"):
		return LabelledXML
	case at("record") && (at("records") || at("ref-type") || at("titles")):
		return EndNoteXML
	case at("records") && at("xml"):
		return EndNoteXML
	case strings.Contains(s, "<!DOCTYPE") && strings.Contains(s, "<!ENTITY"):
		return EndNoteXML // so that it is refused for its entities
	}
	return ""
}

// sniffTags recognises tagged text that lacks what begins a record, by how many of its lines have tags that are known.
func sniffTags(s string) Format {
	var ris, nbib, wos int
	for _, line := range strings.SplitN(s, "\n", 400) {
		if _, _, ok := risLine(line); ok {
			ris++
		} else if _, _, ok := nbibLine(line); ok {
			nbib++
		} else if tag, _, ok := wosLine(line); ok && !wosUnmapped(tag) {
			wos++
		}
	}
	switch {
	case ris >= 2 && ris >= nbib && ris >= wos, ris == 1 && nbib+wos == 0:
		return RIS
	case nbib >= 2 && nbib >= wos:
		return NBIB
	case wos >= 3:
		return WebOfScience
	}
	return ""
}

// sniffLabels recognises text with the names of fields written out, by a title and two more of them.
func sniffLabels(s string) Format {
	r := &labelledReader{bounded: labelledNumber().MatchString(s), scopus: scopusHead().MatchString(s)}
	known := map[string]bool{}
	for _, line := range strings.SplitN(s, "\n", 400) {
		if line == "" || line[0] == ' ' || line[0] == '\t' {
			continue
		}
		name := strings.TrimSpace(line)
		if m := labelledTag().FindStringSubmatch(name); m != nil {
			name = m[1]
		}
		known[csvColumn(name)] = true
	}
	delete(known, "")
	if len(known) > 2 && (known["title"] || r.bounded || r.scopus) {
		return Labelled
	}
	return ""
}

// labelledHead is whether records are numbered and their fields are named.
func labelledHead(s string) bool {
	return (labelledNumber().MatchString(s) || scopusHead().MatchString(s)) && sniffTags(s) == "" && sniffLabels(s) != ""
}

func sniffTable(s string) Format {
	if csvHorizontal(s) || csvVertical(s) {
		return CSV
	}
	return ""
}

// tableHead is whether a first line is a row of names of columns, so many that whatever the cells hold is no other format.
func tableHead(line string) bool {
	cells := strings.Split(line, string(csvDelimiter(line)))
	known := 0
	for i, name := range cells {
		cells[i] = strings.Trim(name, "\" ")
		if csvColumn(cells[i]) != "" {
			known++
		}
	}
	return known > 3 && csvColumns(cells) != nil
}

// csvHorizontal is whether an early line is a row of column names.
func csvHorizontal(s string) bool {
	delim := csvDelimiter(s)
	for _, line := range strings.SplitN(s, "\n", maxHeadingRows) {
		var cells []string
		for _, name := range strings.Split(line, string(delim)) {
			cells = append(cells, strings.Trim(name, "\" "))
		}
		if len(cells) > 1 && csvColumns(cells) != nil || len(cells) == 1 && folded(cells[0]) == "title" {
			return true
		}
	}
	return false
}

var (
	risStarts      = pattern(`(?m)^[ \t]{0,3}(?:TY|ty)[ \t]{0,4}[-–](?:[ \t]|$)`)
	wosStarts      = pattern(`(?m)^PT [JBSPC]\b`)
	wosEnds        = pattern(`(?m)^(?:ER|EF|UT .*)$`)
	nbibStarts     = pattern(`(?m)^(?:(?:PMID|pmid)[ \t]?-[ \t]?[0-9]*|OWN ?- ?ERIC[ \t]*$)`)
	bibtexStarts   = pattern(`(?m)(?:^|[\s}])@[A-Za-z]{2,20}[ \t]*[{(][ \t]*(?:[^\s,{}()"]*[ \t]*,|[A-Za-z0-9_:.-]*\s*[=\n])`)
	enwStarts      = pattern(`(?m)^%[0A-Z@][ \t]`)
	refworksStarts = pattern(`(?m)^RT (?:Journal|Book|Conference|Dissertation|Report|Generic|Web|Magazine|News|Abstract|Unpublished|Monograph|Thesis|Online|Music|Patent|Video|Personal|Computer|Case|Laws|Map|Hearing|Bills|Artwork|Grant|Motion|Sound|Resolved|Unknown)`)
	cslStart       = pattern(`^(?s)\{[^\[\]{}]*"type"\s*:\s*"(?:article|book|chapter|thesis|report|webpage|paper-conference|review|dataset|post)[a-z-]*"|^(?s)\[\s*\{.*"(?:type|id)"\s*:\s*"[^"]*".*"title"\s*:|^(?s)\[\s*\{.*"title"\s*:.*"type"\s*:\s*"`)
	cochraneStarts = pattern(`(?m)^Record #[0-9]+ of [0-9]+`)
)
