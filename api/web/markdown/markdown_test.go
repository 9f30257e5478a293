package markdown_test

import (
	"net/url"
	"slices"
	"strings"
	"testing"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
	"pgregory.net/rapid"

	"evidencedesk/api/web/markdown"
)

func TestHTML(t *testing.T) {
	t.Parallel()
	m := markdown.New()
	cases := []struct{ name, text, want string }{
		{"nothing", "", ""},
		{"a paragraph with emphasis", "Alarms **do not** reduce *falls*.", "<p>Alarms <strong>do not</strong> reduce <em>falls</em>.</p>"},
		{"signs of mathematics", "p < 0.05 & n > 30", "<p>p &lt; 0.05 &amp; n &gt; 30</p>"},
		{"headings begin at h3 and skip nothing", "# Falls\n\n#### Injuries\n\n## Cost", "<h3 class=\"nhsuk-heading-s\">Falls</h3>\n<h4 class=\"nhsuk-heading-xs\">Injuries</h4>\n<h4 class=\"nhsuk-heading-xs\">Cost</h4>"},
		{"a first heading of any level", "##### Falls\n\n# Cost", "<h3 class=\"nhsuk-heading-s\">Falls</h3>\n<h3 class=\"nhsuk-heading-s\">Cost</h3>"},
		{"no deeper than h6", "# a\n\n## b\n\n### c\n\n#### d\n\n##### e", "<h3 class=\"nhsuk-heading-s\">a</h3>\n<h4 class=\"nhsuk-heading-xs\">b</h4>\n<h5 class=\"nhsuk-heading-xs\">c</h5>\n<h6 class=\"nhsuk-heading-xs\">d</h6>\n<h6 class=\"nhsuk-heading-xs\">e</h6>"},
		{"lists", "- one\n- two\n\n3. three", "<ul>\n<li>one</li>\n<li>two</li>\n</ul>\n<ol start=\"3\">\n<li>three</li>\n</ol>"},
		{
			"a table, without styles", "| Outcome | Finding |\n|---|--:|\n| Falls | none |",
			`<div class="nhsuk-scroll" data-module="nhsuk-scroll"><div class="nhsuk-scroll__content" role="group" aria-label="Table"><table class="nhsuk-table">` + "\n<thead>\n<tr>\n<th scope=\"col\">Outcome</th>\n<th scope=\"col\">Finding</th>\n</tr>\n</thead>\n<tbody>\n<tr>\n<td>Falls</td>\n<td>none</td>\n</tr>\n</tbody>\n</table></div></div>",
		},
		{"a link", "[NICE](https://www.nice.org.uk/)", `<p><a href="https://www.nice.org.uk/" class="app-break" rel="nofollow noreferrer">NICE</a></p>`},
		{"a bare address", "See https://www.nice.org.uk/guidance/ng249.", `<p>See <a href="https://www.nice.org.uk/guidance/ng249" class="app-break" rel="nofollow noreferrer">https://www.nice.org.uk/guidance/ng249</a>.</p>`},
		{"an address for mail", "[Write](mailto:library@example.nhs.uk)", `<p><a href="mailto:library@example.nhs.uk" class="app-break">Write</a></p>`},
		{"code", "One.\n\n    a < b", "<p>One.</p>\n" + `<div class="nhsuk-scroll" data-module="nhsuk-scroll"><div class="nhsuk-scroll__content" role="group" aria-label="Text"><pre><code>a &lt; b` + "\n</code></pre></div></div>"},
		{"a definition does not vanish", "[1]: https://example.org/paper", `<p>[<a href="#ref-1" aria-label="Reference 1">1</a>]: <a href="https://example.org/paper" class="app-break" rel="nofollow noreferrer">https://example.org/paper</a></p>`},
		{"a citation", "Falls did not change [2].", `<p>Falls did not change [<a href="#ref-2" aria-label="Reference 2">2</a>].</p>`},
		{"several citations", "Both [1, 3].", `<p>Both [<a href="#ref-1" aria-label="Reference 1">1</a>, <a href="#ref-3" aria-label="Reference 3">3</a>].</p>`},
		{"citations side by side", "Both [1][3].", `<p>Both [<a href="#ref-1" aria-label="Reference 1">1</a>][<a href="#ref-3" aria-label="Reference 3">3</a>].</p>`},
		{"a citation beyond the list", "As [4] says.", "<p>As [4] says.</p>"},
		{"a link without a scheme keeps its address", "[NICE](www.nice.org.uk)", "<p>NICE (www.nice.org.uk)</p>"},
		{"an image becomes its words", "![a chart](https://example.org/c.png)", "<p>a chart (https://example.org/c.png)</p>"},
		{"a number that is a link of its own", "[1](https://example.org/)", `<p><a href="https://example.org/" class="app-break" rel="nofollow noreferrer">1</a></p>`},
	}
	for _, tc := range cases {
		t.Run(tc.name, func(t *testing.T) {
			t.Parallel()
			if got := strings.TrimSpace(string(m.HTML(tc.text, 3))); got != tc.want {
				t.Errorf("got  %s\nwant %s", got, tc.want)
			}
		})
	}
}

