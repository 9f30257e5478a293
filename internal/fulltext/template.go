package fulltext

import (
	"errors"
	"net/url"
	"regexp"
	"strings"
)

var placeholder = regexp.MustCompile(`\{[^{}]*\}`)

// Errors of templates.
var (
	ErrAddress     = errors.New("fulltext: the template is no https address")
	ErrPlaceholder = errors.New("fulltext: the template has a placeholder that is unknown, or none where one is needed")
)

// CheckOpenAthens reports what is wrong with a template of OpenAthens links; none at all is right. Errors: [ErrAddress],
// [ErrPlaceholder].
func CheckOpenAthens(template string) error { return check(template, true, "{url}") }

// CheckHub reports what is wrong with a template of links into the library hub, as [CheckOpenAthens] does.
func CheckHub(template string) error { return check(template, true, "{doi}", "{pmid}", "{title}") }

// CheckRequest reports what is wrong with the address where people ask for articles. It needs no placeholder.
func CheckRequest(template string) error { return check(template, false, "{doi}", "{pmid}", "{title}") }

func check(template string, needed bool, known ...string) error {
	if template == "" {
		return nil
	}
	names := placeholder.FindAllString(template, -1)
	allowed := " " + strings.Join(known, " ") + " "
	for _, name := range names {
		if !strings.Contains(allowed, " "+name+" ") {
			return ErrPlaceholder
		}
	}
	bare := placeholder.ReplaceAllString(template, "x")
	switch u, err := url.Parse(bare); {
	case strings.ContainsAny(bare, "{}"), needed && len(names) == 0:
		return ErrPlaceholder
	case err != nil, u.Scheme != "https", u.Hostname() == "", u.User != nil, placeholder.MatchString(before(template)):
		return ErrAddress
	}
	return nil
}

// before is the part of an address that says whose it is.
func before(template string) string {
	rest := strings.TrimPrefix(template, "https://")
	host, _, _ := strings.Cut(rest, "/")
	host, _, _ = strings.Cut(host, "?")
	return host
}

// fill puts values into a template; empty when it cannot lead to the item. A query may leave some of its parts empty; a
// path may not.
func fill(template string, values map[string]string) string {
	if template == "" {
		return ""
	}
	path, query, asks := strings.Cut(template, "?")
	used, missing := false, false
	put := func(in string, escape func(string) string, strict bool) string {
		return placeholder.ReplaceAllStringFunc(in, func(name string) string {
			value := values[strings.Trim(name, "{}")]
			used, missing = used || value != "", missing || (strict && value == "")
			return escape(value)
		})
	}
	full := put(path, pathEscape, true)
	if asks {
		full += "?" + put(query, url.QueryEscape, false)
	}
	if !used || missing {
		return ""
	}
	return full
}

// requestLink is the address where an article is asked for. One without placeholders stands for itself.
func requestLink(template string, values map[string]string) string {
	if !placeholder.MatchString(template) {
		return template
	}
	return fill(template, values)
}

// pathEscape escapes a value for a path and keeps its slashes, which resolvers of DOIs expect as they are.
func pathEscape(s string) string {
	parts := strings.Split(s, "/")
	for i, p := range parts {
		parts[i] = url.PathEscape(p)
	}
	return strings.Join(parts, "/")
}
