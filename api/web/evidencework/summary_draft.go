package evidencework

import (
	"strconv"

	"evidencedesk/api/rest"
	"evidencedesk/api/web/page"
	"evidencedesk/api/web/ui"
	"evidencedesk/internal/evidence"
)

// draft is what the script is told after it saved.
type draft struct {
	Message string `json:"message"`
	Version string `json:"version,omitempty"`
}

// takeDraft saves what was typed so far, for the script that does so while somebody writes. It answers in JSON.
func takeDraft(v *page.Visit) error {
	f := v.Form()
	at := "/requests/" + v.Param("id") + "/summary"
	body := rest.SummaryBody{SummaryText: readSummary(f, v.Vocabulary)}
	var err error
	if body.EvidenceTable, err = tableOf(v, at); err != nil {
		return err
	}
	var saved rest.SavedSummary
	err = v.Put(at, f.Version(), body, &saved)
	if err == nil {
		v.JSON(200, draft{"Draft saved at " + ui.TimeClock.Write(v.Now().In(v.Zone)), strconv.Itoa(saved.Version)})
		return nil
	}
	p, ok := refusal(err)
	switch {
	case !ok:
		return err
	case p.Code == evidence.VersionStale:
		v.JSON(p.Status, draft{Message: "Not saved: somebody else saved the summary. Press Save to see both versions; nothing you wrote is lost."})
	case p.Code == evidence.IdentifierSuspected:
		v.JSON(p.Status, draft{Message: "Not saved: something in it may identify a patient. Press Save to see where."})
	default:
		v.JSON(p.Status, draft{Message: "Not saved. Press Save to see why; nothing you wrote is lost."})
	}
	return nil
}
