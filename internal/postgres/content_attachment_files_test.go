package postgres_test

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"evidencedesk/internal/evidence"
	"evidencedesk/internal/postgres"
	"evidencedesk/internal/supply"
)

// piecesOf gives content as an upload does.
func piecesOf(content []byte) func() ([]byte, error) {
	chunks := slices.Collect(slices.Chunk(content, postgres.AttachmentPiece))
	return func() ([]byte, error) {
		if len(chunks) == 0 {
			return nil, nil
		}
		piece := chunks[0]
		chunks = chunks[1:]
		return piece, nil
	}
}

func article(name string, basis supply.Basis, content []byte) postgres.AttachmentContent {
	f := paper(name)
	f.CopyBasis, f.Size = string(basis), int64(len(content))
	return f
}

// downloads gives what a person gets of a file: its length, or the code of the refusal.
func (d *desk) downloads(p evidence.PersonID, id string) string {
	d.Helper()
	a, err := d.content.Access(d.Context(), p, d.request)
	if err != nil {
		return string(evidence.CodeOf(err))
	}
	_, next, err := d.content.File(d.Context(), a, id)
	if err != nil {
		return string(evidence.CodeOf(err))
	}
	n := 0
	for {
		piece, err := next()
		if err != nil {
			d.Fatal(err)
		}
		if len(piece) == 0 {
			return strconv.Itoa(n)
		}
		n += len(piece)
	}
}

// Who gets a file, for every basis and every reader.
func TestWhoDownloadsAFile(t *testing.T) {
	d := newDesk(t)
	content := bytes.Repeat([]byte("x"), postgres.AttachmentPiece+7)
	size := strconv.Itoa(len(content))
	ids := map[supply.Basis]string{}
	for _, basis := range []supply.Basis{supply.Open, supply.CLA, supply.Privilege, supply.FeePaid} {
		f, err := d.content.AddFile(t.Context(), d.as(d.librarian), article("a.pdf", basis, content), postgres.Creation{}, piecesOf(content))
		if err != nil || !f.Kept || !f.ForReader {
			t.Fatalf("%s: %+v, %v", basis, f, err)
		}
		ids[basis] = f.ID
	}
	people := map[string]evidence.PersonID{
		"librarian": d.librarian, "manager": d.manager, "requester": d.requester, "delegate": d.delegate, "copied": d.copied, "reviewer": d.reviewer,
		"outsider": d.outsider, "elsewhere": d.elsewhere,
	}
	see := func(basis supply.Basis) map[string]string {
		got := map[string]string{}
		for name, p := range people {
			got[name] = d.downloads(p, ids[basis])
		}
		return got
	}
	hidden := map[string]string{
		"librarian": size, "manager": size, "reviewer": size,
		"requester": unknown, "delegate": unknown, "copied": unknown, "outsider": unknown, "elsewhere": unknown,
	}
	if diff := cmp.Diff(hidden, see(supply.Open)); diff != "" {
		t.Errorf("before delivery: %s", diff)
	}
	d.write(d.librarian, "text")
	d.deliver()
	d.share("anyone_nhs")
	all := map[string]string{}
	for name := range people {
		all[name] = size
	}
	want := map[supply.Basis]map[string]string{supply.Open: all, supply.CLA: all, supply.FeePaid: all, supply.Privilege: {
		"librarian": size, "manager": size, "requester": size, "delegate": no, "copied": no, "reviewer": no, "outsider": unknown, "elsewhere": unknown,
	}}
	for basis, row := range want {
		if diff := cmp.Diff(row, see(basis)); diff != "" {
			t.Errorf("%s: %s", basis, diff)
		}
	}
	shared, err := d.content.Attachments(t.Context(), d.as(d.elsewhere))
	if err != nil || len(shared) != 3 || slices.ContainsFunc(shared, func(f postgres.Attachment) bool { return f.ID == ids[supply.Privilege] }) {
		t.Errorf("with whom the report is shared: %+v, %v", shared, err)
	}
}

func TestKeepingFiles(t *testing.T) {
	d := newDesk(t)
	content := []byte("%PDF-1.7")
	add := func(p evidence.PersonID, basis supply.Basis, k postgres.Creation) (postgres.Attachment, error) {
		return d.content.AddFile(t.Context(), d.as(p), article("a.pdf", basis, content), k, piecesOf(content))
	}
	_, err := add(d.librarian, supply.LinkOnly, postgres.Creation{})
	if e := refusal(t, err, evidence.Invalid); e.Fields[0].Field != "copy_basis" {
		t.Error(e)
	}
	for _, p := range []evidence.PersonID{d.requester, d.reviewer, d.manager} {
		_, err := add(p, supply.CLA, postgres.Creation{})
		refusal(t, err, evidence.NotPermitted)
	}
	k := postgres.Creation{Route: "r", Key: "one", Body: bytes.Repeat([]byte("b"), 32)}
	first, err := add(d.librarian, supply.CLA, k)
	if err != nil {
		t.Fatal(err)
	}
	if again, err := add(d.librarian, supply.CLA, k); err != nil || again.ID != first.ID || d.count(`SELECT count(*) FROM attachment_file`) != 1 {
		t.Errorf("again: %+v, %v", again, err)
	}
	_, err = d.content.SaveAttachment(t.Context(), d.as(d.librarian), first.ID, 1, article("a.pdf", supply.LinkOnly, content))
	if e := refusal(t, err, evidence.Invalid); e.Fields[0].Field != "copy_basis" {
		t.Error(e)
	}
	described, err := d.content.AddAttachment(t.Context(), d.as(d.librarian), paper("b.pdf"), postgres.Creation{})
	if err != nil || described.Kept || d.downloads(d.librarian, described.ID) != unknown {
		t.Errorf("only described: %+v, %v", described, err)
	}
	if err := d.content.RemoveAttachment(t.Context(), d.as(d.librarian), first.ID, 1); err != nil || d.count(`SELECT count(*) FROM attachment_file`) != 0 {
		t.Errorf("its bytes stay: %v", err)
	}
}

