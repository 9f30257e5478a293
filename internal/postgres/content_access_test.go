package postgres_test

import (
	"context"
	"strconv"
	"testing"

	"github.com/google/go-cmp/cmp"

	"evidencedesk/internal/evidence"
	"evidencedesk/internal/postgres"
)

// everybody gives one person of each relation to the request.
func (d *desk) everybody() map[string]evidence.PersonID {
	return map[string]evidence.PersonID{
		"librarian": d.librarian, "trainee": d.trainee, "manager": d.manager, "reviewer": d.reviewer, "requester": d.requester,
		"delegate": d.delegate, "copied": d.copied, "admin": d.admin, "system lead": d.lead, "another requester": d.outsider,
		"another library": d.elsewhere, "a requester there": d.passerby,
	}
}

// look reads one resource and says what came: a number of rows, or the code of the refusal.
func (d *desk) look(c *postgres.Content, p evidence.PersonID, resource string) string {
	a, err := c.Access(d.Context(), p, d.request)
	if err != nil {
		return string(evidence.CodeOf(err))
	}
	n := 0
	switch ctx := d.Context(); resource {
	case "messages":
		var list []postgres.Message
		list, _, err = c.Messages(ctx, a, "", 10)
		n = len(list)
	case "searches":
		var list []postgres.Search
		list, err = c.Searches(ctx, a)
		n = len(list)
	case "references":
		var list []postgres.Reference
		list, _, err = c.References(ctx, a, 0, 10)
		n = len(list)
	case "order":
		_, err = c.ReferenceOrder(ctx, a)
	case "summary":
		_, err = c.Summary(ctx, a)
	case "versions":
		var list []postgres.VersionInfo
		list, err = c.Versions(ctx, a)
		n = len(list)
	case "reviews":
		_, err = c.Reviews(ctx, a)
	case "time":
		_, _, err = c.Times(ctx, a)
	case "attachments":
		var list []postgres.Attachment
		list, err = c.Attachments(ctx, a)
		n = len(list)
	}
	if err != nil {
		return string(evidence.CodeOf(err))
	}
	return strconv.Itoa(n)
}

// matrix is what a kind of person reads, in the order of resources().
type matrix map[string][]string

func resources() []string {
	return []string{"messages", "searches", "references", "order", "summary", "versions", "reviews", "time", "attachments"}
}

func (d *desk) matrix() matrix {
	m := matrix{}
	for name, p := range d.everybody() {
		for _, r := range resources() {
			m[name] = append(m[name], d.look(d.content, p, r))
		}
	}
	return m
}

func everywhere(code evidence.Code) []string {
	row := make([]string, len(resources()))
	for i := range row {
		row[i] = string(code)
	}
	return row
}

const no, unknown = string(evidence.NotPermitted), string(evidence.NotFound)

