package postgres_test

import (
	"context"
	"strings"
	"testing"

	"github.com/jackc/pgx/v5"

	"evidencedesk/internal/evidence"
	"evidencedesk/internal/postgres"
)

const secret = "Zebedee"

func (d *desk) erase() {
	d.Helper()
	err := pgx.BeginFunc(d.Context(), d.db.Eraser, func(tx pgx.Tx) error {
		if err := postgres.BlankContent(d.Context(), tx, d.request, d.now); err != nil {
			return err
		}
		return postgres.DropDraftsOf(d.Context(), tx, d.requester)
	})
	if err != nil {
		d.Fatal(err)
	}
}

// contentTables lists every table of the migration that holds what people write.
func contentTables() []string {
	return []string{
		"message", "search_record", "search_reporting", "reference", "summary", "summary_version", "check_review", "review_finding", "checked_strategy", "time_entry", "attachment", "request_draft",
	}
}

// everywhere a person can write, somebody wrote the secret.
func (d *desk) writeSecret() {
	d.Helper()
	ctx, a := context.Background(), d.as(d.librarian)
	s := medline()
	s.Note, s.Method, s.AdaptedFrom, s.Lines[0].Text = secret, secret, secret, secret
	s.Limits = []postgres.SearchLimit{{Kind: "k", Reason: secret}}
	s.Filters = []postgres.SearchFilter{{Name: secret}}
	s.AIUse = []postgres.AIUse{{Stage: "search", Tool: "t", Prompt: secret}}
	s.SourceName, s.MultiDBGroup, s.Coverage, s.Alerts = secret, secret, secret, secret
	d.addSearch(d.librarian, s)
	d.must(d.content.SaveReporting(ctx, a, 1, postgres.ReportingContent{
		Statements: []postgres.SearchStatement{{Item: 3, Text: secret}}, Dedup: postgres.SearchDedup{Method: secret, Software: secret},
	}))
	references, err := d.content.AddReferences(ctx, a, []postgres.ReferenceContent{{Type: "book", Title: "t", Note: secret, Theme: secret}}, postgres.Creation{})
	d.must(references, err)
	d.must(d.content.SaveSummary(ctx, a, 1, postgres.SummaryText{
		Text: secret, BottomLine: secret, Sections: []postgres.Section{{Heading: secret, Text: secret}},
		EvidenceTable: []postgres.EvidenceRow{{Reference: references[0].ID, Note: secret}},
		Certainties:   []postgres.Certainty{{Outcome: secret, Level: "low", RatedBy: "librarian", Reason: secret}},
	}))
	d.must(d.content.Freeze(ctx, a))
	d.must(d.content.PostMessage(ctx, a, postgres.NewMessage{Kind: postgres.MessageNote, Text: secret}, postgres.Creation{}))
	d.must(d.content.AddTime(ctx, a, postgres.TimeContent{Stage: "search", Minutes: 7, StartedAt: d.now, Note: secret}, postgres.Creation{}))
	d.must(d.content.AddAttachment(ctx, a, paper(secret), postgres.Creation{}))
	d.must(d.content.AddDraft(ctx, d.requester, map[string]any{"question": secret}, postgres.Creation{}))
	d.sendStrategy()
	f, err := d.content.AddFinding(ctx, d.as(d.colleague), postgres.CheckFindingContent{Element: "syntax", Severity: "revision_required", Text: secret}, postgres.Creation{})
	d.must(f, err)
	d.must(d.content.JudgeFinding(ctx, d.as(d.colleague), f.ID, 1, postgres.FindingJudgement{State: "withdrawn", Note: secret}))
	d.must(d.content.AddReview(ctx, d.as(d.colleague), postgres.ReviewContent{Comment: secret, Elements: []postgres.PressElement{{Element: "syntax", Comment: secret}}}))
}

func (d *desk) must(_ any, err error) {
	d.Helper()
	if err != nil {
		d.Fatal(err)
	}
}

func (d *desk) holding(table string) int {
	d.Helper()
	return d.count(`SELECT count(*) FROM ` + table + ` t WHERE t::text LIKE '%` + secret + `%'`)
}

