package postgres

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"time"

	"evidencedesk/internal/evidence"
	"evidencedesk/internal/postgres/sqlc"
)

// report is everything that is delivered.
type report struct {
	text        SummaryText
	references  []Reference
	searches    []Search
	disclaimers []Disclaimer
	methods     *Methods // nil without searches
	question    reportQuestion
}

// The canonical forms say what a text says and nothing about who saved it when. Their fields come in a fixed order, absent
// ones are left out, instants are UTC with microseconds: two texts have one form exactly when they say the same. Fields
// may be added to the end with omitempty; any other change makes every digest new.
type (
	canonicalReport struct {
		Text        SummaryText          `json:"text"`
		References  []canonicalReference `json:"references,omitempty"`
		Searches    []canonicalSearch    `json:"searches,omitempty"`
		Disclaimers []Disclaimer         `json:"disclaimers,omitempty"`
		Methods     *Methods             `json:"methods,omitempty"`
		Question    canonicalQuestion    `json:"question,omitzero"`
	}
	canonicalQuestion struct {
		Question   string            `json:"question,omitempty"`
		Framework  string            `json:"framework,omitempty"`
		Elements   map[string]string `json:"elements,omitempty"`
		Exclusions string            `json:"exclusions,omitempty"`
	}
	canonicalReference struct {
		ID      string           `json:"id"`
		Content ReferenceContent `json:"content"`
	}
	canonicalSearch struct {
		ID      string        `json:"id"`
		Content SearchContent `json:"content"`
	}
)

func (r report) canonical() canonicalReport {
	return canonicalReport{
		Text: r.text, Searches: canonicalSearches(r.searches), Disclaimers: r.disclaimers, Methods: r.methods, Question: r.question.canonicalQuestion,
		References: each(r.references, func(r Reference) canonicalReference { return canonicalReference{r.ID, r.ReferenceContent} }),
	}
}

// canonicalSearches keeps the order of the identifiers, which is that in which the records were begun.
func canonicalSearches(list []Search) []canonicalSearch {
	return each(list, func(s Search) canonicalSearch { return canonicalSearch{s.ID, s.SearchContent} })
}

// digest is HMAC-SHA-256 over the canonical JSON, as base64url. It is keyed because a plain digest of a short text can be
// guessed, and it goes where text may not: into the history of the workflow.
func (c *Content) digest(kind string, canonical any) string {
	mac := hmac.New(sha256.New, c.key)
	mac.Write([]byte("evidencedesk/1/" + kind + "\x00"))
	mac.Write(jsonOf(canonical))
	return base64.RawURLEncoding.EncodeToString(mac.Sum(nil))
}

func insertVersion(ctx context.Context, q *sqlc.Queries, a Access, f Facts, r report, now time.Time) error {
	return q.InsertSummaryVersion(ctx, sqlc.InsertSummaryVersionParams{
		Request: a.request, Version: fit(f.Version), Body: r.text.Text, BottomLine: r.text.BottomLine, Product: r.text.Product,
		Sections: listOf(r.text.Sections), EvidenceTable: listOf(r.text.EvidenceTable), Certainties: listOf(r.text.Certainties),
		Refs: listOf(r.references), Searches: listOf(r.searches), Support: listOf(r.support()), Disclaimers: listOf(r.disclaimers),
		Methods: r.methods.stored(), Question: fit(r.question.version), Digest: f.Digest, Authors: uuids(f.Authors), Trainee: f.Trainee, Person: a.person, Now: now,
	})
}

// Versions lists the frozen versions, the newest first, without their text. Who asked gets those that were sent to
// them; with whom the report was shared, the one that was sent last, for a correction may have taken something back.
func (c *Content) Versions(ctx context.Context, a Access) ([]VersionInfo, error) {
	rows, err := c.q.ListSummaryVersions(ctx, a.request)
	if err != nil {
		return nil, contentError(err)
	}
	list := []VersionInfo{}
	for _, r := range rows {
		delivered := int(r.Version) == a.delivered
		if !a.sees(int(r.Version)) {
			continue
		}
		list = append(list, VersionInfo{
			Facts:    Facts{Version: int(r.Version), Digest: r.Digest, Authors: each(r.Authors, personOf), Trainee: r.Trainee},
			FrozenBy: personOf(r.FrozenBy), FrozenAt: r.CreatedAt.UTC(), Delivered: delivered, Erased: r.ErasedAt != nil,
		})
	}
	return list, nil
}

// Version gives one frozen version whole, with the same rule as [Content.Versions].
func (c *Content) Version(ctx context.Context, a Access, n int) (SummaryVersion, error) {
	if n < 1 || !a.sees(n) {
		return SummaryVersion{}, &evidence.Error{Code: evidence.NotFound}
	}
	r, err := c.q.GetSummaryVersion(ctx, sqlc.GetSummaryVersionParams{Request: a.request, Version: fit(n)})
	if err != nil {
		return SummaryVersion{}, contentError(err)
	}
	v := SummaryVersion{
		VersionInfo: VersionInfo{
			Facts:    Facts{Version: n, Digest: r.Digest, Authors: each(r.Authors, personOf), Trainee: r.Trainee},
			FrozenBy: personOf(r.FrozenBy), FrozenAt: r.CreatedAt.UTC(), Delivered: n == a.delivered, Erased: r.ErasedAt != nil,
		},
		SummaryText: SummaryText{
			Text: r.Body, BottomLine: r.BottomLine, Product: r.Product, Sections: listFrom[Section](r.Sections),
			EvidenceTable: listFrom[EvidenceRow](r.EvidenceTable), Certainties: listFrom[Certainty](r.Certainties),
		},
		References: fromJSON[[]Reference](r.Refs), Searches: fromJSON[[]Search](r.Searches),
		Support: fromJSON[[]Support](r.Support), Disclaimers: fromJSON[[]Disclaimer](r.Disclaimers),
		Methods: storedMethods(r.Methods), Question: int(r.Question),
	}
	if v.Methods == nil && len(v.Searches) > 0 { // of the time before figures were kept
		m, _, err := methodsOf(ctx, c.q, a.request)
		v.Methods = &m
		return v, contentError(err)
	}
	return v, nil
}

// deliveredReport is what readers outside the library see; before the first delivery an empty one.
func (c *Content) deliveredReport(ctx context.Context, a Access) (SummaryVersion, error) {
	v, err := c.Version(ctx, a, a.delivered)
	if evidence.CodeOf(err) == evidence.NotFound {
		return SummaryVersion{References: []Reference{}, Searches: []Search{}, Support: []Support{}, Disclaimers: []Disclaimer{}}, nil
	}
	return v, err
}
