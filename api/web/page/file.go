package page

import (
	"net/http"

	"evidencedesk/internal/apiclient"
)

// File hands a file of the API to the browser, with its type, its name and what it may do there.
func (v *Visit) File(path string) error {
	var body []byte
	answer, err := v.api.Do(v.Request.Context(), http.MethodGet, v1+path, nil, &body, apiclient.Once())
	if err != nil {
		return err
	}
	for _, name := range []string{"Content-Disposition", "Content-Security-Policy", "X-Report-Engine"} {
		if value := answer.Header.Get(name); value != "" {
			v.Header(name, value)
		}
	}
	v.Header("Cache-Control", "private, no-store")
	v.Data(http.StatusOK, answer.Header.Get("Content-Type"), body)
	return nil
}
