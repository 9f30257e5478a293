package evidencework

import (
	"html/template"
	"slices"
	"strconv"

	"evidencedesk/api/rest"
	"evidencedesk/api/web/page"
	"evidencedesk/api/web/workbench"
	"evidencedesk/internal/evidence"
	"evidencedesk/internal/postgres"
	"evidencedesk/internal/vocabulary"
)

// reviewDesk is the desk with the check that is under way, what it is about, and the readings of this and earlier checks.
type reviewDesk struct {
	*desk
	readings []postgres.Review
	findings []postgres.CheckFinding  // of all checks
	strategy postgres.CheckedStrategy // that is checked, as it was sent
	searches []postgres.Search        // the same, in its order
	version  *postgres.SummaryVersion // of a summary that is checked
	article  template.HTML            // the same, as its reader will see it
	mine     *postgres.Review         // the visitor's reading of the check under way
}

func openReview(v *page.Visit) (*reviewDesk, error) {
	d, err := open(v, workbench.Review)
	if err != nil {
		return nil, err
	}
	r := &reviewDesk{desk: d}
	var list items[postgres.Review]
	if err := v.Read(d.API("check-reviews"), &list); err != nil {
		return nil, err
	}
	r.readings = list.Items
	var found items[postgres.CheckFinding]
	if err := v.Read(d.API("check-findings"), &found); err != nil {
		return nil, err
	}
	r.findings = found.Items
	if d.Check == nil {
		return r, nil
	}
	for i, one := range r.readings {
		// A check that ended and was made again with the same text has readings of its own, which are newer than the stage.
		if one.Reviewer == v.Me.Person && one.SubjectDigest == d.Check.Digest && !one.CreatedAt.Before(d.StageSince) {
			r.mine = &r.readings[i]
		}
	}
	return r, r.readSubject(v)
}

func (r *reviewDesk) readSubject(v *page.Visit) error {
	if r.Check.Subject == evidence.Strategy {
		err := v.Read(r.API("checked-strategies", r.Check.Digest), &r.strategy)
		r.searches = r.strategy.Searches
		return err
	}
	r.version = &postgres.SummaryVersion{}
	if err := v.Read(r.API("summary", "versions", strconv.Itoa(r.Check.Version)), r.version); err != nil {
		return err
	}
	var err error
	r.article, err = r.report(strconv.Itoa(r.Check.Version))
	return err
}

// reviewing reports whether the visitor may check what is being checked.
func (r *reviewDesk) reviewing() bool {
	return r.Check != nil && (r.Can(evidence.Approve) || r.Can(evidence.ReturnForChanges))
}

// authors are the people whose work is being checked.
func (r *reviewDesk) authors() []evidence.PersonID {
	if r.version != nil {
		return r.version.Authors
	}
	list := slices.Clone(r.strategy.Authors)
	for _, s := range r.searches {
		for _, p := range append(slices.Clone(s.Authors), s.RunBy) {
			if p != "" && !slices.Contains(list, p) {
				list = append(list, p)
			}
		}
	}
	return list
}

// refused is why the visitor may not check, in words; empty when they may.
func (r *reviewDesk) refusedBecause() string {
	me := r.visit.Me.Person
	switch {
	case r.Check == nil || r.reviewing():
		return ""
	case r.Owner == me:
		return "You own this request. Work is checked by a librarian who wrote no part of it, so you can read it here but not decide about it."
	case slices.Contains(r.authors(), me):
		return "You wrote part of this work. It is checked by a librarian who wrote no part of it, so you can read it here but not decide about it."
	case r.Check.Reviewer != "" && r.Check.Reviewer != me:
		return "A librarian was invited to check this work: " + r.name(r.Check.Reviewer) + "."
	}
	return "A librarian checks this work. You can read it here but not decide about it."
}

func showReview(v *page.Visit) error {
	r, err := openReview(v)
	if err != nil {
		return err
	}
	f := v.Form()
	if r.reviewing() {
		r.fill(f)
	}
	return v.Show("review", r.view(f, nil))
}

