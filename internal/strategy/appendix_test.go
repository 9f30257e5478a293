package strategy_test

import (
	"os"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"evidencedesk/internal/strategy"
)

func ptr[T any](v T) *T { return &v }

func ledger() strategy.Ledger {
	run := time.Date(2026, 11, 19, 23, 30, 0, 0, time.UTC)
	return strategy.Ledger{
		Names: map[int]string{3: "Study registers"},
		Searches: []strategy.Search{
			{
				ID: "1", Source: "Medline", Platform: "Ovid", Kind: "database", KindName: "Bibliographic database", Coverage: "1946 to November 18, 2026", RunAt: run,
				Lines: []strategy.Line{
					{N: 1, Text: "exp Accidental Falls/", Hits: ptr(28914)}, {N: 2, Text: "(bed* | chair*).ti,ab."}, {N: 3, Text: "1 and 2", Hits: ptr(0)},
				},
				Limits:      []strategy.Limit{{Kind: "Language", Value: "English", Reason: "No translator."}},
				Filters:     []strategy.Filter{{Name: "RCT filter", Version: "2008", Citation: "Example 2008", Modified: true}},
				AdaptedFrom: "ED-2026-000001, Medline (Ovid)", Alerts: "Weekly e-mail", Found: ptr(1186), Exported: ptr(186),
				AI: []strategy.AIUse{{Stage: "Searching", Tool: "Example Assistant", Version: "2.1", Prompt: "List synonyms.", AccessedAt: run, Checked: true}},
			},
			{ID: "2", Source: "CINAHL", Platform: "EBSCOhost", Kind: "database", KindName: "Bibliographic database", RunAt: run.AddDate(0, 0, 5), RerunOf: 1, Found: ptr(14)},
			{ID: "3", Source: "NICE", Platform: "NICE", Kind: "website", KindName: "Website or grey literature", Method: "Browsed by topic", RunAt: run},
		},
		Reviews:    []strategy.Review{{At: run, Verdict: "Accept", Elements: 6}},
		Statements: map[int]string{3: "No study registers were searched: the question is about costs"},
		Imported:   strategy.Counts{Records: 1200, Publications: 1001, Confirmed: 1},
	}
}

func TestTheAppendixIsWrittenFromTheLedger(t *testing.T) {
	t.Parallel()
	london, err := time.LoadLocation("Europe/London")
	if err != nil {
		t.Fatal(err)
	}
	l := ledger()
	l.Zone = london
	m := strategy.Appendix(l)
	for name, got := range map[string]string{"testdata/methods.md": m.Markdown(), "testdata/methods.txt": m.Text()} {
		if *update {
			if err := os.WriteFile(name, []byte(got), 0o600); err != nil {
				t.Fatal(err)
			}
		}
		want, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(string(want), got); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
	}
}

func TestWhatIsNotThereIsSaid(t *testing.T) {
	t.Parallel()
	if m := strategy.Appendix(strategy.Ledger{}); m.Summary != "No search has been recorded." || len(m.Sections) != 0 {
		t.Errorf("%+v", m)
	}
	planned := strategy.Appendix(strategy.Ledger{Searches: []strategy.Search{{Source: "Medline", Kind: "database"}}})
	for _, want := range []string{"none has been run yet", "Date run: not yet run.", "Limits: none.", "Peer review: none is recorded.", "Duplicates: no removal of duplicates is recorded."} {
		if !strings.Contains(planned.Text(), want) {
			t.Errorf("%q is missing in %s", want, planned.Text())
		}
	}
	elsewhere := strategy.Appendix(strategy.Ledger{
		Searches: ledger().Searches[:1], Dedup: strategy.Dedup{Method: "By title and year.", Software: "Example 3", Before: ptr(1200), After: ptr(900)},
		Statements: map[int]string{14: "Not peer reviewed: a quick answer."},
	})
	for _, want := range []string{"Duplicates were removed with Example 3: By title and year (1,200 before, 900 after).", "Peer review: Not peer reviewed: a quick answer.", "on 19 November 2026"} {
		if !strings.Contains(elsewhere.Text(), want) {
			t.Errorf("%q is missing in %s", want, elsewhere.Text())
		}
	}
}

func TestMarkupOfAStrategyIsText(t *testing.T) {
	t.Parallel()
	md := strategy.Appendix(strategy.Ledger{Searches: []strategy.Search{{
		Source: "<b>Medline</b>", Kind: "database", RunAt: time.Now(), Lines: []strategy.Line{{N: 1, Text: "a | b* [x](y) <script>\n# not a heading"}},
	}}}).Markdown()
	if strings.Contains(md, "<script>") || strings.Contains(md, "\n# not") || !strings.Contains(md, `a \| b\* \[x\](y) \<script\> \# not a heading`) || strings.Contains(md, "<b>") {
		t.Error(md)
	}
}

func states(l strategy.Ledger) string {
	var b strings.Builder
	for i, item := range strategy.Meter(l) {
		if item.N != i+1 || item.Why == "" || item.Name == "" || (item.State == strategy.Missing) == (item.Where == strategy.Where{}) {
			b.WriteString("!")
		}
		b.WriteByte(map[strategy.State]byte{strategy.Done: 'd', strategy.Missing: 'm', strategy.NotApplicable: 'n'}[item.State])
	}
	return b.String()
}

func TestTheMeter(t *testing.T) {
	t.Parallel()
	whole := ledger()
	whole.Searches[1].Lines = []strategy.Line{{N: 1, Text: "TI falls"}}
	without := ledger()
	without.Searches[0].Limits[0].Reason, without.Searches[0].Filters[0].Citation, without.Searches[1].Platform = "", "", ""
	without.Searches[2].Method, without.Reviews, without.Imported = "", nil, strategy.Counts{}
	without.Searches[1].Found, without.Searches[2].RunAt = nil, time.Time{}
	said := ledger()
	said.Statements = map[int]string{}
	for n := range strategy.ItemCount {
		said.Statements[n+1] = "Not done."
	}
	tests := map[string]struct {
		ledger strategy.Ledger
		want   string
	}{
		"nothing recorded":    {strategy.Ledger{}, "mnmmmmmmmmmmmmmm"},
		"nearly all":          {whole, "dnndmmmddddddddd"},
		"gaps in the ledger":  {without, "mnnmmmmmmmddmmmm"},
		"all said":            {said, "dnndnnnmdddddddd"},
		"a limit in the line": {strategy.Ledger{Searches: []strategy.Search{{ID: "1", Kind: "database", Platform: "Ovid", Lines: []strategy.Line{{N: 1, Text: "limit 1 to english"}}}}, Statements: map[int]string{9: "None."}}, "dnmmmmmdmmmmmmmn"},
		"one of a group":      {strategy.Ledger{Searches: []strategy.Search{{ID: "1", Kind: "database", Platform: "Ovid", Group: "A"}}}, "dmmmmmmmmmmmmmmn"},
	}
	for name, tt := range tests {
		if got := states(tt.ledger); got != tt.want {
			t.Errorf("%s: %s, want %s", name, got, tt.want)
		}
	}
	if n := strategy.Reported(strategy.Meter(whole)); n != 13 {
		t.Errorf("%d are reported", n)
	}
	if where := strategy.Meter(without)[8].Where; where != (strategy.Where{Search: "1", Field: "limits"}) {
		t.Errorf("the limit leads to %+v", where)
	}
}
