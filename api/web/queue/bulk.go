package queue

import (
	"errors"
	"fmt"
	"regexp"
	"strings"

	"evidencedesk/api/rest"
	"evidencedesk/api/web/page"
	"evidencedesk/api/web/ui"
	"evidencedesk/internal/apiclient"
	"evidencedesk/internal/evidence"
)

// What can be done with several requests at once.
const (
	doTake    = "take"
	doRelease = "release"
	doAssign  = "assign:" // and the person

	mostAtOnce = 50
)

var personForm = regexp.MustCompile(`^[0-9a-f-]{36}$`)

// order is one command for several requests.
type order struct {
	name evidence.Name
	body any
	done string // what was done: "were taken"
	one  string // the same of one
}

// failed is a request for which the order was refused.
type failed struct {
	ID        evidence.RequestID
	Reference string
	Why       string
}

// bulk gives one command to each ticked request, and reports every one that it was refused for.
func (d *desk) bulk(v *page.Visit) error {
	f := v.Form()
	chosen := f.All("request")
	o := readOrder(f)
	if wrong := selection(chosen); wrong != "" || f.Failed() {
		l, err := d.gather(v, stored(f))
		if err != nil {
			return err
		}
		l.selection = wrong
		return v.Again("list", l.view(v, f))
	}
	done, refused := o.give(v, chosen)
	if len(refused) == 0 {
		return v.Go(backTo(f), o.success(done))
	}
	return v.Conflict("bulk", page.View{
		Title: "Some requests were not changed", Current: address, Data: report{
			Done: o.success(done), Any: done > 0, Failed: refused, Back: backTo(f),
		},
	})
}

func selection(chosen []string) string {
	switch {
	case len(chosen) == 0:
		return "Select at least one request."
	case len(chosen) > mostAtOnce:
		return fmt.Sprintf("Select at most %d requests.", mostAtOnce)
	}
	return ""
}

// report is what became of an order that was not carried out everywhere.
type report struct {
	Done   string
	Any    bool
	Failed []failed
	Back   string
}

// List is the refused requests as a table.
func (r report) List() ui.Table {
	t := ui.Table{
		Caption: "Not changed", CaptionHidden: true, Stack: true,
		Columns: []ui.Column{{Text: "Request", RowHeader: true}, {Text: "Why"}},
	}
	for _, one := range r.Failed {
		t.Rows = append(t.Rows, ui.Row{Cells: []ui.Cell{ui.LinkCell("/work/"+string(one.ID), one.Reference), ui.TextCell(one.Why)}})
	}
	return t
}

func readOrder(f *page.Form) order {
	reason := f.Get("reason")
	switch action := f.Get("action"); {
	case action == doTake:
		return order{evidence.Claim, struct{}{}, "requests are yours now", "request is yours now"}
	case action == doRelease:
		if reason == "" {
			f.Wrong("reason", "Choose why you put them back.")
		}
		return order{evidence.Release, rest.ReleaseBody{Reason: reason}, "requests are back in the queue", "request is back in the queue"}
	case strings.HasPrefix(action, doAssign) && personForm.MatchString(action[len(doAssign):]):
		if reason == "" {
			f.Wrong("reason", "Choose why they change hands.")
		}
		body := rest.ReassignBody{ReasonBody: rest.ReasonBody{Reason: reason}, Person: evidence.PersonID(action[len(doAssign):])}
		return order{evidence.Reassign, body, "requests have changed hands", "request has changed hands"}
	}
	f.Wrong("action", "Choose what to do with the selected requests.")
	return order{}
}

func (o order) success(done int) string {
	if done == 1 {
		return "1 " + o.one + "."
	}
	return fmt.Sprintf("%d %s.", done, o.done)
}

// give gives the command to one request after another. The form's key makes each happen once, also when the form is sent again
// after some of them failed.
func (o order) give(v *page.Visit, chosen []string) (done int, refused []failed) {
	for _, value := range chosen {
		id, reference := target(value)
		if id == "" {
			refused = append(refused, failed{Reference: "A request", Why: "The form did not say which."})
			continue
		}
		err := v.Command(id, o.name, o.body)
		if apiclient.CodeOf(err) == evidence.IdempotencyKeyReused { // the page was gone back to: what it asks now is something else
			v.Form().Values().Del(page.KeyField)
			err = v.Command(id, o.name, o.body)
		}
		if err == nil {
			done++
			continue
		}
		refused = append(refused, failed{id, reference, reasonOf(v, id, err)})
	}
	return done, refused
}

// reasonOf says in words why a command was refused.
func reasonOf(v *page.Visit, id evidence.RequestID, err error) string {
	var p *apiclient.Problem
	switch {
	case !errors.As(err, &p):
		return "Something went wrong on our side. Try it again."
	case p.Names("person", "not-allowed"):
		return "This person is no librarian of the library that has the request."
	case p.Status == 404:
		return "There is no such request, or you may no longer see it."
	case p.Status == 403:
		return "Only the librarian who has it, or a manager, may do this."
	case len(p.Errors) > 0 && p.Errors[0].Detail != "":
		return p.Errors[0].Detail
	}
	return whyNot(v, id, p)
}
