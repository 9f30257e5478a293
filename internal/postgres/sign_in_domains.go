package postgres

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"evidencedesk/internal/evidence"
)

// maxDomains is how many domains of addresses one library may name.
const maxDomains = 200

// domainForm is a host name of at least two labels (RFC 1123, 2.1).
var domainForm = regexp.MustCompile(`^(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z](?:[a-z0-9-]{0,61}[a-z0-9])?$`)

// mailDomains gives domains in the form in which addresses are compared with them: lower case, each once.
func mailDomains(list []string) ([]string, error) {
	var fields []evidence.FieldError
	if len(list) > maxDomains {
		fields = append(fields, evidence.FieldError{Field: "email_domains", Code: "too-many", Detail: fmt.Sprintf("At most %d.", maxDomains)})
	}
	domains := make([]string, 0, len(list))
	for i, d := range list {
		d = strings.TrimPrefix(strings.ToLower(strings.TrimSpace(d)), "@")
		if len(d) > evidence.MaxEmail || !domainForm.MatchString(d) {
			fields = append(fields, evidence.FieldError{
				Field: fmt.Sprintf("email_domains[%d]", i), Code: "malformed", Detail: "Give a domain such as northmoor.nhs.uk.",
			})
		}
		if !slices.Contains(domains, d) {
			domains = append(domains, d)
		}
	}
	if len(fields) > 0 {
		return nil, &evidence.Error{Code: evidence.Invalid, Fields: fields}
	}
	return domains, nil
}

// mailDomain gives the domain of an address in the same form; empty for what is no address.
func mailDomain(email string) string {
	at := strings.LastIndexByte(email, '@')
	if at < 1 {
		return ""
	}
	return strings.ToLower(strings.TrimSpace(email[at+1:]))
}
