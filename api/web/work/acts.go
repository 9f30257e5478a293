package work

import (
	"slices"

	"evidencedesk/internal/evidence"
)

// acts is every command of the process that has a page here. The answers of a second librarian are given on the page of the check.
func acts() []act {
	return slices.Concat(ownershipActs(), readingActs(), searchActs(), checkActs(), linkActs(), endActs(), dateActs())
}

// group is a heading with the commands under it, in a list of what can be done with a request.
type group struct {
	heading string
	names   []evidence.Name
}

// groups put the commands that are not the next step of the work in an order for people.
func groups() []group {
	return []group{
		{"Work", []evidence.Name{
			evidence.Claim, evidence.Accept, evidence.CompleteSearch, evidence.ResumeSearch, evidence.SubmitForCheck, evidence.Approve,
			evidence.ReturnForChanges, evidence.WaiveCheck, evidence.Deliver, evidence.Correct, evidence.Reopen,
		}},
		{"Requester", []evidence.Name{evidence.Ask, evidence.Answer, evidence.Hold, evidence.Resume, evidence.ChangeRequester}},
		{"Dates", []evidence.Name{evidence.AgreeDeadline, evidence.SetUrgency}},
		{"Hand over", []evidence.Name{evidence.Release, evidence.Reassign, evidence.Refer, evidence.Return}},
		{"Join or part", []evidence.Name{evidence.Merge, evidence.Unmerge, evidence.SplitRequest}},
		{"End", []evidence.Name{evidence.Signpost, evidence.Decline, evidence.Withdraw}},
	}
}
