package queue

import (
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"
)

// filter is which requests are shown, in which order: the query of the page's address. Names and values are those of
// GET /requests.
type filter struct {
	Stages, Urgencies, Types, Products []string

	Library, Owner, Specialty, Due, Text string
	Sort                                 string      // empty: by due date
	Extra                                [][2]string // what a saved view may hold and the form does not offer

	Cursor string
	From   int       // how many requests lie before this page, for words only
	Seen   time.Time // what changed after it is marked as new
	Edit   string    // the view whose filters are being changed
}

const (
	perPage = 25

	sortReceived, sortNewest, sortChanged = "received", "-received", "-changed"
)

// extras are the parameters that only saved views and links carry.
func extras() []string { return []string{"changed_since", "check", "mine", "requester"} }

// parseFilter reads the query of an address. Lists come with commas or as several values, as forms send them.
func parseFilter(q url.Values) filter {
	f := filter{
		Stages: words(q, "stage"), Urgencies: words(q, "urgency"), Types: words(q, "type"), Products: words(q, "product"),
		Library: one(q, "library"), Owner: one(q, "owner"), Specialty: cut(one(q, "specialty"), 200), Due: one(q, "due"), //nolint:mnd // the API's limit
		Text: cut(one(q, "q"), 400), Sort: one(q, "sort"), Cursor: one(q, "cursor"), Edit: one(q, "edit"), //nolint:mnd // the API's limit
	}
	f.Stages = slices.DeleteFunc(f.Stages, func(s string) bool { return s == "open" }) // as without
	if f.Sort == "due" {
		f.Sort = ""
	}
	for _, name := range extras() {
		if value := one(q, name); value != "" {
			f.Extra = append(f.Extra, [2]string{name, value})
		}
	}
	f.From, _ = strconv.Atoi(q.Get("from"))
	f.From = min(max(f.From, 0), 1_000_000) //nolint:mnd // only said in words
	f.Seen, _ = time.Parse(time.RFC3339, q.Get("seen"))
	return f
}

func words(q url.Values, name string) []string {
	var list []string
	for _, value := range q[name] {
		for word := range strings.SplitSeq(value, ",") {
			if word = strings.TrimSpace(word); word != "" && !slices.Contains(list, word) {
				list = append(list, word)
			}
		}
	}
	return list
}

func one(q url.Values, name string) string {
	for _, value := range q[name] {
		if value = strings.TrimSpace(value); value != "" {
			return value
		}
	}
	return ""
}

func cut(s string, most int) string {
	if runes := []rune(s); len(runes) > most {
		return string(runes[:most])
	}
	return s
}

// query is the filter in one way of writing, without the place in the list.
func (f filter) query() string {
	q := url.Values{}
	set := func(name, value string) {
		if value != "" {
			q.Set(name, value)
		}
	}
	set("library", f.Library)
	set("stage", joined(f.Stages))
	set("owner", f.Owner)
	set("urgency", joined(f.Urgencies))
	set("type", joined(f.Types))
	set("product", joined(f.Products))
	set("specialty", f.Specialty)
	set("due", f.Due)
	set("q", f.Text)
	set("sort", f.Sort)
	for _, e := range f.Extra {
		set(e[0], e[1])
	}
	return strings.ReplaceAll(q.Encode(), "%2C", ",")
}

// toCheck reports that the list is of checks that wait for the visitor.
func (f filter) toCheck() bool { return slices.Contains(f.Extra, [2]string{"check", "me"}) }

// unordered is the query in no particular order.
func (f filter) unordered() string {
	f.Sort = ""
	return f.query()
}

// joined writes a list in one order, so that two ways of choosing the same are one.
func joined(list []string) string { return strings.Join(slices.Sorted(slices.Values(list)), ",") }

// href is the address of the filter's first page.
func (f filter) href() string { return f.at("") }

// at is the address of the list with more parameters, "a=b&c=d".
func (f filter) at(more string) string {
	parts := slices.DeleteFunc([]string{f.query(), edit(f.Edit), more}, func(s string) bool { return s == "" })
	if len(parts) == 0 {
		return address
	}
	return address + "?" + strings.Join(parts, "&")
}

func edit(view string) string {
	if view == "" {
		return ""
	}
	return "edit=" + url.QueryEscape(view)
}

// turned is the address of another page of the same list.
func (f filter) turned(cursor string, from int) string {
	return f.at("cursor=" + url.QueryEscape(cursor) + "&from=" + strconv.Itoa(max(0, from)))
}

// with is the same filter with a change, from the first page on.
func (f filter) with(change func(*filter)) filter {
	f.Stages, f.Urgencies, f.Types, f.Products = slices.Clone(f.Stages), slices.Clone(f.Urgencies), slices.Clone(f.Types), slices.Clone(f.Products)
	f.Extra, f.Cursor, f.From = slices.Clone(f.Extra), "", 0
	change(&f)
	return f
}

// cleared keeps only what is no filter: the words searched for and the order.
func (f filter) cleared() filter { return filter{Text: f.Text, Sort: f.Sort, Edit: f.Edit} }