func TestWithoutReferencesNothingIsCited(t *testing.T) {
	t.Parallel()
	if got := strings.TrimSpace(string(markdown.New().HTML("As [1] says.", 0))); got != "<p>As [1] says.</p>" {
		t.Error(got)
	}
}

// hostile are texts that were made to do harm. What they say has to stay readable, where they say anything.
func hostile() map[string]string {
	return map[string]string{
		`<script>alert(1)</script>`:                               "alert(1)",
		`<img src=x onerror=alert(1)>`:                            "onerror",
		"<style>*{display:none}</style>":                          "display:none",
		`<iframe src="https://evil.example"></iframe>`:            "iframe",
		`<a href="javascript:alert(1)">x</a>`:                     "x",
		`[x](javascript:alert(1))`:                                "x",
		`[x](JaVaScRiPt:alert(1))`:                                "x",
		`[x](java&#10;script:alert(1))`:                           "x",
		`[x](data:text/html;base64,PHNjcmlwdD4=)`:                 "x",
		`[x](vbscript:msgbox)`:                                    "x",
		`[x](file:///etc/passwd)`:                                 "x",
		`[x](/sign-out)`:                                          "x",
		`[x](//evil.example/)`:                                    "x",
		`[x](\\evil.example)`:                                     "x",
		`[x](#maincontent)`:                                       "x",
		`[x](https:evil)`:                                         "x",
		`[x](https:///evil)`:                                      "x",
		"[x](https://a.example\" onclick=\"alert(1))":             "x",
		`[x](https://a.example "t&quot; onmouseover=alert(1)")`:   "x",
		`![pixel](https://evil.example/track.gif)`:                "pixel",
		`![p](javascript:alert(1))`:                               "p",
		`[![p](https://evil.example/i.png)](javascript:alert(1))`: "p",
		`<javascript:alert(1)>`:                                   "alert(1)",
		`<https://a.example/?q=<script>>`:                         "script",
		"```\"><script>alert(1)</script>\nx\n```":                 "x",
		"# h {#maincontent .nhsuk-button onclick=alert(1)}":       "maincontent",
		"<!-- hidden -->shown":                                    "shown",
		"<![CDATA[x]]>":                                           "CDATA",
		"&lt;script&gt;alert(1)&lt;/script&gt;":                   "alert(1)",
		"&#x3c;script&#x3e;alert(1)":                              "alert(1)",
		"<svg/onload=alert(1)>":                                   "svg",
		"<form action=/sign-out><input name=_key>":                "form",
		"<base href=https://evil.example/>":                       "base",
		"| a |\n|---|\n| <td onclick=x>y |":                       "y",
		"[1][x]\n\n[x]: javascript:alert(1)":                      "1",
		"\x00\xff\xfe":                                            "",
		"[a](<https://a.example/\u202ex>)":                        "a",
	}
}

func TestHostileTexts(t *testing.T) {
	t.Parallel()
	m := markdown.New()
	for text, stays := range hostile() {
		out := string(m.HTML(text, 3))
		if fault := unsafe(out); fault != "" {
			t.Errorf("%q gives %s: %s", text, fault, out)
		}
		if !strings.Contains(words(out), stays) {
			t.Errorf("%q lost %q: %s", text, stays, out)
		}
	}
}

