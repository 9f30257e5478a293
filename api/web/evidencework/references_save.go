package evidencework

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"evidencedesk/api/rest"
	"evidencedesk/api/web/page"
	"evidencedesk/internal/postgres"
)

// takeReferences saves what was changed in the list, then moves a reference if that was the button.
func takeReferences(v *page.Visit) error {
	d, err := openReferences(v)
	if err != nil {
		return err
	}
	f := v.Form()
	saved, err := d.saveGroups(f)
	if err != nil {
		return err
	}
	if f.Failed() {
		view, err := d.referencesView(f)
		if err != nil {
			return err
		}
		return v.Again("references", view)
	}
	back := v.Request.URL.RequestURI()
	if to, id, ok := strings.Cut(f.Get("move"), ":"); ok {
		sentence, err := d.move(id, to)
		if err != nil {
			return d.movedOn(f, err)
		}
		return v.Go(back+"#"+refAnchor(id), sentence)
	}
	if saved == 0 {
		return v.Go(back, "Nothing was changed.")
	}
	return v.Go(back, "You saved "+page.Count(saved, "reference")+".")
}

// movedOn shows the list again when the order could not be changed.
func (d *referenceDesk) movedOn(f *page.Form, err error) error {
	if !f.Refused(err) {
		return err
	}
	view, err := d.referencesView(f)
	if err != nil {
		return err
	}
	return d.visit.Again("references", view)
}

// saveGroups saves the kind of evidence and the theme of each reference in which they changed. What could not be saved is noted
// at its field; the others are saved all the same.
func (d *referenceDesk) saveGroups(f *page.Form) (saved int, err error) {
	confirmed := slices.Clone(f.All(page.ConfirmField))
	defer func() { f.Values()[page.ConfirmField] = confirmed }()
	for i, r := range d.all {
		tier, theme := "tier."+r.ID, "theme."+r.ID
		c := r.ReferenceContent
		if !f.Has(tier) || f.Get(tier) == c.Tier && f.Get(theme) == c.Theme {
			continue
		}
		if f.Get("version."+r.ID) != strconv.Itoa(r.Version) {
			f.Wrong(tier, fmt.Sprintf("Somebody changed reference %d since you opened the page: %s. Save again if yours is right.", i+1, now(c)))
			continue
		}
		c.Tier, c.Theme = f.Get(tier), f.Get(theme)
		f.Values()[page.ConfirmField] = within(confirmed, theme, "theme")
		err := d.visit.Put(d.API("references", r.ID), r.Version, rest.ReferenceBody{ReferenceContent: c}, nil)
		if err == nil {
			saved++
			continue
		}
		if page.Stale(err, &struct{}{}) {
			f.Wrong(tier, fmt.Sprintf("Somebody changed reference %d at the same moment. Save again if yours is right.", i+1))
			continue
		}
		rename(err, func(field string) string { return field + "." + r.ID })
		if !f.Refused(err) {
			return saved, err
		}
	}
	return saved, nil
}

// now says in which group a reference is.
func now(c postgres.ReferenceContent) string {
	group := words(tiers(), c.Tier)
	if c.Tier == "" {
		group = "no group"
	}
	return "it is now in " + joined(", theme ", strings.ToLower(group[:1])+group[1:], c.Theme)
}

// within are the answers to findings of the identifier guard at a field of the page, under the field's name in the API.
func within(confirmed []string, field, name string) []string {
	var list []string
	for _, c := range confirmed {
		if rest, ok := strings.CutPrefix(c, field+"|"); ok {
			list = append(list, name+"|"+rest)
		}
	}
	return list
}

// rename gives the fields of a refusal other names.
func rename(err error, to func(string) string) {
	if p, ok := refusal(err); ok {
		for i := range p.Errors {
			p.Errors[i].Field = to(p.Errors[i].Field)
		}
	}
}
