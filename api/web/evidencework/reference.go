package evidencework

import (
	"net/http"
	"strconv"
	"strings"

	"evidencedesk/api/rest"
	"evidencedesk/api/web/page"
	"evidencedesk/api/web/ui"
	"evidencedesk/internal/postgres"
)

// adding is the path of a reference in the body that appends it.
const adding = "references[0]."

// referenceForm is the form of one reference.
type referenceForm struct {
	*referenceDesk
	one *postgres.Reference // nil: a new one
	at  string              // path of its fields
}

func openReference(v *page.Visit) (*referenceForm, error) {
	d, err := openReferences(v)
	if err != nil {
		return nil, err
	}
	if !d.Edit {
		return nil, page.ErrNotFound // there is nothing to edit for whoever only reads
	}
	r := &referenceForm{referenceDesk: d, at: adding}
	if id := v.Param("reference"); id != "" {
		n := d.place(id)
		if n == 0 {
			return nil, page.ErrNotFound
		}
		r.one, r.at = &d.all[n-1], ""
	}
	return r, nil
}

func showNewReference(v *page.Visit) error {
	r, err := openReference(v)
	if err != nil {
		return err
	}
	f := v.Form()
	f.Default(adding+"type", "article")
	return v.Show("reference", r.view(f, nil))
}

func takeNewReference(v *page.Visit) error {
	r, err := openReference(v)
	if err != nil {
		return err
	}
	f := v.Form()
	body := rest.ReferencesBody{References: []postgres.ReferenceContent{r.read(f)}}
	if f.Failed() {
		return v.Again("reference", r.view(f, nil))
	}
	var added rest.AddedReferences
	if err := v.Post(r.API("references"), body, &added); err != nil {
		return r.refused(f, err)
	}
	said := "You added the reference." + suspicion(added.Warnings)
	if f.Get("_then") == "another" || len(added.Items) == 0 {
		return v.Go(r.URL("references", "new"), said)
	}
	return v.Go(r.listAt(len(r.all)+1, added.Items[0].ID), said)
}

// listAt is the page of the list on which a reference stands.
func (d *referenceDesk) listAt(n int, id string) string {
	at := d.URL("references")
	if first := (n - 1) / pageSize * pageSize; first > 0 && first <= len(d.all) {
		at += "?after=" + d.all[first-1].ID
	}
	return at + "#" + refAnchor(id)
}

func showReference(v *page.Visit) error {
	r, err := openReference(v)
	if err != nil {
		return err
	}
	f := v.Form()
	r.fill(f)
	return v.Show("reference", r.view(f, nil))
}

func takeReference(v *page.Visit) error {
	r, err := openReference(v)
	if err != nil {
		return err
	}
	f := v.Form()
	body := rest.ReferenceBody{ReferenceContent: r.read(f)}
	n := f.Int("place", 1, len(r.all))
	if f.Failed() {
		return v.Again("reference", r.view(f, nil))
	}
	var saved rest.SavedReference
	if err := v.Put(r.API("references", r.one.ID), f.Version(), body, &saved); err != nil {
		return r.refused(f, err)
	}
	said := "You saved the reference." + suspicion(saved.Warnings)
	if n == 0 || n == r.place(r.one.ID) {
		return v.Go(r.listAt(r.place(r.one.ID), r.one.ID), said)
	}
	moved, err := r.moveTo(r.one.ID, n)
	if err != nil {
		return err
	}
	return v.Go(r.URL("references")+"#"+refAnchor(r.one.ID), said+" "+moved)
}

// refused shows the form again: with what is wrong, or beside what somebody else saved in between.
func (r *referenceForm) refused(f *page.Form, err error) error {
	var current postgres.Reference
	if page.Stale(err, &current) {
		versions := r.versions(r.read(f), current)
		f.Set(page.VersionField, strconv.Itoa(current.Version))
		return r.visit.Conflict("reference", r.view(f, versions))
	}
	if p, ok := refusal(err); ok && p.Status == http.StatusNotFound {
		return err
	}
	rename(err, func(field string) string {
		if strings.HasPrefix(field, r.at+"authors[") {
			return r.at + "authors"
		}
		return field
	})
	if !f.Refused(err) {
		return err
	}
	return r.visit.Again("reference", r.view(f, nil))
}

func (r *referenceForm) versions(mine postgres.ReferenceContent, current postgres.Reference) *ui.Versions {
	v := &ui.Versions{
		Heading: "Somebody saved this reference while you were editing it",
		Theirs:  "Saved by " + r.name(current.UpdatedBy) + " at " + ui.TimeShort.Write(current.UpdatedAt.In(r.visit.Zone)), Yours: "Yours, not saved",
	}
	theirs, yours := fieldsOf(current.ReferenceContent), fieldsOf(mine)
	for i, f := range theirs {
		if f.value != yours[i].value {
			v.Fields = append(v.Fields, ui.VersionedField{Label: f.label, Theirs: f.value, Yours: yours[i].value})
		}
	}
	return v
}

// refField is a field of a reference with its words.
type refField struct{ name, label, value string }

// fieldsOf are the fields of a reference in the order of the form, as they are typed.
func fieldsOf(c postgres.ReferenceContent) []refField {
	return []refField{
		{"type", "Type", c.Type},
		{"title", "Title", c.Title},
		{"authors", "Authors", strings.Join(c.Authors, "\n")},
		{"year", "Year", year(c.Year)},
		{"journal", "Journal or publisher", c.Journal},
		{"volume", "Volume", c.Volume},
		{"issue", "Issue", c.Issue},
		{"pages", "Pages", c.Pages},
		{"doi", "DOI", c.DOI},
		{"pmid", "PubMed identifier", c.PMID},
		{"pmcid", "PubMed Central identifier", c.PMCID},
		{"url", "Web address", c.URL},
		{"tier", "Kind of evidence", c.Tier},
		{"theme", "Theme", c.Theme},
		{"key_paper", "Key paper", yes(c.KeyPaper)},
		{"note", "Why it matters here", c.Note},
		{"abstract", "Abstract", c.Abstract},
	}
}

// yes is how a box that is ticked is sent.
func yes(ticked bool) string {
	if ticked {
		return "yes"
	}
	return ""
}

func (r *referenceForm) fill(f *page.Form) {
	for _, field := range fieldsOf(r.one.ReferenceContent) {
		f.Default(r.at+field.name, field.value)
	}
	f.Default(page.VersionField, strconv.Itoa(r.one.Version))
	f.Default("place", strconv.Itoa(r.place(r.one.ID)))
}

func (r *referenceForm) read(f *page.Form) postgres.ReferenceContent {
	at := func(name string) string { return f.Get(r.at + name) }
	c := postgres.ReferenceContent{
		Type: at("type"), Title: at("title"), Journal: at("journal"), Volume: at("volume"), Issue: at("issue"), Pages: at("pages"),
		DOI: at("doi"), PMID: strings.TrimSpace(strings.TrimPrefix(at("pmid"), "PMID:")),
		PMCID: strings.ToUpper(strings.TrimSpace(strings.TrimPrefix(at("pmcid"), "PMCID:"))), URL: at("url"), Abstract: at("abstract"),
		Note: at("note"), Tier: at("tier"), Theme: at("theme"),
		KeyPaper: at("key_paper") != "",
	}
	for author := range strings.Lines(at("authors")) {
		if author = strings.TrimSpace(author); author != "" {
			c.Authors = append(c.Authors, author)
		}
	}
	needed(f, r.at+"title", "Write the title.")
	if at("year") != "" {
		y := f.Int(r.at+"year", 1400, 2200) // the range of the API
		c.Year = &y
	}
	return c
}
