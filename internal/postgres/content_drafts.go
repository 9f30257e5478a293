package postgres

import (
	"context"
	"fmt"
	"maps"
	"regexp"
	"slices"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"evidencedesk/internal/evidence"
	"evidencedesk/internal/postgres/sqlc"
)

// AddDraft keeps a submission that is not complete. Nobody but the person sees it.
func (c *Content) AddDraft(ctx context.Context, person evidence.PersonID, body map[string]any, k Creation) (Draft, error) {
	p, err := rowUUID(string(person))
	if err != nil {
		return Draft{}, err
	}
	if err := c.checkedDraft(body); err != nil {
		return Draft{}, err
	}
	ids, err := c.create(ctx, p, uuid.Nil, k, 1, func(q *sqlc.Queries, ids []uuid.UUID) error {
		if n, err := q.CountDrafts(ctx, p); err != nil || n >= evidence.MaxListItems {
			return tooMany(err, "submission", evidence.MaxListItems)
		}
		_, err := q.InsertDraft(ctx, sqlc.InsertDraftParams{ID: ids[0], Person: p, Body: jsonOf(body), Now: c.now()})
		return err
	})
	if err != nil {
		return Draft{}, err
	}
	return c.draft(ctx, p, ids[0])
}

// SaveDraft changes one's own draft that is at this version, in one statement when it succeeds.
func (c *Content) SaveDraft(ctx context.Context, person evidence.PersonID, id string, version int, body map[string]any) (Draft, error) {
	p, key, err := draftKey(person, id)
	if err != nil {
		return Draft{}, err
	}
	if err := c.checkedDraft(body); err != nil {
		return Draft{}, err
	}
	row, err := c.q.UpdateDraft(ctx, sqlc.UpdateDraftParams{ID: key, Person: p, Version: fit(version), Body: jsonOf(body), Now: c.now()})
	if err == nil {
		return draftOf(row), nil
	}
	return written(Draft{}, err, version, func() (Draft, error) { return c.draft(ctx, p, key) })
}

// RemoveDraft throws away one's own draft that is at this version.
func (c *Content) RemoveDraft(ctx context.Context, person evidence.PersonID, id string, version int) error {
	p, key, err := draftKey(person, id)
	if err != nil {
		return err
	}
	_, err = c.q.DeleteDraft(ctx, sqlc.DeleteDraftParams{ID: key, Person: p, Version: fit(version)})
	return removed(err, version, func() (Draft, error) { return c.draft(ctx, p, key) })
}

// DropDraft removes the draft that has become a request, in the transaction that opens it. A draft that does not exist, or
// is another person's, is nothing to remove.
func DropDraft(ctx context.Context, tx pgx.Tx, person evidence.PersonID, id string) error {
	p, key, err := draftKey(person, id)
	if err != nil {
		return nil //nolint:nilerr // what is no identifier names no draft
	}
	_, err = sqlc.New(tx).DropDraft(ctx, sqlc.DropDraftParams{ID: key, Person: p})
	return contentError(err)
}

// Drafts gives one's own drafts, the newest first.
func (c *Content) Drafts(ctx context.Context, person evidence.PersonID) ([]Draft, error) {
	p, err := rowUUID(string(person))
	if err != nil {
		return nil, err
	}
	rows, err := c.q.ListDrafts(ctx, sqlc.ListDraftsParams{Person: p, Most: evidence.MaxListItems})
	return each(rows, draftOf), contentError(err)
}

// Draft gives one of one's own drafts.
func (c *Content) Draft(ctx context.Context, person evidence.PersonID, id string) (Draft, error) {
	p, key, err := draftKey(person, id)
	if err != nil {
		return Draft{}, err
	}
	return c.draft(ctx, p, key)
}

func (c *Content) draft(ctx context.Context, person, id uuid.UUID) (Draft, error) {
	row, err := c.q.GetDraft(ctx, sqlc.GetDraftParams{ID: id, Person: person})
	if err != nil {
		return Draft{}, contentError(err)
	}
	return draftOf(row), nil
}

func draftKey(person evidence.PersonID, id string) (p, key uuid.UUID, err error) {
	if p, err = rowUUID(string(person)); err != nil {
		return p, key, err
	}
	key, err = rowUUID(id)
	return p, key, err
}

// checkedDraft limits every text of a draft, wherever it stands; what is still missing is for the submission to say.
func (c *Content) checkedDraft(body map[string]any) error {
	check := c.checker()
	if body == nil {
		check.wrong("submission", "required", "Send an object.")
	}
	for _, t := range DraftTexts(body) {
		check.text(t.Field, t.Text, evidence.MaxQuestion)
	}
	return check.err()
}

// DraftText is one text of a draft with its path.
type DraftText struct{ Field, Text string }

// DraftTexts finds every text of a draft in the order of their paths: values, and names of fields too, for a client might
// put anything there. A path shows names of fields only where they look like ours.
func DraftTexts(body map[string]any) []DraftText {
	var list []DraftText
	walkDraft("submission", body, func(t DraftText) { list = append(list, t) })
	return list
}

// plainName is the shape of the names that a submission uses.
var plainName = regexp.MustCompile(`^[a-z][a-z_]{0,39}$`)

func walkDraft(path string, v any, found func(DraftText)) {
	switch v := v.(type) {
	case string:
		found(DraftText{path, v})
	case []any:
		for i, item := range v {
			walkDraft(fmt.Sprintf("%s[%d]", path, i), item, found)
		}
	case map[string]any:
		for _, name := range slices.Sorted(maps.Keys(v)) {
			at := path + "." + name
			if !plainName.MatchString(name) {
				at = path + ".?"
				found(DraftText{at, name})
			}
			walkDraft(at, v[name], found)
		}
	}
}

func draftOf(r sqlc.RequestDraft) Draft {
	return Draft{
		ID: r.ID.String(), Version: int(r.Version), Body: fromJSON[map[string]any](r.Body), CreatedAt: r.CreatedAt.UTC(), UpdatedAt: r.UpdatedAt.UTC(),
	}
}
