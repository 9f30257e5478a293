package rest

import (
	"context"
	"slices"

	"evidencedesk/internal/evidence"
	"evidencedesk/internal/postgres"
	"evidencedesk/internal/report"
	"evidencedesk/internal/vocabulary"
)

// PublishedView is a published report as the caller may read it.
type PublishedView struct {
	postgres.PublishedRow

	Definitions     string                  `json:"definitions" doc:"The version of what the figures mean"`
	Report          report.Report           `json:"report"`
	Quotes          []PublishedQuote        `json:"quotes" nullable:"false" doc:"As consent stands now"`
	QuotesWithdrawn int                     `json:"quotes_withdrawn,omitempty" doc:"That were there when it was published"`
	Cases           []PublishedCase         `json:"cases" nullable:"false"`
	CasesTakenDown  int                     `json:"cases_taken_down,omitempty"`
	Receipts        []postgres.ReportReview `json:"receipts" nullable:"false" doc:"Who has reviewed it, the earliest first"`
	Letters         []postgres.ReportLetter `json:"letters,omitempty" doc:"Who was sent its link; for managers of the library"`
	MayComplete     bool                    `json:"may_complete,omitempty" doc:"The caller may read it complete"`
	MayReplace      bool                    `json:"may_replace,omitempty"`
	MayReview       bool                    `json:"may_review,omitempty"`
}

// PublishedQuote is a quotation with who is quoted.
type PublishedQuote struct {
	Text string `json:"text"`
	By   string `json:"by" doc:"A role, or a name with it if they agreed"`
}

// PublishedCase is a case study in short.
type PublishedCase struct {
	ID    string `json:"id" format:"uuid"`
	Title string `json:"title"`
	Text  string `json:"text"`
}

type listPublishedIn struct {
	Library string `query:"library" format:"uuid" maxLength:"36" doc:"Only this one"`
}

// ReadPublished names a published report, and whether it is wanted complete.
type ReadPublished struct {
	OfPublished

	Complete bool `query:"complete" doc:"With nothing hidden; for the library's own staff"`
}

// publishedReader is what a caller is to the library of a report.
type publishedReader struct {
	staff, manager bool
	member         bool // in another role than system lead, such as requester
	lead           bool
}

// reviews reports whether the caller may note a review: who runs the service, or who received the report.
func (r publishedReader) reviews() bool { return r.manager || r.member && !r.staff }

func readerOf(ctx context.Context, library evidence.LibraryID) publishedReader {
	p := caller(ctx)
	roles := p.In(library)
	return publishedReader{
		staff: staffOf(p, library), manager: slices.Contains(roles, evidence.Manager), lead: p.Is(evidence.SystemLead),
		member: slices.ContainsFunc(roles, func(r evidence.Role) bool { return r != evidence.SystemLead }),
	}
}

// published reads a report. For those who have nothing to do with its library, and are no system lead, there is none.
func (d Deps) published(ctx context.Context, id string) (postgres.PublishedReport, publishedReader, error) {
	p, err := d.Figures.Published.Published(ctx, id)
	if err != nil {
		return p, publishedReader{}, err
	}
	who := readerOf(ctx, p.Library)
	if !who.staff && !who.member && !who.lead {
		return postgres.PublishedReport{}, who, &evidence.Error{Code: evidence.NotFound}
	}
	return p, who, nil
}

func (d Deps) listPublished(ctx context.Context, in *listPublishedIn) (*listOut[postgres.PublishedRow], error) {
	p := caller(ctx)
	everywhere := p.Is(evidence.SystemLead)
	libraries := p.Libraries(evidence.Roles()...)
	if in.Library != "" {
		only := evidence.LibraryID(in.Library)
		if !everywhere && !slices.Contains(libraries, only) {
			return list([]postgres.PublishedRow{}), nil
		}
		everywhere, libraries = false, []evidence.LibraryID{only}
	}
	all, err := d.Figures.Published.List(ctx, everywhere, libraries...)
	return list(all), err
}

func (d Deps) getPublished(ctx context.Context, in *ReadPublished) (*bodyOut[PublishedView], error) {
	p, who, err := d.published(ctx, in.Item)
	if err != nil {
		return nil, err
	}
	v, err := d.publishedView(ctx, p, who, in.Complete)
	return &bodyOut[PublishedView]{v}, err
}

// publishedView is a report as somebody may read it. Complete is refused to all but the library's own staff.
func (d Deps) publishedView(ctx context.Context, p postgres.PublishedReport, who publishedReader, complete bool) (PublishedView, error) {
	v := PublishedView{
		PublishedRow: p.PublishedRow, Definitions: p.Definitions, Report: p.Shown, Quotes: []PublishedQuote{}, Cases: []PublishedCase{}, Receipts: p.Receipts,
		MayComplete: who.staff, MayReplace: who.manager && p.SupersededBy == "", MayReview: who.reviews(),
	}
	if complete {
		if !who.staff {
			return v, evidence.Refuse(evidence.NotPermitted, "Only the library's own staff read it complete.")
		}
		v.Report = p.Complete
	}
	if err := d.quoted(ctx, &v, p, who); err != nil {
		return v, err
	}
	if err := d.told(ctx, &v, p, who); err != nil {
		return v, err
	}
	var err error
	if who.manager {
		v.Letters, err = d.Figures.Published.Letters(ctx, p.ID)
	}
	return v, err
}

// quoted adds the quotations. System leads read figures, no texts.
func (d Deps) quoted(ctx context.Context, v *PublishedView, p postgres.PublishedReport, who publishedReader) error {
	if !who.staff && !who.member {
		return nil
	}
	all, withdrawn, err := d.Figures.Published.Quotes(ctx, p)
	v.QuotesWithdrawn = withdrawn
	v.Quotes = each(all, func(q postgres.ReportQuote) PublishedQuote {
		by := "A member of staff"
		if q.StaffGroup != "" {
			by = d.Vocabulary.Label(vocabulary.StaffGroups, q.StaffGroup)
		}
		if q.Name != "" {
			by = q.Name + ", " + by
		}
		return PublishedQuote{Text: q.Text, By: by}
	})
	return err
}

// told adds the case studies that are published for the reader. One that was taken down is only counted.
func (d Deps) told(ctx context.Context, v *PublishedView, p postgres.PublishedReport, who publishedReader) error {
	for _, id := range p.Cases() {
		s, err := d.cases().Shown(ctx, p.Library, id, 0)
		switch {
		case evidence.CodeOf(err) == evidence.NotFound, err == nil && (s.Erased || s.PublishedAt == nil):
			v.CasesTakenDown++
			continue
		case err != nil:
			return err
		}
		if s.Audience == "beyond" || who.staff || who.member && s.Audience == "organisation" {
			v.Cases = append(v.Cases, PublishedCase{ID: s.ID, Title: first(s.Text.Headline, s.Text.Title), Text: first(s.Text.Short, s.Text.Outcome)})
		}
	}
	return nil
}

func first(one, other string) string {
	if one != "" {
		return one
	}
	return other
}
