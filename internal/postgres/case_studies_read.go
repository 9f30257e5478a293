package postgres

import (
	"context"
	"slices"
	"time"

	"github.com/google/uuid"

	"evidencedesk/internal/casestudy"
	"evidencedesk/internal/evidence"
	"evidencedesk/internal/postgres/sqlc"
)

// CaseShown is a version of a case as somebody reads it now: quotations whose consent was withdrawn have no words.
type CaseShown struct {
	ID          string              `json:"id" format:"uuid"`
	LibraryName string              `json:"library_name"`
	Stage       casestudy.Stage     `json:"stage" enum:"candidate,draft,asked,approved,published,submitted,returned,accepted,escalated,vignette,dropped"`
	Version     int                 `json:"version"`
	Digest      string              `json:"digest,omitempty" doc:"Names exactly this text; send it to approve"`
	Text        CaseText            `json:"text"`
	Quotes      []CaseQuote         `json:"quotes" nullable:"false"`
	ApprovedAt  *time.Time          `json:"approved_at,omitempty"`
	PublishedAt *time.Time          `json:"published_at,omitempty"`
	Audience    string              `json:"audience,omitempty" enum:"library,organisation,beyond"`
	Reference   string              `json:"reference,omitempty" doc:"Of the request; for those who may see it"`
	Request     evidence.RequestID  `json:"request,omitempty" format:"uuid"`
	Commands    []casestudy.Command `json:"allowed_commands,omitempty"`
	Erased      bool                `json:"erased,omitempty"`
}

// Shown is a version of a case of a library; 0 is the one that is published. Errors: NotFound.
func (c CaseStudies) Shown(ctx context.Context, library evidence.LibraryID, id string, version int) (CaseShown, error) {
	l, key, err := idsOf(string(library), id)
	if err != nil {
		return CaseShown{}, err
	}
	row, err := c.q.GetCaseStudy(ctx, sqlc.GetCaseStudyParams{ID: key, Library: l})
	if err != nil {
		return CaseShown{}, contentError(err)
	}
	if version == 0 {
		version = number32(row.CaseStudy.PublishedVersion)
	}
	return c.shown(ctx, row.CaseStudy, row.LibraryName, row.Reference, version)
}

func (c CaseStudies) shown(ctx context.Context, row sqlc.CaseStudy, library, reference string, version int) (CaseShown, error) {
	v, err := c.q.CaseVersion(ctx, sqlc.CaseVersionParams{ID: row.ID, Version: fit(version)})
	if err != nil {
		return CaseShown{}, contentError(err)
	}
	quotes, err := c.quotes(ctx, c.q, row.ID)
	if err != nil {
		return CaseShown{}, err
	}
	s := CaseShown{
		ID: row.ID.String(), LibraryName: library, Stage: casestudy.Stage(row.Stage), Version: version, Digest: v.Digest, Text: fromJSON[CaseText](v.Texts),
		Quotes: quotesOf(v.Quotes, quotes), ApprovedAt: instant(v.ApprovedAt), Reference: reference, Request: evidence.RequestID(row.RequestID.String()), Erased: v.ErasedAt != nil,
	}
	if version == number32(row.PublishedVersion) {
		s.PublishedAt, s.Audience = instant(row.PublishedAt), orEmpty(row.Audience)
	}
	return s, nil
}

// quotesOf are the quotations of a version, without what only the library needs to know of their consent.
func quotesOf(ids []uuid.UUID, all []CaseQuote) []CaseQuote {
	list := []CaseQuote{}
	for _, q := range all {
		if slices.Contains(ids, q.id) {
			q.ConsentFrom, q.ConsentHow, q.ConsentOn, q.RecordedAt = "", "", "", time.Time{}
			list = append(list, q)
		}
	}
	return list
}

// CasesOf lists the cases that somebody is asked to approve, has approved or may take back.
func (c CaseStudies) CasesOf(ctx context.Context, person evidence.PersonID) ([]CaseRow, error) {
	p, err := rowUUID(string(person))
	if err != nil {
		return nil, err
	}
	rows, err := c.q.CasesToApprove(ctx, p)
	return each(rows, func(r sqlc.CasesToApproveRow) CaseRow { return caseRow(r.CaseStudy, r.Reference, r.LibraryName) }), contentError(err)
}

// own is a case of which the person is the approver; anybody else is told that there is none.
func (c CaseStudies) own(ctx context.Context, person evidence.PersonID, id string) (sqlc.CasesToApproveRow, error) {
	p, err := rowUUID(string(person))
	if err != nil {
		return sqlc.CasesToApproveRow{}, err
	}
	rows, err := c.q.CasesToApprove(ctx, p)
	if err != nil {
		return sqlc.CasesToApproveRow{}, contentError(err)
	}
	i := slices.IndexFunc(rows, func(r sqlc.CasesToApproveRow) bool { return r.CaseStudy.ID.String() == id })
	if i < 0 {
		return sqlc.CasesToApproveRow{}, evidence.Refuse(evidence.NotFound, "")
	}
	return rows[i], nil
}

