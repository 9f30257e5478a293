package reports_test

import (
	"net/http"
	"strings"
	"testing"

	"evidencedesk/api/web/reports"
	"evidencedesk/api/web/webtest"
	"evidencedesk/internal/evidence"
	"evidencedesk/internal/metric"
)

// TestAFigureBecomesEvidence opens a definition as who may say what is evidence for an outcome, and as who may not.
func TestAFigureBecomesEvidence(t *testing.T) {
	t.Parallel()
	const link = `href="/outcomes/tag?kind=metric&amp;target=staff_ratio"`
	for role, may := range map[evidence.Role]bool{
		evidence.Librarian: true, evidence.Trainee: true, evidence.Manager: true, evidence.SystemLead: false, evidence.Requester: false,
	} {
		s := webtest.New(t, reports.Register).As(role).
			On("GET /reports/definitions/staff_ratio", metric.Definition{ID: "staff_ratio", Title: "Staff <i>ratio", Aspect: "Staffing", Definition: "Defined.", Limits: "Limited."})
		w := s.Get("/reports/definitions/staff_ratio")
		body := w.Body.String()
		if w.Code != http.StatusOK || strings.Count(body, "<h1") != 1 || strings.Contains(body, "<i>ratio") || !strings.Contains(body, "Limited.") {
			t.Errorf("%s: %d %s", role, w.Code, body)
		}
		if strings.Contains(body, link) != may {
			t.Errorf("%s is led to what they may not do, or not to what they may: %t", role, !may)
		}
	}
}
