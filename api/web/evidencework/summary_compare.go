package evidencework

import (
	"strconv"

	"evidencedesk/api/web/evidencework/diff"
	"evidencedesk/api/web/page"
	"evidencedesk/api/web/ui"
	"evidencedesk/api/web/workbench"
	"evidencedesk/internal/postgres"
)

// comparison is two versions part by part.
type comparison struct {
	*desk
	Heading string
	Parts   []comparedPart
	Back    string
}

// comparedPart is one part of the text in both versions.
type comparedPart struct {
	Label  string
	Pieces []diff.Piece
}

func showComparison(v *page.Visit) error {
	d, err := open(v, workbench.Summary)
	if err != nil {
		return err
	}
	from, to := v.Query("from"), v.Query("to")
	if !isVersion(from) || !isVersion(to) {
		return v.Go(d.URL("summary", "versions"))
	}
	c, err := d.compare(from, to)
	if err != nil {
		return err
	}
	return v.Show("comparison", d.View("Comparison of two versions", c))
}

// isVersion reports whether a version can have this name.
func isVersion(s string) bool { return s == working || number(s) > 0 && strconv.Itoa(number(s)) == s }

// versionText is the text of a version, or of the working copy, with its references.
func (d *desk) versionText(which string) (postgres.SummaryText, []postgres.Reference, error) {
	if which == working {
		var stored postgres.Summary
		if err := d.visit.Read(d.API("summary"), &stored); err != nil {
			return postgres.SummaryText{}, nil, err
		}
		references, err := allReferences(d.visit, d.API("references"))
		return stored.SummaryText, references, err
	}
	var version postgres.SummaryVersion
	err := d.visit.Read(d.API("summary", "versions", which), &version)
	return version.SummaryText, version.References, err
}

func (d *desk) compare(from, to string) (*comparison, error) {
	before, oldReferences, err := d.versionText(from)
	if err != nil {
		return nil, err
	}
	after, newReferences, err := d.versionText(to)
	if err != nil {
		return nil, err
	}
	c := &comparison{desk: d, Heading: "From " + versionWords(from) + " to " + versionWords(to), Back: d.URL("summary", "versions")}
	parts := paired(append(d.parts(before, oldReferences), referencePart(oldReferences)), append(d.parts(after, newReferences), referencePart(newReferences)))
	for _, part := range parts {
		if part.before != part.after {
			c.Parts = append(c.Parts, comparedPart{part.label, diff.Words(part.before, part.after)})
		}
	}
	return c, nil
}

func versionWords(which string) string {
	if which == working {
		return "what is saved now"
	}
	return "version " + which
}

// Article is the frame of the comparison.
func (comparison) Article() ui.Article { return ui.Article{LabelledBy: "comparison"} }
