package reference

import "strings"

// summary takes an entry of PubMed's "summary" apart, "Authors. Title. Journal. 2019 May;9(5):1-9. doi: ...", from its end: the date
// is sure, the journal has no full stop, the authors are persons. The whole is kept.
func (b *build) summary(text string) {
	b.Notes = append(b.Notes, text)
	b.inline(text)
	m := summaryDate().FindStringSubmatch(text)
	if m == nil {
		b.Title = text
		return
	}
	b.when("date", m[2])
	b.Volume, b.Issue, b.Pages = m[3], m[4], m[5]
	rest := m[1]
	if at := strings.LastIndex(rest, ". "); at > 0 {
		rest, b.Journal = rest[:at], rest[at+2:]
	} else if at := lastSentence().FindStringIndex(rest); at != nil {
		rest, b.Journal = rest[:at[1]-1], rest[at[1]:]
	}
	if at := lastSentence().FindAllStringIndex(b.Journal, -1); len(at) > 0 { // the title ends with a question mark
		end := at[len(at)-1][1]
		rest, b.Journal = rest+". "+b.Journal[:end-1], b.Journal[end:]
	}
	rest = strings.TrimPrefix(rest, "[No authors listed] ")
	if m := summaryNames().FindStringSubmatch(rest); m != nil {
		b.Authors = pubmedNames(strings.TrimSuffix(m[1], ", et al"))
		rest = m[2]
	}
	b.Title = strings.TrimSuffix(rest, ".")
}

var (
	summaryDate  = pattern(`^(.+?)\. ((?:18|19|20)[0-9]{2}(?: [A-Z][a-z]{2}[^;:.]*)?)(?:;([^(:;. ]*)(?:\(([^)]*)\))?(?::([^. ]+))?)?\.(?: .*)?$`)
	summaryNames = pattern(`^((?:\p{L}[\p{L}\p{M}'’ -]* \p{Lu}{1,4}(?: (?:Jr|Sr|2nd|3rd))?(?:, |; )?)+(?:et al)?[^.]*?)\. (.+)$`)
	lastSentence = pattern(`[?!\]] `)
)
