package postgres_test

import (
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"evidencedesk/internal/evidence"
	"evidencedesk/internal/postgres"
)

func TestTimeIsOnesOwn(t *testing.T) {
	d := newDesk(t)
	work := postgres.TimeContent{Stage: "search", Minutes: 90, StartedAt: d.now.Add(-2 * time.Hour), Note: "n"}
	add := func(p evidence.PersonID, c postgres.TimeContent) postgres.TimeEntry {
		e, err := d.content.AddTime(t.Context(), d.as(p), c, postgres.Creation{})
		if err != nil {
			t.Fatal(err)
		}
		return e
	}
	mine := add(d.librarian, work)
	add(d.librarian, work)
	add(d.trainee, postgres.TimeContent{Stage: "review", Minutes: 5, StartedAt: d.now})
	own, totals, err := d.content.Times(t.Context(), d.as(d.librarian))
	if err != nil || len(own) != 2 || totals != nil {
		t.Errorf("a librarian reads %d entries and %v, %v", len(own), totals, err)
	}
	own, totals, err = d.content.Times(t.Context(), d.as(d.manager))
	want := []postgres.TimeTotal{{Person: d.librarian, Stage: "search", Minutes: 180}, {Person: d.trainee, Stage: "review", Minutes: 5}}
	if diff := cmp.Diff(want, totals); diff != "" || err != nil || len(own) != 0 {
		t.Errorf("a manager reads %v, %s, %v", own, diff, err)
	}
	work.Minutes = 60
	_, err = d.content.SaveTime(t.Context(), d.as(d.colleague), mine.ID, 1, work)
	refusal(t, err, evidence.NotFound)
	if e, err := d.content.SaveTime(t.Context(), d.as(d.librarian), mine.ID, 1, work); err != nil || e.Version != 2 || e.Minutes != 60 {
		t.Errorf("%+v, %v", e, err)
	}
	if current := staleRow[postgres.TimeEntry](t, d.content.RemoveTime(t.Context(), d.as(d.librarian), mine.ID, 1)); current.Minutes != 60 {
		t.Errorf("%+v", current)
	}
	d.stage(evidence.Closed, evidence.Declined)
	add(d.librarian, postgres.TimeContent{Stage: "admin", Minutes: 3, StartedAt: d.now})
	if err := d.content.RemoveTime(t.Context(), d.as(d.librarian), mine.ID, 2); err != nil {
		t.Error(err)
	}
	for name, wrong := range map[string]postgres.TimeContent{
		"minutes": {Stage: "search", Minutes: 1441, StartedAt: d.now}, "stage": {Stage: "tea", Minutes: 1, StartedAt: d.now},
		"started_at": {Stage: "search", Minutes: 1, StartedAt: d.now.Add(time.Hour)},
	} {
		_, err := d.content.AddTime(t.Context(), d.as(d.librarian), wrong, postgres.Creation{})
		if e := refusal(t, err, evidence.Invalid); len(e.Fields) != 1 || e.Fields[0].Field != name {
			t.Errorf("%s: %v", name, e)
		}
	}
}

func paper(name string) postgres.AttachmentContent {
	return postgres.AttachmentContent{Name: name, MediaType: "application/pdf", Size: 12, SHA256: strings.Repeat("ab", 32)}
}

