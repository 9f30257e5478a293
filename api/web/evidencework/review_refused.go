package evidencework

import (
	"strconv"
	"strings"

	"evidencedesk/api/web/page"
	"evidencedesk/api/web/ui"
	"evidencedesk/internal/evidence"
	"evidencedesk/internal/postgres"
)

// refused shows the form again with what is wrong, or with why the decision was not taken.
func (r *reviewDesk) refused(f *page.Form, err error) error {
	var current postgres.Review
	if page.Stale(err, &current) {
		f.Set(page.VersionField, strconv.Itoa(current.Version))
		f.Top = "You saved this reading in another window since you opened this page. Both are shown below: take over what you need, then save."
		return r.visit.Conflict("review", r.view(f, r.versions(f, current)))
	}
	p, ok := refusal(err)
	if !ok {
		return err
	}
	switch p.Code { //nolint:exhaustive // the others are shown as they come
	case evidence.OwnWork:
		f.Top = "You wrote part of this work, so somebody else checks it. Nothing was decided."
		return r.visit.Conflict("review", r.view(f, nil))
	case evidence.ChangedAfterCheck:
		f.Top = "What you read is not what is being checked any more: it was sent again meanwhile. Your reading is kept. Read the new version below, then decide." + whatChanged(p.Detail)
		f.Set("_checked_version", strconv.Itoa(r.Check.Version))
		f.Set("_checked_digest", r.Check.Digest)
		return r.visit.Conflict("review", r.view(f, nil))
	}
	for i, e := range p.Errors {
		if e.Field == "findings" {
			f.Top = "A finding that has to be met is not verified. Verify it, or return the work for changes. Your reading is saved."
			return r.visit.Conflict("review", r.view(f, nil))
		}
		if e.Field == "press" {
			p.Errors[i].Field, p.Errors[i].Detail = r.firstOpen(f), pressWords(e.Code)
		}
	}
	if !f.Refused(err) {
		return err
	}
	return r.visit.Again("review", r.view(f, nil))
}

// whatChanged is the part of a refusal that names what is another one now, if it does.
func whatChanged(detail string) string {
	if i := strings.Index(detail, " What changed: "); i >= 0 {
		return detail[i:]
	}
	return ""
}

// pressWords is why a reading cannot be approved with.
func pressWords(code string) string {
	if code == "inconsistent" {
		return "Your reading asks for a revision that must be made. Return it for changes, or change your verdict."
	}
	return "Give a verdict on each of the six elements before you approve."
}

// firstOpen is the field at which a reading that cannot be approved is to be completed.
func (r *reviewDesk) firstOpen(f *page.Form) string {
	for i := range r.elements() {
		if name := row("elements", i, "verdict"); f.Get(name) == "" || f.Get(name) == "revision_required" {
			return name
		}
	}
	return "verdict"
}

// versions sets a reading that was saved in another window beside what was typed here.
func (r *reviewDesk) versions(f *page.Form, current postgres.Review) *ui.Versions {
	v := &ui.Versions{
		Heading: "This reading in both versions", Yours: "Here, not saved",
		Theirs: "Saved at " + ui.TimeShort.Write(current.UpdatedAt.In(r.visit.Zone)),
	}
	theirs, yours := r.readingFacts(current.ReviewContent), r.readingFacts(r.read(f))
	for _, key := range keysOf(theirs, yours) {
		if a, b := valueOf(theirs, key), valueOf(yours, key); a != b {
			v.Fields = append(v.Fields, ui.VersionedField{Label: key, Theirs: a, Yours: b})
		}
	}
	return v
}
