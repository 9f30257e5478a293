package manage

import (
	"slices"
	"strings"

	"evidencedesk/api/web/ui"
	"evidencedesk/internal/evidence"
)

// roleWords is what a role is called, and what it is for.
func roleWords(r evidence.Role) (label, hint string) {
	switch r {
	case evidence.Requester:
		return "Requester", "Asks questions and reads the answers."
	case evidence.Librarian:
		return "Librarian", "Takes requests, searches, writes answers and checks those of others."
	case evidence.Trainee:
		return "Trainee", "Works like a librarian. A librarian always checks the work."
	case evidence.Manager:
		return "Manager", "Sees the whole team's work, hands it over, and keeps the settings and the people."
	case evidence.SystemLead:
		return "System lead", "Reads figures over all libraries, never a request."
	case evidence.Admin:
		return "Administrator", "Keeps the settings and the people, and sees no request."
	}
	return string(r), ""
}

// roleItems are roles to tick.
func roleItems(roles []evidence.Role) []ui.Item {
	var items []ui.Item
	for _, r := range evidence.Roles() {
		if slices.Contains(roles, r) {
			label, hint := roleWords(r)
			items = append(items, ui.Item{Value: string(r), Label: label, Hint: hint})
		}
	}
	return items
}

// roleList is roles in words: "Librarian, Manager".
func roleList(roles []evidence.Role) string {
	var words []string
	for _, r := range evidence.Roles() {
		if slices.Contains(roles, r) {
			label, _ := roleWords(r)
			words = append(words, label)
		}
	}
	return strings.Join(words, ", ")
}

// rolesOf reads ticked roles.
func rolesOf(values []string) []evidence.Role {
	list := []evidence.Role{}
	for _, s := range values {
		if r := evidence.Role(s); !slices.Contains(list, r) {
			list = append(list, r)
		}
	}
	return list
}

// mayOwn reports whether somebody with these roles can look after requests.
func mayOwn(roles []evidence.Role) bool {
	return evidence.Actor{Roles: roles}.Is(evidence.Librarian, evidence.Trainee)
}

// noticeWords names a letter, inside a sentence.
func noticeWords(k evidence.NoticeKind) string {
	words := map[evidence.NoticeKind]string{
		evidence.NoticeAcknowledged: "that the request has arrived", evidence.NoticeClarification: "with our question", evidence.NoticeAnswered: "with the answer to our question",
		evidence.NoticeReminder: "that reminds of our question", evidence.NoticeLapseWarning: "that warns that the request will close", evidence.NoticeLapsed: "that the request was closed without an answer",
		evidence.NoticeDueSoon: "that a request is due soon", evidence.NoticeDue: "that a request is due", evidence.NoticeOverdue: "that a request is overdue",
		evidence.NoticeReview: "that a request on hold is to be looked at", evidence.NoticeReferralDue: "about the date of the other library", evidence.NoticeDelivered: "that the answer is ready",
		evidence.NoticeCorrected: "that the answer was corrected", evidence.NoticeReopened: "that the request was reopened", evidence.NoticeClosed: "that the request is closed",
		evidence.NoticeWithdrawn: "that the request was withdrawn", evidence.NoticeDeadlineChanged: "that the date has changed", evidence.NoticeOnHold: "that the request is on hold",
		evidence.NoticeReferred: "that the request was referred", evidence.NoticeMerged: "that the request was merged", evidence.NoticeAssigned: "that somebody was given a request",
		evidence.NoticeCheckAsked: "that asks for a check", evidence.NoticeChecked: "that the check is done", evidence.NoticePartnerAnswered: "that the other library has answered",
		evidence.NoticeMessage: "about a new message", evidence.NoticeImpactAsked: "that asks what difference the answer made", evidence.NoticeImpactAgain: "that asks a second time what difference the answer made", evidence.NoticeImpactReminder: "that reminds of the questions about the difference it made",
		evidence.NoticeDirectoryStale: "about records of the directory that are to be checked",
		evidence.NoticeCaseAsked:      "that asks to approve a case study",
		evidence.NoticeWatchFound:     "about a watched report", evidence.NoticeWatchUpdate: "about newer studies", evidence.NoticeWatchRetracted: "about a paper that was retracted or put in doubt",
	}
	return words[k]
}
