package mine

import (
	"evidencedesk/api/rest"
	"evidencedesk/api/web/page"
	"evidencedesk/api/web/ui"
	"evidencedesk/internal/evidence"
	"evidencedesk/internal/postgres"
)

// showReopen is the form to ask for more work on a request that was answered.
func showReopen(v *page.Visit) error {
	r, err := read(v)
	if err != nil {
		return err
	}
	if !r.may(evidence.Reopen) || !r.asks() {
		return v.Go(address(r.ID, ""), "The request can no longer be opened again. Ask again from here instead.")
	}
	return v.Show("reopen", reopenPage(v, r))
}

// takeReopen sends what is missing first: when the identifier guard stops it, the request is still as it was.
func takeReopen(v *page.Visit) error {
	f := v.Form()
	if f.Get("reason") == "" {
		f.Wrong("reason", "Choose what is missing.")
	}
	if f.Get("text") == "" {
		f.Wrong("text", "Write what is missing or wrong.")
	}
	if !f.Failed() {
		warnings, err := reopen(v, f)
		if err == nil {
			return v.Go(here(v, ""), lookAgain("The request is open again.", warnings))
		}
		if !f.Refused(err) {
			return err
		}
	}
	r, err := read(v)
	if err != nil {
		return err
	}
	return v.Again("reopen", reopenPage(v, r))
}

func reopen(v *page.Visit, f *page.Form) ([]rest.Finding, error) {
	message := rest.MessageBody{NewMessage: postgres.NewMessage{Kind: postgres.MessageUpdate, Text: f.Get("text")}}
	var posted rest.PostedMessage
	if err := v.Post("/requests/"+idOf(v)+"/messages", message, &posted); err != nil {
		return nil, err
	}
	body := rest.BackBody{ReasonBody: rest.ReasonBody{Reason: f.Get("reason")}, BackTo: backTo(f.Get("reason"))}
	return posted.Warnings, v.Command(evidence.RequestID(idOf(v)), evidence.Reopen, body)
}

// backTo is where the work goes on: an error in the text, or an article that is missing, needs no new search.
func backTo(reason string) evidence.Stage {
	if reason == "error" || reason == "article_supply" {
		return evidence.Summarising
	}
	return evidence.Searching
}

func reopenPage(v *page.Visit, r one) page.View {
	f := v.Form()
	m := commandModel{
		Reference: r.Reference, Start: f.Start(""), Reason: f.Radios("reason", "What is missing?", reasonItems(v, evidence.Reopen)),
		Text:   f.Text("text", "Tell the library more", maxMessage, patientHint),
		Button: ui.Button{Text: "Ask for more work", PreventDoubleClick: true}, Back: address(r.ID, ""),
	}
	m.Reason.LabelSize, m.Text.LabelSize = "m", "m"
	m.Guard = f.Guard()
	return r.view("Ask for more work on it", f, m)
}
