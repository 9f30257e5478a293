package work

import (
	"fmt"

	"evidencedesk/api/rest"
	"evidencedesk/api/web/page"
	"evidencedesk/api/web/ui"
	"evidencedesk/api/web/workbench"
)

// questionsPage is every version of what was asked, the newest first.
type questionsPage struct {
	Reference string
	Versions  []ui.SummaryCard
}

func questions(v *page.Visit) error {
	b, err := workbench.Load(v, v.Param("id"))
	if err != nil {
		return err
	}
	var all struct{ Items []rest.QuestionVersion }
	if err := v.Read(b.API("question", "versions"), &all); err != nil {
		return err
	}
	p := questionsPage{Reference: b.Reference}
	for i, q := range all.Items {
		before := rest.QuestionVersion{}
		if i+1 < len(all.Items) {
			before = all.Items[i+1]
		}
		p.Versions = append(p.Versions, versionCard(v, q, before))
	}
	return v.Show("questions", page.View{
		Title: "Versions of the question: " + b.Reference, Current: "/queue", Back: b.URL(workbench.Brief), BackTo: "Brief", Data: p,
	})
}

// versionCard shows a version, and says what is new in it against the one before.
func versionCard(v *page.Visit, q, before rest.QuestionVersion) ui.SummaryCard {
	saved := v.Moment(q.At)
	if q.ByName != "" {
		saved += " by " + q.ByName
	}
	rows := []ui.SummaryRow{{Key: "Saved", Value: saved}}
	if q.Erased {
		return ui.SummaryCard{Heading: fmt.Sprintf("Version %d", q.Version), List: ui.SummaryList{Dense: true, Rows: append(rows, ui.SummaryRow{Key: "Text", Value: "Erased"})}}
	}
	add := func(key, now, then string) {
		if now == "" && then == "" {
			return
		}
		if before.Version > 0 && now != then {
			key += " (changed)"
		}
		rows = append(rows, ui.SummaryRow{Key: key, Value: now, Empty: "Taken out"})
	}
	add("Question", q.Question, before.Question)
	add("Background", q.Background, before.Background)
	if q.Framework != nil || before.Framework != nil {
		add("Framework", frameworkLine(v, q.Framework), frameworkLine(v, before.Framework))
	}
	add("Not wanted", q.Exclusions, before.Exclusions)
	add("Papers they know", q.KnownPapers, before.KnownPapers)
	return ui.SummaryCard{Heading: fmt.Sprintf("Version %d", q.Version), List: ui.SummaryList{Dense: true, Rows: rows}}
}
