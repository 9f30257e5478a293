package document

import (
	"bytes"
	_ "embed"
	"html/template"
)

// View says how an article stands in a page.
type View struct {
	Level  int    // of its heading, 1 or 2
	Listed int    // most references to show; 0: all
	All    string // where all of them are shown
	Open   bool   // nothing is folded away, for paper
}

// Article renders a report as an article in a page that has our styles. A policy looks at the whole once more, so nothing depends on
// this renderer being right.
func Article(r Report, v View) template.HTML {
	w := &htmlWriter{view: v, shown: shown(r, v.Listed)}
	w.article(r)
	return template.HTML(policy().Sanitize(w.String())) //nolint:gosec // sanitised
}

//go:embed page.css
var pageStyles string

// Styles are those of a page that stands on its own, on a screen and on paper.
func Styles() template.CSS { return template.CSS(pageStyles) } //nolint:gosec // a file of ours

//go:embed page.gohtml
var pageTemplate string

// Page renders a report as a page that stands on its own: it needs no network and no script.
func Page(r Report) ([]byte, error) { return page(r, View{Level: 1}) }

func page(r Report, v View) ([]byte, error) {
	t, err := template.New("page").Parse(pageTemplate)
	if err != nil {
		return nil, err
	}
	var out bytes.Buffer
	err = t.Execute(&out, map[string]any{
		"Report": r, "Styles": Styles(), "Article": Article(r, v),
	})
	return out.Bytes(), err
}

// shown are the numbers of the references that a limited list shows; nil: all.
func shown(r Report, most int) map[int]bool {
	if most <= 0 || r.Listed <= most {
		return nil
	}
	numbers := map[int]bool{}
	for _, p := range r.Parts {
		for _, b := range p.Blocks {
			for _, e := range b.Entries {
				if len(numbers) < most {
					numbers[e.Number] = true
				}
			}
		}
	}
	return numbers
}