func TestErasureLeavesNoTextAndEveryCount(t *testing.T) {
	d := newDesk(t)
	d.writeSecret()
	rows := map[string]int{}
	for _, table := range contentTables() {
		if d.holding(table) == 0 {
			t.Fatalf("the test wrote nothing into %s", table)
		}
		rows[table] = d.count(`SELECT count(*) FROM ` + table)
	}
	d.erase()
	for _, table := range contentTables() {
		if d.holding(table) != 0 {
			t.Errorf("%s still holds what was erased", table)
		}
		if n := d.count(`SELECT count(*) FROM ` + table); n != rows[table] && table != "request_draft" {
			t.Errorf("%s has %d rows, had %d", table, n, rows[table])
		}
	}
	if d.count(`SELECT sum(minutes) FROM time_entry`) != 7 {
		t.Error("the time that was spent is gone")
	}
	d.now = d.now.Add(1)
	before := d.count(`SELECT version FROM summary`)
	d.erase()
	if d.count(`SELECT version FROM summary`) != before {
		t.Error("erasing again changed a row")
	}
}

func TestErasedContentIsReadAsErased(t *testing.T) {
	d := newDesk(t)
	d.writeSecret()
	d.deliver()
	d.erase()
	ctx := t.Context()
	for _, p := range []evidence.PersonID{d.librarian, d.requester} {
		if s, err := d.content.Summary(ctx, d.as(p)); err != nil || !s.Erased || s.Text != "" {
			t.Errorf("%+v, %v", s, err)
		}
		for _, r := range resources() {
			if got := d.look(d.content, p, r); got == string(evidence.Internal) {
				t.Errorf("%s cannot be read", r)
			}
		}
	}
	if list, err := d.content.Reviews(ctx, d.as(d.librarian)); err != nil || !list[0].Erased {
		t.Errorf("%+v, %v", list, err)
	}
}

func TestWhatIsWrittenAfterErasureIsErasedNextTime(t *testing.T) {
	d := newDesk(t)
	d.write(d.librarian, secret)
	search := d.addSearch(d.librarian, medline())
	d.erase()
	if s := d.write(d.librarian, secret+" again"); s.Erased {
		t.Error("a new text counts as erased")
	}
	now, err := d.content.Search(t.Context(), d.as(d.librarian), search.ID)
	if err != nil || !now.Erased || now.Version != 2 {
		t.Fatalf("%+v, %v", now, err)
	}
	content := medline()
	content.Note = secret
	d.must(d.content.SaveSearch(t.Context(), d.as(d.librarian), search.ID, now.Version, content))
	d.erase()
	if d.holding("summary")+d.holding("search_record") != 0 {
		t.Error("it is still there")
	}
}

func TestTheEraserCanOnlyBlankContent(t *testing.T) {
	d := newDesk(t)
	d.writeSecret()
	for _, sql := range []string{
		`UPDATE message SET author = request_id`, `DELETE FROM message`, `UPDATE summary_version SET digest = ''`, `INSERT INTO summary SELECT * FROM summary`,
		`UPDATE time_entry SET minutes = 1`, `DELETE FROM check_review`,
	} {
		if _, err := d.db.Eraser.Exec(t.Context(), sql); err == nil || !strings.Contains(err.Error(), "permission denied") {
			t.Errorf("%s: %v", sql, err)
		}
	}
	if _, err := d.db.Eraser.Exec(t.Context(), `UPDATE message SET body = ''`); err == nil {
		t.Error("a text was blanked without saying when")
	}
}

func TestAnOverrideIsKeptOnceAndWithoutText(t *testing.T) {
	d := newDesk(t)
	o := []postgres.Override{{Field: "text", Start: 3, Kind: "nhs_number", Reason: "not_a_patient"}, {Field: "text", Start: 30, Kind: "name", Reason: "author"}}
	for range 3 {
		for _, request := range []evidence.RequestID{d.request, ""} {
			if err := d.content.RecordOverrides(t.Context(), d.librarian, request, "summary", o); err != nil {
				t.Fatal(err)
			}
		}
	}
	if n := d.count(`SELECT count(*) FROM guard_override`); n != 4 {
		t.Errorf("%d overrides, want 4", n)
	}
	refusal(t, d.content.RecordOverrides(t.Context(), d.librarian, "x", "summary", o), evidence.NotFound)
}
