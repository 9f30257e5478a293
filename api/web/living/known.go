package living

import (
	"fmt"
	"net/url"
	"slices"
	"strings"

	"evidencedesk/api/web/page"
	"evidencedesk/api/web/ui"
	"evidencedesk/internal/postgres"
)

// Retracted is the warning that references of a report were retracted, put in doubt or corrected; nil when nothing is known of any.
func Retracted(v *page.Visit, request string) *ui.WarningCallout { return Warning(Known(v, request)) }

// Known is what is known of the references of a report. It reads the API once. If the question cannot be answered now, the page goes
// on without: the report is more than its warning.
func Known(v *page.Visit, request string) postgres.RetractionCheck {
	var check postgres.RetractionCheck
	if err := v.Read("/requests/"+url.PathEscape(request)+"/retractions", &check); err != nil {
		return postgres.RetractionCheck{}
	}
	return check
}

// About is the part of what is known that is about one reference.
func About(check postgres.RetractionCheck, reference string) postgres.RetractionCheck {
	check.Items = slices.DeleteFunc(slices.Clone(check.Items), func(n postgres.RetractionNotice) bool { return n.Reference != reference })
	return check
}

// Tags mark a reference by the newest notice about it, if there is one.
func Tags(check postgres.RetractionCheck, reference string) []ui.Tag {
	for _, n := range check.Items {
		if n.Reference == reference {
			return []ui.Tag{natureTag(n.Nature)}
		}
	}
	return nil
}

// Warning puts what is known of the papers of a report into words.
func Warning(check postgres.RetractionCheck) *ui.WarningCallout {
	var lines []string
	said := map[string]bool{}
	for _, n := range check.Items {
		if said[n.Reference] { // the newest notice counts
			continue
		}
		said[n.Reference] = true
		lines = append(lines, natureWords(n.Nature)+": "+n.Title)
	}
	if len(lines) == 0 {
		return nil
	}
	heading := "A paper in this report has a notice"
	if len(lines) > 1 {
		heading = fmt.Sprintf("%d papers in this report have a notice", len(lines))
	}
	return &ui.WarningCallout{Heading: heading, Text: strings.Join(lines, "\n")}
}
