package strategy

import (
	"fmt"
	"slices"
	"strings"
)

// ItemCount is how many items PRISMA-S has, the extension of PRISMA 2020 for reporting searches; they are numbered from 1.
const ItemCount = 16

// The items that are named in the code.
const (
	itemLimits     = 9
	itemFilters    = 10
	itemPeerReview = 14
	itemDedup      = 16
)

// State says how far an item is reported.
type State string

// The states of an item.
const (
	Done          State = "done"
	Missing       State = "missing"
	NotApplicable State = "not_applicable" // there is nothing to report, and that is said or plain
)

// PrismaItem is one of the sixteen items of PRISMA-S as the ledger stands.
type PrismaItem struct {
	N     int    `json:"n" minimum:"1" maximum:"16"`
	Name  string `json:"name"`
	State State  `json:"state" enum:"done,missing,not_applicable"`
	Why   string `json:"why" doc:"In a sentence"`
	Where Where  `json:"where" doc:"Where what is missing can be written"`
}

// Where names the field in which what is missing belongs: one of a search, one of a new search of some kind, or, when only Field is
// given, one of the statements about all searches.
type Where struct {
	Search string `json:"search,omitempty" format:"uuid"`
	Kind   string `json:"kind,omitempty" doc:"A code of source_kinds"`
	Field  string `json:"field,omitempty"`
}

// Meter tells of each item of PRISMA-S whether it is reported (PRISMA-S 2021). An item for which nothing was done counts when the ledger says so in a statement.
func Meter(l Ledger) [ItemCount]PrismaItem {
	var items [ItemCount]PrismaItem
	for i, rule := range l.rules() {
		item := rule()
		item.N, item.Name = i+1, orElse(l.Names[i+1], fmt.Sprintf("Item %d", i+1))
		if text := l.Statements[item.N]; text != "" && item.State == Missing && item.Where.Search == "" {
			item.State, item.Why, item.Where = NotApplicable, sentence(text), Where{}
		}
		if item.State == Missing && item.Where == (Where{}) {
			item.Where.Field = fmt.Sprintf("statements[%d].text", i)
		}
		items[i] = item
	}
	return items
}

// Reported counts the items for which nothing is missing.
func Reported(items [ItemCount]PrismaItem) int {
	n := 0
	for _, item := range items {
		if item.State != Missing {
			n++
		}
	}
	return n
}

func (l Ledger) rules() [ItemCount]func() PrismaItem {
	return [ItemCount]func() PrismaItem{
		l.databases, l.together,
		func() PrismaItem {
			return l.ofKind("No study register was searched, and nothing says why.", false, "register")
		},
		func() PrismaItem {
			return l.ofKind("No website was browsed and nothing was searched by hand, and nothing says why.", true, "website", "handsearch")
		},
		func() PrismaItem {
			return l.ofKind("No citations were followed, and nothing says why.", true, "citation_chasing")
		},
		func() PrismaItem {
			return l.ofKind("Nobody was asked for studies, and nothing says why.", true, "contact")
		},
		func() PrismaItem {
			return l.ofKind("No other method was used, and nothing says so.", false, "other", "hub", "cds_tool", "ai_tool")
		},
		l.strategies, l.limits, l.filters, l.prior, l.updates, l.dates, l.peerReview, l.records, l.duplicates,
	}
}

func done(why string) PrismaItem    { return PrismaItem{State: Done, Why: why} }
func missing(why string) PrismaItem { return PrismaItem{State: Missing, Why: why} }

// lacks is missing in one search, at a field of it.
func (l Ledger) lacks(s Search, field, what string) PrismaItem {
	i := slices.IndexFunc(l.Searches, func(o Search) bool { return o.ID == s.ID })
	return PrismaItem{State: Missing, Why: fmt.Sprintf("Search %d, %s: %s", i+1, s.Name(), what), Where: Where{Search: s.ID, Field: field}}
}

// first finds a search for which something holds.
func (l Ledger) first(holds func(Search) bool) (Search, bool) {
	if i := slices.IndexFunc(l.Searches, holds); i >= 0 {
		return l.Searches[i], true
	}
	return Search{}, false
}

func (l Ledger) databases() PrismaItem {
	if s, found := l.first(func(s Search) bool { return s.Kind == "database" && s.Platform == "" }); found {
		return l.lacks(s, "platform", "say on which platform it was searched.")
	}
	if _, found := l.first(func(s Search) bool { return s.Kind == "database" }); found {
		return done("Every database is named with its platform.")
	}
	return PrismaItem{State: Missing, Why: "No database was searched, and nothing says why.", Where: Where{Kind: "database"}}
}

func (l Ledger) together() PrismaItem {
	groups := map[string]int{}
	for _, s := range l.Searches {
		groups[s.Group]++
	}
	if s, found := l.first(func(s Search) bool { return s.Group != "" && groups[s.Group] == 1 }); found {
		return l.lacks(s, "multi_db_group", "no other search was run at once with it. Record the other databases, or take this out.")
	}
	if len(groups) > 1 || groups[""] == 0 && len(groups) > 0 {
		return done("Databases that were searched at once are named.")
	}
	return PrismaItem{State: NotApplicable, Why: "No databases were searched at once."}
}

