package document_test

import (
	"net/url"
	"slices"
	"strings"
	"testing"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
	"pgregory.net/rapid"

	"evidencedesk/internal/citation"
	"evidencedesk/internal/document"
	"evidencedesk/internal/reference"
)

// hostile are texts that were made to do harm. What they say has to stay readable, where they say anything.
func hostile() map[string]string {
	return map[string]string{
		`<script>alert(1)</script>`:                               "alert(1)",
		`<img src=x onerror=alert(1)>`:                            "onerror",
		`<iframe src="https://evil.example"></iframe>`:            "iframe",
		`[x](javascript:alert(1))`:                                "x",
		`[x](java&#10;script:alert(1))`:                           "x",
		`[x](data:text/html;base64,PHNjcmlwdD4=)`:                 "x",
		`[x](/sign-out)`:                                          "x",
		`[x](//evil.example/)`:                                    "x",
		`[x](#maincontent)`:                                       "x",
		`[x](https:///evil)`:                                      "x",
		"[x](https://a.example\" onclick=\"alert(1))":             "x",
		`![pixel](https://evil.example/track.gif)`:                "pixel",
		`[![p](https://evil.example/i.png)](javascript:alert(1))`: "p",
		`<https://a.example/?q=<script>>`:                         "script",
		"```\"><script>alert(1)</script>\nx\n```":                 "x",
		"&lt;script&gt;alert(1)&lt;/script&gt;":                   "<script>",
		"p \\* < 0.05 &amp; n":                                    "p * < 0.05 & n",
		"| a |\n|---|\n| <td onclick=x>y |":                       "y",
		"[1]: https://example.org/paper":                          "https://example.org/paper",
		"https://\u2028":                                          "https://",
		"[x](mailto:\u2029)":                                      "x",
		"\x00\xff\xfe":                                            "",
	}
}

func article(text string) string {
	in := document.Input{
		Question: text, BottomLine: text, Text: text, Sections: []document.Section{{Heading: text, Text: text}}, Style: citation.Vancouver,
		References: []document.Reference{{Note: text, Group: text, Record: reference.Record{Title: text, Abstract: text, Authors: []string{text}, URLs: []string{text}}, Routes: []document.Route{{Label: text, URL: text}}}},
		Evidence:   []document.Evidence{{Reference: 1, Design: text}}, Disclaimers: []string{text},
	}
	return string(document.Article(document.Build(in), document.View{Level: 1}))
}

func TestHostileTexts(t *testing.T) {
	t.Parallel()
	for text, stays := range hostile() {
		out := article(text)
		if fault := unsafe(out); fault != "" {
			t.Errorf("%q gives %s", text, fault)
		}
		if !strings.Contains(said(out), stays) {
			t.Errorf("%q lost %q", text, stays)
		}
	}
}

func TestAnyTextIsSafe(t *testing.T) {
	t.Parallel()
	pieces := []string{
		"<", ">", "\"", "'", "&", "[", "]", "(", ")", "!", "#", "`", "```", "\n", "\n\n", " ", "|", "|---|", "- ", "1. ", "> ", "*", "**", "~~", "\\",
		"javascript:", "data:", "https://", "www.", "mailto:", "//", "script", "img src=x", "onerror=", "href=", "style=", "id=", "[1]", "[2-9]", ":", "&#x6a;", "\t", "é", "\u2028",
	}
	rapid.Check(t, func(t *rapid.T) {
		text := strings.Join(rapid.SliceOfN(rapid.SampledFrom(pieces), 0, 40).Draw(t, "pieces"), "")
		if fault := unsafe(article(text)); fault != "" {
			t.Fatalf("%q gives %s", text, fault)
		}
	})
}

// What costs a parser most must not keep a page waiting.
func TestTextsThatAreHardToParse(t *testing.T) {
	t.Parallel()
	const size = 30_000
	for _, piece := range []string{"[", "> ", "*a ", "**a", "`", "[a](", "![a](", "- ", "1. ", "|", "~~a", "[1]", "- a\n", "* *\ta", "a_*"} {
		in := document.Input{Text: strings.Repeat(piece, size/len(piece)), Style: citation.Vancouver}
		if fault := unsafe(string(document.Article(document.Build(in), document.View{Level: 1}))); fault != "" {
			t.Errorf("%q gives %s", piece, fault)
		}
	}
}

// unsafe names what must not stand in a page; empty when there is nothing. It reads the HTML as a browser does.
func unsafe(page string) string {
	nodes, err := html.ParseFragment(strings.NewReader(page), &html.Node{Type: html.ElementNode, Data: "div", DataAtom: atom.Div})
	if err != nil {
		return err.Error()
	}
	elements := strings.Fields("article section p br hr h1 h2 h3 h4 h5 h6 strong em del blockquote pre code ul ol li dl dt dd div span table caption thead tbody tr th td a details summary")
	attributes := strings.Fields("href rel class id aria-label aria-labelledby scope start value data-module role open")
	for _, top := range nodes {
		for n := range top.Descendants() {
			if n.Type != html.ElementNode {
				continue
			}
			if !slices.Contains(elements, n.Data) {
				return "the element " + n.Data
			}
			for _, a := range n.Attr {
				if !slices.Contains(attributes, a.Key) {
					return "the attribute " + a.Key
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
	u, err := url.Parse(address)
	return strings.HasPrefix(address, "#ref-") || err == nil && ((u.Scheme == "https" || u.Scheme == "http") && u.Host != "" || u.Scheme == "mailto")
}

// said is the text of a page.
func said(page string) string {
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
