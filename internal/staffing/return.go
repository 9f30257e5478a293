package staffing

import (
	"fmt"
	"slices"

	"evidencedesk/internal/evidence"
)

// Activities of the annual statistics that are counted from requests; see the vocabulary return_activities.
const (
	ExpertSearches = "expert_searches"
	Enquiries      = "enquiries_information"
)

// As says under which activity something is counted.
type As string

// What can be counted as what.
const (
	AsSearch  As = "search"
	AsEnquiry As = "enquiry"
	AsNothing As = "nothing"
)

// ReturnRule says what of the delivered requests counts as an expert search. The published statistics do not say it in so many
// words, so every library writes its rule down.
type ReturnRule struct {
	Live      As       `json:"live" enum:"search,enquiry,nothing" doc:"Requests that were answered on the spot"`
	Quick     As       `json:"quick" enum:"search,enquiry,nothing" doc:"Other requests whose product is a quick answer"`
	Rerun     As       `json:"rerun" enum:"search,enquiry,nothing" doc:"Requests that ask an earlier one again"`
	Nothing   As       `json:"nothing_found" enum:"search,enquiry,nothing" doc:"Requests for which nothing was found"`
	LeaveOut  []string `json:"leave_out,omitempty" maxItems:"50" doc:"Codes of search_types that are not counted"`
	LeaveList []string `json:"leave_out_products,omitempty" maxItems:"50" doc:"Codes of products that are not counted"`
}

// StandardReturn is the rule of a library that has none of its own.
func StandardReturn() ReturnRule {
	return ReturnRule{Live: AsEnquiry, Quick: AsSearch, Rerun: AsSearch, Nothing: AsSearch}
}

// Check says what is wrong with a rule. has knows the codes of a vocabulary.
func (r ReturnRule) Check(has func(vocabulary, code string) bool) []evidence.FieldError {
	var wrong faults
	for field, as := range map[string]As{"live": r.Live, "quick": r.Quick, "rerun": r.Rerun, "nothing_found": r.Nothing} {
		if !slices.Contains([]As{AsSearch, AsEnquiry, AsNothing}, as) {
			wrong.add(field, "unknown", "Use search, enquiry or nothing.")
		}
	}
	for i, code := range r.LeaveOut {
		if !has("search_types", code) {
			wrong.add(fmt.Sprintf("leave_out[%d]", i), "unknown", "Use a code of search_types.")
		}
	}
	for i, code := range r.LeaveList {
		if !has("products", code) {
			wrong.add(fmt.Sprintf("leave_out_products[%d]", i), "unknown", "Use a code of products.")
		}
	}
	return wrong
}

// Group is how many delivered requests agree in all that a counting rule looks at.
type Group struct {
	Purpose, Product, StaffGroup, Outcome string
	Live, Rerun                           bool
	Requests                              int
}

// As is under which activity a rule counts a group. The first that applies decides: what is left out, answered on the spot, asked
// again, nothing found, a quick answer, and every other answer.
func (r ReturnRule) As(g Group) As {
	switch {
	case !slices.Contains([]string{"answered", "answered_live", "nothing_found"}, g.Outcome),
		slices.Contains(r.LeaveOut, g.Purpose), slices.Contains(r.LeaveList, g.Product):
		return AsNothing
	case g.Live:
		return r.Live
	case g.Rerun:
		return r.Rerun
	case g.Outcome == "nothing_found":
		return r.Nothing
	case g.Product == "quick_answer":
		return r.Quick
	}
	return AsSearch
}

// Count is how many requests a rule counts under an activity.
func (r ReturnRule) Count(activity string, groups []Group) int {
	n := 0
	for _, g := range groups {
		if r.counts(activity, g) {
			n += g.Requests
		}
	}
	return n
}

func (r ReturnRule) counts(activity string, g Group) bool {
	return activity == ExpertSearches && r.As(g) == AsSearch || activity == Enquiries && r.As(g) == AsEnquiry
}

// Sentences say the rule in words. label gives the words of a code.
func (r ReturnRule) Sentences(label func(vocabulary, code string) string) []string {
	under := map[As]string{AsSearch: "count as expert searches", AsEnquiry: "count as enquiries about information resources", AsNothing: "are not counted"}
	list := []string{
		"Counted is each request that was answered, or for which nothing was found, in the year of its first delivery (1 April to 31 March).",
		"Answers on the spot " + under[r.Live] + ".",
		"Requests that ask an earlier one again " + under[r.Rerun] + ".",
		"Requests for which nothing was found " + under[r.Nothing] + ".",
		"Quick answers " + under[r.Quick] + ".",
	}
	for _, code := range r.LeaveOut {
		list = append(list, "Left out: "+label("search_types", code)+".")
	}
	for _, code := range r.LeaveList {
		list = append(list, "Left out: "+label("products", code)+".")
	}
	return list
}
