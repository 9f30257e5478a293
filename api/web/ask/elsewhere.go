package ask

import (
	"net/http"

	"evidencedesk/api/web/page"
	"evidencedesk/internal/postgres"
)

// servedElsewhere is the organisation of the visitor's profile, where the directory says that another library serves it than theirs;
// empty otherwise. It is said where the question is asked, not again when a form comes back.
func servedElsewhere(v *page.Visit) (string, error) {
	if v.Request.Method != http.MethodGet {
		return "", nil
	}
	var e postgres.Elsewhere
	err := v.Read("/me/served-by", &e)
	if e.Own {
		return "", err
	}
	return e.Organisation, err
}
