package mine

import (
	"evidencedesk/api/rest"
	"evidencedesk/api/web/page"
	"evidencedesk/api/web/ui"
	"evidencedesk/internal/evidence"
)

// showAnswer is the form to answer the library's question.
func showAnswer(v *page.Visit) error {
	r, err := read(v)
	if err != nil {
		return err
	}
	if !r.answers() {
		return r.gone(v, "There is no question to answer now.")
	}
	view, err := answerPage(v, r)
	if err != nil {
		return err
	}
	return v.Show("answer", view)
}

func takeAnswer(v *page.Visit) error {
	f := v.Form()
	f.Say("message:required", "Write your answer.")
	f.Say("message:too-short", "Write your answer.")
	var result rest.CommandResult
	err := v.Post("/requests/"+idOf(v)+"/"+string(evidence.Answer), rest.AnswerBody{Message: f.Get("message")}, &result)
	if err == nil {
		return v.Go(here(v, ""), lookAgain("Your answer is with the library.", result.Warnings))
	}
	if !f.Refused(err) {
		return err
	}
	r, err := read(v)
	if err != nil {
		return err
	}
	view, err := answerPage(v, r)
	if err != nil {
		return err
	}
	return v.Again("answer", view)
}

type answerModel struct {
	Reference string
	Question  string
	Start     ui.Form
	Guard     *ui.GuardNotice
	Answer    ui.Textarea
}

func answerPage(v *page.Visit, r one) (page.View, error) {
	t, err := readThread(v)
	if err != nil {
		return page.View{}, err
	}
	f := v.Form()
	m := answerModel{Reference: r.Reference, Question: t.question(), Start: f.Start(""), Answer: answerBox(f)}
	m.Guard = f.Guard()
	return r.view("We have a question for you", f, m), nil
}

func answerBox(f *page.Form) ui.Textarea {
	box := f.Text("message", "Your answer", maxMessage, patientHint)
	box.LabelSize = "s"
	return box
}
