package manage

import (
	"regexp"

	"evidencedesk/api/rest"
	"evidencedesk/api/web/page"
	"evidencedesk/api/web/ui"
	"evidencedesk/internal/apiclient"
	"evidencedesk/internal/evidence"
)

// A ticked box names a request with its reference, so that what fails is reported by the name that people know.
var targetForm = regexp.MustCompile(`^([0-9a-f-]{36}):(ED-[0-9]{4}-[0-9]{6,12})$`)

func targetOf(r rest.RequestRow) string { return string(r.ID) + ":" + r.Reference }

// handOver gives the ticked requests to somebody, one after another, and reports those that could not be.
func handOver(v *page.Visit) error {
	f := v.Form()
	chosen := f.All("request")
	body := rest.ReassignBody{Person: evidence.PersonID(f.Get("person")), ReasonBody: rest.ReasonBody{Reason: f.Get("reason")}}
	if body.Person == "" {
		f.Wrong("person", "Choose who takes them.")
	}
	if body.Reason == "" {
		f.Wrong("reason", "Choose why they change hands.")
	}
	if none := len(chosen) == 0 || len(chosen) > perPage; none || f.Failed() {
		h, err := gather(v)
		if err != nil {
			return err
		}
		if none {
			h.selection = "Select at least one request."
		}
		return h.answer(v, v.Again)
	}
	var failed []failure
	done := 0
	for _, value := range chosen {
		if why := reassign(v, value, body); why != nil {
			failed = append(failed, *why)
			continue
		}
		done++
	}
	h, err := gather(v)
	if err != nil {
		return err
	}
	h.done, h.failed = done, failed
	if len(failed) == 0 {
		return v.Go(h.address(), h.doneWords())
	}
	return h.answer(v, v.Conflict)
}

func reassign(v *page.Visit, value string, body rest.ReassignBody) *failure {
	m := targetForm.FindStringSubmatch(value)
	if m == nil {
		return &failure{reference: "A request", why: "The form did not say which."}
	}
	id := evidence.RequestID(m[1])
	err := v.Command(id, evidence.Reassign, body)
	if apiclient.CodeOf(err) == evidence.IdempotencyKeyReused { // the page was gone back to: what it asks now is something else
		v.Form().Values().Del(page.KeyField)
		err = v.Command(id, evidence.Reassign, body)
	}
	if err == nil {
		return nil
	}
	return &failure{id: m[1], reference: m[2], why: whyNot(err)}
}

// whyNot says in words why a request was not handed over.
func whyNot(err error) string {
	p, ok := apiclient.ProblemOf(err)
	switch {
	case !ok:
		return "Something went wrong on our side. Try it again."
	case p.Status == 404:
		return "There is no such request, or you may no longer see it."
	case p.Names("person", "unchanged"):
		return "This person has it already."
	case p.Names("person", "not-allowed"):
		return "This person is no librarian or trainee of the library that has it."
	case len(p.Errors) > 0 && p.Errors[0].Detail != "":
		return p.Errors[0].Detail
	}
	return page.Words(p)
}

func failures(list []failure) *ui.Table {
	if len(list) == 0 {
		return nil
	}
	t := &ui.Table{Caption: "Not handed over", CaptionSize: "s", Compact: true, Stack: true, Columns: []ui.Column{{Text: "Request", RowHeader: true}, {Text: "Why"}}}
	for _, one := range list {
		cell := ui.TextCell(one.reference)
		if one.id != "" {
			cell = ui.LinkCell("/work/"+one.id, one.reference)
		}
		t.Rows = append(t.Rows, ui.Row{Cells: []ui.Cell{cell, ui.TextCell(one.why)}})
	}
	return t
}
