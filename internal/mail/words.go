package mail

import (
	"fmt"
	"strings"

	"evidencedesk/internal/evidence"
)

// words is what a notice says: a subject without anything clinical, and one or two sentences.
type words struct {
	subject string
	text    string
}

// Kinds lists every kind of notice that can be composed.
func Kinds() []evidence.NoticeKind {
	all := allWords()
	kinds := make([]evidence.NoticeKind, 0, len(all))
	for _, entry := range all {
		kinds = append(kinds, entry.kind)
	}
	return kinds
}

type entry struct {
	kind evidence.NoticeKind
	words
}

func allWords() []entry {
	return []entry{
		{evidence.NoticeAcknowledged, words{"We have your evidence request", "The library has your request. A librarian will read it and agree a date with you."}},
		{evidence.NoticeClarification, words{"The library has a question about your request", "A librarian needs to know something before going on. The time we promised stands still until you answer."}},
		{evidence.NoticeAnswered, words{"An answer has come", "The requester has answered your question. The clock runs again."}},
		{evidence.NoticeReminder, words{"Reminder: the library is waiting for your answer", "A librarian asked you something about your request and cannot go on without your answer."}},
		{evidence.NoticeLapseWarning, words{"A request will be closed soon", "A question about this request has not been answered. It will be closed in two working days unless an answer comes."}},
		{evidence.NoticeLapsed, words{"A request was closed without an answer", "The question about this request was not answered, so it was closed. An answer within 30 days opens it again."}},
		{evidence.NoticeDueSoon, words{"A request is due soon", "The date promised for this request is near."}},
		{evidence.NoticeDue, words{"A request is due", "The date promised for this request has come."}},
		{evidence.NoticeOverdue, words{"A request is overdue", "The date promised for this request was one working day ago."}},
		{evidence.NoticeReview, words{"A request on hold is to be reviewed", "The review date of this request has come. Resume it, or set another date."}},
		{evidence.NoticeReferralDue, words{"A partner's date has come", "The partner library promised an answer to this request by now."}},
		{evidence.NoticeDelivered, words{"Your evidence is ready", "The library has finished your request. Sign in to read the report."}},
		{evidence.NoticeCorrected, words{"Your evidence was corrected", "The library has corrected the report on your request. Please use the new version from now on."}},
		{evidence.NoticeReopened, words{"A request was reopened", "More work is wanted on this request."}},
		{evidence.NoticeClosed, words{"Your request was closed", "The library has closed your request. Sign in to read why, and what was offered instead."}},
		{evidence.NoticeWithdrawn, words{"A request was withdrawn", "This request is no longer wanted. Nothing more needs doing."}},
		{evidence.NoticeDeadlineChanged, words{"The date of your request has changed", "A new date was set for your request. Sign in to see it and the reason."}},
		{evidence.NoticeOnHold, words{"Your request is on hold", "The library has paused your request. Sign in to see the reason and the date on which it is looked at again."}},
		{evidence.NoticeReferred, words{"Your request is with a partner library", "The library has passed your request on, as agreed with you. You will hear from us when the answer comes."}},
		{evidence.NoticeMerged, words{"Your request was joined with another", "Somebody has asked the same thing, so your request will be answered together with theirs."}},
		{evidence.NoticeAssigned, words{"A request was given to you", "You now own this request."}},
		{evidence.NoticeCheckAsked, words{"You are asked to check a colleague's work", "A librarian asks you to check a search or a summary."}},
		{evidence.NoticeChecked, words{"A check is finished", "A second librarian has checked your work. Sign in to see the result."}},
		{evidence.NoticePartnerAnswered, words{"A partner library has answered", "The request that was referred has come back."}},
		{evidence.NoticeMessage, words{"There is a message about a request", "Somebody has written to you about this request. Sign in to read the message and to answer."}},
		{evidence.NoticeWatchFound, words{"A watched report needs a look", "We looked again at a report that you watch, and there is something to read. The requester is told nothing until you approve it."}},
		{evidence.NoticeWatchUpdate, words{"There is news about your evidence", "The library looked again at your evidence and found newer studies. Sign in to see them."}},
		{evidence.NoticeWatchRetracted, words{"A paper in your evidence was retracted or put in doubt", "The library looked again at your evidence. A notice was published about a paper in your report. Sign in to see which paper it is."}},
		{evidence.NoticeCaseAsked, words{"Your library asks you to approve a text", "The library would like to tell what its answer to you made possible. It publishes nothing that you have not read and approved. Sign in to read the text, and to say yes or no."}},
		{evidence.NoticeReportReady, words{"A report of your library service is ready", "The library has published a report of what its service achieved. Sign in to read it, and to note that you have reviewed it."}},
		{evidence.NoticeDirectoryStale, words{"Records of the directory are to be checked", "Nobody has checked some of your library’s records in the directory for six months. Sign in to look at them and to say that they are right."}},
		{evidence.NoticeReportPrepared, words{"A report waits for you to publish it", "A report was prepared as your library planned. Nobody outside the library sees it until a manager publishes it."}},
		{evidence.NoticeImpactAsked, words{"What difference did the evidence make?", "Some weeks ago the library answered a request of yours. Please tell us in two minutes what came of it. The same page lets you say that you do not want to be asked again."}},
		{evidence.NoticeImpactAgain, words{"What came of the evidence in the end?", "Three months ago the library answered a request of yours. What it was for takes its time, so we ask once more what came of it. The same page lets you say that you do not want to be asked again."}},
		{evidence.NoticeImpactReminder, words{"Reminder: what difference did the evidence make?", "We asked you last week what came of a library answer. We will not remind you again. The same page lets you say that you do not want to be asked again."}},
	}
}

// Compose puts a notice into words. It fails for a kind that has none.
func (s Site) Compose(n Notice) (Letter, error) {
	for _, e := range allWords() {
		if e.kind == n.Kind {
			w := counted(n, e.words)
			l := Letter{Key: n.Key, To: n.To, Name: n.Name, Subject: w.subject + reference(n), Text: s.text(w, n)}
			if n.Ask != "" {
				l.Unsubscribe = s.link(n) + "/opt-out"
			}
			return l, nil
		}
	}
	return Letter{}, fmt.Errorf("mail: no words for the notice %s", n.Kind)
}

func (s Site) text(w words, n Notice) string {
	var b strings.Builder
	if n.Name != "" {
		fmt.Fprintf(&b, "Dear %s,\n\n", n.Name)
	}
	fmt.Fprintf(&b, "%s\n\n%s\n\n", w.text, s.link(n))
	b.WriteString(s.first(n))
	b.WriteString("This message was sent by Evidence Desk for your library. It never contains the text of a request.\n")
	return b.String()
}

// first is the first impact question with a link for each answer; empty in a letter that does not ask.
func (s Site) first(n Notice) string {
	if n.Ask == "" || len(s.First.Answers) == 0 {
		return ""
	}
	var b strings.Builder
	fmt.Fprintf(&b, "Or begin with the first question. Choose an answer; the page opens with it ticked, and a button there sends it.\n\n%s\n\n", s.First.Text)
	for _, a := range s.First.Answers {
		fmt.Fprintf(&b, "%s:\n%s?answer=%s\n", a.Label, s.link(n), a.Code)
	}
	fmt.Fprintf(&b, "\nDo not ask me again:\n%s/opt-out\n\n", s.link(n))
	return b.String()
}

func reference(n Notice) string {
	if n.Reference == "" {
		return ""
	}
	return " (" + n.Reference + ")"
}
