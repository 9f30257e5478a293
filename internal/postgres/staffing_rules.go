package postgres

import (
	"context"
	"slices"
	"time"

	"github.com/google/uuid"

	"evidencedesk/internal/evidence"
	"evidencedesk/internal/gift"
	"evidencedesk/internal/postgres/sqlc"
	reports "evidencedesk/internal/report"
	"evidencedesk/internal/staffing"
	"evidencedesk/internal/vocabulary"
)

// Kinds of rule.
const (
	ruleRatio  = "ratio"
	ruleGift   = "gift"
	ruleReturn = "return"
)

// LibraryRule is a rule of a library at a version.
type LibraryRule[T any] struct {
	Version   int               `json:"version" doc:"1: the library has none of its own"`
	Rule      T                 `json:"rule"`
	UpdatedBy evidence.PersonID `json:"updated_by,omitempty" format:"uuid"`
	UpdatedAt time.Time         `json:"updated_at,omitzero"`
}

func (r LibraryRule[T]) version() int { return r.Version }

// The rules of a library.
type (
	// RatioRule is how it judges its staffing.
	RatioRule = LibraryRule[staffing.RatioRule]
	// GiftRates are what an hour costs.
	GiftRates = LibraryRule[gift.Rates]
	// ReturnRule is what it counts for the national return.
	ReturnRule = LibraryRule[staffing.ReturnRule]
)

// RatioRules gives every version of how a library judges its staffing, the newest first and the standard last.
func (s *Staffing) RatioRules(ctx context.Context, library evidence.LibraryID) ([]RatioRule, error) {
	return rulesOf(ctx, s, library, ruleRatio, staffing.StandardRatio())
}

// SaveRatioRule decides how a library judges its staffing, on what is at this version.
func (s *Staffing) SaveRatioRule(ctx context.Context, library evidence.LibraryID, by evidence.PersonID, version int, rule staffing.RatioRule) (RatioRule, error) {
	return saveRule(ctx, s, library, by, ruleRatio, version, rule, staffing.StandardRatio(), rule.Check())
}

// GiftRates gives every version of a library's hourly rates, the newest first and none at all last.
func (s *Staffing) GiftRates(ctx context.Context, library evidence.LibraryID) ([]GiftRates, error) {
	return rulesOf(ctx, s, library, ruleGift, gift.Rates{})
}

// SaveGiftRates sets the hourly rates of a library.
func (s *Staffing) SaveGiftRates(ctx context.Context, library evidence.LibraryID, by evidence.PersonID, version int, rates gift.Rates, today reports.Date) (GiftRates, error) {
	known := func(group string) bool { return s.codes.Has(vocabulary.StaffGroups, group) }
	k := checker{codes: s.codes}
	k.text("source", rates.Source, MaxSource)
	return saveRule(ctx, s, library, by, ruleGift, version, rates, gift.Rates{}, slices.Concat(rates.Check(known, today), k.fields))
}

// ReturnRules gives every version of what a library counts as an expert search, the newest first and the standard last.
func (s *Staffing) ReturnRules(ctx context.Context, library evidence.LibraryID) ([]ReturnRule, error) {
	return rulesOf(ctx, s, library, ruleReturn, staffing.StandardReturn())
}

// SaveReturnRule decides what counts as an expert search. Years that were returned keep the rule they were returned by.
func (s *Staffing) SaveReturnRule(ctx context.Context, library evidence.LibraryID, by evidence.PersonID, version int, rule staffing.ReturnRule) (ReturnRule, error) {
	return saveRule(ctx, s, library, by, ruleReturn, version, rule, staffing.StandardReturn(), rule.Check(s.codes.Has))
}

func rulesOf[T any](ctx context.Context, s *Staffing, library evidence.LibraryID, kind string, standard T) ([]LibraryRule[T], error) {
	l, err := rowUUID(string(library))
	if err != nil {
		return nil, err
	}
	return rulesIn(ctx, s, l, kind, standard)
}

func rulesIn[T any](ctx context.Context, s *Staffing, library uuid.UUID, kind string, standard T) ([]LibraryRule[T], error) {
	rows, err := s.q.LibraryRules(ctx, sqlc.LibraryRulesParams{Library: library, Kind: kind})
	if err != nil {
		return nil, contentError(err)
	}
	return append(each(rows, libraryRuleOf[T]), LibraryRule[T]{Version: unsaid, Rule: standard}), nil
}

func saveRule[T any](ctx context.Context, s *Staffing, library evidence.LibraryID, by evidence.PersonID, kind string, version int, rule, standard T, wrong []evidence.FieldError,
) (LibraryRule[T], error) {
	l, person, err := idsOf(string(library), string(by))
	if err != nil {
		return LibraryRule[T]{}, err
	}
	if err := (&checker{fields: wrong}).err(); err != nil {
		return LibraryRule[T]{}, err
	}
	newest := func() (LibraryRule[T], error) {
		all, err := rulesIn(ctx, s, l, kind, standard)
		if err != nil {
			return LibraryRule[T]{}, err
		}
		return all[0], nil
	}
	if err := current(version, newest); err != nil {
		return LibraryRule[T]{}, err
	}
	row, err := s.q.InsertLibraryRule(ctx, sqlc.InsertLibraryRuleParams{
		Library: l, Kind: kind, Version: fit(version + 1), Rule: jsonOf(rule), Person: person, Now: s.now(),
	})
	if err != nil {
		return written(LibraryRule[T]{}, err, version, newest)
	}
	return libraryRuleOf[T](row), nil
}

func libraryRuleOf[T any](r sqlc.LibraryRule) LibraryRule[T] {
	return LibraryRule[T]{Version: int(r.Version), Rule: fromJSON[T](r.Rule), UpdatedBy: personOf(r.UpdatedBy), UpdatedAt: r.UpdatedAt.UTC()}
}
