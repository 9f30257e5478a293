package postgres

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"strings"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5/pgtype"

	"evidencedesk/internal/evidence"
	"evidencedesk/internal/postgres/sqlc"
	"evidencedesk/internal/vocabulary"
)

// NewCaseQuote is a quotation with the consent on which it stands.
type NewCaseQuote struct {
	Text        string
	Speaker     string
	Name        string // only of who agreed to be named
	Champion    bool
	Survey      bool   // from the case's answer to a follow-up, whose consent counts
	ConsentFrom string // who gave it
	ConsentHow  string
	ConsentOn   string // YYYY-MM-DD
}

// AddQuote adds a quotation to the case that is at this version. Errors as [CaseStudies.SaveCase]; Invalid without recorded consent.
func (c CaseStudies) AddQuote(ctx context.Context, library evidence.LibraryID, who evidence.Actor, id string, version int, n NewCaseQuote) (CaseStudy, error) {
	insert, err := c.newQuote(n)
	if err != nil {
		return CaseStudy{}, err
	}
	return c.changeCase(ctx, library, who, id, version, func(q *sqlc.Queries, row *sqlc.CaseStudy) (CaseText, error) {
		insert.CaseID, insert.Person = row.ID, uuid.MustParse(string(who.Person))
		if n.Survey {
			if err := surveyQuote(ctx, q, row, n.Text, &insert); err != nil {
				return CaseText{}, err
			}
		}
		return fromJSON[CaseText](row.Texts), q.InsertCaseQuote(ctx, insert)
	})
}

// surveyQuote makes sure that the words stand in the answer, whose consent is for its words and no others.
func surveyQuote(ctx context.Context, q *sqlc.Queries, row *sqlc.CaseStudy, words string, insert *sqlc.InsertCaseQuoteParams) error {
	refused := evidence.InvalidField("survey", "not-allowed", "The case is not made from an answer that may be quoted.")
	if row.AnswerID == nil {
		return refused
	}
	answer, err := q.CaseAnswer(ctx, sqlc.CaseAnswerParams{Answer: *row.AnswerID, Request: row.RequestID})
	if isMissing(err) {
		return refused
	}
	if err != nil {
		return err
	}
	if answer.QuoteAs != "name" && (insert.Name != "" || insert.Champion) {
		return evidence.InvalidField("name", "not-allowed", "They agreed to be quoted by their role only.")
	}
	for _, said := range fromJSON[map[string]string](answer.Texts) {
		if strings.Contains(squeeze(said), squeeze(words)) {
			insert.Answer, insert.ConsentOn = row.AnswerID, pgtype.Date{Time: answer.CreatedAt.UTC().Truncate(24 * time.Hour), Valid: true}
			return nil
		}
	}
	return evidence.InvalidField("text", "not-allowed", "These are not the words of the answer. Copy a passage as it stands, or record consent to other words.")
}

func squeeze(s string) string { return strings.Join(strings.Fields(s), " ") }

func (c CaseStudies) newQuote(n NewCaseQuote) (sqlc.InsertCaseQuoteParams, error) {
	k := c.checker()
	k.needed("text", n.Text, evidence.MaxNote)
	k.needed("speaker", n.Speaker, evidence.MaxName)
	k.text("name", n.Name, evidence.MaxName)
	if n.Champion && blank(n.Name) {
		k.wrong("name", "required", "A champion is somebody who agreed to be named.")
	}
	insert := sqlc.InsertCaseQuoteParams{
		ID: rowID(), Body: strings.TrimSpace(n.Text), Speaker: strings.TrimSpace(n.Speaker), Name: strings.TrimSpace(n.Name), Champion: n.Champion,
		ConsentFrom: strings.TrimSpace(n.ConsentFrom), ConsentHow: n.ConsentHow, Now: c.now(),
	}
	if n.Survey {
		insert.ConsentHow = "survey"
		return insert, k.err()
	}
	k.needed("consent_from", n.ConsentFrom, evidence.MaxName)
	k.neededCode("consent_how", n.ConsentHow, vocabulary.QuoteConsentWays)
	day, err := time.Parse(time.DateOnly, n.ConsentOn)
	switch {
	case err != nil:
		k.wrong("consent_on", "required", "Say on which day consent was given.")
	case day.After(c.now()):
		k.wrong("consent_on", "in-the-future", "It cannot be later than today.")
	}
	insert.ConsentOn = pgtype.Date{Time: day, Valid: err == nil}
	return insert, k.err()
}

// RemoveQuote takes a quotation out of the text that is at this version. Versions that were approved still name it.
func (c CaseStudies) RemoveQuote(ctx context.Context, library evidence.LibraryID, who evidence.Actor, id string, version int, quote string) (CaseStudy, error) {
	key, err := rowUUID(quote)
	if err != nil {
		return CaseStudy{}, err
	}
	return c.changeCase(ctx, library, who, id, version, func(q *sqlc.Queries, row *sqlc.CaseStudy) (CaseText, error) {
		n, err := q.RemoveCaseQuote(ctx, sqlc.RemoveCaseQuoteParams{ID: key, CaseID: row.ID})
		if err == nil && n == 0 {
			err = evidence.Refuse(evidence.NotFound, "")
		}
		return fromJSON[CaseText](row.Texts), err
	})
}

// digest names a text with its quotations: what the approver agrees to.
func (c CaseStudies) digest(t CaseText, quotes []CaseQuote) string {
	h := hmac.New(sha256.New, c.key)
	fmt.Fprintf(h, "%s", jsonOf(t))
	for _, q := range quotes {
		fmt.Fprintf(h, "\n%s\t%q\t%q\t%q\t%t", q.ID, q.Text, q.Speaker, q.Name, q.Champion)
	}
	return hex.EncodeToString(h.Sum(nil))
}
