package evidencework_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/net/html"

	"evidencedesk/api/rest"
	"evidencedesk/api/web/page"
	"evidencedesk/api/web/webtest"
	"evidencedesk/internal/evidence"
	"evidencedesk/internal/postgres"
	"evidencedesk/internal/vocabulary"
)

// options are the choices of a list, value and text.
func (d *doc) options(name string) (list []string) {
	d.walk(func(n *html.Node) {
		if n.Data != "option" {
			return
		}
		for p := n.Parent; p != nil; p = p.Parent {
			if p.Data == "select" && webtest.Attr(p, "name") == name {
				list = append(list, strings.TrimSpace(webtest.Attr(n, "value")+" "+webtest.Text(n)))
			}
		}
	})
	return list
}

func TestTheCitePickerOffersWhatIsThere(t *testing.T) {
	t.Parallel()
	d := read(t, summarySite(t).Get(work("summary"))).status(200)
	want := []string{"Choose a reference", "1 1. Alder 2024", "2 2. Example guideline", "3 3. Example <b>report</b>"}
	if diff := cmp.Diff(want, d.options("cite.reference")); diff != "" {
		t.Error(diff)
	}
	want = []string{"text The main text", "bottom_line The bottom line", "sections[0].text Gaps and limits", "sections[1].text Local notes", "sections[2].text Scope", "sections[3].text Where and how we looked"}
	if diff := cmp.Diff(want, d.options("cite.at")); diff != "" {
		t.Error(diff)
	}
	s := summarySite(t)
	s.On("GET "+api("references"), list[postgres.Reference]{})
	if d := read(t, s.Get(work("summary"))).status(200); d.options("cite.reference") != nil || strings.Contains(d.body, `value="cite"`) {
		t.Error("a citation is offered where there is nothing to cite")
	}
}

// TestACitationIsInsertedByPicking does what the form does without scripts, and keeps everything else that was typed.
func TestACitationIsInsertedByPicking(t *testing.T) {
	t.Parallel()
	for name, tc := range map[string]struct {
		n, at string
		field func(postgres.SummaryText) string
		want  string
	}{
		"in the main text":    {"2", "text", func(s postgres.SummaryText) string { return s.Text }, cites().Text + " [2]"},
		"in the bottom line":  {"3", "bottom_line", func(s postgres.SummaryText) string { return s.BottomLine }, "Alarms alone do not help [1]. [3]"},
		"in a section":        {"1", "sections[0].text", func(s postgres.SummaryText) string { return s.Sections[0].Text }, "Nothing on cost. [1]"},
		"in an empty section": {"1", "sections[2].text", func(s postgres.SummaryText) string { return s.Sections[2].Text }, "[1]"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := summarySite(t)
			s.On("PUT "+api("summary"), rest.SavedSummary{})
			form := typed()
			form.Set("_do", "cite")
			form.Set("cite.reference", tc.n)
			form.Set("cite.at", tc.at)
			form.Set("sections[1].text", "Typed and not yet saved.")
			s.Calls()
			redirected(t, s.Post(work("summary"), form)).to(work("summary") + "#" + strings.NewReplacer("[", "-", "]", "-", ".", "-", "_", "-").Replace(tc.at))
			call, body := sent[rest.SummaryBody](t, s, "PUT", api("summary"))
			if got := tc.field(body.SummaryText); got != tc.want || call.Match != `"6"` || body.Sections[1].Text != "Typed and not yet saved." {
				t.Errorf("%q, %+v", got, body)
			}
		})
	}
	for name, change := range map[string][2]string{
		"a reference that is not there": {"cite.reference", "4"}, "no number": {"cite.reference", "one"}, "a field that is none": {"cite.at", "sections[0].heading"},
	} {
		s := summarySite(t)
		form := typed()
		form.Set("_do", "cite")
		form.Set("cite.reference", "1")
		form.Set("cite.at", "text")
		form.Set(change[0], change[1])
		s.Calls()
		read(t, s.Post(work("summary"), form)).status(422).says("There is a problem").holds("bottom_line", cites().BottomLine)
		for _, c := range s.Calls() {
			if c.Method == http.MethodPut {
				t.Errorf("%s: something was saved", name)
			}
		}
	}
}

func TestASentenceIsListedOnce(t *testing.T) {
	t.Parallel()
	s := summarySite(t)
	stored := cites()
	stored.Text = "Beds are low [9]. Mats are [reference removed]. Rails are dear [8] and old [8]."
	s.On("GET "+api("summary"), stored)
	d := read(t, s.Get(work("summary"))).status(200)
	d.says("It cites what is not in the list: Beds are low [9].", "Its reference was removed: Mats are [reference removed].", "It cites what is not in the list: Rails are dear [8] and old [8].").
		lacks("No reference is cited for: Beds", "No reference is cited for: Mats", "No reference is cited for: Rails")
	links := map[string]int{}
	d.walk(func(n *html.Node) {
		if n.Data == "a" {
			links[webtest.Text(n)]++
		}
	})
	for _, sentence := range []string{"Beds are low [9].", "Mats are [reference removed].", "Rails are dear [8] and old [8]."} {
		if links[sentence] != 1 {
			t.Errorf("%q is listed %d times", sentence, links[sentence])
		}
	}
}

