package postgres

import (
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/google/uuid"

	"evidencedesk/internal/evidence"
	"evidencedesk/internal/postgres/sqlc"
	reports "evidencedesk/internal/report"
	"evidencedesk/internal/staffing"
	"evidencedesk/internal/vocabulary"
)

// NationalReturn is what a library entered for a year, and the version of the counting rule that the year keeps.
type NationalReturn struct {
	Year        int               `json:"year" doc:"The April with which it begins"`
	Version     int               `json:"version" doc:"1: nothing was entered"`
	RuleVersion int               `json:"rule_version"`
	Entered     map[string]int    `json:"entered" doc:"By code of return_activities: what is not counted from requests"`
	UpdatedBy   evidence.PersonID `json:"updated_by,omitempty" format:"uuid"`
	UpdatedAt   time.Time         `json:"updated_at,omitzero"`
}

func (r NationalReturn) version() int { return r.Version }

// Counted is a year as it is counted, with what was entered.
type Counted struct {
	Return NationalReturn
	Rule   ReturnRule
	Groups []staffing.Group
}

// Tally is the year as an activity is counted.
func (c Counted) Tally(activity string) staffing.Tally {
	return staffing.Tally{Groups: c.Groups, Entered: c.Return.Entered[activity], Rule: c.Rule.Rule}
}

// CountReturn counts a year by the rule that it keeps; a year for which nothing was entered, by the newest.
func (s *Staffing) CountReturn(ctx context.Context, library evidence.LibraryID, year int) (Counted, error) {
	l, err := rowUUID(string(library))
	if err != nil {
		return Counted{}, err
	}
	rules, err := rulesIn(ctx, s, l, ruleReturn, staffing.StandardReturn())
	if err != nil {
		return Counted{}, err
	}
	var c Counted
	if c.Return, err = s.returned(ctx, l, year, rules[0].Version); err != nil {
		return Counted{}, contentError(err)
	}
	c.Rule = rules[0]
	if i := slices.IndexFunc(rules, func(r ReturnRule) bool { return r.Version == c.Return.RuleVersion }); i >= 0 {
		c.Rule = rules[i]
	}
	c.Groups, err = s.delivered(ctx, l, reports.NationalYear(year))
	return c, err
}

// SaveReturn enters what is not counted from requests, and keeps the counting rule for the year. Errors: Invalid names each activity or
// number that cannot be.
func (s *Staffing) SaveReturn(ctx context.Context, library evidence.LibraryID, by evidence.PersonID, version int, r NationalReturn, today reports.Date) (NationalReturn, error) {
	l, person, err := idsOf(string(library), string(by))
	if err != nil {
		return NationalReturn{}, err
	}
	rules, err := rulesIn(ctx, s, l, ruleReturn, staffing.StandardReturn())
	if err != nil {
		return NationalReturn{}, err
	}
	if err := s.checkReturn(r, rules, today); err != nil {
		return NationalReturn{}, err
	}
	newest := func() (NationalReturn, error) { return s.returned(ctx, l, r.Year, rules[0].Version) }
	if err := current(version, newest); err != nil {
		return NationalReturn{}, err
	}
	row, err := s.q.InsertNationalReturn(ctx, sqlc.InsertNationalReturnParams{
		Library: l, Year: fit(r.Year), Version: fit(version + 1), RuleVersion: fit(r.RuleVersion), Entered: jsonOf(r.Entered), Person: person, Now: s.now(),
	})
	if err != nil {
		return written(NationalReturn{}, err, version, newest)
	}
	return nationalReturnOf(row), nil
}

// mostEntered is more than all services of England supply in a year.
const mostEntered = 10_000_000

func (s *Staffing) checkReturn(r NationalReturn, rules []ReturnRule, today reports.Date) error {
	k := checker{codes: s.codes}
	k.fields = append(k.fields, staffing.Year{Start: r.Year}.Check(today)...)
	if !slices.ContainsFunc(rules, func(rule ReturnRule) bool { return rule.Version == r.RuleVersion }) {
		k.wrong("rule_version", "unknown", "Use a version of the counting rule.")
	}
	for activity, n := range r.Entered {
		k.code("entered."+activity, activity, vocabulary.ReturnActivities)
		if n < 0 || n > mostEntered {
			k.wrong("entered."+activity, "out-of-range", fmt.Sprintf("Use a whole number from 0 to %d.", mostEntered))
		}
	}
	return k.err()
}

func (s *Staffing) returned(ctx context.Context, library uuid.UUID, year, rule int) (NationalReturn, error) {
	row, err := s.q.NationalReturnInForce(ctx, sqlc.NationalReturnInForceParams{Library: library, Year: fit(year)})
	if isMissing(err) {
		return NationalReturn{Year: year, Version: unsaid, RuleVersion: rule, Entered: map[string]int{}}, nil
	}
	if err != nil {
		return NationalReturn{}, err
	}
	return nationalReturnOf(row), nil
}

func nationalReturnOf(r sqlc.NationalReturn) NationalReturn {
	return NationalReturn{
		Year: int(r.Year), Version: int(r.Version), RuleVersion: int(r.RuleVersion), Entered: fromJSON[map[string]int](r.Entered),
		UpdatedBy: personOf(r.UpdatedBy), UpdatedAt: r.UpdatedAt.UTC(),
	}
}

func (s *Staffing) delivered(ctx context.Context, library uuid.UUID, p reports.Period) ([]staffing.Group, error) {
	rows, err := s.q.DeliveredGroups(ctx, sqlc.DeliveredGroupsParams{Library: library, FromOn: dateRow(p.From()), ToOn: dateRow(p.To())})
	return each(rows, func(r sqlc.DeliveredGroupsRow) staffing.Group {
		return staffing.Group{
			Purpose: r.Purpose, Product: r.Product, StaffGroup: r.StaffGroup, Outcome: r.Outcome, Live: r.Live, Rerun: r.Rerun, Requests: int(r.Requests),
		}
	}), contentError(err)
}
