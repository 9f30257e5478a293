package work

import (
	"fmt"
	"strconv"

	"evidencedesk/api/rest"
	"evidencedesk/api/web/ui"
	"evidencedesk/internal/evidence"
	"evidencedesk/internal/vocabulary"
)

// partsField says how many parts the form has.
const partsField = "_parts"

// fewestParts is what makes a split a split.
const fewestParts = 2

// partField is the name of a field of a part, which is its path in the API's body.
func partField(i int, name string) string { return fmt.Sprintf("parts[%d].%s", i, name) }

// parts is how many parts the form has.
func (d *desk) countParts() int {
	n, _ := strconv.Atoi(d.form.Get(partsField))
	return min(max(n, fewestParts), evidence.MaxParts)
}

func splitFields(d *desk) error {
	f, n := d.form, d.countParts()
	if f.Has(moreButton) && n < evidence.MaxParts {
		n++
	}
	f.Set(partsField, strconv.Itoa(n))
	f.Default(partField(0, "question"), d.bench.Question)
	d.add(ui.Hidden{Name: partsField, Value: strconv.Itoa(n)})
	for i := range n {
		question := f.Text(partField(i, "question"), fmt.Sprintf("Question of part %d", i+1), evidence.MaxQuestion)
		question.LabelSize, question.Rows = "m", 3
		if i >= fewestParts {
			question.Hint = "Leave it empty to do without this part."
		}
		kind := f.Select(partField(i, "type"), "Type of search", d.Pick(vocabulary.SearchTypes, "As in this request"))
		urgency := f.Select(partField(i, "urgency"), "Urgency", d.Pick(vocabulary.Urgencies, "As in this request"))
		kind.LabelMore, urgency.LabelMore = fmt.Sprintf(" of part %d", i+1), fmt.Sprintf(" of part %d", i+1)
		d.add(question, kind, urgency)
	}
	if n < evidence.MaxParts {
		d.add(ui.Button{Text: "Add another part", Variant: ui.Secondary, Small: true, Name: moreButton, Value: "1"})
	}
	return nil
}

// closeUp moves the later parts up into the places of those that were left empty, so that they are the API's.
func (d *desk) closeUp() {
	next := fewestParts
	for i := fewestParts; i < d.countParts(); i++ {
		if d.form.Get(partField(i, "question")) == "" {
			continue
		}
		for _, name := range []string{"question", "type", "urgency"} {
			value := d.form.Get(partField(i, name))
			d.form.Set(partField(i, name), "")
			d.form.Set(partField(next, name), value)
		}
		next++
	}
	d.form.Set(partsField, strconv.Itoa(next))
}

// splitBody takes the parts that have a question; the first two must have one.
func splitBody(d *desk) any {
	body := rest.SplitBody{}
	d.closeUp()
	for i := range d.countParts() {
		question := d.form.Get(partField(i, "question"))
		d.form.Say(partField(i, "question")+":too-short", fmt.Sprintf("Write the question in at least %d characters.", evidence.MinQuestion))
		if question == "" {
			d.form.Wrong(partField(i, "question"), "Write the question of this part.")
		}
		body.Parts = append(body.Parts, rest.PartBody{
			QuestionBody: rest.QuestionBody{Question: question}, Type: d.form.Get(partField(i, "type")), Urgency: d.form.Get(partField(i, "urgency")),
		})
	}
	body.Timed = d.timed()
	return body
}
