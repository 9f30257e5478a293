package ask

import (
	"cmp"

	"evidencedesk/api/web/page"
	"evidencedesk/api/web/ui"
)

type draftsPage struct {
	Table ui.Table
	Total string
}

// drafts lists what the visitor has begun and not sent, the newest first.
func drafts(v *page.Visit) error {
	saved, err := draftsOf(v)
	if err != nil {
		return err
	}
	m := draftsPage{Total: page.Count(len(saved), "request"), Table: ui.Table{
		Caption: "Requests that you have not sent", CaptionHidden: true, Stack: true,
		Columns: []ui.Column{{Text: "Question", RowHeader: true}, {Text: "Saved"}, {Text: "Do", Hidden: true}},
		Empty:   "You have nothing that is not sent.",
	}}
	for _, d := range saved {
		name := nameOf(d)
		m.Table.Rows = append(m.Table.Rows, ui.Row{Cells: []ui.Cell{
			ui.LinkCell("/ask/"+d.ID+"/question", name),
			ui.TimeCell(d.UpdatedAt),
			{Parts: []ui.Component{ui.Link{Href: "/ask/" + d.ID + "/delete", Text: "Delete", More: ": " + name}}},
		}})
	}
	return v.Show("drafts", page.View{Title: "Requests that you have not sent", Current: "/requests", Back: "/ask", Data: m})
}

// draftsOf reads the visitor's drafts.
func draftsOf(v *page.Visit) ([]draft, error) {
	var list struct {
		Items []draft `json:"items"`
	}
	return list.Items, v.Read("/drafts", &list)
}

// nameOf is how a draft is called in a list.
func nameOf(d draft) string {
	return cmp.Or(page.Shorten(d.Submission.Question, excerpt), "No question yet")
}