func TestWhoReadsWhat(t *testing.T) {
	d := newDesk(t)
	for _, m := range []postgres.NewMessage{{Kind: postgres.MessageNote, Text: "a note"}, {Kind: postgres.MessageUpdate, Text: "an update"}} {
		if _, err := d.content.PostMessage(t.Context(), d.as(d.librarian), m, postgres.Creation{}); err != nil {
			t.Fatal(err)
		}
	}
	d.addSearch(d.librarian, medline())
	d.addReference(d.librarian, "A trial", "A review")
	d.write(d.librarian, "Text.")
	for _, p := range []evidence.PersonID{d.librarian, d.requester} {
		if _, err := d.content.AddAttachment(t.Context(), d.as(p), paper("a.pdf"), postgres.Creation{}); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := d.content.Freeze(t.Context(), d.as(d.librarian)); err != nil {
		t.Fatal(err)
	}
	inside := []string{"2", "1", "2", "0", "0", "1", "0", "0", "2"}
	before := []string{"1", "0", "0", no, unknown, "0", no, no, "1"}
	hidden := everywhere(evidence.NotFound)
	want := matrix{
		"librarian": inside, "trainee": inside, "manager": inside, "reviewer": inside,
		"requester": before, "delegate": before, "copied": before,
		"admin": hidden, "system lead": hidden, "another requester": hidden, "another library": hidden, "a requester there": hidden,
	}
	if diff := cmp.Diff(want, d.matrix()); diff != "" {
		t.Errorf("before delivery: %s", diff)
	}

	d.share("anyone_nhs")
	if diff := cmp.Diff(want, d.matrix()); diff != "" {
		t.Errorf("shared, but not delivered: %s", diff)
	}

	d.write(d.librarian, "Text, delivered.")
	d.deliver()
	d.share("nobody")
	inside[5] = "2"
	after := []string{"1", "1", "2", no, "0", "1", no, no, "2"}
	want["requester"], want["delegate"], want["copied"] = after, after, after
	if diff := cmp.Diff(want, d.matrix()); diff != "" {
		t.Errorf("delivered: %s", diff)
	}

	d.share("anyone_nhs")
	shared := []string{no, "1", "2", no, "0", "1", no, no, "0"}
	for _, name := range []string{"admin", "system lead", "another requester", "another library", "a requester there"} {
		want[name] = shared
	}
	if diff := cmp.Diff(want, d.matrix()); diff != "" {
		t.Errorf("delivered and shared: %s", diff)
	}

	mine := d.request
	d.request = evidence.RequestID(d.id())
	for name, p := range d.everybody() {
		if got := d.look(d.content, p, "messages"); got != unknown {
			t.Errorf("%s finds a request that does not exist: %s", name, got)
		}
	}
	d.request = mine
}

// writes tries to change one resource after another and says what came of it.
func (d *desk) writes(ctx context.Context, p evidence.PersonID) []string {
	a, err := d.content.Access(ctx, p, d.request)
	if err != nil {
		return []string{string(evidence.CodeOf(err))}
	}
	c := d.content
	var results []string
	for _, try := range []func() error{
		func() error {
			_, err := c.PostMessage(ctx, a, postgres.NewMessage{Kind: postgres.MessageNote, Text: "n"}, postgres.Creation{})
			return err
		},
		func() error {
			_, err := c.PostMessage(ctx, a, postgres.NewMessage{Kind: postgres.MessageUpdate, Text: "u"}, postgres.Creation{})
			return err
		},
		func() error { _, err := c.AddSearch(ctx, a, medline(), postgres.Creation{}); return err },
		func() error {
			_, err := c.AddReferences(ctx, a, []postgres.ReferenceContent{{Type: "book", Title: "t"}}, postgres.Creation{})
			return err
		},
		func() error {
			s, err := c.Summary(ctx, a)
			if err == nil {
				_, err = c.SaveSummary(ctx, a, s.Version, postgres.SummaryText{Text: d.id()})
			}
			return err
		},
		func() error { _, err := c.Freeze(ctx, a); return err },
		func() error {
			_, err := c.AddTime(ctx, a, postgres.TimeContent{Stage: "search", Minutes: 1, StartedAt: d.now}, postgres.Creation{})
			return err
		},
		func() error { _, err := c.AddAttachment(ctx, a, paper("x"), postgres.Creation{}); return err },
	} {
		if err := try(); err != nil {
			results = append(results, string(evidence.CodeOf(err)))
			continue
		}
		results = append(results, "ok")
	}
	return results
}

func TestWhoWritesWhat(t *testing.T) {
	d := newDesk(t)
	d.write(d.librarian, "Text.")
	hidden := []string{unknown}
	works := []string{"ok", "ok", "ok", "ok", "ok", "ok", "ok", "ok"}
	asks := []string{no, "ok", no, no, unknown, no, no, "ok"}
	want := matrix{
		"librarian": works, "trainee": works,
		"manager":   {"ok", "ok", no, no, no, "ok", "ok", "ok"},
		"reviewer":  {"ok", no, no, no, no, no, "ok", no},
		"requester": asks, "delegate": asks, "copied": {no, no, no, no, unknown, no, no, no},
		"admin": hidden, "system lead": hidden, "another requester": hidden, "another library": hidden, "a requester there": hidden,
	}
	got := matrix{}
	for name, p := range d.everybody() {
		got[name] = d.writes(t.Context(), p)
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	d.deliver()
	d.share("anyone_nhs")
	for _, p := range []evidence.PersonID{d.outsider, d.elsewhere, d.admin} {
		if diff := cmp.Diff([]string{no, no, no, no, no, no, no, no}, d.writes(t.Context(), p)); diff != "" {
			t.Errorf("a reader of a shared report: %s", diff)
		}
	}
}

func TestContentIsWrittenWhileTheRequestIsOpenOrDelivered(t *testing.T) {
	d := newDesk(t)
	d.write(d.librarian, "Text.")
	for _, s := range evidence.Stages() {
		d.request = d.ask()
		d.write(d.librarian, "Text.")
		outcome := evidence.Outcome("")
		if s == evidence.Delivered || s == evidence.Closed {
			outcome = evidence.Answered
		}
		d.stage(s, outcome)
		late := "ok"
		if !s.Open() && s != evidence.Delivered {
			late = string(evidence.NotAllowedInStage)
		}
		want := []string{late, late, late, late, late, late, "ok", late}
		if diff := cmp.Diff(want, d.writes(t.Context(), d.librarian)); diff != "" {
			t.Errorf("%s: %s", s, diff)
		}
	}
}

func TestIdentifiersThatAreNone(t *testing.T) {
	d := newDesk(t)
	a := d.as(d.librarian)
	ctx := t.Context()
	for _, id := range []string{"", "1", "not-a-uuid", "{" + d.id() + "}", "urn:uuid:" + d.id()} {
		_, accessErr := d.content.Access(ctx, d.librarian, evidence.RequestID(id))
		_, searchErr := d.content.Search(ctx, a, id)
		_, referenceErr := d.content.SaveReference(ctx, a, id, 1, postgres.ReferenceContent{Type: "book", Title: "t"})
		_, reviewErr := d.content.Review(ctx, a, id)
		_, timeErr := d.content.Time(ctx, a, id)
		_, draftErr := d.content.Draft(ctx, d.librarian, id)
		for name, err := range map[string]error{
			"access": accessErr, "search": searchErr, "reference": referenceErr, "review": reviewErr, "time": timeErr, "draft": draftErr,
			"attachment": d.content.RemoveAttachment(ctx, a, id, 1), "message": d.content.DropUnsent(ctx, a, id),
		} {
			if evidence.CodeOf(err) != evidence.NotFound {
				t.Errorf("%s %q: %v", name, id, err)
			}
		}
	}
}
