package postgres

import (
	"context"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5/pgtype"

	"evidencedesk/internal/casestudy"
	"evidencedesk/internal/evidence"
	"evidencedesk/internal/postgres/sqlc"
)

// CaseStudies keeps the case studies of libraries: their texts in versions, the quotations with the consent on which they stand, and
// every step. Who may call what is decided at the door of a library; the approver's methods look at the person themselves.
type CaseStudies struct{ *Content }

// CaseStudies is the store of case studies over the same pool.
func (c *Content) CaseStudies() CaseStudies { return CaseStudies{c} }

// CaseText is the story of a case. What it names nobody may be told outside the library without a quotation's consent.
type CaseText struct {
	Title        string `json:"title,omitempty" maxLength:"200"`
	Setting      string `json:"setting,omitempty" maxLength:"2000" doc:"Where it happened, so that it makes sense outside the library"`
	Challenge    string `json:"challenge,omitempty" maxLength:"10000"`
	Role         string `json:"role,omitempty" maxLength:"10000" doc:"What the knowledge service did"`
	Intervention string `json:"intervention,omitempty" maxLength:"10000" doc:"What the organisation did with it"`
	Outcome      string `json:"outcome,omitempty" maxLength:"10000"`
	FigureKind   string `json:"figure_kind,omitempty" enum:"money,patients,time"`
	Figure       string `json:"figure,omitempty" maxLength:"200" doc:"Such as £12,000 a year"`
	FigureBasis  string `json:"figure_basis,omitempty" maxLength:"10000" doc:"How the figure was worked out, and by whom"`
	Headline     string `json:"headline,omitempty" maxLength:"200" doc:"Of the vignette"`
	Short        string `json:"short,omitempty" maxLength:"600" doc:"The vignette in two or three sentences"`
	Workstream   string `json:"workstream,omitempty" maxLength:"64" doc:"A code of kfh_workstreams"`
}

// CaseQuote is what somebody said, as consent stands when it is read: without it, it has no words and no name.
type CaseQuote struct {
	ID          string     `json:"id" format:"uuid"`
	Text        string     `json:"text,omitempty"`
	Speaker     string     `json:"speaker" doc:"Their role"`
	Name        string     `json:"name,omitempty" doc:"Only where they agreed to be named"`
	Champion    bool       `json:"champion,omitempty" doc:"A named champion of the library"`
	FromSurvey  bool       `json:"from_survey,omitempty" doc:"Taken from an answer to a follow-up"`
	ConsentFrom string     `json:"consent_from,omitempty" doc:"Who gave consent; for the library"`
	ConsentHow  string     `json:"consent_how,omitempty" doc:"A code of quote_consent_ways"`
	ConsentOn   string     `json:"consent_on,omitempty" format:"date"`
	RecordedAt  time.Time  `json:"recorded_at,omitzero"`
	Withdrawn   bool       `json:"withdrawn,omitempty" doc:"Quotation withdrawn: say so where it stood"`
	WithdrawnAt *time.Time `json:"withdrawn_at,omitempty"`

	removed bool
	id      uuid.UUID
}

// CaseCriterion is one thing that a person checked of a text.
type CaseCriterion struct {
	Code    string            `json:"code" enum:"achieved,impact,role,champion,saving"`
	Met     bool              `json:"met"`
	Note    string            `json:"note,omitempty" doc:"In a sentence, why"`
	By      evidence.PersonID `json:"by,omitempty" format:"uuid"`
	At      time.Time         `json:"at,omitzero"`
	Version int               `json:"version,omitempty" doc:"Of the text that was checked; another version is to be checked again"`
}

