package selection

import "slices"

// Overlap is how many publications were found by exactly these sources.
type Overlap struct {
	Sources      []string
	Publications int
	Included     int
}

// Contribution is what one source brought, and what would be missing without it.
type Contribution struct {
	Source       string `json:"source" doc:"The search, or the import of records that belong to none"`
	Records      int    `json:"records"`
	Publications int    `json:"publications" doc:"Its records without duplicates among themselves"`
	Only         int    `json:"only" doc:"Of these, publications that no other source found"`
	Included     int    `json:"included"`
	OnlyIncluded int    `json:"only_included" doc:"Included publications that no other source found"`
}

// Contributions gives what each source brought, in the order of sources. An overlap may name a source twice.
func Contributions(sources []Identified, overlaps []Overlap) []Contribution {
	list := make([]Contribution, len(sources))
	at := make(map[string]int, len(sources))
	for i, s := range sources {
		list[i] = Contribution{Source: s.Source, Records: s.Records}
		at[s.Source] = i
	}
	for _, o := range overlaps {
		found := slices.Compact(slices.Sorted(slices.Values(o.Sources)))
		for _, source := range found {
			i, known := at[source]
			if !known {
				continue
			}
			c := &list[i]
			c.Publications += o.Publications
			c.Included += o.Included
			if len(found) == 1 {
				c.Only += o.Publications
				c.OnlyIncluded += o.Included
			}
		}
	}
	return list
}
