package rest

import (
	"github.com/danielgtaylor/huma/v2"

	"evidencedesk/internal/evidence"
)

// registerCommands registers one operation for each command that people give to a request.
func registerCommands(api huma.API, d Deps) {
	h := &commander{d}
	registerOwnership(api, h)
	registerWork(api, h)
	registerChecks(api, h)
	registerLinks(api, h)
	registerEnds(api, h)
}

func registerOwnership(api huma.API, h *commander) {
	registerCommand(api, h, command[PlainBody]{name: evidence.Claim, summary: "Take a request from the shared pool"})
	registerCommand(api, h, command[ReleaseBody]{name: evidence.Release, summary: "Give a request back to the shared pool", args: h.release})
	registerCommand(api, h, command[ReassignBody]{name: evidence.Reassign, summary: "Give a request to another librarian", args: h.reassign})
	registerCommand(api, h, command[AgreeDeadlineBody]{name: evidence.AgreeDeadline, summary: "Agree another date", args: h.agreeDeadline})
	registerCommand(api, h, command[SetUrgencyBody]{name: evidence.SetUrgency, summary: "Change the urgency", args: h.setUrgency})
	registerCommand(api, h, command[ChangeRequesterBody]{name: evidence.ChangeRequester, summary: "Give a request to another requester", args: h.changeRequester})
}

func registerWork(api huma.API, h *commander) {
	registerCommand(api, h, command[AcceptBody]{name: evidence.Accept, summary: "Agree what is to be done and by when", args: h.accept})
	registerCommand(api, h, command[AskBody]{name: evidence.Ask, summary: "Ask the requester", args: h.ask, prepare: h.saveQuestion})
	registerCommand(api, h, command[AnswerBody]{name: evidence.Answer, summary: "Answer the librarian", args: h.answer, prepare: h.saveAnswer})
	registerCommand(api, h, command[HoldBody]{name: evidence.Hold, summary: "Put a request on hold", args: h.hold})
	registerCommand(api, h, command[PlainBody]{name: evidence.Resume, summary: "Resume a request on hold"})
	registerCommand(api, h, command[CompleteSearchBody]{name: evidence.CompleteSearch, summary: "End the searching", args: h.completeSearch})
	registerCommand(api, h, command[PlainBody]{name: evidence.ResumeSearch, summary: "Go on searching"})
}

func registerChecks(api huma.API, h *commander) {
	registerCommand(api, h, command[SubmitForCheckBody]{name: evidence.SubmitForCheck, summary: "Submit for check by a second librarian", args: h.submitForCheck})
	registerCommand(api, h, command[ApproveBody]{name: evidence.Approve, summary: "Approve what was submitted for check", args: h.approve})
	registerCommand(api, h, command[ReasonBody]{name: evidence.ReturnForChanges, summary: "Return what was submitted for check", args: h.reasonOnly})
	registerCommand(api, h, command[ReasonBody]{name: evidence.WaiveCheck, summary: "Waive a check", args: h.waiveCheck})
	registerCommand(api, h, command[DeliverBody]{name: evidence.Deliver, summary: "Send the report to the requester", args: h.deliver})
	registerCommand(api, h, command[ReasonBody]{name: evidence.Correct, summary: "Send a corrected report", args: h.correct})
	registerCommand(api, h, command[BackBody]{name: evidence.Reopen, summary: "Reopen a delivered request", args: h.back})
}

func registerLinks(api huma.API, h *commander) {
	registerCommand(api, h, command[ReferBody]{name: evidence.Refer, summary: "Refer a request to another library", args: h.refer, prepare: h.saveReferral})
	registerCommand(api, h, command[BackBody]{name: evidence.Return, summary: "Take a referred request back", args: h.back})
	registerCommand(api, h, command[MergeBody]{name: evidence.Merge, summary: "Merge a request into another", args: h.merge, prepare: h.reserveLink})
	registerCommand(api, h, command[PlainBody]{name: evidence.Unmerge, summary: "Undo a merge"})
	registerCommand(api, h, command[SplitBody]{name: evidence.SplitRequest, summary: "Split a request into parts", args: h.split, prepare: h.saveParts})
}

func registerEnds(api huma.API, h *commander) {
	registerCommand(api, h, command[OfferBody]{name: evidence.Decline, summary: "Decline a request", args: h.offer})
	registerCommand(api, h, command[OfferBody]{name: evidence.Signpost, summary: "Point the requester to a source", args: h.offer})
	registerCommand(api, h, command[WithdrawBody]{name: evidence.Withdraw, summary: "Withdraw a request", args: h.withdraw})
}