// CaseRow is a case in a list.
type CaseRow struct {
	ID          string             `json:"id" format:"uuid"`
	Request     evidence.RequestID `json:"request" format:"uuid"`
	Reference   string             `json:"reference"`
	LibraryName string             `json:"library_name,omitempty"`
	Title       string             `json:"title,omitempty"`
	Stage       casestudy.Stage    `json:"stage" enum:"candidate,draft,asked,approved,published,submitted,returned,accepted,escalated,vignette,dropped"`
	Workstream  string             `json:"workstream,omitempty"`
	Published   int                `json:"published,omitempty" doc:"The version that is published"`
	PublishedAt *time.Time         `json:"published_at,omitempty"`
	Audience    string             `json:"audience,omitempty" enum:"library,organisation,beyond"`
	UpdatedAt   time.Time          `json:"updated_at"`
	Erased      bool               `json:"erased,omitempty"`
}

// CaseFrozen names a version that was shown to the approver.
type CaseFrozen struct {
	Version    int        `json:"version"`
	FrozenAt   time.Time  `json:"frozen_at"`
	ApprovedAt *time.Time `json:"approved_at,omitempty"`
}

// CaseStudy is a case as its library works on it.
type CaseStudy struct {
	CaseRow

	Text     CaseText            `json:"text"`
	Version  int                 `json:"version"`
	Approver evidence.PersonID   `json:"approver" format:"uuid"`
	Quotes   []CaseQuote         `json:"quotes" nullable:"false"`
	Criteria []CaseCriterion     `json:"criteria" nullable:"false"`
	Asked    int                 `json:"asked,omitempty" doc:"The version that the requester is asked about"`
	Approved int                 `json:"approved,omitempty" doc:"The version that the requester approved"`
	Reply    string              `json:"reply,omitempty" doc:"What the requester said when they did not approve"`
	Versions []CaseFrozen        `json:"versions" nullable:"false"`
	Commands []casestudy.Command `json:"allowed_commands" nullable:"false"`
	Missing  map[string]string   `json:"missing,omitempty" doc:"What a step that comes next still needs, by command"`

	library string
}

func (c CaseStudy) version() int { return c.Version }

// MaxCases is how many cases a list holds.
const MaxCases = 500

// Cases lists the cases of a library, those that changed last first; stage may be empty.
func (c CaseStudies) Cases(ctx context.Context, library evidence.LibraryID, stage string) ([]CaseRow, error) {
	l, err := rowUUID(string(library))
	if err != nil {
		return nil, err
	}
	rows, err := c.q.ListCaseStudies(ctx, sqlc.ListCaseStudiesParams{Library: l, Stage: stage, Most: MaxCases})
	return each(rows, func(r sqlc.ListCaseStudiesRow) CaseRow { return caseRow(r.CaseStudy, r.Reference, "") }), contentError(err)
}

// Case is one case of a library, with what the person may do next.
func (c CaseStudies) Case(ctx context.Context, library evidence.LibraryID, who evidence.Actor, id string) (CaseStudy, error) {
	l, key, err := idsOf(string(library), id)
	if err != nil {
		return CaseStudy{}, err
	}
	row, err := c.q.GetCaseStudy(ctx, sqlc.GetCaseStudyParams{ID: key, Library: l})
	if err != nil {
		return CaseStudy{}, contentError(err)
	}
	quotes, err := c.quotes(ctx, c.q, key)
	if err != nil {
		return CaseStudy{}, err
	}
	versions, err := c.q.CaseVersions(ctx, key)
	if err != nil {
		return CaseStudy{}, contentError(err)
	}
	s := caseOf(row.CaseStudy, row.Reference, row.LibraryName, quotes)
	s.Versions = each(versions, func(v sqlc.CaseVersionsRow) CaseFrozen {
		return CaseFrozen{Version: int(v.Version), FrozenAt: v.FrozenAt.UTC(), ApprovedAt: instant(v.ApprovedAt)}
	})
	s.allow(who)
	return s, nil
}

// allow fills in what the person may do, and what a step that they may take still needs.
func (s *CaseStudy) allow(a evidence.Actor) {
	w, state := whoOf(a, s.Approver), s.state(true)
	s.Commands, s.Missing = casestudy.Allowed(state, w), map[string]string{}
	for _, command := range casestudy.Commands() {
		if needs := casestudy.Missing(state, command, w); needs != "" {
			s.Missing[string(command)] = needs
		}
	}
}

