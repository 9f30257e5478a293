package guard_test

import (
	"regexp"
	"testing"

	"github.com/google/go-cmp/cmp"

	"evidencedesk/internal/guard"
)

func TestUnconfirmed(t *testing.T) {
	t.Parallel()
	found := guard.Scan("Mrs Marsh DOB 3/3/51, bed 4 Cedar ward", guard.Options{Field: "question"})
	if left := guard.Unconfirmed(found, nil); len(left) != 2 {
		t.Fatalf("two block at first: %v", left)
	}
	name := guard.Confirm{Field: "question", Start: 0, Kind: guard.KindName, ReasonCode: "published_author"}
	birth := guard.Confirm{Field: "question", Start: 14, Kind: guard.KindDateOfBirth, ReasonCode: "test_data"}
	if left := guard.Unconfirmed(found, []guard.Confirm{name, birth}); len(left) != 0 {
		t.Errorf("all confirmed, yet %v", left)
	}
	for what, change := range map[string]func(*guard.Confirm){
		"another field":    func(c *guard.Confirm) { c.Field = "background" },
		"another place":    func(c *guard.Confirm) { c.Start++ },
		"another kind":     func(c *guard.Confirm) { c.Kind = guard.KindPostcode },
		"no reason":        func(c *guard.Confirm) { c.ReasonCode = "" },
		"unfitting reason": func(c *guard.Confirm) { c.ReasonCode = "other_number" },
		"unknown reason":   func(c *guard.Confirm) { c.ReasonCode = "because" },
	} {
		wrong := name
		change(&wrong)
		left := guard.Unconfirmed(found, []guard.Confirm{wrong, birth})
		if len(left) != 1 || left[0].Kind != guard.KindName {
			t.Errorf("%s: %v", what, left)
		}
	}
}

func TestEveryBlockingKindCanBeConfirmed(t *testing.T) {
	t.Parallel()
	for _, rule := range guard.Rules() {
		fits := 0
		for _, reason := range guard.Reasons() {
			if guard.Confirmable(rule.Kind, reason.Code) {
				fits++
			}
		}
		if fits == 0 {
			t.Errorf("%s: no reason fits %s", rule.ID, rule.Kind)
		}
	}
}

func TestMask(t *testing.T) {
	t.Parallel()
	text := "Łódź: Mrs Marsh, DOB 3/3/51."
	got := guard.Mask(text, guard.Scan(text, guard.Options{}))
	if want := "Łódź: [hidden: name], DOB [hidden: date of birth]."; got != want {
		t.Errorf("got %q", got)
	}
	if got := guard.Mask("plain", nil); got != "plain" {
		t.Errorf("got %q", got)
	}
	odd := []guard.Finding{{Start: 3, Length: 99, Kind: guard.KindName}, {Start: 4, Length: 1, Kind: guard.KindName}, {Start: -1, Length: 2, Kind: guard.KindPostcode}}
	if got, want := guard.Mask("abcdef", odd), "[hidden: postcode]bc[hidden: name]"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestRulesAreWhole(t *testing.T) {
	t.Parallel()
	ids := map[string]bool{}
	for _, rule := range guard.Rules() {
		if rule.ID == "" || ids[rule.ID] || rule.Message == "" || rule.Kind.Label() == "identifier" {
			t.Errorf("rule %+v", rule)
		}
		ids[rule.ID] = true
		if rule.Browser != (rule.Pattern != "") {
			t.Errorf("%s: the browser needs a pattern, and a pattern a browser", rule.ID)
		}
		if _, err := regexp.Compile(rule.Pattern); err != nil {
			t.Errorf("%s: %v", rule.ID, err)
		}
	}
	if diff := cmp.Diff(guard.ActionBlock, guard.BaseAction(guard.KindNHSNumber)); diff != "" {
		t.Error(diff)
	}
}
