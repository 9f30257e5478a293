package postgres

import (
	"context"

	"evidencedesk/internal/evidence"
	"evidencedesk/internal/postgres/sqlc"
	"evidencedesk/internal/vocabulary"
)

// firstCheckPolicy is the version of what a library wants checked before it has decided anything.
const firstCheckPolicy = 1

// LibraryChecks gives what a library wants checked for each type of search, from now on. What binds a request is what was in force when
// it was accepted.
func (c *Content) LibraryChecks(ctx context.Context, library evidence.LibraryID) (LibraryChecks, error) {
	l, err := rowUUID(string(library))
	if err != nil {
		return LibraryChecks{}, err
	}
	row, err := c.q.CheckPolicyInForce(ctx, l)
	if err != nil && !isMissing(err) {
		return LibraryChecks{}, contentError(err)
	}
	return c.checksOf(row), nil
}

// CheckPolicy gives what a library wants checked for a type of search; an unknown type gets the strictest.
func (c *Content) CheckPolicy(ctx context.Context, library evidence.LibraryID, searchType string) (evidence.CheckPolicy, error) {
	all, err := c.LibraryChecks(ctx, library)
	if err != nil {
		return "", err
	}
	for _, t := range all.Types {
		if t.Type == searchType {
			return t.Policy, nil
		}
	}
	return evidence.CheckBoth, nil
}

// SaveLibraryChecks decides what a library wants checked from now on, on what is at this version. A type of search that is not named
// keeps the standard. Earlier versions are kept. Errors: Invalid names each type or policy that there is not.
func (c *Content) SaveLibraryChecks(ctx context.Context, library evidence.LibraryID, by evidence.PersonID, version int, rules map[string]evidence.CheckPolicy) (LibraryChecks, error) {
	l, person, err := idsOf(string(library), string(by))
	if err != nil {
		return LibraryChecks{}, err
	}
	check := c.checker()
	for code, policy := range rules {
		check.code("rules."+code, code, vocabulary.SearchTypes)
		check.oneOf("rules."+code, string(policy), "Say what is checked.",
			string(evidence.CheckNone), string(evidence.CheckStrategy), string(evidence.CheckSummary), string(evidence.CheckBoth))
	}
	if err := check.err(); err != nil {
		return LibraryChecks{}, err
	}
	current, err := c.LibraryChecks(ctx, library)
	switch {
	case err != nil:
		return LibraryChecks{}, err
	case current.Version != version:
		return LibraryChecks{}, &StaleError{Version: current.Version, Current: current}
	case current.saying(rules):
		return current, nil
	}
	row, err := c.q.InsertCheckPolicy(ctx, sqlc.InsertCheckPolicyParams{
		Library: l, Version: fit(version + 1), Rules: jsonOf(rules), Person: person, Now: c.now(),
	})
	if isMissing(err) {
		current, err = c.LibraryChecks(ctx, library)
		if err != nil {
			return LibraryChecks{}, err
		}
		return LibraryChecks{}, &StaleError{Version: current.Version, Current: current}
	}
	return c.checksOf(row), contentError(err)
}

// saying reports whether this is what is in force already.
func (l LibraryChecks) saying(rules map[string]evidence.CheckPolicy) bool {
	for _, t := range l.Types {
		if policy, named := rules[t.Type]; named && policy != t.Policy || !named && t.Policy != t.Standard {
			return false
		}
	}
	return true
}

// checksOf lays a library's decisions over the vocabulary's; the row of one that has decided nothing is empty.
func (c *Content) checksOf(r sqlc.LibraryCheckPolicy) LibraryChecks {
	list, own := LibraryChecks{Version: firstCheckPolicy}, map[string]evidence.CheckPolicy{}
	if r.Version > 0 {
		list.Version, list.UpdatedBy, list.UpdatedAt = int(r.Version), personOf(r.UpdatedBy), r.UpdatedAt.UTC()
		own = fromJSON[map[string]evidence.CheckPolicy](r.Rules)
	}
	all, _ := c.codes.Get(vocabulary.SearchTypes)
	list.Types = each(all.Terms, func(t vocabulary.Term) TypeCheck {
		one := TypeCheck{Type: t.Code, Label: t.Label, Standard: evidence.CheckPolicy(t.Search.CheckRequired)}
		if one.Policy = own[t.Code]; one.Policy == "" {
			one.Policy = one.Standard
		}
		return one
	})
	return list
}
