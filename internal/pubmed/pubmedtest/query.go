package pubmedtest

import (
	"regexp"
	"strconv"
	"strings"
	"time"
)

// matcher decides whether a record is found.
type matcher func(Record) bool

// parse reads a query as the help of PubMed describes it: words that stand beside one another are all wanted, AND, OR and NOT are
// taken from left to right, brackets go first, quotation marks keep words together, an asterisk stands for the rest of a word, a tag in
// square brackets names a field. Unknown lists the phrases of no record's vocabulary: here, those that hold the word "zzz".
func parse(query string) (matcher, []string) {
	p := &parser{tokens: tokens.FindAllString(query, -1)}
	m := p.expression()
	return m, p.unknown
}

var (
	tokens = regexp.MustCompile(`"[^"]*"(?:\[[^\]]*\])?\s*:\s*"[^"]*"\[[^\]]*\]|"[^"]*"(?:\[[^\]]*\])?|\(|\)|[^\s()"\[\]]+(?:\[[^\]]*\])?`)
	tagged = regexp.MustCompile(`^"?([^"\[]*)"?(?:\[([^\]]*)\])?$`)
	ranged = regexp.MustCompile(`^"([^"]*)"(?:\[[^\]]*\])?\s*:\s*"([^"]*)"\[([^\]]*)\]$`)
)

type parser struct {
	tokens  []string
	unknown []string
}

func (p *parser) next() string {
	if len(p.tokens) == 0 {
		return ""
	}
	return p.tokens[0]
}

func (p *parser) take() string {
	t := p.next()
	if t != "" {
		p.tokens = p.tokens[1:]
	}
	return t
}

// expression takes terms and operators from left to right, up to a closing bracket.
func (p *parser) expression() matcher {
	left := p.term()
	for p.next() != "" && p.next() != ")" {
		operator := "AND"
		switch p.next() {
		case "AND", "OR", "NOT":
			operator = p.take()
		}
		left = join(operator, left, p.term())
	}
	return left
}

func join(operator string, a, b matcher) matcher {
	switch operator {
	case "OR":
		return func(r Record) bool { return a(r) || b(r) }
	case "NOT":
		return func(r Record) bool { return a(r) && !b(r) }
	}
	return func(r Record) bool { return a(r) && b(r) }
}

func (p *parser) term() matcher {
	t := p.take()
	if t == "(" {
		m := p.expression()
		p.take()
		return m
	}
	if part := ranged.FindStringSubmatch(t); part != nil {
		from, to := date(part[1]), date(part[2])
		return func(r Record) bool { d := onDay(r.Added); return !d.Before(from) && !d.After(to) }
	}
	part := tagged.FindStringSubmatch(t)
	if part == nil {
		return func(Record) bool { return false }
	}
	if strings.Contains(part[1], "zzz") {
		p.unknown = append(p.unknown, part[1])
	}
	return field(strings.ToLower(part[2]), strings.ToLower(strings.TrimSpace(part[1])))
}

// field matches a value in the field that a tag names; no tag is all fields.
func field(tag, value string) matcher {
	holds := phrase(value)
	switch tag {
	case "uid", "pmid":
		return func(r Record) bool { return strconv.Itoa(r.PMID) == value }
	case "ti", "title":
		return func(r Record) bool { return holds(r.Title) }
	case "tiab", "title/abstract":
		return func(r Record) bool { return holds(r.Title) || holds(r.Abstract) }
	case "mh", "mesh", "mesh terms":
		return func(r Record) bool { return holds(r.MeSH...) }
	case "pt", "publication type":
		return func(r Record) bool { return holds(r.Types...) }
	case "ta", "journal":
		return func(r Record) bool { return holds(r.Journal) }
	}
	return func(r Record) bool {
		return holds(r.Title, r.Abstract, r.Journal) || holds(r.MeSH...) || holds(r.Types...)
	}
}

// phrase reports whether words stand in one of some texts one after the other, as whole words or with an asterisk as beginnings.
func phrase(words string) func(texts ...string) bool {
	if words == "" {
		return func(...string) bool { return false }
	}
	pattern := regexp.MustCompile(`(?i)(^|\W)` + strings.ReplaceAll(regexp.QuoteMeta(words), `\*`, `\w*`) + `($|\W)`)
	return func(texts ...string) bool {
		for _, t := range texts {
			if pattern.MatchString(t) {
				return true
			}
		}
		return false
	}
}

// date reads a day of a range; what is left out is the first one.
func date(text string) time.Time {
	for _, form := range []string{"2006/01/02", "2006/01", "2006"} {
		if t, err := time.Parse(form, text); err == nil {
			return t
		}
	}
	return time.Time{}
}

func onDay(t time.Time) time.Time {
	y, m, d := t.UTC().Date()
	return time.Date(y, m, d, 0, 0, 0, 0, time.UTC)
}
