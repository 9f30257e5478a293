package work

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"mime"
	"mime/multipart"
	"net/http"
	"net/url"
	"path"
	"strings"

	"evidencedesk/api/rest"
	"evidencedesk/api/web/page"
	"evidencedesk/api/web/workbench"
	"evidencedesk/internal/postgres"
	"evidencedesk/internal/supply"
)

func takeFile(v *page.Visit) error {
	upload, content, err := uploaded(v)
	if err != nil {
		return err
	}
	defer upload.close()
	b, err := workbench.Load(v, v.Param("id"))
	if err != nil {
		return err
	}
	f := v.Form()
	if upload.wrong == noFile && f.Get("later") == "yes" {
		upload.wrong = ""
	}
	if upload.wrong != "" {
		f.Wrong("file", upload.wrong)
	}
	content.CopyBasis = f.Get("copy_basis")
	if name := f.Get("name"); name != "" {
		content.Name = name
	}
	f.Set("name", content.Name) // so that a name that is refused is there to be changed
	if f.Failed() {
		return filePage(v, b, v.Again)
	}
	f.Say("name:malformed", "Give the file a name without a slash.")
	f.Say("name:required", "Give the file a name.")
	said, err := addFile(v, b, upload.file, content)
	if err != nil {
		if f.Refused(err) {
			return filePage(v, b, v.Again)
		}
		return err
	}
	return v.Go(b.URL("files"), said)
}

// upload is the file that came with a form. The zero one is none.
type upload struct {
	file  multipart.File
	form  *multipart.Form
	wrong string // what is to be said of it, if anything
}

func (u *upload) close() {
	if u.file != nil {
		_ = u.file.Close() // it was only read
	}
	if u.form != nil {
		_ = u.form.RemoveAll() // what is left lies in the folder for temporary files
	}
}

// What is said of a file that did not come. A browser does not keep the choice when a form is shown again.
const noFile = "Choose a file. Browsers do not keep the choice."

// uploaded takes the file of a form and notes what it is. It is called before anything else reads the form.
func uploaded(v *page.Visit) (*upload, postgres.AttachmentContent, error) {
	v.AwaitUpload()
	tooLarge := v.TooLarge()
	_ = v.Form() // which reads it
	u := &upload{form: v.Request.MultipartForm}
	if tooLarge {
		u.wrong = fmt.Sprintf("The file is larger than %d MB.", supply.MaxBytes>>20)
		return u, postgres.AttachmentContent{}, nil
	}
	var content postgres.AttachmentContent
	var err error
	switch u.file, content, err = received(v); {
	case errors.Is(err, http.ErrMissingFile), errors.Is(err, http.ErrNotMultipart):
		u.wrong = noFile
	case err != nil:
		u.close()
		return nil, content, err
	}
	return u, content, nil
}

// addFile keeps a file that may be supplied, and notes any other.
func addFile(v *page.Visit, b *workbench.Bench, file multipart.File, content postgres.AttachmentContent) (string, error) {
	if file == nil || !supply.RuleOf(supply.Basis(content.CopyBasis)).Carries() {
		return "The file is noted.", v.Post(b.API("attachments"), rest.AttachmentBody{AttachmentContent: content}, nil)
	}
	at := url.Values{"name": {content.Name}, "copy_basis": {content.CopyBasis}, "confirm": v.Form().All(page.ConfirmField)}
	return "The file is kept.", v.Upload(b.API("attachments", "files")+"?"+at.Encode(), file, nil)
}

// passFile downloads a file.
func passFile(v *page.Visit) error {
	return v.Pass("/requests/" + url.PathEscape(v.Param("id")) + "/attachments/" + url.PathEscape(v.Param("item")) + "/file")
}

// received reads the file that was sent, notes what it is and gives it back from its beginning.
func received(v *page.Visit) (multipart.File, postgres.AttachmentContent, error) {
	upload, head, err := v.Request.FormFile("file")
	if err != nil {
		return nil, postgres.AttachmentContent{}, err
	}
	sum := sha256.New()
	n, err := io.Copy(sum, upload)
	if err == nil {
		_, err = upload.Seek(0, io.SeekStart)
	}
	if err != nil {
		_ = upload.Close()
		return nil, postgres.AttachmentContent{}, err
	}
	kind, _, err := mime.ParseMediaType(head.Header.Get("Content-Type"))
	if err != nil {
		kind = "application/octet-stream"
	}
	name := path.Base(strings.ReplaceAll(head.Filename, `\`, "/"))
	return upload, postgres.AttachmentContent{Name: name, MediaType: kind, Size: n, SHA256: hex.EncodeToString(sum.Sum(nil))}, nil
}
