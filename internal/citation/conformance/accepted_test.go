package conformance_test

import (
	"strings"

	"evidencedesk/internal/citation"
)

// difference is where we print something else than the processor on purpose.
type difference struct {
	style  citation.Style
	id     string // of the record; empty for all
	theirs string
	ours   string
	why    string
}

func differences() []difference {
	return []difference{
		{citation.Harvard, "", ",’", "’,", "the processor has no British locale: there a comma stands behind the quotation"},
		{citation.Harvard, "", "(eds.)", "(eds)", "British use; Cite Them Right has eds"},
		{citation.Harvard, "", "2nd ed.", "2nd edn.", "Cite Them Right has edn; the processor has no British locale"},
		{citation.Harvard, "preprint", "‘Early falls.’", "Early falls [Preprint].", "Cite Them Right marks a preprint; the style file does not know the type"},
		{citation.Harvard, "thesis", "On falling.", "On falling. Thesis.", "we know that it is a thesis, the processor wants a genre"},
		{citation.Harvard, "conference paper", "’, Proceedings", "’, in Proceedings", "Cite Them Right has in; the style file wants an editor or an event for it"},
		{citation.Harvard, "article of nobody", "Example Journal (2020) ‘Falls in hospital’, 1(2)", "‘Falls in hospital’ (2020), Example Journal, 1(2)", "Cite Them Right puts the title first; the style file does so for newspapers only"},
		{citation.APA, "conference paper", "Proceedings of the Falls Meeting, 3–4.", "In Proceedings of the falls meeting (pp. 3–4). Example Press.", "APA 7, 10.5: proceedings in book form. Titles keep the capitals of the source: changing them spoils names"},
		{citation.APA, "thesis", "On falling. University of Example.", "On falling [Thesis, University of Example].", "APA 7, 10.6; the processor wants a genre"},
		{citation.Vancouver, "thesis", "On falling.", "On falling [thesis].", "Citing Medicine, chapter 5; the processor wants a genre"},
		{citation.Vancouver, "preprint", "Early falls.", "Early falls [Preprint].", "ICMJE: name a preprint as what it is"},
	}
}

// accepted is what the processor prints with the differences that are meant.
func accepted(style citation.Style, id, theirs string) string {
	for _, d := range differences() {
		if d.style == style && (d.id == "" || d.id == id) {
			theirs = strings.ReplaceAll(theirs, d.theirs, d.ours)
		}
	}
	return theirs
}
