package evidencework

import (
	"fmt"
	"strings"

	"evidencedesk/api/web/page"
	"evidencedesk/api/web/ui"
	"evidencedesk/internal/postgres"
)

// extent writes down how far was searched, from the ledger: each source with its platform, day, dates covered and records found.
func (d *desk) extent(list []postgres.Search) string {
	if len(list) == 0 {
		return "No search has been recorded."
	}
	var b strings.Builder
	for _, s := range list {
		fmt.Fprintf(&b, "- %s", d.sourceOn(s))
		if s.RunAt == nil {
			b.WriteString(": not searched yet\n")
			continue
		}
		fmt.Fprintf(&b, ", searched on %s", ui.TimeDate.Write(s.RunAt.In(d.visit.Zone)))
		if s.Coverage != "" {
			fmt.Fprintf(&b, ", covering %s", s.Coverage)
		}
		if s.RecordsRetrieved != nil {
			fmt.Fprintf(&b, ": %s found", page.Count(*s.RecordsRetrieved, "record"))
		}
		b.WriteString(limitWords(s.Limits))
		b.WriteString("\n")
	}
	for _, s := range list {
		for _, u := range s.AIUse {
			fmt.Fprintf(&b, "- AI was used: %s\n", d.aiWords(u))
		}
	}
	return strings.TrimRight(b.String(), "\n")
}

func limitWords(limits []postgres.SearchLimit) string {
	if len(limits) == 0 {
		return ""
	}
	return ". Limits: " + strings.Join(each(limits, func(l postgres.SearchLimit) string {
		return joined(" ", strings.TrimSuffix(joined(" ", l.Kind, l.Value), "."), prefixed("because ", l.Reason))
	}), "; ")
}
