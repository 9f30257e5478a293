package work

import (
	"evidencedesk/api/web/page"
	"evidencedesk/api/web/ui"
	"evidencedesk/api/web/workbench"
	"evidencedesk/internal/evidence"
)

func done() *ui.Tag    { return &ui.Tag{Text: "Done", Colour: "green"} }
func now() *ui.Tag     { return &ui.Tag{Text: "Do next", Colour: "blue"} }
func started() *ui.Tag { return &ui.Tag{Text: "In progress", Colour: "blue"} }
func held() *ui.Tag    { return &ui.Tag{Text: "Waiting", Colour: "yellow"} }

// later is the status of what cannot be done yet.
const later = "Cannot start yet"

// tasks are what is to be done with a request, in order, and how far each is.
func tasks(v *page.Visit, b *workbench.Bench) []ui.Task {
	switch b.Stage { //nolint:exhaustive // the others go through the work
	case evidence.Closed:
		return nil
	case evidence.Delivered:
		return afterwards(v, b)
	case evidence.Merged, evidence.Split, evidence.Referred:
		return elsewhere(v, b)
	}
	list := waiting(v, b)
	return append(list, taking(b), agreeing(b), searching(b), choosing(b), writing(b), checking(b), sending(b))
}

// waiting is what somebody else has to do first, or a date that has to be agreed.
func waiting(v *page.Visit, b *workbench.Bench) []ui.Task {
	var list []ui.Task
	if b.MustAgree && b.Can(evidence.AgreeDeadline) {
		list = append(list, ui.Task{Title: "Agree a date that can be kept", Href: b.URL(string(evidence.AgreeDeadline)), Tag: &ui.Tag{Text: "Do first", Colour: "red"}})
	}
	if b.QuestionOpen {
		one := ui.Task{Title: "Wait for the requester's answer", Href: b.URL(workbench.Messages), Tag: held()}
		if b.Stage == evidence.Clarifying {
			one.Hint = "You asked on " + v.Moment(b.StageSince)
		}
		list = append(list, one)
		if b.Can(evidence.Answer) {
			list = append(list, ui.Task{Title: "Write down an answer that came on the phone or in person", Href: b.URL("answer-for"), Status: "If they told you"})
		}
	}
	if b.Stage == evidence.OnHold {
		one := ui.Task{Title: "Resume it", Hint: "To be looked at again on " + v.Day(b.ReviewAt), Tag: held()}
		if b.Can(evidence.Resume) {
			one.Href = b.URL(string(evidence.Resume))
		}
		list = append(list, one)
	}
	return list
}

func taking(b *workbench.Bench) ui.Task {
	t := ui.Task{Title: "Take the request", Tag: done(), Hint: "It is with " + b.Librarian()}
	if b.Owner == "" {
		t.Tag, t.Hint = now(), "Nobody looks after it yet"
		if b.Can(evidence.Claim) {
			t.Href = b.URL(string(evidence.Claim))
		}
	}
	return t
}

// accepted reports whether it has been agreed what is done and by when.
func accepted(b *workbench.Bench) bool { return b.CheckPolicy != "" }

func agreeing(b *workbench.Bench) ui.Task {
	t := ui.Task{Title: "Agree what to do and by when", Status: later}
	switch {
	case accepted(b):
		t.Tag, t.Href = done(), b.URL(workbench.Brief)
	case b.Can(evidence.Accept):
		t.Tag, t.Href, t.Hint = now(), b.URL(string(evidence.Accept)), "Read the brief first. You can ask the requester."
	}
	return t
}

// written reports whether the searching is over.
func written(b *workbench.Bench) bool {
	return b.Stage == evidence.Summarising || b.Stage == evidence.Checking && b.Check != nil && b.Check.Subject == evidence.Summary
}

func searching(b *workbench.Bench) ui.Task {
	t := ui.Task{Title: "Search the sources", Status: later}
	if !accepted(b) {
		return t
	}
	t.Href, t.Tag, t.Hint = b.URL(workbench.Searches), started(), page.Count(b.Contents.Searches, "search")+" recorded"
	switch {
	case written(b):
		t.Tag = done()
	case b.Contents.Searches == 0:
		t.Tag, t.Hint = now(), ""
	}
	return t
}

