package evidence

import "slices"

// Rule is one row of the process: who may give a command, in which stages, what it needs and what it does.
type Rule struct {
	Name  Name
	Who   []Who
	From  []Stage  // empty for the commands that open a request
	To    string   // for people: where it leads
	Needs []string // fields of Args that must be given
	Note  string   // for people: the rule beyond the stages

	guard func(State, Actor) error
	apply func(*step) error
}

func (r Rule) opens() bool { return len(r.From) == 0 }

// RuleFor returns the rule of a command.
func RuleFor(n Name) (Rule, bool) {
	i, ok := ruleIndex[n]
	if !ok {
		return Rule{}, false
	}
	return rules[i], true
}

// Process returns every rule in the order of a request's life.
func Process() []Rule { return slices.Clone(rules) }

// ByPeople reports whether people, not the engine, give the command to a request that exists.
func (r Rule) ByPeople() bool { return !r.opens() && !slices.Equal(r.Who, []Who{ByEngine}) }

var (
	rules     = processRules()
	ruleIndex = indexRules(rules)

	open         = OpenStages()
	working      = []Stage{Triage, Searching, Summarising, Checking}
	clockRuns    = []Stage{Submitted, Triage, Searching, Summarising, Checking, Referred}
	withdrawable = append(OpenStages(), Merged)
)

func indexRules(rs []Rule) map[Name]int {
	index := make(map[Name]int, len(rs))
	for i, r := range rs {
		index[r.Name] = i
	}
	return index
}

func processRules() []Rule {
	return slices.Concat(openingRules(), ownershipRules(), workRules(), checkRules(), deliveryRules(), linkRules(), endRules(), dateRules(), engineRules())
}

func openingRules() []Rule {
	return []Rule{
		{
			Name: Submit, Who: []Who{ByRequesterOf, ByStaff, ByManager}, To: "submitted", Needs: []string{"opening"},
			Note: "The identifier guard reads every text first. The clock starts.", apply: submit,
		},
		{
			Name: AnswerLive, Who: []Who{ByLibrarian}, To: "delivered", Needs: []string{"opening", "outcome"},
			Note: "Question, answer and sources at once; no check, and no survey unless it is asked for.", apply: answerLive,
		},
		{
			Name: OpenChild, Who: []Who{ByLibrarian}, To: "triage", Needs: []string{"opening"},
			Note: "A part of a split request: the same owner and time of receipt, its own deadlines.", apply: openChild,
		},
		{
			Name: OpenPartner, Who: []Who{ByEngine}, To: "submitted", Needs: []string{"opening"},
			Note: "A request referred here by another library, with its own clock.", apply: submit,
		},
	}
}

func ownershipRules() []Rule {
	return []Rule{
		{
			Name: Claim, Who: []Who{ByStaff}, From: open, To: "submitted → triage, else unchanged", guard: unowned,
			Note: "Only while nobody owns it: one winner, always.", apply: claim,
		},
		{
			Name: Release, Who: []Who{ByOwner, ByManager}, From: open, To: "triage → submitted, else unchanged", guard: owned,
			Note: "Back to the shared pool. The work stays.", apply: release,
		},
		{
			Name: Reassign, Who: []Who{ByOwner, ByManager}, From: open, To: "submitted → triage, else unchanged", Needs: []string{"person", "reason"},
			Note: "To a librarian or trainee of the same library.", apply: reassign,
		},
	}
}

func workRules() []Rule {
	return []Rule{
		{
			Name: Accept, Who: []Who{ByOwner}, From: []Stage{Triage}, To: "searching",
			Needs: []string{"type", "product", "estimate_minutes", "promise_due", "check_policy"},
			Note:  "Agrees the type of search, the product, the estimate and the deadline.", apply: accept,
		},
		{
			Name: Ask, Who: []Who{ByOwner}, From: []Stage{Triage, Searching, Summarising}, To: "clarifying", Needs: []string{"message"},
			Note: "The clock stops; the remaining working minutes are kept.", apply: ask,
		},
		{
			Name: Answer, Who: []Who{ByRequester, ByDelegate, ByOwner}, From: []Stage{Clarifying, OnHold}, To: "where it was asked, or submitted where nobody owns what was in triage; from on hold unchanged", Needs: []string{"message"},
			Note: "The owner answers for the requester by naming the channel. Within 30 days a late answer revives a lapsed request to triage.", guard: questionOpen, apply: answer,
		},
		{
			Name: Hold, Who: []Who{ByOwner}, From: append([]Stage{Clarifying}, working...), To: "on_hold", Needs: []string{"reason", "review_at"},
			Note: "The clock stops until the request is resumed.", apply: hold,
		},
		{Name: Resume, Who: []Who{ByOwner}, From: []Stage{OnHold}, To: "where it was held", apply: resume},
		{
			Name: CompleteSearch, Who: []Who{ByOwner}, From: []Stage{Searching}, To: "summarising", Needs: []string{"searches", "digest"},
			Note: "Names the search records and their digest.", guard: agreed, apply: completeSearch,
		},
		{Name: ResumeSearch, Who: []Who{ByOwner}, From: []Stage{Summarising}, To: "searching", apply: resumeSearch},
	}
}

