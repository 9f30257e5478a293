package ui

import (
	"bytes"
	"embed"
	"errors"
	"fmt"
	"html/template"
	"strings"
	"time"
)

//go:embed templates
var files embed.FS

var errNotComponent = errors.New("not a component of ui")

// kit renders components in one zone.
type kit struct {
	zone *time.Location
	set  *template.Template
}

// Funcs are the functions for templates of pages. Instants are written in the zone; nil is UTC. Each call parses every template
// (about 10 ms), so a server calls it once.
//
//	{{ui .Question}}                 a component, a pointer to one (nil: nothing) or a slice of them
//	{{open .Card}} … {{close .Card}} a component with markup inside
//	{{button "Save"}}  {{secondary "Save draft"}}  {{link "/help" "Get help"}}  {{tag "New" "blue"}}  {{hidden "step" "2"}}
//	{{$d := details "Why we ask"}}{{open $d}} … {{close $d}}; the same with inset and with warning "Heading"
//	{{time .At}}  {{date .At}}  {{day .At}}  {{clock .At}}  {{when .At}} as <time>, and {{prose .Text}}, {{number .Count}}
//	{{noModule}}                     the one inline script, right after <body>
//
// The templates are part of the binary: Funcs panics when one of them is wrong.
func Funcs(zone *time.Location) template.FuncMap {
	return newKit(zone).funcs()
}

func newKit(zone *time.Location) *kit {
	if zone == nil {
		zone = time.UTC
	}
	k := &kit{zone: zone}
	set := template.New("ui").Option("missingkey=error").Funcs(k.funcs()).Funcs(template.FuncMap{
		"local":   func(t time.Time, s TimeStyle) *Moment { return s.moment(t, zone) },
		"heading": heading,
		"more":    more,
	})
	k.set = template.Must(set.ParseFS(files, "templates/*.gohtml"))
	return k
}

func (k *kit) funcs() template.FuncMap {
	return template.FuncMap{
		"ui":    k.render,
		"open":  func(v any) (template.HTML, error) { return k.half(v, ".open") },
		"close": func(v any) (template.HTML, error) { return k.half(v, ".close") },
		"button": func(text string) (template.HTML, error) {
			return k.render(Button{Text: text, PreventDoubleClick: true})
		},
		"secondary": func(text string) (template.HTML, error) { return k.render(Button{Text: text, Variant: Secondary}) },
		"link":      func(href, text string) (template.HTML, error) { return k.render(Link{Href: href, Text: text}) },
		"tag":       func(text, colour string) (template.HTML, error) { return k.render(Tag{Text: text, Colour: colour}) },
		"hidden":    func(name, value string) (template.HTML, error) { return k.render(Hidden{Name: name, Value: value}) },
		"prose":     func(text string) (template.HTML, error) { return k.render(Prose(text)) },
		"details":   func(summary string) Details { return Details{Summary: summary} },
		"inset":     func() InsetText { return InsetText{} },
		"warning":   func(heading string) WarningCallout { return WarningCallout{Heading: heading} },
		"time":      k.moment(TimeFull),
		"date":      k.moment(TimeDate),
		"day":       k.moment(TimeDay),
		"clock":     k.moment(TimeClock),
		"when":      k.moment(TimeShort),
		"number":    Number,
		"noModule":  func() template.HTML { return "<script>" + NoModuleSnippet + "</script>" },
	}
}

func (k *kit) moment(style TimeStyle) func(time.Time) (template.HTML, error) {
	return func(t time.Time) (template.HTML, error) { return k.render(Time{At: t, Style: style}) }
}

// heading makes a heading of any level, which a template cannot. Screen readers say before and after it what the page does not show.
func heading(level int, class, before, text, after string) template.HTML {
	body := template.HTMLEscapeString(text)
	if before != "" {
		body = `<span role="text">` + hiddenText(before+": ") + body + `</span>`
	}
	if after != "" {
		body += " " + hiddenText("("+after+")")
	}
	return element(level, class, body)
}

func hiddenText(text string) string {
	return `<span class="nhsuk-u-visually-hidden">` + template.HTMLEscapeString(text) + `</span>`
}

func element(level int, class, body string) template.HTML {
	return template.HTML(fmt.Sprintf(`<h%d class="%s">%s</h%[1]d>`, level, template.HTMLEscapeString(class), body)) //nolint:gosec // both are escaped, here and by its callers
}

// more puts a space before words that only screen readers say, unless they begin with a sign that belongs to the word before.
func more(words string) string {
	if strings.HasPrefix(words, ":") || strings.HasPrefix(words, ",") || strings.HasPrefix(words, " ") {
		return words
	}
	return " " + words
}

// render renders what it is given, one after another.
func (k *kit) render(values ...any) (template.HTML, error) {
	var out bytes.Buffer
	var failed error
	for _, value := range values {
		each(value, func(v any) {
			c, ok := v.(Component)
			if !ok {
				failed = errors.Join(failed, fmt.Errorf("%w: %T", errNotComponent, v))
				return
			}
			failed = errors.Join(failed, k.set.ExecuteTemplate(&out, c.template(), c))
		})
	}
	return template.HTML(out.String()), failed //nolint:gosec // the templates of this package escaped it
}

// half renders the beginning or the end of a container.
func (k *kit) half(v any, side string) (template.HTML, error) {
	var out bytes.Buffer
	var failed error
	each(v, func(v any) {
		c, ok := v.(Container)
		if !ok {
			failed = fmt.Errorf("%w with markup inside: %T", errNotComponent, v)
			return
		}
		failed = k.set.ExecuteTemplate(&out, c.template()+side, c)
	})
	return template.HTML(out.String()), failed //nolint:gosec // the templates of this package escaped it
}
