package postgres

import (
	"fmt"
	"mime"
	"regexp"
	"strings"

	"evidencedesk/internal/evidence"
	"evidencedesk/internal/vocabulary"
)

// referenceTypes are the kinds of publication that a citation style tells apart.
func referenceTypes() []string {
	return []string{"article", "book", "chapter", "report", "guideline", "web_page", "thesis", "conference_paper", "preprint", "other"}
}

// referenceTiers are the groups of a report in their order, from the strongest evidence.
func referenceTiers() []string {
	return []string{"guidance", "systematic_reviews", "trials", "observational", "qualitative", "grey", "other_trusts", "cds"}
}

// reference checks one reference; at is the path to it with its dot, or nothing.
func (k *checker) reference(at string, r ReferenceContent) {
	if r.Type == "" {
		k.wrong(at+"type", "required", "This is needed.")
	}
	k.one(at+"type", r.Type, referenceTypes()...)
	k.needed(at+"title", r.Title, maxTitle)
	k.many(at+"authors", len(r.Authors), evidence.MaxListItems)
	for i, a := range r.Authors {
		k.needed(fmt.Sprintf("%sauthors[%d]", at, i), a, evidence.MaxName)
	}
	k.text(at+"journal", r.Journal, maxJournal)
	if r.Year != nil {
		k.between(at+"year", *r.Year, 1400, 2200)
	}
	k.text(at+"volume", r.Volume, evidence.MaxCode)
	k.text(at+"issue", r.Issue, evidence.MaxCode)
	k.text(at+"pages", r.Pages, evidence.MaxCode)
	k.doi(at+"doi", r.DOI)
	if r.PMID != "" && !pmidForm.MatchString(r.PMID) {
		k.wrong(at+"pmid", "malformed", "A PubMed identifier is a number of at most nine digits.")
	}
	k.pmcid(at+"pmcid", r.PMCID)
	k.link(at+"url", r.URL)
	k.text(at+"abstract", r.Abstract, evidence.MaxNote)
	k.text(at+"note", r.Note, evidence.MaxNote)
	k.one(at+"tier", r.Tier, referenceTiers()...)
	k.text(at+"theme", r.Theme, evidence.MaxName)
}

// doiForm is the shape of a DOI name: a prefix of the directory indicator 10 and a registrant, a slash, a suffix (ISO 26324).
var doiForm = regexp.MustCompile(`^10\.[0-9]{4,9}(\.[0-9]+)*/\S+$`)

func (k *checker) doi(field, s string) {
	k.text(field, s, evidence.MaxName)
	if s != "" && !doiForm.MatchString(s) {
		k.wrong(field, "malformed", "A DOI begins with 10. and has a slash, such as 10.1136/bmj.b2535.")
	}
}

// plainDOI takes the address of a resolver off a DOI.
func plainDOI(s string) string {
	s = strings.TrimSpace(s)
	for _, resolver := range []string{"https://doi.org/", "http://doi.org/", "https://dx.doi.org/", "http://dx.doi.org/", "doi:"} {
		if len(s) > len(resolver) && strings.EqualFold(s[:len(resolver)], resolver) {
			return strings.TrimSpace(s[len(resolver):])
		}
	}
	return s
}

func (k *checker) review(subject evidence.Subject, r ReviewContent) {
	k.code("verdict", r.Verdict, vocabulary.ReviewVerdicts)
	k.text("comment", r.Comment, evidence.MaxNote)
	if subject != evidence.Strategy && len(r.Elements) > 0 {
		k.wrong("elements", "not-allowed", "Only a strategy is read by the PRESS elements.")
	}
	seen := map[string]bool{}
	for i, e := range r.Elements {
		at := fmt.Sprintf("elements[%d].", i)
		k.neededCode(at+"element", e.Element, vocabulary.PressElements)
		if seen[e.Element] {
			k.wrong(at+"element", "duplicate", "Name each element once.")
		}
		seen[e.Element] = true
		k.code(at+"verdict", e.Verdict, vocabulary.PressVerdicts)
		k.text(at+"comment", e.Comment, evidence.MaxNote)
	}
}

func (k *checker) time(t TimeContent) {
	k.neededCode("stage", t.Stage, vocabulary.TimeEntryStages)
	k.between("minutes", t.Minutes, 1, evidence.MaxTimeEntry)
	if t.StartedAt.IsZero() {
		k.wrong("started_at", "required", "This is needed.")
	}
	k.past("started_at", &t.StartedAt)
	k.text("note", t.Note, evidence.MaxNote)
}

var sha256Form = regexp.MustCompile(`^[0-9a-f]{64}$`)

func (k *checker) attachment(a AttachmentContent) {
	k.needed("name", a.Name, evidence.MaxName)
	if strings.ContainsAny(a.Name, "/\\\r\n") {
		k.wrong("name", "malformed", "A file name has no slash and no line break.")
	}
	k.text("media_type", a.MediaType, evidence.MaxName)
	if media, params, err := mime.ParseMediaType(a.MediaType); a.MediaType != "" && (err != nil || len(params) > 0 || !strings.Contains(media, "/")) {
		k.wrong("media_type", "malformed", "Use a media type such as application/pdf.")
	}
	if a.Size < 0 || a.Size > maxFileSize {
		k.wrong("size", "out-of-range", "Give the size in bytes.")
	}
	if a.SHA256 != "" && !sha256Form.MatchString(a.SHA256) {
		k.wrong("sha256", "malformed", "Give the SHA-256 as 64 hexadecimal digits in lower case.")
	}
	k.one("copy_basis", a.CopyBasis, "cla", "library_privilege", "cfp", "open_access", "link_only")
}
