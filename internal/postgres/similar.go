package postgres

import (
	"context"
	"fmt"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/jackc/pgx/v5"

	"evidencedesk/internal/evidence"
	"evidencedesk/internal/postgres/sqlc"
)

// SimilarRequest is a delivered request whose question is like a text.
type SimilarRequest struct {
	ID            evidence.RequestID
	Reference     string
	Relation      Relation
	Library       evidence.LibraryID
	LibraryName   string
	Stage         evidence.Stage
	Outcome       evidence.Outcome
	Type          string
	Specialty     string
	Question      string // its first Excerpt characters
	Requester     evidence.PersonID
	RequesterName string // of who agreed to be named, or whose request the reader sees anyway
	DeliveredAt   time.Time
	Score         float64 // 0 to 1: the share of common trigrams; compare within one answer only
}

// Limits of a search for similar requests. Common words find everything and cost the most, so only the rarest are looked
// for; those the sample of questions did not show are rare too, or misspelt.
const (
	MaxSimilar = 50

	rarestKnown = 4
	mostUnknown = 8
)

// Similar finds delivered requests whose question is like a text, of those whose report the person may see, the most alike
// first: at most limit, 1 to MaxSimilar. Errors: evidence.Invalid for a text or a limit that cannot be.
func (r *Reader) Similar(ctx context.Context, person evidence.PersonID, text string, limit int) ([]SimilarRequest, error) {
	reader, err := rowUUID(string(person))
	switch {
	case err != nil:
		return nil, err
	case limit < 1 || limit > MaxSimilar:
		return nil, evidence.InvalidField("limit", "out-of-range", "Ask for 1 to 50.")
	case !isText(text) || utf8.RuneCountInString(text) > evidence.MaxQuestion:
		return nil, evidence.InvalidField("text", "malformed", "Use at most 10,000 characters.")
	}
	words, err := r.q.WordsOf(ctx, text)
	if err != nil {
		return nil, readError(err)
	}
	query := anyOf(words)
	if query == "" {
		return []SimilarRequest{}, nil
	}
	rows, err := r.q.SimilarRequests(ctx, sqlc.SimilarRequestsParams{Reader: reader, Words: query, Text: text, Most: int32(limit)})
	return each(rows, similarOf), readError(err)
}

// anyOf makes a text search for any of the words worth looking for; they come rarest first, unknown ones last.
func anyOf(words []sqlc.WordsOfRow) string {
	var known, unknown []string
	for _, w := range words {
		quoted := "'" + strings.NewReplacer(`\`, `\\`, `'`, `''`).Replace(w.Word) + "'"
		switch {
		case w.Ndoc > 0 && len(known) < rarestKnown:
			known = append(known, quoted)
		case w.Ndoc == 0 && len(unknown) < mostUnknown:
			unknown = append(unknown, quoted)
		}
	}
	return strings.Join(append(known, unknown...), " | ")
}

func similarOf(row sqlc.SimilarRequestsRow) SimilarRequest {
	s := SimilarRequest{
		ID: evidence.RequestID(row.RequestID.String()), Reference: row.Reference, Relation: Relation(row.Relation),
		Library: evidence.LibraryID(row.LibraryID.String()), LibraryName: row.LibraryName, Stage: evidence.Stage(row.Stage),
		Outcome: evidence.Outcome(orEmpty(row.Outcome)), Type: row.Type, Specialty: row.Specialty, Question: row.Question,
		DeliveredAt: orZero(row.DeliveredAt), Score: row.Score,
	}
	if !row.Anonymous && (s.Relation != RelationShared || row.IdentityShared) {
		s.Requester, s.RequesterName = personOf(row.Requester), row.RequesterName
	}
	return s
}

// The sample from which the frequency of words is known. One per cent of a million questions takes seconds.
const (
	lexemeSample  = 20_000 // questions
	lexemeTimeout = 5 * time.Minute
)

// RefreshLexemes counts anew how common the words of questions are; nightly is often enough. It returns how many words it
// keeps; 0 when another process is counting. Words that were erased everywhere are forgotten by it.
func (r *Reader) RefreshLexemes(ctx context.Context) (words int, err error) {
	err = pgx.BeginFunc(ctx, r.pool, func(tx pgx.Tx) error {
		var alone bool
		if err := tx.QueryRow(ctx, "SELECT pg_try_advisory_xact_lock(hashtext('evidencedesk lexeme'))").Scan(&alone); err != nil || !alone {
			return err
		}
		if _, err := tx.Exec(ctx, "SET LOCAL statement_timeout = "+milliseconds(lexemeTimeout)); err != nil {
			return err
		}
		sample, err := lexemeSampleOf(ctx, tx)
		if err != nil {
			return err
		}
		if _, err := tx.Exec(ctx, "DELETE FROM lexeme"); err != nil {
			return err
		}
		// A word that only one question has is not kept: it may be a name.
		done, err := tx.Exec(ctx, "INSERT INTO lexeme (word, ndoc) SELECT word, ndoc FROM ts_stat($1) WHERE ndoc > 1", sample)
		words = int(done.RowsAffected())
		return err
	})
	return words, readError(err)
}

// lexemeSampleOf chooses the questions to count: all of them while they are few.
func lexemeSampleOf(ctx context.Context, tx pgx.Tx) (string, error) {
	var about float64
	err := tx.QueryRow(ctx, "SELECT greatest(reltuples, 0) FROM pg_class WHERE oid = 'request_text'::regclass").Scan(&about)
	if err != nil || about <= lexemeSample {
		return "SELECT tsv FROM request_text", err
	}
	return fmt.Sprintf("SELECT tsv FROM request_text TABLESAMPLE SYSTEM (%.4f)", lexemeSample/about*100), nil
}
