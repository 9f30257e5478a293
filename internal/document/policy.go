package document

import (
	"regexp"
	"sync"

	"github.com/microcosm-cc/bluemonday"
)

// policy lists every element and attribute that may come out. It costs a few milliseconds to make and is safe for concurrent use.
var policy = sync.OnceValue(func() *bluemonday.Policy {
	p := bluemonday.NewPolicy()
	p.AllowElements("article", "section", "p", "br", "hr", "h1", "h2", "h3", "h4", "h5", "h6", "strong", "em", "del", "blockquote", "pre", "code",
		"ul", "ol", "li", "dl", "dt", "dd", "div", "span", "table", "caption", "thead", "tbody", "tr", "th", "td", "details", "summary")
	p.AllowNoAttrs().OnElements("span", "details")
	id := regexp.MustCompile(`^(?:report-title|bottom-line|question|scope|summary|part-[0-9]{1,3}|certainty|evidence-table|references|methods|about|ref-[0-9]{1,4})$`)
	p.AllowAttrs("id").Matching(id).OnElements("h1", "h2", "h3", "li")
	p.AllowAttrs("aria-labelledby").Matching(id).OnElements("article", "section")
	p.AllowAttrs("class").Matching(regexp.MustCompile(`^(?:(?:nhsuk|app)-[a-z_-]+ ?)+$`)).Globally()
	p.AllowAttrs("scope").Matching(regexp.MustCompile(`^(?:col|row)$`)).OnElements("th")
	p.AllowAttrs("start", "value").Matching(regexp.MustCompile(`^[0-9]{1,9}$`)).OnElements("ol", "li")
	p.AllowAttrs("open").OnElements("details")
	p.AllowAttrs("data-module").Matching(regexp.MustCompile(`^nhsuk-scroll$`)).OnElements("div")
	p.AllowAttrs("role").Matching(regexp.MustCompile(`^group$`)).OnElements("div")
	p.AllowAttrs("aria-label").OnElements("a", "div")
	p.AllowURLSchemes("http", "https", "mailto")
	p.RequireParseableURLs(true)
	p.AllowRelativeURLs(true) // for #ref-1 and other versions; the pattern leaves no other
	// What follows the scheme is no separator or control character: such are trimmed, and would leave the scheme alone.
	p.AllowAttrs("href").Matching(regexp.MustCompile(`^(?i:https?://[^\s\pZ\pC/]|mailto:[^\s\pZ\pC]|#ref-[0-9]{1,4}$|/requests/[0-9a-f-]{36}/report)`)).OnElements("a")
	p.RequireNoFollowOnFullyQualifiedLinks(true)
	p.RequireNoReferrerOnFullyQualifiedLinks(true)
	return p
})
