package guard

import (
	"regexp"
	"strings"
)

// labelKind says what the words before a number call it.
type labelKind int

const (
	labelNone labelKind = iota
	labelNHS
	labelCHI
	labelOther // ISBN, order, telephone …: not a patient's number
)

type numberLabel struct {
	kind     labelKind
	explicit bool // "NHS number", not only "NHS"
}

func (l numberLabel) is(k labelKind) bool { return l.kind == k }

func (l numberLabel) claims() bool { return l.kind == labelNHS || l.kind == labelCHI }

// labelReach is how far before a number its label is looked for, in bytes.
const labelReach = 56

var (
	nhsLabel = regexp.MustCompile(`(?i)(?:\bn\.?\s?h\.?\s?s|\bnational health(?: service)?|\bh\s?(?:&|and)\s?c|\bhcn)\.?[\s:#.\-/]*` +
		`((?:no|nos|number|numbers|numb|num|numer|nmber|nubmer|nbr|nr|id|ident|identifier|ref)\b)?` + numberFiller + `$`)
	nhsGlued = regexp.MustCompile(`(?i)\bnhs(?:no|num|number|id)` + numberFiller + `$`)
	// Further off, over words that no list foresees; then only ten digits count.
	nhsFar   = regexp.MustCompile(`(?i)\bnhs[\s:#.\-]*(?:no|num|number|id)\b([^\d\n;!?]{0,40})$`)
	nhsBreak = regexp.MustCompile(`(?i)[.]\s|\b(?:of|records?|hits|results|library|england|trusts?|supply|orders?|grant|studies|papers|patients)\b`)
	chiLabel = regexp.MustCompile(`(?i)\bchi[\s:#.\-]*((?:no|number|num|id)\b)?` + numberFiller + `$`)
	chainGap = regexp.MustCompile(`^\s?(?:,|;|&|/|and|or|,\s?and)\s?$`)
)

// numberFiller is what people write between a label and its number.
const numberFiller = `(?:\b(?:is|was|as|the|of|for|this|that|patients?|patient's|pt|pts|pt's|her|his|their|a|in|question|given|follows|below|being|and|above|quoted|x|lady|gentleman|child|baby|woman|man|mum|mother)\b|\b(?:10|ten)[ \-]digits?\b|[\s.:;#=\-()\[\]'",*>|?])*`

// chainState carries a label over a list: "ISBNs 0… and 0…".
type chainState struct {
	carried numberLabel
	last    int // word index of the end of the number before
}

func (c *chainState) remember(l numberLabel, last int) { c.carried, c.last = l, last }

// label reads what stands before the number at word i.
func (c *chainState) label(d *document, i int) numberLabel {
	if c.carried.kind != labelNone && i-c.last <= 2 && chainGap.MatchString(d.text[d.words[c.last].end:d.words[i].start]) {
		return c.carried
	}
	label := patientLabel(d.before(d.words[i].start, labelReach))
	if !label.claims() && d.otherLabel(i) {
		label.kind = labelOther
	}
	return label
}

// patientLabel reads an NHS, H&C or CHI label at the end of before. Each has an
// h in it, which spares most numbers the patterns.
func patientLabel(before string) numberLabel {
	if !strings.ContainsAny(before, "hH") {
		return numberLabel{}
	}
	if m := nhsLabel.FindStringSubmatchIndex(before); m != nil {
		return numberLabel{labelNHS, m[2] >= 0}
	}
	if nhsGlued.MatchString(before) {
		return numberLabel{labelNHS, true}
	}
	if m := chiLabel.FindStringSubmatchIndex(before); m != nil {
		return numberLabel{labelCHI, m[2] >= 0}
	}
	if m := nhsFar.FindStringSubmatch(before); m != nil && !nhsBreak.MatchString(m[1]) {
		return numberLabel{kind: labelNHS}
	}
	return numberLabel{}
}

// maxLabelWords is how many words a label and its number may be apart.
const maxLabelWords = 5

// otherLabel walks back from the number at word i over small words to one that
// says what else it is: "order no.", "tel is". "Patient ref" is the patient's.
func (d *document) otherLabel(i int) bool {
	for j := i - 1; j >= 0 && i-j <= maxLabelWords; j-- {
		if gap := d.gap(j + 1); len(gap) > maxSeparator+2 || strings.Trim(gap, " .:;#=-()[]'\"*/\n") != "" {
			return false
		}
		w := d.words[j]
		if labelsOther(w) {
			return j == 0 || !strings.HasPrefix(w.lower, "ref") || !ownsNumber(d.words[j-1].lower)
		}
		if !fillsLabel(w.lower) {
			return false
		}
	}
	return false
}

func ownsNumber(lower string) bool {
	switch lower {
	case "nhs", "patient", "patient's", "patients", "pt", "pt's":
		return true
	}
	return false
}

// fillsLabel: small words between a label and its number.
func fillsLabel(lower string) bool {
	switch lower {
	case "no", "nos", "number", "numbers", "num", "code", "id", "ids", "is", "was", "on", "me", "us", "at", "of", "the", "quote", "quoting",
		"re", "under", "via", "using", "here", "10", "13", "my", "our":
		return true
	}
	return false
}

// labelsOther: words that number something other than a patient. AN and UI are
// the accession numbers of databases, in capitals.
func labelsOther(w word) bool {
	switch strings.TrimSuffix(w.lower, "s") {
	case "isbn", "issn", "eissn", "orcid", "doi", "pmid", "pmc", "pmcid", "pubmed", "order", "ordered", "ref", "reference", "invoice", "po",
		"requisition", "account", "acct", "accession", "pui", "eid", "ut", "wo", "scopu", "embase", "medline", "grant", "award", "ticket", "job",
		"incident", "datix", "helpdesk", "desk", "licence", "license", "gmc", "nmc", "hcpc", "gphc", "ukri", "nihr", "irb", "ira", "prospero",
		"isrctn", "nct", "eudract", "tel", "telephone", "phone", "mob", "mobile", "fax", "whatsapp", "bleep", "pager", "extension",
		"ext", "switchboard", "barcode", "shelfmark", "oclc", "athen", "openathen", "membership", "member", "borrower", "card", "catalogue", "stock",
		"product", "serial", "batch", "lot", "asset", "budget", "transaction", "receipt", "tracking", "parcel", "consignment",
		"payment", "quotation", "voucher", "docket", "meter", "imei", "cheque", "contract", "supplier", "vat", "charity",
		"company", "registration", "registered", "manuscript":
		return true
	}
	return w.text == "AN" || w.text == "UI"
}