func choosing(b *workbench.Bench) ui.Task {
	t := ui.Task{Title: "Choose the references", Status: later}
	switch {
	case !accepted(b):
	case b.Contents.References > 0:
		t.Href, t.Tag, t.Hint = b.URL(workbench.References), started(), page.Count(b.Contents.References, "reference")+" so far"
	default:
		t.Href, t.Status = b.URL(workbench.References), "Not started"
	}
	return t
}

func writing(b *workbench.Bench) ui.Task {
	t := ui.Task{Title: "Write the summary", Status: later}
	if !accepted(b) {
		return t
	}
	t.Href, t.Status = b.URL(workbench.Summary), "When you have searched"
	if written(b) {
		t.Tag = started()
	}
	return t
}

func checking(b *workbench.Bench) ui.Task {
	t := ui.Task{Title: "Get it checked", Status: later, Hint: checkWords(b.CheckPolicy)}
	switch {
	case b.Stage == evidence.Checking:
		t.Href, t.Tag = b.URL(workbench.Review), &ui.Tag{Text: "Being checked", Colour: "purple"}
	case b.Can(evidence.SubmitForCheck):
		t.Href, t.Status = b.URL(string(evidence.SubmitForCheck)), "When it is ready"
		if b.CheckPolicy == evidence.CheckNone {
			t.Status = "If you want"
		}
	}
	return t
}

func sending(b *workbench.Bench) ui.Task {
	t := ui.Task{Title: "Send the answer", Status: later}
	if b.Can(evidence.Deliver) {
		t.Href, t.Status = b.URL(string(evidence.Deliver)), "When it is ready"
	}
	return t
}

// afterwards is what is left to do with a delivered request.
func afterwards(v *page.Visit, b *workbench.Bench) []ui.Task {
	list := []ui.Task{{Title: "Look at what was sent", Href: b.URL(workbench.Summary, "preview"), Hint: "Delivered on " + v.Moment(b.DeliveredAt), Tag: done()}}
	if b.Can(evidence.Correct) {
		list = append(list, ui.Task{Title: "Send a correction", Href: b.URL(string(evidence.Correct)), Status: "If something was wrong"})
	}
	if b.Can(evidence.Reopen) {
		list = append(list, ui.Task{Title: "Reopen it", Href: b.URL(string(evidence.Reopen)), Status: "If more is needed"})
	}
	words := impactWords(b.FollowUp)
	if words == "" {
		words = "If they told you"
	}
	return append(list, ui.Task{Title: "What difference did it make?", Href: b.URL(toldPath), Status: words})
}

// impactWords says how far asking about the impact is.
func impactWords(s evidence.ImpactStage) string {
	switch s {
	case evidence.ImpactScheduled, evidence.ImpactSuspended:
		return "To be asked later"
	case evidence.ImpactAsked:
		return "Asked"
	case evidence.ImpactReminded:
		return "Asked again"
	case evidence.ImpactAnswered:
		return "Answered"
	case evidence.ImpactNoResponse:
		return "No answer"
	case evidence.ImpactOptedOut:
		return "They do not want to be asked"
	case evidence.ImpactNotAsked:
		return "Nobody could be asked"
	}
	return ""
}

// elsewhere is for requests that wait for another one.
func elsewhere(v *page.Visit, b *workbench.Bench) []ui.Task {
	var list []ui.Task
	switch b.Stage { //nolint:exhaustive // only these wait for another one
	case evidence.Merged:
		list = append(list, ui.Task{Title: "Wait for the request that it was merged into", Href: "/work/" + string(b.Survivor), Tag: held()})
	case evidence.Split:
		list = append(list, ui.Task{Title: "Wait until its parts have ended", Tag: held(), Hint: "The parts are listed under Other requests"})
	case evidence.Referred:
		list = append(list, ui.Task{Title: "Wait for the other library", Tag: held(), Hint: referredHint(v, b)})
	}
	for _, name := range []evidence.Name{evidence.Return, evidence.Unmerge} {
		for _, a := range acts() {
			if a.name == name && b.Can(name) {
				list = append(list, ui.Task{Title: a.link, Href: b.URL(a.slug()), Status: "If it is needed"})
			}
		}
	}
	return list
}

func referredHint(v *page.Visit, b *workbench.Bench) string {
	if len(b.Referrals) == 0 {
		return ""
	}
	r := b.Referrals[0]
	switch {
	case !r.PartnerDue.IsZero():
		return r.LibraryName + ", promised for " + v.Day(r.PartnerDue)
	case !r.Expected.IsZero():
		return r.LibraryName + ", expected on " + v.Day(r.Expected)
	}
	return r.LibraryName
}
