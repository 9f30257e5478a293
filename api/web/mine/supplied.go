package mine

import (
	"net/url"

	"evidencedesk/api/rest"
	"evidencedesk/api/web/page"
	"evidencedesk/api/web/ui"
	"evidencedesk/internal/postgres"
	"evidencedesk/internal/supply"
)

// suppliedCopy is an article that the reader of a report may download, with what they may do with it.
type suppliedCopy struct {
	Link  ui.Link
	Words string
}

// supplied lists the files that the basis on which each was copied lets the visitor have. The report does without where they cannot be
// read.
func supplied(v *page.Visit, r rest.ReportView) []suppliedCopy {
	var list struct{ Items []postgres.Attachment }
	if r.Newest == 0 {
		return nil
	}
	_ = v.Read("/requests/"+string(r.Request)+"/attachments", &list)
	var copies []suppliedCopy
	for _, f := range list.Items {
		if f.ForReader {
			copies = append(copies, suppliedCopy{
				Link:  ui.Link{Href: address(r.Request, "/files/"+f.ID), Text: f.Name + ", " + size(int(f.Size))},
				Words: supply.RuleOf(supply.Basis(f.CopyBasis)).Sentence,
			})
		}
	}
	return copies
}

// suppliedFile downloads one of them.
func suppliedFile(v *page.Visit) error {
	return v.Pass("/requests/" + idOf(v) + "/attachments/" + url.PathEscape(v.Param("item")) + "/file")
}