func TestAttachmentsOfBothSides(t *testing.T) {
	d := newDesk(t)
	attach := func(p evidence.PersonID, f postgres.AttachmentContent) (postgres.Attachment, error) {
		return d.content.AddAttachment(t.Context(), d.as(p), f, postgres.Creation{})
	}
	names := func(p evidence.PersonID) string {
		list, err := d.content.Attachments(t.Context(), d.as(p))
		if err != nil {
			return string(evidence.CodeOf(err))
		}
		var all []string
		for _, f := range list {
			all = append(all, f.Name)
		}
		return strings.Join(all, " ")
	}
	theirs, err := attach(d.requester, paper("protocol.pdf"))
	if err != nil || theirs.CopyBasis != "link_only" || theirs.FromStaff {
		t.Fatalf("%+v, %v", theirs, err)
	}
	ours := paper("article.pdf")
	ours.CopyBasis = "cla"
	supplied, err := attach(d.librarian, ours)
	if err != nil || supplied.CopyBasis != "cla" || !supplied.FromStaff {
		t.Fatalf("%+v, %v", supplied, err)
	}
	if names(d.librarian) != "protocol.pdf article.pdf" || names(d.requester) != "protocol.pdf" || names(d.copied) != "protocol.pdf" {
		t.Errorf("before delivery: %q, %q, %q", names(d.librarian), names(d.requester), names(d.copied))
	}
	_, err = d.content.Attachment(t.Context(), d.as(d.requester), supplied.ID)
	refusal(t, err, evidence.NotFound)
	_, err = attach(d.delegate, ours)
	if e := refusal(t, err, evidence.Invalid); e.Fields[0].Field != "copy_basis" {
		t.Error(e)
	}
	_, err = attach(d.copied, paper("x"))
	refusal(t, err, evidence.NotPermitted)
	refusal(t, d.content.RemoveAttachment(t.Context(), d.as(d.requester), supplied.ID, 1), evidence.NotFound)

	other := paper("protocol.pdf")
	other.SHA256 = strings.Repeat("cd", 32)
	_, err = d.content.SaveAttachment(t.Context(), d.as(d.requester), theirs.ID, 1, other)
	refusal(t, err, evidence.Invalid)
	if renamed, err := d.content.SaveAttachment(t.Context(), d.as(d.delegate), theirs.ID, 1, paper("protocol 2.pdf")); err != nil || renamed.Version != 2 {
		t.Errorf("%+v, %v", renamed, err)
	}
	d.write(d.librarian, "text")
	d.deliver()
	if names(d.requester) != "protocol 2.pdf article.pdf" {
		t.Errorf("after delivery: %q", names(d.requester))
	}
	refusal(t, d.content.RemoveAttachment(t.Context(), d.as(d.requester), supplied.ID, 1), evidence.NotPermitted)
	if err := d.content.RemoveAttachment(t.Context(), d.as(d.requester), theirs.ID, 2); err != nil {
		t.Error(err)
	}
	for _, wrong := range []postgres.AttachmentContent{
		{Name: "../x", MediaType: "a/b", SHA256: ours.SHA256},
		{Name: "x", MediaType: "pdf", SHA256: ours.SHA256},
		{Name: "x", MediaType: "a/b", SHA256: "AB"},
		{Name: "x", MediaType: "a/b", SHA256: ours.SHA256, Size: -1},
		{Name: "x", MediaType: "a/b", SHA256: ours.SHA256, CopyBasis: "theft"},
	} {
		_, err := attach(d.librarian, wrong)
		if e := refusal(t, err, evidence.Invalid); len(e.Fields) != 1 {
			t.Errorf("%+v: %v", wrong, e)
		}
	}
}

func TestADraftIsSeenByItsWriterOnly(t *testing.T) {
	d := newDesk(t)
	body := map[string]any{"question": "What works for …", "framework": map[string]any{"elements": map[string]any{"p": "adults"}}, "limits": []any{"english", 3.0}}
	draft, err := d.content.AddDraft(t.Context(), d.requester, body, postgres.Creation{})
	if err != nil {
		t.Fatal(err)
	}
	for _, other := range []evidence.PersonID{d.librarian, d.manager, d.admin, d.delegate} {
		_, err := d.content.Draft(t.Context(), other, draft.ID)
		refusal(t, err, evidence.NotFound)
		_, err = d.content.SaveDraft(t.Context(), other, draft.ID, 1, body)
		refusal(t, err, evidence.NotFound)
		refusal(t, d.content.RemoveDraft(t.Context(), other, draft.ID, 1), evidence.NotFound)
		if list, err := d.content.Drafts(t.Context(), other); err != nil || len(list) != 0 {
			t.Errorf("%v, %v", list, err)
		}
	}
	if diff := cmp.Diff(body, draft.Body); diff != "" {
		t.Error(diff)
	}
	body["question"] = "What works for adults?"
	if saved, err := d.content.SaveDraft(t.Context(), d.requester, draft.ID, 1, body); err != nil || saved.Version != 2 {
		t.Fatalf("%+v, %v", saved, err)
	}
	_, err = d.content.SaveDraft(t.Context(), d.requester, draft.ID, 1, map[string]any{"question": "The other tab"})
	if current := staleRow[postgres.Draft](t, err); current.Body["question"] != "What works for adults?" {
		t.Errorf("%+v", current)
	}
	_, err = d.content.SaveDraft(t.Context(), d.requester, draft.ID, 2, map[string]any{"background": strings.Repeat("é", 10_001)})
	if e := refusal(t, err, evidence.Invalid); e.Fields[0].Field != "submission.background" {
		t.Error(e)
	}
	tx, err := d.db.App.Begin(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	for _, who := range []evidence.PersonID{d.librarian, d.requester} {
		if err := postgres.DropDraft(t.Context(), tx, who, draft.ID); err != nil {
			t.Fatal(err)
		}
	}
	if err := tx.Commit(t.Context()); err != nil {
		t.Fatal(err)
	}
	if d.count(`SELECT count(*) FROM request_draft`) != 0 {
		t.Error("the draft outlived its submission")
	}
}

func TestEveryTextOfADraftIsFound(t *testing.T) {
	t.Parallel()
	got := postgres.DraftTexts(map[string]any{
		"question": "q", "framework": map[string]any{"elements": map[string]any{"p": "adults"}}, "list": []any{"x", 1.0, nil, map[string]any{"y": "z"}},
		"Mr Smith of ward 3": true,
	})
	want := []postgres.DraftText{
		{Field: "submission.?", Text: "Mr Smith of ward 3"},
		{Field: "submission.framework.elements.p", Text: "adults"},
		{Field: "submission.list[0]", Text: "x"},
		{Field: "submission.list[3].y", Text: "z"},
		{Field: "submission.question", Text: "q"},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}
