// Package selection is what becomes of the records that searches found, as figures: how they flow from being identified to
// being included, what each source contributes, and which known papers the searches found. It is pure: the counts come in.
package selection

import (
	"cmp"
	"slices"
)

// Reason is how many publications were excluded for a reason; an empty code is no reason given.
type Reason struct {
	Code         string `json:"code"`
	Publications int    `json:"publications"`
}

// Identified is how many records one source brought.
type Identified struct {
	Source  string `json:"source" doc:"The search, or the import of records that belong to none"`
	Records int    `json:"records"`
}

// Flow is the way of the records from identification to inclusion, in the boxes of PRISMA 2020 for title and abstract.
type Flow struct {
	Sources    []Identified `json:"sources" nullable:"false"`
	Identified int          `json:"identified" doc:"Records, of all sources"`
	Duplicates int          `json:"duplicates" doc:"Records removed because another one stands for the same publication"`
	Remaining  int          `json:"remaining" doc:"Publications, after duplicates"`
	Waiting    int          `json:"waiting" doc:"Publications that nobody has decided on"`
	Screened   int          `json:"screened"`
	Excluded   int          `json:"excluded"`
	Reasons    []Reason     `json:"reasons" nullable:"false" doc:"Of the excluded, the most frequent first"`
	Maybe      int          `json:"maybe"`
	Included   int          `json:"included"`
	ByHand     int          `json:"by_hand" doc:"References of the report that no search found"`
}

// Decided are the publications on which somebody has decided.
type Decided struct {
	Included, Maybe int
	Excluded        []Reason
}

// NewFlow draws the flow from what was counted. Publications are the groups of records that are one publication. Whatever
// is counted while others work, the figures add up: identified − duplicates = remaining = waiting + screened, and
// screened = excluded + maybe + included.
func NewFlow(sources []Identified, publications int, d Decided, byHand int) Flow {
	f := Flow{Sources: slices.Clone(sources), Reasons: slices.Clone(d.Excluded), Maybe: d.Maybe, Included: d.Included, ByHand: byHand}
	if f.Sources == nil {
		f.Sources = []Identified{}
	}
	if f.Reasons == nil {
		f.Reasons = []Reason{}
	}
	for _, s := range f.Sources {
		f.Identified += s.Records
	}
	for _, r := range f.Reasons {
		f.Excluded += r.Publications
	}
	slices.SortStableFunc(f.Reasons, func(a, b Reason) int {
		return cmp.Or(cmp.Compare(b.Publications, a.Publications), cmp.Compare(a.Code, b.Code))
	})
	f.Screened = f.Excluded + f.Maybe + f.Included
	f.Remaining = max(publications, f.Screened)
	f.Identified = max(f.Identified, f.Remaining)
	f.Duplicates = f.Identified - f.Remaining
	f.Waiting = f.Remaining - f.Screened
	return f
}
