package evidencework

import (
	"maps"
	"net/url"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"evidencedesk/api/web/page"
	"evidencedesk/internal/evidence"
)

// rowName is a field of a row of a list in a form: limits[2].reason.
var rowName = regexp.MustCompile(`^([a-z_]+)\[([0-9]{1,3})\]\.(.+)$`)

// rows tidies a list of a form: rows in which nothing was typed are left out and the others counted from 0, so that the form's
// names are the API's paths again. It returns how many rows there are.
func rows(f *page.Form, list string) int {
	found := map[int]url.Values{}
	for name, values := range f.Values() {
		parts := rowName.FindStringSubmatch(name)
		if parts == nil || parts[1] != list {
			continue
		}
		at, err := strconv.Atoi(parts[2])
		if err != nil || at >= evidence.MaxListItems {
			continue
		}
		if found[at] == nil {
			found[at] = url.Values{}
		}
		found[at][parts[3]] = values
		delete(f.Values(), name)
	}
	n := 0
	for _, at := range slices.Sorted(maps.Keys(found)) {
		if blank(found[at]) {
			continue
		}
		for field, values := range found[at] {
			f.Values()[row(list, n, field)] = values
		}
		n++
	}
	return n
}

// row is the name of a field of a row.
func row(list string, at int, field string) string {
	return list + "[" + strconv.Itoa(at) + "]." + field
}

// needed notes that a field has to be filled in, in words that say how.
func needed(f *page.Form, name, text string) {
	if f.Get(name) == "" {
		f.Wrong(name, text)
	}
}

func blank(values url.Values) bool {
	for _, list := range values {
		for _, s := range list {
			if strings.TrimSpace(s) != "" {
				return false
			}
		}
	}
	return true
}