func checkRules() []Rule {
	checked := []string{"subject", "version", "digest", "authors"}
	return []Rule{
		{
			Name: SubmitForCheck, Who: []Who{ByOwner}, From: []Stage{Searching, Summarising}, To: "checking", Needs: checked,
			Note: "A strategy while searching, a summary while summarising. A reviewer may be invited from another library.", guard: agreed, apply: submitForCheck,
		},
		{
			Name: Approve, Who: []Who{ByChecker}, From: []Stage{Checking}, To: "where it came from", Needs: []string{"version", "digest"},
			Note: "Binds to the digest that was read. A strategy needs its PRESS form.", guard: anothersWork, apply: approve,
		},
		{
			Name: ReturnForChanges, Who: []Who{ByChecker}, From: []Stage{Checking}, To: "where it came from", Needs: []string{"reason"},
			guard: anothersWork, apply: returnForChanges,
		},
		{
			Name: WaiveCheck, Who: []Who{ByManager}, From: []Stage{Searching, Summarising, Checking}, To: "checking → where it came from, else unchanged",
			Needs: append([]string{"reason"}, checked...), Note: "Counted in reports. Never for a trainee's work, never one's own.", apply: waiveCheck,
		},
	}
}

func deliveryRules() []Rule {
	return []Rule{
		{
			Name: Deliver, Who: []Who{ByOwner}, From: []Stage{Summarising}, To: "delivered", Needs: []string{"version", "digest", "authors", "outcome"},
			Note: "Where a check is required, exactly this digest was approved or waived. Starts or re-anchors the follow-up.", apply: deliver,
		},
		{
			Name: Correct, Who: []Who{ByOwner}, From: []Stage{Delivered}, To: "delivered", Needs: []string{"version", "digest", "authors", "reason"},
			Note: "A new version and a notice; never a follow-up. The same check as a delivery. Refused when nothing that the requester reads has changed.", apply: correct,
		},
		{
			Name: Reopen, Who: []Who{ByRequester, ByDelegate, ByOwner}, From: []Stage{Delivered}, To: "searching or summarising", Needs: []string{"reason", "back_to"},
			Note: "Within 30 days of delivery. The first delivery time is kept; the follow-up waits for the next one.", apply: reopen,
		},
	}
}

func linkRules() []Rule {
	return []Rule{
		{
			Name: Refer, Who: []Who{ByOwner, ByManager}, From: without(open, Referred), To: "referred", Needs: []string{"reason"},
			Note: "With the requester's consent. Our promise runs on.", apply: refer,
		},
		{
			Name: Return, Who: []Who{ByOwner, ByManager}, From: []Stage{Referred}, To: "triage or summarising", Needs: []string{"reason", "back_to"},
			Note: "The partner could not do it, or a partner outside this system has answered.", apply: returnFromPartner,
		},
		{
			Name: Merge, Who: []Who{ByHandler, ByManager}, From: without(open, Referred), To: "merged", Needs: []string{"survivor"},
			Note: "On the source. Chains and cycles are refused; all requesters become recipients of the survivor.", apply: merge,
		},
		{
			Name: Unmerge, Who: []Who{ByHandler, ByManager}, From: []Stage{Merged}, To: "as it was",
			Note: "Until the survivor is delivered or closed. Restores stage, owner and remaining minutes.", apply: unmerge,
		},
		{
			Name: SplitRequest, Who: []Who{ByOwner}, From: []Stage{Triage}, To: "split", Needs: []string{"children"},
			Note: "One transaction makes the parts. The parent closes when all have ended.", guard: librarianOnly, apply: split,
		},
	}
}

