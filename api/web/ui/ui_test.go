package ui_test

import (
	"html/template"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"evidencedesk/api/web/ui"
)

func TestIDOf(t *testing.T) {
	t.Parallel()
	for name, want := range map[string]string{
		"question": "question", "framework.elements.population": "framework-elements-population", "_confirm": "-confirm", "known_papers[0]": "known-papers-0-", "é": "-",
	} {
		if got := ui.IDOf(name); got != want {
			t.Errorf("IDOf(%q) = %q, want %q", name, got, want)
		}
	}
}

func TestNothingIsRenderedForWhatIsAbsent(t *testing.T) {
	t.Parallel()
	var banner *ui.NotificationBanner
	for name, value := range map[string]any{"nil pointer": banner, "nil": nil, "empty slice": []ui.Component{}, "nil in a slice": []ui.Component{nil}, "no errors": ui.ErrorsOf(ui.Input{}), "no items": ui.Chips{}, "no tag": ui.Tag{}, "no time": ui.Time{}} {
		if got := render(t, value); strings.TrimSpace(got) != "" {
			t.Errorf("%s renders %q", name, got)
		}
	}
}

func TestRenderingRefusesWhatIsNoComponent(t *testing.T) {
	t.Parallel()
	for source, value := range map[string]any{`{{ui .}}`: template.HTML("<b>"), `{{open .}}`: ui.Tag{Text: "New"}, `{{ui . }}`: struct{}{}} {
		tpl := template.Must(template.New("page").Funcs(ui.Funcs(time.UTC)).Parse(source))
		var out strings.Builder
		if err := tpl.Execute(&out, value); err == nil {
			t.Errorf("%s renders %T as %q", source, value, out.String())
		}
	}
}

func TestASliceRendersEach(t *testing.T) {
	t.Parallel()
	got := render(t, []*ui.Tag{{Text: "One"}, nil, {Text: "Two"}})
	if want := `<strong class="nhsuk-tag">One</strong><strong class="nhsuk-tag">Two</strong>`; got != want {
		t.Errorf("got %s", got)
	}
}

func TestMarkupOfThePageStandsInsideContainers(t *testing.T) {
	t.Parallel()
	got := text(t, `{{open .}}<p>Inside</p>{{close .}}{{$d := details "Why we ask"}}{{open $d}}<p>Because</p>{{close $d}}`, ui.Form{Action: "/requests?a=1", Key: "k", Version: "7", Autosave: "/draft"})
	want := []string{
		"<form | action=/requests?a=1 | data-autosave=/draft | method=post | novalidate=>", " <input | name=_key | type=hidden | value=k>", " <input | name=_version | type=hidden | value=7>", " <p>", "  Inside",
		"<details | class=nhsuk-details>", " <summary | class=nhsuk-details__summary>", "  <span | class=nhsuk-details__summary-text>", "   Why we ask", " <div | class=nhsuk-details__text>", "  <p>", "   Because",
	}
	if diff := cmp.Diff(want, tree(t, got)); diff != "" {
		t.Error(diff)
	}
}

func TestHelpersOfTemplates(t *testing.T) {
	t.Parallel()
	summer := time.Date(2026, time.July, 3, 16, 0, 0, 0, time.UTC)
	for source, want := range map[string]string{
		`{{button "Save"}}`:                   `<button class="nhsuk-button" data-module="nhsuk-button" data-prevent-double-click="true" type="submit">Save</button>`,
		`{{link "/help?a=1&b=2" "Get help"}}`: `<a class="nhsuk-link" href="/help?a=1&amp;b=2">Get help</a>`,
		`{{tag "New" "blue"}}`:                `<strong class="nhsuk-tag nhsuk-tag--blue">New</strong>`,
		`{{hidden "step" "2"}}`:               `<input type="hidden" name="step" value="2">`,
		`{{time .}}`:                          `<time datetime="2026-07-03T17:00:00+01:00">Fri 3 July 2026, 5pm</time>`,
		`{{date .}}`:                          `<time datetime="2026-07-03">3 July 2026</time>`,
		`{{day .}}`:                           `<time datetime="2026-07-03">Fri 3 Jul</time>`,
		`{{clock .}}`:                         `<time datetime="2026-07-03T17:00:00&#43;01:00">5pm</time>`,
		`{{when .}}`:                          `<time datetime="2026-07-03T17:00:00&#43;01:00">3 July, 5pm</time>`,
		`{{prose "One\r\ntwo\n\n\nThree"}}`:   `<p>One<br>two</p><p>Three</p>`,
		`{{number 1204}}`:                     `1,204`,
		`{{noModule}}`:                        `<script>` + ui.NoModuleSnippet + `</script>`,
	} {
		if diff := cmp.Diff(tree(t, want), tree(t, text(t, source, summer))); diff != "" {
			t.Errorf("%s:\n%s", source, diff)
		}
	}
}

