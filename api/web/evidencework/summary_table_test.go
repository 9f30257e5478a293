package evidencework_test

import (
	"net/url"
	"testing"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/net/html"

	"evidencedesk/api/rest"
	"evidencedesk/api/web/webtest"
	"evidencedesk/internal/evidence"
	"evidencedesk/internal/postgres"
)

// tabled is the summary site with a row for the third reference and one for the first.
func tabled(t *testing.T) (*webtest.Site, postgres.Summary) {
	t.Helper()
	s := summarySite(t, evidence.Deliver)
	stored := cites()
	stored.EvidenceTable = []postgres.EvidenceRow{{Reference: third, Finding: "Report finding"}, {Reference: first, Design: "Trial <RCT>"}}
	s.On("GET "+api("summary"), stored).On("PUT "+api("summary"), rest.SavedSummary{})
	return s, stored
}

func TestTheEvidenceTableIsListed(t *testing.T) {
	t.Parallel()
	s, _ := tabled(t)
	read(t, s.Get(work("summary", "table"))).status(200).says("Evidence table", "[1] Alder 2024", "Trial <RCT>", "Report finding", "2. Example guideline")
	redirected(t, s.Post(work("summary", "table"), url.Values{"reference": {second}})).to(work("summary", "table", second))
	read(t, s.Post(work("summary", "table"), url.Values{})).status(422).says("Choose the reference that the row is about.")
}

func TestARowIsWrittenAndTheRestStays(t *testing.T) {
	t.Parallel()
	s, stored := tabled(t)
	d := read(t, s.Get(work("summary", "table", first))).status(200).holds("evidence_table[1].design", "Trial <RCT>").says("Row for [1] Alder 2024")
	form := d.form()
	form.Set("evidence_table[1].n", "412")
	s.Calls()
	redirected(t, s.Post(work("summary", "table", first), form)).to(work("summary", "table"))
	_, body := sent[rest.SummaryBody](t, s, "PUT", api("summary"))
	want := stored.SummaryText
	want.EvidenceTable = []postgres.EvidenceRow{stored.EvidenceTable[0], {Reference: first, Design: "Trial <RCT>", Number: "412"}}
	if diff := cmp.Diff(want, body.SummaryText); diff != "" {
		t.Error(diff)
	}
	form.Set("_do", "remove")
	redirected(t, s.Post(work("summary", "table", first), form)).to(work("summary", "table"))
	if _, body = sent[rest.SummaryBody](t, s, "PUT", api("summary")); len(body.EvidenceTable) != 1 || body.EvidenceTable[0].Reference != third {
		t.Errorf("%+v", body.EvidenceTable)
	}
	read(t, s.Get(work("summary", "table", "44444444-4444-4444-8444-444444444444"))).status(404)
}

func TestOnlyAChangeToTheSameRowIsInTheWay(t *testing.T) {
	t.Parallel()
	s, stored := tabled(t)
	form := read(t, s.Get(work("summary", "table", first))).status(200).form()
	form.Set("evidence_table[1].design", "Mine")
	stored.Version, stored.BottomLine = 9, "Somebody wrote on."
	stored.EvidenceTable = stored.EvidenceTable[1:] // another row went: this one has another place now
	s.On("GET "+api("summary"), stored)
	s.Calls()
	redirected(t, s.Post(work("summary", "table", first), form)).to(work("summary", "table"))
	call, body := sent[rest.SummaryBody](t, s, "PUT", api("summary"))
	if call.Match != `"9"` || body.BottomLine != "Somebody wrote on." || len(body.EvidenceTable) != 1 || body.EvidenceTable[0].Design != "Mine" {
		t.Errorf("%s %+v", call.Match, body)
	}
	stored.EvidenceTable = []postgres.EvidenceRow{{Reference: first, Design: "Theirs"}}
	s.On("GET "+api("summary"), stored)
	read(t, s.Post(work("summary", "table", first), form)).status(409).says("Somebody changed this row", "Theirs", "Mine").holds("evidence_table[0].design", "Mine")
}

func TestARowWhoseReferenceIsGoneMoves(t *testing.T) {
	t.Parallel()
	s, stored := tabled(t)
	lost := "44444444-4444-4444-8444-444444444444"
	stored.EvidenceTable = []postgres.EvidenceRow{{Reference: lost, Design: "Trial"}}
	s.On("GET "+api("summary"), stored)
	read(t, s.Get(work("summary"))).status(200).says("A row stands for a reference that was removed")
	form := read(t, s.Get(work("summary", "table", lost))).status(200).says("Row for a reference that was taken out").form()
	form.Set("to", second)
	s.Calls()
	redirected(t, s.Post(work("summary", "table", lost), form)).to(work("summary", "table"))
	if _, body := sent[rest.SummaryBody](t, s, "PUT", api("summary")); body.EvidenceTable[0].Reference != second || body.EvidenceTable[0].Design != "Trial" {
		t.Errorf("%+v", body.EvidenceTable)
	}
}

func TestNothingFoundHasItsOwnWordingAndExtent(t *testing.T) {
	t.Parallel()
	s := summarySite(t)
	s.On("GET "+api("summary"), postgres.Summary{Version: 1}).On("GET "+api("references"), list[postgres.Reference]{}).On("PUT "+api("summary"), rest.SavedSummary{})
	read(t, s.Get(work("summary"))).status(200).says("The report has no references. When nothing was found, say so")
	redirected(t, s.Post(work("summary"), url.Values{"_version": {"1"}, "_do": {"nothing"}})).to(work("summary") + "#bottom-line")
	_, body := sent[rest.SummaryBody](t, s, "PUT", api("summary"))
	var headings []string
	for _, part := range body.Sections {
		headings = append(headings, part.Heading)
	}
	if diff := cmp.Diff([]string{"Closest evidence", "What to try next", "Where and how we looked"}, headings); diff != "" || body.BottomLine == "" {
		t.Errorf("%s %+v", diff, body)
	}
	if found := postgres.ClaimsOf(body.SummaryText, nil); !found.NothingFound || len(found.Findings) != 0 {
		t.Errorf("its own wording is not understood: %+v", found)
	}
	bare := postgres.Summary{Version: 2, SummaryText: postgres.SummaryText{Text: "We found no trials."}}
	s.On("GET "+api("summary"), bare)
	read(t, s.Get(work("summary"))).status(200).says("It says that something was not found, and not where was looked")
}

func TestSentencesWithoutSupportAreListed(t *testing.T) {
	t.Parallel()
	s := summarySite(t)
	stored := cites()
	stored.Text = "Mats are cheap. Alarms ring [1]. Beds are low [9]."
	s.On("GET "+api("summary"), stored)
	d := read(t, s.Get(work("summary"))).status(200)
	d.says("No reference is cited for: Mats are cheap.", "It cites what is not in the list: Beds are low [9].", "2 of 5 sentences cite a reference.")
}

// form is what the form of the page would send.
func (d *doc) form() url.Values {
	values := url.Values{}
	d.walk(func(n *html.Node) {
		if name := webtest.Attr(n, "name"); name != "" && (n.Data == "input" || n.Data == "textarea" || n.Data == "select") {
			if value, ok := d.value(name); ok {
				values.Set(name, value)
			}
		}
	})
	return values
}