func endRules() []Rule {
	return []Rule{
		{Name: Decline, Who: []Who{ByHandler, ByManager}, From: open, To: "closed", Needs: []string{"reason"}, Note: "Says what was offered instead.", apply: decline},
		{Name: Signpost, Who: []Who{ByHandler, ByManager}, From: open, To: "closed", Needs: []string{"reason"}, Note: "Names the source the requester was pointed to.", apply: signpost},
		{
			Name: Withdraw, Who: []Who{ByRequester, ByDelegate, ByManager}, From: withdrawable, To: "closed", Needs: []string{"reason"},
			Note: "A manager withdraws only for a requester who has left.", apply: withdraw,
		},
	}
}

func dateRules() []Rule {
	return []Rule{
		{
			Name: AgreeDeadline, Who: []Who{ByOwner, ByManager}, From: open, To: "unchanged", Needs: []string{"promise_due", "reason"},
			Note: "People are told. The reason cannot_meet_decision lets work go on past the decision.", apply: agreeDeadline,
		},
		{
			Name: SetUrgency, Who: []Who{ByOwner, ByManager}, From: open, To: "unchanged", Needs: []string{"urgency", "reason"},
			Note: "The promise is computed again from the time of receipt.", apply: setUrgency,
		},
		{Name: ChangeRequester, Who: []Who{ByOwner, ByManager}, From: open, To: "unchanged", Needs: []string{"person", "reason"}, apply: changeRequester},
	}
}

func engineRules() []Rule {
	timer := func(n Name, from []Stage, note string, kind NoticeKind, to ...Audience) Rule {
		return Rule{Name: n, Who: []Who{ByEngine}, From: from, To: "unchanged", Note: note, apply: fire(kind, to...)}
	}
	return []Rule{
		timer(DueSoon, clockRuns, "A quarter of the promise is left, at most one working day. Not while the clock is stopped.", NoticeDueSoon, ToOwner),
		timer(Due, clockRuns, "The promise or the decision has come, whichever is earlier.", NoticeDue, ToOwner),
		timer(Overdue, clockRuns, "One working day after that.", NoticeOverdue, ToManagers),
		timer(Remind1, []Stage{Clarifying}, "Two working days after the question.", NoticeReminder, ToRequester),
		timer(Remind2, []Stage{Clarifying}, "Five working days after the question.", NoticeReminder, ToRequester),
		timer(LapseWarning, []Stage{Clarifying}, "Eight working days after the question.", NoticeLapseWarning, ToRequester, ToOwner),
		timer(Review, []Stage{OnHold}, "The review date of the hold has come.", NoticeReview, ToOwner),
		timer(ReferralDue, []Stage{Referred}, "The date that the partner promised has come.", NoticeReferralDue, ToOwner),
		{Name: Lapse, Who: []Who{ByEngine}, From: []Stage{Clarifying}, To: "closed", Note: "Ten working days after the question.", apply: lapse},
		{Name: Close, Who: []Who{ByEngine}, From: []Stage{Delivered}, To: "closed", Note: "30 days after delivery.", apply: closeDelivered},
		{Name: CloseMerged, Who: []Who{ByEngine}, From: []Stage{Merged}, To: "closed", Note: "The survivor was delivered or closed.", apply: closeMerged},
		{Name: ChildEnded, Who: []Who{ByEngine}, From: []Stage{Split}, To: "split, or closed after the last", Needs: []string{"request"}, apply: childEnded},
		{Name: PartnerEnded, Who: []Who{ByEngine}, From: []Stage{Referred}, To: "summarising, or triage when the partner did not answer", Needs: []string{"request", "outcome"}, apply: partnerEnded},
		{Name: Recompute, Who: []Who{ByEngine}, From: append(OpenStages(), Merged, Delivered), To: "unchanged", Note: "The library's calendar changed.", apply: recompute},
		{Name: Cancel, Who: []Who{ByEngine}, From: append(OpenStages(), Merged, Split, Delivered), To: "closed", Note: "An operator cancelled the workflow.", apply: cancel},
	}
}

func without(stages []Stage, not ...Stage) []Stage {
	return slices.DeleteFunc(slices.Clone(stages), func(s Stage) bool { return slices.Contains(not, s) })
}
