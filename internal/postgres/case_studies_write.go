package postgres

import (
	"context"
	"slices"
	"strings"
	"time"

	"github.com/google/uuid"

	"evidencedesk/internal/casestudy"
	"evidencedesk/internal/evidence"
	"evidencedesk/internal/postgres/sqlc"
	"evidencedesk/internal/vocabulary"
)

// CaseCandidate is an answer to a follow-up that could become a case: it tells of an impact and its writer may be quoted.
type CaseCandidate struct {
	Answer    string             `json:"answer" format:"uuid"`
	Request   evidence.RequestID `json:"request" format:"uuid"`
	Reference string             `json:"reference"`
	Immediate []string           `json:"immediate" nullable:"false" doc:"Codes of impact_benefits"`
	Probable  []string           `json:"probable" nullable:"false" doc:"Codes of impact_benefits"`
	At        time.Time          `json:"at"`
}

// mostAnswers is how many answers are looked through for candidates.
const mostAnswers = 1000

// Candidates lists the answers of a library that could become a case, newest first.
func (c CaseStudies) Candidates(ctx context.Context, library evidence.LibraryID) ([]CaseCandidate, error) {
	l, err := rowUUID(string(library))
	if err != nil {
		return nil, err
	}
	rows, err := c.q.CaseCandidates(ctx, sqlc.CaseCandidatesParams{Library: l, Most: mostAnswers})
	list := []CaseCandidate{}
	for _, r := range rows {
		one := CaseCandidate{
			Answer: r.ID.String(), Request: evidence.RequestID(r.RequestID.String()), Reference: r.Reference, At: r.CreatedAt.UTC(), Immediate: []string{}, Probable: []string{},
		}
		answers := fromJSON[struct {
			Benefits map[string][]string `json:"q4_benefits"`
		}](r.Answers)
		for benefit, horizons := range answers.Benefits {
			if slices.Contains(horizons, "immediate") {
				one.Immediate = append(one.Immediate, benefit)
			} else if len(horizons) > 0 {
				one.Probable = append(one.Probable, benefit)
			}
		}
		slices.Sort(one.Immediate)
		slices.Sort(one.Probable)
		if casestudy.Strong(one.Immediate, one.Probable) {
			list = append(list, one)
		}
	}
	return list, contentError(err)
}

// AddCase makes a case of a delivered request, or of an answer to a follow-up about it. Errors: NotFound; Invalid for a request that
// was not delivered or was erased, for an answer that may not be quoted or of which there is a case.
func (c CaseStudies) AddCase(ctx context.Context, library evidence.LibraryID, who evidence.Actor, request evidence.RequestID, answer string, k Creation) (CaseStudy, error) {
	l, p, err := idsOf(string(library), string(who.Person))
	if err != nil {
		return CaseStudy{}, err
	}
	r, err := rowUUID(string(request))
	if err != nil {
		return CaseStudy{}, err
	}
	insert := sqlc.InsertCaseStudyParams{Library: l, Request: r, Person: p, Now: c.now(), Texts: jsonOf(CaseText{})}
	if err := c.source(ctx, &insert, answer); err != nil {
		return CaseStudy{}, err
	}
	ids, err := c.create(ctx, p, l, k, 1, func(q *sqlc.Queries, ids []uuid.UUID) error {
		insert.ID = ids[0]
		if err := q.InsertCaseStudy(ctx, insert); err != nil {
			return err
		}
		return q.InsertCaseStep(ctx, sqlc.InsertCaseStepParams{
			ID: ids[0], Seq: 1, Command: "add", FromStage: "", ToStage: string(casestudy.Candidate), Version: 1, Person: p, Now: c.now(),
		})
	})
	if violates(err, "case_study_answer") {
		err = evidence.InvalidField("answer", "taken", "There is a case study of this answer already.")
	}
	if err != nil {
		return CaseStudy{}, err
	}
	return c.Case(ctx, library, who, ids[0].String())
}

