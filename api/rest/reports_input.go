package rest

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"evidencedesk/internal/citation"
	"evidencedesk/internal/document"
	"evidencedesk/internal/fulltext"
	"evidencedesk/internal/postgres"
	"evidencedesk/internal/reference"
	"evidencedesk/internal/strategy"
	"evidencedesk/internal/vocabulary"
)

// reportMaker turns what is stored into what a report is made of: codes become words, identifiers become places in a list.
type reportMaker struct {
	*contents

	view    *RequestView
	version postgres.SummaryVersion
	sent    []postgres.Delivery
	library postgres.Library
	ledger  strategy.Ledger
	changed []string // the parts that are other ones than in the version that was sent before
}

func (m *reportMaker) input(style string) document.Input {
	v, words := m.version, m.Vocabulary
	product := cmp.Or(v.Product, m.view.Product)
	in := document.Input{
		Reference: m.view.Reference, Question: m.view.Question, Framework: m.framework(), Limits: m.limits(),
		Library:   document.Library{Name: m.view.LibraryName, Email: m.library.Email, Phone: m.library.Settings.Phone, Articles: m.library.Settings.ArticleRequestURL},
		Requester: m.view.RequesterName, Version: v.Version, Draft: v.Version == 0, Erased: v.Erased || m.view.Erased, FrozenAt: v.FrozenAt,
		BottomLine: v.BottomLine, Heading: words.Outline(product).Text, Text: v.Text, Certainties: m.certainties(), Evidence: m.evidence(),
		References: m.references(product), Searches: m.searches(), Methods: m.methods(), Style: m.style(style), Zone: m.Reports.Zone,
	}
	if product != "" {
		in.Kind = words.Label(vocabulary.Products, product)
	}
	if m.view.OwnerName != "" && (in.Draft || slices.Contains(v.Authors, m.view.Owner)) {
		in.Searcher = m.view.OwnerName
	}
	if !in.Draft {
		in.Address = m.Reports.BaseURL + "/requests/" + string(m.view.ID) + "/report/" + strconv.Itoa(v.Version)
	}
	for _, s := range v.Sections {
		in.Sections = append(in.Sections, document.Section(s))
	}
	for _, d := range v.Disclaimers {
		in.Disclaimers = append(in.Disclaimers, d.Text)
	}
	m.delivery(&in)
	return in
}

// style is the one that was asked for, else the one that the requester wished.
func (m *reportMaker) style(asked string) citation.Style {
	if asked == "" && m.view.Output != nil {
		asked = m.view.Output.ReferenceStyle
	}
	return citation.Known(asked)
}

// delivery says when this version was sent, what it replaced and what replaced it.
func (m *reportMaker) delivery(in *document.Input) {
	last := len(m.sent) - 1
	for i, d := range m.sent {
		if d.Version != in.Version {
			continue
		}
		in.SentAt = d.At
		in.Corrects = nil
		if i > 0 && m.sent[i-1].Version != d.Version {
			in.Corrects = m.correction(m.sent[i-1].Version, d)
			in.Corrects.Changed = strings.Join(m.changed, ", ")
		}
	}
	if last >= 0 && !in.Draft && in.Version != m.sent[last].Version && !in.SentAt.IsZero() {
		in.Newer = m.correction(m.sent[last].Version, m.sent[last])
	}
}

func (m *reportMaker) correction(version int, d postgres.Delivery) *document.Correction {
	c := &document.Correction{Version: version, At: d.At, Wrong: d.Corrected}
	if d.Reason != "" {
		c.Reason = m.Vocabulary.Label(vocabulary.CorrectReasons, d.Reason)
	}
	return c
}

// place is the number of a reference in the list, from 1; 0 for one that is not in it.
func (m *reportMaker) place(id string) int {
	return slices.IndexFunc(m.version.References, func(r postgres.Reference) bool { return r.ID == id }) + 1
}

func (m *reportMaker) certainties() []document.Certainty {
	return each(m.version.Certainties, func(c postgres.Certainty) document.Certainty {
		return document.Certainty{Outcome: c.Outcome, Level: c.Level, Source: m.place(c.SourceReference), Reason: c.Reason}
	})
}

func (m *reportMaker) evidence() []document.Evidence {
	list := each(m.version.EvidenceTable, func(e postgres.EvidenceRow) document.Evidence {
		return document.Evidence{
			Reference: m.place(e.Reference), Design: e.Design, Setting: e.Setting, Number: e.Number, Comparison: e.Comparison, Outcomes: e.Outcomes,
			Finding: e.Finding, Limits: e.Limits, Caveat: e.Note,
		}
	})
	slices.SortStableFunc(list, func(a, b document.Evidence) int { return cmp.Compare(a.Reference, b.Reference) })
	return list
}

// references are in the order of the list, grouped by theme in a themed list and by kind of evidence elsewhere.
func (m *reportMaker) references(product string) []document.Reference {
	themed := product == "themed_list"
	return each(m.version.References, func(r postgres.Reference) document.Reference {
		out := document.Reference{Record: recordOf(r.ReferenceContent), Note: r.Note, Key: r.KeyPaper, Erased: r.Erased}
		if themed {
			out.Group = r.Theme
		} else {
			out.Group, out.Rank = tierWords(r.Tier)
		}
		for _, route := range fulltext.Routes(r.FullText(), m.routes()) {
			out.Routes = append(out.Routes, document.Route{Label: route.Label, URL: route.URL})
		}
		return out
	})
}

// recordOf is a reference as a bibliographic record. What a form calls journal or publisher is the one or the other by the type.
func recordOf(r postgres.ReferenceContent) reference.Record {
	out := reference.Record{
		Type: reference.Type(r.Type), Title: r.Title, Authors: r.Authors, Volume: r.Volume, Issue: r.Issue, Pages: r.Pages, DOI: r.DOI, PMID: r.PMID, PMCID: r.PMCID, Abstract: r.Abstract,
	}
	if r.Year != nil {
		out.Year = *r.Year
	}
	if r.URL != "" {
		out.URLs = []string{r.URL}
	}
	switch out.Type {
	case reference.Article, reference.Preprint, reference.Other:
		out.Journal = r.Journal
	case reference.Chapter, reference.ConferencePaper:
		out.BookTitle = r.Journal
	default:
		out.Publisher = r.Journal
	}
	return out
}

// tierWords names a kind of evidence, with its place from the strongest (domain rule 6.2).
func tierWords(tier string) (name string, rank int) {
	for i, t := range []struct{ code, words string }{
		{"guidance", "Guidance"},
		{"systematic_reviews", "Systematic reviews"},
		{"trials", "Trials"},
		{"observational", "Observational studies"},
		{"qualitative", "Qualitative studies"},
		{"grey", "Grey literature"},
		{"other_trusts", "Other trusts’ documents"},
		{"cds", "Clinical decision support"},
	} {
		if t.code == tier {
			return t.words, i + 1
		}
	}
	return strings.ReplaceAll(tier, "_", " "), 0
}
