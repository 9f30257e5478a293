package postgres_test

import (
	"slices"
	"testing"

	"evidencedesk/internal/evidence"
	"evidencedesk/internal/fulltext"
	"evidencedesk/internal/postgres"
)

// The free copy in PubMed Central is offered where any database knows of it, from screening to the report.
func TestTheFreeCopyIsOffered(t *testing.T) {
	d := newDesk(t)
	const free = "https://pmc.ncbi.nlm.nih.gov/articles/PMC2714657/"
	ids := d.putIn("", put{title: "With a free copy", doi: "10.1136/bmj.b2535"}, put{title: "Without one", pmid: "12"}, put{title: "A number that is none"})
	twin := d.putIn("", put{title: "With a free copy", group: ids[0]})
	d.exec(`UPDATE record SET whole = '{"pmcid":"PMC2714657"}' WHERE id = $1`, twin[0])
	d.exec(`UPDATE record SET whole = '{"pmcid":"PMC"}' WHERE id = $1`, ids[2])
	offered := func(routes []fulltext.Route) bool {
		return slices.Contains(routes, fulltext.Route{Kind: fulltext.PMC, Label: "Free full text in PubMed Central", URL: free})
	}
	for i, want := range []bool{true, false, false} {
		s, err := d.content.Screen(t.Context(), d.as(d.librarian), ids[i])
		if err != nil || offered(s.Routes) != want {
			t.Errorf("%d: %+v, %v", i, s.Routes, err)
		}
		done, err := d.content.DecideRecord(t.Context(), d.as(d.librarian), ids[i], 1, postgres.DecisionContent{Verdict: postgres.Include})
		d.must(done, err)
		routes, err := d.content.Routes(t.Context(), d.as(d.librarian), done.Publication.Reference)
		if err != nil || offered(routes) != want {
			t.Errorf("%d in the report: %+v, %v", i, routes, err)
		}
	}
}

func TestPMCIDsThatAreTyped(t *testing.T) {
	d := newDesk(t)
	add := func(pmcid string) ([]postgres.Reference, error) {
		return d.content.AddReferences(t.Context(), d.as(d.librarian), []postgres.ReferenceContent{{Type: "article", Title: "x", PMCID: pmcid}}, postgres.Creation{})
	}
	for _, wrong := range []string{"2714657", "PMC0", "pmc1", "PMC12345678901"} {
		_, err := add(wrong)
		if e := refusal(t, err, evidence.Invalid); e.Fields[0].Field != "references[0].pmcid" {
			t.Errorf("%s: %v", wrong, e)
		}
	}
	list, err := add("PMC2714657")
	if err != nil || list[0].PMCID != "PMC2714657" {
		t.Fatalf("%+v, %v", list, err)
	}
	changed := list[0].ReferenceContent
	changed.PMCID = ""
	if r, err := d.content.SaveReference(t.Context(), d.as(d.librarian), list[0].ID, 1, changed); err != nil || r.Version != 2 || r.PMCID != "" {
		t.Errorf("%+v, %v", r, err)
	}
}
