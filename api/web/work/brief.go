package work

import (
	"evidencedesk/api/web/page"
	"evidencedesk/api/web/ui"
	"evidencedesk/api/web/workbench"
	"evidencedesk/internal/vocabulary"
)

// alike is how many similar finished requests the brief shows; the page of similar work shows all.
const alike = 5

// briefPage is the whole question with everything that narrows it.
type briefPage struct {
	Top      []ui.Component
	Question ui.SummaryList
	Wishes   ui.SummaryList
	About    ui.SummaryList
	Refine   *ui.Button
	Version  string
	Versions ui.Link
	Similar  []similar
	All      ui.Link
}

func brief(v *page.Visit) error {
	b, err := workbench.Load(v, v.Param("id"))
	if err != nil {
		return err
	}
	b.Meet()
	found, err := similarTo(v, b)
	if err != nil {
		return err
	}
	list := similarRows(v, b, nil, found)
	p := briefPage{
		Top: b.Top(workbench.Brief), Question: questionRows(v, b), Wishes: wishes(v, b), About: about(v, b), Similar: list[:min(len(list), alike)],
		All:     ui.Link{Href: b.URL(similarSlug), Text: "Say what you use of similar earlier work"},
		Version: "This is version " + ui.Number(b.TextVersion) + ".", Versions: ui.Link{Href: b.URL("brief", "versions"), Text: "See every version"},
	}
	if refinable(b) {
		p.Refine = &ui.Button{Text: "Refine the question", Href: b.URL("brief", "refine"), Variant: ui.Secondary}
	}
	return v.Show("brief", b.View("Brief", p))
}

// refinable reports whether to offer the visitor to refine the question. The API decides.
func refinable(b *workbench.Bench) bool {
	return b.Stage.Open() && !b.Erased && (b.Mine() || b.Manages())
}

func questionRows(v *page.Visit, b *workbench.Bench) ui.SummaryList {
	rows := []ui.SummaryRow{{Key: "Question", Value: b.Question, Empty: "Erased"}, {Key: "Background", Value: b.Background}}
	if b.Framework != nil {
		rows = append(rows, ui.SummaryRow{Key: "Framework", Value: v.Label(vocabulary.Frameworks, b.Framework.Code)})
		rows = append(rows, elementRows(v, b.Framework)...)
	}
	rows = append(rows, ui.SummaryRow{Key: "Not wanted", Value: b.Exclusions}, ui.SummaryRow{Key: "Papers they know", Value: b.KnownPapers})
	return ui.SummaryList{Rows: rows, Dense: true}
}

func wishes(v *page.Visit, b *workbench.Bench) ui.SummaryList {
	return ui.SummaryList{Dense: true, Rows: []ui.SummaryRow{
		{Key: "Limits", Value: limitWords(v, b.Limits), Empty: "None"},
		{Key: "Answer", Value: outputWords(v, b.Output), Empty: "No wishes"},
		{Key: "They will get", Value: v.Label(vocabulary.Products, b.Product), Empty: "Not agreed yet"},
		{Key: "Asked for by", Value: dayOrNothing(v, b.NeededBy), Empty: "No date"},
		{Key: "Decision", Value: momentOrNothing(v, b.DecisionAt), Empty: "None known"},
	}}
}

func about(v *page.Visit, b *workbench.Bench) ui.SummaryList {
	estimate := ""
	if b.Estimate > 0 {
		estimate = page.Minutes(b.Estimate)
	}
	return ui.SummaryList{Dense: true, Rows: []ui.SummaryRow{
		{Key: "Type of search", Value: v.Label(vocabulary.SearchTypes, b.Type)},
		{Key: "Urgency", Value: v.Label(vocabulary.Urgencies, b.Urgency)},
		{Key: "Estimate", Value: estimate, Empty: "Not agreed yet"},
		{Key: "Check", Value: checkWords(b.CheckPolicy)},
		{Key: "Specialty", Value: b.Specialty},
		{Key: "Staff group", Value: v.Label(vocabulary.StaffGroups, b.StaffGroup)},
		{Key: "It came by", Value: v.Label(vocabulary.Channels, b.Channel)},
		{Key: "Received", Value: v.Moment(b.ReceivedAt)},
		{Key: "Report shared with", Value: v.Label(vocabulary.ShareAudiences, b.ShareReport)},
		{Key: "Name shared with", Value: v.Label(vocabulary.ShareAudiences, b.ShareIdentity)},
	}}
}
