package mine

import (
	"slices"

	"evidencedesk/api/rest"
	"evidencedesk/api/web/page"
	"evidencedesk/api/web/ui"
	"evidencedesk/internal/evidence"
)

// showWithdraw asks whether the request is really to end.
func showWithdraw(v *page.Visit) error {
	r, err := read(v)
	if err != nil {
		return err
	}
	if !r.may(evidence.Withdraw) || !r.asks() {
		return r.gone(v, "The request can no longer be withdrawn.")
	}
	return v.Show("withdraw", withdrawPage(v, r))
}

func takeWithdraw(v *page.Visit) error {
	f := v.Form()
	if f.Get("reason") == "" {
		f.Wrong("reason", "Choose why you withdraw the request.")
	} else {
		err := v.Command(evidence.RequestID(idOf(v)), evidence.Withdraw, rest.WithdrawBody{ReasonBody: rest.ReasonBody{Reason: f.Get("reason")}})
		if err == nil {
			return v.Go(here(v, ""), "The request was withdrawn. The library does nothing more about it.")
		}
		if !f.Refused(err) {
			return err
		}
	}
	r, err := read(v)
	if err != nil {
		return err
	}
	return v.Again("withdraw", withdrawPage(v, r))
}

type commandModel struct {
	Reference string
	Title     string
	Start     ui.Form
	Guard     *ui.GuardNotice
	Reason    ui.Radios
	Text      ui.Textarea
	Button    ui.Button
	Back      string
}

func withdrawPage(v *page.Visit, r one) page.View {
	f := v.Form()
	reasons := slices.DeleteFunc(reasonItems(v, evidence.Withdraw), func(i ui.Item) bool { return i.Value == "requester_left" }) // a manager's reason
	m := commandModel{
		Reference: r.Reference, Title: r.title(), Start: f.Start(""), Reason: f.Radios("reason", "Why do you withdraw it?", reasons),
		Button: ui.Button{Text: "Withdraw the request", Variant: ui.Warning, PreventDoubleClick: true}, Back: address(r.ID, ""),
	}
	m.Reason.LabelSize = "m"
	return r.view("Withdraw the request", f, m)
}

// reasonItems are the reasons for a command as choices.
func reasonItems(v *page.Visit, command evidence.Name) []ui.Item {
	id, _ := v.Vocabulary.Reasons(string(command))
	list, _ := v.Vocabulary.Get(id)
	var items []ui.Item
	for _, t := range list.Terms {
		items = append(items, ui.Item{Value: t.Code, Label: t.Label, Hint: t.Definition})
	}
	return items
}
