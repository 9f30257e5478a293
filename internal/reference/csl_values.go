package reference

import (
	"encoding/json"
	"strconv"
	"strings"
)

// cslName is a person or a group.
type cslName struct {
	Family   string `json:"family"`
	Given    string `json:"given"`
	Literal  string `json:"literal"`
	Suffix   string `json:"suffix"`
	Particle string `json:"non-dropping-particle"`
	Dropping string `json:"dropping-particle"`
}

func (n cslName) String() string {
	if n.Family == "" {
		return strings.TrimSpace(n.Given + " " + n.Literal)
	}
	name := strings.TrimSpace(n.Particle + " " + n.Family)
	if given := strings.TrimSpace(n.Given + " " + n.Dropping); given != "" {
		name += ", " + given
	}
	if n.Suffix != "" {
		name += ", " + n.Suffix
	}
	return name
}

func cslValues(name string, raw json.RawMessage) []string {
	var one string
	if json.Unmarshal(raw, &one) == nil {
		return []string{one}
	}
	if name == "author" || name == "editor" {
		var names []cslName
		if json.Unmarshal(raw, &names) == nil {
			out := make([]string, len(names))
			for i, n := range names {
				out[i] = n.String()
			}
			return out
		}
	}
	if date := cslDate(raw); date != "" {
		return []string{date}
	}
	var list []string
	if json.Unmarshal(raw, &list) == nil {
		return list
	}
	return []string{string(raw)}
}

// cslDate writes date-parts as years, months and days with hyphens, a range with a slash.
func cslDate(raw json.RawMessage) string {
	var d struct {
		Parts   [][]json.RawMessage `json:"date-parts"`
		Raw     string              `json:"raw"`
		Literal string              `json:"literal"`
	}
	if json.Unmarshal(raw, &d) != nil {
		return ""
	}
	dates := make([]string, 0, len(d.Parts))
	for _, parts := range d.Parts {
		var out []string
		for _, p := range parts {
			text := strings.Trim(string(p), `"`)
			if n, err := strconv.Atoi(text); err == nil && n < 10 {
				text = "0" + strconv.Itoa(n)
			}
			out = append(out, text)
		}
		dates = append(dates, strings.Join(out, "-"))
	}
	return strings.TrimSpace(strings.Join(dates, "/") + " " + d.Raw + d.Literal)
}