func TestInstantsAreWrittenAsTheContentStyleSays(t *testing.T) {
	t.Parallel()
	at := func(hour, minute int) time.Time {
		return time.Date(2026, time.November, 27, hour, minute, 0, 0, time.UTC)
	}
	for _, c := range []struct {
		style ui.TimeStyle
		at    time.Time
		want  string
	}{
		{ui.TimeFull, at(17, 0), "Fri 27 November 2026, 5pm"},
		{ui.TimeFull, at(11, 40), "Fri 27 November 2026, 11:40am"},
		{ui.TimeClock, at(12, 0), "midday"},
		{ui.TimeClock, at(0, 0), "midnight"},
		{ui.TimeClock, at(0, 5), "12:05am"},
		{ui.TimeDate, at(9, 0), "27 November 2026"},
		{ui.TimeDay, at(9, 0), "Fri 27 Nov"},
		{ui.TimeFull, time.Time{}, ""},
	} {
		if got := c.style.Write(c.at); got != c.want {
			t.Errorf("got %q, want %q", got, c.want)
		}
	}
	for d, want := range map[time.Duration]string{0: "under a minute", time.Minute: "1 minute", 85 * time.Minute: "1 hour 25 minutes", 2 * time.Hour: "2 hours"} {
		if got := ui.Spell(d); got != want {
			t.Errorf("Spell(%v) = %q, want %q", d, got, want)
		}
	}
}

func TestNumber(t *testing.T) {
	t.Parallel()
	for n, want := range map[int]string{0: "0", 999: "999", 1000: "1,000", 1234567: "1,234,567", -1204: "−1,204"} {
		if got := ui.Number(n); got != want {
			t.Errorf("Number(%d) = %q, want %q", n, got, want)
		}
	}
}

func TestErrorsOfKeepsTheOrderOfThePage(t *testing.T) {
	t.Parallel()
	missing := "Enter your question"
	got := ui.ErrorsOf(
		ui.Textarea{Field: ui.Field{Name: "question", Error: missing}},
		&ui.Input{Field: ui.Field{Name: "email"}},
		[]ui.Radios{{Field: ui.Field{Name: "purpose", Error: "Choose what it is for"}}},
		ui.DateInput{Field: ui.Field{Name: "limits.from", Error: "The date must include a year"}, BadYear: true},
		(*ui.Select)(nil), "not a field",
	)
	want := &ui.ErrorSummary{Items: []ui.ErrorItem{{"question", missing}, {"purpose", "Choose what it is for"}, {"limits-from-year", "The date must include a year"}}}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestConfirmationsComeBackAsTheyWereGiven(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		field := rapid.StringMatching(`[a-z_]+(\.[a-z_]+)*(\[[0-9]\])?`).Draw(t, "field")
		start := rapid.IntRange(0, 100000).Draw(t, "start")
		kind, reason := rapid.StringMatching(`[a-z_]+`).Draw(t, "kind"), rapid.StringMatching(`[a-z_]+`).Draw(t, "reason")
		f, s, k, r, ok := ui.ParseConfirm(ui.ConfirmValue(field, start, kind, reason))
		if !ok || f != field || s != start || k != kind || r != reason {
			t.Fatalf("%s %d %s %s %v", f, s, k, r, ok)
		}
	})
	for _, bad := range []string{"", "question", "question|x|name|not_a_patient", "question|-1|name|not_a_patient", "question|1|name|", "|1|name|r", "a|1|b|c|d"} {
		if _, _, _, _, ok := ui.ParseConfirm(bad); ok {
			t.Errorf("%q is taken for a confirmation", bad)
		}
	}
}

func TestDateInputAsISO(t *testing.T) {
	t.Parallel()
	for want, d := range map[string]ui.DateInput{"2026-11-07": {Day: "7", Month: " 11", Year: "2026"}, "": {}, "0000-11-07": {Day: "7", Month: "11"}} {
		if got := d.ISO(); got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	}
}

func TestTheSnippetHasItsPublishedHash(t *testing.T) {
	t.Parallel()
	if got, want := ui.NoModuleHash(), "'sha256-tDOvXJi1PXbg0CWjLCCYSNHRXtps26K4JXkE3M6u/c0='"; got != want {
		t.Errorf("got %s", got)
	}
}
