package duplicate

import (
	"regexp"
	"slices"
	"strings"
)

// withoutNote cuts square brackets at the end when they hold a database's note: "[see comment]", "[Review] [29 refs]", "[German]".
// A note about another paper may have brackets within and is cut from its beginning.
func withoutNote(s string) string {
	for _, lead := range noteLeads {
		if i := strings.Index(s, lead); i > 0 {
			s = s[:i]
		}
	}
	for {
		s = strings.TrimRight(s, " .")
		for _, note := range digestNotes {
			s = strings.TrimRight(strings.TrimSuffix(s, note), " .")
		}
		open := strings.LastIndexByte(s, '[')
		if open <= 0 || !strings.HasSuffix(s, "]") || !databaseNote(words(s[open:])) {
			return s
		}
		s = s[:open]
	}
}

var (
	// noteLeads begin a note that names another paper. "[Comment on …]" is not among them: it tells what the record itself is.
	noteLeads = [...]string{
		"[erratum appears", "[published erratum", "[erratum in", "[see comment", "[republished", "[retraction in", "[corrected and",
		"[summary for patients", "[update in", "[comment in",
	}
	// digestNotes mark the digests of DARE and NHS EED, which the Cochrane Library exports under the place of the paper itself.
	digestNotes = [...]string{"(provisional abstract)", "(structured abstract)", "(brief record)"}
)

func databaseNote(ws []string) bool {
	return !slices.ContainsFunc(ws, func(w string) bool { return !noteWords[w] && !stopWords[w] && !number(w) })
}

var (
	noticeLead = regexp.MustCompile(`^(?:publisher |author )?(?:erratum|errata|corrigendum|corrigenda|correction|corrections|addendum)` +
		`(?: to| for| in| on)?(?: the article)? ?[:.\-–—] ?`)
	// noticeTail is the citation of the corrected paper: "(vol 360, pg 542, 2009)" in Web of Science, "(Lancet (2009) 360 (542-4))"
	// in Embase.
	noticeTail = regexp.MustCompile(` ?\((?:vol\.? ?[0-9][^()]*|[^()]*\([0-9]{4}\)(?:[^()]|\([^()]*\))*)\)$`)
)

// withoutNotice is the title of the corrected paper, when the record is the notice of a correction.
func withoutNotice(s string) (paper string, notice bool) {
	paper = noticeTail.ReplaceAllString(noticeLead.ReplaceAllString(s, ""), "")
	if paper == s || strings.TrimSpace(paper) == "" {
		return s, false
	}
	return paper, true
}
