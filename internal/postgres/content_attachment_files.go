package postgres

import (
	"context"

	"github.com/google/uuid"

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