// TestEachProductHasItsTemplate opens an empty page for every product and finds the parts that its outline has.
func TestEachProductHasItsTemplate(t *testing.T) {
	t.Parallel()
	codes, err := vocabulary.Load()
	if err != nil {
		t.Fatal(err)
	}
	products, _ := codes.Get(vocabulary.Products)
	for _, product := range products.Terms {
		o := codes.Outline(product.Code)
		s := summarySite(t)
		s.On("GET "+api("summary"), postgres.Summary{Version: 2, SummaryText: postgres.SummaryText{Product: product.Code}})
		d := read(t, s.Get(work("summary"))).status(200).says(o.Text).holds("product", product.Code)
		for i, part := range o.Sections {
			d.holds("sections["+string(rune('0'+i))+"].heading", part.Heading)
		}
		if _, there := d.value("bottom_line"); there != o.BottomLine {
			t.Errorf("%s: a bottom line is asked for: %v", product.Code, there)
		}
	}
}

// TestARatingSaysWhoGaveIt sends one of a source and one of the librarian, and refuses what nobody stands for.
func TestARatingSaysWhoGaveIt(t *testing.T) {
	t.Parallel()
	s := summarySite(t)
	s.On("PUT "+api("summary"), rest.SavedSummary{})
	d := read(t, s.Get(work("summary"))).status(200)
	d.holds("certainties[0].level", "").holds("certainties[0].rated_by", "").says("Nothing is guessed.")
	want := []postgres.Certainty{
		{Outcome: "Falls", Level: "low", RatedBy: "source", SourceReference: second, Reason: "Few events"},
		{Level: "very_low", RatedBy: "librarian", Reason: "One small trial"},
	}
	form := typed()
	fill := func(form url.Values, list []postgres.Certainty) {
		for i, c := range list {
			at := "certainties[" + string(rune('0'+i)) + "]."
			for name, value := range map[string]string{"outcome": c.Outcome, "level": c.Level, "rated_by": c.RatedBy, "source_reference": c.SourceReference, "reason": c.Reason} {
				form.Set(at+name, value)
			}
		}
	}
	fill(form, want)
	s.Calls()
	redirected(t, s.Post(work("summary"), form)).to(work("summary"))
	_, body := sent[rest.SummaryBody](t, s, "PUT", api("summary"))
	if diff := cmp.Diff(want, body.Certainties); diff != "" {
		t.Error(diff)
	}
	if w := s.Post(work("summary", "draft"), form); w.Code != 200 {
		t.Errorf("saved while somebody writes: %d", w.Code)
	}
	if _, body = sent[rest.SummaryBody](t, s, "PUT", api("summary")); !cmp.Equal(want, body.Certainties) {
		t.Errorf("the draft keeps %+v", body.Certainties)
	}
	s.Refuse("PUT "+api("summary"), 422, evidence.Invalid, page.FieldProblem{Field: "certainties[1].reason", Code: "required", Detail: "Say why you rate it so."})
	d = read(t, s.Post(work("summary"), form)).status(422).says("Say why you rate it so.").holds("certainties[0].source_reference", second)
	if !strings.Contains(d.body, `href="#certainties-1--reason"`) {
		t.Error("what is wrong does not lead to its field")
	}
	stored := cites()
	stored.Certainties = want
	s.On("GET "+api("summary"), stored)
	read(t, s.Get(work("summary"))).status(200).holds("certainties[0].rated_by", "source").holds("certainties[1].rated_by", "librarian").holds("certainties[2].level", "")
}

func TestAComparisonCoversTableAndRatings(t *testing.T) {
	t.Parallel()
	s := summarySite(t)
	old, now := cites(), cites()
	old.Certainties = []postgres.Certainty{{Outcome: "Falls", Level: "low", RatedBy: "source", SourceReference: first}}
	now.Certainties = []postgres.Certainty{{Outcome: "Falls", Level: "moderate", RatedBy: "librarian", Reason: "Two trials agree"}}
	old.EvidenceTable, now.EvidenceTable = []postgres.EvidenceRow{{Reference: first, Design: "Trial"}}, []postgres.EvidenceRow{{Reference: first, Design: "Cohort"}}
	s.On("GET "+api("summary"), now)
	s.On("GET "+api("summary", "versions", "2"), postgres.SummaryVersion{SummaryText: old.SummaryText, References: references()})
	d := read(t, s.Get(work("summary", "compare")+"?from=2&to=working")).status(200).says("Evidence table", "Certainty", "librarian: Two trials agree")
	d.lacks("Key findings")
	for _, want := range []string{"Trial<", "Cohort<", "Moderate<"} {
		if !strings.Contains(d.body, want) {
			t.Errorf("no %s", want)
		}
	}
}
