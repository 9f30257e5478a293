package ui

import (
	"cmp"
	"slices"
	"strings"
)

// BrandMode is how the service presents itself. The NHS logo is a trade mark: the operator has to be entitled to it.
type BrandMode string

// The modes.
const (
	BrandNeutral      BrandMode = "neutral"      // a text wordmark, no logo
	BrandOrganisation BrandMode = "organisation" // the NHS logo with the organisation's name
	BrandNHSService   BrandMode = "nhs-service"  // the NHS logo with the service's name
)

// Brand is who runs the service, from the configuration.
type Brand struct {
	Mode         BrandMode
	Service      string // "Evidence requests"
	Organisation string // "Northmoor University Hospitals"
	Split        string // a second line of the organisation's name
	Descriptor   string // "NHS Foundation Trust"
	LogoURL      string // an image of the operator, served by us
}

// Header is the top of every page. Pages of a question leave Nav empty.
type Header struct {
	Brand   Brand
	Home    string // "/" when empty
	Wide    bool   // as wide as the pages of staff
	Nav     []NavItem
	Account []AccountItem
	SignOut string // where the sign-out form goes; empty: nobody is signed in
}

// NavItem is an entry of the main menu.
type NavItem struct {
	Href    string
	Text    string
	Current bool // this area
	Page    bool // with Current: this very page
}

// AccountItem says who is signed in or leads to the account.
type AccountItem struct {
	Href string // empty: only text
	Text string
	Icon bool // the outline of a person before it
}

// Footer is the foot of every page.
type Footer struct {
	Links     []Link
	Copyright string
	Wide      bool
}

// WorkHeader is the top of a request's pages for staff: reference, title, facts and the tabs. It stands in main, before the rest.
type WorkHeader struct {
	Back      *BackLink
	Reference string
	Title     string
	Facts     []Fact
	Tabs      *Tabs
}

// Fact is a name and its value.
type Fact struct {
	Label string
	Value Component
}

// HomeHref is where the name of the service leads.
func (h Header) HomeHref() string { return cmp.Or(h.Home, "/") }

// NHS reports whether the NHS logo is shown.
func (b Brand) NHS() bool { return b.Mode == BrandOrganisation || b.Mode == BrandNHSService }

// Logo reports whether the header begins with a logo.
func (b Brand) Logo() bool { return b.NHS() || b.LogoURL != "" }

// LinkName is what screen readers call the link around the logo.
func (b Brand) LinkName() string {
	var words []string
	if b.NHS() && b.LogoURL == "" {
		words = append(words, "NHS")
	}
	if b.Named() || b.LogoURL != "" {
		words = append(words, b.Organisation, b.Split)
	}
	words = append(words, b.Service, "homepage")
	return strings.Join(slices.DeleteFunc(words, func(w string) bool { return w == "" }), " ")
}

// Named reports whether the organisation's name stands beside the logo.
func (b Brand) Named() bool { return b.Mode == BrandOrganisation && b.Organisation != "" }

func (Header) template() string     { return "header" }
func (Footer) template() string     { return "footer" }
func (WorkHeader) template() string { return "work-header" }
