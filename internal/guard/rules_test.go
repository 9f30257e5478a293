package guard_test

import (
	"bytes"
	"encoding/json"
	"os"
	"os/exec"
	"regexp"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"

	"evidencedesk/internal/guard"
	"evidencedesk/internal/guard/score"
)

// browserScan does what a page does: it runs the browser's rules over the text.
func browserScan(t *testing.T) score.Scan {
	t.Helper()
	compiled := map[string]*regexp.Regexp{}
	for _, rule := range guard.Rules() {
		if rule.Browser {
			flags := ""
			if strings.Contains(rule.Flags, "i") {
				flags = "(?i)"
			}
			compiled[rule.ID] = regexp.MustCompile(flags + rule.Pattern)
		}
	}
	return func(text string) []guard.Finding {
		var found []guard.Finding
		for _, rule := range guard.Rules() {
			if !rule.Browser {
				continue
			}
			for _, m := range compiled[rule.ID].FindAllStringSubmatchIndex(text, -1) {
				if m[2] < 0 || !passes(rule.Check, text[m[2]:m[3]]) {
					continue
				}
				start := utf8.RuneCountInString(text[:m[2]])
				found = append(found, guard.Finding{Start: start, Length: utf8.RuneCountInString(text[m[2]:m[3]]), Kind: rule.Kind, Action: rule.Action})
			}
		}
		return found
	}
}

func passes(check guard.Check, match string) bool {
	if check == guard.CheckNone {
		return true
	}
	digits := strings.Map(func(r rune) rune {
		if r >= '0' && r <= '9' {
			return r
		}
		return -1
	}, match)
	mixed := strings.Count(digits, digits[:1]) < len(digits)
	return mixed && (check == guard.CheckMixed || guard.ValidNHSNumber(digits))
}

func readItems(t *testing.T) []score.Item {
	t.Helper()
	raw, err := os.ReadFile("testdata/corpus.jsonl")
	if err != nil {
		t.Fatal(err)
	}
	items, err := score.Read(bytes.NewReader(raw))
	if err != nil {
		t.Fatal(err)
	}
	return items
}

// TestBrowserRulesOnTheCorpus: the browser may miss, for the server scans again,
// but what it stops must be right, and plain cases must not slip by.
func TestBrowserRulesOnTheCorpus(t *testing.T) {
	t.Parallel()
	result := score.Measure(readItems(t), browserScan(t))
	for _, rule := range guard.Rules() {
		c, bar := result.Kinds[rule.Kind], score.WarnPrecision
		if rule.Action == guard.ActionBlock {
			bar = score.BlockPrecision
		}
		if rule.Browser && (c.Precision() < bar || c.Found == 0) {
			t.Errorf("%s: precision %.3f, found %d", rule.ID, c.Precision(), c.Found)
		}
	}
	blocks := result.ByAction(guard.ActionBlock)
	if blocks.Recall() < 0.5 {
		t.Errorf("the browser finds only %.2f of what blocks", blocks.Recall())
	}
}

// nodeScript prints, for each text, what each rule finds.
const nodeScript = `
const input = JSON.parse(require("fs").readFileSync(0, "utf8"));
console.log(JSON.stringify(input.texts.map(text => input.rules.map(rule =>
	[...text.matchAll(new RegExp(rule.pattern, rule.flags))].map(m => m[1] ?? "")))));
`

// TestBrowserPatternsInJavaScript: the patterns mean the same to JavaScript.
func TestBrowserPatternsInJavaScript(t *testing.T) {
	t.Parallel()
	node, err := exec.LookPath("node")
	if err != nil {
		t.Skip("node is not installed")
	}
	var input struct {
		Rules []guard.Rule `json:"rules"`
		Texts []string     `json:"texts"`
	}
	for _, rule := range guard.Rules() {
		if rule.Browser {
			input.Rules = append(input.Rules, rule)
		}
	}
	for _, item := range readItems(t) {
		input.Texts = append(input.Texts, item.Text)
	}
	stdin, err := json.Marshal(input)
	if err != nil {
		t.Fatal(err)
	}
	command := exec.CommandContext(t.Context(), node, "-e", nodeScript)
	command.Stdin = bytes.NewReader(stdin)
	out, err := command.Output()
	if err != nil {
		t.Fatal(err)
	}
	var got [][][]string
	if err := json.Unmarshal(out, &got); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(goMatches(input.Rules, input.Texts), got); diff != "" {
		t.Error(diff)
	}
}

func goMatches(rules []guard.Rule, texts []string) [][][]string {
	var all [][][]string
	for _, text := range texts {
		var row [][]string
		for _, rule := range rules {
			flags := ""
			if strings.Contains(rule.Flags, "i") {
				flags = "(?i)"
			}
			found := []string{}
			for _, m := range regexp.MustCompile(flags+rule.Pattern).FindAllStringSubmatch(text, -1) {
				found = append(found, m[1])
			}
			row = append(row, found)
		}
		all = append(all, row)
	}
	return all
}
