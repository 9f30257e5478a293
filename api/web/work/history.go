package work

import (
	"cmp"
	"net/http"

	"evidencedesk/api/rest"
	"evidencedesk/api/web/page"
	"evidencedesk/api/web/ui"
	"evidencedesk/api/web/workbench"
	"evidencedesk/internal/apiclient"
	"evidencedesk/internal/evidence"
)

// historyPage is everything that happened to a request, and what people were sent.
type historyPage struct {
	Top     []ui.Component
	Steps   ui.Timeline
	Notices *ui.Table
}

func history(v *page.Visit) error {
	b, err := workbench.Load(v, v.Param("id"))
	if err != nil {
		return err
	}
	var steps struct{ Items []rest.StepView }
	if err := v.Read(b.API("transitions"), &steps); err != nil {
		return err
	}
	p := historyPage{Top: b.Top(workbench.History), Steps: timeline(v, newest(steps.Items, len(steps.Items)))}
	var notices struct{ Items []rest.NoticeView }
	switch err := v.Read(b.API("notices"), &notices); {
	case err == nil:
		p.Notices = noticeTable(notices.Items)
	case !forbidden(err): // an invited reviewer sees no notices
		return err
	}
	return v.Show("history", b.View("History", p))
}

func forbidden(err error) bool {
	p, ok := apiclient.ProblemOf(err)
	return ok && p.Status == http.StatusForbidden
}

func noticeTable(list []rest.NoticeView) *ui.Table {
	t := &ui.Table{
		Caption: "What was sent", CaptionSize: "m", Compact: true, Stack: true, Empty: "Nothing has been sent yet.",
		Columns: []ui.Column{{Text: "What", RowHeader: true}, {Text: "To"}, {Text: "When"}, {Text: "Status"}},
	}
	for i := len(list) - 1; i >= 0; i-- {
		n := list[i]
		at := n.QueuedAt
		if !n.DoneAt.IsZero() {
			at = n.DoneAt
		}
		state := noticeState(n)
		t.Rows = append(t.Rows, ui.Row{Cells: []ui.Cell{
			ui.TextCell(noticeWords(n.Kind)), ui.TextCell(cmp.Or(n.Name, "Somebody who was erased")), ui.PartsCell(ui.Time{At: at}), {Parts: []ui.Component{state}, Note: n.Code},
		}})
	}
	return t
}

// noticeState is what became of a notice.
func noticeState(n rest.NoticeView) ui.Tag {
	switch n.State {
	case "sent":
		return ui.Tag{Text: "Sent", Colour: "green"}
	case "failed":
		return ui.Tag{Text: "Could not be sent", Colour: "red"}
	case "unconfirmed":
		return ui.Tag{Text: "Perhaps not sent", Colour: "orange"}
	case "no_recipient":
		return ui.Tag{Text: "Nobody to send it to", Colour: "grey"}
	}
	if n.Attempts > 0 {
		return ui.Tag{Text: "Trying again", Colour: "yellow"}
	}
	return ui.Tag{Text: "On its way", Colour: "blue"}
}

// noticeWords are what a notice is about.
func noticeWords(k evidence.NoticeKind) string {
	words := map[evidence.NoticeKind]string{
		evidence.NoticeAcknowledged: "Request received", evidence.NoticeClarification: "Our question", evidence.NoticeAnswered: "The answer to our question",
		evidence.NoticeReminder: "Reminder of our question", evidence.NoticeLapseWarning: "Warning that the request will close", evidence.NoticeLapsed: "Closed without an answer",
		evidence.NoticeDueSoon: "Due soon", evidence.NoticeDue: "Due", evidence.NoticeOverdue: "Overdue", evidence.NoticeReview: "Time to look at the hold again",
		evidence.NoticeReferralDue: "Date promised by the other library", evidence.NoticeDelivered: "The answer is ready", evidence.NoticeCorrected: "The answer was corrected",
		evidence.NoticeReopened: "Reopened", evidence.NoticeClosed: "Closed", evidence.NoticeWithdrawn: "Withdrawn", evidence.NoticeDeadlineChanged: "The date has changed",
		evidence.NoticeOnHold: "On hold", evidence.NoticeReferred: "Referred to another library", evidence.NoticeMerged: "Merged with another request",
		evidence.NoticeAssigned: "Given to a librarian", evidence.NoticeCheckAsked: "A check is asked for", evidence.NoticeChecked: "The check is done",
		evidence.NoticePartnerAnswered: "The other library has answered", evidence.NoticeImpactAsked: "What difference did it make?",
		evidence.NoticeImpactAgain:    "What came of it in the end?",
		evidence.NoticeImpactReminder: "Reminder: what difference did it make?",
		evidence.NoticeCaseAsked:      "Asked to approve a case study",
		evidence.NoticeWatchFound:     "A watched report needs a look",
		evidence.NoticeWatchUpdate:    "News about the evidence",
		evidence.NoticeWatchRetracted: "A paper was retracted or put in doubt",
	}[k]
	return cmp.Or(words, "A message")
}
