package ask

import (
	"encoding/json"

	"evidencedesk/api/rest"
	"evidencedesk/api/web/page"
	"evidencedesk/internal/apiclient"
)

// send sends the submission that the page of the answers showed. Pressed twice, the draft is gone the second time; the same key
// and the same submission then give the same request.
func send(v *page.Visit) error {
	a, err := open(v)
	var shown rest.SubmitBody
	carried := json.Unmarshal([]byte(v.Form().Get("submission")), &shown) == nil
	switch {
	case err != nil && !(carried && page.NotThere(err)):
		return err
	case err == nil && (!carried || a.f.Version() != a.d.Version):
		return v.Go(at(v, "check"), "Your answers are saved, and were changed in another window since. Check them once more, then send them.")
	}
	a.b = &shown
	if s, ok := incomplete(a); ok {
		return s.mend(a)
	}
	var opened rest.OpenedResult
	if err := v.Post("/requests", ready(shown, v, v.Param("draft")), &opened); err != nil {
		return refused(a, err)
	}
	return v.Go(sentAt(opened))
}

// incomplete is the first step that still needs an answer.
func incomplete(a *answers) (step, bool) {
	for _, s := range steps() {
		if s.lacks(a) {
			return s, true
		}
	}
	return step{}, false
}

// refused shows what the API found wrong where it was asked for: the first step that owns one of the fields, or the answers.
func refused(a *answers, err error) error {
	if !a.f.Refused(err) {
		return err
	}
	problem, _ := apiclient.ProblemOf(err)
	for _, e := range problem.Errors {
		if s, ok := owner(e.Field); ok {
			return s.mend(a)
		}
	}
	view, err := checkView(a)
	if err != nil {
		return err
	}
	return a.Again("check", view)
}

// mend shows a step with what is wrong in it. Its form goes to the step, and from there back to the answers.
func (s step) mend(a *answers) error {
	s.prefill(a)
	if s.need != nil {
		s.need(a)
	}
	action := at(a.Visit, s.name)
	if s.page == "elements" {
		action = at(a.Visit, s.name+"/"+frameworkCode(a.b))
	}
	return s.again(a, action+"?from=check")
}

// sentAt is the page that says that a request was sent.
func sentAt(opened rest.OpenedResult) string {
	address := "/ask/" + string(opened.ID) + "/sent"
	if len(opened.Warnings) > 0 {
		address += "?look=again"
	}
	return address
}
