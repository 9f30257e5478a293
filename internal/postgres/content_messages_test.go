package postgres_test

import (
	"strings"
	"testing"

	"evidencedesk/internal/evidence"
	"evidencedesk/internal/postgres"
)

func (d *desk) post(p evidence.PersonID, kind postgres.MessageKind, text string) (postgres.Message, error) {
	d.Helper()
	return d.content.PostMessage(d.Context(), d.as(p), postgres.NewMessage{Kind: kind, Text: text}, postgres.Creation{})
}

func (d *desk) thread(p evidence.PersonID) []string {
	d.Helper()
	list, more, err := d.content.Messages(d.Context(), d.as(p), "", 100)
	if err != nil || more {
		d.Fatalf("%v, more %v", err, more)
	}
	texts := make([]string, len(list))
	for i, m := range list {
		texts[i] = m.Text
	}
	return texts
}

func TestRequestersNeverSeeNotes(t *testing.T) {
	d := newDesk(t)
	for _, m := range []struct {
		who  evidence.PersonID
		kind postgres.MessageKind
		text string
	}{
		{d.librarian, postgres.MessageUpdate, "searching today"},
		{d.manager, postgres.MessageNote, "watch the workload"},
		{d.requester, postgres.MessageUpdate, "thanks"},
		{d.reviewer, postgres.MessageNote, "which database first?"},
		{d.delegate, postgres.MessageUpdate, "on her behalf"},
	} {
		if _, err := d.post(m.who, m.kind, m.text); err != nil {
			t.Fatalf("%s: %v", m.text, err)
		}
	}
	all := "searching today,watch the workload,thanks,which database first?,on her behalf"
	for name, c := range map[string]struct {
		who  evidence.PersonID
		want string
	}{
		"librarian": {d.librarian, all}, "trainee": {d.trainee, all}, "manager": {d.manager, all}, "reviewer": {d.reviewer, all},
		"requester": {d.requester, "searching today,thanks,on her behalf"}, "delegate": {d.delegate, "searching today,thanks,on her behalf"},
		"copied": {d.copied, "searching today,thanks,on her behalf"},
	} {
		if got := strings.Join(d.thread(c.who), ","); got != c.want {
			t.Errorf("%s reads %q, want %q", name, got, c.want)
		}
	}
}

func TestWhoMayPost(t *testing.T) {
	d := newDesk(t)
	for name, c := range map[string]struct {
		who  evidence.PersonID
		kind postgres.MessageKind
		code evidence.Code
	}{
		"a requester's note":      {d.requester, postgres.MessageNote, evidence.NotPermitted},
		"a delegate's note":       {d.delegate, postgres.MessageNote, evidence.NotPermitted},
		"a copied person's words": {d.copied, postgres.MessageUpdate, evidence.NotPermitted},
		"a reviewer to requester": {d.reviewer, postgres.MessageUpdate, evidence.NotPermitted},
		"a bare question":         {d.librarian, postgres.MessageQuestion, evidence.Invalid},
		"a bare answer":           {d.requester, postgres.MessageAnswer, evidence.Invalid},
	} {
		_, err := d.post(c.who, c.kind, "words")
		if evidence.CodeOf(err) != c.code {
			t.Errorf("%s: %v, want %s", name, err, c.code)
		}
	}
	if n := d.count(`SELECT count(*) FROM message`); n != 0 {
		t.Errorf("%d refused messages are stored", n)
	}
}

