package postgres

import (
	"context"
	"encoding/hex"
	"slices"

	"github.com/google/uuid"

	"evidencedesk/internal/evidence"
	"evidencedesk/internal/postgres/sqlc"
	"evidencedesk/internal/supply"
)

// linkOnly is the copy basis of a file about which nothing is known: it may be pointed to, not copied.
const linkOnly = string(supply.LinkOnly)

// AddAttachment describes a file that belongs to the request.
func (c *Content) AddAttachment(ctx context.Context, a Access, f AttachmentContent, k Creation) (Attachment, error) {
	f, err := c.checkedAttachment(a, f)
	if err != nil {
		return Attachment{}, err
	}
	return c.addAttachment(ctx, a, f, k, nil)
}

// addAttachment adds a description and, unless next is nil, the file itself.
func (c *Content) addAttachment(ctx context.Context, a Access, f AttachmentContent, k Creation, next func() ([]byte, error)) (Attachment, error) {
	sum, err := digestOf(f.SHA256)
	if err != nil {
		return Attachment{}, err
	}
	ids, err := c.create(ctx, a.person, a.request, k, 1, func(q *sqlc.Queries, ids []uuid.UUID) error {
		if n, err := q.CountAttachments(ctx, a.request); err != nil || n >= evidence.MaxListItems {
			return tooMany(err, "name", evidence.MaxListItems)
		}
		_, err := q.InsertAttachment(ctx, sqlc.InsertAttachmentParams{
			ID: ids[0], Request: a.request, Name: f.Name, MediaType: f.MediaType, Size: f.Size, Sha256: sum, CopyBasis: f.CopyBasis,
			Kept: next != nil, Person: a.person, FromStaff: a.relation == relationLibrary, Now: c.now(),
		})
		if err != nil || next == nil {
			return err
		}
		return keepFile(ctx, q, ids[0], next)
	})
	if err != nil {
		return Attachment{}, err
	}
	return c.attachment(ctx, a, ids[0])
}

// digestOf reads a digest; none stays none.
func digestOf(sha256 string) ([]byte, error) {
	if sha256 == "" {
		return nil, nil
	}
	return hex.DecodeString(sha256)
}

// SaveAttachment renames a file that is at this version or says on which basis it may be copied. What the file is cannot
// be changed: another file is another attachment.
func (c *Content) SaveAttachment(ctx context.Context, a Access, id string, version int, f AttachmentContent) (Attachment, error) {
	key, err := rowUUID(id)
	if err != nil {
		return Attachment{}, err
	}
	if f, err = c.checkedAttachment(a, f); err != nil {
		return Attachment{}, err
	}
	before, err := c.changeable(ctx, a, key)
	if err != nil {
		return Attachment{}, err
	}
	if before.Kept && f.CopyBasis == linkOnly {
		return Attachment{}, errNoFile()
	}
	if f.SHA256 != before.SHA256 || f.Size != before.Size || f.MediaType != before.MediaType {
		return Attachment{}, evidence.InvalidField("sha256", "not-allowed", "Another file is another attachment.")
	}
	row, err := c.q.UpdateAttachment(ctx, sqlc.UpdateAttachmentParams{
		ID: key, Request: a.request, Version: fit(version), Name: f.Name, CopyBasis: f.CopyBasis, Now: c.now(),
	})
	return written(a.attachmentOf(row), err, version, func() (Attachment, error) { return c.attachment(ctx, a, key) })
}

// RemoveAttachment takes out the description of a file that is at this version.
func (c *Content) RemoveAttachment(ctx context.Context, a Access, id string, version int) error {
	key, err := rowUUID(id)
	if err != nil {
		return err
	}
	if err := a.attaches(); err != nil {
		return err
	}
	if _, err := c.changeable(ctx, a, key); err != nil {
		return err
	}
	_, err = c.q.DeleteAttachment(ctx, sqlc.DeleteAttachmentParams{Request: a.request, ID: key, Version: fit(version)})
	return removed(err, version, func() (Attachment, error) { return c.attachment(ctx, a, key) })
}

// Attachments lists the files. The requester's side sees its own, and after delivery those of the library; people with
// whom a report is shared see those that they may download.
func (c *Content) Attachments(ctx context.Context, a Access) ([]Attachment, error) {
	rows, err := c.q.ListAttachments(ctx, sqlc.ListAttachmentsParams{Request: a.request, FromStaff: a.seesStaffFiles()})
	list := each(rows, a.attachmentOf)
	if a.relation == relationShared {
		list = slices.DeleteFunc(list, func(f Attachment) bool { return !f.ForReader })
	}
	return list, contentError(err)
}

// Attachment gives one file's description, as [Content.Attachments] does.
func (c *Content) Attachment(ctx context.Context, a Access, id string) (Attachment, error) {
	key, err := rowUUID(id)
	if err != nil {
		return Attachment{}, err
	}
	f, err := c.attachment(ctx, a, key)
	if err != nil {
		return Attachment{}, err
	}
	if f.FromStaff && !a.seesStaffFiles() || a.relation == relationShared && !f.ForReader {
		return Attachment{}, evidence.Refuse(evidence.NotFound, "")
	}
	return f, nil
}

func (a Access) seesStaffFiles() bool { return a.insider() || a.delivered > 0 }

// changeable gives a file that the person may change: staff any, the requester's side its own.
func (c *Content) changeable(ctx context.Context, a Access, id uuid.UUID) (Attachment, error) {
	f, err := c.attachment(ctx, a, id)
	switch {
	case err != nil:
		return f, err
	case a.relation == relationLibrary || !f.FromStaff:
		return f, nil
	case a.seesStaffFiles():
		return f, a.refuse("The library added this.")
	}
	return f, evidence.Refuse(evidence.NotFound, "")
}

func (c *Content) attachment(ctx context.Context, a Access, id uuid.UUID) (Attachment, error) {
	row, err := c.q.GetAttachment(ctx, sqlc.GetAttachmentParams{Request: a.request, ID: id})
	if err != nil {
		return Attachment{}, contentError(err)
	}
	return a.attachmentOf(row), nil
}

func (c *Content) checkedAttachment(a Access, f AttachmentContent) (AttachmentContent, error) {
	if err := a.attaches(); err != nil {
		return f, err
	}
	if f.CopyBasis == "" {
		f.CopyBasis = linkOnly
	}
	check := c.checker()
	check.attachment(f)
	if f.CopyBasis != linkOnly && a.relation != relationLibrary {
		check.wrong("copy_basis", "not-allowed", "The library says on which basis a file may be copied.")
	}
	return f, check.err()
}

func (a Access) attachmentOf(r sqlc.Attachment) Attachment {
	return Attachment{
		ID: r.ID.String(), Version: int(r.Version), AddedBy: personOf(r.AddedBy), FromStaff: r.FromStaff, CreatedAt: r.CreatedAt.UTC(),
		UpdatedAt: r.UpdatedAt.UTC(), Erased: r.ErasedAt != nil,
		Kept: r.Kept, ForReader: r.Kept && supply.RuleOf(supply.Basis(r.CopyBasis)).Allows(a.readsCopiesAs()),
		AttachmentContent: AttachmentContent{
			Name: r.Name, MediaType: r.MediaType, Size: r.Size, SHA256: hex.EncodeToString(r.Sha256), CopyBasis: r.CopyBasis,
		},
	}
}
