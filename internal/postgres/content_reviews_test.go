package postgres_test

import (
	"testing"

	"evidencedesk/internal/evidence"
	"evidencedesk/internal/postgres"
)

// check sends work to a second librarian.
func (d *desk) check(c evidence.Check) {
	d.Helper()
	d.transition(evidence.SubmitForCheck, d.id(), evidence.Args{}, evidence.State{Stage: evidence.Checking, Check: &c})
	d.stage(evidence.Checking, "")
}

func press(verdict string) []postgres.PressElement {
	var list []postgres.PressElement
	for _, e := range []string{"translation", "operators", "subject_headings", "text_words", "syntax", "limits"} {
		list = append(list, postgres.PressElement{Element: e, Verdict: verdict})
	}
	return list
}

func TestAReadingBelongsToItsCheck(t *testing.T) {
	d := newDesk(t)
	_, err := d.content.AddReview(t.Context(), d.as(d.colleague), postgres.ReviewContent{})
	refusal(t, err, evidence.NotAllowedInStage)

	d.check(evidence.Check{Subject: evidence.Strategy, Version: 3, Digest: "digest-1", Authors: []evidence.PersonID{d.librarian, d.colleague}, Reviewer: d.reviewer})
	for name, c := range map[string]struct {
		who  evidence.PersonID
		code evidence.Code
	}{
		"its owner": {d.librarian, evidence.OwnWork}, "another author": {d.colleague, evidence.OwnWork}, "a trainee": {d.trainee, evidence.NotPermitted},
		"a manager": {d.manager, evidence.NotPermitted}, "the requester": {d.requester, evidence.NotPermitted},
	} {
		if _, err := d.content.AddReview(t.Context(), d.as(c.who), postgres.ReviewContent{}); evidence.CodeOf(err) != c.code {
			t.Errorf("%s: %v, want %s", name, err, c.code)
		}
	}
	a := d.as(d.reviewer)
	r, err := d.content.AddReview(t.Context(), a, postgres.ReviewContent{Comment: "begun"})
	if err != nil || r.SubjectDigest != "digest-1" || r.SubjectVersion != 3 || r.Subject != evidence.Strategy {
		t.Fatalf("%+v, %v", r, err)
	}
	if again, err := d.content.AddReview(t.Context(), a, postgres.ReviewContent{Comment: "otherwise"}); err != nil || again.ID != r.ID || again.Comment != "begun" {
		t.Errorf("a second reading of the same check: %+v, %v", again, err)
	}
	d.check(evidence.Check{Subject: evidence.Strategy, Version: 3, Digest: "digest-1", Authors: []evidence.PersonID{d.librarian}, Reviewer: d.reviewer})
	_, err = d.content.SaveReview(t.Context(), a, r.ID, r.Version, postgres.ReviewContent{Comment: "too late"})
	refusal(t, err, evidence.NotAllowedInStage)
	if next, err := d.content.AddReview(t.Context(), a, postgres.ReviewContent{}); err != nil || next.ID == r.ID {
		t.Errorf("the second check of the same text: %+v, %v", next, err)
	}
}

func TestAnApprovalNeedsAWholeForm(t *testing.T) {
	d := newDesk(t)
	d.check(evidence.Check{Subject: evidence.Strategy, Version: 1, Digest: "x", Authors: []evidence.PersonID{d.librarian}})
	a := d.as(d.colleague)
	if id, err := d.content.Press(t.Context(), a); id != "" || err != nil {
		t.Fatalf("no reading yet: %q, %v", id, err)
	}
	r, err := d.content.AddReview(t.Context(), a, postgres.ReviewContent{})
	if err != nil {
		t.Fatal(err)
	}
	five := press("no_revision")[:5]
	for _, c := range []struct {
		name    string
		content postgres.ReviewContent
		code    string
	}{
		{"five elements", postgres.ReviewContent{Elements: five}, "incomplete"},
		{"no verdicts", postgres.ReviewContent{Elements: press("")}, "incomplete"},
		{"a revision must be made", postgres.ReviewContent{Elements: press("revision_required")}, "inconsistent"},
		{"a major revision", postgres.ReviewContent{Verdict: "major_revision", Elements: press("no_revision")}, "inconsistent"},
		{"whole", postgres.ReviewContent{Verdict: "minor_revision", Elements: press("revision_suggested")}, ""},
	} {
		if r, err = d.content.SaveReview(t.Context(), a, r.ID, r.Version, c.content); err != nil {
			t.Fatalf("%s: %v", c.name, err)
		}
		id, err := d.content.Press(t.Context(), a)
		if c.code == "" && (err != nil || id != r.ID) || c.code != "" && (err == nil || refusal(t, err, evidence.Invalid).Fields[0].Code != c.code) {
			t.Errorf("%s: %q, %v", c.name, id, err)
		}
	}
	_, err = d.content.SaveReview(t.Context(), a, r.ID, r.Version, postgres.ReviewContent{Verdict: "x", Elements: []postgres.PressElement{
		{Element: "syntax", Verdict: "y"}, {Element: "syntax"}, {Element: "z"},
	}})
	if n := len(refusal(t, err, evidence.Invalid).Fields); n != 4 {
		t.Errorf("%d fields are wrong, want 4: %v", n, err)
	}
	d.check(evidence.Check{Subject: evidence.Summary, Version: 1, Digest: "x", Authors: []evidence.PersonID{d.librarian}})
	_, err = d.content.AddReview(t.Context(), a, postgres.ReviewContent{Elements: five})
	if e := refusal(t, err, evidence.Invalid); e.Fields[0].Field != "elements" {
		t.Error(e)
	}
}

func TestAReadingIsItsReviewersOnly(t *testing.T) {
	d := newDesk(t)
	third := d.person(string(d.library), evidence.Librarian)
	d.check(evidence.Check{Subject: evidence.Summary, Version: 1, Digest: "x", Authors: []evidence.PersonID{d.librarian}})
	r, err := d.content.AddReview(t.Context(), d.as(d.colleague), postgres.ReviewContent{Comment: "mine"})
	if err != nil {
		t.Fatal(err)
	}
	_, err = d.content.SaveReview(t.Context(), d.as(third), r.ID, 1, postgres.ReviewContent{Comment: "yours"})
	refusal(t, err, evidence.NotPermitted)
	if _, err := d.content.SaveReview(t.Context(), d.as(d.colleague), r.ID, 1, postgres.ReviewContent{Comment: "longer"}); err != nil {
		t.Fatal(err)
	}
	_, err = d.content.SaveReview(t.Context(), d.as(d.colleague), r.ID, 1, postgres.ReviewContent{Comment: "another tab"})
	if current := staleRow[postgres.Review](t, err); current.Comment != "longer" {
		t.Errorf("%+v", current)
	}
}
