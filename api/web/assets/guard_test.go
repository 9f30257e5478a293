package assets_test

import (
	"bytes"
	"encoding/json"
	"os/exec"
	"testing"

	"github.com/google/go-cmp/cmp"

	"evidencedesk/internal/guard"
)

// runGuard reads rules and texts and writes what the browser would say of each.
const runGuard = `
import { compile, messages } from './src/js/guard.mjs'
let input = ''
for await (const chunk of process.stdin) input += chunk
const { rules, texts } = JSON.parse(input)
const compiled = compile(rules)
process.stdout.write(JSON.stringify(texts.map((text) => messages(compiled, text))))`

// TestTheBrowserFindsWhatTheRulesSay runs the browser's part of the identifier guard on the rules that the server gives it.
func TestTheBrowserFindsWhatTheRulesSay(t *testing.T) {
	t.Parallel()
	node, err := exec.LookPath("node")
	if err != nil {
		t.Skip("Node is not on this machine")
	}
	cases := []struct {
		text string
		want []string // ids of rules
	}{
		{"Falls alarms for people over 65 on acute wards", nil},
		{"NHS number 943 476 5919, do alarms help?", []string{"nhs-number"}},
		{"943 476 5919", []string{"nhs-number"}},
		{"943 476 5918", nil},
		{"NHS number 943 476 5918", []string{"nhs-number-unchecked"}},
		{"111 111 1111", nil},
		{"ISBN 943 476 5919", nil},
		{"DOB 3/4/1961", []string{"date-of-birth"}},
		{"Mrs Example fell", []string{"name"}},
		{"hospital no: AB123456", []string{"hospital-number"}},
	}
	message := map[string]string{}
	for _, r := range guard.Rules() {
		message[r.ID] = r.Message
	}
	var texts []string
	want := make([][]string, len(cases))
	for i, c := range cases {
		texts = append(texts, c.text)
		want[i] = []string{}
		for _, id := range c.want {
			want[i] = append(want[i], message[id])
		}
	}
	input, err := json.Marshal(map[string]any{"rules": guard.Rules(), "texts": texts})
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.CommandContext(t.Context(), node, "--input-type=module", "--eval", runGuard)
	cmd.Stdin = bytes.NewReader(input)
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("node: %v", err)
	}
	var got [][]string
	if err := json.Unmarshal(out, &got); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}