// An attachment that was only described gets its file later, once, if it is the file that was described and may be copied.
func TestGivingAFile(t *testing.T) {
	d := newDesk(t)
	content := bytes.Repeat([]byte("y"), postgres.AttachmentPiece+1)
	sum := sha256.Sum256(content)
	digest := hex.EncodeToString(sum[:])
	given := postgres.GivenFile{CopyBasis: "cla", MediaType: "application/pdf", Size: int64(len(content)), SHA256: digest}
	give := func(p evidence.PersonID, f postgres.Attachment, g postgres.GivenFile) (postgres.Attachment, error) {
		return d.content.GiveFile(t.Context(), d.as(p), f.ID, f.Version, g, piecesOf(content))
	}
	describe := func(p evidence.PersonID, c postgres.AttachmentContent) postgres.Attachment {
		f, err := d.content.AddAttachment(t.Context(), d.as(p), c, postgres.Creation{})
		d.must(f, err)
		return f
	}
	ordered := describe(d.librarian, postgres.AttachmentContent{Name: "Ordered.pdf"})
	noted := describe(d.librarian, postgres.AttachmentContent{Name: "Noted.pdf", SHA256: digest, CopyBasis: "cfp"})
	other := describe(d.librarian, paper("Another.pdf"))
	theirs := describe(d.requester, paper("Theirs.pdf"))
	asDescribed := given
	asDescribed.CopyBasis = ""
	for name, c := range map[string]struct {
		p     evidence.PersonID
		f     postgres.Attachment
		g     postgres.GivenFile
		code  evidence.Code
		field string
	}{
		"no basis":                   {d.librarian, ordered, asDescribed, evidence.Invalid, "copy_basis"},
		"another than was described": {d.librarian, other, given, evidence.Invalid, "file"},
		"of the requester's side":    {d.librarian, theirs, given, evidence.Invalid, "file"},
		"by the requester":           {d.requester, theirs, given, evidence.NotPermitted, ""},
		"by the reviewer":            {d.reviewer, ordered, given, evidence.NotPermitted, ""},
		"by a manager":               {d.manager, ordered, given, evidence.NotPermitted, ""},
		"of nothing":                 {d.librarian, postgres.Attachment{ID: d.id(), Version: 1}, given, evidence.NotFound, ""},
	} {
		_, err := give(c.p, c.f, c.g)
		if e := refusal(t, err, c.code); c.field != "" && e.Fields[0].Field != c.field {
			t.Errorf("%s: %v", name, e)
		}
	}
	if d.count(`SELECT count(*) FROM attachment_file`) != 0 {
		t.Error("a file that was refused is kept")
	}
	kept, err := give(d.trainee, ordered, given)
	if err != nil || !kept.Kept || kept.Version != 2 || kept.CopyBasis != "cla" || kept.SHA256 != digest || kept.MediaType != "application/pdf" {
		t.Fatalf("%+v, %v", kept, err)
	}
	if got := d.downloads(d.librarian, ordered.ID); got != strconv.Itoa(len(content)) {
		t.Error(got)
	}
	if f, err := give(d.librarian, noted, asDescribed); err != nil || f.CopyBasis != "cfp" || !f.Kept {
		t.Errorf("%+v, %v", f, err)
	}
	_, err = give(d.librarian, ordered, given)
	if now := staleRow[postgres.Attachment](t, err); now.Version != 2 {
		t.Errorf("%+v", now)
	}
	if again, err := give(d.librarian, kept, given); err != nil || again.Version != 2 {
		t.Errorf("the same file again: %+v, %v", again, err)
	}
	given.SHA256 = strings.Repeat("0", 64)
	_, err = give(d.librarian, kept, given)
	refusal(t, err, evidence.Invalid)
}

// Erasing a request or a person deletes the bytes of the files.
func TestErasureDeletesFiles(t *testing.T) {
	d := newDesk(t)
	content := []byte(strings.Repeat(secret, 3))
	f, err := d.content.AddFile(t.Context(), d.as(d.librarian), article(secret, supply.CLA, content), postgres.Creation{}, piecesOf(content))
	if err != nil {
		t.Fatal(err)
	}
	d.erase()
	if d.count(`SELECT count(*) FROM attachment_file`) != 0 || d.count(`SELECT count(*) FROM attachment WHERE kept`) != 0 {
		t.Error("the file stays")
	}
	if got := d.downloads(d.librarian, f.ID); got != unknown {
		t.Error(got)
	}
}
