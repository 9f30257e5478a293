package manage

import (
	"fmt"
	"regexp"
	"strconv"

	"evidencedesk/api/web/page"
	"evidencedesk/internal/apiclient"
	"evidencedesk/internal/evidence"
)

var indexed = regexp.MustCompile(`^([a-z_.]+)\[(\d+)\]`)

// inLines gives what is wrong with an element of a list to the box that holds the list, a line for each element.
func inLines(e apiclient.FieldProblem) apiclient.FieldProblem {
	m := indexed.FindStringSubmatch(e.Field)
	if m == nil {
		return e
	}
	n, _ := strconv.Atoi(m[2])
	e.Field, e.Detail = m[1], fmt.Sprintf("Line %d: %s", n+1, page.Lower(e.Detail))
	return e
}

// refused is Form.Refused, with what is wrong moved to the fields of the form first.
func refused(f *page.Form, err error, move func(apiclient.FieldProblem) apiclient.FieldProblem) bool {
	p, ok := apiclient.ProblemOf(err)
	if !ok {
		return f.Refused(err)
	}
	moved := *p
	moved.Errors = nil
	for _, e := range p.Errors {
		moved.Errors = append(moved.Errors, move(e))
	}
	return f.Refused(&moved)
}

// isInvalid reports whether the API could not read what was asked for, such as a cursor of long ago.
func isInvalid(err error) bool { return apiclient.CodeOf(err) == evidence.Invalid }
