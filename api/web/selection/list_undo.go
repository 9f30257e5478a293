package selection

import (
	"net/url"

	"evidencedesk/api/web/page"
	"evidencedesk/api/web/ui"
	"evidencedesk/internal/postgres"
	"evidencedesk/internal/vocabulary"
)

// bulkLine is a decision that was taken for all that a filter found, with what takes it back.
type bulkLine struct {
	Text   string
	Undo   *ui.Form
	Button ui.Button
}

// bulkLines are the last of those decisions: the newest that stands, and the others folded up.
type bulkLines struct {
	Newest *bulkLine
	Panel  ui.Details
	Others []bulkLine
}

func (d *desk) bulkLines(list []postgres.BulkDecision, by filters) bulkLines {
	var lines bulkLines
	for i, b := range list {
		line := bulkLine{Text: d.bulkWords(b)}
		if d.Edit && b.UndoneAt == nil {
			line.Undo = &ui.Form{Action: d.at(pageList, "all", b.ID, "undo") + by.query("")}
			line.Button = ui.Button{Text: "Take it back", More: ": " + line.Text, Variant: ui.LinkButton, PreventDoubleClick: true}
		}
		if i == 0 && b.UndoneAt == nil {
			lines.Newest = &line
			continue
		}
		lines.Others = append(lines.Others, line)
	}
	lines.Panel = ui.Details{Summary: "Earlier decisions on many at once"}
	return lines
}

func (d *desk) bulkWords(b postgres.BulkDecision) string {
	said := page.Count(b.Publications, "publication") + " " + page.Lower(verdictWords(b.Verdict))
	if b.Verdict == postgres.Maybe {
		said = page.Count(b.Publications, "publication") + " marked maybe"
	}
	if b.Reason != "" {
		said += " (" + page.Lower(d.visit.Label(vocabulary.ExclusionReasons, b.Reason)) + ")"
	}
	said += " at once on " + d.visit.Moment(b.DecidedAt)
	if b.DecidedBy == d.visit.Me.Person {
		said += " by you"
	}
	said += ": " + d.found(b.OfVerdict, b.OfSource, b.ByWords) + "."
	if b.UndoneAt != nil {
		said += " Taken back on " + d.visit.Moment(*b.UndoneAt) + "."
	}
	return said
}

// takeBulkBack takes a decision for many back.
func takeBulkBack(v *page.Visit) error {
	id := v.Param("id")
	var done postgres.BulkDecision
	if err := v.Post("/requests/"+url.PathEscape(id)+"/bulk-decisions/"+url.PathEscape(v.Param("bulk"))+"/undo", nil, &done); err != nil {
		return err
	}
	n := 0
	if done.Undone != nil {
		n = *done.Undone
	}
	said := "Taken back for " + page.Count(n, "publication") + "."
	if since := done.Publications - n; since > 0 {
		said += " Somebody had decided again on " + page.Count(since, "other") + "; that stays."
	}
	return v.Go("/work/"+url.PathEscape(id)+"/select/"+pageList+readFilters(v.Query).query(""), said)
}