func whoOf(a evidence.Actor, approver evidence.PersonID) casestudy.Who {
	return casestudy.Who{
		Worker: a.Is(evidence.Librarian, evidence.Trainee, evidence.Manager), Leader: a.Is(evidence.Librarian, evidence.Manager), Approver: a.Person == approver,
	}
}

// state is what decides about the case. same says that the approver read what they were asked about.
func (s *CaseStudy) state(same bool) casestudy.State {
	t := s.Text
	state := casestudy.State{
		Stage: s.Stage, Live: s.Published > 0, Same: same, Short: !blank(t.Headline) && !blank(t.Short),
		Whole: !blank(t.Title) && !blank(t.Challenge) && !blank(t.Role) && !blank(t.Intervention) && !blank(t.Outcome) && (blank(t.Figure) || !blank(t.FigureBasis)),
	}
	for _, criterion := range s.Criteria {
		if criterion.Met && criterion.Version == s.Version {
			state.Met = append(state.Met, criterion.Code)
		}
	}
	for _, q := range s.Quotes {
		state.Champion = state.Champion || q.Champion && q.Name != "" && !q.Withdrawn
	}
	return state
}

func caseRow(c sqlc.CaseStudy, reference, library string) CaseRow {
	t := fromJSON[CaseText](c.Texts)
	return CaseRow{
		ID: c.ID.String(), Request: evidence.RequestID(c.RequestID.String()), Reference: reference, LibraryName: library, Title: t.Title,
		Stage: casestudy.Stage(c.Stage), Workstream: t.Workstream, Published: number32(c.PublishedVersion), PublishedAt: instant(c.PublishedAt),
		Audience: orEmpty(c.Audience), UpdatedAt: c.UpdatedAt.UTC(), Erased: c.ErasedAt != nil,
	}
}

func caseOf(c sqlc.CaseStudy, reference, library string, quotes []CaseQuote) CaseStudy {
	s := CaseStudy{
		CaseRow: caseRow(c, reference, library), Text: fromJSON[CaseText](c.Texts), Version: int(c.Version), Approver: personOf(c.Approver),
		Quotes: []CaseQuote{}, Criteria: fromJSON[[]CaseCriterion](c.Criteria), Asked: number32(c.AskedVersion), Approved: number32(c.ApprovedVersion),
		Reply: c.Reply, Versions: []CaseFrozen{}, Commands: []casestudy.Command{}, library: c.LibraryID.String(),
	}
	for _, q := range quotes {
		if !q.removed {
			s.Quotes = append(s.Quotes, q)
		}
	}
	return s
}

func number32(n *int32) int {
	if n == nil {
		return 0
	}
	return int(*n)
}

func (c CaseStudies) quotes(ctx context.Context, q *sqlc.Queries, cases ...uuid.UUID) ([]CaseQuote, error) {
	rows, err := q.CaseQuotes(ctx, cases)
	return each(rows, func(r sqlc.CaseQuotesRow) CaseQuote {
		row := r.CaseQuote
		out := CaseQuote{
			ID: row.ID.String(), Speaker: row.Speaker, Champion: row.Champion, FromSurvey: row.AnswerID != nil, ConsentHow: row.ConsentHow,
			ConsentOn: dateText(row.ConsentOn), RecordedAt: row.RecordedAt.UTC(), Withdrawn: r.Withdrawn, WithdrawnAt: instant(row.WithdrawnAt), removed: row.Removed, id: row.ID,
		}
		if !r.Withdrawn {
			out.Text, out.Name, out.ConsentFrom = row.Body, row.Name, row.ConsentFrom
		}
		return out
	}), contentError(err)
}

func dateText(d pgtype.Date) string {
	if !d.Valid {
		return ""
	}
	return d.Time.Format(time.DateOnly)
}