// ofKind is reported when there is a search of one of the kinds; told says that it must also say how that was done.
func (l Ledger) ofKind(otherwise string, told bool, kinds ...string) PrismaItem {
	of := func(s Search) bool { return slices.Contains(kinds, s.Kind) }
	if _, found := l.first(of); !found {
		return missing(otherwise)
	}
	if s, found := l.first(func(s Search) bool { return told && of(s) && s.Method == "" && len(s.Lines) == 0 }); found {
		return l.lacks(s, "method", "say how it was done.")
	}
	return done("Recorded in the ledger.")
}

func (l Ledger) strategies() PrismaItem {
	if len(l.Searches) == 0 {
		return PrismaItem{State: Missing, Why: "No search has been recorded.", Where: Where{Kind: "database"}}
	}
	if s, found := l.first(func(s Search) bool { return len(s.Lines) == 0 && s.byLines() }); found {
		return l.lacks(s, "lines", "copy its lines exactly as they were run.")
	}
	return done("Every strategy is recorded as it was run.")
}

// byLines reports whether a source is searched with a strategy; others are told in words.
func (s Search) byLines() bool {
	return s.Kind == "database" || s.Kind == "register" || s.Kind == "hub" || s.Method == "" && s.Kind != "contact" && s.Kind != "handsearch"
}

func (l Ledger) limits() PrismaItem {
	if s, found := l.first(func(s Search) bool {
		return slices.ContainsFunc(s.Limits, func(m Limit) bool { return m.Reason == "" })
	}); found {
		return l.lacks(s, "limits", "give the reason for each limit.")
	}
	if s, found := l.first(func(s Search) bool { return len(s.Limits) == 0 && slices.ContainsFunc(s.Lines, Line.limits) }); found {
		return l.lacks(s, "limits", "a line limits the results: record the limit with its reason.")
	}
	if _, found := l.first(func(s Search) bool { return len(s.Limits) > 0 }); found {
		return done("Limits are recorded with their reasons.")
	}
	return missing("No limits are recorded. State that none were used, or record them.")
}

// limits reports whether a line is plainly a limit, as Ovid writes it.
func (l Line) limits() bool { return strings.HasPrefix(strings.ToLower(l.Text), "limit ") }

func (l Ledger) filters() PrismaItem {
	if s, found := l.first(func(s Search) bool {
		return slices.ContainsFunc(s.Filters, func(f Filter) bool { return f.Citation == "" })
	}); found {
		return l.lacks(s, "filters", "cite each published filter.")
	}
	if _, found := l.first(func(s Search) bool { return len(s.Filters) > 0 }); found {
		return done("Published filters are named and cited.")
	}
	return missing("No published filter is recorded. State that none was used, or record it.")
}

func (l Ledger) prior() PrismaItem {
	if _, found := l.first(func(s Search) bool { return s.AdaptedFrom != "" }); found {
		return done("It is said from where strategies were adapted.")
	}
	return missing("State that no earlier strategy was used, or name the one that was.")
}

func (l Ledger) updates() PrismaItem {
	if _, found := l.first(func(s Search) bool { return s.RerunOf > 0 || s.Alerts != "" }); found {
		return done("Re-runs or alerts are recorded.")
	}
	return missing("State that the searches were not run again, or record the re-runs or alerts.")
}

func (l Ledger) dates() PrismaItem {
	if len(l.Searches) == 0 {
		return PrismaItem{State: Missing, Why: "No search has been recorded.", Where: Where{Kind: "database"}}
	}
	if s, found := l.first(func(s Search) bool { return s.RunAt.IsZero() }); found {
		return l.lacks(s, "run_at", "give the date on which it was last run.")
	}
	return done("Every search has the date of its last run.")
}

func (l Ledger) peerReview() PrismaItem {
	if len(l.Reviews) > 0 {
		return done("A second librarian has read the strategy.")
	}
	return missing("No second librarian has read the strategy.")
}

func (l Ledger) records() PrismaItem {
	if len(l.Searches) == 0 {
		return PrismaItem{State: Missing, Why: "No search has been recorded.", Where: Where{Kind: "database"}}
	}
	if s, found := l.first(func(s Search) bool { return s.Found == nil && s.byLines() }); found {
		return l.lacks(s, "records_retrieved", "give the number of records that it found.")
	}
	return done("Every search has its number of records.")
}

func (l Ledger) duplicates() PrismaItem {
	switch {
	case l.Imported.Records > 0:
		return done("Duplicates were found here: the counts are known.")
	case l.Dedup.Method != "" || l.Dedup.Software != "":
		return done("It is said how duplicates were removed.")
	case len(l.Searches) == 1:
		return PrismaItem{State: NotApplicable, Why: "One source was searched."}
	}
	return PrismaItem{State: Missing, Why: "Say how duplicates were removed, and with what.", Where: Where{Field: "dedup.method"}}
}
