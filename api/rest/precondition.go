package rest

import (
	"strconv"
	"strings"

	"evidencedesk/internal/evidence"
)

// etag writes a version as an entity tag.
func etag(version int) string { return `"` + strconv.Itoa(version) + `"` }

// ifMatch reads the If-Match of a row that may only be changed by somebody who has read it: absent is
// precondition-required, several tags or none of ours are malformed. A tag may have more after the version, as in
// "7-1f3a", for representations that change without it.
func ifMatch(header string) (int, error) {
	version, given, err := matched(header)
	switch {
	case err != nil:
		return 0, err
	case !given:
		return 0, &evidence.Error{Code: evidence.PreconditionRequired, Fields: []evidence.FieldError{
			{Field: "If-Match", Code: "required", Detail: "Send the ETag that you read."},
		}}
	}
	return version, nil
}

// ifMatchOptional reads the If-Match of a command: 0 when it is absent or *, which mean any version.
func ifMatchOptional(header string) (int, error) {
	if strings.TrimSpace(header) == "*" {
		return 0, nil
	}
	version, _, err := matched(header)
	return version, err
}

func matched(header string) (version int, given bool, err error) {
	tag := strings.TrimSpace(header)
	if tag == "" {
		return 0, false, nil
	}
	inner, quoted := strings.CutPrefix(strings.TrimPrefix(tag, "W/"), `"`)
	inner, closed := strings.CutSuffix(inner, `"`)
	number, _, _ := strings.Cut(inner, "-")
	version, convErr := strconv.Atoi(number)
	if !quoted || !closed || convErr != nil || version < 1 || strings.HasPrefix(number, "+") {
		return 0, true, &evidence.Error{Code: evidence.Malformed, Fields: []evidence.FieldError{
			{Field: "If-Match", Code: "malformed", Detail: `Send one entity tag as you received it, such as "7".`},
		}}
	}
	return version, true, nil
}

// noneMatch reports whether If-None-Match names the tag, compared weakly (RFC 9110, 13.1.2).
func noneMatch(header, tag string) bool {
	for candidate := range strings.SplitSeq(header, ",") {
		candidate = strings.TrimSpace(candidate)
		if candidate == "*" || strings.TrimPrefix(candidate, "W/") == strings.TrimPrefix(tag, "W/") {
			return tag != ""
		}
	}
	return false
}