func TestACommandsMessageIsSeenOnlyAfterItsCommand(t *testing.T) {
	d := newDesk(t)
	a := d.as(d.librarian)
	save := func(text string) (postgres.Message, error) {
		return d.content.SaveForCommand(t.Context(), a, postgres.CommandMessage{Kind: postgres.MessageQuestion, Text: text, Command: "command-1"})
	}
	first, err := save("Adults only?")
	if err != nil {
		t.Fatal(err)
	}
	again, err := save("Adults only?")
	if err != nil || again != first {
		t.Fatalf("the same command gave %+v, %v, want %+v", again, err, first)
	}
	if _, err := save("Children?"); evidence.CodeOf(err) != evidence.IdempotencyKeyReused {
		t.Fatalf("another text under the same command: %v", err)
	}
	if got := d.thread(d.librarian); len(got) != 0 {
		t.Fatalf("seen before it was sent: %v", got)
	}
	d.transition(evidence.Ask, "command-1", evidence.Args{Message: first.ID}, evidence.State{})
	if got := d.thread(d.requester); len(got) != 1 || got[0] != "Adults only?" {
		t.Fatalf("after the command the requester reads %v", got)
	}
	if err := d.content.DropUnsent(t.Context(), a, first.ID); err != nil {
		t.Fatal(err)
	}
	if got := d.thread(d.requester); len(got) != 1 {
		t.Fatal("a message that was sent was dropped")
	}
}

func TestARefusedCommandsMessageGoes(t *testing.T) {
	d := newDesk(t)
	m, err := d.content.SaveForCommand(t.Context(), d.as(d.requester), postgres.CommandMessage{
		Kind: postgres.MessageAnswer, Text: "Adults.", Command: "command-2",
	})
	if err != nil {
		t.Fatal(err)
	}
	if err := d.content.DropUnsent(t.Context(), d.as(d.librarian), m.ID); err != nil {
		t.Fatal(err)
	}
	if d.count(`SELECT count(*) FROM message`) != 1 {
		t.Fatal("somebody else dropped it")
	}
	if err := d.content.DropUnsent(t.Context(), d.as(d.requester), m.ID); err != nil {
		t.Fatal(err)
	}
	if d.count(`SELECT count(*) FROM message`) != 0 {
		t.Fatal("it is still there")
	}
}

func TestALateAnswerIsTakenForALapsedRequestOnly(t *testing.T) {
	d := newDesk(t)
	answer := func(command string) error {
		_, err := d.content.SaveForCommand(t.Context(), d.as(d.requester), postgres.CommandMessage{
			Kind: postgres.MessageAnswer, Text: "Sorry, here it is.", Channel: "", Command: command,
		})
		return err
	}
	d.stage(evidence.Closed, evidence.Lapsed)
	if err := answer("late"); err != nil {
		t.Errorf("a lapsed request: %v", err)
	}
	d.stage(evidence.Closed, evidence.Declined)
	refusal(t, answer("later"), evidence.NotAllowedInStage)
}

func TestTheThreadComesInPages(t *testing.T) {
	d := newDesk(t)
	for range 5 {
		if _, err := d.post(d.librarian, postgres.MessageNote, "n"); err != nil {
			t.Fatal(err)
		}
	}
	seen, after := map[string]bool{}, ""
	for pages := 0; ; pages++ {
		list, more, err := d.content.Messages(t.Context(), d.as(d.librarian), after, 2)
		if err != nil || pages > 2 {
			t.Fatalf("page %d: %v", pages, err)
		}
		for _, m := range list {
			seen[m.ID] = true
		}
		if !more {
			break
		}
		after = list[len(list)-1].ID
	}
	if len(seen) != 5 {
		t.Fatalf("saw %d messages, want 5", len(seen))
	}
	_, _, err := d.content.Messages(t.Context(), d.as(d.librarian), "no cursor", 2)
	refusal(t, err, evidence.Invalid)
}

func TestMessagesAreNeverChangedByTheApplication(t *testing.T) {
	d := newDesk(t)
	if _, err := d.post(d.librarian, postgres.MessageNote, "as it was"); err != nil {
		t.Fatal(err)
	}
	for _, sql := range []string{
		`UPDATE message SET body = 'otherwise'`, `DELETE FROM message`, `UPDATE summary_version SET body = ''`, `DELETE FROM summary_version`,
		`DELETE FROM guard_override`, `DELETE FROM summary`,
	} {
		if _, err := d.db.App.Exec(t.Context(), sql); err == nil || !strings.Contains(err.Error(), "permission denied") {
			t.Errorf("%s: %v", sql, err)
		}
	}
}
