package guard

import "regexp"

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
	otherLabel = regexp.MustCompile(`(?i)(\b(?:(?:isbns?(?:[- ]?1[03])?|issns?|eissn|orcid(?: id)?|dois?|pmids?|pmc|pmcids?|pubmed(?: id)?|` +
		`order|ordered|ref|refs|reference|references|invoice|purchase order|po|requisition|account|acct|accession|pui|eid|ut|wos|scopus|embase|` +
		`grant|award|ticket|job|incident|datix|call|helpdesk|service desk|licen[cs]e|gmc|nmc|hcpc|gphc|ukri|nihr|irb|iras|prospero|isrctn|nct|eudract|` +
		`tel|telephone|phone|mob|mobile|fax|ring|text|whatsapp|bleep|pager|extension|ext|switchboard|` +
		`barcode|shelfmark|oclc|athens|openathens|membership|member|borrower|library card|card|catalogue|stock|product|part|serial|batch|lot|asset|` +
		`cost code|cost centre|budget|transaction|receipt|tracking|parcel|consignment|payment|quote|quotation|voucher|docket|claim|meter|imei|sort code|req|cheque|contract|supplier|vat|charity|company|registration|registered|article|manuscript|submission)\b` +
		`|AN\b|UI\b|ID:?\s?10\.))` + otherFiller + `$`)
	otherOwner = regexp.MustCompile(`(?i)\b(?:nhs|patient|patient's|patients|pt|pt's)\W{1,3}$`)
	chainGap   = regexp.MustCompile(`^\s?(?:,|;|&|/|and|or|,\s?and)\s?$`)
)

const otherFiller = `(?:\b(?:no|nos|number|numbers|num|code|id|ids|is|was|on|me|us|at|of|ref|reference|the|quote|quoting|re|under|via|using)\b|[\s.:;#=\-()\[\]'"*/])*`

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
	return d.numberLabel(d.words[i].start)
}

func (d *document) numberLabel(pos int) numberLabel {
	before := d.before(pos, labelReach)
	if m := nhsLabel.FindStringSubmatchIndex(before); m != nil {
		return numberLabel{labelNHS, m[2] >= 0}
	}
	if nhsGlued.MatchString(before) {
		return numberLabel{labelNHS, true}
	}
	if m := chiLabel.FindStringSubmatchIndex(before); m != nil {
		return numberLabel{labelCHI, m[2] >= 0}
	}
	if m := nhsFar.FindStringSubmatch(before); m != nil && !nhsBreak.MatchString(m[1]) && !otherLabel.MatchString(before) {
		return numberLabel{kind: labelNHS}
	}
	if m := otherLabel.FindStringSubmatchIndex(before); m != nil && !otherOwner.MatchString(before[:m[2]]) {
		return numberLabel{kind: labelOther}
	}
	return numberLabel{}
}
