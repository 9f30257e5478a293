package postgres

import (
	"context"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"evidencedesk/internal/evidence"
	"evidencedesk/internal/postgres/sqlc"
	"evidencedesk/internal/supply"
)

// AttachmentPiece is how much of a file is kept in one row and held in memory, in bytes.
const AttachmentPiece = 1 << 20

// MaySupply refuses who may not add files: all but the librarians and trainees of the library.
func (c *Content) MaySupply(a Access) error { return a.works() }

// AddFile keeps a file with its description, whose size, digest and media type the caller has found out. next gives its pieces of
// [AttachmentPiece] bytes, an empty one after the last. Errors: evidence.Invalid, such as for a basis on which nothing is supplied.
func (c *Content) AddFile(ctx context.Context, a Access, f AttachmentContent, k Creation, next func() ([]byte, error)) (Attachment, error) {
	if err := a.works(); err != nil {
		return Attachment{}, err
	}
	f, err := c.checkedAttachment(a, f)
	if err != nil {
		return Attachment{}, err
	}
	if !supply.RuleOf(supply.Basis(f.CopyBasis)).Carries() {
		return Attachment{}, errNoFile()
	}
	return c.addAttachment(ctx, a, f, k, next)
}

// GivenFile is the file of an attachment that was only described: what the caller found out of it, and on which basis it may be copied;
// empty as described.
type GivenFile struct {
	CopyBasis string
	MediaType string
	Size      int64 // bytes
	SHA256    string
}

// AwaitsFile refuses a file for an attachment that takes none, before it is sent: errors as of [Content.GiveFile].
func (c *Content) AwaitsFile(ctx context.Context, a Access, id string, version int) (Attachment, error) {
	key, err := rowUUID(id)
	if err != nil {
		return Attachment{}, err
	}
	if err := a.works(); err != nil {
		return Attachment{}, err
	}
	f, err := c.changeable(ctx, a, key)
	switch {
	case err != nil:
		return f, err
	case f.Version != version:
		return f, &StaleError{Version: f.Version, Current: f}
	case f.Erased:
		return f, evidence.InvalidField("name", "required", "Its name was erased. Give it a name first.")
	case !f.FromStaff:
		return f, evidence.InvalidField("file", "not-allowed", "The people who asked noted this file. Add a copy of the library's own.")
	}
	return f, nil
}

// GiveFile keeps the file of an attachment that is at this version and was only described until now. If its digest was described, the file
// must have it. The same file again changes nothing. Errors: NotPermitted; NotFound; Invalid, also for another file than the one that is
// kept; a [StaleError] with the [Attachment].
func (c *Content) GiveFile(ctx context.Context, a Access, id string, version int, g GivenFile, next func() ([]byte, error)) (Attachment, error) {
	f, err := c.AwaitsFile(ctx, a, id, version)
	if err != nil {
		return f, err
	}
	if err := g.fits(&f); err != nil || f.Kept {
		return f, err
	}
	sum, err := digestOf(g.SHA256)
	if err != nil {
		return f, err
	}
	key := uuid.MustParse(f.ID)
	var row sqlc.Attachment
	var changed bool // by somebody else meanwhile
	err = c.tx(ctx, func(q *sqlc.Queries) (err error) {
		row, err = q.GiveAttachmentFile(ctx, sqlc.GiveAttachmentFileParams{
			Request: a.request, ID: key, Version: fit(version), CopyBasis: g.CopyBasis, MediaType: g.MediaType, Size: g.Size, Sha256: sum, Now: c.now(),
		})
		if changed = isMissing(err); changed || err != nil {
			return err
		}
		return keepFile(ctx, q, key, next)
	})
	if changed {
		err = pgx.ErrNoRows
	}
	return written(a.attachmentOf(row), err, version, func() (Attachment, error) { return c.attachment(ctx, a, key) })
}

// fits compares a file with what is described, and takes its basis from there if it brings none.
func (g *GivenFile) fits(f *Attachment) error {
	if g.CopyBasis == "" {
		g.CopyBasis = f.CopyBasis
	}
	switch {
	case f.Kept && f.SHA256 != g.SHA256:
		return evidence.InvalidField("file", "kept", "Its file is here already. Another file is another attachment.")
	case f.Kept:
		return nil
	case f.SHA256 != "" && f.SHA256 != g.SHA256:
		return evidence.InvalidField("file", "not-described", "This is not the file that was described: its SHA-256 is another.")
	case !supply.RuleOf(supply.Basis(g.CopyBasis)).Carries():
		return errNoFile()
	}
	return nil
}

func errNoFile() error {
	return evidence.InvalidField("copy_basis", "not-allowed", "A file can be kept only if it may be copied: say on which basis, or note the file without it.")
}

func keepFile(ctx context.Context, q *sqlc.Queries, id uuid.UUID, next func() ([]byte, error)) error {
	for n := int32(1); ; n++ {
		piece, err := next()
		if err != nil || len(piece) == 0 {
			return err
		}
		if err := q.InsertAttachmentPiece(ctx, sqlc.InsertAttachmentPieceParams{ID: id, N: n, Bytes: piece}); err != nil {
			return err
		}
	}
}

// File gives a file's description and a function that gives its pieces, an empty one after the last. Errors: evidence.NotFound if it is out of
// sight or only described; evidence.NotPermitted if it is not supplied to this reader, with the reason.
func (c *Content) File(ctx context.Context, a Access, id string) (Attachment, func() ([]byte, error), error) {
	f, err := c.Attachment(ctx, a, id)
	switch {
	case err != nil:
		return f, nil, err
	case !f.Kept:
		return f, nil, evidence.Refuse(evidence.NotFound, "")
	case !f.ForReader:
		return f, nil, a.refuse("The basis on which it was copied does not let it be supplied to you. Ask the library for a copy of your own.")
	}
	key, n, left := uuid.MustParse(f.ID), int32(0), f.Size
	return f, func() ([]byte, error) {
		if left <= 0 {
			return nil, nil
		}
		n++
		piece, err := c.q.AttachmentPiece(ctx, sqlc.AttachmentPieceParams{ID: key, N: n})
		left -= int64(len(piece))
		return piece, contentError(err)
	}, nil
}

// readsCopiesAs is how the person stands to what is supplied.
func (a Access) readsCopiesAs() supply.Reader {
	switch {
	case a.relation == relationLibrary:
		return supply.Staff
	case a.relation == relationReview:
		return supply.Reviewer
	case a.relation == relationShared:
		return supply.Colleague
	case a.person == a.requester:
		return supply.Requester
	case a.delegate:
		return supply.Delegate
	}
	return supply.Copied
}
