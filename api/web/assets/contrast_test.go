package assets_test

import (
	"fmt"
	"io"
	"math"
	"net/http"
	"regexp"
	"strconv"
	"strings"
	"testing"
)

// The names of CSS.
const (
	ink    = "color"            //nolint:misspell // as CSS spells it
	ground = "background-color" //nolint:misspell // as CSS spells it
)

// colour is a colour of the style sheet.
type colour struct{ r, g, b float64 }

func parseColour(t *testing.T, hex string) colour {
	t.Helper()
	hex = strings.TrimPrefix(hex, "#")
	if len(hex) == 3 {
		hex = fmt.Sprintf("%c%[1]c%c%[2]c%c%[3]c", hex[0], hex[1], hex[2])
	}
	n, err := strconv.ParseUint(hex, 16, 32)
	if err != nil || len(hex) != 6 {
		t.Fatalf("%q is no colour", hex)
	}
	return colour{float64(n >> 16), float64(n >> 8 & 255), float64(n & 255)}
}

// luminance is the relative luminance of WCAG 2.2.
func (c colour) luminance() float64 {
	channel := func(v float64) float64 {
		if v /= 255; v <= 0.04045 {
			return v / 12.92
		}
		return math.Pow((v+0.055)/1.055, 2.4)
	}
	return 0.2126*channel(c.r) + 0.7152*channel(c.g) + 0.0722*channel(c.b)
}

// contrast is the contrast ratio of WCAG 2.2, from 1 to 21.
func contrast(a, b colour) float64 {
	light, dark := max(a.luminance(), b.luminance()), min(a.luminance(), b.luminance())
	return (light + 0.05) / (dark + 0.05)
}

func TestContrastIsComputedAsWCAGSays(t *testing.T) {
	t.Parallel()
	for pair, want := range map[[2]string]float64{{"#000", "#fff"}: 21, {"#fff", "#ffffff"}: 1, {"#777777", "#ffffff"}: 4.48} {
		if got := contrast(parseColour(t, pair[0]), parseColour(t, pair[1])); math.Abs(got-want) > 0.01 {
			t.Errorf("%v: %.2f, want %.2f", pair, got, want)
		}
	}
}

// TestColoursCanBeRead checks what axe cannot: tags in every colour, and the words and marks of our layer on what they stand on.
func TestColoursCanBeRead(t *testing.T) {
	t.Parallel()
	s := built(t)
	body, _ := io.ReadAll(get(t, s, http.MethodGet, s.URL("app.css"), "").Body)
	css := string(body)
	const page, white = "#f0f4f5", "#fff"
	if !strings.Contains(css, ground+":"+page) {
		t.Fatalf("the page is no longer %s", page)
	}
	tags := []string{"white", "grey", "green", "aqua-green", "blue", "purple", "pink", "red", "orange", "yellow"}
	for _, name := range tags {
		rule := declarations(t, css, ".nhsuk-tag--"+name)
		atLeast(t, 4.5, "tag "+name, rule[ink], rule[ground])
	}
	rule := declarations(t, css, ".nhsuk-tag")
	atLeast(t, 4.5, "tag", rule[ink], rule[ground])

	muted := declarations(t, css, ".app-muted")[ink]
	for _, behind := range []string{page, white, background(t, css, ".app-messages__item--you"), background(t, css, ".app-messages__item--internal"), background(t, css, ".app-bulk")} {
		atLeast(t, 4.5, "quiet text", muted, behind)
		atLeast(t, 4.5, "text", "#212b32", behind)
	}
	for _, selector := range []string{".app-count", ".app-count--alert", ".app-versions__changed"} {
		rule := declarations(t, css, selector)
		atLeast(t, 4.5, selector, rule[ink], background(t, css, selector))
	}
	atLeast(t, 3, "bar", declarations(t, css, ".app-meter__fill")["fill"], page)
	atLeast(t, 4.5, "new", declarations(t, css, ".app-fresh__tag")[ink], white)
}

func atLeast(t *testing.T, ratio float64, what, front, behind string) {
	t.Helper()
	if got := contrast(parseColour(t, front), parseColour(t, behind)); got < ratio {
		t.Errorf("%s: %s on %s has a contrast of %.2f; at least %.1f is needed", what, front, behind, got, ratio)
	}
}

func background(t *testing.T, css, selector string) string {
	t.Helper()
	rule := declarations(t, css, selector)
	if c := rule[ground]; c != "" {
		return c
	}
	return rule["background"]
}

// declarations are those of the first rule for exactly this selector that sets a colour.
func declarations(t *testing.T, css, selector string) map[string]string {
	t.Helper()
	for _, m := range regexp.MustCompile(`(?:^|[}{])`+regexp.QuoteMeta(selector)+`\{([^}]*)\}`).FindAllStringSubmatch(css, -1) {
		rule := map[string]string{}
		for d := range strings.SplitSeq(m[1], ";") {
			name, value, _ := strings.Cut(d, ":")
			rule[name] = value
		}
		if strings.HasPrefix(rule[ink], "#") || strings.HasPrefix(rule["fill"], "#") || strings.HasPrefix(rule["background"], "#") {
			return rule
		}
	}
	t.Fatalf("the style sheet has no colour for %s", selector)
	return nil
}