// OwnCase is the text that the approver is asked about, or approved, or that is published. Errors: NotFound.
func (c CaseStudies) OwnCase(ctx context.Context, person evidence.PersonID, id string) (CaseShown, error) {
	row, err := c.own(ctx, person, id)
	if err != nil {
		return CaseShown{}, err
	}
	version := number32(row.CaseStudy.AskedVersion)
	for _, other := range []*int32{row.CaseStudy.ApprovedVersion, row.CaseStudy.PublishedVersion} {
		if version == 0 {
			version = number32(other)
		}
	}
	s, err := c.shown(ctx, row.CaseStudy, row.LibraryName, row.Reference, version)
	if err != nil {
		return s, err
	}
	k := caseOf(row.CaseStudy, "", "", nil)
	s.Commands = casestudy.Allowed(k.state(true), casestudy.Who{Approver: true})
	return s, nil
}

// OwnStep is a step of the approver. Errors as [CaseStudies.Step].
func (c CaseStudies) OwnStep(ctx context.Context, person evidence.PersonID, id string, m CaseMove) error {
	row, err := c.own(ctx, person, id)
	if err != nil {
		return err
	}
	return c.step(ctx, evidence.LibraryID(row.CaseStudy.LibraryID.String()), evidence.Actor{Person: person}, id, m)
}

// WithdrawQuote takes back the consent to a quotation: its words and its name are blanked and stand nowhere any more. It may be
// repeated. Errors: NotFound.
func (c CaseStudies) WithdrawQuote(ctx context.Context, library evidence.LibraryID, by evidence.PersonID, id, quote string) error {
	l, key, err := idsOf(string(library), id)
	if err != nil {
		return err
	}
	if _, err := c.q.GetCaseStudy(ctx, sqlc.GetCaseStudyParams{ID: key, Library: l}); err != nil {
		return contentError(err)
	}
	return c.withdraw(ctx, key, by, quote)
}

// OwnWithdrawQuote is WithdrawQuote by the approver of the case.
func (c CaseStudies) OwnWithdrawQuote(ctx context.Context, person evidence.PersonID, id, quote string) error {
	row, err := c.own(ctx, person, id)
	if err != nil {
		return err
	}
	return c.withdraw(ctx, row.CaseStudy.ID, person, quote)
}

func (c CaseStudies) withdraw(ctx context.Context, key uuid.UUID, by evidence.PersonID, quote string) error {
	q, p, err := idsOf(quote, string(by))
	if err != nil {
		return err
	}
	quotes, err := c.quotes(ctx, c.q, key)
	if err != nil {
		return err
	}
	if !slices.ContainsFunc(quotes, func(known CaseQuote) bool { return known.id == q }) {
		return evidence.Refuse(evidence.NotFound, "")
	}
	now := c.now()
	_, err = c.q.WithdrawCaseQuote(ctx, sqlc.WithdrawCaseQuoteParams{ID: q, CaseID: key, Now: &now, Person: &p})
	return contentError(err)
}

// PublishedCases lists what libraries published beyond themselves, newest first, for whoever reads across libraries: no request, and
// no name without consent.
func (c CaseStudies) PublishedCases(ctx context.Context, workstream string) ([]CaseShown, error) {
	rows, err := c.q.PublishedCases(ctx, workstream)
	if err != nil {
		return nil, contentError(err)
	}
	var ids []uuid.UUID
	for _, r := range rows {
		ids = append(ids, r.ID)
	}
	quotes, err := c.quotes(ctx, c.q, ids...)
	return each(rows, func(r sqlc.PublishedCasesRow) CaseShown {
		return CaseShown{
			ID: r.ID.String(), LibraryName: r.LibraryName, Stage: casestudy.Stage(r.Stage), Version: number32(r.PublishedVersion), Text: fromJSON[CaseText](r.Texts),
			Quotes: quotesOf(r.Quotes, quotes), PublishedAt: instant(r.PublishedAt), Audience: "beyond",
		}
	}), err
}

// CaseStep is a step that was taken.
type CaseStep struct {
	Seq     int               `json:"seq"`
	Command string            `json:"command"`
	From    string            `json:"from,omitempty"`
	To      string            `json:"to"`
	Version int               `json:"version" doc:"Of the text at that time"`
	By      evidence.PersonID `json:"by" format:"uuid"`
	ByName  string            `json:"by_name"`
	At      time.Time         `json:"at"`
}

// CaseSteps lists what happened to a case of a library, in order. Errors: NotFound.
func (c CaseStudies) CaseSteps(ctx context.Context, library evidence.LibraryID, id string) ([]CaseStep, error) {
	l, key, err := idsOf(string(library), id)
	if err != nil {
		return nil, err
	}
	if _, err := c.q.GetCaseStudy(ctx, sqlc.GetCaseStudyParams{ID: key, Library: l}); err != nil {
		return nil, contentError(err)
	}
	rows, err := c.q.CaseSteps(ctx, key)
	return each(rows, func(r sqlc.CaseStepsRow) CaseStep {
		return CaseStep{
			Seq: int(r.Seq), Command: r.Command, From: r.FromStage, To: r.ToStage, Version: int(r.Version), By: personOf(r.PersonID), ByName: r.PersonName, At: r.At.UTC(),
		}
	}), contentError(err)
}