// source finds out whose work the case tells.
func (c CaseStudies) source(ctx context.Context, insert *sqlc.InsertCaseStudyParams, answer string) error {
	source, err := c.q.CaseSource(ctx, sqlc.CaseSourceParams{Request: insert.Request, Library: insert.Library})
	switch {
	case isMissing(err):
		return evidence.InvalidField("request", "unknown", "Name a request of your library.")
	case err != nil:
		return contentError(err)
	case !source.Delivered || source.Erased:
		return evidence.InvalidField("request", "not-allowed", "Choose a request that was delivered and whose text is still there.")
	}
	insert.Approver = source.Requester
	if answer == "" {
		return nil
	}
	id, err := rowUUID(answer)
	if err != nil {
		return evidence.InvalidField("answer", "unknown", "Name an answer that may be quoted.")
	}
	row, err := c.q.CaseAnswer(ctx, sqlc.CaseAnswerParams{Answer: id, Request: insert.Request})
	if isMissing(err) {
		return evidence.InvalidField("answer", "unknown", "Name an answer that may be quoted.")
	}
	insert.Answer, insert.Approver = &id, row.PersonID
	return contentError(err)
}

// changeCase changes the text or the quotations of a case that is at this version, in one transaction, and makes it a draft again.
func (c CaseStudies) changeCase(ctx context.Context, library evidence.LibraryID, who evidence.Actor, id string, version int, do func(*sqlc.Queries, *sqlc.CaseStudy) (CaseText, error)) (CaseStudy, error) {
	l, key, err := idsOf(string(library), id)
	if err != nil {
		return CaseStudy{}, err
	}
	p, err := rowUUID(string(who.Person))
	if err != nil {
		return CaseStudy{}, err
	}
	err = c.tx(ctx, func(q *sqlc.Queries) error {
		row, err := q.LockCaseStudy(ctx, key)
		switch {
		case err != nil:
			return err
		case row.LibraryID != l:
			return evidence.Refuse(evidence.NotFound, "")
		case int(row.Version) != version:
			current, err := c.Case(ctx, library, who, id)
			if err != nil {
				return err
			}
			return &StaleError{Version: current.Version, Current: current}
		}
		stage, err := casestudy.Change(casestudy.Stage(row.Stage))
		if err != nil {
			return err
		}
		text, err := do(q, &row)
		if err != nil {
			return err
		}
		return q.UpdateCaseText(ctx, sqlc.UpdateCaseTextParams{ID: key, Texts: jsonOf(text), Stage: string(stage), Person: p, Now: c.now()})
	})
	if err != nil {
		return CaseStudy{}, err
	}
	return c.Case(ctx, library, who, id)
}

// SaveCase changes the text. The same text changes nothing, so an approval stands. Errors: NotFound; Invalid; NotAllowedInStage of a
// dropped case; a [StaleError] with the [CaseStudy].
func (c CaseStudies) SaveCase(ctx context.Context, library evidence.LibraryID, who evidence.Actor, id string, version int, t CaseText) (CaseStudy, error) {
	t.trim()
	check := c.checker()
	check.caseText(t)
	if err := check.err(); err != nil {
		return CaseStudy{}, err
	}
	now, err := c.Case(ctx, library, who, id)
	if err != nil || now.Version == version && now.Text == t {
		return now, err
	}
	return c.changeCase(ctx, library, who, id, version, func(*sqlc.Queries, *sqlc.CaseStudy) (CaseText, error) { return t, nil })
}

func (t *CaseText) trim() {
	for _, s := range []*string{
		&t.Title, &t.Setting, &t.Challenge, &t.Role, &t.Intervention, &t.Outcome, &t.FigureKind, &t.Figure, &t.FigureBasis, &t.Headline, &t.Short, &t.Workstream,
	} {
		*s = strings.TrimSpace(*s)
	}
}

// Limits of a case's shorter texts, in characters. A vignette is one screen.
const (
	maxSetting = 2_000
	maxShort   = 600
)

func (k *checker) caseText(t CaseText) {
	k.text("title", t.Title, evidence.MaxName)
	k.text("setting", t.Setting, maxSetting)
	for field, s := range map[string]string{
		"challenge": t.Challenge, "role": t.Role, "intervention": t.Intervention, "outcome": t.Outcome, "figure_basis": t.FigureBasis,
	} {
		k.text(field, s, evidence.MaxNote)
	}
	k.one("figure_kind", t.FigureKind, "money", "patients", "time")
	k.text("figure", t.Figure, evidence.MaxName)
	k.text("headline", t.Headline, evidence.MaxName)
	k.text("short", t.Short, maxShort)
	k.code("workstream", t.Workstream, vocabulary.KfHWorkstreams)
	if t.Figure != "" && t.FigureBasis == "" {
		k.wrong("figure_basis", "required", "Say how the figure was worked out.")
	}
	if t.Figure != "" && t.FigureKind == "" {
		k.wrong("figure_kind", "required", "Say what the figure counts.")
	}
}