// fill fills the form in from the visitor's reading, and binds it to the version that is shown.
func (r *reviewDesk) fill(f *page.Form) {
	f.Default("_checked_version", strconv.Itoa(r.Check.Version))
	f.Default("_checked_digest", r.Check.Digest)
	if r.mine == nil {
		return
	}
	f.Default(page.VersionField, strconv.Itoa(r.mine.Version))
	f.Default("verdict", r.mine.Verdict)
	f.Default("comment", r.mine.Comment)
	for i, element := range r.elements() {
		for _, e := range r.mine.Elements {
			if e.Element == element.Code {
				defaults(f, "elements", i, "verdict", e.Verdict, "comment", e.Comment)
			}
		}
	}
}

// elements are the six elements of the PRESS form; none for a summary.
func (r *reviewDesk) elements() []vocabulary.Term {
	if r.Check == nil || r.Check.Subject != evidence.Strategy {
		return nil
	}
	v, _ := r.visit.Vocabulary.Get(vocabulary.PressElements)
	return v.Terms
}

func (r *reviewDesk) read(f *page.Form) postgres.ReviewContent {
	c := postgres.ReviewContent{Verdict: f.Get("verdict"), Comment: f.Get("comment")}
	for i, element := range r.elements() {
		c.Elements = append(c.Elements, postgres.PressElement{
			Element: element.Code, Verdict: f.Get(row("elements", i, "verdict")), Comment: f.Get(row("elements", i, "comment")),
		})
	}
	return c
}

// takeReview saves the reading, then approves what was read or returns it if that was the button.
func takeReview(v *page.Visit) error {
	r, err := openReview(v)
	if err != nil {
		return err
	}
	f := v.Form()
	do := f.Get("_do")
	if !r.reviewing() {
		f.Top = "This check has ended, or it is not yours to make. Nothing was saved; what you wrote is shown below."
		return v.Conflict("review", r.view(f, nil))
	}
	if do == "return" && f.Get("reason") == "" {
		f.Wrong("reason", "Choose what has to change most.")
		return v.Again("review", r.view(f, nil))
	}
	if err := r.save(f); err != nil {
		return r.refused(f, err)
	}
	return r.decide(f, do)
}

func (r *reviewDesk) save(f *page.Form) error {
	body := rest.ReviewBody{ReviewContent: r.read(f)}
	var saved rest.SavedReview
	if r.mine != nil {
		version := f.Version()
		if version == 0 {
			version = r.mine.Version // a reading that this form began: the button was pressed twice
		}
		err := r.visit.Put(r.API("check-reviews", r.mine.ID), version, body, &saved)
		if err == nil {
			f.Set(page.VersionField, strconv.Itoa(saved.Version))
		}
		if p, ok := refusal(err); !ok || p.Code != evidence.NotAllowedInStage {
			return err
		}
		// It belongs to an earlier check of the same text: this check has a reading of its own.
	}
	if err := r.visit.Post(r.API("check-reviews"), body, &saved); err != nil {
		return err
	}
	r.mine = &saved.Review
	f.Set(page.VersionField, strconv.Itoa(saved.Version))
	return nil
}

func (r *reviewDesk) decide(f *page.Form, do string) error {
	switch do {
	case "approve":
		version := number(f.Get("_checked_version"))
		body := rest.ApproveBody{Version: version, Digest: f.Get("_checked_digest")}
		if err := r.visit.Command(r.ID, evidence.Approve, body); err != nil {
			return r.refused(f, err)
		}
		return r.visit.Go(r.URL(), "You approved it. The librarian who owns the request has been told.")
	case "return":
		if err := r.visit.Command(r.ID, evidence.ReturnForChanges, rest.ReasonBody{Reason: f.Get("reason")}); err != nil {
			return r.refused(f, err)
		}
		return r.visit.Go(r.URL(), "You returned it for changes. The librarian who owns the request has been told and sees your comments.")
	}
	return r.visit.Go(r.URL("review"), "You saved your reading. Nobody is told before you decide.")
}
