package ask

import (
	"cmp"
	"strings"

	"evidencedesk/api/rest"
	"evidencedesk/api/web/page"
	"evidencedesk/api/web/ui"
	"evidencedesk/internal/vocabulary"
)

type purposeFields struct {
	Type    ui.Radios
	Product ui.Radios
	More    ui.Details
	Results ui.Radios
	Formats ui.Checkboxes
	Style   ui.Select
}

// purpose asks what the evidence is for and in which form the answer is wanted.
func purpose() step {
	return step{
		name: "purpose", title: "What is it for?", about: "What you need", fields: []string{"type", "product", "output"},
		fill: func(a *answers) {
			a.f.Default("type", a.b.Type)
			fallback, _ := a.Vocabulary.Default(vocabulary.Products)
			a.f.Default("product", cmp.Or(a.b.Product, fallback))
			if o := a.b.Output; o != nil {
				a.f.Default("output.results", o.Results)
				a.f.Default("output.reference_style", o.ReferenceStyle)
				a.f.DefaultAll("output.formats", o.Formats)
			}
		},
		take: func(a *answers) {
			a.b.Type, a.b.Product = a.f.Get("type"), a.f.Get("product")
			o := rest.OutputBody{}
			if a.b.Output != nil {
				o = *a.b.Output
			}
			o.Results, o.ReferenceStyle, o.Formats = a.f.Get("output.results"), a.f.Get("output.reference_style"), a.f.All("output.formats")
			a.b.Output = &o
		},
		need: func(a *answers) {
			if a.b.Type == "" {
				a.f.Wrong("type", "Choose what it is for.")
			}
		},
		model: func(a *answers) (any, error) { return purposeModel(a), nil },
		rows: func(a *answers) []ui.SummaryRow {
			rows := []ui.SummaryRow{
				{Key: "What it is for", Value: label(a.Visit, vocabulary.SearchTypes, a.b.Type)},
				{Key: "Kind of answer", Value: label(a.Visit, vocabulary.Products, a.b.Product)},
			}
			return append(rows, filled(outputRows(a.Visit, a.b.Output))...)
		},
	}
}

func purposeModel(a *answers) purposeFields {
	m := purposeFields{
		Type:    a.f.Radios("type", "What will you use the evidence for?", items(a.Visit, vocabulary.SearchTypes)),
		Product: a.f.Radios("product", "What kind of answer would help?", items(a.Visit, vocabulary.Products), "A librarian may suggest another."),
		Results: a.f.Radios("output.results", "How many results?", items(a.Visit, vocabulary.ResultCounts, "number")),
		Formats: a.f.Checkboxes("output.formats", "In which form?", items(a.Visit, vocabulary.OutputFormats)),
		Style:   a.f.Select("output.reference_style", "How references are written", a.Pick(vocabulary.ReferenceStyles, "The library's usual way")),
		More:    ui.Details{Summary: "Say how many results, and in which form"},
	}
	m.Type.LabelSize, m.Product.LabelSize = "m", "m"
	m.Results.Small, m.Formats.Small, m.Results.Optional, m.Formats.Optional, m.Style.Optional = true, true, true, true, true
	m.More.Open = m.Results.Value != "" || len(m.Formats.Values) > 0 || m.Style.Value != ""
	return m
}

func outputRows(v *page.Visit, o *rest.OutputBody) []ui.SummaryRow {
	if o == nil {
		return nil
	}
	return []ui.SummaryRow{
		{Key: "How many results", Value: label(v, vocabulary.ResultCounts, o.Results)},
		{Key: "Form of the answer", Value: labels(v, vocabulary.OutputFormats, o.Formats)},
		{Key: "References", Value: label(v, vocabulary.ReferenceStyles, o.ReferenceStyle)},
	}
}

// labels is the words for several codes, each on a line.
func labels(v *page.Visit, id string, codes []string) string {
	var words []string
	for _, code := range codes {
		words = append(words, v.Label(id, code))
	}
	return strings.Join(words, "\n")
}

// filled leaves out the rows without a value.
func filled(rows []ui.SummaryRow) []ui.SummaryRow {
	var list []ui.SummaryRow
	for _, r := range rows {
		if r.Value != "" {
			list = append(list, r)
		}
	}
	return list
}
