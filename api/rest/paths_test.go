package rest_test

import (
	"net/http"
	"regexp"
	"strings"
	"testing"
)

var pathParameter = regexp.MustCompile(`\{[a-z]+\}`)

// TestABadAddressNamesNothing puts what nothing is named by into every address: it is not found, whatever the body says.
func TestABadAddressNamesNothing(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	id := string(h.submitted())
	for _, op := range operations(t) {
		for _, at := range pathParameter.FindAllStringIndex(op.Path, -1) {
			for _, bad := range []string{"x", strings.Repeat("A", 90), strings.ToUpper(id), "%00", "%FF", "-1", "0", "1e3", "99999999999999999999", "a%2Fb"} {
				path := op.Path[:at[0]] + bad + op.Path[at[1]:]
				path = strings.NewReplacer("/requests/{id}", "/requests/"+id, "/libraries/{id}", "/libraries/"+string(here), "{vocabulary}", "urgencies").Replace(path)
				path = pathParameter.ReplaceAllString(path, string(missing))
				for _, body := range []string{`{}`, `{"version":"x"}`} {
					c := call{method: op.Method, path: path, token: h.tokens["manager@here"]}
					if op.Method != http.MethodGet && op.Method != http.MethodDelete {
						c.body = body
					}
					if a := send(h, c); a.status != http.StatusNotFound && a.status != http.StatusForbidden {
						t.Errorf("%s %s: %d %s", op.Method, path, a.status, a.body)
					}
				}
			}
		}
	}
}
