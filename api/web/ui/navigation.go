package ui

import "cmp"

// Pagination goes through a list by cursor, with the total in words.
type Pagination struct {
	Label         string // names the landmark; "Pagination" when empty
	PreviousHref  string
	PreviousTitle string // under "Previous", such as "Newer requests"
	NextHref      string
	NextTitle     string
	Total         string // "Showing 26 to 50 of 1,204 requests"
}

// Tabs are links to views of the same thing, with counts.
type Tabs struct {
	Label string // names the landmark
	Items []Tab
}

// Tab is one of them.
type Tab struct {
	Text    string
	Href    string
	Count   string // such as "24" or "1,000 or more"; empty: none
	Unit    string // what is counted, for screen readers: "requests"
	Alert   bool   // the count asks for action
	Current bool
}

// Chips list the filters that are on; each removes itself.
type Chips struct {
	Heading string // for screen readers; "Filters that are on" when empty
	Items   []Link
	Clear   *Link // clears the filters, not the search or the order
}

// BulkBar acts on the ticked rows of the table below it, in the same form.
type BulkBar struct {
	Label  string // "Change selected requests"
	All    string // "Select all 25 on this page"; only with scripts
	None   string // "Select requests, then choose what to do"
	One    string // "1 request selected"
	Many   string // "{n} requests selected"
	Action Select
	More   []Component // further fields, such as a person
	Button Button
}

// Name is the name of the landmark.
func (p Pagination) Name() string { return cmp.Or(p.Label, "Pagination") }

// HeadingText is the heading with its default.
func (c Chips) HeadingText() string { return cmp.Or(c.Heading, "Filters that are on") }

func (Pagination) template() string { return "pagination" }
func (Tabs) template() string       { return "tabs" }
func (Chips) template() string      { return "chips" }
func (BulkBar) template() string    { return "bulk-bar" }
