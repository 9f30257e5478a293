package mine

import (
	"evidencedesk/api/rest"
	"evidencedesk/api/web/page"
	"evidencedesk/api/web/ui"
	"evidencedesk/internal/vocabulary"
)

// showSharing is the choice with whom the answer, and who asked for it, are shared. Only the requester makes it.
func showSharing(v *page.Visit) error {
	r, err := read(v)
	if err != nil {
		return err
	}
	if r.me != r.Requester {
		return r.gone(v, "Only who asked the question can change this.")
	}
	return v.Show("sharing", sharingPage(v, r))
}

func takeSharing(v *page.Visit) error {
	f := v.Form()
	for _, name := range []string{"share_report", "share_identity"} {
		if f.Get(name) == "" {
			f.Wrong(name, "Choose who may see it.")
		}
	}
	if !f.Failed() {
		var shared rest.Sharing
		err := v.Post("/requests/"+idOf(v)+"/share", rest.Sharing{ShareReport: f.Get("share_report"), ShareIdentity: f.Get("share_identity")}, &shared)
		if err == nil {
			return v.Go(here(v, ""), "Your choice was saved.")
		}
		if !f.Refused(err) {
			return err
		}
	}
	r, err := read(v)
	if err != nil {
		return err
	}
	return v.Again("sharing", sharingPage(v, r))
}

type sharingModel struct {
	Reference        string
	Start            ui.Form
	Report, Identity ui.Radios
}

func sharingPage(v *page.Visit, r one) page.View {
	f := v.Form()
	f.Default("share_report", r.ShareReport)
	f.Default("share_identity", r.ShareIdentity)
	m := sharingModel{Reference: r.Reference, Start: f.Start("")}
	m.Report = f.Radios("share_report", "Who may read the question and the answer?", audiences(v), "Others with the same question find it once it is finished. Your background is never shown.")
	m.Identity = f.Radios("share_identity", "Who may see that you asked?", audiences(v), "So that people who work on the same thing can find each other.")
	m.Report.LabelSize, m.Identity.LabelSize = "m", "m"
	return r.view("Who may see it", f, m)
}

func audiences(v *page.Visit) []ui.Item {
	list, _ := v.Vocabulary.Get(vocabulary.ShareAudiences)
	var items []ui.Item
	for _, t := range list.Terms {
		items = append(items, ui.Item{Value: t.Code, Label: t.Label, Hint: t.Definition})
	}
	return items
}