func TestAnyTextIsSafe(t *testing.T) {
	t.Parallel()
	m := markdown.New()
	pieces := []string{
		"<", ">", "\"", "'", "&", "[", "]", "(", ")", "!", "#", "`", "```", "\n", "\n\n", " ", "|", "|---|", "- ", "1. ", "> ", "*", "**", "~~", "\\",
		"javascript:", "data:", "https://", "www.", "mailto:", "//", "script", "img src=x", "onerror=", "href=", "style=", "id=", "[1]", "[2-9]", ":", "&#x6a;", "\t", "é", "\u2028",
	}
	rapid.Check(t, func(t *rapid.T) {
		text := strings.Join(rapid.SliceOfN(rapid.SampledFrom(pieces), 0, 40).Draw(t, "pieces"), "")
		out := string(m.HTML(text, 3))
		if fault := unsafe(out); fault != "" {
			t.Fatalf("%q gives %s: %s", text, fault, out)
		}
	})
}

// What costs a parser most must not keep a page waiting: the longest summary has 200,000 characters, and what is worse than linear shows at fewer.
func TestTextsThatAreHardToParse(t *testing.T) {
	t.Parallel()
	m := markdown.New()
	const size = 60_000
	for _, piece := range []string{"[", ">", "> ", "*a ", "**a", "`", "[a](", "![", "![a](", "- ", "1. ", "<a ", "|", "# ", "~~a", "[1]", "](", "a\n>>", "- a\n", "* *\ta", "*_a", "a_*", "*_a\n", strings.Repeat("*_a", 600) + "\n\n"} {
		out := string(m.HTML(strings.Repeat(piece, size/len(piece)), 3))
		if fault := unsafe(out); fault != "" {
			t.Errorf("%q gives %s", piece, fault)
		}
	}
}

// unsafe names what must not stand in a page; empty when there is nothing. It reads the HTML as a browser does and knows nothing of
// how it was made.
func unsafe(page string) string {
	body := &html.Node{Type: html.ElementNode, Data: "div", DataAtom: atom.Div}
	nodes, err := html.ParseFragment(strings.NewReader(page), body)
	if err != nil {
		return err.Error()
	}
	elements := strings.Fields("p br hr h3 h4 h5 h6 strong em del blockquote pre code ul ol li table thead tbody tr th td a div")
	attributes := map[string][]string{
		"a": {"href", "rel", "aria-label", "class"}, "th": {"scope"}, "ol": {"start"}, "code": {"class"}, "table": {"class"},
		"div": {"class", "data-module", "role", "aria-label"}, "h3": {"class"}, "h4": {"class"}, "h5": {"class"}, "h6": {"class"},
	}
	classes := []string{"app-break", "nhsuk-heading-s", "nhsuk-heading-xs", "nhsuk-table", "nhsuk-scroll", "nhsuk-scroll__content"}
	for _, top := range nodes {
		for n := range walk(top) {
			if n.Type == html.CommentNode || n.Type == html.DoctypeNode {
				return "a comment"
			}
			if n.Type != html.ElementNode {
				continue
			}
			if !slices.Contains(elements, n.Data) {
				return "the element " + n.Data
			}
			for _, a := range n.Attr {
				if !slices.Contains(attributes[n.Data], a.Key) {
					return "the attribute " + a.Key
				}
				if a.Key == "class" && !slices.Contains(classes, a.Val) {
					return "the class " + a.Val
				}
				if a.Key == "href" && !goesOut(a.Val) {
					return "a link to " + a.Val
				}
			}
		}
	}
	return ""
}

func goesOut(address string) bool {
	if strings.HasPrefix(address, "#ref-") {
		return true
	}
	u, err := url.Parse(address)
	return err == nil && ((u.Scheme == "https" || u.Scheme == "http") && u.Host != "" || u.Scheme == "mailto")
}

func walk(n *html.Node) func(func(*html.Node) bool) {
	return func(yield func(*html.Node) bool) {
		if !yield(n) {
			return
		}
		for d := range n.Descendants() {
			if !yield(d) {
				return
			}
		}
	}
}

// words are the text of a page.
func words(page string) string {
	var b strings.Builder
	z := html.NewTokenizer(strings.NewReader(page))
	for {
		switch z.Next() {
		case html.ErrorToken:
			return b.String()
		case html.TextToken:
			b.Write(z.Text())
		}
	}
}
