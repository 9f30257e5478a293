package mail

import (
	"fmt"
	"strings"

	"evidencedesk/internal/evidence"
)

// counted puts into a letter about a watched report how much was found: numbers only, nothing of what it is about.
func counted(n Notice, w words) words {
	if n.Found == (evidence.WatchOutcome{}) {
		return w
	}
	switch n.Kind {
	case evidence.NoticeWatchFound:
		return forOwner(n.Found)
	case evidence.NoticeWatchUpdate:
		w.subject = "News about your evidence: " + brief(n.Found)
		w.text = "The library looked again at your evidence and found " + newStudies(n.Found) + ". Sign in to see what is new. " + whom(n)
	case evidence.NoticeWatchRetracted:
		w.text = "The library looked again at your evidence. " + concerned(n.Found.Retracted) + newToo(n.Found.New) + " Sign in to read more. " + whom(n)
	default:
	}
	return w
}

// forOwner tells what waits for the owner of a watched report.
func forOwner(f evidence.WatchOutcome) words {
	var parts, sentences []string
	add := func(n int, part, sentence string) {
		if n > 0 {
			parts, sentences = append(parts, part), append(sentences, sentence)
		}
	}
	add(f.New, count(f.New, "new record", "new records"), count(f.New, "record is new to it.", "records are new to it."))
	add(f.Retracted, count(f.Retracted, "notice", "notices"), "There "+be(f.Retracted)+" "+
		count(f.Retracted, "notice that a paper of the report was retracted, put in doubt or corrected.", "notices that papers of the report were retracted, put in doubt or corrected."))
	add(f.Exports, count(f.Exports, "export wanted", "exports wanted"), count(f.Exports, "search could not be run from here and needs a fresh export from you.",
		"searches could not be run from here and need a fresh export from you."))
	return words{
		subject: "Watched report: " + strings.Join(parts, ", "),
		text: "We looked again at a report that you watch. " + strings.Join(sentences, " ") +
			" The requester is told nothing until you approve it.",
	}
}

// brief is what was found, for a subject.
func brief(f evidence.WatchOutcome) string {
	if f.New == 0 {
		return count(f.Retracted, "notice about a paper", "notices about papers")
	}
	return count(f.New, "new study", "new studies")
}

func newStudies(f evidence.WatchOutcome) string {
	var parts []string
	if f.New > 0 {
		parts = append(parts, count(f.New, "new study", "new studies"))
	}
	if f.Retracted > 0 {
		parts = append(parts, count(f.Retracted, "notice about a paper in your report", "notices about papers in your report"))
	}
	return strings.Join(parts, " and ")
}

func concerned(n int) string {
	return count(n, "notice was published about a paper in your report.", "notices were published about papers in your report.")
}

func newToo(n int) string {
	if n == 0 {
		return ""
	}
	return " It also found " + count(n, "new study.", "new studies.")
}

// whom tells whom to ask.
func whom(n Notice) string {
	switch {
	case n.Library == "":
		return "If you have a question about it, write to the library on the same page."
	case n.LibraryTo == "":
		return "If you have a question about it, ask " + n.Library + ": write to them on the same page."
	}
	return "If you have a question about it, ask " + n.Library + ": write to them on the same page, or to " + n.LibraryTo + "."
}

func count(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return fmt.Sprintf("%d %s", n, many)
}

func be(n int) string {
	if n == 1 {
		return "is"
	}
	return "are"
}
