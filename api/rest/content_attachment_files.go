package rest

import (
	"context"
	"encoding/hex"
	"errors"
	"io"
	"net/http"
	"strconv"

	"github.com/danielgtaylor/huma/v2"

	"evidencedesk/internal/evidence"
	"evidencedesk/internal/postgres"
	"evidencedesk/internal/supply"
)

type addFileIn struct {
	OfRequest

	Name      string   `query:"name" required:"true" maxLength:"200" doc:"The name of the file"`
	CopyBasis string   `query:"copy_basis" required:"true" enum:"cla,library_privilege,cfp,open_access,link_only" doc:"On which basis it is supplied; link_only is refused"`
	Confirm   []string `query:"confirm,explode" maxItems:"20" doc:"A finding of the identifier guard in the name that identifies nobody: field|start|kind|reason_code"`
}

type giveFileIn struct {
	Changing

	CopyBasis string `query:"copy_basis" enum:"cla,library_privilege,cfp,open_access,link_only" doc:"On which basis it is supplied, if not as described; link_only is refused"`
}

type readFileIn struct {
	OfItem

	IfNoneMatch string `header:"If-None-Match" maxLength:"1000"`
}

func registerAttachmentFiles(api huma.API, h *contents) {
	add := route("add-file", http.MethodPost, "/requests/{id}/attachments/files", "Keep a file", tagContent, writers(), keyed, created, conflicts,
		streamed("The file itself: PDF, DOCX, XLSX, PPTX, ODT, TXT, CSV, RIS, NBIB, PNG or JPEG, recognised by content; at most 20 MB", supply.MaxBytes),
		describe("Who may download it follows from `copy_basis`. Its size, digest and media type are found out here."))
	handle(api, add, func(ctx context.Context, in *addFileIn) (*newOut[SavedAttachment], error) {
		return h.addFile(ctx, in, creation(ctx, add))
	})
	handle(api, route("give-file", http.MethodPut, "/requests/{id}/attachments/{item}/file", "Give a described attachment its file", tagContent, writers(), conflicts, preconditioned,
		streamed("The file itself, of the kinds and the size that add-file takes", supply.MaxBytes),
		describe("Once: another file is another attachment. If the description has a SHA-256, the file must have it.")), h.giveFile)
	handle(api, route("get-file", http.MethodGet, "/requests/{id}/attachments/{item}/file", "Download a file", tagContent, readers(), downloads("application/octet-stream"),
		describe("By whom its copyright basis allows; of the library's files, after delivery. 304 when the ETag is that of If-None-Match.")), h.getFile)
}

func (h *contents) addFile(ctx context.Context, in *addFileIn, k postgres.Creation) (*newOut[SavedAttachment], error) {
	a, err := h.enter(ctx, in.ID)
	if err != nil {
		return nil, err
	}
	if err := h.Content.Store.MaySupply(a); err != nil { // before the file is taken
		return nil, err
	}
	confirm, err := parseConfirmations(in.Confirm)
	if err != nil {
		return nil, err
	}
	warnings, err := h.guarded(ctx, a.Library(), confirm, Text{"name", in.Name})
	if err != nil {
		return nil, err
	}
	file, media, err := receiveFile(fileOf(ctx), in.Name)
	if err != nil {
		return nil, err
	}
	defer file.close()
	k.Body = h.uploadSum(file.sha256, in.CopyBasis, in.Name)
	content := postgres.AttachmentContent{
		Name: in.Name, CopyBasis: in.CopyBasis, MediaType: media, Size: file.size, SHA256: hex.EncodeToString(file.sha256),
	}
	f, err := h.Content.Store.AddFile(ctx, a, content, k, file.next(postgres.AttachmentPiece))
	if err != nil {
		return nil, err
	}
	return &newOut[SavedAttachment]{ETag: etag(f.Version), Location: location(in.ID, "attachments", f.ID), Body: SavedAttachment{f, warnings}}, nil
}

func (h *contents) giveFile(ctx context.Context, in *giveFileIn) (*rowOut[postgres.Attachment], error) {
	a, version, err := h.change(ctx, in.Changing)
	if err != nil {
		return nil, err
	}
	described, err := h.Content.Store.AwaitsFile(ctx, a, in.Item, version) // before the file is taken
	if err != nil {
		return nil, both(ctx, err)
	}
	file, media, err := receiveFile(fileOf(ctx), described.Name)
	if err != nil {
		return nil, err
	}
	defer file.close()
	given := postgres.GivenFile{CopyBasis: in.CopyBasis, MediaType: media, Size: file.size, SHA256: hex.EncodeToString(file.sha256)}
	f, err := h.Content.Store.GiveFile(ctx, a, in.Item, version, given, file.next(postgres.AttachmentPiece))
	if err != nil {
		return nil, both(ctx, err)
	}
	return &rowOut[postgres.Attachment]{ETag: etag(f.Version), Body: f}, nil
}

// receiveFile takes an upload to be supplied, with its media type. Errors: evidence.Invalid with the field file, saying what is taken;
// evidence.TooLarge.
func receiveFile(body io.Reader, name string) (*spool, string, error) {
	s := &spool{}
	if err := s.open(); err != nil {
		return nil, "", err
	}
	media, err := "", s.fill(nil, body, false)
	if err == nil {
		media, err = supply.Sniff(s.file, s.size, name)
	}
	if errors.Is(err, supply.ErrKind) {
		err = evidence.InvalidField("file", "not-supplied", err.Error())
	}
	if err != nil {
		s.close()
		return nil, "", err
	}
	return s, media, nil
}

func (h *contents) getFile(ctx context.Context, in *readFileIn) (*huma.StreamResponse, error) {
	a, err := h.enter(ctx, in.ID)
	if err != nil {
		return nil, err
	}
	f, next, err := h.Content.Store.File(ctx, a, in.Item)
	if err != nil {
		return nil, err
	}
	tag := `"` + f.SHA256 + `"`
	if noneMatch(in.IfNoneMatch, tag) {
		return &huma.StreamResponse{Body: func(out huma.Context) {
			out.SetHeader("ETag", tag)
			out.SetStatus(http.StatusNotModified)
		}}, nil
	}
	piece, err := next() // before anything is answered, so that a failure is told
	if err != nil {
		return nil, err
	}
	return &huma.StreamResponse{Body: func(out huma.Context) {
		out.SetHeader("Content-Type", f.MediaType)
		out.SetHeader("Content-Disposition", `attachment; filename="`+supply.FileName(f.Name, f.MediaType)+`"`)
		out.SetHeader("Content-Length", strconv.FormatInt(f.Size, 10))
		out.SetHeader("X-Content-Type-Options", "nosniff")
		out.SetHeader("Content-Security-Policy", "sandbox; default-src 'none'")
		out.SetHeader("Cache-Control", "private, no-cache")
		out.SetHeader("ETag", tag)
		for len(piece) > 0 && err == nil {
			if _, err = out.BodyWriter().Write(piece); err == nil {
				piece, err = next()
			}
		}
		if err != nil { // the connection is cut, so that nobody takes the file for whole
			panic(http.ErrAbortHandler)
		}
	}}, nil
}
