package evidencework

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"evidencedesk/api/web/page"
	"evidencedesk/api/web/ui"
	"evidencedesk/internal/claims"
	"evidencedesk/internal/postgres"
)

func showReferenceRemoval(v *page.Visit) error {
	r, err := openReference(v)
	if err != nil {
		return err
	}
	view, err := r.removalView(v.Form())
	if err != nil {
		return err
	}
	return v.Show("removal", view)
}

func takeReferenceRemoval(v *page.Visit) error {
	r, err := openReference(v)
	if err != nil {
		return err
	}
	f := v.Form()
	err = v.Delete(r.API("references", r.one.ID), f.Version())
	if err == nil {
		after := slices.DeleteFunc(r.ids(), func(id string) bool { return id == r.one.ID })
		return v.Go(r.URL("references"), "You removed the reference."+r.renumber(r.ids(), after))
	}
	if page.Stale(err, &struct{}{}) {
		f.Set(page.VersionField, strconv.Itoa(r.one.Version))
		f.Top = "Somebody changed this reference since you opened the page. It is shown below as it is now: remove it only if you still want to."
	} else if !f.Refused(err) {
		return err
	}
	view, err := r.removalView(f)
	if err != nil {
		return err
	}
	return v.Conflict("removal", view)
}

func (r *referenceForm) removalView(f *page.Form) (page.View, error) {
	var summary postgres.Summary
	if err := r.visit.Read(r.API("summary"), &summary); err != nil {
		return page.View{}, err
	}
	n := r.place(r.one.ID)
	text := "It is not cited in the summary."
	if times := claims.Cited(textsOf(summary.SummaryText)...)[n]; times > 0 {
		text = fmt.Sprintf("It is cited %s in the summary as [%d]. Where it stands alone, you will find “%s” there and can rewrite the sentence.", often(times), n, claims.Removed)
	}
	if stands(summary.SummaryText, r.one.ID) {
		text += " The evidence table or a rating of certainty stands on it: give them another reference before the summary is sent."
	}
	c := r.one.ReferenceContent
	f.Default(page.VersionField, strconv.Itoa(r.one.Version))
	p := removal{
		desk: r.desk, Heading: fmt.Sprintf("Remove reference %d", n), Start: f.Start(""), Back: r.URL("references"),
		Text: text + " Versions of the report that were sent for checking or delivered keep it.",
		Facts: ui.SummaryList{Dense: true, Rows: []ui.SummaryRow{
			{Key: "Title", Value: c.Title},
			{Key: "Authors", Value: strings.Join(c.Authors, "; ")},
			{Key: "Published", Value: joined(", ", source(c), year(c.Year))},
		}},
		Button: ui.Button{Text: "Remove the reference", Variant: ui.Warning, PreventDoubleClick: true},
	}
	view := r.View("Remove a reference", p)
	view.Form = f
	return view, nil
}

func often(n int) string {
	if n == 1 {
		return "once"
	}
	return fmt.Sprintf("%d times", n)
}

// stands reports whether a row of the evidence table or a rating needs the reference.
func stands(s postgres.SummaryText, id string) bool {
	return slices.ContainsFunc(s.EvidenceTable, func(r postgres.EvidenceRow) bool { return r.Reference == id }) ||
		slices.ContainsFunc(s.Certainties, func(c postgres.Certainty) bool { return c.SourceReference == id })
}
